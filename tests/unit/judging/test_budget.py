"""Counting what an answer takes."""

import pytest

from chronicare.judging.budget import AbandonedError, Budget, BudgetSpentError, spend, uncounted


def test_without_a_budget_nothing_is_counted() -> None:
    spend(10**12, 10**12)


@pytest.mark.parametrize(("steps", "size"), [(11, 0), (0, 101)])
def test_up_to_the_budget_all_is_well_and_beyond_it_nothing_is(steps: int, size: int) -> None:
    budget = Budget(10, 100)
    with budget.in_force():
        spend(min(steps, 10), min(size, 100))
        with pytest.raises(BudgetSpentError):
            spend(steps - min(steps, 10), size - min(size, 100))
    spend(100, 1000)
    assert (budget.steps, budget.bytes) == (steps, size)


def test_abandoned_work_ends_at_its_next_step() -> None:
    budget = Budget(10, 100)
    with budget.in_force():
        spend()
        budget.abandon()
        with pytest.raises(AbandonedError):
            spend(0)


def test_what_is_kept_for_all_is_charged_to_nobody() -> None:
    budget = Budget(1, 1)
    with budget.in_force():
        with uncounted():
            spend(100, 100)
        spend(1, 1)
        with pytest.raises(BudgetSpentError):
            spend()
    assert (budget.steps, budget.bytes) == (2, 1)
