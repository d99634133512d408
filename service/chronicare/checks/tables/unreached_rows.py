"""Finds rows of decision tables that no input reaches, exactly, on the partitions that the compiler cuts values into.

A row is not reached if rows above it take everything (FIRST), or if it waits for a value that the table which gives the
term never gives. Tables with more cells than ``MAX_PIECES`` are not gone through: nothing is said of them.
"""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from chronicare.cells.types import ValueKind
from chronicare.cells.values import Value
from chronicare.compiler import AreaRules
from chronicare.diagnostics import Code, Diagnostics, Text
from chronicare.judging.ranking import ranks_of
from chronicare.program.decision_table import BenefitRules, DecisionTable, HitPolicy, MatchProgram, TableRow
from chronicare.program.evidence import Measurement
from chronicare.program.formula import Absent, Constant
from chronicare.program.ranks import ColumnKind
from chronicare.program.vocabulary import Vocabulary

MAX_PIECES = 2000
"""What is left of a row, after those above it are taken away, is looked at in no more pieces than this."""

Box = Mapping[int, frozenset[int]]
"""The ranks a row lets through, by column; a column that is not in it is not tested."""


def check_reached(rules: AreaRules, diagnostics: Diagnostics) -> None:
    """Warn of each row that no input reaches."""
    for period in rules.benefits:
        for table in period.tables.values():
            if table.matching is None:
                continue
            if table.hit is HitPolicy.FIRST:
                _check_above(table, table.matching, period, diagnostics)
            _check_given(table, table.matching, period, rules.vocabulary, diagnostics)


def _box(matching: MatchProgram, row: TableRow) -> Box:
    names = matching.rows.groups[row.node].variants[0].members if row.node else ()
    return {matching.tests[name].column: matching.tests[name].passing for name in names}


def _check_above(table: DecisionTable, matching: MatchProgram, period: BenefitRules, diagnostics: Diagnostics) -> None:
    """Tell rows of which the rows above, under whatever reading they hold, leave nothing.

    A term that a table gives may have no value, which no test lets through: that is a rank of its own.
    """
    boxes = {row.id: _box(matching, row) for row in table.rows}
    sizes = [column.size + (column.finding in period.producers) for column in matching.columns]
    for at, row in enumerate(table.rows):
        above = [
            each
            for each in table.rows[:at]
            if not each.switch or (each.switch, each.reading) == (row.switch, row.reading)
        ]
        if _is_covered(boxes[row.id], [boxes[each.id] for each in above], sizes):
            diagnostics.add(
                Code.ROW_NOT_REACHED,
                row.position,
                Text("上面各行已把这一行的情形全部取走，轮不到它", "the rows above take everything this one would"),
                Text("把它移到上面，或删去", "move it up, or delete it"),
            )


def _is_covered(box: Box, above: Iterable[Box], sizes: Sequence[int]) -> bool:
    """Whether nothing of ``box`` is left once all of ``above`` is taken away; ``False`` if that is too much to say."""
    left: list[Box] = [box]
    for taken in above:
        left = [piece for each in left for piece in _without(each, taken, sizes)]
        if not left:
            return True
        if len(left) > MAX_PIECES:
            return False
    return False


def _without(box: Box, taken: Box, sizes: Sequence[int]) -> list[Box]:
    """Return ``box`` without ``taken``, in pieces that do not meet."""
    pieces: list[Box] = []
    inside = dict(box)
    for column, ranks in taken.items():
        here = inside.get(column, frozenset(range(sizes[column])))
        outside = here - ranks
        if outside:
            pieces.append({**inside, column: outside})
        if not here & ranks:
            return [box]
        inside[column] = here & ranks
    return pieces


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
            given = _given(period, vocabulary, code)
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


def _given(period: BenefitRules, vocabulary: Vocabulary, code: str) -> list[Value] | None:
    """Return every value that the table of ``code`` puts out; ``None`` unless they are words written there."""
    producer, finding = period.producers.get(code), vocabulary.findings[code]
    worded = finding.type.levels is not None or finding.type.kind is ValueKind.YES_NO
    if producer is None or finding.stands_for or finding.repeated or not worded:
        return None
    values: list[Value] = []
    for row in period.tables[producer].rows:
        expression = row.outputs[code].expression
        if isinstance(expression, Absent):
            continue
        if not isinstance(expression, Constant):
            return None
        value = expression.value
        values.append(int(value) if isinstance(value, Fraction) else value)
    return None if code in period.figures else values
