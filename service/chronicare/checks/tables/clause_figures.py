"""Holds the figures that cells pay by against what their row quotes: cards, formulas, and rows with an anomaly.

Read as they are written: 「上年终止日 + 4 个月」, ``60% 每年``, ``650 元``. A figure has to stand in the clause, its
correction, or what the anomaly or the reading of the row says of it; a row of a printed table (「干燥综合征 1000 600」)
gives its figures without a unit. A row that says no figure of the kind says nothing either way. (Constants by
themselves, in rows without an anomaly: ``clause_numbers``.)
"""

import re
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from fractions import Fraction
from typing import NamedTuple

from chronicare.cells.chinese_numeral import numeral
from chronicare.diagnostics import Code, Diagnostics, Text
from chronicare.formats.document_text import normal_form
from chronicare.tables import Cell, Row, RuleFolder, Table

_SCALES = {
    "%": ("%", 1),
    "个百分点": ("%", 1),
    "元": ("元", 1),
    "万元": ("元", 10_000),
    "年": ("月", 12),
    "个月": ("月", 1),
    "周": ("天", 7),
    "天": ("天", 1),
    "日": ("天", 1),
}
_UNITS = "|".join(sorted(_SCALES, key=len, reverse=True))
_NUMBER = r"(?<![0-9.])(?P<number>[0-9]+(?:[.][0-9]+)?|[零一二两三四五六七八九十百千]+)"
_FIGURE = re.compile(rf"(?P<ordinal>第)?\s*{_NUMBER}\s*(?P<unit>{_UNITS})")
_MONTH = re.compile(r"(?P<number>[0-9]{1,2})月")
_BARE = re.compile(r"(?<![^\s…])[0-9]+(?:[.][0-9]+)?(?!\S)")
_YEARS = 1000
"""What counts in years is less than this: 2025年 is a date."""
_WHOLE = 100
_CARD_CELLS = ("deductible", "ratio", "cap")
_NOTES = {"anomalies": ("clause", "reading", "alternative", "reason"), "switches": ("name", "reason")}


class _Figure(NamedTuple):
    """A number in ``kind``: % or 元, 月 or 天."""

    number: Fraction
    kind: str

    @property
    def is_amount(self) -> bool:
        """Whether it is money or a ratio, not a time."""
        return self.kind in ("元", "%")

    @property
    def says_something(self) -> bool:
        """Whether it is more than nothing, all of it, or one of a unit (÷ 1 个月)."""
        return self not in (
            _Figure(Fraction(_WHOLE), "%"),
            *(_Figure(Fraction(1), each) for each in ("月", "天")),
        ) and (bool(self.number))

    def equals(self) -> set["_Figure"]:
        """Return it and what says the same: the share that is left (资助 75%, 个人 25%)."""
        return {self, self._replace(number=_WHOLE - self.number)} if self.kind == "%" else {self}


def check_figures(folder: RuleFolder, diagnostics: Diagnostics) -> None:
    """Warn of each figure of a card, or of an output of a decision table, that its row does not quote.

    What another row quotes of the same place is as good; for a card or a formula, which puts together amounts that
    stand in several places, what any row quotes of the document.
    """
    notes = _notes(folder)
    tables = [table for kind in ("card", "decision") for table in folder.of_kind(kind)]
    quoted = _Quoted()
    for table in tables:
        for row in table:
            quoted.add(table.document, row.text("source"), _figures(_texts(row, notes)))
    for table in tables:
        for row in table:
            texts = _texts(row, notes)
            own, bare = _figures(texts), {Fraction(each[0]) for each in _BARE.finditer(texts)}
            at_place = quoted.at_place(table.document, row.text("source"))
            for cell in _paying_cells(table, row):
                is_alone = table.kind.name == "decision" and _FIGURE.fullmatch(normal_form(cell.text))
                amounts = set[_Figure]() if is_alone else quoted.amounts_in(table.document)
                _check(cell, own, bare, at_place | amounts, diagnostics)


