from contextlib import ExitStack

import pytest

from chronicare.application.errors import BusyError, MessageTooLongError
from chronicare.rpc.held import Held


def test_one_client_has_no_more_than_half_and_all_together_what_there_is() -> None:
    held = Held(100, 60)
    with ExitStack() as stack:
        stack.enter_context(held.request("a", 50))
        with pytest.raises(BusyError) as refused, held.request("a", 1):
            pass
        assert refused.value.retry_seconds > 0
        stack.enter_context(held.request("b", 40))
        with pytest.raises(BusyError), held.request("c", 11):
            pass
        stack.enter_context(held.request("c", 10))
        assert held.waiting.total() == 100
    assert not held.waiting
    with held.request("a", 50):
        pass


def test_a_request_that_is_too_long_is_told_how_long_it_may_be() -> None:
    with pytest.raises(MessageTooLongError, match="61 bytes, at most 60"), Held(1000, 60).request("a", 61):
        pass


def test_what_fails_is_held_no_longer() -> None:
    held = Held(100, 60)
    with pytest.raises(ValueError, match="x"), held.request("a", 50):
        raise ValueError("x")
    assert not held.waiting
