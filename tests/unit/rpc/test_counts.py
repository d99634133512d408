"""What a process has done is counted, handed on piece by piece, and adds up elsewhere to the same."""

import threading

import pytest

from chronicare.rpc.counts import BOUND_NAMES, CALLS, DECISIONS, SECONDS, WITHIN, Counts


def test_sums_grow() -> None:
    counts = Counts()
    counts.add(DECISIONS, "990000", "MEETS")
    counts.add(DECISIONS, "990000", "MEETS", amount=2)
    assert counts.value(DECISIONS, "990000", "MEETS") == 3
    assert counts.value(DECISIONS, "990000", "UNDECIDED") == 0
    assert counts.sums() == {(DECISIONS, "990000", "MEETS"): 3}


def test_what_is_handed_on_adds_up_to_the_same_whatever_is_added_between() -> None:
    counts, elsewhere = Counts(), Counts()
    for number in range(7):
        counts.add("a", str(number), amount=number)
    elsewhere.add_all(counts.take(3))
    counts.add("a", "0", amount=5)
    for _ in range(3):
        elsewhere.add_all(counts.take(3))
    assert elsewhere.sums() == counts.sums()
    assert counts.take(3) == []


def test_several_threads_lose_nothing() -> None:
    counts = Counts()

    def add() -> None:
        for _ in range(2000):
            counts.add("a")
            counts.take(1)

    threads = [threading.Thread(target=add) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert counts.value("a") == 8000


def test_a_call_is_counted_by_its_status_and_in_one_bound() -> None:
    counts = Counts()
    with counts.timed("SettleBill") as timing:
        timing.code = "OK"
    assert counts.value(CALLS, "SettleBill", "OK") == 1
    assert counts.value(SECONDS, "SettleBill", "OK") > 0
    assert sum(counts.value(WITHIN, "SettleBill", "OK", each) for each in BOUND_NAMES) == 1


def test_a_call_that_ends_otherwise_was_cancelled() -> None:
    counts = Counts()
    with pytest.raises(KeyboardInterrupt), counts.timed("SettleBill"):
        raise KeyboardInterrupt
    assert counts.value(CALLS, "SettleBill", "CANCELLED") == 1
