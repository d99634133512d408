"""The log: JSON objects, one a line, on standard error; and the counts that go with it."""

import json
import logging
import sys
import traceback
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TextIO

from chronicare.diagnostics import Diagnostic
from chronicare.program.truth import Judgement
from chronicare.rpc.access.call import CALL
from chronicare.rpc.counts import DISAGREEMENTS, FAULTS, Counts
from chronicare.rpc.log_writer import LogWriter

LOGGER = logging.getLogger("chronicare")
_FIELDS = "fields"
_MAX_CHAIN = 10


@dataclass(frozen=True, slots=True)
class ServerStats:
    """What this process has done since it started."""

    counts: Counts = field(default_factory=Counts)

    @property
    def disagreements(self) -> int:
        """Decisions refused because the two evaluators differ."""
        return int(self.counts.value(DISAGREEMENTS))

    @property
    def faults(self) -> int:
        """Calls that ended in an error nobody foresaw."""
        return int(self.counts.value(FAULTS))


class JsonLines(logging.Formatter):
    """Writes a record as one JSON object: ``time`` (UTC), ``level``, ``event``, its fields, ``exception`` if any.

    In a call ``request_id`` stands in it, and of an exception only what it is and where it came from: its words can be
    what was reported of a person.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the line without its end."""
        call = CALL.get()
        of_call = {"request_id": call.request_id} if call else {}
        if call and call.caller:
            of_call["caller"] = call.caller.name
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "pid": record.process,
            "event": record.getMessage(),
            **of_call,
            **getattr(record, _FIELDS, {}),
        }
        if record.exc_info:
            line["exception"] = _without_words(record.exc_info[1]) if call else self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def _without_words(error: BaseException | None) -> str:
    """Write the kinds of ``error`` and of what led to it, the first one first, with where each came from."""
    told: list[str] = []
    while error is not None and len(told) < _MAX_CHAIN:
        frames = "".join(traceback.format_tb(error.__traceback__))
        told.insert(0, f"{frames}{type(error).__module__}.{type(error).__qualname__}")
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "\n".join(told)


def log_to(stream: TextIO | None = None) -> None:
    """Send the log, and the warnings of libraries, to ``stream`` from now on; without one to standard error.

    Nobody waits for who reads that. What is left out because it is not read is told in ``log lines left out``.
    """
    handler = logging.StreamHandler(stream) if stream else LogWriter(sys.stderr.fileno(), _left_out)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    LOGGER.setLevel(logging.INFO)


def _left_out(count: int) -> logging.LogRecord:
    """Make the record that says how many lines were not written."""
    fields = {_FIELDS: {"count": count}}
    return LOGGER.makeRecord(LOGGER.name, logging.ERROR, __file__, 0, "log lines left out", (), None, extra=fields)


def log_event(level: int, event: str, fields: Mapping[str, object] | None = None) -> None:
    """Write one ``event`` with its ``fields``."""
    LOGGER.log(level, event, extra={_FIELDS: dict(fields or {})})


def log_fault(event: str, error: BaseException) -> None:
    """Write an ``error`` nobody foresaw, with where it came from."""
    LOGGER.error(event, exc_info=error)


MAX_LINES = 100
"""Of one kind of event; ``chronicare check`` tells everything."""


def log_diagnostics(event: str, diagnostics: tuple[Diagnostic, ...], area: str = "") -> None:
    """Write one line for each diagnostic, errors as errors and warnings as warnings; of many the first MAX_LINES."""
    of_area = {"area": area} if area else {}
    for each in diagnostics[:MAX_LINES]:
        fields = {"where": str(each.where), "code": each.code.value, "zh": each.message.zh, "en": each.message.en}
        log_event(logging.ERROR if each.is_error else logging.WARNING, event, of_area | fields)
    if len(diagnostics) > MAX_LINES:
        level = logging.ERROR if any(each.is_error for each in diagnostics) else logging.WARNING
        log_event(level, f"{event}, and more", of_area | {"count": len(diagnostics), "told": MAX_LINES})


class LoggedDisagreements:
    """Writes each disagreement of the two evaluators down with both judgements, and counts it."""

    def __init__(self, stats: ServerStats) -> None:
        """Count in ``stats``."""
        self._stats = stats

    def record(self, entry: str, engine: Judgement, reference: Judgement, firings: tuple[str, ...]) -> None:
        """Write down both judgements and the engine's firings. Nothing that was reported of the person is in them."""
        self._stats.counts.add(DISAGREEMENTS)
        fields = {
            "disagreements": self._stats.disagreements,
            "disease_code": entry,
            "engine": _plain(engine),
            "reference": _plain(reference),
            "firings": firings,
        }
        log_event(logging.CRITICAL, "evaluators disagree", fields)


def _plain(judgement: Judgement) -> dict[str, object]:
    by_reading = {
        ";".join(f"{switch}={reading}" for switch, reading in key): truth for key, truth in judgement.by_reading.items()
    }
    return {"outcome": judgement.outcome, "nodes": dict(judgement.nodes), "by_reading": by_reading}
