"""Numbers beside ratios: which must be written with %, and which are how often, or what part."""

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from unit.benefits.written import vocabulary

from chronicare.benefits.formula_evaluation import evaluate_formula
from chronicare.compiler.formulas import compile_formula
from chronicare.diagnostics import Diagnostics, Position
from chronicare.tables import Cell

if TYPE_CHECKING:
    from chronicare.cells.values import Value

PLACE = Position("t.csv", 2, 1, "出：支付比例")


def faults(text: str, wanted: str) -> list[tuple[str, str]]:
    diagnostics, words = Diagnostics(), vocabulary()
    compile_formula(Cell(text, PLACE), words.findings[wanted].type, words, diagnostics)
    return [(each.code.name, each.message.zh.partition("：")[2]) for each in diagnostics.sorted()]


@pytest.mark.parametrize(
    ("wanted", "text", "number"),
    [
        ("ratio", "0.6 + 支付比例", "0.6"),
        ("ratio", "60 + 支付比例", "60"),
        ("ratio", "支付比例 - 5", "5"),
        ("ratio", "80 × 支付比例", "80"),
        ("ratio", "支付比例 × 90", "90"),
        ("ratio", "最小(支付比例, 90)", "90"),
        ("ratio", "最大(0.5, 支付比例 + 5%)", "0.5"),
        ("ratio", "(支付比例 + 5%) × 2", "2"),
        ("result", "上年收入 × (1 - 支付比例)", "1"),
        ("result", "上年收入 × 最小(支付比例 ÷ 2, 40)", "40"),
    ],
)
def test_a_number_that_must_be_a_ratio_has_its_per_cent(wanted: str, text: str, number: str) -> None:
    assert faults(text, wanted) == [("MISSING_UNIT", f"比率「{number}」没有写 %")]


def test_each_is_told() -> None:
    assert [code for code, _ in faults("最小(50, 支付比例, 90)", "ratio")] == ["MISSING_UNIT"] * 2


@pytest.mark.parametrize(
    ("wanted", "text", "expected"),
    [
        ("ratio", "60% + 支付比例", 120),
        ("ratio", "0 + 支付比例", 60),
        ("ratio", "0.5 × 支付比例", 30),
        ("ratio", "支付比例 ÷ 2", 30),
        ("ratio", "200% × 支付比例", 120),
        ("ratio", "2% × 参保年数", 10),
        ("ratio", "最小(5, 参保年数) × 2%", 10),
        ("result", "上年收入 × (100% - 支付比例)", 8_000),
        ("years", "最小(3, 参保年数)", 3),
        ("score", "评分 + 2", 5),
        ("score", "0.5 × 0.5 × 100", 25),
    ],
)
def test_how_often_and_what_part_are_plain_numbers(wanted: str, text: str, expected: int) -> None:
    known: dict[str, Value] = {"ratio": Fraction(60), "years": 5, "income": Fraction(20_000), "score": Fraction(3)}
    diagnostics, words = Diagnostics(), vocabulary()
    formula = compile_formula(Cell(text, PLACE), words.findings[wanted].type, words, diagnostics)
    assert not diagnostics.count
    assert formula is not None
    assert evaluate_formula(formula, known.__getitem__) == expected
