"""What other rules mean for the same people: who gains, who loses, how much, and which rows make it so."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from chronicare.analysis.comparison import Difference
from chronicare.analysis.rule_texts import SWITCH_SUBJECT
from chronicare.diagnostics import Position, Text
from chronicare.program.truth import Truth

_RowKey = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Result:
    """What one set of rules answers: ``outcome`` in words, ``statement`` in sentences.

    ``payers`` is what each pays of a bill, and ``burden_fen`` what is left to the person, in fen; ``None`` where
    nothing is settled. ``meets`` is whether an entry is met; ``None`` for what is no recognition, or undecided.
    ``rows`` are where the rows stand that it rests on, ``readings`` those in force by switch. Of an entry, called
    ``subject``, ``truths`` are those of its criteria and groups by id. ``day`` is the one it is of, if it has its own.
    """

    outcome: Text
    statement: tuple[str, ...] = ()
    payers: Mapping[str, int] | None = None
    burden_fen: int | None = None
    meets: Truth = None
    rows: frozenset[Position] = frozenset()
    readings: Mapping[str, str] = field(default_factory=dict)
    subject: str = ""
    truths: Mapping[str, Truth] = field(default_factory=dict)
    day: date | None = None

    @property
    def paid_fen(self) -> int | None:
        """What all payers pay; ``None`` where nothing is settled."""
        return None if self.payers is None else sum(self.payers.values())


class Effect(Enum):
    """What the new rules mean for one person; the value is how it is called."""

    GAINS = Text("得益", "gains")
    """More is paid, or the entry is met now."""
    LOSES = Text("受损", "loses")
    """Less is paid, or the entry is met no longer."""
    OTHERWISE = Text("另有不同", "otherwise")
    """Neither can be told, and the answer is another: who pays, or whether it can be decided."""
    SAME = Text("不变", "same")


@dataclass(frozen=True, slots=True)
class Affected:
    """One person or bill as of a ``day``: ``before`` by the old rules, ``after`` by the new."""

    name: str
    day: date
    before: Result
    after: Result

    @property
    def gain_fen(self) -> int:
        """How much more payers pay; nothing unless both settle it."""
        before, after = self.before.paid_fen, self.after.paid_fen
        return 0 if before is None or after is None else after - before

    @property
    def effect(self) -> Effect:
        """What the new rules mean for the person."""
        old, new = self.before, self.after
        if self.gain_fen or (old.meets is True) is not (new.meets is True):
            return Effect.GAINS if self.gain_fen > 0 or new.meets is True else Effect.LOSES
        is_settled = old.payers is not None and new.payers is not None
        if is_settled or old.subject or new.subject:
            alike = (old.outcome, old.payers, old.burden_fen) == (new.outcome, new.payers, new.burden_fen)
        else:
            alike = (old.outcome, old.statement) == (new.outcome, new.statement)
        return Effect.SAME if alike else Effect.OTHERWISE


@dataclass(frozen=True, slots=True)
class Responsible:
    """What is written otherwise (``None``: nothing that was found), and who is affected by it.

    ``gained_fen`` and ``lost_fen`` are whole amounts: of somebody affected by several differences they count in each.
    """

    difference: Difference | None
    affected: tuple[Affected, ...]

    @property
    def gained_fen(self) -> int:
        """How much more is paid to those who gain."""
        return sum(each.gain_fen for each in self.affected if each.gain_fen > 0)

    @property
    def lost_fen(self) -> int:
        """How much less is paid to those who lose."""
        return -sum(each.gain_fen for each in self.affected if each.gain_fen < 0)


@dataclass(frozen=True, slots=True)
class Impact:
    """What the new rules mean for all who were ``asked``; only those ``changed`` for are kept.

    ``turns`` is how many go from which outcome to which, the most first. Of the bills that both settle, in fen,
    before and after: what each of the ``payers`` pays, and the ``burden`` left to the persons. ``responsible`` has
    those first that most are affected by.
    """

    asked: int
    changed: tuple[Affected, ...]
    turns: Mapping[tuple[Text, Text], int]
    payers: Mapping[str, tuple[int, int]]
    burden: tuple[int, int]
    responsible: tuple[Responsible, ...]

    def of(self, effect: Effect) -> list[Affected]:
        """Return those with the ``effect``, the greatest amounts first; of the same, of whom none are kept, nobody."""
        return sorted((each for each in self.changed if each.effect is effect), key=lambda each: -abs(each.gain_fen))

    def count(self, effect: Effect) -> int:
        """Return how many there are with the ``effect``."""
        if effect is Effect.SAME:
            return self.asked - len(self.changed)
        return sum(each.effect is effect for each in self.changed)


class Weighing:
    """Sums up what the new rules mean, person by person, keeping those alone for whom something changes."""

    def __init__(self, differences: Sequence[Difference]) -> None:
        """Begin with nobody; ``differences`` are all that the two sets of rules have."""
        self._search = _Search(differences)
        self._asked = 0
        self._changed: list[Affected] = []
        self._turns: Counter[tuple[Text, Text]] = Counter()
        self._payers: dict[str, tuple[int, int]] = {}
        self._burden = (0, 0)
        self._found: dict[Difference | None, list[Affected]] = {}

    def add(self, each: Affected) -> None:
        """Count one person in."""
        self._asked += 1
        self._turns[each.before.outcome, each.after.outcome] += 1
        before, after = each.before.payers, each.after.payers
        if before is not None and after is not None:
            for payer in dict.fromkeys((*before, *after)):
                one, other = self._payers.get(payer, (0, 0))
                self._payers[payer] = (one + before.get(payer, 0), other + after.get(payer, 0))
            one, other = self._burden
            self._burden = (one + (each.before.burden_fen or 0), other + (each.after.burden_fen or 0))
        if each.effect is Effect.SAME:
            return
        self._changed.append(each)
        behind: list[Difference | None] = [*self._search.behind(each)]
        for difference in behind or [None]:
            self._found.setdefault(difference, []).append(each)

    def impact(self) -> Impact:
        """Return what has been summed up so far."""
        found = (Responsible(difference, tuple(affected)) for difference, affected in self._found.items())
        ordered = sorted(found, key=lambda each: (each.difference is None, -len(each.affected)))
        turns = dict(self._turns.most_common())
        return Impact(self._asked, tuple(self._changed), turns, dict(self._payers), self._burden, tuple(ordered))


def impact_of(people: Iterable[Affected], differences: Sequence[Difference]) -> Impact:
    """Sum up what the new rules mean for ``people``; ``differences`` are all that the two sets of rules have."""
    weighing = Weighing(differences)
    for each in people:
        weighing.add(each)
    return weighing.impact()


class _Search:
    """Finds the differences an answer rests on: by the rows used, an entry's by its nodes that came out otherwise."""

    def __init__(self, differences: Sequence[Difference]) -> None:
        self._by_row: dict[_RowKey, list[Difference]] = {}
        self._by_node: dict[tuple[str, str], list[Difference]] = {}
        self._by_switch: dict[str, list[Difference]] = {}
        for each in differences:
            if each.key.subject == SWITCH_SUBJECT:
                self._by_switch.setdefault(each.key.place, []).append(each)
                continue
            self._by_node.setdefault((each.key.subject, each.key.place.partition("（")[0]), []).append(each)
            for where in {_row(place) for place in (each.stood, each.stands) if place is not None}:
                self._by_row.setdefault(where, []).append(each)

    def behind(self, affected: Affected) -> list[Difference]:
        """Return the differences in force on the day that the two answers rest on, each once."""
        found = dict.fromkeys(self._candidates(affected.before, affected.after))
        return [
            each
            for each in found
            if (each.since is None or each.since <= affected.day) and (each.until is None or affected.day < each.until)
        ]

    def _candidates(self, before: Result, after: Result) -> Iterator[Difference]:
        for name in dict.fromkeys((*before.readings, *after.readings)):
            yield from self._by_switch.get(name, ())
        subject = before.subject or after.subject
        for node in dict.fromkeys((*before.truths, *after.truths)):
            known = node in before.truths and node in after.truths
            if not known or before.truths[node] != after.truths[node]:
                yield from self._by_node.get((subject, node), ())
        if subject:
            return
        old, new = {_row(each) for each in before.rows}, {_row(each) for each in after.rows}
        for row in sorted(old | new):
            for each in self._by_row.get(row, ()):
                was_used = each.stood is not None and _row(each.stood) in old
                is_used = each.stands is not None and _row(each.stands) in new
                if was_used or is_used:
                    yield each


def _row(where: Position) -> _RowKey:
    return where.file, where.row
