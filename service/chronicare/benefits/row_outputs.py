"""What a row of a table puts out, and why nothing where it does not; of most rows that is the same for every bill."""

from collections.abc import Callable, Mapping
from fractions import Fraction

from chronicare.benefits.applied_row import AppliedRow
from chronicare.benefits.formula_evaluation import (
    Absence,
    ImpossibleError,
    NoValueError,
    UnknownTermError,
    evaluate_formula,
    impossible,
)
from chronicare.cells.bounds import describe_range, is_possible
from chronicare.cells.types import CellType
from chronicare.cells.values import Given, Value
from chronicare.program.decision_table import DecisionTable, RuledFigure, TableRow
from chronicare.program.entry import Ruling
from chronicare.program.formula import Absent, NoValue
from chronicare.program.vocabulary import Finding

_NOT_GIVEN = Absent(NoValue.NOT_PUBLISHED)


def outputs_of(
    table: DecisionTable,
    row: TableRow,
    figures: Mapping[str, RuledFigure],
    findings: Mapping[str, Finding],
    value_of: Callable[[str], Given],
) -> AppliedRow:
    """Return what ``row`` puts out; ``figures`` are those ruled for what is not given or carried on.

    Raises what ``value_of`` does for what is not known, and ImpossibleError.
    """
    outputs: dict[str, Given | None] = {}
    absent: dict[str, Absence] = {}
    rulings = dict[str, Ruling]()
    for code in table.outputs:
        formula = row.outputs[code]
        ruled = figures.get(code)
        if ruled is not None and (row.carried_from is not None or formula.expression == _NOT_GIVEN):
            formula, rulings[code] = ruled.figure, ruled.ruling
        try:
            outputs[code] = required_possible(evaluate_formula(formula, value_of), findings[code].type)
        except ImpossibleError as fault:
            raise fault.of(formula, code, row) from fault
        except NoValueError as none:
            outputs[code] = None
            absent[code] = none.absence if none.absence.term else Absence(none.absence.word, code, row)
    return AppliedRow(table.name, row, outputs, rulings, absent)


def fixed_outputs(
    table: DecisionTable, figures: Mapping[str, RuledFigure], findings: Mapping[str, Finding]
) -> dict[str, AppliedRow]:
    """Return what those rows put out that rest on no term, by their ids."""
    fixed: dict[str, AppliedRow] = {}
    for row in table.rows:
        try:
            fixed[row.id] = outputs_of(table, row, figures, findings, _nothing_known)
        except (UnknownTermError, ImpossibleError):
            continue  # it rests on a term, or its formula fails, which is told of the bill that comes to it
    return fixed


def required_possible(value: Value, cell_type: CellType) -> Value:
    """Return ``value``, which a term of ``cell_type`` must be able to have. Raises ImpossibleError."""
    if type(value) is Fraction and cell_type.levels is None and not is_possible(value, cell_type):
        possible = describe_range(cell_type)
        raise impossible(f"得 {value}，不在可能范围 {possible} 内", f"gives {value}, outside the possible {possible}")
    return value


def _nothing_known(code: str) -> Given:
    raise UnknownTermError(code)
