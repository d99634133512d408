"""Finds what must be decided by cases: findings whose tests pull in opposite directions, and how their counts move."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations as combinations_of
from itertools import pairwise, product

from chronicare.cells.typed import AllOf as AllTests
from chronicare.cells.typed import AnyOf as AnyTests
from chronicare.cells.typed import Component, Test, View
from chronicare.cells.typed import Not as NotTest
from chronicare.cells.types import CellType, ValueKind
from chronicare.compiler.columns import BOUNDED, by_what_counts, tell_too_many_cases
from chronicare.compiler.partition import RawCells, passing_cells, raw_cells, simple_scale
from chronicare.diagnostics import Code, Diagnostics, Text
from chronicare.program.entry import Criterion, Entry, UseKind
from chronicare.program.ranks import Column, ColumnKind, CriterionTest, Scale, Split
from chronicare.program.vocabulary import Vocabulary

MAX_COMBINATIONS = 256
"""A decision by cases looks at no more combinations than this; a table that needs more does not load."""


def find_splits(
    entry: Entry,
    vocabulary: Vocabulary,
    columns: Sequence[Column],
    tests: Mapping[str, CriterionTest],
    literals: Mapping[str, frozenset[bool]],
    diagnostics: Diagnostics,
) -> tuple[Split, ...]:
    """Find the findings whose tests pull in opposite directions, so that they must be decided by cases.

    ``literals`` says of each criterion which truth helps the entry: true, false, or both. Where some one state of a
    finding helps all its tests at once and another harms all at once, taking it as unknown loses nothing: with every
    unknown at its best and at its worst, the entry's truth is exact. Elsewhere the cases are gone through.
    """
    splits: list[Split] = []
    combinations = 1
    for (code, _), criteria in by_what_counts(entry.criteria.values()).items():
        indexes = tuple(dict.fromkeys(tests[each.id].column for each in criteria))
        directions = {each.id: literals.get(each.id, frozenset()) for each in criteria}
        if len(indexes) == 1 and columns[indexes[0]].kind is not ColumnKind.COUNT:
            column = columns[indexes[0]]
            needed = not _is_exact(range(column.size), tests, directions)
            if needed or (column.bounded and not _is_exact_within_bounds(column.size, tests, directions)):
                splits.append(Split(code, indexes, (), only_in_part=not needed))
                combinations *= column.size
            if column.since and {True} != {way for ways in directions.values() for way in ways}:
                tell_too_many_cases(entry, criteria[0], diagnostics)
            continue
        cell_type = vocabulary.findings[code].type
        both_ways = len({way for ways in directions.values() for way in ways}) > 1
        if both_ways or (len(indexes) > 1 and cell_type.kind in BOUNDED):
            moves = moves_of(cell_type, criteria, indexes, tests)
            if not both_ways and _is_chain(moves):
                continue
            by_date = any(use.within or use.kind is UseKind.DAYS for index in indexes if (use := columns[index].use))
            if len(indexes) > 1 and by_date:
                tell_too_many_cases(entry, criteria[0], diagnostics)
            scale, kinds = _joint_scale(cell_type, criteria, indexes, tests)
            splits.append(Split(code, indexes, moves, not both_ways, scale, kinds))
            for index in indexes:
                combinations *= columns[index].size
    if combinations > MAX_COMBINATIONS:
        diagnostics.add(
            Code.TOO_MANY_COMBINATIONS,
            entry.at("code"),
            Text(
                f"{entry.code} 要逐一推定的组合有 {combinations} 种，超过 {MAX_COMBINATIONS}",
                f"{entry.code} would be decided over {combinations} cases, more than {MAX_COMBINATIONS}",
            ),
            Text(
                f"减少这些所见的重复使用：{'、'.join(each.finding for each in splits)}",
                "test these findings less often",
            ),
        )
    return tuple(splits)


def _is_exact(
    ranks: Iterable[int], tests: Mapping[str, CriterionTest], directions: Mapping[str, frozenset[bool]]
) -> bool:
    """Whether of ``ranks`` one helps every test of the finding and one harms every one."""
    among = list(ranks)
    return all(any(_all_at(rank, tests, directions, helped=helped) for rank in among) for helped in (True, False))


def _is_exact_within_bounds(
    size: int, tests: Mapping[str, CriterionTest], directions: Mapping[str, frozenset[bool]]
) -> bool:
    """Whether within any bounds each test is settled, or some rank is the best and some rank the worst for all."""
    for low, high in combinations_of(range(size), 2):
        among = range(low, high + 1)
        open_tests = {
            name: ways for name, ways in directions.items() if len({rank in tests[name].passing for rank in among}) > 1
        }
        if not _is_exact(among, tests, open_tests):
            return False
    return True


def _is_chain(moves: Sequence[tuple[int, ...]]) -> bool:
    """Whether of any two kinds of measurement one passes whatever the other does."""
    ordered = sorted(moves, key=sum)
    return all(one <= other for before, after in pairwise(ordered) for one, other in zip(before, after, strict=True))


def _all_at(
    rank: int, tests: Mapping[str, CriterionTest], directions: Mapping[str, frozenset[bool]], *, helped: bool
) -> bool:
    """Whether at ``rank`` every test of the finding helps (or harms) in every way it is used."""
    return all(((rank in tests[name].passing) is good) is helped for name, ways in directions.items() for good in ways)


def moves_of(
    cell_type: CellType,
    criteria: Sequence[Criterion],
    indexes: Sequence[int],
    tests: Mapping[str, CriterionTest],
) -> tuple[tuple[int, ...], ...]:
    """Return what one more measurement can add to each count: a vector of 0 and 1 for each kind of measurement.

    ``indexes`` are the columns of ``criteria``, all counting one repeated finding by the same use.
    """
    first = {tests[each.id].column: each for each in reversed(criteria)}
    chosen = [first[index] for index in indexes]
    vectors = {
        tuple(int(value) for value in kind) for kind in _kinds(cell_type, [each.test.test for each in chosen], chosen)
    }
    return tuple(sorted(vector for vector in vectors if any(vector)))


def _joint_scale(
    cell_type: CellType, criteria: Sequence[Criterion], indexes: Sequence[int], tests: Mapping[str, CriterionTest]
) -> tuple[Scale | None, tuple[tuple[int, ...], ...]]:
    """Return the scale that tells apart what a measurement adds to each count, and that for each rank."""
    if cell_type.kind not in BOUNDED or len(indexes) == 1:
        return None, ()
    first = {tests[each.id].column: each.test for each in reversed(criteria)}
    scale, passing = simple_scale(cell_type, View.VALUE, [first[index].test for index in indexes])
    return scale, tuple(tuple(int(rank in each) for each in passing) for rank in range(scale.size))


def _kinds(cell_type: CellType, tests: Sequence[Test], criteria: Sequence[Criterion]) -> set[tuple[bool, ...]]:
    """Return the combinations of passing and failing that one measurement can show to ``tests``."""
    if cell_type.kind is not ValueKind.COMPOUND:
        raw = raw_cells(cell_type, criteria[0].test.view, tests)
        passing = [passing_cells(test, raw) for test in tests]
        return {
            tuple(cell in each for each in passing) for cell, sample in enumerate(raw.samples) if sample is not None
        }
    parts = {
        code: raw_cells(part, View.VALUE, [t for test in tests for t in _on(test, code)])
        for code, part in cell_type.components.items()
    }
    cells = [[cell for cell, sample in enumerate(raw.samples) if sample is not None] for raw in parts.values()]
    return {
        tuple(_holds(test, dict(zip(parts, chosen, strict=True)), parts) for test in tests)
        for chosen in product(*cells)
    }


def _on(test: Test, code: str) -> tuple[Test, ...]:
    if isinstance(test, Component):
        return (test.test,) if test.code == code else ()
    if isinstance(test, NotTest):
        return _on(test.test, code)
    if isinstance(test, AllTests | AnyTests):
        return tuple(inner for part in test.tests for inner in _on(part, code))
    return ()


def _holds(test: Test, cells: Mapping[str, int], parts: Mapping[str, RawCells]) -> bool:
    if isinstance(test, Component):
        return cells[test.code] in passing_cells(test.test, parts[test.code])
    if isinstance(test, NotTest):
        return not _holds(test.test, cells, parts)
    if isinstance(test, AllTests):
        return all(_holds(part, cells, parts) for part in test.tests)
    if isinstance(test, AnyTests):
        return any(_holds(part, cells, parts) for part in test.tests)
    return True
