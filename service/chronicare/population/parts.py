"""A file worked on in parts: which there are, which are done, and the whole put together of them.

Beside the file to be written stands a folder: what is to be done (``job.json``), and for each part that is done its
rows and, written last, what they came to. Whatever stops the work, what stands there is whole, and not done again.
"""

import hashlib
import json
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
from pyarrow.parquet import FileMetaData, ParquetFile, ParquetWriter
from pydantic import BaseModel, ConfigDict, ValidationError

from chronicare.loaders.file_writing import replace_file
from chronicare.population.counts import Counts

BATCH = 50_000
"""Rows that are held in memory at one time."""
_ROWS = 5 * BATCH
"""Of a part at the most."""
_JOB = "job.json"


class Part(NamedTuple):
    """``rows`` of one row group, after the first ``skipped``; ``first`` is the number of its first row in the file."""

    number: int
    row_group: int
    skipped: int
    rows: int
    first: int


class Job(BaseModel):
    """What is to be done: which verb, by the rules of which digest, with a file of which digest, and how.

    ``before`` is the digest of the rules to compare with; empty if there are none.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    verb: str
    area: str
    rules: str
    input: str
    language: str
    entries: tuple[str, ...] = ()
    before: str = ""
    assume_usual: bool = False


class Done(BaseModel):
    """A part that is done: the SHA-256 of its file, and what its rows came to."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    digest: str
    counts: Counts


class OtherJobError(Exception):
    """Something else was begun at the same place, and is not done."""


def parts_of(metadata: FileMetaData) -> list[Part]:
    """Return the parts of a file: row groups, those that are too large cut up."""
    parts: list[Part] = []
    first = 0
    for group in range(metadata.num_row_groups):
        count = metadata.row_group(group).num_rows
        for skipped in range(0, count, _ROWS):
            parts.append(Part(len(parts), group, skipped, min(_ROWS, count - skipped), first + skipped))
        first += count
    return parts


def batches_of(file: Path, part: Part) -> Iterator[tuple[pa.RecordBatch, int]]:
    """Yield the rows of a part, some at a time, each with the number of its first row in the file."""
    start, end, seen = part.skipped, part.skipped + part.rows, 0
    with ParquetFile(file) as parquet:
        for batch in parquet.iter_batches(batch_size=BATCH, row_groups=[part.row_group]):
            low, high = max(start, seen), min(end, seen + batch.num_rows)
            if low < high:
                yield batch.slice(low - seen, high - low), part.first + low - start
            seen += batch.num_rows
            if seen >= end:
                return


def digest_of_file(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()


class PartFolder:
    """The folder of one job."""

    def __init__(self, output: Path) -> None:
        """Stand beside ``output``."""
        self.output = output
        self.path = output.with_name(f"{output.name}.parts")

    def begin(self, job: Job) -> None:
        """Begin ``job``, or go on with it. Raises OtherJobError if another one was begun here, OSError as files do."""
        said = self.path / _JOB
        if said.exists():
            if said.read_text(encoding="utf-8") != job.model_dump_json():
                raise OtherJobError(str(self.path))
            return
        self.path.mkdir(exist_ok=True)
        replace_file(said, job.model_dump_json().encode())

    def done(self, part: Part) -> Counts | None:
        """Return what a part came to; ``None`` if it is not done, or its file is not what was written."""
        try:
            done = Done.model_validate_json(self._said(part).read_bytes())
            return done.counts if digest_of_file(self._rows(part)) == done.digest else None
        except (OSError, ValidationError):
            return None

    def write(self, part: Part, decided: Iterator[tuple[pa.RecordBatch, Counts]]) -> Counts:
        """Write what was ``decided`` of a part, and return what it came to."""
        counts = Counts()
        unfinished = self._rows(part).with_suffix(f".{hashlib.sha256(json.dumps(part).encode()).hexdigest()[:8]}")
        writer: ParquetWriter | None = None
        for batch, of_batch in decided:
            writer = writer or ParquetWriter(unfinished, batch.schema)
            writer.write_batch(batch)
            counts.add(of_batch)
        if writer is not None:
            writer.close()
        digest = digest_of_file(unfinished)
        unfinished.replace(self._rows(part))
        replace_file(self._said(part), Done(digest=digest, counts=counts).model_dump_json().encode())
        return counts

    def join(self, parts: Sequence[Part]) -> None:
        """Put the parts, all done, together in the place of the output, and remove the folder."""
        whole = self.path / "whole.parquet"
        writer: ParquetWriter | None = None
        for part in parts:
            with ParquetFile(self._rows(part)) as rows:
                for group in range(rows.num_row_groups):
                    table = rows.read_row_group(group)
                    writer = writer or ParquetWriter(whole, table.schema)
                    writer.write_table(table)
        if writer is not None:
            writer.close()
            whole.replace(self.output)
        shutil.rmtree(self.path)

    def _rows(self, part: Part) -> Path:
        return self.path / f"{part.number:06}.parquet"

    def _said(self, part: Part) -> Path:
        return self.path / f"{part.number:06}.json"
