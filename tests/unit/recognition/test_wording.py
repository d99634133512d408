import re
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typed import typed

from chronicare.application.release import Release, make_release
from chronicare.cells.types import ValueKind
from chronicare.cells.values import Duration, Value
from chronicare.compiler import compile_area, compile_vocabulary
from chronicare.diagnostics import Diagnostics, FieldPath, Language
from chronicare.engine import DurableEngine
from chronicare.judging.report import Report
from chronicare.loaders.rule_directory import RuleDirectory
from chronicare.program.entry import Needs, NeedsKind, Use, UseKind
from chronicare.recognition.decision import Decision, Detail, Outcome
from chronicare.recognition.distance import Distance
from chronicare.recognition.wording import (
    NamedChoice,
    canonical_value,
    choices_text,
    condensed,
    decimal_text,
    distance_text,
    duration_text,
    needs_text,
    outcome_text,
    requirement_text,
    summarise,
    truth_text,
    use_text,
)

RULES = Path(__file__).parents[2] / "data" / "cli" / "rules"
ZH, EN = Language.ZH, Language.EN
DAY = date(2025, 12, 1)
SYMPTOMS = {"finding": "典型症状", "value": True}
GLUCOSE = {"finding": "空腹血糖", "value": 7.0, "unit": "mmol/L", "date": "2025-11-03"}
STRENGTH = {"finding": "肌力", "value": "II"}
ONSET = {"finding": "起病日期", "value": "2025-01-31"}
NO_EXCLUSION = {"finding": "丙抗体", "value": False}
MEETING = (SYMPTOMS, GLUCOSE, STRENGTH, ONSET, NO_EXCLUSION)


@pytest.fixture(scope="module")
def release() -> Release:
    diagnostics = Diagnostics()
    folder, ((area, _),) = RuleDirectory(RULES).load(diagnostics)
    assert folder is not None
    vocabulary = compile_vocabulary(folder, diagnostics)
    rules = compile_area(area, vocabulary, diagnostics)
    made = make_release(rules, (folder, area), DurableEngine(), diagnostics)
    assert diagnostics.sorted() == ()
    return made


def decided(release: Release, code: str, *findings: Mapping[str, Any], **more: object) -> Decision:
    diagnostics = Diagnostics()
    evidence = release.intake.read(typed(Report, {"findings": findings, **more}), DAY, FieldPath, diagnostics)
    assert diagnostics.sorted() == ()
    decider = release.find(code, DAY)
    assert decider is not None
    return decider.decide(evidence, Detail.REASONS)


def without(finding: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [each for each in MEETING if each is not finding]


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (Fraction(7), "7"),
        (Fraction("6.90"), "6.9"),
        (Fraction("-0.1"), "-0.1"),
        (Fraction(0), "0"),
        (Fraction(1200), "1200"),
        (Fraction(1, 1024), "0.0009765625"),
        (Fraction("123456789012345"), "123456789012345"),
        (Fraction(1, 3), "≈ 0.333333"),
        (Fraction(1400, 3), "≈ 466.667"),
        (Fraction(-2, 3), "≈ -0.666667"),
        (Fraction("1234567890123456"), "≈ 1234570000000000"),
    ],
)
def test_numbers_are_written_exactly_or_marked_as_rounded(number: Fraction, text: str) -> None:
    assert decimal_text(number) == text


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9))
def test_a_short_decimal_reads_back_as_itself(number: Any) -> None:  # noqa: ANN401 - hypothesis gives Decimals
    assert Fraction(decimal_text(Fraction(number))) == Fraction(number)


@given(st.fractions(min_value=-(10**6), max_value=10**6))
def test_a_rounded_number_is_near(number: Fraction) -> None:
    text = decimal_text(number)
    assert abs(Fraction(text.removeprefix("≈ ")) - number) <= abs(number) / 10**5


@pytest.mark.parametrize(
    ("code", "value", "chinese", "english"),
    [
        ("fasting_glucose", Fraction(7), "7 mmol/L", "7 mmol/L"),
        ("fasting_glucose", Fraction(125, 18), "≈ 6.94444 mmol/L", "≈ 6.94444 mmol/L"),
        ("symptoms", True, "是", "yes"),
        ("symptoms", False, "否", "no"),
        ("strength", 3, "3级", "grade 3"),
        ("onset", date(2025, 1, 31), "2025-01-31", "2025-01-31"),
        ("titre", Fraction(80), "1:80", "1:80"),
        ("age", 45, "45 岁", "45 years"),
        (
            "blood_pressure",
            {"systolic": Fraction(165), "diastolic": Fraction(99)},
            "收缩压 165 mmHg、舒张压 99 mmHg",
            "systolic 165 mmHg, diastolic 99 mmHg",
        ),
        ("blood_pressure", {"diastolic": Fraction(99)}, "舒张压 99 mmHg", "diastolic 99 mmHg"),
    ],
)
def test_values_are_written_with_their_canonical_unit(
    release: Release, code: str, value: Value | Mapping[str, Value], chinese: str, english: str
) -> None:
    finding = release.vocabulary.findings[code]
    assert canonical_value(value, finding, ZH) == chinese
    assert canonical_value(value, finding, EN) == english


