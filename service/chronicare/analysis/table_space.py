"""The combinations of values that the rows of a decision table divide its inputs into."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from chronicare.analysis.asking import Condition
from chronicare.analysis.rank_texts import cell_of, rank_of_level, value_of
from chronicare.analysis.uncovered import Region
from chronicare.cells.types import CellType, Level, ValueKind
from chronicare.cells.values import Interval, Value
from chronicare.compiler.columns import lay_out
from chronicare.compiler.row_boxes import Box, RowIndex
from chronicare.diagnostics import Diagnostics
from chronicare.judging.ranking import ranks_of
from chronicare.program.decision_table import BenefitRules, DecisionTable, TableRow
from chronicare.program.entry import Clause, Criterion, Use, UseKind
from chronicare.program.evidence import Measurement
from chronicare.program.formula import Absent, Constant
from chronicare.program.ranks import Column, ColumnKind, CriterionTest, Predicate, Scale
from chronicare.program.roles import Role
from chronicare.program.vocabulary import Vocabulary

_BESIDE = "+"
_SHOWN = 4
"""Of one list no more is said than this."""
_MOST_TRIES = 10_000
"""Rows that are tried to find out whether terms go together; after that they are taken to."""


class TableSpace:
    """The columns of ``table``, cut by its rows' tests and by those of ``situations``; all of them as boxes.

    ``index`` holds the rows' boxes and then the situations'. ``within`` are the ranks that can occur: of a term that
    another table gives in words only what that table gives. ``givers`` are the rows that give it, as boxes, by column.
    """

    def __init__(
        self,
        table: DecisionTable,
        period: BenefitRules,
        vocabulary: Vocabulary,
        situations: Sequence[Iterable[Condition]] = (),
        *,
        with_givers: bool = False,
    ) -> None:
        """Lay the table out; ``period`` says which table gives which term.

        ``with_givers``: what the tables that give its terms test is laid out too.
        """
        assert table.matching is not None  # noqa: S101 - a table that tests nothing leaves nothing to be said
        rows = table.matching.rows
        self._vocabulary = vocabulary
        self._inputs = frozenset(table.inputs)
        criteria = dict(rows.criteria)
        named = [list(rows.groups[row.node].variants[0].members if row.node else ()) for row in table.rows]
        for situation in situations:
            named.append([])
            for code, test in situation:
                name = f"{_BESIDE}{len(criteria)}:{code}"
                use = Use(UseKind.ANY) if vocabulary.findings[code].repeated else None
                criteria[name] = Criterion(name, code, test, use, 0, Clause("", "", "", ""), (), rows.position)
                named[-1].append(name)
        givers = _givers(table, period, vocabulary, criteria) if with_givers else {}
        self.columns, tests = lay_out(replace(rows, criteria=criteria), vocabulary, Diagnostics(), exact=True)
        self._texts = {tests[name].column: criterion.test.text for name, criterion in criteria.items()}
        """What is tested of each column: of one that is no single value all its tests say the same."""
        self.boxes = [_box(names, tests) for names in named]
        self.index = RowIndex(self.boxes, [column.size for column in self.columns])
        self.rows = (1 << len(table.rows)) - 1
        """The rows of the table among those of ``index``; the situations come after them."""
        self.within: Box = {
            number: sum(1 << rank for rank in ranks)
            for number, column in enumerate(self.columns)
            if column.kind is ColumnKind.VALUE
            and column.scale is not None
            and (ranks := _possible(column.finding, column.scale, period, vocabulary)) is not None
        }
        self.givers = {
            number: [
                (1 << ranks_of(Measurement(value), column.scale)[0], _box(names, tests))
                for value, names in givers[column.finding]
            ]
            for number, column in enumerate(self.columns)
            if column.kind is ColumnKind.VALUE and column.scale is not None and column.finding in givers
        }

    def as_given(self, region: Region) -> Region | None:
        """Return ``region`` with what is to hold of one person for other tables to give what it says of their terms.

        ``None`` if they cannot: of each term there is to be a row that gives such a value, and what these rows test
        must go together. After some tries it is taken to.
        """
        return self._as_given([each for each in self.givers if each in region], region, [_MOST_TRIES])

    def _as_given(self, wanted: Sequence[int], so_far: Region, left: list[int]) -> Region | None:
        if not wanted:
            return so_far
        for ranks, box in self.givers[wanted[0]]:
            left[0] -= 1
            if left[0] < 0:
                return so_far
            together = meet({**so_far, wanted[0]: so_far[wanted[0]] & ranks}, box)
            found = self._as_given(wanted[1:], together, left) if all(together.values()) else None
            if found is not None:
                return found
        return None

    def can_be(self, region: Region) -> bool:
        """Whether some lists of the repeated terms have all that ``region`` says of them.

        A list has a value at least, and one that excludes others (无) alone.
        """
        return lists_can_be(region, self.columns, self._vocabulary)

    def said(self, region: Region) -> list[tuple[str, str]]:
        """Write ``region`` as an author would: the name of each term, and the cell."""
        said: dict[str, list[str]] = {}
        for number, ranks in sorted(region.items()):
            column = self.columns[number]
            if ranks == (1 << column.size) - 1:
                continue
            finding = self._vocabulary.findings[column.finding]
            if column.kind is ColumnKind.VALUE and column.scale is not None:
                said.setdefault(finding.name.zh, []).append(cell_of(ranks, column.scale, finding.type))
            else:
                test = self._texts[number]
                said.setdefault(finding.name.zh, []).append(test if ranks & ~1 else f"没有 {test}")
        return [(name, "，".join(cells[:_SHOWN]) + "…" * (len(cells) > _SHOWN)) for name, cells in said.items()]

    def example(self, region: Region, as_of: date) -> dict[str, str]:
        """Return a value of each term in ``region``, as it would be reported on ``as_of``, by the term's name.

        A list is left out where nothing need be in it.
        """
        values: dict[str, str] = {}
        for number, column in enumerate(self.columns):
            everything = (1 << column.size) - 1
            if column.finding not in self._inputs and region.get(number, everything) == everything:
                continue  # nothing is to hold of it
            ranks = region.get(number, self.within.get(number, 1 if column.kind is not ColumnKind.VALUE else 0))
            finding = self._vocabulary.findings[column.finding]
            if column.kind is ColumnKind.VALUE and column.scale is not None:
                if ranks:
                    values[finding.name.zh] = value_of(ranks, column, finding.type, as_of)
            elif ranks & ~1 and not ranks & 1:
                values[finding.name.zh] = self._texts[number]
        return values


def lists_can_be(region: Region, columns: Sequence[Column], vocabulary: Vocabulary) -> bool:
    """Whether some lists of the repeated terms have all that ``region`` says of their ``columns``."""
    wanted: dict[str, list[tuple[Predicate, bool]]] = {}
    for number, ranks in region.items():
        column = columns[number]
        if column.predicate is not None and column.size > 1 and not (ranks & 1 and ranks & ~1):
            wanted.setdefault(column.finding, []).append((column.predicate, bool(ranks & ~1)))
    return all(_some_list(vocabulary.findings[code].type, each) for code, each in wanted.items())


def _givers(
    table: DecisionTable, period: BenefitRules, vocabulary: Vocabulary, criteria: dict[str, Criterion]
) -> dict[str, list[tuple[Value, list[str]]]]:
    """Return the values that other tables give the inputs of ``table`` in words, each with what is to hold for it.

    What these tables test is put among ``criteria``, a name for each.
    """
    given: dict[str, list[tuple[Value, list[str]]]] = {}
    for code in table.inputs:
        if values_given(period, vocabulary, code) is None:
            continue
        giver = period.tables[period.producers[code]]
        for row in giver.rows:
            names = []
            for criterion in _tests_of(giver, row):
                name = f"{_BESIDE}{giver.name}:{criterion.id}"
                criteria.setdefault(name, replace(criterion, id=name))
                names.append(name)
            expression = row.outputs[code].expression
            if isinstance(expression, Constant):
                given.setdefault(code, []).append((_word(expression), names))
    return given


def _tests_of(table: DecisionTable, row: TableRow) -> list[Criterion]:
    if table.matching is None or not row.node:
        return []
    rows = table.matching.rows
    return [rows.criteria[name] for name in rows.groups[row.node].variants[0].members]


def _word(constant: Constant) -> Value:
    return int(constant.value) if isinstance(constant.value, Fraction) else constant.value


def _box(names: Sequence[str], tests: Mapping[str, CriterionTest]) -> Box:
    box: dict[int, int] = {}
    for name in names:
        test = tests[name]
        ranks = sum(1 << rank for rank in test.passing)
        box[test.column] = box.get(test.column, ranks) & ranks
    return box


def values_given(period: BenefitRules, vocabulary: Vocabulary, code: str) -> list[Value] | None:
    """Return every value that the table of ``code`` puts out; ``None`` unless they are words written there."""
    producer, finding = period.producers.get(code), vocabulary.findings[code]
    worded = finding.type.levels is not None or finding.type.kind is ValueKind.YES_NO
    if producer is None or finding.stands_for or finding.repeated or not worded or code in period.figures:
        return None
    values: list[Value] = []
    for row in period.tables[producer].rows:
        expression = row.outputs[code].expression
        if isinstance(expression, Absent):
            continue
        if not isinstance(expression, Constant):
            return None
        values.append(_word(expression))
    return values


def _possible(code: str, scale: Scale, period: BenefitRules, vocabulary: Vocabulary) -> set[int] | None:
    """Return the ranks that the term ``code`` can have; ``None`` if that is any."""
    given = values_given(period, vocabulary, code)
    if given is not None:
        return {ranks_of(Measurement(value), scale)[0] for value in given}
    if code == vocabulary.roles.get(Role.BENEFIT_YEAR):
        first, until = period.effective_from, period.effective_until
        low = None if first is None else Fraction(period.year.of(first))
        high = None if until is None else Fraction(period.year.of(until - timedelta(days=1)))
        lowest, highest = ranks_of(Measurement(Interval(low, True, high, True)), scale)
        return set(range(lowest, highest + 1))
    return None


def _some_list(cell_type: CellType, wanted: Sequence[tuple[Predicate, bool]]) -> bool:
    """Whether some list of codes or levels has a value that passes each wanted predicate, and none of the others."""
    if cell_type.levels is None or any(predicate.scale is None for predicate, _ in wanted):
        return True
    allowed: list[tuple[Level, frozenset[int]]] = []
    for place, level in enumerate(cell_type.levels.levels):
        passed = {
            number
            for number, (predicate, _) in enumerate(wanted)
            if predicate.scale is not None and rank_of_level(place, level.value, predicate.scale) in predicate.passing
        }
        if all(wanted[number][1] for number in passed):
            allowed.append((level, frozenset(passed)))
    needed = {number for number, (_, is_wanted) in enumerate(wanted) if is_wanted}
    together = [passed for level, passed in allowed if not level.exclusive]
    alone = [passed for level, passed in allowed if level.exclusive]
    return (bool(together) and needed <= frozenset().union(*together)) or any(needed <= passed for passed in alone)


def meet(one: Box, other: Box) -> Box:
    """Return what two boxes have in common."""
    return {**one, **{column: one.get(column, ranks) & ranks for column, ranks in other.items()}}
