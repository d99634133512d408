"""Text as a workbook holds it: ``_x0001_`` there is a character of that number, and what only looks so is escaped."""

import re

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def escaped(text: str) -> str:
    """Return ``text`` as it is to stand in a cell. A character no workbook holds becomes the sign of a lost one."""
    return _LOOKS_ESCAPED.sub("_x005F_", ILLEGAL_CHARACTERS_RE.sub("\ufffd", text))


def unescaped(text: str) -> str:
    """Return what the ``text`` of a cell stands for."""
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
