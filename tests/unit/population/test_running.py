"""A job in parts: divided, gone on with, done by whoever takes a part, and always the same whole."""

from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet
from unit.population.dying import dies_always, dies_once

from chronicare.application.impact import Side
from chronicare.application.persons import DAY, NAME
from chronicare.population import parts as parts_of_job
from chronicare.population import running
from chronicare.population.counts import Counts
from chronicare.population.parts import Job, OtherJobError, Part, PartFolder, batches_of, digest_of_file, parts_of
from chronicare.population.running import Task, Worker, WorkFailedError, run, worker_of

ROWS, A_GROUP = 70, 20


@dataclass(frozen=True)
class Begun:
    """A job, its parts, and the rules to do it by."""

    task: Task
    parts: list[Part]
    side: Side

    def run(self, *, workers: int = 1, cluster: str | None = None) -> tuple[Counts, list[int]]:
        """Do it; return what it came to, and the rows of each part told of."""
        told: list[int] = []
        counts = run(
            self.task,
            self.parts,
            lambda each: told.append(each.rows),
            worker_of(self.task.job, self.side),
            workers=workers,
            cluster=cluster,
        )
        return counts, told


@pytest.fixture
def begun(tmp_path: Path, rules: Path, side: Side) -> Begun:
    """Return a job over a file of four row groups."""
    source = tmp_path / "in.parquet"
    table = pa.table(
        {
            NAME: [f"P{number}" for number in range(ROWS)],
            DAY: ["2025-12-15" if number % 10 else "" for number in range(ROWS)],
            "甲抗体": [number % 2 == 0 for number in range(ROWS)],
            "乙抗体": [number % 3 == 0 for number in range(ROWS)],
        }
    )
    parquet.write_table(table, source, row_group_size=A_GROUP)
    job = Job(
        verb="decide",
        area=side.release.rules.area,
        rules=side.release.digest,
        input=digest_of_file(source),
        language="zh",
    )
    task = Task(job, rules, source, tmp_path / "out.parquet")
    return Begun(task, parts_of(parquet.ParquetFile(source).metadata), side)


def test_row_groups_are_parts_and_large_ones_are_cut(begun: Begun, monkeypatch: pytest.MonkeyPatch) -> None:
    assert [(each.row_group, each.skipped, each.rows, each.first) for each in begun.parts] == [
        (0, 0, 20, 0),
        (1, 0, 20, 20),
        (2, 0, 20, 40),
        (3, 0, 10, 60),
    ]
    monkeypatch.setattr(parts_of_job, "_ROWS", 12)
    monkeypatch.setattr(parts_of_job, "BATCH", 5)
    cut = parts_of(parquet.ParquetFile(begun.task.input).metadata)
    assert [(each.row_group, each.skipped, each.rows, each.first) for each in cut][:3] == [
        (0, 0, 12, 0),
        (0, 12, 8, 12),
        (1, 0, 12, 20),
    ]
    for part in cut:
        read = [(first, batch.column(NAME).to_pylist()) for batch, first in batches_of(begun.task.input, part)]
        assert [name for _, names in read for name in names] == [
            f"P{number}" for number in range(part.first, part.first + part.rows)
        ]
        assert all(names[0] == f"P{first}" for first, names in read)


def test_the_whole_has_every_row_in_its_order_and_nothing_is_left_beside_it(begun: Begun) -> None:
    counts, told = begun.run()
    assert told == [20, 20, 20, 10]
    assert (counts.rows, counts.refused) == (70, 7)
    assert parquet.read_table(begun.task.output)[NAME].to_pylist() == [f"P{number}" for number in range(ROWS)]
    assert sorted(each.name for each in begun.task.output.parent.iterdir()) == ["in.parquet", "out.parquet"]


def test_what_is_done_is_not_done_again_and_what_is_damaged_is(begun: Begun, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, _ = begun.run()
    expected = begun.task.output.read_bytes()
    begun.task.output.unlink()
    done: list[int] = []

    def stopping(worker: Worker, task: Task, part: Part) -> Counts:
        if len(done) == 3:
            raise KeyboardInterrupt
        done.append(part.number)
        return true(worker, task, part)

    true = running.work_with
    monkeypatch.setattr(running, "work_with", stopping)
    with pytest.raises(KeyboardInterrupt):
        begun.run()
    assert not begun.task.output.exists()
    damaged = PartFolder(begun.task.output).path / "000001.parquet"
    damaged.write_bytes(damaged.read_bytes()[:-1])
    done.clear()
    counts, _ = begun.run()
    assert done == [1, 3]
    assert counts == whole
    assert begun.task.output.read_bytes() == expected


def test_something_else_begun_at_the_same_place_is_not_gone_on_with(begun: Begun) -> None:
    PartFolder(begun.task.output).begin(begun.task.job.model_copy(update={"rules": "0" * 64}))
    with pytest.raises(OtherJobError, match=r"out\.parquet\.parts"):
        begun.run()


def test_rules_that_changed_meanwhile_are_not_worked_by(begun: Begun) -> None:
    changed = begun.task._replace(job=begun.task.job.model_copy(update={"rules": "0" * 64}))
    with pytest.raises(WorkFailedError, match="is not what it was"):
        running.work(changed, begun.parts[0])


@pytest.mark.slow
def test_a_lost_worker_loses_nothing(begun: Begun, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, _ = begun.run()
    expected = begun.task.output.read_bytes()
    monkeypatch.setattr(running, "work", dies_once)
    counts, told = begun.run(workers=2)
    assert begun.task.output.with_suffix(".died").exists()
    assert sum(told) == ROWS
    assert counts == whole
    assert begun.task.output.read_bytes() == expected


@pytest.mark.slow
def test_workers_lost_again_and_again_end_it(begun: Begun, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "work", dies_always)
    monkeypatch.setattr(running, "_MOST_LOSSES", 1)
    with pytest.raises(WorkFailedError, match="again and again"):
        begun.run(workers=2)


@pytest.mark.slow
@pytest.mark.filterwarnings("default")  # what the library does with its own files is not ours to judge
def test_a_cluster_brings_the_same(begun: Begun) -> None:
    pytest.importorskip("ray")
    whole, _ = begun.run()
    expected = begun.task.output.read_bytes()
    counts, _ = begun.run(cluster="")
    assert counts == whole
    assert begun.task.output.read_bytes() == expected