def test_every_kind_of_value_is_written(release: Release) -> None:
    kinds = {each.type.kind for each in release.vocabulary.findings.values()}
    assert kinds >= set(ValueKind) - {ValueKind.CODE, ValueKind.COUNT}


@pytest.mark.parametrize(
    ("distance", "chinese", "english"),
    [
        (Distance("1", Fraction("0.1"), "mmol/L"), "还差 0.1 mmol/L", "0.1 mmol/L too low"),
        (Distance("1", Fraction(-3), "kPa"), "高出 3 kPa", "3 kPa too high"),
        (Distance("1", Fraction(5), "%"), "还差 5%", "5% too low"),
        (Distance("1", Fraction(1, 3), "g/L"), "还差 ≈ 0.333333 g/L", "≈ 0.333333 g/L too low"),
        (Distance("1", Fraction(2), "级"), "差 2 级", "2 levels too low"),
        (Distance("1", Fraction(-1), "级"), "差 1 级", "1 level too high"),
        (Distance("1", Fraction(1), "次"), "还差 1 次", "1 more measurement needed"),
        (Distance("1", Fraction(2), "日"), "还差 2 个不同日", "2 more different days needed"),
        (Distance("1", Fraction(0), ""), "恰为界值，界值本身不算", "exactly at the bound, which does not count"),
        (
            Distance("1", Fraction("0.2"), "× 参考上限"),
            "还差 0.2 × 参考上限",
            "0.2 × the upper reference limit too low",
        ),
        (Distance("1", met_from=date(2026, 3, 1)), "自 2026-03-01 起满足", "will hold from 2026-03-01 on"),
        (
            Distance("1", too_old_since=date(2025, 8, 1)),
            "只到 2025-08-01 为止有效，现已过期",
            "was good until 2025-08-01 and is too old now",
        ),
        (Distance("1"), "", ""),
    ],
)
def test_distances_are_said_in_their_own_unit(distance: Distance, chinese: str, english: str) -> None:
    assert distance_text(distance, ZH) == chinese
    assert distance_text(distance, EN) == english


@pytest.mark.parametrize(
    ("needs", "chinese", "english"),
    [
        (Needs(NeedsKind.ALL), "全部", "all"),
        (Needs(NeedsKind.ANY), "任一", "any"),
        (Needs(NeedsKind.NONE), "均无", "none"),
        (Needs(NeedsKind.AT_LEAST, 3), "至少 3", "at least 3"),
        (Needs(NeedsKind.SCORE, 9), "合计≥9（每条取最高）", "total ≥ 9 (the best of each item)"),
    ],
)
def test_needs_are_written_as_the_tables_do(needs: Needs, chinese: str, english: str) -> None:
    assert needs_text(needs, ZH) == chinese
    assert needs_text(needs, EN) == english


@pytest.mark.parametrize(
    ("use", "chinese", "english"),
    [
        (None, "", ""),
        (Use(UseKind.ANY), "任一次", "any measurement"),
        (Use(UseKind.LATEST), "最近一次", "the latest measurement"),
        (Use(UseKind.TIMES, 2), "至少 2 次", "at least 2 measurements"),
        (Use(UseKind.DAYS, 3), "至少 3 个不同日", "on at least 3 different days"),
        (Use(UseKind.TIMES, 2, Duration(6, 0)), "近 6 个月至少 2 次", "at least 2 measurements within 6 months"),
        (
            Use(UseKind.ALL, 1, Duration(13, 1)),
            "近 1 年 1 个月 1 天各次均须",
            "every measurement within 1 year 1 month 1 day",
        ),
    ],
)
def test_uses_are_written(use: Use | None, chinese: str, english: str) -> None:
    assert use_text(use, ZH) == chinese
    assert use_text(use, EN) == english


def test_no_time_at_all_is_zero_days() -> None:
    assert duration_text(Duration(0, 0), ZH) == "0 天"


