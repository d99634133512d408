"""Answers not taken: a client that does not read cannot have the memory filled with what it asks for."""

from collections import Counter
from typing import Any, Protocol

from chronicare.application.errors import BusyError

_RETRY_SECONDS = 2


class Call(Protocol):
    """A call as gRPC knows it."""

    def peer(self) -> str:
        """Return the connection it came by."""
        ...

    def add_done_callback(self, callback: Any) -> None:  # noqa: ANN401 - as gRPC has it
        """Have ``callback`` called when it has ended: its answer has been taken, or nobody waits for it any more."""
        ...


class Unsent:
    """Counts the bytes of answers that wait to be taken, by connection. Changed by the event loop alone."""

    def __init__(self, most_bytes: int) -> None:
        """Let a connection leave so many waiting; with more it is given no further answer."""
        self._most_bytes = most_bytes
        self.waiting: Counter[str] = Counter()

    def admit(self, call: Call) -> "Answer":
        """Return the place of the answer to ``call``. Raises BusyError if its connection has too much waiting."""
        answer = self.place(call)
        answer.check()
        return answer

    def place(self, call: Call) -> "Answer":
        """Return the place of the answers to ``call``, whatever is waiting."""
        answer = Answer(self.waiting, call.peer(), self._most_bytes)
        call.add_done_callback(answer.end)
        return answer


class Answer:
    """The answer to one call, from when it is there to when the call has ended."""

    def __init__(self, waiting: Counter[str], client: str, most_bytes: int) -> None:
        """Have nothing yet."""
        self._waiting, self._client, self._most_bytes = waiting, client, most_bytes
        self._size, self._has_ended = 0, False

    def check(self) -> None:
        """Raise BusyError if the connection has too much waiting; also when the turn of the call comes."""
        if self._waiting.get(self._client, 0) >= self._most_bytes:
            raise BusyError(_RETRY_SECONDS)

    def wait(self, answer: bytes) -> bytes:
        """Return ``answer``, which waits to be taken from now on."""
        if not self._has_ended:
            self._size = len(answer)
            self._waiting[self._client] += self._size
        return answer

    def taken(self) -> None:
        """Wait no longer for what has been taken; there may be more to come."""
        self._waiting[self._client] -= self._size
        self._size = 0
        if not self._waiting[self._client]:
            del self._waiting[self._client]

    def end(self, _call: object = None) -> None:
        """Wait no longer."""
        self._has_ended = True
        self.taken()
