"""Which row of a sheet is which of the file it came from, and in which order they belong.

Each row carries the number it has in the file. Where order means nothing, rows that were only sorted go back to their
places; where it does, the order of the sheet is taken, and told as a change.
"""

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher

from chronicare.authoring.workbook.written import digest_of
from chronicare.formats import with_what_is_above
from chronicare.program.decision_table import HitPolicy
from chronicare.tables import Row, Table

_ORDERED_KINDS = ("levels", "units", "tables", "card", "rulings", "implied")
"""The kinds in which a row's place says something: which level is higher, which payer's turn it is, what is first."""
_UNORDERED_HITS = tuple(
    each.value
    for each in (HitPolicy.UNIQUE, HitPolicy.ANY, HitPolicy.MAX, HitPolicy.MIN, HitPolicy.SUM, HitPolicy.COUNT)
)


def order_matters(table: Table) -> bool:
    """Whether the order of the rows of ``table`` says something."""
    if table.kind.has_hit_policy:
        return table.hit not in _UNORDERED_HITS
    return table.kind.name in _ORDERED_KINDS


def number_rows(rows: Sequence[Row], written: Sequence[str], written_out: Mapping[int, str]) -> list[int | None]:
    """Return the number in the file of each of ``rows``, ``None`` for a new one.

    ``written`` is what stands in the column of numbers, ``written_out`` the digests of the rows that were written out.
    A row copied with its number is new; the one that is as it was keeps it, or else the first.
    """
    numbers = [int(each) if each.isascii() and each.isdigit() else None for each in written]
    keepers: dict[int, int] = {}
    for index, number in enumerate(numbers):
        if number is None or number not in written_out:
            continue
        kept, digest = keepers.get(number), written_out[number]
        if kept is None or (digest_of(rows[kept]) != digest and digest_of(rows[index]) == digest):
            keepers[number] = index
    return [
        number if number is not None and keepers.get(number) == index else None for index, number in enumerate(numbers)
    ]


def is_sorted(numbers: Sequence[int | None]) -> bool:
    """Whether the rows that came from the file stand in its order."""
    known = [each for each in numbers if each is not None]
    return known == sorted(known)


def as_in_file(numbers: Sequence[int | None]) -> list[int]:
    """Return the order, as indices, in which rows stand as in the file, each new one after the row it stood below."""
    after = 0
    places = []
    for index, number in enumerate(numbers):
        after = number if number is not None else after
        places.append((after, number is None, index))
    return [index for _, _, index in sorted(places)]


def cut_off(base: Table, table: Table, numbers: Sequence[int | None]) -> list[Row]:
    """Return the rows of ``table`` whose empty cells went on from a row above them, and would now go on from another.

    What such a row says would silently be another thing.
    """
    by = table.kind.continued_by
    if not by:
        return []
    meant = {row.position.row: row for row in with_what_is_above(base)}
    written = {row.position.row: row for row in base}
    found = []
    above: int | None = None
    for row, filled, number in zip(table, with_what_is_above(table), numbers, strict=True):
        if number is not None and above != number - 1:
            names = [name for name in written[number].cells if not row[name] and not written[number][name]]
            if any(filled.text(name) != meant[number].text(name) for name in names):
                found.append(row)
        above = number
    return found


def align(base: Table, rows: Sequence[Row]) -> list[int | None]:
    """Return the number in the file of each of ``rows`` by what they say, where nothing else tells."""
    names = sorted({name for row in (*base, *rows) for name in row.cells})
    old, new = ([tuple(row.text(name) for name in names) for row in each] for each in (base, rows))
    numbers: list[int | None] = [None] * len(new)
    for tag, first, last, start, end in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if tag in ("equal", "replace"):
            for at in range(min(last - first, end - start)):
                numbers[start + at] = base.rows[first + at].position.row
    return numbers
