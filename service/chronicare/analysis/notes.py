"""What an author may want to look at again, without anything being wrong: notes, told only to who asks for them.

A figure written in two places from one clause, a figure far from the one before it or out of line with its neighbours,
rows that differ in nothing but their source.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from chronicare.analysis.figures import Figure, figures_of
from chronicare.compiler import AreaRules
from chronicare.compiler.row_boxes import Box, boxes_of, members
from chronicare.diagnostics import Code, Diagnostics, Position, Text
from chronicare.program.decision_table import BenefitRules, DecisionTable, TableRow
from chronicare.program.formula import Constant
from chronicare.program.ranks import ColumnKind, ScaleKind
from chronicare.program.roles import Role

FAR = 3
"""A figure more than so many times the one before it, or less than that part of it, is told."""
_FEWEST_OF_A_COLUMN = 5
"""Figures among which one can be far from all others."""
_FEWEST = 3
"""Neighbours among which one can be out of line."""


def note_tables(rules: AreaRules, diagnostics: Diagnostics) -> None:
    """Tell what may be worth another look in the benefit tables of an area."""
    for period in rules.benefits:
        _note_twice(period, diagnostics)
        for table in period.every_table:
            _note_alike(table, diagnostics)
        for table in period.tables.values():
            _note_odd(table, diagnostics)
            _note_neighbours(table, rules.vocabulary.roles.get(Role.BENEFIT_YEAR), diagnostics)
    for before, after in pairwise(rules.benefits):
        _note_far(before, after, diagnostics)


def _note_twice(period: BenefitRules, diagnostics: Diagnostics) -> None:
    """Tell figures that stand in two tables or cards and come from one place in the source."""
    seen: dict[tuple[str, str, Fraction], Figure] = {}
    for figure in figures_of(period):
        clause = figure.row.clause
        first = seen.setdefault((clause.cited, clause.text, figure.value), figure)
        if first.of != figure.of:
            diagnostics.add(
                Code.FIGURE_TWICE,
                figure.where,
                Text(
                    f"「{figure.text}」里的数在 {first.where} 也写着，出自同一处原文：改一处时另一处也要改",
                    f"a figure of {figure.text!r} stands at {first.where} too, from the same clause: change both",
                ),
                Text("可让一张表的公式引用另一张表的事项", "one table can refer to the term of the other"),
            )


def _note_odd(table: DecisionTable, diagnostics: Diagnostics) -> None:
    """Tell the one figure of a column that is far above all others of it, or far below."""
    for code in table.outputs:
        given = [
            (expression.value, row)
            for row in table.rows
            if isinstance(expression := row.outputs[code].expression, Constant)
            and isinstance(expression.value, Fraction)
            and expression.value > 0
        ]
        given.sort(key=lambda each: each[0])
        if len(given) < _FEWEST_OF_A_COLUMN:
            continue
        for (value, row), (next_to, beside) in ((given[-1], given[-2]), (given[0], given[1])):
            if _is_far(next_to, value):
                text, near = row.outputs[code].text, beside.outputs[code].text
                where = table.headings[code]._replace(row=row.position.row)
                diagnostics.add(
                    Code.FAR_FROM_OTHERS,
                    where,
                    Text(
                        f"「{text}」同这一列别的数都差得远：最近的是「{near}」（第 {beside.position.row} 行）",
                        f"{text!r} is far from all others of its column, nearest {near!r} in row {beside.position.row}",
                    ),
                    Text("核对位数和单位", "check digits and units"),
                )


def _note_alike(table: DecisionTable, diagnostics: Diagnostics) -> None:
    """Tell rows that test and give the same and differ in nothing but their source."""
    seen: dict[object, TableRow] = {}
    for row, box in zip(table.rows, boxes_of(table), strict=True):
        if not row.outputs:
            continue
        said = tuple((code, formula.text) for code, formula in row.outputs.items())
        first = seen.setdefault((tuple(sorted(box.items())), row.readings, said), row)
        if first is not row:
            diagnostics.add(
                Code.ROWS_ALIKE,
                row.position,
                Text(
                    f"与第 {first.position.row} 行只有出处不同",
                    f"differs from row {first.position.row} in nothing but its source",
                ),
            )


def _note_far(before: BenefitRules, after: BenefitRules, diagnostics: Diagnostics) -> None:
    """Tell figures far from those that the row before them gave."""
    old = {_known_by(each): each for each in figures_of(before)}
    for figure in figures_of(after):
        was = old.get(_known_by(figure))
        if was is not None and _is_far(was.value, figure.value):
            _tell_far(figure.text, figure.where, was.text, was.where, diagnostics)


def _is_far(before: Fraction, after: Fraction) -> bool:
    return before != 0 and not Fraction(1, FAR) <= after / before <= FAR


def _tell_far(text: str, where: Position, before: str, stood: Position, diagnostics: Diagnostics) -> None:
    diagnostics.add(
        Code.FAR_FROM_BEFORE,
        where,
        Text(
            f"「{text}」，前一期是「{before}」（{stood}），相差 {FAR} 倍以上",
            f"{text!r}: {before!r} before ({stood}), more than {FAR} times apart",
        ),
        Text("核对位数和单位", "check digits and units"),
    )


def _known_by(figure: Figure) -> tuple[object, ...]:
    """Return by what a figure is known again in the next period: its table, what it is, and its row's inputs."""
    return figure.of, figure.what, figure.inputs, figure.place, figure.row.readings