class _Quoted:
    """What rows quote, by document and place."""

    def __init__(self) -> None:
        self._figures: dict[str, dict[str, set[_Figure]]] = {}

    def add(self, document: str, place: str, figures: AbstractSet[_Figure]) -> None:
        self._figures.setdefault(document, {}).setdefault(place, set()).update(figures)

    def at_place(self, document: str, place: str) -> AbstractSet[_Figure]:
        """Return what is quoted of ``place`` and of the rows of a printed table there."""
        places = self._figures[document].items()
        return {each for name, figures in places if f"{name}/".startswith(f"{place}/") for each in figures}

    def amounts_in(self, document: str) -> AbstractSet[_Figure]:
        """Return the amounts and ratios that are quoted of the whole document."""
        return {each for figures in self._figures[document].values() for each in figures if each.is_amount}


def _check(
    cell: Cell,
    own: AbstractSet[_Figure],
    bare: AbstractSet[Fraction],
    elsewhere: AbstractSet[_Figure],
    diagnostics: Diagnostics,
) -> None:
    for found in _FIGURE.finditer(normal_form(cell.text)):
        figure = _figure(found)
        if figure is None or not figure.says_something:
            continue
        speaks = any(each.kind == figure.kind for each in own) or (figure.is_amount and bool(bare))
        is_bare = figure.is_amount and not bare.isdisjoint((figure.number, figure.number / 10_000))
        if speaks and not is_bare and own.isdisjoint(figure.equals()) and elsewhere.isdisjoint(figure.equals()):
            diagnostics.add(
                Code.CLAUSE_SAYS_OTHERWISE,
                cell.position,
                Text(
                    f"「{found[0].strip()}」不在这一行的原文里", f"{found[0].strip()!r} is not in the clause of the row"
                ),
                Text(
                    "改数；原文有误的写更正，或在异常里写明",
                    "mend it; name what is wrong with the source as 更正, or say so in its 异常",
                ),
            )


def _figures(text: str) -> set[_Figure]:
    """Return the figures of ``text``; of 第4个月 the three months before it, of a date its month."""
    figures: set[_Figure] = set()
    for found in _FIGURE.finditer(text):
        figure = _figure(found)
        if figure is not None:
            figures.add(figure._replace(number=figure.number - 1) if found["ordinal"] else figure)
    return figures | {_Figure(Fraction(each["number"]), "月") for each in _MONTH.finditer(text)}


def _figure(found: re.Match[str]) -> _Figure | None:
    number = numeral(found["number"])
    kind, scale = _SCALES[found["unit"]]
    if number is None or (found["unit"] == "年" and number >= _YEARS):
        return None
    return _Figure(number * scale, kind)


def _paying_cells(table: Table, row: Row) -> Iterator[Cell]:
    """Yield the cells written in ``row`` itself that give a figure."""
    outputs = [each.name for each in table.own if each.heading.startswith("出：")]
    for name in _CARD_CELLS if table.kind.name == "card" else outputs:
        cell = row[name]
        if cell and cell.position.row == row.position.row:
            yield cell


def _notes(folder: RuleFolder) -> dict[tuple[str, str], str]:
    """Return what is said of each anomaly and switch, by kind of table and name."""
    notes: dict[tuple[str, str], str] = {}
    for kind, columns in _NOTES.items():
        for table in folder.of_kind(kind):
            for row in table:
                key = (kind, row.text("id" if kind == "anomalies" else "switch"))
                notes[key] = " ".join([notes.get(key, ""), *map(row.text, columns)])
    return notes


def _texts(row: Row, notes: Mapping[tuple[str, str], str]) -> str:
    named = [("anomalies", each) for each in re.split("[;；]", row.text("anomalies"))]
    named += [("switches", each) for each in re.split("[;；]", row.text("switch"))]
    texts = [row.text("clause"), row.text("correction"), *(notes.get(each, "") for each in named)]
    return " ".join(normal_form(part) for each in texts for part in each.split())
