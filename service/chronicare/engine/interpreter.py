"""A rule program read aloud: the port in its smallest form. The peer the other engine is held to, and its stand-in."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from chronicare.engine.check import check_program, tested_properties
from chronicare.engine.errors import ProgramRefusedError
from chronicare.engine.facts import refuse_bad_facts
from chronicare.program.rules import Rule, RuleProgram, Tally, Test


class InterpretedProgram:
    """A program that is interpreted anew at every run."""

    def __init__(self, program: RuleProgram) -> None:
        """Take a checked ``program``."""
        self._program = program
        self._properties = tested_properties(program.strata[0]) if program.strata else frozenset()

    @property
    def properties(self) -> frozenset[str]:
        """The properties a fact may have."""
        return self._properties

    def run(self, facts: Mapping[str, int]) -> tuple[str, ...]:
        """Return the names of the rules that fire; see ``LoadedProgram.run``."""
        refuse_bad_facts(self._program.name, facts, self._properties)
        fired: dict[str, None] = {}
        for number, stratum in enumerate(self._program.strata):
            fact = facts if number == 0 else {each.property: _total(each, fired.keys()) for each in stratum.tallies}
            fired.update({rule.name: None for rule in stratum.rules if _fires(rule, fact)})
        return tuple(fired)


class InterpretingEngine:
    """The port without an engine behind it."""

    def load(self, program: RuleProgram) -> InterpretedProgram:
        """Check ``program``; see ``Engine.load``."""
        problems = check_program(program)
        if problems:
            raise ProgramRefusedError(program.name, problems)
        return InterpretedProgram(program)


def _fires(rule: Rule, fact: Mapping[str, int]) -> bool:
    return any(all(_holds(test, fact) for test in tests) for tests in rule.alternatives)


def _holds(test: Test, fact: Mapping[str, int]) -> bool:
    value = fact.get(test.property)
    return value is not None and (test.low is None or test.low <= value) and (test.high is None or value <= test.high)


def _total(tally: Tally, fired: AbstractSet[str]) -> int:
    counting = ([term.points for term in item if (term.rule in fired) == term.fired] for item in tally.items)
    return sum(max(points, default=0) for points in counting)
