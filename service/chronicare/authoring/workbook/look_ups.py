"""Names beside codes: columns that stand in the workbook for the eye, and are never read as rules."""

import re
from collections.abc import Iterable

from chronicare.authoring.workbook.choices import Words
from chronicare.tables import INPUT, ColumnSpec, Row, Table

BESIDE = "（对照）"
"""What the heading of a column ends with that is not read."""
ROW_NUMBER = "行号"
"""The heading of the column with the number of each row in its file, by which statements and messages name it."""
_CODE_COLUMNS = ("entries", "parent", "part_of", "stands_for", "subject")
_CODE_HERE = "code"
_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


def is_beside(heading: str) -> bool:
    """Whether the column under ``heading`` is only for the eye."""
    plain = heading.replace("(", "（").replace(")", "）").strip()
    return plain == ROW_NUMBER or plain.endswith(BESIDE)


def beside_what(heading: str) -> str:
    """Return the heading of the column that the names under ``heading`` stand beside."""
    return heading.replace("(", "（").replace(")", "）").strip().removesuffix(f"名称{BESIDE}")


def looked_up(table: Table, columns: Iterable[ColumnSpec], words: Words) -> dict[str, str]:
    """Return the columns of ``table`` beside which names are to stand, each with the heading of those names."""
    return {
        column.name: f"{column.heading}名称{BESIDE}"
        for column in columns
        if any(names_beside(row, column, words) for row in table)
    }


def names_beside(row: Row, column: ColumnSpec, words: Words) -> str:
    """Return the names of the codes in a cell, in their order; empty if it holds none that needs a name beside it."""
    is_code = column.name == _CODE_HERE and not row["name"]
    if not (is_code or column.name in _CODE_COLUMNS or column.name.startswith(INPUT)):
        return ""
    names = (words.name_of(code) for code in _CODE.findall(row.text(column.name)))
    return "、".join(dict.fromkeys(name for name in names if name and name != row.text(column.name)))
