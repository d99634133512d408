"""Adds up tallies while rules fire, so that between two strata next to nothing is left to do."""

from collections.abc import Container
from typing import NamedTuple

from chronicare.program.rules import RuleProgram, Term


class _Choice(NamedTuple):
    """An item of several terms: the first of ``terms``, best points first, that counts is added to number ``slot``."""

    slot: int
    terms: tuple[Term, ...]


class TallyPlan:
    """How the tallies of a program come about. Every tally has a slot, a number in one list for the whole program.

    An item of a single term is settled when its rule fires: ``gains`` maps the rule to what each slot gains by it, and
    the start already holds the points of what counts until a rule fires. Items of several terms are chosen among when
    the stratum begins.
    """

    def __init__(self, program: RuleProgram) -> None:
        """Plan the tallies of a checked ``program``."""
        self.slots: dict[str, int] = {}
        self.gains: dict[str, list[tuple[int, int]]] = {}
        self._start: list[int] = []
        self._choices: list[list[_Choice]] = []
        for stratum in program.strata:
            choices: list[_Choice] = []
            for tally in stratum.tallies:
                slot = self.slots[tally.property] = len(self._start)
                self._start.append(0)
                for item in tally.items:
                    if len(item) == 1:
                        self._settle(slot, item[0])
                    else:
                        choices.append(_Choice(slot, tuple(sorted(item, key=lambda term: -term.points))))
            self._choices.append(choices)
        self.chooses = tuple(map(bool, self._choices))
        """Whether a stratum has anything to choose."""

    def _settle(self, slot: int, term: Term) -> None:
        gain = term.points if term.fired else -term.points
        if not term.fired:
            self._start[slot] += term.points
        self.gains.setdefault(term.rule, []).append((slot, gain))

    def begin(self) -> list[int]:
        """Return the slots as they are before anything has fired."""
        return self._start.copy()

    def choose(self, stratum: int, fired: Container[str], slots: list[int]) -> None:
        """Add to ``slots`` what items of several terms bring to the tallies of ``stratum``, given what has fired."""
        for slot, terms in self._choices[stratum]:
            for term in terms:
                if (term.rule in fired) == term.fired:
                    slots[slot] += term.points
                    break
