"""Cells of the vocabulary tables that hold one word of a few, or name what another of the tables holds."""

from collections.abc import Iterable
from typing import TypeVar

from chronicare.diagnostics import Code, Diagnostics, Position, Text
from chronicare.tables import Row

T = TypeVar("T")

_YES_NO = {"是": True, "否": False}


def word_of(row: Row, column: str, words: dict[str, T], diagnostics: Diagnostics) -> T | None:
    """Return what the word in ``column`` stands for in ``words``; ``None``, and told, when it is none of them."""
    text = row.text(column)
    if text not in words:
        diagnostics.add(
            Code.BAD_VOCABULARY,
            row[column].position,
            Text(f"「{text}」不是这一列的词", f"{text!r} is not a word of this column"),
            Text(f"可写：{'、'.join(words)}", f"one of: {', '.join(words)}"),
        )
        return None
    return words[text]


def says_yes(row: Row, column: str, diagnostics: Diagnostics) -> bool:
    """Whether ``column`` says 是; empty is 否, and what is neither is told and taken as 否."""
    return bool(row[column]) and word_of(row, column, _YES_NO, diagnostics) is True


def tell_unknown(where: Position, name: str, what: str, known: Iterable[str], diagnostics: Diagnostics) -> None:
    """Tell at ``where`` that there is no ``name`` among the ``known``; ``what`` is 值表 or 量."""
    diagnostics.add(
        Code.BAD_VOCABULARY,
        where,
        Text(f"没有{what}「{name}」", f"no {'level set' if what == '值表' else 'quantity'} {name!r} of this kind"),
        Text(f"已有：{'、'.join(sorted(known))}", f"known: {', '.join(sorted(known))}"),
    )
