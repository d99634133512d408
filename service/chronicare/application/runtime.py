"""What every use case runs on: the releases held, and the guard that lets no disagreement or fault become an answer."""

from dataclasses import dataclass, field, replace
from datetime import date

from chronicare.application.catalogue import Catalogue
from chronicare.application.guard import Guard
from chronicare.recognition.decision import Decision


@dataclass(frozen=True, slots=True)
class Runtime:
    """One catalogue and one guard. Thread-safe as far as the engine is.

    ``without_evidence`` keeps the decisions nothing was reported for, by digest, readings put in force, entry and day.
    """

    catalogue: Catalogue
    guard: Guard
    without_evidence: dict[tuple[str, frozenset[tuple[str, str]], str, date], Decision] = field(default_factory=dict)

    def snapshot(self) -> "Runtime":
        """Return the same over the releases held now, whatever is published afterwards."""
        return replace(self, catalogue=self.catalogue.snapshot())
