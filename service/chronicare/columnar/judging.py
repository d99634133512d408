"""The judgement of one entry for many persons at once: what the decider says of each, from the same compiled entry."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from chronicare.columnar.bitmaps import Bits, Mask, Truths, common, every, packed, unpacked
from chronicare.columnar.cases import CaseRuns, Held
from chronicare.columnar.criteria import CriterionTables
from chronicare.columnar.grids import Layout
from chronicare.columnar.persons import Persons
from chronicare.columnar.states import StateReader
from chronicare.columnar.tree import Tree
from chronicare.program.truth import Truth
from chronicare.recognition.decide import EntryDecider
from chronicare.recognition.decision import Detail

ReadingKey = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Judgements:
    """What is judged of ``count`` persons: as ``Judgement``, each truth of all of them.

    ``held`` says of whom routes and exclusions hold, in every case gone through. ``one_by_one`` are those of whom
    something, or all, had to be judged row by row.
    """

    count: int
    nodes: Mapping[str, Truths]
    outcome: Truths
    by_reading: Mapping[ReadingKey, Truths]
    held: Held
    one_by_one: Mask


class ColumnarEntry:
    """One entry, made ready to be judged of many persons."""

    def __init__(self, decider: EntryDecider, layout: Layout) -> None:
        """Prepare columns and tables. ``decider`` judges whomever these cannot."""
        self.decider = decider
        self.entry = decider.entry
        self._columns = decider.compiled.columns
        self._readers = [StateReader(each, layout) for each in self._columns]
        self._tree = Tree(self.entry)
        self._tables = CriterionTables(decider.compiled)
        self._cases = CaseRuns(decider.compiled, self._tables, self._tree)
        self._in_force = {name: switch.default for name, switch in self.entry.switches.items()}
        excluding_sites = [group for group in self.entry.groups.values() if group.excludes_site]
        self._told = [group.id for group in (*self.entry.routes, *self.entry.exclusions, *excluding_sites)]

    def judge(self, persons: Persons) -> Judgements:
        """Judge ``persons``. Raises ``DisagreementError`` as the decider does, of those it judges."""
        by_rows = np.zeros(persons.count, np.bool_)
        states = [each.read(persons, by_rows) for each in self._readers]
        criteria = self._tables.truths(states, persons.count)
        nodes = self._tree.compose(criteria, self._in_force)
        undecidable = self._cases.without_form(persons)
        by_reading: dict[ReadingKey, Truths] = {}
        held: list[Held] = []
        for chosen in self._open_readings():
            readings = {**self._in_force, **dict(chosen)}
            composed = self._tree.compose(criteria, readings) if chosen else nodes
            outcome = self._tree.outcome(composed)
            holding: Held = {name: composed[name].true for name in self._told}
            by_reading[chosen], holding = self._cases.settle(outcome, holding, states, readings, ~undecidable)
            held.append(holding)
        judged = Judgements(
            persons.count,
            nodes,
            common(list(by_reading.values())),
            by_reading,
            {name: every([each[name] for each in held]) for name in self._told},
            by_rows,
        )
        return self._with_rows(judged, persons, undecidable)

    def _open_readings(self) -> Sequence[ReadingKey]:
        """Return the readings that may be in force, of switches that are open."""
        open_switches = [each for each in self.entry.switches.values() if each.default is None]
        return list(product(*([(each.name, reading.id) for reading in each.readings] for each in open_switches)))

    # Row by row

    def _with_rows(self, judged: Judgements, persons: Persons, undecidable: Mask) -> Judgements:
        """Judge anew those for whom the columns do not say all there is to say."""
        undecided = unpacked(judged.outcome.unknown, persons.count)
        for truths in judged.by_reading.values():
            undecided |= unpacked(truths.unknown, persons.count)
        asked = undecidable & undecided
        for code in self.decider.findings & persons.alternatives.keys():
            asked |= persons.alternatives[code] & undecided
        for code in self.decider.findings & persons.unsited.keys():
            asked |= persons.unsited[code]
        if not asked.any():
            return judged
        numbers = np.flatnonzero(asked)
        decisions = [self.decider.decide(persons.evidence(int(number)), Detail.OUTCOME) for number in numbers]
        nodes = {
            name: _put(truths, numbers, [each.judgement.nodes[name] for each in decisions], persons.count)
            for name, truths in judged.nodes.items()
        }
        by_reading = {
            key: _put(truths, numbers, [each.judgement.by_reading[key] for each in decisions], persons.count)
            for key, truths in judged.by_reading.items()
        }
        outcome = _put(judged.outcome, numbers, [each.judgement.outcome for each in decisions], persons.count)
        held: dict[str, Bits] = {}
        for name, bits in judged.held.items():
            holding = unpacked(bits, persons.count).copy()
            holding[numbers] = [name in each.routes or name in each.exclusions for each in decisions]
            held[name] = packed(holding)
        return Judgements(persons.count, nodes, outcome, by_reading, held, judged.one_by_one | asked)


def _put(truths: Truths, numbers: NDArray[np.intp], found: Sequence[Truth], count: int) -> Truths:
    true, false = (unpacked(each, count).copy() for each in truths)
    true[numbers] = [each is True for each in found]
    false[numbers] = [each is False for each in found]
    return Truths(packed(true), packed(false))