def _note_neighbours(table: DecisionTable, year: str | None, diagnostics: Diagnostics) -> None:
    """Tell figures that are out of line with those beside them, by an ordered input; by ``year`` those that are far."""
    if table.matching is None:
        return
    boxes = boxes_of(table)
    for number, column in enumerate(table.matching.columns):
        if column.kind is not ColumnKind.VALUE or column.scale is None or column.scale.kind is not ScaleKind.ORDERED:
            continue
        for code in table.outputs:
            for beside in _beside(table.rows, boxes, number, code):
                texts = [row.outputs[code].text for row, _ in beside]
                if column.finding == year:
                    for (at, (row, value)), (after, then) in pairwise(enumerate(beside)):
                        if _is_far(value, then[1]):
                            _tell_far(texts[after], then[0].position, texts[at], row.position, diagnostics)
                    continue
                odd = _out_of_line([value for _, value in beside])
                if odd is not None:
                    diagnostics.add(
                        Code.OUT_OF_LINE,
                        beside[odd][0].position,
                        Text(
                            f"「{texts[odd]}」夹在「{texts[odd - 1]}」和「{texts[odd + 1]}」之间："
                            "别的都依次升或降，只有它不是",
                            f"{texts[odd]!r} alone keeps its neighbours from rising or falling throughout",
                        ),
                        Text("核对数字", "check the figure"),
                    )


def _beside(
    rows: Sequence[TableRow], boxes: Sequence[Box], column: int, code: str
) -> Iterator[list[tuple[TableRow, Fraction]]]:
    """Yield rows that differ in ``column`` alone, in its order, each with the number it gives for ``code``."""
    groups: dict[object, list[tuple[int, TableRow, Fraction]]] = {}
    for row, box in zip(rows, boxes, strict=True):
        expression = row.outputs[code].expression
        if column in box and isinstance(expression, Constant) and isinstance(expression.value, Fraction):
            rest = tuple(sorted((each, ranks) for each, ranks in box.items() if each != column))
            least = next(members(box[column]))
            groups.setdefault((rest, row.readings), []).append((least, row, expression.value))
    for group in groups.values():
        yield [(row, value) for _, row, value in sorted(group, key=lambda each: each[0])]


def _out_of_line(values: Sequence[Fraction]) -> int | None:
    """Return the inner place without which ``values`` rise or fall throughout; ``None`` if there is not just one."""
    if len(values) < _FEWEST + 1 or _is_monotone(values):
        return None
    odd = [at for at in range(1, len(values) - 1) if _is_monotone([*values[:at], *values[at + 1 :]])]
    return odd[0] if len(odd) == 1 else None


def _is_monotone(values: Sequence[Fraction]) -> bool:
    steps = list(pairwise(values))
    return all(one <= other for one, other in steps) or all(one >= other for one, other in steps)
