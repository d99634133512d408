"""Lanes: what finds no room is told when to come back, and what nobody waits for ends."""

import asyncio
import threading

import pytest

from chronicare.application.errors import BusyError
from chronicare.judging.budget import AbandonedError, Budget, spend
from chronicare.rpc.lanes import Lane

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
