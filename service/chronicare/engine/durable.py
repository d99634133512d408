"""The port over durable-rules: its C module called directly, behind every guard it needs.

A run puts one fact into the engine for each shard of each stratum, takes the firings out, takes the fact back, and adds
up tallies for the next stratum. All conditions are decided by the engine; Python writes facts and adds.
"""

from collections.abc import Callable, Mapping
from itertools import groupby
from operator import itemgetter
from threading import Lock
from typing import NamedTuple

from chronicare.engine.check import check_program, tested_properties
from chronicare.engine.errors import EngineBrokenError, EngineFailureError, ProgramRefusedError
from chronicare.engine.facts import refuse_bad_facts
from chronicare.engine.limits import LIMITS, MAX_INTEGER, MAX_REBUILDS, Limits
from chronicare.engine.native import NativeEngine, load_native_engine
from chronicare.engine.rulesets import Sheet, lay_out, opened_property
from chronicare.engine.session import Session
from chronicare.engine.shards import group_shards, split_program
from chronicare.engine.tallies import TallyPlan
from chronicare.program.rules import RuleProgram


class _Step(NamedTuple):
    """One shard's part in a run: the ``sheet`` of the ruleset numbered ``ruleset``.

    For the input, ``properties`` are those the shard's fact holds. For tallies, ``form`` is the fact with a place for
    each of the values that ``pick`` takes from the slots. ``counts`` says whether any of its rules counts in a tally.
    """

    ruleset: int
    sheet: Sheet
    properties: tuple[str, ...]
    form: str
    pick: Callable[[list[int]], object]
    counts: bool


class _Rebuilds:
    """Counts, for one engine, how often rules had to be created anew."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._count = 0

    def count(self) -> None:
        """Count one more. Raises EngineBrokenError when there have been enough."""
        with self._lock:
            if self._count == MAX_REBUILDS:
                raise EngineBrokenError(f"the engine has failed more than {MAX_REBUILDS} times in this process")
            self._count += 1


class DurableProgram:
    """A program in the engine. Its rulesets are used by one thread at a time."""

    def __init__(self, native: NativeEngine, program: RuleProgram, limits: Limits, rebuilds: _Rebuilds) -> None:
        """Create the rulesets of a checked ``program``. Raises EngineFailureError if the engine does not take them."""
        self._native = native
        self._name = program.name
        self._rebuilds = rebuilds
        self._properties = tested_properties(program.strata[0]) if program.strata else frozenset()
        self._openings = {name: opened_property(name) for name in self._properties}
        self._plan = TallyPlan(program)
        self._rulesets = tuple(map(lay_out, group_shards(split_program(program, limits), limits)))
        steps = (self._step(number, sheet) for number, (_, sheets) in enumerate(self._rulesets) for sheet in sheets)
        self._strata = tuple(
            (stratum, tuple(members)) for stratum, members in groupby(steps, lambda step: step.sheet.shard.stratum)
        )
        self._lock = Lock()
        self._sessions: tuple[Session, ...] | None = self._create_sessions()

    @property
    def properties(self) -> frozenset[str]:
        """The properties a fact may have."""
        return self._properties

    def run(self, facts: Mapping[str, int]) -> tuple[str, ...]:
        """Return the names of the rules that fire; see ``LoadedProgram.run``."""
        written = self._write(facts)
        with self._lock:
            if self._sessions is None:
                self._rebuilds.count()
                self._sessions = self._create_sessions()
            sessions = self._sessions
            try:
                return self._fire_all(sessions, written)
            except BaseException as error:
                # Whatever it was, the run ended half-way and the sessions may hold facts of this case.
                self._sessions = None
                for session in sessions:
                    session.abandon()
                if isinstance(error, (self._native.error, MemoryError)):
                    raise EngineFailureError(f"program {self._name!r}: {error}") from error
                raise

    def _step(self, ruleset: int, sheet: Sheet) -> _Step:
        properties = sheet.shard.properties
        counts = any(condition.rule in self._plan.gains for condition in sheet.shard.conditions)
        if sheet.shard.stratum == 0:
            return _Step(ruleset, sheet, properties, "", _no_values, counts)
        parts = (opened_property(name).replace("%", "%%") + "%d" for name in properties)
        slots = [self._plan.slots[name] for name in properties]
        pick = itemgetter(*slots) if slots else _no_values
        return _Step(ruleset, sheet, (), f"{sheet.opening}{''.join(parts)}}}", pick, counts)

    def _create_sessions(self) -> tuple[Session, ...]:
        try:
            return tuple(Session(self._native, self._name, text, sheets) for text, sheets in self._rulesets)
        except (self._native.error, MemoryError) as error:
            raise EngineFailureError(f"program {self._name!r} could not be created: {error}") from error

    def _write(self, facts: Mapping[str, int]) -> dict[str, str]:
        """Write each property and its value; raise FactsRefusedError if anything about them is wrong."""
        openings = self._openings
        written: dict[str, str] = {}
        for name, value in facts.items():
            if name not in openings or type(value) is not int or not -MAX_INTEGER <= value <= MAX_INTEGER:
                refuse_bad_facts(self._name, facts, self._properties)
            written[name] = f"{openings[name]}{value}"
        return written

    def _fire_all(self, sessions: tuple[Session, ...], written: Mapping[str, str]) -> tuple[str, ...]:
        plan = self._plan
        gains = plan.gains
        slots = plan.begin()
        fired: dict[str, None] = {}
        for stratum, steps in self._strata:
            if plan.chooses[stratum]:
                plan.choose(stratum, fired, slots)
            for ruleset, sheet, properties, form, pick, counts in steps:
                if stratum:
                    fact = form % pick(slots)
                else:
                    fact = "".join([sheet.opening, *[written[name] for name in properties if name in written], "}"])
                firings = sessions[ruleset].fire(sheet, fact)
                if not counts:
                    fired.update(dict.fromkeys(firings))
                    continue
                for rule in firings:
                    if rule not in fired:
                        fired[rule] = None
                        for slot, points in gains.get(rule, ()):
                            slots[slot] += points
        return tuple(fired)


def _no_values(_slots: list[int]) -> tuple[int, ...]:
    return ()


class DurableEngine:
    """Loads programs into durable-rules. One for a process: it counts the failures of all its programs."""

    def __init__(self, limits: Limits = LIMITS) -> None:
        """Use the installed engine. Raises EngineUnsuitableError if it will not do.

        ``limits`` other than the measured ones are for tests.
        """
        self._native = load_native_engine()
        self._limits = limits
        self._rebuilds = _Rebuilds()

    def load(self, program: RuleProgram) -> DurableProgram:
        """Check and split ``program`` and create its rulesets; see ``Engine.load``."""
        problems = check_program(program, self._limits)
        if problems:
            raise ProgramRefusedError(program.name, problems)
        return DurableProgram(self._native, program, self._limits, self._rebuilds)
