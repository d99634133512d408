"""Works on the parts of a job: in this process, in several, or on the machines of a Ray cluster.

A part is done by whoever takes it, and what comes of it rests on nothing but its rows and the rules. Who is lost while
at work leaves nothing behind: the part is given to another.
"""

import multiprocessing
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, Protocol

import pyarrow as pa

from chronicare.application.catalogue import Catalogue
from chronicare.application.errors import ApplicationError
from chronicare.application.guard import Guard, Unrecorded
from chronicare.application.impact import Side
from chronicare.application.release import compile_release, make_release
from chronicare.application.runtime import Runtime
from chronicare.diagnostics import DiagnosticError, Diagnostics, Language
from chronicare.engine import DurableEngine, EngineError
from chronicare.judging.agreement import DisagreementError
from chronicare.population.counts import Counts
from chronicare.population.deciding import ColumnsDisagreeError, PopulationDecider
from chronicare.population.parts import Job, Part, PartFolder, batches_of
from chronicare.population.settling import PopulationComparer, PopulationSettler
from chronicare.releases.package import read_rules

DECIDE, SETTLE, IMPACT = "decide", "settle", "impact"
"""What can be done."""
_MOST_LOSSES = 3
"""Workers lost in a row, without a part being done: then it is no accident."""

Told = Callable[[Counts], None]
"""Is told what a part, or some of its rows, came to."""


class WorkFailedError(Exception):
    """A part cannot be done: the evaluators disagree, the engine fails, the rules changed, or all workers are lost."""


class Worker(Protocol):
    """Does the work on the rows of a batch, of which the first has the number ``first`` in ``file``."""

    def work(self, batch: pa.RecordBatch, first: int, file: str) -> tuple[pa.RecordBatch, Counts]:
        """Return what is written of the rows, and what they came to."""
        ...


class Task(NamedTuple):
    """A job, and where its files are: ``rules`` a directory or a release, the ``input`` and the ``output``.

    ``before`` are the rules to compare with, if there are any.
    """

    job: Job
    rules: Path
    input: Path
    output: Path
    before: Path | None = None


def open_side(rules: Path, area: str) -> Side:
    """Open the rules of one area. Raises DiagnosticError if they are wrong, OSError if they cannot be read."""
    diagnostics = Diagnostics()
    (folder,) = [each for each in read_rules(rules).areas if each.area == area]
    diagnostics.extend(folder.diagnostics)
    diagnostics.raise_errors()
    if folder.rules is None:
        raise LookupError("rules that cannot be read are refused above")
    compiled = compile_release(folder.rules, diagnostics)
    diagnostics.raise_errors()
    release = make_release(compiled, folder.rules, DurableEngine(), diagnostics)
    diagnostics.raise_errors()
    catalogue = Catalogue()
    catalogue.publish((release,), {})
    return Side(Runtime(catalogue, Guard(Unrecorded())), release)


def work(task: Task, part: Part) -> Counts:
    """Do one part, by the rules of the task. Raises WorkFailedError if it cannot be done."""
    try:
        worker = _opened(task.rules, task.before, task.job)
    except (DiagnosticError, OSError) as error:
        raise _failed(error) from None
    return work_with(worker, task, part)


def work_with(worker: Worker, task: Task, part: Part) -> Counts:
    """Do one part by ``worker``. Raises WorkFailedError if it cannot be done."""
    try:
        rows = batches_of(task.input, part)
        done = (worker.work(batch, first, task.input.name) for batch, first in rows)
        return PartFolder(task.output).write(part, done)
    except (ColumnsDisagreeError, DisagreementError, EngineError, ApplicationError, OSError) as error:
        raise _failed(error) from None


def _failed(error: Exception) -> WorkFailedError:
    """Return the same in plain text, which can be handed from one process to another."""
    return WorkFailedError(f"{type(error).__name__}: {error}")


@lru_cache(1)
def _opened(rules: Path, before: Path | None, job: Job) -> Worker:
    sides = []
    for path, digest in ((rules, job.rules), (before, job.before)):
        if path is None:
            continue
        sides.append(open_side(path, job.area))
        if sides[-1].release.digest != digest:
            raise WorkFailedError(f"{path} is not what it was when the work began")
    return worker_of(job, *sides)


def worker_of(job: Job, side: Side, before: Side | None = None) -> Worker:
    """Return what does the job by the rules of ``side``, compared with those ``before`` if the job says so."""
    language = Language(job.language)
    if job.verb == DECIDE:
        return PopulationDecider(side, language, job.entries)
    if before is None:
        return PopulationSettler(side, language, assume_usual=job.assume_usual)
    return PopulationComparer(before, side, language, assume_usual=job.assume_usual)


def run(task: Task, parts: Sequence[Part], told: Told, worker: Worker, *, workers: int, cluster: str | None) -> Counts:
    """Do what of ``parts`` is not done yet, put the whole together, and return what it came to; ``told`` of each part.

    It is done here, by ``worker``, in several ``workers``, or on the Ray ``cluster`` at an address (empty: one of this
    machine); these open the same rules.

    Raises:
        OtherJobError: something else was begun at the same place.
        WorkFailedError: a part cannot be done; what was done stays.
        ImportError: the library of the cluster is not there.

    """
    folder = PartFolder(task.output)
    folder.begin(task.job)
    counts, waiting = Counts(), list[Part]()

    def count(of_part: Counts) -> None:
        counts.add(of_part)
        told(of_part)

    for part in parts:
        done = folder.done(part)
        if done is None:
            waiting.append(part)
        else:
            count(done)
    if cluster is not None:
        _run_on_ray(task, waiting, count, cluster)
    elif workers > 1 and len(waiting) > 1:
        _run_in_processes(task, waiting, count, min(workers, len(waiting)))
    else:
        for part in waiting:
            count(work_with(worker, task, part))
    folder.join(parts)
    return counts


def _run_in_processes(task: Task, parts: Sequence[Part], told: Told, processes: int) -> None:
    """Do ``parts`` in several processes of this machine. Raises WorkFailedError."""
    waiting, losses = list(parts), 0
    while waiting:
        with ProcessPoolExecutor(processes, multiprocessing.get_context("spawn")) as pool:
            asked = {pool.submit(work, task, part): part for part in waiting}
            try:
                for future in as_completed(asked):
                    told(future.result())
                    waiting.remove(asked[future])
                    losses = 0
            except BrokenProcessPool as broken:
                losses += 1
                if losses > _MOST_LOSSES:
                    raise WorkFailedError("workers are lost again and again: is there too little memory?") from broken
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise


def _run_on_ray(task: Task, parts: Sequence[Part], told: Told, address: str) -> None:
    """Do ``parts`` on the cluster at ``address`` (empty: one of this machine), whose machines reach the same files.

    Raises WorkFailedError, ImportError without the library.
    """
    import ray  # noqa: PLC0415 - an extra: only who asks for it waits for it

    ray.init(address=address or None, include_dashboard=False, log_to_driver=False)
    try:
        remote = ray.remote(max_retries=_MOST_LOSSES)(work)
        waiting = {remote.remote(task, part): part for part in parts}
        while waiting:
            done, _ = ray.wait(list(waiting))
            for reference in done:
                told(ray.get(reference))
                del waiting[reference]
    except ray.exceptions.RayTaskError as error:
        raise WorkFailedError(str(error.cause or error)) from None
    except ray.exceptions.RayError as error:
        raise WorkFailedError(str(error)) from None
    finally:
        ray.shutdown()
