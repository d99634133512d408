"""The shares that sample persons are drawn from: single values, several, ranges, and for whom they are."""

from datetime import date
from fractions import Fraction

import pytest
from unit.compiler.written import folder, vocabulary

from chronicare.compiler.population import compile_population
from chronicare.diagnostics import Diagnostics
from chronicare.program.population import Population, Share, Spread


def compiled(text: str) -> tuple[Population, list[str]]:
    """Compile a population; return it, and what is told."""
    diagnostics = Diagnostics()
    population = compile_population(folder(diagnostics, population=text), vocabulary(), diagnostics)
    return population, [each.render() for each in diagnostics.sorted()]


def share(term: str, value: str) -> Share:
    population, told = compiled(f"事项,取值,权重\n{term},{value},3\n")
    assert told == []
    ((only,),) = population.values()
    assert only.weight == 3
    return only


@pytest.mark.parametrize(
    ("term", "value", "values"),
    [
        ("症状", "是", (True,)),
        ("症状", "-", (True, False)),
        ("型", '"甲型, 丙型"', ("甲型", "丙型")),
        ("型", "非(甲型)", ("乙型", "丙型")),
        ("型", "-", ("甲型", "乙型", "丙型")),
        ("肌力", "II", (2,)),
        ("肌力", "< II", (0, 1)),
        ("肌力", "≥ II", (2, 3)),
        ("发作次数", '"1, 3"', (1, 3)),
        ("体温", "38.5 °C", (Fraction(77, 2),)),
        ("血糖", "126 mg/dL", (Fraction(7),)),
    ],
)
def test_values_are_those_the_cell_lets_through(term: str, value: str, values: tuple[object, ...]) -> None:
    assert share(term, value).values == values


@pytest.mark.parametrize(
    ("term", "value", "spread"),
    [
        ("发作次数", "[2..5]", Spread(2, 5, Fraction(1))),
        ("发作次数", "(2..5)", Spread(3, 4, Fraction(1))),
        ("年龄", "[18..60)", Spread(18, 59, Fraction(1))),
        ("体温", "[36 °C..37 °C)", Spread(360, 369, Fraction(1, 10))),
        (
            "起病日期",
            "[2026-01-30..2026-02-02]",
            Spread(date(2026, 1, 30).toordinal(), date(2026, 2, 2).toordinal(), Fraction(1)),
        ),
    ],
)
def test_ranges_are_spread_over_steps(term: str, value: str, spread: Spread) -> None:
    assert share(term, value) == Share(3, (), spread)


def test_a_share_is_for_those_who_pass_its_conditions() -> None:
    population, told = compiled("事项,入：年龄,取值,权重\n型,≥ 60,甲型,1\n型,-,乙型,2\n")
    assert told == []
    old, everybody = population["type"]
    assert set(old.conditions) == {"age"}
    assert everybody == Share(2, ("乙型",))


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("血压,收缩压 ≥ 160 mmHg,1", "「血压」是复合所见"),
        ("体温,> 38 °C,1", "说不出取哪些值"),
        ("体温,-,1", "说不出取哪些值"),
        ("发作次数,(2..3),1", "范围是空的"),
        ("症状,是,1.5", "权重「1.5」不是正整数"),
        ("症状,是,-2", "权重「-2」不是正整数"),
    ],
)
def test_what_cannot_be_drawn_is_told(row: str, said: str) -> None:
    population, told = compiled(f"事项,取值,权重\n{row}\n")
    assert population == {}
    assert len(told) == 1
    assert said in told[0]
