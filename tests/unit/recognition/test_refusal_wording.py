"""What a refusal says, read as a whole sentence; worked out by hand from the tables written here."""

from datetime import date
from typing import Any

import pytest
from typed import typed
from unit.compiler.written import release_of, rows_of, vocabulary

from chronicare.cells.resolve import parse_test
from chronicare.cells.typed import TypedTest
from chronicare.diagnostics import Diagnostics, FieldPath, Language, Position
from chronicare.judging.report import Report
from chronicare.recognition.decision import Detail, Outcome
from chronicare.recognition.decision_wording import summarise
from chronicare.recognition.units import unit_of

DAY = date(2025, 12, 15)
YES, NO = True, False


def refusal(criteria: str, groups: str, *findings: dict[str, Any], **more: Any) -> str:  # noqa: ANN401 - table texts
    """Decide and return the summary after the outcome."""
    release = release_of(None, **rows_of(criteria, groups), **more)
    diagnostics = Diagnostics()
    report = {"person": {"birth_date": "2017-06-01"}, "findings": findings, "record_complete": True}
    evidence = release.intake.read(typed(Report, report), DAY, FieldPath, diagnostics)
    assert diagnostics.sorted() == ()
    decider = release.find("T1", DAY)
    assert decider is not None
    decision = decider.decide(evidence, Detail.REASONS)
    assert decision.outcome is Outcome.DOES_NOT_MEET
    return summarise(decision, release.vocabulary, Language.ZH).removeprefix("T1 甲病：不符合认定标准。")


def said(finding: str, value: object, unit: str = "", **more: object) -> dict[str, Any]:
    return {"finding": finding, "value": value, **({"unit": unit} if unit else {}), **more}


def test_value_and_distance_are_in_the_unit_of_the_criterion() -> None:
    """126 mg/dL are 7 mmol/L, the canonical unit; the criterion speaks of mg/dL."""
    day = {"date": "2025-12-01"}
    criteria = "1,血糖,≥ 144 mg/dL,任一"
    assert refusal(criteria, "R1,全部,1", said("血糖", 7, "mmol/L", **day)) == (
        "最接近的路径是R1，未满足之处：1 血糖 ≥ 144 mg/dL（任一次），"
        "所报 7 mmol/L = 126 mg/dL（2025-12-01），还差 18 mg/dL。"
    )
    assert "所报 126 mg/dL（2025-12-01），还差 18 mg/dL。" in refusal(
        criteria, "R1,全部,1", said("血糖", 126, "mg/dL", **day)
    )


def test_a_multiple_of_the_reference_limit_is_shown_with_the_limit() -> None:
    reported = said("酶比值", 50, "U/L", reference_range={"high": 40})
    assert "所报 50 U/L（参考上限 40 U/L），还差 10 U/L。" in refusal(
        "1,酶比值,> 1.5 × 参考上限", "R1,全部,1", reported
    )


def test_any_k_of_n_is_told_by_its_count() -> None:
    criteria = "1,症状,是\n2,咳嗽,是\n3,发热,是\n4,皮疹,是\n5,评分,≥ 3"
    groups = "A,至少 3,1;2;3;4\nR1,全部,A;5"
    reported = [said("症状", YES), said("咳嗽", NO), said("发热", NO), said("评分", 5)]
    assert refusal(criteria, groups, *reported) == (
        "最接近的路径是R1，未满足之处：A 共 4 项，须满足 3 项：已满足 1 项，还差 2 项；"
        "不满足 2 项（2 咳嗽应为「是」，所报「否」；3 发热应为「是」，所报「否」）；"
        "还不能判断 1 项（4 皮疹应为「是」）。"
    )


def test_a_group_among_any_k_of_n_is_told_with_all_that_fails_of_it() -> None:
    criteria = "1,症状,是\n2a,咳嗽,是\n2b,发热,是\n3,皮疹,是\n"
    reported = [said("症状", YES), said("咳嗽", NO), said("发热", NO), said("皮疹", NO)]
    assert refusal(criteria, "2,任一,2a;2b\nR1,至少 3,1;2;3", *reported) == (
        "最接近的路径是R1，未满足之处：R1 共 3 项，须满足 3 项：已满足 1 项，还差 2 项；"
        "不满足 2 项（2〔2a 咳嗽应为「是」，所报「否」；2b 发热应为「是」，所报「否」〕；"
        "3 皮疹应为「是」，所报「否」）。"
    )


