"""What of a finding is lacking where it is missing, and how that is said."""

from datetime import date
from fractions import Fraction

import pytest
from unit.compiler.written import entry_of, switches, vocabulary

from chronicare.cells.values import Interval
from chronicare.diagnostics import Language, Text
from chronicare.program.evidence import Evidence, Measurement
from chronicare.recognition.lacks import Lack, LackFinder, LackKind
from chronicare.recognition.missing_wording import lack_text, lacking_text

DAY = date(2025, 12, 1)
EIGHT = Measurement(Fraction(8), DAY)
SIX = Measurement(Fraction(6), DAY)


@pytest.mark.parametrize(
    ("test", "measurements", "complete", "goal", "lack"),
    [
        ("血糖,≥ 7 mmol/L,任一", (), False, True, Lack(LackKind.VALUE, 1, "≥ 7 mmol/L")),
        ("血糖,≥ 7 mmol/L,任一", (SIX,), False, True, Lack(LackKind.TIMES, 1, "≥ 7 mmol/L")),
        ("血糖,≥ 7 mmol/L,任一", (SIX,), False, False, Lack(LackKind.COMPLETENESS)),
        ("血糖,≥ 7 mmol/L,至少3日", (), False, True, Lack(LackKind.VALUE, 3, "≥ 7 mmol/L", by_days=True)),
        ("血糖,≥ 7 mmol/L,至少3次", (EIGHT,), False, True, Lack(LackKind.TIMES, 2, "≥ 7 mmol/L")),
        ("血糖,≥ 7 mmol/L,至少3日", (EIGHT, EIGHT), False, True, Lack(LackKind.DAYS, 2, "≥ 7 mmol/L")),
        ("血糖,≥ 7 mmol/L,至少2日", (EIGHT._replace(date=None),) * 2, True, True, Lack(LackKind.DATE)),
        ("酶活性,> 1.5 × 参考上限,任一", (Measurement(Fraction(54), DAY),), True, True, Lack(LackKind.REFERENCE_RANGE)),
        (
            "血压,收缩压 ≥ 160 mmHg 或 舒张压 ≥ 100 mmHg,任一",
            (Measurement({"high": Fraction(150)}, DAY),),
            True,
            True,
            Lack(LackKind.VALUE, 1, "收缩压 ≥ 160 mmHg 或 舒张压 ≥ 100 mmHg", part=Text("舒张压", "low")),
        ),
        (
            "肌力,≥ III",
            (Measurement(Interval(Fraction(1), True, Fraction(4), True), DAY),),
            False,
            True,
            Lack(LackKind.VALUE, 1, "≥ III", narrower=True),
        ),
        ("症状,是", (), False, True, Lack(LackKind.VALUE, 1, "是")),
        ("症状,是", (), False, False, Lack(LackKind.VALUE, 1, "否")),
        ("症状,否", (), False, True, Lack(LackKind.VALUE, 1, "否")),
    ],
)
def test_what_is_lacking(
    test: str, measurements: tuple[Measurement, ...], *, complete: bool, goal: bool, lack: Lack
) -> None:
    compiled = entry_of(f"1,{test}", "R1,全部,1")
    code = compiled.columns[0].finding
    findings = {code: measurements} if measurements else {}
    evidence = Evidence(date(2025, 12, 15), findings, frozenset({code} if complete else ()))
    assert LackFinder(compiled, vocabulary()).lacks([code], evidence, {"1": None}, goal) == {code: lack}


def test_a_grade_that_is_lacking_is_said_by_the_name_the_criterion_says_it_by() -> None:
    compiled, made = entry_of("1,肌力,≥ III", "R1,全部,1"), vocabulary()
    lack = LackFinder(compiled, made).lacks(["strength"], Evidence(DAY, {}), {"1": None}, True)["strength"]
    assert lack == Lack(LackKind.VALUE, 1, "≥ III")
    assert lacking_text(lack, made.findings["strength"], Language.ZH) == "「肌力 ≥ 3级」"
    assert lacking_text(lack, made.findings["strength"], Language.EN) == "strength (≥ grade 3)"


