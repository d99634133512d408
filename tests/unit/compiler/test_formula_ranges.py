"""What a formula may come to: constants and results held to the possible range, and what cannot be worked out."""

from fractions import Fraction

import pytest
from unit.benefits.written import Written, chain_of, rules_of, vocabulary

from chronicare.cells.typed import AllOf, AnyOf, Compare, Not, Operator, Range
from chronicare.compiler.formula_ranges import ANYTHING, NumberRange, interval_of
from chronicare.compiler.formulas import compile_formula
from chronicare.diagnostics import Diagnostics, Position
from chronicare.program.vocabulary import Vocabulary
from chronicare.tables import Cell

PLACE = Position("t.csv", 2, 3, "出：应扣")


@pytest.fixture(scope="module")
def words() -> Vocabulary:
    return vocabulary()


def told(text: str, wanted: str, words: Vocabulary) -> list[str]:
    diagnostics = Diagnostics()
    compile_formula(Cell(text, PLACE), words.findings[wanted].type, words, diagnostics)
    assert {each.where for each in diagnostics.sorted()} <= {PLACE}
    return [each.code.name for each in diagnostics.sorted()]


@pytest.mark.parametrize(("text", "remedy"), [("55", "55%"), ("0.55", "55%"), ("100", "100%")])
def test_a_ratio_is_written_with_per_cent(words: Vocabulary, text: str, remedy: str) -> None:
    diagnostics = Diagnostics()
    compile_formula(Cell(text, PLACE), words.findings["ratio"].type, words, diagnostics)
    (told,) = diagnostics.sorted()
    assert (told.code.name, told.where) == ("MISSING_UNIT", PLACE)
    assert remedy in told.hint.zh


@pytest.mark.parametrize(
    ("wanted", "text"),
    [
        ("ratio", "1001%"),
        ("ratio", "-5%"),
        ("ratio", "5500% + 5%"),
        ("result", "-100 元"),
        ("result", "100 元 - 200 元"),
        ("result", "-100 元 - 上年收入"),
        ("result", "最小(上年收入, -1 元)"),
        ("result", "10001 万元"),
        ("gap", "-3 个月"),
        ("gap", "101 个月"),
        ("score", "101"),
        ("number", "年份(就诊日) × 200"),
        ("result", "(100% − 200%) × 最大(上年收入, 1 元)"),
    ],
)
def test_no_result_is_possible(words: Vocabulary, wanted: str, text: str) -> None:
    assert told(text, wanted, words) == ["OUTSIDE_POSSIBLE"]


@pytest.mark.parametrize(
    ("wanted", "text"),
    [
        ("ratio", "1000%"),
        ("ratio", "0"),
        ("ratio", "0%"),
        ("ratio", "支付比例 - 5%"),
        ("result", "10000 万元"),
        ("result", "上年收入 - 100 元"),
        ("result", "最大(上年收入 - 另项, 0)"),
        ("result", "-另项"),
        ("gap", "100 个月"),
        ("number", "年份(就诊日) - 年份(参保日)"),
    ],
)
def test_some_result_is_possible(words: Vocabulary, wanted: str, text: str) -> None:
    assert told(text, wanted, words) == []


@pytest.mark.parametrize(
    ("wanted", "text"),
    [
        ("result", "上年收入 ÷ 参保年数"),
        ("result", "上年收入 ÷ (参保年数 - 1)"),
        ("result", "上年收入 ÷ (5 - 5)"),
        ("result", "上年收入 ÷ (年份(就诊日) - 年份(参保日))"),
        ("result", "100 元 + 上年收入 ÷ 参保年数"),
        ("begins", "日期(2025, 2, 29)"),
        ("begins", "日期(2025, 13, 1)"),
        ("begins", "日期(2025, 0, 1)"),
        ("begins", "日期(2025, 4, 31)"),
        ("begins", "日期(2025, 1, 1.5)"),
        ("begins", "日期(待遇年度, 2, 29)"),
        ("begins", "日期(待遇年度, 月份(参保日) + 1, 1)"),
        ("begins", "日期(待遇年度, 月份(参保日), 日数(参保日))"),
        ("begins", "日期(待遇年度, 月份(参保日), 29)"),
        ("begins", "日期(20025, 1, 1)"),
        ("begins", "参保日 + 0.5 个月"),
        ("begins", "参保日 + 1.5 天"),
    ],
)
def test_what_some_input_makes_impossible_is_refused(words: Vocabulary, wanted: str, text: str) -> None:
    assert told(text, wanted, words) == ["CANNOT_BE_WORKED_OUT"]


