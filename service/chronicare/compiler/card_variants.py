"""A card's step that hangs on several switches: one row for each thing a reading changes, a step for each choice.

The first row of such a step names all its switches. The rows that go on from it name those that change something, and
write only the cells they change. What two switches change together takes a row that names both.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product
from typing import NamedTuple

from chronicare.compiler.common_cells import split_list
from chronicare.diagnostics import Code, Diagnostics, Text
from chronicare.formats.same_as_above import goes_on
from chronicare.tables import INPUT, Cell, Row, Table

_APART = ("id", "switch", "reading")
"""The columns that say which step a row is, and when."""
_Choice = Mapping[str, str]


class CardRow(NamedTuple):
    """A row to be compiled to a step: what it is called among those of all cards, its card, its cells."""

    name: str
    table: Table
    row: Row


def written_out(rows: Sequence[tuple[Table, Row]], diagnostics: Diagnostics) -> list[CardRow]:
    """Return ``rows`` in their order, in the place of each that names several switches one for each choice of readings.

    A cell that two switches change, each in a row of its own, goes to ``diagnostics``.
    """
    found: list[CardRow] = []
    at = 0
    while at < len(rows):
        table, first = rows[at]
        base = _choice(first)
        after = at + 1
        if len(base) > 1:
            while after < len(rows) and _is_variant(rows[after], table, first, base):
                after += 1
            variants = [row for _, row in rows[at + 1 : after]]
            found += _choices(table, first, variants, diagnostics)
        else:
            found.append(CardRow(_name(table, first), table, first))
        at = after
    return found


def _choice(row: Row) -> _Choice:
    return dict(zip(split_list(row.text("switch")), split_list(row.text("reading")), strict=False))


def _is_variant(each: tuple[Table, Row], table: Table, first: Row, base: _Choice) -> bool:
    """Whether a row changes the step that ``first`` is: it says by which of its switches, and tests nothing anew."""
    other, row = each
    is_own = _is_own(row, "switch") and not any(_is_own(row, name) for name in row.cells if name.startswith(INPUT))
    return (
        other is table
        and is_own
        and goes_on(row, first, "id")
        and 0 < len(_choice(row).keys() & base.keys()) == len(_choice(row))
    )


def _is_own(row: Row, column: str) -> bool:
    """Whether a cell is written in ``row`` itself, not taken over from the row above."""
    return row[column].position.row == row.position.row


def _choices(table: Table, first: Row, variants: Sequence[Row], diagnostics: Diagnostics) -> Iterator[CardRow]:
    base = _choice(first)
    choices = {row.position.row: _choice(row) for row in variants}
    options = {
        name: dict.fromkeys([base[name], *(each[name] for each in choices.values() if name in each)]) for name in base
    }
    for row in variants:
        if choices[row.position.row].items() <= base.items():
            place = row["reading"].position
            message = Text(f"第 {first.position.row} 行已是这种读法", f"row {first.position.row} is of this reading")
            diagnostics.add(Code.BAD_SWITCH, place, message, Text("写另一种读法", "name another reading"))
    told: set[tuple[int, str]] = set()
    for taken in product(*options.values()):
        chosen = dict(zip(base, taken, strict=True))
        changing = [row for row in variants if choices[row.position.row].items() <= chosen.items()]
        changed = {name for row in changing for name in choices[row.position.row]}
        if any(reading != base[name] and name not in changed for name, reading in chosen.items()):
            continue  # no row says what this reading changes: the step is not taken under it
        cells = dict(first.cells)
        for column in first.cells:
            own = [row for row in changing if column not in _APART and _is_own(row, column)]
            if not own:
                continue
            most = max(own, key=lambda row: len(choices[row.position.row]))
            rival = next(
                (row for row in own if row.text(column) != most.text(column) and not _says_more(choices, most, row)),
                None,
            )
            if rival is not None and (rival.position.row, column) not in told:
                told.add((rival.position.row, column))
                _tell_rivals(table, column, most, rival, diagnostics)
            cells[column] = most[column]
        where = max((first, *changing), key=lambda row: (len(choices.get(row.position.row, ())), row.position.row))
        cells["switch"] = Cell("；".join(chosen), where["switch"].position)
        cells["reading"] = Cell("；".join(chosen.values()), where["reading"].position)
        name = "+".join([_name(table, first), *(str(row.position.row) for row in changing)])
        yield CardRow(name, table, replace(where, cells=cells))


def _says_more(choices: Mapping[int, _Choice], one: Row, other: Row) -> bool:
    """Whether ``one`` names the readings that ``other`` does, and more."""
    return choices[other.position.row].items() < choices[one.position.row].items()


def _tell_rivals(table: Table, column: str, one: Row, other: Row, diagnostics: Diagnostics) -> None:
    heading = table.kind.column(column).heading
    both = {**_choice(one), **_choice(other)}
    diagnostics.add(
        Code.BAD_SWITCH,
        other[column].position,
        Text(
            f"「{heading}」第 {one.position.row} 行也改了：两种读法都取时，不知写哪个",
            f"row {one.position.row} changes it too: which of them holds under both readings is not said",
        ),
        Text(
            f"另写一行：开关 {'；'.join(both)}，读法 {'；'.join(both.values())}",
            f"add a row for both: {', '.join(f'{name} {reading}' for name, reading in both.items())}",
        ),
    )


def _name(table: Table, row: Row) -> str:
    return f"{table.name}:{row.position.row}"
