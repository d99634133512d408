"""What a sheet says of itself in its second row, so that it is known again whatever its tab is called by then.

A hidden sheet of the workbook has the digest of each row that was written out: what has changed can be told of either
side, the sheet and the file.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from chronicare.authoring.workbook.written import digest_of
from chronicare.tables import Row

_MARK = re.compile(
    r"文件\s*[:：]\s*(?P<file>.+?\.csv)(?:\s+版本\s*[:：]\s*(?P<version>[0-9a-f]+))?(?:\s.*)?", re.DOTALL
)


class Mark(NamedTuple):
    """The file of a sheet's table, from the rule directory on, and the version that was written out."""

    file: str
    version: str


def mark_of(file: str, version: str, about: str) -> str:
    """Return what a sheet says of its table."""
    return f"文件：{file}　版本：{version}　{about}"


def read_mark(text: str) -> Mark | None:
    """Return what ``text`` says, ``None`` if it is no mark."""
    found = _MARK.fullmatch(text.strip())
    return Mark(found["file"], found["version"] or "") if found else None


_MOST_IN_A_CELL = 2000
"""Rows whose digests go into one cell, which holds 32,767 characters."""


def digests_line(file: str, rows: Sequence[Row]) -> list[str]:
    """Return the cells that tell what was written out of ``file``: its name, then number and digest of its rows."""
    told = [f"{row.position.row}:{digest_of(row)}" for row in rows]
    parts = range(0, len(told), _MOST_IN_A_CELL)
    return [file, *(" ".join(told[at : at + _MOST_IN_A_CELL]) for at in parts)]


def read_digests(lines: Iterable[Sequence[str]]) -> Mapping[str, Mapping[int, str]]:
    """Return the digests of the rows that were written out, by file and number of the row; what is none is left out."""
    found: dict[str, dict[int, str]] = {}
    for file, *parts in lines:
        told = [each.partition(":") for part in parts for each in part.split()]
        found[file] = {int(number): digest for number, _, digest in told if number.isascii() and number.isdigit()}
    return found