@pytest.mark.parametrize(
    ("wanted", "text"),
    [
        ("result", "上年收入 ÷ (参保年数 + 1)"),
        ("result", "上年收入 ÷ 最大(参保年数, 1)"),
        ("result", "上年收入 ÷ 80%"),
        ("begins", "日期(2024, 2, 29)"),
        ("begins", "日期(待遇年度, 12, 31)"),
        ("begins", "日期(待遇年度 + 1, 月份(参保日), 28)"),
        ("begins", "日期(2025, 12, 日数(参保日))"),
        ("begins", "参保日 + 1 年"),
        ("begins", "参保日 + 等待月数"),
    ],
)
def test_what_can_be_worked_out_loads(words: Vocabulary, wanted: str, text: str) -> None:
    assert told(text, wanted, words) == []


def test_a_constant_date_that_does_not_exist_is_refused(words: Vocabulary) -> None:
    assert told("2025-02-29", "begins", words) == ["SYNTAX"]


# What the row's own cells let through


@pytest.mark.parametrize("cell", ["≥ 1", "> 0", "[2..5]", "2, 3", "3", "> 0 且 < 9"])
def test_a_row_may_leave_out_what_cannot_be_worked_out(cell: str) -> None:
    table = Written("UNIQUE", f'入：参保年数,出：应扣\n"{cell}",上年收入 ÷ 参保年数\n')
    assert rules_of({"表": table})[1] == []


@pytest.mark.parametrize("cell", ["≥ 0 且 < 9", "< 5", "[0..3]", "0, 2", "-", "非(0)"])
def test_a_row_that_lets_it_through_is_refused_at_the_formula(cell: str) -> None:
    table = Written("UNIQUE", f'入：参保年数,出：应扣\n"{cell}",上年收入 ÷ 参保年数\n')
    assert rules_of({"表": table})[1] == [("CANNOT_BE_WORKED_OUT", "表.csv:B2")]


def test_a_payers_ratio_and_cap_are_held_too() -> None:
    _, found = rules_of(chain=chain_of("basic,基本医保,报销,合规费用,,,55,-1 元"))
    assert found == [("MISSING_UNIT", "card.csv:I2"), ("OUTSIDE_POSSIBLE", "card.csv:J2")]


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        (Compare(Operator.GE, Fraction(3)), NumberRange(Fraction(3))),
        (Compare(Operator.GT, Fraction(0)), NumberRange(Fraction(0), above=True)),
        (Compare(Operator.LT, 5), NumberRange(None, Fraction(5))),
        (Compare(Operator.NE, Fraction(0)), ANYTHING),
        (Compare(Operator.EQ, True), ANYTHING),
        (Range(Fraction(1), True, Fraction(2), False), NumberRange(Fraction(1), Fraction(2))),
        (
            AllOf((Compare(Operator.GT, Fraction(1)), Compare(Operator.LE, Fraction(4)))),
            NumberRange(Fraction(1), Fraction(4), above=True),
        ),
        (
            AnyOf((Compare(Operator.EQ, Fraction(1)), Compare(Operator.EQ, Fraction(4)))),
            NumberRange(Fraction(1), Fraction(4)),
        ),
        (Not(Compare(Operator.EQ, Fraction(0))), ANYTHING),
    ],
)
def test_what_numbers_can_pass_a_test(test: Compare | Range | AllOf | AnyOf | Not, expected: NumberRange) -> None:
    assert interval_of(test) == expected
