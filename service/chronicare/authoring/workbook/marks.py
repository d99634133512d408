"""What a sheet says of itself in its second row, so that it is known again whatever its tab is called by then."""

import re
from typing import NamedTuple

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