def test_what_would_do_instead_is_of_the_same_route_and_no_member_of_it_is_left_out() -> None:
    """The score lacks two thirds of what is asked, a no lacks all: it is the nearest."""
    criteria = "1,症状,是\n2,咳嗽,是\n3a,发热,是\n3b,皮疹,是\n4,评分,≥ 3"
    reported = [said("症状", YES), said("咳嗽", NO), said("发热", NO), said("皮疹", NO), said("评分", 1)]
    any_of = "3,全部,3a;3b\n其一,任一,2;3;4\n"
    assert refusal(criteria, f"{any_of}R1,全部,1;其一", *reported) == (
        "最接近的路径是R1，未满足之处：4 评分 ≥ 3，所报 1，还差 2；或 2 咳嗽应为「是」，所报「否」；或 3。"
    )
    assert refusal(criteria, f"{any_of}R1,全部,1;2\nR2,全部,1;其一;3", *reported) == (
        "最接近的路径是R1，未满足之处：2 咳嗽应为「是」，所报「否」。"
    )


def test_of_what_is_not_known_any_of_several_is_told_as_such() -> None:
    criteria = "1,症状,是\n2,咳嗽,是\n3,发热,是\n4,皮疹,是"
    groups = "其一,任一,2;3\nR1,全部,1;其一;4"
    assert refusal(criteria, groups, said("症状", NO)) == (
        "最接近的路径是R1，未满足之处：1 症状应为「是」，所报「否」；还不能判断的：其一、皮疹。"
    )
    assert refusal(criteria, groups, said("症状", NO), said("发热", NO)) == (
        "最接近的路径是R1，未满足之处：1 症状应为「是」，所报「否」；还不能判断的：咳嗽、皮疹。"
    )


def test_what_is_not_known_is_told_apart_from_what_fails() -> None:
    assert refusal("1,症状,是\n2,咳嗽,是", "R1,全部,1;2", said("症状", NO)) == (
        "最接近的路径是R1，未满足之处：1 症状应为「是」，所报「否」；还不能判断的：咳嗽。"
    )


def test_other_routes_as_near_are_named() -> None:
    criteria = "1,症状,是\n2,咳嗽,是\n3,发热,是"
    groups = "R1,全部,1;2\nR2,全部,1;3"
    reported = [said("症状", YES), said("咳嗽", NO), said("发热", NO)]
    assert refusal(criteria, groups, *reported) == (
        "最接近的路径是R1，未满足之处：2 咳嗽应为「是」，所报「否」。同样接近的还有 R2：3 发热应为「是」。"
    )


@pytest.mark.parametrize(("reading", "name"), [("甲", "病程满 4 周（A）"), ("乙", "病程满 6 周（A）")])
def test_a_group_has_the_name_of_the_reading_in_force(reading: str, name: str) -> None:
    head = "病种,编号,名称,满足,成员,开关,读法\n"
    rows = "T1,A,病程满 4 周,至少 2,1;2,开,甲\nT1,A,病程满 6 周,至少 2,1;2,开,乙\nT1,R1,,全部,A,,\n"
    switches = f"开关,读法,说明,英文说明,默认,理由\n开,甲,甲,甲,{'是' if reading == '甲' else ''},未定\n"
    switches += f"开,乙,乙,乙,{'是' if reading == '乙' else ''},未定\n"
    tables = {**rows_of("1,症状,是\n2,咳嗽,是", ""), "groups": head + rows, "switches": switches}
    release = release_of(None, **tables)
    entry = release.rules.entries[0].entry
    assert entry.composed(entry.groups["A"]).name == name.removesuffix("（A）")


def unit(finding: str, test: str) -> str:
    cell_type = vocabulary().findings[finding].type
    diagnostics = Diagnostics()
    parsed = parse_test(test, cell_type, Position("t.csv", 2), diagnostics)
    assert isinstance(parsed, TypedTest)
    return unit_of(parsed, cell_type)


@pytest.mark.parametrize(
    ("finding", "test", "expected"),
    [
        ("glucose", "≥ 126 mg/dL", "mg/dL"),
        ("glucose", "≥ 7.0 mmol/L", "mmol/L"),
        ("glucose", "[126 mg/dL..200 mg/dL)", "mg/dL"),
        ("limit", "> 1.5 × 参考上限", "U/L"),
        ("score", "≥ 3", ""),
    ],
)
def test_the_unit_of_a_test(finding: str, test: str, expected: str) -> None:
    assert unit(finding, test) == expected
