"""The six functions of the engine's C module that are safe to use, typed. Nothing else of durable-rules is.

The module's own host is left alone: with its timers it crashes in ordinary use. Every call holds the interpreter's lock
and is atomic; a run, which is many calls, is not.
"""

import shlex
import sys
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import Protocol, cast

from chronicare.diagnostics import Text
from chronicare.engine.errors import EngineUnsuitableError
from chronicare.engine.limits import MEASURED_RELEASE

OK = 0
"""The code of a fact that was taken. 1 is "no rule looks at it", 2 "already there": neither may come, both are
failures."""

BUILD_FLAGS = "-O2 -DPyEval_CallObject=PyObject_CallObject"
"""What the C module is to be compiled with, in CPPFLAGS, as its setup overrides CFLAGS.

It calls a function that Python 3.13 no longer has and that PyObject_CallObject does the same as: compiled without the
second flag it cannot be imported there. Without the first it is not optimised.
"""


class NativeEngine(Protocol):
    """What is used of the C module. ``handle`` is a ruleset, ``offset`` where its session is kept.

    Every function raises ``error`` or MemoryError; after that nothing but abandoning the handle is safe.
    """

    error: type[Exception]

    def create_ruleset(self, name: str, rules: str, /) -> int:
        """Create a ruleset from JSON and return its handle."""
        ...

    def assert_fact(self, handle: int, fact: str, /) -> tuple[int, int]:
        """Put one fact into the session and return the code (0: taken and looked at) and the offset."""
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
    """Return the C module.

    Raises EngineUnsuitableError, with the command that mends it, if it is not the release whose limits were measured or
    cannot be imported.
    """
    try:
        installed = version("durable-rules")
    except PackageNotFoundError:
        raise _unsuitable("没有安装", "is not installed") from None
    if installed != MEASURED_RELEASE:
        raise _unsuitable(f"装的是 {installed}", f"is installed as {installed}")
    try:
        return cast("NativeEngine", import_module("durable_rules_engine"))
    except ImportError as error:
        raise _unsuitable("在这个 Python 上装入不了", "was built so that this Python cannot import it") from error


def _unsuitable(zh: str, en: str) -> EngineUnsuitableError:
    """Say what is the matter with the engine and how to build it anew; pip's cache may hold the one that fails."""
    interpreter = shlex.quote(sys.executable or "python")
    command = (
        f"CPPFLAGS='{BUILD_FLAGS}' {interpreter} -m pip install --force-reinstall --no-cache-dir --no-deps "
        f"durable-rules=={MEASURED_RELEASE}"
    )
    return EngineUnsuitableError(
        Text(
            f"规则引擎 durable-rules {MEASURED_RELEASE} {zh}，请运行：{command}",
            f"the rule engine, durable-rules {MEASURED_RELEASE}, {en}; run: {command}",
        )
    )
