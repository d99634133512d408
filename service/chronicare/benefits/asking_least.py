"""Which of several ways that come to the same is told: the one whose rows ask the least of what nobody stated."""

from collections.abc import Sequence
from typing import Protocol, TypeVar

from chronicare.benefits.alternatives import Alternative
from chronicare.benefits.applied_row import AppliedRow
from chronicare.benefits.model import BenefitModel


class _RestingOnRows(Protocol):
    @property
    def applied_rows(self) -> tuple[AppliedRow, ...]: ...


Result = TypeVar("Result", bound=_RestingOnRows)


def asking_least(model: BenefitModel, alternatives: Sequence[Alternative[Result]]) -> Alternative[Result]:
    """Return the one of ``alternatives`` whose rows test the fewest of the facts it assumes, the first of several.

    A row that speaks of everybody is told rather than one of a few, to whom the person may not belong.
    """
    if len(alternatives) == 1:
        return alternatives[0]
    tests = {(name, row.row.id): row.tests for name, table in model.prepared.items() for row in table.rows}

    def tested(alternative: Alternative[Result]) -> int:
        rows = (tests.get((each.table, each.row.id), ()) for each in alternative.result.applied_rows)
        return sum(code in alternative.facts for row in rows for code in row)

    return min(alternatives, key=tested)
