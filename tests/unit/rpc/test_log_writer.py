import logging
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from chronicare.rpc.log_writer import LogWriter

PIPE_BYTES = 64 * 1024


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    """Return both ends of a pipe, which holds no more than PIPE_BYTES."""
    ends = os.pipe()
    yield ends
    os.close(ends[0])


def record(text: str) -> logging.LogRecord:
    return logging.makeLogRecord({"msg": text})


def left_out(count: int) -> logging.LogRecord:
    return record(f"left out: {count}")


def read(descriptor: int) -> str:
    """Return what is in the pipe until its last line is ``end``."""
    told = b""
    while not told.endswith(b"end\n"):
        told += os.read(descriptor, PIPE_BYTES)
    return told.decode()


def test_lines_are_written_in_order(pipe: tuple[int, int]) -> None:
    writer = LogWriter(pipe[1], left_out)
    for each in ("甲", "b", "end"):
        writer.emit(record(each))
    assert read(pipe[0]) == "甲\nb\nend\n"


def test_nobody_waits_for_a_log_that_is_not_read_and_what_is_left_out_is_counted(pipe: tuple[int, int]) -> None:
    writer = LogWriter(pipe[1], left_out, most=10)
    line = "x" * (PIPE_BYTES // 2 - 1)
    for _ in range(50):  # two fill the pipe, one is being written, ten wait
        writer.emit(record(line))
    with ThreadPoolExecutor(1) as reader:
        told = reader.submit(read, pipe[0])
        writer.flush()
        writer.emit(record("end"))
    *lines, counted, last = told.result().splitlines()
    assert 10 <= len(lines) <= 13
    assert (counted, last) == (f"left out: {50 - len(lines)}", "end")


def test_a_log_whose_reader_is_gone_is_no_fault(pipe: tuple[int, int]) -> None:
    reader, end = os.pipe()
    os.close(reader)
    writer = LogWriter(end, left_out)
    writer.emit(record("nobody reads this"))
    writer.flush()
    os.close(end)
    other = LogWriter(pipe[1], left_out)
    other.emit(record("end"))
    assert read(pipe[0]) == "end\n"
