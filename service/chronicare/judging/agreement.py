"""Two evaluators must come to the same judgement, or there is none.

Errors::

    DisagreementError          engine and reference evaluator differ; there is no answer, both traces are kept
"""

from collections.abc import Mapping, Sequence
from typing import Protocol

from chronicare.program.evidence import Evidence
from chronicare.program.truth import Judgement


class CrossCheck(Protocol):
    """A second evaluator that must come to the same judgement."""

    def judge(self, evidence: Evidence, readings: Mapping[str, str] | None = None) -> Judgement:
        """Judge the rules it was made for."""


class DisagreementError(Exception):
    """The two evaluators differ on an entry or a table. ``engine`` and ``reference`` are their judgements."""

    def __init__(self, entry: str, engine: Judgement, reference: Judgement, firings: Sequence[str]) -> None:
        """Keep both judgements and the engine's firings."""
        self.entry = entry
        self.engine = engine
        self.reference = reference
        self.firings = tuple(firings)
        nodes = [name for name, truth in engine.nodes.items() if reference.nodes.get(name) is not truth]
        super().__init__(
            f"{entry}: engine and reference disagree on {nodes or 'the outcome'}: "
            f"{engine.outcome} against {reference.outcome}"
        )


def require_agreement(name: str, engine: Judgement, reference: Judgement, firings: Sequence[str]) -> None:
    """Raise DisagreementError unless both judgements agree on every node, the outcome and every reading."""
    if (
        reference.outcome is not engine.outcome
        or reference.nodes != engine.nodes
        or reference.by_reading != engine.by_reading
    ):
        raise DisagreementError(name, engine, reference, firings)
