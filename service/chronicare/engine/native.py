"""The six functions of the engine's C module that are safe to use, typed. Nothing else of durable-rules is.

The module's own host is left alone: with its timers it crashes in ordinary use. Every call holds the interpreter's lock
and is atomic; a run, which is many calls, is not.
"""

from importlib import import_module
from importlib.metadata import version
from typing import Protocol, cast

from chronicare.engine.errors import EngineUnsuitableError
from chronicare.engine.limits import MEASURED_RELEASE

OK = 0
"""The code of a fact that was taken. 1 is "no rule looks at it", 2 "already there": neither may come, both are
failures."""


class NativeEngine(Protocol):
    """What is used of the C module. ``handle`` is a ruleset, ``offset`` where its session is kept.

    Every function raises ``error`` or MemoryError; after that nothing but abandoning the handle is safe.
    """

    error: type[Exception]

    def create_ruleset(self, name: str, rules: str, /) -> int:
        """Create a ruleset from JSON and return its handle."""
        ...

    def assert_fact(self, handle: int, fact: str, /) -> tuple[int, int]:
        """Put one fact into the session and return the code and the offset."""
        ...

    def start_action_for_state(self, handle: int, offset: int, /) -> tuple[str, str] | None:
        """Return the session's own fact and the first firing, ``{"rule":{"m":{…}}}``; ``None`` if there is none."""
        ...

    def complete_and_start_action(self, handle: int, offset: int, /) -> str | None:
        """End the firing under way and return the next; ``None`` if there is none."""
        ...

    def retract_fact(self, handle: int, fact: str, /) -> tuple[int, int]:
        """Take a fact back and return the code and the offset. A fact that is not there is no error to it."""
        ...

    def delete_state(self, handle: int, session_id: str, /) -> None:
        """Free a session. Crashes if no rule ever fired in it."""
        ...

    def delete_ruleset(self, handle: int, /) -> None:
        """Free a ruleset, but not its sessions."""
        ...


def load_native_engine() -> NativeEngine:
    """Return the C module. Raises EngineUnsuitableError if it is not the release whose limits were measured."""
    installed = version("durable-rules")
    if installed != MEASURED_RELEASE:
        raise EngineUnsuitableError(f"durable-rules {installed} is installed; the limits hold for {MEASURED_RELEASE}")
    return cast("NativeEngine", import_module("durable_rules_engine"))