@pytest.mark.parametrize(
    ("outcome", "chinese"),
    [(Outcome.MEETS, "符合"), (Outcome.DOES_NOT_MEET, "不符合"), (Outcome.UNDECIDED, "尚不能认定")],
)
def test_outcomes_have_names(outcome: Outcome, chinese: str) -> None:
    assert outcome_text(outcome, ZH) == chinese
    assert outcome_text(outcome, EN) != chinese


def test_truths_have_names() -> None:
    assert [truth_text(truth, ZH) for truth in (True, False, None)] == ["满足", "不满足", "未知"]


@pytest.mark.parametrize(
    ("test", "use", "chinese", "english"),
    [
        ("≥ 7.0 mmol/L", "任一次", "血糖 ≥ 7.0 mmol/L（任一次）", "血糖 ≥ 7.0 mmol/L (任一次)"),
        ("[3..6)", "", "血糖 ≥ 3 且 < 6", "血糖 ≥ 3 and < 6"),
        ("是", "", "血糖应为「是」", "血糖 must be yes"),
        ("否", "", "血糖应为「否」", "血糖 must be no"),
        ("闭角型", "", "血糖应为「闭角型」", "血糖 must be 闭角型"),
    ],
)
def test_requirements_read_as_sentences(test: str, use: str, chinese: str, english: str) -> None:
    assert requirement_text("血糖", test, use, ZH) == chinese
    assert requirement_text("血糖", test, use, EN) == english


def one(*names: str) -> NamedChoice:
    return (1, names)


@pytest.mark.parametrize(
    ("choices", "text"),
    [
        ([one("甲"), one("乙")], "甲和乙"),
        ([one("甲"), one("乙"), one("丙")], "甲、乙和丙"),
        ([(2, ("甲", "乙", "丙"))], "甲、乙、丙任选 2 项"),
        ([one("丁"), (2, ("甲", "乙", "丙"))], "丁，另加（甲、乙、丙任选 2 项）"),
        ([one("甲"), one("乙"), (1, ("丙", "丁"))], "甲和乙，另加（丙、丁任选其一）"),
        ([(2, ("甲", "乙"))], "甲和乙"),
    ],
)
def test_missing_sets_are_said_as_any_k_of_n(choices: list[NamedChoice], text: str) -> None:
    assert choices_text(choices, ZH) == text


@pytest.mark.parametrize(
    ("sets", "fewer"),
    [
        ([[one("甲")], [one("乙")], [one("丙")]], ["甲、乙、丙任选其一"]),
        ([[one("子"), one("甲")], [one("子"), one("乙")], [one("丙")]], ["子，另加（甲、乙任选其一）", "丙"]),
        (
            [[one(left), one(right)] for left in "甲乙" for right in "子丑寅"],
            ["（甲、乙任选其一），另加（子、丑、寅任选其一）"],
        ),
        ([[one("甲"), one("乙")], [one("丙"), one("丁")]], ["甲和乙", "丙和丁"]),
        ([[(2, ("甲", "乙", "丙"))]], ["甲、乙、丙任选 2 项"]),
    ],
)
def test_sets_that_differ_in_one_finding_are_said_together(sets: list[list[NamedChoice]], fewer: list[str]) -> None:
    assert [choices_text(each, ZH) for each in condensed(sets)] == fewer


@given(st.sets(st.frozensets(st.sampled_from("甲乙丙子丑"), min_size=1, max_size=3), min_size=1, max_size=8))
def test_said_together_or_apart_they_are_the_same_sets(sets: set[frozenset[str]]) -> None:
    given_sets = [tuple(one(name) for name in sorted(each)) for each in sorted(sets, key=sorted)]
    told = [frozenset(names) for each in condensed(given_sets) for names in product(*(listed for _, listed in each))]
    assert sorted(map(sorted, told)) == sorted(map(sorted, sets))


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
            "4 起病日期 ≥ 3 个月，所报 2025-11-30，自 2026-02-28 起满足",
        ),
    ],
)
def test_a_refusal_names_what_fails_and_by_how_much(
    release: Release, left_out: Mapping[str, Any], instead: Mapping[str, Any], complete: list[str], reason: str
) -> None:
    findings = [*without(left_out), instead]
    decision = decided(release, "T00001", *findings, complete_findings=complete)
    assert summarise(decision, release.vocabulary, ZH) == (
        f"T00001 糖病：不符合认定标准。最接近的路径是四条全部（R1），未满足之处：{reason}。"
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
