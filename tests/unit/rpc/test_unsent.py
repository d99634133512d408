"""Answers that wait to be taken: counted by connection, until their calls have ended."""

from collections.abc import Callable

import pytest

from chronicare.application.errors import BusyError
from chronicare.rpc.unsent import Unsent


class Call:
    """A call by a connection that a test ends."""

    def __init__(self, connection: str) -> None:
        """Be in progress."""
        self.connection = connection
        self.callbacks: list[Callable[[object], None]] = []

    def peer(self) -> str:
        """Return the connection."""
        return self.connection

    def add_done_callback(self, callback: Callable[[object], None]) -> None:
        """Keep what is to be called at the end."""
        self.callbacks.append(callback)

    def end(self) -> None:
        """Have the answer taken, or the client leave."""
        for each in self.callbacks:
            each(self)


def test_a_connection_may_leave_so_much_and_others_are_not_held_to_account() -> None:
    unsent = Unsent(10)
    first, second = Call("a"), Call("a")
    assert unsent.admit(first).wait(b"x" * 9) == b"x" * 9
    unsent.admit(second).wait(b"x" * 9)
    with pytest.raises(BusyError):
        unsent.admit(Call("a"))
    unsent.admit(Call("b")).wait(b"x")
    first.end()
    unsent.admit(Call("a"))
    second.end()
    assert unsent.waiting == {"b": 1}


def test_what_has_been_admitted_is_looked_at_again_when_its_turn_comes() -> None:
    unsent = Unsent(10)
    first, second = unsent.admit(Call("a")), unsent.admit(Call("a"))
    second.check()
    first.wait(b"x" * 10)
    with pytest.raises(BusyError):
        second.check()


def test_an_answer_nobody_waits_for_any_more_is_not_counted() -> None:
    unsent, call = Unsent(10), Call("a")
    place = unsent.admit(call)
    call.end()
    assert place.wait(b"x" * 20) == b"x" * 20
    assert unsent.waiting == {}


def test_a_call_without_an_answer_leaves_nothing() -> None:
    unsent, call = Unsent(10), Call("a")
    unsent.admit(call)
    call.end()
    assert unsent.waiting == {}
