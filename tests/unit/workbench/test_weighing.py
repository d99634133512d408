"""A comparison goes on beside the pages, and is there once for all who ask for it."""

import threading
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from chronicare.analysis.impact import Impact, Weighing
from chronicare.application.errors import BrokenRulesError
from chronicare.diagnostics import Text
from chronicare.workbench import weighing
from chronicare.workbench.weighing import Weighed, Weighings


def test_it_says_how_far_it_is_and_what_came_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    half, on = threading.Event(), threading.Event()

    def weigh(_old: Any, _new: Any, _cases: Iterable[Any], _language: Any, advance: Callable[[], None]) -> Impact:  # noqa: ANN401
        advance()
        half.set()
        on.wait()
        advance()
        return Weighing(()).impact()

    monkeypatch.setattr(weighing, "weigh", weigh)
    side: Any = None
    weighed = Weighed({"990700": (side, side, ())})
    half.wait()
    assert (weighed.done, weighed.is_done, weighed.impacts) == (1, False, {})
    on.set()
    assert weighed.wait(60)
    assert weighed.done == 2
    assert list(weighed.impacts) == ["990700"]


def test_what_both_refuse_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def weigh(*_: Any, **__: Any) -> Impact:  # noqa: ANN401
        raise BrokenRulesError(Text("坏了", "broken"))

    monkeypatch.setattr(weighing, "weigh", weigh)
    side: Any = None
    weighed = Weighed({"990700": (side, side, ())})
    assert weighed.wait(60)
    assert weighed.failed == "坏了"


def test_who_asks_again_is_told_of_the_same() -> None:
    held, begun = Weighings(), []

    def begin() -> Weighed:
        begun.append(1)
        return Weighed({})

    assert held.of("a", begin) is held.of("a", begin)
    assert len(begun) == 1
    first = held.of("a", begin)
    for each in "bcdef":
        held.of(each, begin)
    assert held.of("a", begin) is not first, "only the last few are remembered"
