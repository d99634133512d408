"""Decisions written out for other programs: JSON, one a line, or a table that spreadsheets open. Pseudonyms stay."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import Any

from chronicare.cli.pages.recorded import plain_entry
from chronicare.records.chain import Link
from chronicare.rpc.recording.messages import read_answer

_COLUMNS = ("id", "recorded_at", "area", "area_day", "method", "caller", "request_id", "releases", "outcomes", "masked")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def json_lines(links: Iterable[Link]) -> Iterator[str]:
    """Yield each decision with its request and its answer. Raises ValueError."""
    for each in links:
        yield json.dumps(plain_entry(each), ensure_ascii=False, sort_keys=True) + "\n"


def csv_lines(links: Iterable[Link]) -> Iterator[str]:
    """Yield a row of headings, then one for each decision: what it was and how it came out. Raises ValueError."""
    yield "\ufeff" + _row(_COLUMNS)
    for each in links:
        entry = each.entry()
        plain = dict(entry.head)
        plain["releases"] = " ".join(release["digest"] for release in plain["releases"])
        plain["masked"] = " ".join(plain["masked"])
        plain["outcomes"] = " ".join(_outcomes(read_answer(entry)))
        yield _row([str(plain[name]) for name in _COLUMNS])


def _outcomes(answer: Any) -> Iterator[str]:  # noqa: ANN401 - any of the answers
    for each in getattr(answer, "decisions", ()):
        yield f"{each.disease_code}={_name(each, 'outcome')}"
    settlements = [answer.settlement] if hasattr(answer, "settlement") else getattr(answer, "settlements", ())
    for each in settlements:
        yield f"{_name(each, 'outcome')}:{each.amounts.fund_payment_fen}"
    if hasattr(answer, "review"):
        yield _name(answer.review, "status")


def _name(message: Any, field: str) -> str:  # noqa: ANN401 - whatever has an outcome
    return str(message.DESCRIPTOR.fields_by_name[field].enum_type.values_by_number[getattr(message, field)].name)


def _row(cells: Iterable[str]) -> str:
    written = io.StringIO()
    csv.writer(written).writerow([f"'{each}" if each.startswith(_FORMULA) else each for each in cells])
    return written.getvalue()
