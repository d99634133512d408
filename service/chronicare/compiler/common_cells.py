"""Cells read alike in every kind of table: lists, and what is written in both languages."""

import re

from chronicare.diagnostics import Text
from chronicare.tables import Row


def split_list(text: str) -> tuple[str, ...]:
    """Split a list cell at ``;`` ``；`` ``、``; parts are trimmed, empty ones dropped."""
    return tuple(part.strip() for part in re.split(r"[;；、]", text) if part.strip())


def text_of(row: Row, column: str = "name") -> Text:
    """Return what ``column`` says in both languages; where the English is left empty, the Chinese stands for it."""
    return Text(row.text(column), row.text(f"{column}_en") or row.text(column))
