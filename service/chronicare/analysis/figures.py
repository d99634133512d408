"""The figures of benefit rules: each number that a table or a card gives, with its row and its clause."""

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from chronicare.diagnostics import Position
from chronicare.program.decision_table import BenefitRules, ChainStep, DecisionTable, TableRow
from chronicare.program.formula import Constant, Expression, Formula, Operation


class Figure(NamedTuple):
    """A number in the canonical unit of what it is given for.

    ``of`` names the table or card, ``what`` the term or the part of the step, ``inputs`` are the cells of the row.
    ``place`` counts the figures of one formula.
    """

    of: str
    what: str
    inputs: tuple[str, ...]
    place: int
    value: Fraction
    text: str
    row: TableRow
    where: Position


def figures_of(period: BenefitRules) -> Iterator[Figure]:
    """Yield the figures of every table and card of ``period``; 0 and 1 are none."""
    for table in period.tables.values():
        for row in table.rows:
            for code, formula in row.outputs.items():
                yield from _of_formula(table.name, code, table, formula, row, _at(table, code, row))
    if period.chain is not None:
        for row in period.chain.rows:
            step = period.steps[row.id]
            for what, formula in _formulas(step):
                yield from _of_formula(step.card or step.id, what, period.chain, formula, row, row.position)


def _of_formula(
    of: str, what: str, table: DecisionTable, formula: Formula, row: TableRow, where: Position
) -> Iterator[Figure]:
    inputs = tuple(table.cells.get((row.id, code), "-") for code in table.inputs)
    for place, value in enumerate(dict.fromkeys(_numbers(formula.expression))):
        if value not in (0, 1):
            yield Figure(of, what, inputs, place, value, formula.text, row, where)


def _numbers(expression: Expression) -> Iterator[Fraction]:
    if isinstance(expression, Constant) and isinstance(expression.value, Fraction):
        yield expression.value
    elif isinstance(expression, Operation):
        for each in expression.arguments:
            yield from _numbers(each)


def _formulas(step: ChainStep) -> Iterator[tuple[str, Formula]]:
    for what, formula in (("deductible", step.deductible), ("limit", step.limit), ("item_limit", step.item_limit)):
        if formula is not None:
            yield what, formula
    for segment in step.segments:
        yield "ratio", segment.ratio
        if segment.limit is not None:
            yield "segment", segment.limit


def _at(table: DecisionTable, code: str, row: TableRow) -> Position:
    heading = table.headings.get(code)
    return row.position if heading is None else heading._replace(row=row.position.row)
