"""What the use cases need of the outside world."""

from typing import Protocol

from chronicare.diagnostics import Diagnostics
from chronicare.formats import CaseFile
from chronicare.program.truth import Judgement
from chronicare.tables import RuleFolder


class RuleSource(Protocol):
    """Where rule folders come from."""

    def load(self, found: Diagnostics) -> "tuple[RuleFolder | None, tuple[tuple[RuleFolder, tuple[CaseFile, ...]], ...]]":
        """Return the vocabulary and each area with its cases; everything wrong goes to ``found``."""
        ...


class DisagreementLog(Protocol):
    """Where a disagreement of the two evaluators is written down and counted."""

    def record(self, entry: str, engine: Judgement, reference: Judgement, firings: tuple[str, ...]) -> None:
        """Write down both judgements and the engine's firings."""
        ...
