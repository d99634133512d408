"""What the use cases need of the outside world."""

from collections.abc import Sequence
from typing import Protocol

from chronicare.diagnostics import Diagnostics
from chronicare.engine import Problem
from chronicare.formats import AnyCaseFile
from chronicare.program.rules import RuleProgram
from chronicare.program.truth import Judgement
from chronicare.tables import RuleFolder


class RuleSource(Protocol):
    """Where rule folders come from."""

    def load(
        self, diagnostics: Diagnostics
    ) -> tuple[RuleFolder | None, tuple[tuple[RuleFolder, tuple[AnyCaseFile, ...]], ...]]:
        """Return the vocabulary and each area with its cases; everything wrong goes to ``diagnostics``."""
        ...


class ProgramProber(Protocol):
    """Tries rule programs where one that hangs or crashes the engine does no harm."""

    def __call__(self, programs: Sequence[RuleProgram]) -> Sequence[Problem]:
        """Return what is wrong with any of ``programs``; ``place`` is the program's name. Raises ProbeError."""
        ...


class DisagreementLog(Protocol):
    """Where a disagreement of the two evaluators is written down and counted."""

    def record(self, entry: str, engine: Judgement, reference: Judgement, firings: tuple[str, ...]) -> None:
        """Write down both judgements and the engine's firings."""
        ...
