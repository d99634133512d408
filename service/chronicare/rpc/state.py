"""What a service says of itself to those who run it: what runs, by which rules, how it goes; nothing of a person."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

MAX_TOLD = 100
"""Sums that a worker hands on at once."""


class WorkerPhase(StrEnum):
    """Where a worker process is."""

    LOADING = "loading"
    LISTENING = "listening"
    ENDED = "ended"


class _Told(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class RecordState(_Told):
    """How one worker's part of the record of decisions is: what is not written yet, and whether it can be written."""

    waiting: int = 0
    """Entries not written yet."""
    seconds: float = 0
    """For how long the oldest of them has waited."""
    is_failing: bool = False


class WorkerReport(_Told):
    """What a worker says when it is asked: what is new in its sums, and how things are with it."""

    sums: tuple[tuple[tuple[str, ...], float], ...] = ()
    in_progress: Mapping[str, int] = Field(default_factory=dict)
    """Calls in each lane, those that wait among them."""
    refused_areas: tuple[str, ...] = ()
    """Areas whose rules, as they were read last, are wrong; what was in force of one stays so."""
    record: RecordState | None = None
    """None if decisions are not recorded."""


class WorkerState(_Told):
    """A worker process: which of them, where it is since when, how often one had to be started in its place."""

    number: int
    pid: int
    phase: WorkerPhase
    since: datetime
    restarts: int = 0
    in_progress: Mapping[str, int] = Field(default_factory=dict)
    record: RecordState | None = None


class ReleaseState(_Told):
    """A release in force."""

    area: str
    digest: str


class ReloadState(_Told):
    """The last time the rules were read anew: when, and whether they were put in force."""

    at: datetime
    in_force: bool


class ServiceState(_Told):
    """All of it."""

    version: str
    pid: int
    address: str
    started_at: datetime
    rules: str
    """Where they are read from."""
    http_address: str | None = None
    """Where the same is asked over HTTP, if it can be."""
    releases: tuple[ReleaseState, ...] = ()
    in_force_since: datetime | None = None
    last_reload: ReloadState | None = None
    refused_areas: tuple[str, ...] = ()
    workers: tuple[WorkerState, ...] = ()
    sums: tuple[tuple[tuple[str, ...], float], ...] = ()
    """What the workers have counted, those that have ended among them, but for their last moments."""

    @property
    def is_answering(self) -> bool:
        """Whether any worker answers calls."""
        return any(each.phase is WorkerPhase.LISTENING for each in self.workers)

    @property
    def is_whole(self) -> bool:
        """Whether every worker answers calls and can record them, and each area's rules are in force as they stand."""
        listening = all(each.phase is WorkerPhase.LISTENING for each in self.workers)
        is_loaded = self.last_reload is None or self.last_reload.in_force
        is_recorded = not any(each.record and each.record.is_failing for each in self.workers)
        return bool(self.workers) and listening and is_recorded and is_loaded and not self.refused_areas
