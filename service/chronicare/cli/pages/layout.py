"""Lays text out for a terminal, where a Chinese character is two columns wide."""

import unicodedata
from collections.abc import Iterator, Sequence

WIDTH = 100
"""Columns a page is wrapped to."""

_WIDE = ("W", "F")
_NOT_FIRST = frozenset("，。；：、？！）」』》…,.;:?!)]")
"""What must not begin a line."""


def width_of(text: str) -> int:
    """Return how many columns ``text`` takes."""
    return sum(2 if _is_wide(each) else 1 for each in text if not unicodedata.combining(each))


def padded(text: str, width: int) -> str:
    """Fill ``text`` up with spaces to ``width`` columns."""
    return text + " " * max(width - width_of(text), 0)


def wrapped(text: str, indent: str = "", first: str | None = None, width: int = WIDTH) -> list[str]:
    """Break ``text`` into lines of at most ``width`` columns: Chinese anywhere, other words between them.

    Each line begins with ``indent``, the first with ``first`` where that is given.
    """
    lines: list[str] = []
    line = indent if first is None else first
    empty = True
    for word in _words(text):
        if not empty and width_of(line + word.rstrip()) > width and word[0] not in _NOT_FIRST:
            lines.append(line.rstrip())
            line, empty = indent, True
        line += word.lstrip() if empty else word
        empty = empty and not word.strip()
    lines.append(line.rstrip())
    return lines


def _words(text: str) -> Iterator[str]:
    """Cut ``text`` where a line may end: after white space and around wide characters, not in ``≥ 7.0 mmol/L``."""
    word = ""
    for each in text:
        if word and (_is_wide(each) or _is_wide(word[-1]) or (word[-1].isspace() and not _holds_on(word, each))):
            yield word
            word = ""
        word += each
    if word:
        yield word


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in _WIDE


def _holds_on(word: str, following: str) -> bool:
    """Whether ``word``, ending in white space, belongs to what follows: a comparison, or a number before its unit."""
    if following.isspace():
        return True
    before = word.rstrip()[-1:]
    return before in _COMPARISONS or following in _COMPARISONS or (before.isdigit() and following.isascii())


_COMPARISONS = frozenset("≥≤><=≠×")


def amounts_in_line(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """Fill the cells of ``rows`` up from the left, so that the amounts of each column end in line."""
    widths = [max(map(width_of, column)) for column in zip(*rows, strict=True)]
    return [[" " * (width - width_of(cell)) + cell for cell, width in zip(row, widths, strict=True)] for row in rows]


def columns(rows: Sequence[Sequence[str]], gap: str = "  ", most: int = WIDTH) -> list[str]:
    """Set ``rows`` in columns, each as wide as its widest cell (at most ``most``); the last is not filled up."""
    if not rows:
        return []
    count = max(len(row) for row in rows)
    widths = [min(max(width_of(row[at]) for row in rows if at < len(row)), most) for at in range(count)]
    return [
        gap.join(padded(cell, widths[at]) if at < len(row) - 1 else cell for at, cell in enumerate(row)).rstrip()
        for row in rows
    ]
