import re
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from fuzz.deciding import make_decider
from typed import typed
from unit.compiler.written import entry_of, switches, vocabulary

from chronicare.application.release import Release
from chronicare.diagnostics import Diagnostics, FieldPath, Language
from chronicare.engine import InterpretingEngine
from chronicare.judging.report import Report
from chronicare.program.evidence import Evidence, Measurement
from chronicare.recognition.decision import Decision, Detail, Outcome
from chronicare.recognition.decision_wording import summarise

ZH, EN = Language.ZH, Language.EN
DAY = date(2025, 12, 1)
SYMPTOMS = {"finding": "典型症状", "value": True}
GLUCOSE = {"finding": "空腹血糖", "value": 7.0, "unit": "mmol/L", "date": "2025-11-03"}
STRENGTH = {"finding": "肌力", "value": "II"}
ONSET = {"finding": "起病日期", "value": "2025-01-31"}
NO_EXCLUSION = {"finding": "丙抗体", "value": False}
MEETING = (SYMPTOMS, GLUCOSE, STRENGTH, ONSET, NO_EXCLUSION)


def decided(release: Release, code: str, *findings: Mapping[str, Any], **more: object) -> Decision:
    diagnostics = Diagnostics()
    evidence = release.intake.read(typed(Report, {"findings": findings, **more}), DAY, FieldPath, diagnostics)
    assert diagnostics.sorted() == ()
    decider = release.find(code, DAY)
    assert decider is not None
    return decider.decide(evidence, Detail.REASONS)


RULINGS = "对象,裁定,作出单位,文号,日期\n开,乙,试验局,试医发〔2025〕1号,2025-03-01\n"
NAMED = "依裁定「开」取「乙」：试验局 试医发〔2025〕1号（2025-03-01）。"


@pytest.mark.parametrize(
    ("cough", "named"), [(True, False), (False, True)], ids=["both readings alike", "it rests on the reading"]
)
def test_a_ruling_is_named_where_the_decision_rests_on_it(*, cough: bool, named: bool) -> None:
    """By 甲 both criteria are asked for, by 乙 either."""
    groups = "A,全部,1;2,开,甲\nA,任一,1;2,开,乙\nR1,全部,A"
    entry = entry_of("1,症状,是\n2,咳嗽,是", groups, **{**switches(开="甲"), "rulings": RULINGS})
    decider = make_decider(entry, vocabulary(), InterpretingEngine())
    stated = {"symptom": (Measurement(True),), "cough": (Measurement(cough),)}
    decision = decider.decide(Evidence(DAY, stated), Detail.REASONS)
    assert decision.outcome is Outcome.MEETS
    said = summarise(decision, vocabulary(), ZH)
    (note,) = decision.readings
    assert note.decisive is named
    assert (NAMED in said, said.count("裁定")) == (named, int(named))


