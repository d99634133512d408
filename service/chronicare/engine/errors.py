"""What can go wrong in an engine.

The tree of errors::

    EngineError
    ├── ProgramRefusedError     a program is ill-formed or beyond the limits; the engine was not touched
    ├── FactsRefusedError       the facts of one run are wrong; the engine was not touched
    ├── EngineFailureError      the engine misbehaved; this run has no result, the next one starts afresh
    ├── EngineBrokenError       it misbehaved too often to be trusted further; the process should exit
    ├── EngineUnsuitableError   the engine is not installed, not in the measured release, or does not import
    └── ProbeError              the child process that tries programs could not do its work at all
"""

from collections.abc import Iterable

from chronicare.diagnostics import Text
from chronicare.engine.problem import Problem


class EngineError(Exception):
    """Anything that goes wrong in this room."""


class ProgramRefusedError(EngineError):
    """A program is ill-formed or beyond the limits; ``problems`` holds everything wrong with it."""

    def __init__(self, name: str, problems: Iterable[Problem]) -> None:
        """Keep the ``problems`` of the program called ``name``."""
        self.problems = tuple(problems)
        super().__init__(f"program {name!r} is refused: " + "; ".join(str(each) for each in self.problems))


class FactsRefusedError(EngineError):
    """The facts of one run are wrong; ``problems`` holds everything wrong with them."""

    def __init__(self, name: str, problems: Iterable[Problem]) -> None:
        """Keep the ``problems`` of the facts given to the program called ``name``."""
        self.problems = tuple(problems)
        super().__init__(f"facts for program {name!r} are refused: " + "; ".join(str(each) for each in self.problems))


class EngineFailureError(EngineError):
    """The engine misbehaved. The run has no result; what it left behind in the engine is never used again."""


class EngineBrokenError(EngineError):
    """The engine misbehaved more often than is allowed in one process. The process should exit and be started anew."""


class EngineUnsuitableError(EngineError):
    """The engine is not installed, or not in the release whose limits were measured, or cannot be imported.

    ``message`` says which, and the command that mends it.
    """

    def __init__(self, message: Text) -> None:
        """Keep the ``message``; as a string it is English."""
        self.message = message
        super().__init__(message.en)


class ProbeError(EngineError):
    """The child process failed, and not by any of the programs; the message holds what it wrote."""
