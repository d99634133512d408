"""Settles by cases what is not known otherwise, for all persons at once of whom the same is known where it matters."""

from collections.abc import Mapping, Sequence

import numpy as np

from chronicare.columnar.bitmaps import Bits, Mask, Truths, packed, unpacked
from chronicare.columnar.criteria import CriterionTables
from chronicare.columnar.numbering import Numbers, groups_of
from chronicare.columnar.persons import Persons, Scaled
from chronicare.columnar.states import States, known_of, number_of
from chronicare.columnar.tree import Readings, Tree
from chronicare.judging.cases import CaseFinder, Ties
from chronicare.judging.ranking import Known
from chronicare.program.ranks import ColumnKind, CompiledEntry

Held = Mapping[str, Bits]
"""Of whom routes and exclusions hold, by id."""


class CaseRuns:
    """Goes through the cases of one entry."""

    def __init__(self, compiled: CompiledEntry, tables: CriterionTables, tree: Tree) -> None:
        """Note the columns that decide which cases there are."""
        self._compiled = compiled
        self._tables = tables
        self._tree = tree
        self._finder = CaseFinder(compiled, {})
        at_two_times = self._finder.at_two_times.keys()
        self._asked = sorted(
            {index for split in compiled.splits for index in split.columns}
            | {
                index
                for index, column in enumerate(compiled.columns)
                if column.kind is not ColumnKind.SWITCH and column.finding in at_two_times
            }
        )

    def without_form(self, persons: Persons) -> Mask:
        """Return of whom something is known that has cases, if any, of its own: such persons are judged row by row."""
        marked = np.zeros(persons.count, np.bool_)
        for code in {column.finding for column in self._compiled.columns} & persons.statements.keys():
            marked |= persons.statements[code]
        for split in self._compiled.splits:
            items = persons.lists.get(split.finding)
            if split.scale is None or items is None:
                continue
            for values in items.values.values():
                if isinstance(values, Scaled):
                    marked[items.persons[values.low != values.high]] = True
                else:  # of a grade, readings may be several
                    marked[items.persons] = True
        return marked

    def settle(
        self, outcome: Truths, held: Held, states: Sequence[States | None], readings: Readings, eligible: Mask
    ) -> tuple[Truths, Held]:
        """Return ``outcome`` with that of those settled by cases, and what is ``held`` of them in every case."""
        undecided = np.flatnonzero(unpacked(outcome.unknown, eligible.size) & eligible)
        if not self._asked or not undecided.size:
            return outcome, held
        true, false = (unpacked(each, eligible.size).copy() for each in outcome)
        holds = {name: unpacked(bits, eligible.size).copy() for name, bits in held.items()}
        for among in groups_of([self._numbers(column, states, undecided) for column in self._asked]):
            places = undecided[among]
            known = [None if each is None else each[places] for each in states]
            found = self._over_cases(known, readings, held, places.size)
            if found is None:
                continue
            settled, held_in_all = found
            true[places], false[places] = (unpacked(each, places.size) for each in settled)
            decided = true[places] | false[places]
            for name, bits in held_in_all.items():
                holds[name][places[decided]] = unpacked(bits, places.size)[decided]
        return Truths(packed(true), packed(false)), {name: packed(each) for name, each in holds.items()}

    def _numbers(self, column: int, states: Sequence[States | None], places: Numbers) -> tuple[Numbers, int]:
        """Return the numbers of ``column`` at ``places``, and how many numbers it may have."""
        size, found = self._compiled.columns[column].size, states[column]
        numbers = np.full(places.size, number_of(None, size)) if found is None else found[places].astype(np.intp)
        return numbers, size * size

    def _over_cases(
        self, states: Sequence[States | None], readings: Readings, held: Held, count: int
    ) -> tuple[Truths, Held] | None:
        """Return what is so in all cases of ``count`` persons of whom the same is known; ``None`` if there are none."""
        known: list[Known] = [None] * len(states)
        for column in self._asked:
            found = states[column]
            known[column] = None if found is None else known_of(int(found[0]), self._compiled.columns[column].size)
        criteria = self._tables.truths(states, count)
        settled: Truths | None = None
        in_all: dict[str, Bits] = {}
        for case in self._finder.cases(known, self._ties(known)):
            changed = dict(criteria)
            for column in self._asked:
                if case[column] != known[column]:
                    number = number_of(case[column], self._compiled.columns[column].size)
                    changed |= self._tables.on(column, number, count)
            nodes = self._tree.compose(changed, readings)
            outcome = self._tree.outcome(nodes)
            if settled is None:
                settled, in_all = outcome, {name: nodes[name].true for name in held}
            else:
                settled = Truths(settled.true & outcome.true, settled.false & outcome.false)
                in_all = {name: bits & nodes[name].true for name, bits in in_all.items()}
            if not (settled.true.any() or settled.false.any()):
                break
        return None if settled is None else (settled, in_all)

    def _ties(self, known: Sequence[Known]) -> Ties:
        """Return which answers go together: of findings asked for at two times, and not yet answered for all."""
        open_codes = {
            self._compiled.columns[index].finding for index in self._asked if known[index] is None
        } & self._finder.at_two_times.keys()
        return Ties({}, tuple(each for code in sorted(open_codes) for each in self._finder.at_two_times[code]))
