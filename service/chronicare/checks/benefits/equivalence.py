"""Proves that two versions of a decision table or chain say the same whatever the facts, or finds that they do not.

Each version becomes a diagram over the ranks of its inputs whose value stands for what is put out, under every choice
of readings. Two versions say the same if their diagrams are the same. Inputs are taken to have values.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from fractions import Fraction
from functools import reduce
from itertools import combinations, product
from operator import mul
from types import MappingProxyType

from chronicare.analysis.decision_diagrams import MAX_PARTS, TooManyPartsError, VersionDiagrams
from chronicare.program.decision_table import ChainStep, DecisionTable, HitPolicy, TableRow
from chronicare.program.formula import Absent, Constant, NoValue
from chronicare.program.output_priority import by_priority
from chronicare.program.vocabulary import Vocabulary

_WORDS = {NoValue.NO_ENTITLEMENT: 0, NoValue.NOT_PUBLISHED: 2, NoValue.UNLIMITED: 3}
Steps = Mapping[str, ChainStep]


def tables_differ(
    one: tuple[DecisionTable, Steps],
    other: tuple[DecisionTable, Steps],
    vocabulary: Vocabulary,
    *,
    most_parts: int = MAX_PARTS,
) -> bool:
    """Whether some facts and readings make the two versions put out something else.

    The steps are those of a chain's rows (for other tables whatever they are). ``True`` as well if it would take
    more than ``most_parts`` parts of diagrams to tell.
    """
    try:
        return _Comparison(one, other, vocabulary, most_parts).differ()
    except TooManyPartsError:
        return True


def rows_overlap(table: DecisionTable, vocabulary: Vocabulary, steps: Steps = MappingProxyType({})) -> bool:
    """Whether a table would be refused because two of its rows can match together that must not.

    Of the chain, whose rows are ``steps``, those of one number on a card must not. ``False`` as well if it would take
    too many parts of diagrams to tell.
    """
    lists = {code for code in table.inputs if vocabulary.findings[code].repeated}
    pairs = [pair for pair in combinations(table.rows, 2) if _must_be_apart(*pair, table, steps, lists)]
    if not pairs:
        return False
    comparison = _Comparison((table, {}), (table, {}), vocabulary, MAX_PARTS)
    try:
        return any(comparison.together(*pair) for pair in pairs)
    except TooManyPartsError:
        return False


def _must_be_apart(
    left: TableRow, right: TableRow, table: DecisionTable, steps: Steps, lists: AbstractSet[str]
) -> bool:
    """Whether a table in which the two rows match together does not load."""
    if right.otherwise or left.excludes(right):
        return False
    one, other = steps.get(left.id), steps.get(right.id)
    if not table.outputs and one is not None and other is not None:
        tests_lists = any(table.cells[row.id, code] != "-" for row in (left, right) for code in lists)
        return (one.id, one.card) == (other.id, other.card) and not tests_lists
    return table.hit is HitPolicy.UNIQUE or (table.hit is HitPolicy.ANY and _said(left) != _said(right))


class _Comparison:
    """Two versions over the same columns."""

    def __init__(
        self,
        one: tuple[DecisionTable, Steps],
        other: tuple[DecisionTable, Steps],
        vocabulary: Vocabulary,
        most_parts: int,
    ) -> None:
        self._versions = (one, other)
        programs = [table.matching for table, _ in self._versions]
        self._diagrams = VersionDiagrams([each.rows if each else None for each in programs], vocabulary, most_parts)
        self._numbers: dict[Hashable, int] = {}
        self._findings = vocabulary.findings

    def differ(self) -> bool:
        """Whether the versions differ under some choice of readings."""
        return any(self._whole(0, chosen) != self._whole(1, chosen) for chosen in self._choices())

    def together(self, left: TableRow, right: TableRow) -> bool:
        """Whether two rows of the first version can match together."""
        both = self._diagrams.combine(mul, self._matches(0, left), self._matches(0, right))
        return both != self._diagrams.leaf(0)

    def _choices(self) -> Iterator[dict[str, str]]:
        readings: dict[str, dict[str, None]] = {}
        for table, _ in self._versions:
            for row in table.rows:
                for switch, reading in row.readings:
                    readings.setdefault(switch, {})[reading] = None
        for chosen in product(*readings.values()):
            yield dict(zip(readings, chosen, strict=True))

    def _whole(self, version: int, chosen: Mapping[str, str]) -> int:
        """Return the diagram of what the version puts out under the readings ``chosen``; 0 where nothing."""
        table, steps = self._versions[version]
        ordered = by_priority(table, self._findings) if table.hit.is_by_priority else table.rows
        rows = [row for row in ordered if row.may_hold(chosen)]
        rows.sort(key=lambda row: row.otherwise)
        greatest = table.hit is HitPolicy.MAX and self._are_ranked()
        numbers = [
            self._rank(row) if greatest else self._number(row, None if table.outputs else steps.get(row.id))
            for row in rows
        ]
        matches = [self._matches(version, row) for row in rows]
        result = self._diagrams.leaf(0)
        if table.hit.gives_one_row:
            for number, match in zip(reversed(numbers), reversed(matches), strict=True):
                result = self._diagrams.combine(_instead(number), match, result)
            return result
        in_order = not table.outputs or (table.hit.gives_lists and table.hit is not HitPolicy.COLLECT)
        for row, number, match in zip(rows, numbers, matches, strict=True):
            how = _at_least(number) if greatest else _besides(number, in_order=in_order)
            if row.otherwise:
                how = _otherwise(number)
            result = self._diagrams.combine(how, match, result)
        return result

    def _matches(self, version: int, row: TableRow) -> int:
        table, _ = self._versions[version]
        if table.matching is None or not row.node:
            return self._diagrams.leaf(1)
        members = table.matching.rows.groups[row.node].variants[0].members
        return reduce(
            lambda one, other: self._diagrams.combine(mul, one, other),
            [self._diagrams.passes(each, version) for each in members],
        )

    def _number(self, row: TableRow, step: ChainStep | None) -> int:
        """Return the number that stands for what a row says: the same for rows that say the same, 0 for nothing."""
        return self._numbers.setdefault((_said(row), step), len(self._numbers) + 1)

    def _are_ranked(self) -> bool:
        """Whether all that is put out are plain numbers, or words for none."""
        return all(_standing(row) is not None for table, _ in self._versions for row in table.rows)

    def _rank(self, row: TableRow) -> int:
        """Return the place of what the row puts out among all there is, from 1."""
        standings = {_standing(each) for table, _ in self._versions for each in table.rows}
        own = _standing(row)
        return 1 + sum(each < own for each in standings if each is not None and own is not None)


_How = Callable[[int, int], int]
_REMEMBERED: dict[tuple[str, int], _How] = {}
"""Diagrams remember by function, so that each function is made once."""


def _instead(number: int) -> _How:
    return _REMEMBERED.setdefault(("instead", number), lambda matches, rest: number if matches else rest)


def _besides(number: int, *, in_order: bool) -> _How:
    """Return what adds ``number`` to what matched before: as a set, or in order."""
    if in_order:
        return _REMEMBERED.setdefault(
            ("after", number), lambda matches, before: before * _BASE + number if matches else before
        )
    return _REMEMBERED.setdefault(
        ("besides", number), lambda matches, before: before | matches << number if number else before
    )


def _otherwise(number: int) -> _How:
    """Return what stands in for what matched before if nothing did; never what a row that matched says."""
    return _REMEMBERED.setdefault(("otherwise", number), lambda _, before: before or -number)


def _at_least(number: int) -> _How:
    return _REMEMBERED.setdefault(("max", number), lambda matches, before: max(before, matches * number))


_BASE = 1_000_003


def _said(row: TableRow) -> Hashable:
    return tuple((code, formula.expression) for code, formula in sorted(row.outputs.items()))


def _standing(row: TableRow) -> tuple[int, Fraction] | None:
    """Return what a row puts out as the greatest is chosen by, if it is one number or word.

    No entitlement counts only where there is no number; what is not published leaves the greatest open, and without
    limit is beyond it.
    """
    formulas = list(row.outputs.values())
    expression = formulas[0].expression if len(formulas) == 1 else None
    if isinstance(expression, Absent):
        return _WORDS[expression.word], Fraction(0)
    if not isinstance(expression, Constant) or not isinstance(expression.value, Fraction):
        return None
    return 1, expression.value
