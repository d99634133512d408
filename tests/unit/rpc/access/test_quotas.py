"""Quotas: a bucket of ten seconds' worth, filled at its rate, one for all workers."""

import os

import pytest

from chronicare.application.errors import QuotaSpentError
from chronicare.rpc.access.callers import Caller, Callers
from chronicare.rpc.access.quotas import Quotas, quota_memory
from chronicare.rpc.access.roles import Role


class Clock:
    """Time that passes when told to."""

    def __init__(self) -> None:
        """Begin anywhere."""
        self.now = 1000.0

    def __call__(self) -> float:
        """Say how late it is."""
        return self.now


def caller(name: str, requests: float | None = None, work: float | None = None) -> Caller:
    return Caller(
        name=name, roles=frozenset(Role), areas=frozenset("*"), requests_per_second=requests, work_per_second=work
    )


def let_in(quotas: Quotas, one: Caller, callers: Callers) -> int:
    """Return how many calls are let in before the first is refused."""
    count = 0
    while count < 10_000:
        try:
            quotas.admit(one, callers)
        except QuotaSpentError:
            return count
        count += 1
    return count


def test_bytes_are_counted_whatever_the_number_of_requests() -> None:
    clock = Clock()
    one = Caller(name="a", roles=frozenset(Role), areas=frozenset("*"), bytes_per_second=100)
    quotas, callers = Quotas(-1, 1, clock=clock), Callers([one])
    quotas.admit(one, callers, 1100)  # more than the thousand of ten seconds: it is taken, the next one waits
    with pytest.raises(QuotaSpentError) as refused:
        quotas.admit(one, callers, 1)
    assert (refused.value.retry_seconds, refused.value.metadata) == (1, {"quota": "bytes_per_second"})
    clock.now += 1
    quotas.admit(one, callers, 1)


def test_ten_seconds_worth_at_once_and_then_by_the_rate() -> None:
    clock, one = Clock(), caller("a", requests=2)
    quotas, callers = Quotas(-1, 1, clock=clock), Callers([one])
    assert let_in(quotas, one, callers) == 20
    clock.now += 1
    assert let_in(quotas, one, callers) == 2
    clock.now += 1000
    assert let_in(quotas, one, callers) == 20


def test_a_rate_below_one_lets_one_in_and_says_when_the_next() -> None:
    clock, one = Clock(), caller("a", requests=0.05)
    quotas, callers = Quotas(-1, 1, clock=clock), Callers([one])
    assert let_in(quotas, one, callers) == 1
    with pytest.raises(QuotaSpentError) as refused:
        quotas.admit(one, callers)
    assert (refused.value.retry_seconds, refused.value.metadata) == (20, {"quota": "requests_per_second"})
    clock.now += refused.value.retry_seconds
    assert let_in(quotas, one, callers) == 1


def test_work_is_paid_for_afterwards_and_held_against_the_next_call() -> None:
    clock, one = Clock(), caller("a", work=0.1)
    quotas, callers = Quotas(-1, 1, clock=clock), Callers([one])
    quotas.admit(one, callers)
    quotas.charge(one, 250_000)  # of 8 µs: 2 s, where 1 s is in the bucket
    with pytest.raises(QuotaSpentError) as refused:
        quotas.admit(one, callers)
    assert (refused.value.retry_seconds, refused.value.metadata) == (10, {"quota": "work_per_second"})
    clock.now += 10.5
    quotas.admit(one, callers)


def test_nobody_pays_for_another_nor_without_a_quota() -> None:
    one, other, free = caller("a", requests=1), caller("b", requests=1), caller("c")
    quotas, callers = Quotas(-1, 1, clock=Clock()), Callers([one, other, free])
    assert let_in(quotas, one, callers) == 10
    assert let_in(quotas, other, callers) == 10
    assert let_in(quotas, free, callers) == 10_000


def test_workers_share_one_bucket() -> None:
    clock, one = Clock(), caller("a", requests=1)
    memory = quota_memory(2)
    try:
        first, second = Quotas(memory, 2, 0, clock), Quotas(memory, 2, 1, clock)
        callers = Callers([one])
        second.admit(one, callers)
        # What was taken before a worker first looks is not held against its view of the bucket: 11 go through.
        assert let_in(first, one, callers) == 10
        assert let_in(second, one, callers) == 0
        clock.now += 4  # the second one's view stands at -1 + 4, the first one's at 0 + 4
        assert let_in(second, one, callers) == 3
        assert let_in(first, one, callers) == 1
        clock.now += 2
        assert let_in(first, one, callers) == 2
        assert let_in(second, one, callers) == 0
    finally:
        os.close(memory)


def test_a_worker_that_is_new_goes_on_where_the_last_one_ended() -> None:
    clock, one = Clock(), caller("a", requests=1)
    memory = quota_memory(1)
    try:
        callers = Callers([one])
        assert let_in(Quotas(memory, 1, 0, clock), one, callers) == 10
        again = Quotas(memory, 1, 0, clock)
        assert let_in(again, one, callers) == 10  # a view of its own begins full, not below nothing
        clock.now += 1
        assert let_in(again, one, callers) == 1
    finally:
        os.close(memory)


def test_quotas_that_are_changed_hold_from_then_on() -> None:
    one = caller("a", requests=1)
    quotas = Quotas(-1, 1, clock=Clock())
    assert let_in(quotas, one, Callers([one])) == 10
    more = caller("a", requests=3)
    assert let_in(quotas, more, Callers([more])) == 30
