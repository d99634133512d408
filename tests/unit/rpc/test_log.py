import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest

from chronicare.diagnostics import Code, Diagnostic, FieldPath, Text
from chronicare.program.truth import Judgement
from chronicare.rpc.log import (
    LoggedDisagreements,
    ServerStats,
    log_diagnostics,
    log_event,
    log_fault,
    log_to,
)


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    """Return what the log is written to."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    written = io.StringIO()
    log_to(written)
    yield written
    root.handlers[:] = handlers
    root.setLevel(level)


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    """Return the log's lines."""
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_an_event_is_one_line_of_json(stream: io.StringIO) -> None:
    log_event(logging.INFO, "规则\n生效", {"digest": "d", "entries": 3})
    (line,) = lines(stream)
    assert (line["level"], line["event"], line["digest"], line["entries"]) == ("info", "规则\n生效", "d", 3)
    assert line["time"].endswith("+00:00")


def test_a_fault_says_where_it_came_from(stream: io.StringIO) -> None:
    error = ValueError("why")
    log_fault("fault", error)
    (line,) = lines(stream)
    assert "ValueError: why" in line["exception"]


def test_every_diagnostic_is_a_line(stream: io.StringIO) -> None:
    where = FieldPath("f")
    log_diagnostics(
        "rules", (Diagnostic(Code.SYNTAX, where, Text("甲", "a")), Diagnostic(Code.UNUSED_NAME, where, Text("乙", "b")))
    )
    assert [(each["level"], each["code"], each["zh"], each["en"]) for each in lines(stream)] == [
        ("error", "E0201", "甲", "a"),
        ("warning", "W0303", "乙", "b"),
    ]


def test_a_disagreement_is_written_with_both_judgements_and_counted(stream: io.StringIO) -> None:
    stats = ServerStats()
    log = LoggedDisagreements(stats)
    engine = Judgement({"1": True, "R1": None}, None, {(("s", "甲"),): True, (("s", "乙"),): False})
    reference = Judgement({"1": True, "R1": True}, True, {(): True})
    for _ in range(2):
        log.record("M90100", engine, reference, ("1+",))
    assert stats.disagreements == 2
    first, second = lines(stream)
    assert (first["disagreements"], second["disagreements"]) == (1, 2)
    assert first["engine"] == {
        "outcome": None,
        "nodes": {"1": True, "R1": None},
        "by_reading": {"s=甲": True, "s=乙": False},
    }
    assert first["reference"]["outcome"] is True
    assert (first["disease_code"], first["firings"], first["level"]) == ("M90100", ["1+"], "critical")
