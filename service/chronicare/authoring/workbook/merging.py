"""Two changes of one table brought together, row by row: those of the sheet, and those made in the file meanwhile."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from chronicare.authoring.workbook.written import digest_of
from chronicare.tables import Row


@dataclass(frozen=True, slots=True)
class Merge:
    """The rows that come of both; ``conflicts`` are rows of the sheet that the file has changed otherwise.

    Where the sheet has deleted what the file has changed, the row below stands for it.
    """

    rows: tuple[Row, ...]
    conflicts: tuple[Row, ...] = ()


def merge_rows(written_out: Sequence[str], sheet: Sequence[Row], file: Sequence[Row]) -> Merge:
    """Bring together the rows of a ``sheet`` and of its ``file``; ``written_out`` are the digests of those it had."""
    mine, theirs = [digest_of(row) for row in sheet], [digest_of(row) for row in file]
    rows: list[Row] = []
    conflicts: list[Row] = []
    for (first, last), (start, end), (begin, finish) in _chunks(written_out, mine, theirs):
        was, here, there = list(written_out[first:last]), mine[start:end], theirs[begin:finish]
        if here in (was, there):
            rows += file[begin:finish]
        elif there == was:
            rows += sheet[start:end]
        else:
            conflicts += sheet[start:end] or sheet[end : end + 1] or sheet[-1:]
    return Merge(tuple(rows), tuple(conflicts))


_Span = tuple[int, int]


def _chunks(base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> Iterator[tuple[_Span, _Span, _Span]]:
    """Yield the stretches of all three between rows that all of them have, and these rows, in order.

    A stretch of as many rows on every side is taken apart into rows.
    """
    in_mine, in_theirs = _places(base, mine), _places(base, theirs)
    shared = [(at, in_mine[at], in_theirs[at]) for at in range(len(base)) if at in in_mine and at in in_theirs]
    ends = [(-1, -1, -1), *shared, (len(base), len(mine), len(theirs))]
    for before, after in pairwise(ends):
        first, second, third = ((one + 1, other) for one, other in zip(before, after, strict=True))
        sizes = {end - start for start, end in (first, second, third)}
        if len(sizes) == 1:
            for at in range(sizes.pop()):
                yield _one(first[0] + at), _one(second[0] + at), _one(third[0] + at)
        else:
            yield first, second, third
        if after[0] < len(base):
            yield _one(after[0]), _one(after[1]), _one(after[2])


def _one(at: int) -> _Span:
    return at, at + 1


def _places(base: Sequence[str], now: Sequence[str]) -> dict[int, int]:
    """Return where each row of ``base`` stands ``now``, of those that still do."""
    matcher = SequenceMatcher(a=base, b=now, autojunk=False)
    return {one + at: other + at for one, other, size in matcher.get_matching_blocks() for at in range(size)}
