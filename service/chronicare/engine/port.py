"""What a forward-chaining engine is to the rest of the house. Two stand behind it; a third could take their place."""

from collections.abc import Mapping
from typing import Protocol

from chronicare.program.rules import RuleProgram


class LoadedProgram(Protocol):
    """A program ready to run, from any number of threads. Runs know nothing of each other."""

    @property
    def properties(self) -> frozenset[str]:
        """The properties a fact may have: those the first stratum's rules test."""
        ...

    def run(self, facts: Mapping[str, int]) -> tuple[str, ...]:
        """Return the names of the rules that fire, each once: stratum by stratum, within one as the program lists them.

        ``facts`` is the input fact; what is not known is left out. A value is an ``int`` (no ``bool``) of at most 2^53
        either way. Raises FactsRefusedError for a fact the program does not know or a value that is none,
        EngineFailureError if the engine misbehaves (the next run may be tried), EngineBrokenError if it did too often.
        """
        ...


class Engine(Protocol):
    """Loads programs."""

    def load(self, program: RuleProgram) -> LoadedProgram:
        """Make ``program`` ready to run.

        Raises ProgramRefusedError, with everything wrong with it, if it is ill-formed or cannot be run safely;
        EngineFailureError if the engine does not take it all the same.
        """
        ...
