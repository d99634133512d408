"""Tells of a decision table that is too large to be gone through: what has not been looked for, and what would help."""

from collections.abc import Sequence

from chronicare.diagnostics import Code, Diagnostics, Text
from chronicare.program.decision_table import DecisionTable
from chronicare.program.ranks import Column
from chronicare.program.vocabulary import Vocabulary

_NAMED = 3
"""So many of the columns that cut their values into most parts are named."""


def tell_too_large(
    table: DecisionTable, columns: Sequence[Column], vocabulary: Vocabulary, sought: Text, diagnostics: Diagnostics
) -> None:
    """Warn that in ``table``, with its ``columns``, what is ``sought`` has not been found out."""
    parts: dict[str, int] = {}
    for each in columns:
        parts[each.finding] = parts.get(each.finding, 1) * each.size
    most = sorted(parts, key=lambda code: -parts[code])[:_NAMED]
    names = [vocabulary.findings[code].name for code in most]
    zh = "、".join(f"「{name.zh}」{parts[code]} 段" for name, code in zip(names, most, strict=True))
    en = ", ".join(f"{name.en} ({parts[code]} parts)" for name, code in zip(names, most, strict=True))
    diagnostics.add(
        Code.TABLE_TOO_LARGE,
        table.position,
        Text(
            f"表太大，各列的组合走不完：{sought.zh}，没有查",
            f"the table is too large to be gone through: {sought.en} have not been looked for",
        ),
        Text(
            f"分得最细的列是 {zh}：按其中一列拆成几张表，或先用一张小表把它归成几类",
            f"the columns cut finest are {en}: split the table by one, or let a table put it into classes",
        ),
    )