def without(finding: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [each for each in MEETING if each is not finding]


def test_meeting_names_the_route_and_the_review(release: Release) -> None:
    decision = decided(release, "T00001", *MEETING)
    assert summarise(decision, release.vocabulary, ZH) == (
        "T00001 糖病：符合认定标准。认定路径：四条全部（R1）。"
        "每 12 个月复审，下次复审日期 2026-12-01（复查报告）。终止情形：痊愈。"
    )
    assert summarise(decision, release.vocabulary, EN) == (
        "T00001 sugar disease: meets the criteria. Route: 四条全部 (R1). "
        "Review every 12 months, next on 2026-12-01 (复查报告). Ends when: 痊愈."
    )


@pytest.mark.parametrize(
    ("left_out", "instead", "complete", "reason"),
    [
        (SYMPTOMS, {"finding": "典型症状", "value": False}, [], "1 典型症状应为「是」，所报「否」"),
        (
            GLUCOSE,
            {"finding": "空腹血糖", "value": 124.2, "unit": "mg/dL", "date": "2025-11-03"},
            ["空腹血糖"],
            "2 空腹血糖 ≥ 7.0 mmol/L（任一次），所报 124.2 mg/dL = 6.9 mmol/L（2025-11-03），还差 0.1 mmol/L",
        ),
        (STRENGTH, {"finding": "肌力", "value": "IV"}, [], "3 肌力 < 3级，所报 IV = 4级，差 2 级"),
        (
            ONSET,
            {"finding": "起病日期", "value": "2025-11-30"},
            [],
            "4 起病日期距申请日 ≥ 3 个月，所报 2025-11-30，自 2026-02-28 起满足",
        ),
    ],
)
def test_a_refusal_names_what_fails_and_by_how_much(
    release: Release, left_out: Mapping[str, Any], instead: Mapping[str, Any], complete: list[str], reason: str
) -> None:
    findings = [*without(left_out), instead]
    decision = decided(release, "T00001", *findings, complete_findings=complete)
    assert summarise(decision, release.vocabulary, ZH) == (
        f"T00001 糖病：不符合认定标准。最接近的路径是「四条全部」（R1），未满足之处：{reason}。"
    )


def test_an_exclusion_is_named(release: Release) -> None:
    decision = decided(release, "T00001", *without(NO_EXCLUSION), {"finding": "丙抗体", "value": True})
    assert "属于排除情形：丙抗体阳性（X1）。" in summarise(decision, release.vocabulary, ZH)
    assert "Excluded by: 丙抗体阳性 (X1)." in summarise(decision, release.vocabulary, EN)


def test_a_score_says_how_many_points_are_short(release: Release) -> None:
    decision = decided(
        release,
        "T00004",
        {"finding": "甲抗体", "value": True},
        {"finding": "乙抗体", "value": False},
        {"finding": "抗体滴度", "value": "1:80"},
    )
    said = summarise(decision, release.vocabulary, ZH)
    assert "未满足之处：合计 4 分，须满 7 分，还差 3 分；" in said


def test_points_still_unknown_are_told_apart(release: Release) -> None:
    decision = decided(release, "T00004", {"finding": "甲抗体", "value": False}, {"finding": "乙抗体", "value": True})
    said = summarise(decision, release.vocabulary, ZH)
    assert "合计 3 分、至多 6 分，须满 7 分，还差 1 分" in said


def test_undecided_says_what_is_missing(release: Release) -> None:
    decision = decided(release, "T00002", {"finding": "甲抗体", "value": True})
    assert summarise(decision, release.vocabulary, ZH) == (
        "T00002 抗体病：尚不能认定。尚缺：「乙抗体：是」、「丙抗体：是」任选其一；补充后可能符合。"
    )
    assert summarise(decision, release.vocabulary, EN) == (
        "T00002 antibody disease: undecided. "
        "Missing: any 1 of: antibody B (yes), antibody C (yes); with it the outcome may be 'meets the criteria'."
    )


def test_undecided_says_any_two_of_three(release: Release) -> None:
    decision = decided(release, "T00002")
    assert "尚缺：「甲抗体：是」、「乙抗体：是」、「丙抗体：是」任选 2 项；补充后可能符合。" in summarise(
        decision, release.vocabulary, ZH
    )


def test_undecided_by_policy_names_the_readings_and_their_outcomes(release: Release) -> None:
    decision = decided(release, "T00003", {"finding": "甲抗体", "value": True}, {"finding": "乙抗体", "value": False})
    assert summarise(decision, release.vocabulary, ZH) == (
        "T00003 两读病：尚不能认定。原文「T00003 连接」（A-1）有不同读法而未定："
        "按「都要」不符合，按「有一即可」符合；须由医保局明确。"
    )


def test_an_outcome_alone_is_summed_up_without_reasons(release: Release) -> None:
    decider = release.find("T00001", DAY)
    assert decider is not None
    evidence = release.intake.read(
        typed(Report, {"findings": [{"finding": "典型症状", "value": False}]}), DAY, FieldPath, Diagnostics()
    )
    decision = decider.decide(evidence, Detail.OUTCOME)
    assert summarise(decision, release.vocabulary, ZH) == "T00001 糖病：不符合认定标准。"


def test_english_summaries_have_no_chinese_connecting_words(release: Release) -> None:
    names = {each for finding in release.vocabulary.findings.values() for each in finding.name}
    decision = decided(release, "T00001", *without(SYMPTOMS), {"finding": "典型症状", "value": False})
    said = summarise(decision, release.vocabulary, EN)
    for word in ("四条全部", *names):
        said = said.replace(word, "")
    assert not re.search(r"[\u4e00-\u9fff]", said)