@pytest.mark.parametrize(("in_force", "wanted"), [("甲", "≥ 7 mmol/L"), ("乙", "≥ 9 mmol/L"), ("", "")])
def test_a_value_is_wanted_by_the_reading_in_force(in_force: str, wanted: str) -> None:
    groups = "A,全部,1,开,甲\nA,全部,2,开,乙\nR1,全部,A"
    compiled = entry_of("1,血糖,≥ 7 mmol/L,任一\n2,血糖,≥ 9 mmol/L,任一", groups, **switches(开=in_force))
    finder, nothing = LackFinder(compiled, vocabulary()), Evidence(DAY, {})
    lacks = finder.lacks(["glucose"], nothing, {"1": None, "2": None}, True)
    assert lacks["glucose"] == Lack(LackKind.VALUE, 1, wanted)


@pytest.mark.parametrize(
    ("lack", "said"),
    [
        (Lack(LackKind.VALUE, 1, "是"), "「抗体：阳性」"),
        (Lack(LackKind.VALUE, 1, "否"), "「抗体：阴性」"),
        (Lack(LackKind.TIMES, 1, "是"), "另外 1 次的抗体为「阳性」"),
    ],
)
def test_what_is_lacking_is_said_in_the_words_of_its_question(lack: Lack, said: str) -> None:
    assert lack_text(lack, "抗体", Language.ZH, "抗体是否阳性？") == said


@pytest.mark.parametrize(("wanted", "said"), [("是", "「造影阳性」"), ("否", "「造影非阳性」")])
def test_a_name_that_holds_its_result_is_not_asked_yes_or_no(wanted: str, said: str) -> None:
    assert lack_text(Lack(LackKind.VALUE, 1, wanted), "造影阳性", Language.ZH) == said


@pytest.mark.parametrize(
    ("lack", "zh", "en"),
    [
        (Lack(LackKind.VALUE), "血糖", "glucose"),
        (Lack(LackKind.VALUE, 1, "是"), "「血糖：是」", "glucose (yes)"),
        (Lack(LackKind.VALUE, 1, "否"), "「血糖：否」", "glucose (no)"),
        (Lack(LackKind.VALUE, either=True), "「血糖：是或否」", "glucose (yes or no)"),
        (Lack(LackKind.VALUE, 1, "< 5 μg/L"), "「血糖 < 5 μg/L」", "glucose (< 5 μg/L)"),
        (Lack(LackKind.VALUE, 1, "甲型"), "「血糖：甲型」", "glucose (甲型)"),
        (Lack(LackKind.VALUE, 1, "中型, 重型"), "「血糖：中型或重型」", "glucose (中型 or 重型)"),
        (Lack(LackKind.VALUE, 3, "≥ 7", by_days=True), "血糖（3 个不同日）", "glucose (on 3 different days)"),
        (Lack(LackKind.VALUE, 2), "血糖（2 次）", "glucose (2 measurements)"),
        (
            Lack(LackKind.TIMES, 1, "[0.05..0.5]"),
            "另外 1 次的血糖达到「≥ 0.05 且 ≤ 0.5」",
            "1 more of glucose that pass ≥ 0.05 and ≤ 0.5",
        ),
        (Lack(LackKind.TIMES, 1, "≥ 7"), "另外 1 次的血糖达到「≥ 7」", "1 more of glucose that pass ≥ 7"),
        (Lack(LackKind.DAYS, 2), "另外 2 天的血糖", "glucose on 2 more different days"),
        (Lack(LackKind.VALUE, part=Text("舒张压", "diastolic")), "血糖的舒张压", "diastolic of glucose"),
        (
            Lack(LackKind.VALUE, 1, "≥ 7", narrower=True),
            "血糖的确切值（所报的范围还不能判定）",
            "a narrower value of glucose than the range reported",
        ),
        (Lack(LackKind.DATE), "血糖的日期", "the date of glucose"),
        (Lack(LackKind.REFERENCE_RANGE), "血糖的参考范围", "the reference range of glucose"),
        (
            Lack(LackKind.COMPLETENESS),
            "血糖的记录已完整的声明",
            "the declaration that the record of glucose is complete",
        ),
    ],
)
def test_it_is_said_in_a_few_words(lack: Lack, zh: str, en: str) -> None:
    assert lack_text(lack, "血糖", Language.ZH) == zh
    assert lack_text(lack, "glucose", Language.EN) == en
