"""What has changed in a table, in the words of those who know the policy: which table, which row, which column."""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from chronicare.authoring.workbook.sheet_reading import ReadTable
from chronicare.authoring.workbook.written import WrittenTable
from chronicare.diagnostics import Text
from chronicare.formats.csv_table import columns_in_order
from chronicare.tables import INPUT, OUTPUT, Row, Table

NameOf = Callable[[str], str]
"""Gives the name of a code, or nothing."""
_NAMING = (
    "entries", "id", "code", "name", "set", "value", "quantity", "unit", "switch", "reading", "subject", "file",
    "role", "finding", "test", "transaction", "field", "questions",
)  # fmt: skip
"""The columns by which people know a row, where its conditions do not tell it."""
_MOST_NAMING = 3
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class TableChanges:
    """How a table differs from its file: a heading and a line for each difference."""

    title: Text
    lines: tuple[Text, ...]


def changes_of(base: WrittenTable | None, read: ReadTable, title: str, name_of: NameOf) -> TableChanges:
    """Say how ``read`` differs from ``base``; all of it is new if there is none."""
    table = read.table
    lines = tuple(_lines(base, read, name_of)) if base is not None else tuple(_all_new(table, name_of))
    new = Text("（新的一张表）", " (a new table)") if base is None else Text("", "")
    return TableChanges(Text(f"{title}（{table.file}）{new.zh}", f"{title} ({table.file}){new.en}"), lines)


def _all_new(table: Table, name_of: NameOf) -> Iterator[Text]:
    for row in table:
        yield Text(f"新增：{_content(row, table, name_of)}", f"added: {_content(row, table, name_of)}")


def _lines(base: WrittenTable, read: ReadTable, name_of: NameOf) -> Iterator[Text]:
    table = read.table
    by_number = {row.position.row: row for row in base.table}
    headings = _headings(base.table) | _headings(table)
    above = 1
    for row, number in zip(table, read.numbers, strict=True):
        if number is None:
            content = _content(row, table, name_of)
            yield Text(f"新增（第 {above} 行之后）：{content}", f"added (below row {above}): {content}")
            continue
        above = number
        old = by_number[number]
        for name, heading in headings.items():
            if old.text(name) != row.text(name):
                label = _label(old, base.table, name_of)
                change = f"{_shown(old.text(name))} → {_shown(row.text(name))}"
                column = _named(heading)
                yield Text(f"第 {number} 行（{label}）{column}：{change}", f"row {number} ({label}) {column}: {change}")
    for number in sorted(by_number.keys() - set(read.numbers)):
        content = _content(by_number[number], base.table, name_of)
        yield Text(f"删去第 {number} 行：{content}", f"removed row {number}: {content}")
    if read.has_moved:
        for number, below in _moved(read.numbers):
            place = Text(f"第 {below} 行之后", f"below row {below}") if below else Text("最上面", "the top")
            yield Text(f"第 {number} 行移到{place.zh}", f"row {number} moved to {place.en}")
    old_own, own = ([each.heading for each in one.own] for one in (base.table, table))
    if old_own != own:
        yield Text(f"各列：{'、'.join(old_own)} → {'、'.join(own)}", f"columns: {old_own} → {own}")


def _headings(table: Table) -> dict[str, str]:
    return {each.name: each.heading for each in columns_in_order(table.kind, table.own)}


def _named(heading: str) -> str:
    return f"条件「{heading.removeprefix(INPUT)}」" if heading.startswith(INPUT) else heading.removeprefix(OUTPUT)


def _label(row: Row, table: Table, name_of: NameOf) -> str:
    """Return what tells ``row`` from the others: its conditions, or else its names."""
    conditions = [
        row.text(each.name)
        for each in table.own
        if each.name.startswith(INPUT) and row.text(each.name) not in ("", "-")
    ]
    names = [row.text(name) for name in _NAMING if row[name]][:_MOST_NAMING]
    of_decision = table.kind.has_hit_policy
    told = conditions if of_decision and conditions else [*names[: 2 if conditions else _MOST_NAMING], *conditions]
    return "、".join(f"{each} {name_of(each)}".strip() for each in told) or "各种情形"


def _content(row: Row, table: Table, name_of: NameOf) -> str:
    """Return everything of a row but its clause."""
    shown = []
    for name, heading in _headings(table).items():
        text = row.text(name)
        if text not in ("", "-") and name != "clause":
            called = heading.removeprefix(INPUT).removeprefix(OUTPUT)
            shown.append(f"{called} {_shown(f'{text} {name_of(text)}'.strip())}")
    return "；".join(shown)


def _shown(text: str) -> str:
    plain = " ".join(text.split())
    return f"{plain[:_LONGEST]}…" if len(plain) > _LONGEST else plain or "（空）"


def _moved(numbers: Sequence[int | None]) -> Iterator[tuple[int, int]]:
    """Yield the rows that stand in another order, the fewest that account for it, each with the row it is now below."""
    known = [each for each in numbers if each is not None]
    stay = _longest_rising(known)
    above = 0
    for number in known:
        if number not in stay:
            yield number, above
        above = number


def _longest_rising(numbers: Sequence[int]) -> set[int]:
    """Return the numbers of a longest rising selection."""
    ends: list[int] = []
    before: dict[int, int | None] = {}
    for number in numbers:
        at = bisect_left(ends, number)
        before[number] = ends[at - 1] if at else None
        ends[at : at + 1] = [number]
    rising: set[int] = set()
    last: int | None = ends[-1] if ends else None
    while last is not None:
        rising.add(last)
        last = before[last]
    return rising
