"""Finds rows of decision tables that no input reaches, exactly.

A row is not reached if rows above it take everything (FIRST), or if it waits for a value that the table which gives the
term never gives.
"""

from collections.abc import Sequence
from itertools import islice

from chronicare.analysis.table_space import lists_can_be, values_given
from chronicare.analysis.too_large import tell_too_large
from chronicare.analysis.uncovered import MAX_STEPS, TooManyStepsError, Uncovered
from chronicare.compiler import AreaRules
from chronicare.compiler.row_boxes import RowIndex, boxes_of
from chronicare.diagnostics import WITHOUT_ROW, Code, Diagnostics, Mending, Text
from chronicare.judging.ranking import ranks_of
from chronicare.program.decision_table import BenefitRules, DecisionTable, HitPolicy, MatchProgram, TableRow
from chronicare.program.evidence import Measurement
from chronicare.program.ranks import ColumnKind
from chronicare.program.vocabulary import Vocabulary

_MOST_REGIONS = 1000
"""Of a row of which more is left, something can be."""
_ROWS_NOT_REACHED = Text("有没有轮不到的行", "rows that are not reached")


def check_reached(rules: AreaRules, diagnostics: Diagnostics, most_steps: int = MAX_STEPS) -> None:
    """Warn of each row that no input reaches, and of a table that takes more than ``most_steps`` to go through."""
    for period in rules.benefits:
        for table in period.tables.values():
            if table.matching is None:
                continue
            if table.hit is HitPolicy.FIRST:
                _check_above(table, table.matching, period, rules.vocabulary, diagnostics, most_steps)
            _check_given(table, table.matching, period, rules.vocabulary, diagnostics)


def _check_above(
    table: DecisionTable,
    matching: MatchProgram,
    period: BenefitRules,
    vocabulary: Vocabulary,
    diagnostics: Diagnostics,
    most_steps: int,
) -> None:
    """Tell rows of which the rows above, under whatever reading they hold, leave nothing.

    A term that a table gives may have no value, which no test lets through: that is a rank of its own.
    """
    boxes = boxes_of(table)
    index = RowIndex(boxes, [column.size + (column.finding in period.producers) for column in matching.columns])
    is_told = False
    for at, row in enumerate(table.rows):
        above = _above(table.rows, at)
        try:
            is_taken = bool(above) and not _leaves(Uncovered(index, boxes[at], most_steps), above, matching, vocabulary)
        except TooManyStepsError:  # of the row nothing can be said; others may take fewer steps
            if not is_told:
                tell_too_large(table, matching.columns, vocabulary, _ROWS_NOT_REACHED, diagnostics)
            is_told = True
            continue
        if is_taken:
            diagnostics.add(
                Code.ROW_NOT_REACHED,
                row.position,
                Text("上面各行已把这一行的情形全部取走，轮不到它", "the rows above take everything this one would"),
                Mending("把它移到上面，或删去", "move it up, or delete it", WITHOUT_ROW),
            )


def _leaves(uncovered: Uncovered, above: int, matching: MatchProgram, vocabulary: Vocabulary) -> bool:
    """Whether the rows ``above`` leave anything that can be: of lists (特困人员, 孤儿) not every combination can."""
    if not uncovered.is_any(above):
        return False
    if all(column.predicate is None for column in matching.columns):
        return True
    left = list(islice(uncovered.regions(above), _MOST_REGIONS))
    return len(left) == _MOST_REGIONS or any(lists_can_be(each, matching.columns, vocabulary) for each in left)


def _above(rows: Sequence[TableRow], at: int) -> int:
    """Return the rows above the row ``at`` that hold whenever it does."""
    row = rows[at]
    return sum(1 << number for number, each in enumerate(rows[:at]) if not each.otherwise and each.holds_with(row))


def _check_given(
    table: DecisionTable,
    matching: MatchProgram,
    period: BenefitRules,
    vocabulary: Vocabulary,
    diagnostics: Diagnostics,
) -> None:
    """Tell rows that test a term for what the table that gives it never gives."""
    for row in table.rows:
        for name in matching.rows.groups[row.node].variants[0].members if row.node else ():
            code = matching.rows.criteria[name].finding
            test = matching.tests[name]
            column = matching.columns[test.column]
            given = values_given(period, vocabulary, code)
            if given is None or column.kind is not ColumnKind.VALUE or column.scale is None:
                continue
            if not any(ranks_of(Measurement(value), column.scale)[0] in test.passing for value in given):
                term = vocabulary.findings[code].name
                heading = table.headings.get(code)
                diagnostics.add(
                    Code.ROW_NOT_REACHED,
                    row.position if heading is None else heading._replace(row=row.position.row),
                    Text(
                        f"表「{period.producers[code]}」给出的「{term.zh}」没有这样的值，轮不到这一行",
                        f"{period.producers[code]!r} never gives such a value of {term.en!r}: the row is not reached",
                    ),
                    Text("核对两张表，或删去这一行", "compare the two tables, or delete the row"),
                )
