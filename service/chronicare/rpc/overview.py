"""Keeps what the supervisor knows of the service, for whoever asks. Changed and read by the event loop alone."""

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from importlib.metadata import version

from chronicare.loaders.clock import now
from chronicare.rpc.counts import Counts
from chronicare.rpc.rules_history import HeldRelease
from chronicare.rpc.settings import Settings
from chronicare.rpc.state import (
    ReleaseState,
    ReloadState,
    ServiceState,
    WorkerPhase,
    WorkerReport,
    WorkerState,
)


@dataclass(slots=True)
class _Seat:
    """A place for a worker, and the process that has it."""

    pid: int = 0
    phase: WorkerPhase = WorkerPhase.ENDED
    since: datetime = field(default_factory=now)
    starts: int = 0
    report: WorkerReport = field(default_factory=WorkerReport)


class Overview:
    """What has happened to the workers and the rules of one service."""

    def __init__(self, settings: Settings, clock: Callable[[], datetime] = now) -> None:
        """Know of no worker and no rules yet."""
        self._settings, self._clock = settings, clock
        self._started_at = clock()
        self._seats: dict[int, _Seat] = {}
        self._releases: tuple[HeldRelease, ...] = ()
        self._in_force_since: datetime | None = None
        self._last_reload: ReloadState | None = None
        self._refused_areas: tuple[str, ...] = ()
        self.counts = Counts()

    def move(self, number: int, pid: int, phase: WorkerPhase) -> None:
        """Note that the worker called ``number``, the process ``pid``, is in ``phase`` from now on."""
        seat = self._seats.setdefault(number, _Seat())
        seat.starts += phase is WorkerPhase.LOADING
        seat.pid, seat.phase, seat.since, seat.report = pid, phase, self._clock(), WorkerReport()

    def report(self, number: int, report: WorkerReport) -> None:
        """Note what a worker says."""
        self.counts.add_all(report.sums)
        self._seats[number].report = report
        self._refused_areas = report.refused_areas

    def enforce(self, releases: Iterable[HeldRelease]) -> None:
        """Note that ``releases`` are in force from now on."""
        if tuple(releases) != self._releases:
            self._releases, self._in_force_since = tuple(releases), self._clock()

    def reloaded(self, *, in_force: bool) -> None:
        """Note that the rules were read anew, and whether they were put in force."""
        self._last_reload = ReloadState(at=self._clock(), in_force=in_force)

    def state(self) -> ServiceState:
        """Return how it is now."""
        settings = self._settings
        return ServiceState(
            version=version("chronicare"),
            pid=os.getpid(),
            address=settings.address,
            started_at=self._started_at,
            rules=str(settings.releases or settings.rules),
            http_address=None if settings.http_port is None else settings.http_address,
            releases=tuple(ReleaseState(area=each.area, digest=each.digest) for each in self._releases),
            in_force_since=self._in_force_since,
            last_reload=self._last_reload,
            refused_areas=self._refused_areas,
            workers=tuple(_worker(number, seat) for number, seat in sorted(self._seats.items())),
            sums=tuple(sorted(self.counts.sums().items())),
        )


def _worker(number: int, seat: _Seat) -> WorkerState:
    return WorkerState(
        number=number,
        pid=seat.pid,
        phase=seat.phase,
        since=seat.since,
        restarts=max(seat.starts - 1, 0),
        in_progress=seat.report.in_progress,
        record=seat.report.record,
    )
