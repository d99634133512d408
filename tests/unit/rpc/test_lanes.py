"""Lanes: what finds no room is told when to come back, and what nobody waits for ends."""

import asyncio
import threading

import pytest

from chronicare.application.errors import BusyError
from chronicare.judging.budget import AbandonedError, Budget, spend
from chronicare.rpc.lanes import Lane, Lanes
from chronicare.rpc.settings import Settings

PATIENCE_SECONDS = 30


def budget() -> Budget:
    return Budget(10**9, 10**9)


def test_a_lane_takes_so_many_and_tells_the_rest_when_to_come_back() -> None:
    lane, free = Lane("short", 1, 3, 7), threading.Event()

    async def crowd() -> list[object]:
        calls = [
            asyncio.ensure_future(lane.run(lambda: free.wait(PATIENCE_SECONDS), budget(), client)) for client in "abcde"
        ]
        await asyncio.wait(calls[3:])
        free.set()
        return await asyncio.gather(*calls, return_exceptions=True)

    done = asyncio.run(crowd())
    assert done[:3] == [True] * 3
    assert [each.retry_seconds for each in done[3:] if isinstance(each, BusyError)] == [7, 7]
    assert asyncio.run(lane.run(lambda: 1, budget())) == 1
    lane.close()


def test_work_that_is_cancelled_ends_at_its_next_step() -> None:
    lane, begun, ended = Lane("short", 1, 1, 1), threading.Event(), threading.Event()

    def work() -> None:
        begun.set()
        try:
            while True:
                spend()
        except AbandonedError:
            ended.set()
            raise

    async def leave() -> None:
        call = asyncio.ensure_future(lane.run(work, budget()))
        assert await asyncio.to_thread(begun.wait, PATIENCE_SECONDS)
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call

    asyncio.run(leave())
    assert ended.wait(PATIENCE_SECONDS)
    lane.close()


def test_work_that_is_cancelled_while_it_waits_is_never_begun() -> None:
    lane, free, begun = Lane("short", 1, 4, 1), threading.Event(), threading.Event()

    async def leave() -> None:
        first = asyncio.ensure_future(lane.run(lambda: free.wait(PATIENCE_SECONDS), budget()))
        second = asyncio.ensure_future(lane.run(begun.set, budget()))
        await asyncio.sleep(0)
        second.cancel()
        with pytest.raises(asyncio.CancelledError):
            await second
        third = asyncio.ensure_future(lane.run(lambda: 3, budget()))  # the room it took is free again
        await asyncio.sleep(0)
        free.set()
        assert await asyncio.gather(first, third) == [True, 3]  # type: ignore[comparison-overlap]

    asyncio.run(leave())
    assert not begun.is_set()
    lane.close()


def test_one_client_cannot_have_all_of_a_lane() -> None:
    lane, free = Lane("short", 1, 4, 7), threading.Event()

    async def crowd() -> list[object]:
        calls = [
            asyncio.ensure_future(lane.run(lambda: free.wait(PATIENCE_SECONDS), budget(), client)) for client in "aaab"
        ]
        await asyncio.wait(calls[2:3])
        free.set()
        return await asyncio.gather(*calls, return_exceptions=True)

    first, second, third, other = asyncio.run(crowd())
    assert (first, second, other) == (True, True, True)
    assert isinstance(third, BusyError)
    lane.close()


LIGHT, HEAVY = "CheckRecognition", "ScreenRecognition"
SMALL = 100
"""Bytes."""


def lanes() -> Lanes:
    return Lanes(Settings.model_validate({"rules": "rules", "max_steps_at_once": 10}))


def test_a_light_call_is_worked_out_in_the_loop_itself() -> None:
    opened = lanes()

    async def ask(method: str, size: int) -> bool:
        return await opened.run(method, threading.get_ident, "a", size) == threading.get_ident()

    assert asyncio.run(ask(LIGHT, SMALL))
    assert not asyncio.run(ask(HEAVY, SMALL))
    assert not asyncio.run(ask(LIGHT, 100_000))
    opened.close()


def test_what_needs_more_steps_is_left_off_and_begun_in_its_lane() -> None:
    opened, begun = lanes(), list[int]()

    def work() -> str:
        begun.append(threading.get_ident())
        for _ in range(11):
            spend()
        return "done"

    assert asyncio.run(opened.run(LIGHT, work, "a", SMALL)) == "done"
    here, lane = begun
    assert here == threading.get_ident() != lane
    opened.close()


def test_nothing_is_worked_out_in_the_loop_while_a_lane_has_work() -> None:
    opened, free = lanes(), threading.Event()

    async def ask() -> tuple[object, ...]:
        heavy = asyncio.ensure_future(opened.run(HEAVY, lambda: free.wait(PATIENCE_SECONDS), "a", SMALL))
        await asyncio.sleep(0)
        light = await opened.run(LIGHT, threading.get_ident, "b", SMALL)
        free.set()
        return light, await heavy, await opened.run(LIGHT, threading.get_ident, "b", SMALL)

    light, heavy, after = asyncio.run(ask())
    assert light != threading.get_ident()
    assert heavy
    assert after == threading.get_ident()
    opened.close()


def test_a_crowd_that_comes_at_once_goes_to_the_lane() -> None:
    opened = lanes()

    async def ask() -> list[int]:
        return await asyncio.gather(*(opened.run(LIGHT, threading.get_ident, "a", SMALL) for _ in range(20)))

    done = asyncio.run(ask())
    assert [each == threading.get_ident() for each in done] == [True] * 16 + [False] * 4
    assert asyncio.run(opened.run(LIGHT, threading.get_ident, "a", SMALL)) == threading.get_ident()
    opened.close()
