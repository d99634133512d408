"""Cutting values into cells: at every bound, merged where no test tells them apart, none where nothing can lie."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from chronicare.cells.typed import AllOf, AnyOf, Anything, Compare, Component, Not, Operator, Range, Test, View
from chronicare.cells.types import CellType, Level, LevelSet, ValueKind
from chronicare.cells.values import Duration
from chronicare.compiler.partition import make_predicate, passing_cells, raw_cells, simple_scale
from chronicare.diagnostics import Text
from chronicare.program.ranks import PredicateKind, ScaleKind

GE, GT, LE, LT, EQ, NE = Operator.GE, Operator.GT, Operator.LE, Operator.LT, Operator.EQ, Operator.NE
HALF = Fraction(1, 2)


def number(low: int | None = None, high: int | None = None) -> CellType:
    return CellType(
        ValueKind.NUMBER,
        low=None if low is None else Fraction(low),
        high=None if high is None else Fraction(high),
    )


def level_set(*values: str, ordered: bool) -> CellType:
    levels = tuple(Level(value, Text(value, value), ()) for value in values)
    kind = ValueKind.LEVEL if ordered else ValueKind.CODE
    return CellType(kind, levels=LevelSet("值表", ordered, levels))


def f(value: float) -> Fraction:
    return Fraction(str(value))


@pytest.mark.parametrize(
    ("cell_type", "tests", "samples", "passing"),
    [
        # one bound: below, and at or above
        (number(), [Compare(GE, f(7))], (6, 7), [{1}]),
        (number(), [Compare(GT, f(7))], (6, 8), [{1}]),
        # two tests at one bound tell it from its neighbours
        (number(), [Compare(GE, f(7)), Compare(GT, f(7))], (6, 7, 8), [{1, 2}, {2}]),
        (number(), [Compare(EQ, f(7))], (6, 7, 8), [{1}]),
        (number(), [Compare(NE, f(7))], (6, 7, 8), [{0, 2}]),
        # cells that no test tells apart are one
        (number(), [Compare(GE, f(7)), Compare(GE, f(11.1))], (6, 7, f(11.1)), [{1, 2}, {2}]),
        (number(), [Range(f(3), True, f(6), False)], (2, 3, 6), [{1}]),
        (number(), [Range(f(3), False, f(6), True)], (2, f(4.5), 7), [{1}]),
        (number(), [AnyOf((Compare(LT, f(3)), Compare(GT, f(6))))], (2, 3, 7), [{0, 2}]),
        (number(), [AllOf((Compare(GE, f(3)), Not(Compare(GT, f(6)))))], (2, 3, 7), [{1}]),
        (number(), [Anything()], (0,), [{0}]),
        # what is impossible has no cell
        (number(0, 100), [Compare(GE, f(0))], (0,), [{0}]),
        (number(0, 100), [Compare(GT, f(0))], (0, 1), [{1}]),
        (number(0, 100), [Compare(GE, f(100))], (99, 100), [{1}]),
        (number(0, 100), [Compare(GT, f(100))], (99,), [set()]),
        (number(5, 6), [Compare(GE, f(5)), Compare(LE, f(6))], (5,), [{0}, {0}]),
        # between whole numbers there is nothing
        (CellType(ValueKind.COUNT), [Compare(GE, f(2)), Compare(GT, f(2))], (1, 2, 3), [{1, 2}, {2}]),
        (CellType(ValueKind.COUNT), [Compare(GE, f(2)), Compare(GE, f(3))], (1, 2, 3), [{1, 2}, {2}]),
        (CellType(ValueKind.COUNT), [Compare(GT, f(2)), Compare(GE, f(3))], (1, 3), [{1}, {1}]),
        (CellType(ValueKind.COUNT), [Compare(GE, f(0))], (0,), [{0}]),
        (CellType(ValueKind.AGE, low=f(0), high=f(150)), [Compare(LT, f(18))], (17, 18), [{0}]),
        # a titre is above zero, a decimal bound of one is as good as another
        (CellType(ValueKind.TITRE), [Compare(GT, f(80)), Compare(GE, f(80))], (79, 80, 81), [{2}, {1, 2}]),
        # levels are whole and end
        (level_set("0", "I", "II", "III", ordered=True), [Compare(GE, 2)], (1, 2), [{1}]),
        (level_set("0", "I", "II", ordered=True), [Compare(GE, 0)], (0,), [{0}]),
        (level_set("0", "I", "II", ordered=True), [Compare(GT, 1), Compare(GE, 2)], (0, 2), [{1}, {1}]),
        # yes and no
        (CellType(ValueKind.YES_NO), [Compare(EQ, True)], (False, True), [{1}]),
        (CellType(ValueKind.YES_NO), [Compare(EQ, False), Compare(EQ, True)], (False, True), [{0}, {1}]),
        # codes have no neighbours: they merge wherever they stand
        (level_set("a", "b", "c", "d", ordered=False), [Compare(EQ, "b")], ("b", "a"), [{0}]),
        (
            level_set("a", "b", "c", "d", ordered=False),
            [AnyOf((Compare(EQ, "d"), Compare(EQ, "a"))), Compare(EQ, "b")],
            ("a", "b", "c"),
            [{0}, {1}],
        ),
        (level_set("a", "b", ordered=False), [AnyOf((Compare(EQ, "a"), Compare(EQ, "b")))], ("a",), [{0}]),
        # dates
        (
            CellType(ValueKind.DATE),
            [Compare(GE, date(2025, 1, 1)), Compare(GE, date(2025, 1, 2))],
            (date(2024, 12, 31), date(2025, 1, 1), date(2025, 1, 2)),
            [{1, 2}, {2}],
        ),
    ],
)
def test_cells_are_cut_and_merged(
    cell_type: CellType, tests: list[Test], samples: tuple[Any, ...], passing: list[set[int]]
) -> None:
    scale, ranks = simple_scale(cell_type, View.VALUE, tests)
    assert scale.samples == samples
    assert [set(each) for each in ranks] == passing
    assert scale.size == len(samples)


def test_every_raw_cell_has_the_rank_of_the_cell_it_merged_into() -> None:
    scale, _ = simple_scale(number(), View.VALUE, [Compare(GE, f(7)), Compare(GE, f(11.1))])
    assert (scale.kind, scale.cuts) == (ScaleKind.ORDERED, (7, f(11.1)))
    assert scale.ranks == (0, 1, 1, 2, 2), "below 7, 7, between, 11.1, above"


def test_a_raw_cell_that_nothing_can_lie_in_has_no_rank() -> None:
    scale, _ = simple_scale(CellType(ValueKind.COUNT), View.VALUE, [Compare(GE, f(2)), Compare(GE, f(3))])
    assert scale.ranks == (0, 1, -1, 2, 2)


def test_a_value_against_the_reference_is_a_ratio_of_any_size() -> None:
    scale, (passing,) = simple_scale(number(0, 1), View.OF_UPPER, [Compare(GT, f(1.5))])
    assert (scale.samples, set(passing)) == ((HALF, f(2.5)), {1}), "the possible range is that of the value"


def test_elapsed_time_is_shorter_just_as_long_or_longer() -> None:
    three, six = Duration(3, 0), Duration(6, 0)
    tests = [Compare(GE, three), Compare(LE, six)]
    raw = raw_cells(CellType(ValueKind.DATE), View.ELAPSED, tests)
    assert raw.samples == ((three, -1), (three, 0), (three, 1), (six, 0), (six, 1))
    assert [set(passing_cells(each, raw)) for each in tests] == [{1, 2, 3, 4}, {0, 1, 2, 3}]
    scale, _ = simple_scale(CellType(ValueKind.DATE), View.ELAPSED, tests)
    assert scale.ranks == (0, 1, 1, 1, 2)


@pytest.mark.parametrize(
    ("operator", "passing"),
    [(LT, {0}), (LE, {0, 1}), (EQ, {1}), (NE, {0, 2}), (GE, {1, 2}), (GT, {2})],
)
def test_comparing_with_a_bound(operator: Operator, passing: set[int]) -> None:
    tests = [Compare(GE, f(7)), Compare(GT, f(7))]
    assert passing_cells(Compare(operator, f(7)), raw_cells(number(), View.VALUE, tests)) == passing


def test_the_predicate_of_a_compound_value_keeps_its_shape() -> None:
    pressure = CellType(
        ValueKind.COMPOUND,
        components={"high": number(20, 400), "low": number(0, 300)},
        component_names={"high": "high", "low": "low"},
    )
    test = Not(AnyOf((Component("high", Compare(GE, f(160))), Component("low", Compare(GE, f(100))))))
    predicate = make_predicate(pressure, View.VALUE, test)
    assert predicate.kind is PredicateKind.NOT
    (either,) = predicate.parts
    assert either.kind is PredicateKind.ANY
    assert [(part.component, part.passing) for part in either.parts] == [
        ("high", frozenset({1})),
        ("low", frozenset({1})),
    ]
    assert make_predicate(pressure, View.VALUE, Anything()).kind is PredicateKind.ALL


def test_a_compound_finding_is_tested_by_its_components_only() -> None:
    with pytest.raises(TypeError, match="components"):
        make_predicate(CellType(ValueKind.COMPOUND), View.VALUE, Compare(GE, f(1)))
