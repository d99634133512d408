"""What follows from the truth of an entry and of its documents' conditions: the outcome, documents, a review."""

from collections.abc import Mapping
from typing import NamedTuple

from chronicare.compiler.lower import MET, REFUSED, UNDECIDED
from chronicare.engine import LoadedProgram
from chronicare.program.entry import Entry
from chronicare.program.truth import Truth
from chronicare.recognition.decision import DocumentStatus, Outcome

_RANK = {True: MET, None: UNDECIDED, False: REFUSED}
_OUTCOMES = {
    f"outcome{MET}": Outcome.MEETS,
    f"outcome{UNDECIDED}": Outcome.UNDECIDED,
    f"outcome{REFUSED}": Outcome.DOES_NOT_MEET,
}


class Follows(NamedTuple):
    """What follows from one combination of outcome and conditions, and the rules that said so."""

    outcome: Outcome
    review: bool
    documents: tuple[DocumentStatus, ...]
    firings: tuple[str, ...]


class Consequences:
    """Asks the engine what follows for one entry."""

    def __init__(self, entry: Entry, program: LoadedProgram) -> None:
        """Ask by ``program``, which was compiled from ``entry``."""
        self._entry = entry
        self._program = program
        self._routes = tuple(group.id for group in entry.routes)
        self._conditions = tuple(
            (f"d{index}", document.only_if) for index, document in enumerate(entry.documents) if document.only_if
        )
        self._known: dict[tuple[int, ...], Follows] = {}

    def follow(self, outcome: Truth, nodes: Mapping[str, Truth]) -> Follows:
        """Return what follows from the outcome and the truth of the documents' conditions.

        These are a few ranks, so the engine is asked once for each combination that occurs, and its answer kept.
        """
        best_route = max([_RANK[nodes[name]] for name in self._routes])
        key = (
            _RANK[outcome],
            *[max([_RANK[nodes[node]] for node in each]) for _, each in self._conditions],
            best_route,
        )
        follows = self._known.get(key)
        if follows is None:
            names = ("o", *[name for name, _ in self._conditions], "r")
            asked = self._program.properties
            facts = {name: rank for name, rank in zip(names, key, strict=True) if name in asked}
            follows = self._known[key] = self._derived(facts)
        return follows

    def _derived(self, facts: Mapping[str, int]) -> Follows:
        firings = self._program.run(facts)
        outcome = next(_OUTCOMES[name] for name in firings if name in _OUTCOMES)
        documents = tuple(
            DocumentStatus(document, f"document{index}" in firings, None)
            for index, document in enumerate(self._entry.documents)
            if f"document{index}" in firings or f"perhaps{index}" in firings
        )
        return Follows(outcome, "review" in firings, documents, firings)
