"""Where something is: a cell of a rule file, or a field of a request."""

from typing import NamedTuple


def column_letters(column: int) -> str:
    """Name a column as a spreadsheet does: 1 is ``A``, 27 is ``AA``."""
    letters = ""
    while column > 0:
        column, remainder = divmod(column - 1, 26)
        letters = chr(ord("A") + remainder) + letters
    return letters


class Position(NamedTuple):
    """A place in a rule file.

    ``row`` and ``column`` count from 1 as a spreadsheet shows them (the heading row is row 1); ``column`` 0 means
    the whole row and ``row`` 0 the whole file. ``heading`` is the column's Chinese heading, or empty.
    """

    file: str
    row: int = 0
    column: int = 0
    heading: str = ""

    def __str__(self) -> str:
        """Read as ``criteria.csv:C7「条件」``."""
        cell = f":{column_letters(self.column)}{self.row}" if self.row else ""
        return f"{self.file}{cell}{f'「{self.heading}」' if self.heading else ''}"


class FieldPath(NamedTuple):
    """A place in a request, as the caller wrote it: ``findings[2].unit``."""

    path: str

    def __str__(self) -> str:
        """Read as the path itself."""
        return self.path
