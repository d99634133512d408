"""What a worker was working on when it died: refused, suspected or innocent, for a time, and no more than so much."""

import pytest

from chronicare.api.v1 import recognition_service_pb2 as pb
from chronicare.application.errors import QuarantinedError
from chronicare.rpc.quarantine import MAX_HELD, Quarantine, Work, note_culprit, noted_apart

THREADS = 3
SECONDS = 600.0


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        """Begin at some time."""
        self.now = 1000.0

    def __call__(self) -> float:
        """Return the time."""
        return self.now


class Service:
    """Two workers of one service that share its memory."""

    def __init__(self) -> None:
        """Have nothing in work."""
        self.clock = Clock()
        self.quarantine = Quarantine(-1, 2, THREADS, self.clock)
        self.workers = [Work(self.quarantine, number) for number in range(2)]

    def die_over(self, *requests: bytes, worker: int = 0) -> tuple[int, int]:
        """Have a worker die that works on ``requests``; another takes its place."""
        for at, request in zip(self.quarantine.places(worker), requests, strict=False):
            self.quarantine.note(at, self.quarantine.digest("Kind", request))
        self.workers[worker] = Work(self.quarantine, worker)
        return self.quarantine.condemn(worker, SECONDS)

    def takes(self, request: bytes, worker: int = 1, kind: str = "Kind") -> bool:
        """Whether a worker takes ``request``; then it is answered."""
        try:
            with self.workers[worker].noted(kind, request):
                return True
        except QuarantinedError:
            return False


def test_what_a_worker_died_over_is_refused_by_all_and_nothing_else_is() -> None:
    service = Service()
    assert service.die_over(b"poison") == (1, 0)
    assert [service.takes(b"poison", worker) for worker in range(2)] == [False, False]
    assert [service.takes(b"other", worker) for worker in range(2)] == [True, True]
    assert service.takes(b"poison", kind="OtherKind")


def test_it_is_refused_for_a_time() -> None:
    service = Service()
    service.die_over(b"poison")
    service.clock.now += SECONDS - 1
    assert not service.takes(b"poison")
    service.clock.now += 1
    assert service.takes(b"poison")


def test_what_has_been_answered_is_in_work_no_longer() -> None:
    service = Service()
    assert service.takes(b"good", 0)
    assert service.quarantine.condemn(0, SECONDS) == (0, 0)
    assert service.takes(b"good", 0)


def test_what_fails_without_killing_its_worker_is_in_work_no_longer() -> None:
    service = Service()
    with pytest.raises(ZeroDivisionError), service.workers[0].noted("Kind", b"bad"):
        raise ZeroDivisionError
    assert service.quarantine.condemn(0, SECONDS) == (0, 0)


def test_of_several_in_work_each_is_suspected_and_the_one_that_does_it_again_refused() -> None:
    service = Service()
    assert service.die_over(b"poison", b"innocent") == (0, 2)
    assert service.takes(b"innocent")  # and is cleared by that
    assert service.die_over(b"poison", b"another", worker=1) == (1, 1)
    assert [service.takes(each) for each in (b"poison", b"innocent", b"another")] == [False, True, True]
    assert service.die_over(b"innocent", b"another") == (0, 2)


def test_what_is_known_to_have_broken_the_worker_is_the_one_to_blame() -> None:
    service = Service()
    first, second = service.workers[0], service.workers[0]
    with first.noted("Kind", b"innocent"), second.noted("Kind", b"poison"):
        note_culprit()
    assert service.quarantine.condemn(0, SECONDS) == (1, 0)
    assert [service.takes(each) for each in (b"poison", b"innocent")] == [False, True]


def test_without_anything_in_work_nothing_is_to_blame() -> None:
    service = Service()
    note_culprit()
    assert service.quarantine.condemn(0, SECONDS) == (0, 0)


def test_of_a_batch_only_the_request_that_did_it_is_refused() -> None:
    service = Service()
    poison, good = (pb.CheckRecognitionRequest(request_id=each) for each in ("poison", "good"))
    batch = pb.BatchCheckRecognitionRequest(requests=[good, poison]).SerializeToString()
    with service.workers[0].noted("Batch", batch):
        with noted_apart(good):
            pass
        with noted_apart(poison):
            assert service.quarantine.condemn(0, SECONDS) == (1, 0)
    with service.workers[1].noted("Batch", batch):
        with noted_apart(good):
            pass
        with pytest.raises(QuarantinedError), noted_apart(poison):
            pass
    kind = pb.CheckRecognitionRequest.DESCRIPTOR.full_name
    assert not service.takes(poison.SerializeToString(), kind=kind), "nor is it taken by itself"
    assert service.takes(good.SerializeToString(), kind=kind)


def test_between_the_requests_of_a_batch_it_is_the_batch() -> None:
    service = Service()
    with service.workers[0].noted("Kind", b"batch"):
        with noted_apart(pb.CheckRecognitionRequest(request_id="good")):
            pass
        service.quarantine.condemn(0, SECONDS)
    assert not service.takes(b"batch")


def test_a_request_of_no_batch_is_noted_by_nobody_else() -> None:
    with noted_apart(pb.CheckRecognitionRequest(request_id="alone")):
        pass


def test_a_death_that_says_nothing_of_the_work_refuses_nothing() -> None:
    service = Service()
    service.quarantine.note(service.quarantine.places(0)[0], service.quarantine.digest("Kind", b"good"))
    service.quarantine.forget(0)
    assert service.quarantine.condemn(0, SECONDS) == (0, 0)


def test_no_more_is_held_than_there_are_places_and_the_oldest_goes() -> None:
    service = Service()
    for number in range(MAX_HELD + 1):
        service.clock.now += 1
        assert service.die_over(b"%d" % number) == (1, 0)
    assert [service.takes(b"%d" % number) for number in (0, 1, MAX_HELD)] == [True, False, False]


def test_digests_of_two_services_are_not_alike() -> None:
    one, other = (Quarantine(-1, 1, THREADS) for _ in range(2))
    assert one.digest("Kind", b"x") != other.digest("Kind", b"x")
    assert one.digest("Kind", b"x") == one.digest("Kind", b"x")
