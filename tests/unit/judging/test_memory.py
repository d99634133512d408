"""What is remembered is bounded, and what is asked for again and again stays."""

from chronicare.judging.memory import Memory


def test_what_was_kept_is_recalled() -> None:
    memory = Memory()
    assert memory.recall("a") is None
    memory.keep("a", 1)
    assert memory.recall("a") == 1


def test_what_is_forgotten_is_gone() -> None:
    memory = Memory(20)
    for number in range(12):
        memory.keep(number, number)
    memory.forget()
    assert [number for number in range(12) if memory.recall(number) is not None] == []


def test_nothing_is_kept_where_nothing_may_be() -> None:
    memory = Memory(0)
    memory.keep("a", 1)
    assert memory.recall("a") is None


def test_what_is_not_asked_for_is_dropped_and_what_is_stays() -> None:
    memory = Memory(20)
    memory.keep("often", 1)
    memory.keep("once", 1)
    for number in range(100):
        memory.keep(number, number)
        assert memory.recall("often") == 1
    assert memory.recall("once") is None


def test_never_is_more_kept_than_allowed() -> None:
    memory = Memory(20)
    for number in range(100):
        memory.keep(number, number, size=2)
    kept = [number for number in range(100) if memory.recall(number) is not None]
    assert 99 in kept
    assert len(kept) <= 10


def test_what_grows_later_counts() -> None:
    memory = Memory(20)
    memory.keep("a", 1)
    memory.grow(30)
    memory.keep("b", 2)
    memory.grow(30)
    assert memory.recall("a") is None


def test_something_too_large_is_gone_with_the_next() -> None:
    memory = Memory(4)
    memory.keep("large", 1, size=100)
    memory.keep("larger", 2, size=100)
    assert memory.recall("large") is None
