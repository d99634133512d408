"""Cells read alike in every kind of table: lists, and what is written in both languages."""

import re

from chronicare.cells.fault import Fault
from chronicare.cells.formula import Named, parse_formula
from chronicare.diagnostics import Text
from chronicare.tables import Row


def split_list(text: str) -> tuple[str, ...]:
    """Split a list cell at ``;`` ``；`` ``、``; parts are trimmed, empty ones dropped."""
    return tuple(part.strip() for part in re.split(r"[;；、]", text) if part.strip())


def text_of(row: Row, column: str = "name") -> Text:
    """Return what ``column`` says in both languages; where the English is left empty, the Chinese stands for it."""
    return Text(row.text(column), row.text(f"{column}_en") or row.text(column))


def named_in_formula(name: str) -> str:
    """Return the ``name`` of a term as a formula can have it."""
    syntax = parse_formula(name)
    plain = not isinstance(syntax, Fault) and isinstance(syntax, Named) and syntax.name == name
    return name if plain else f'"{name}"'
