"""Holds the figures that cells pay by against what their row quotes: cards, formulas, and rows with an anomaly.

Read as they are written: 「上年终止日 + 4 个月」, ``60% 每年``, ``650 元``. A figure has to stand in the clause of its
row, its correction, or what its anomaly or reading says of it; what other rows quote is no excuse. A row of a printed
table (「干燥综合征 1000 600」) gives its figures without a unit. A row that says no figure of the kind says nothing
either way.
"""

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from fractions import Fraction
from typing import NamedTuple

from chronicare.cells.chinese_numeral import numeral
from chronicare.checks.tables.row_notes import RowNotes
from chronicare.diagnostics import Code, Diagnostics, Text
from chronicare.formats.document_text import normal_form
from chronicare.tables import Cell, Row, RuleFolder, Table

_SCALES = {
    "%": ("%", 1),
    "个百分点": ("%", 1),
    "元": ("元", 1),
    "万元": ("元", 10_000),
    "万": ("元", 10_000),
    "年": ("月", 12),
    "个月": ("月", 1),
    "周": ("天", 7),
    "天": ("天", 1),
    "日": ("天", 1),
}
_UNITS = "|".join(sorted(_SCALES, key=len, reverse=True))
_NUMBER = r"(?<![0-9.上])(?P<number>[0-9]+(?:[.][0-9]+)?|[零一二两三四五六七八九十百千]+)"
_FIGURE = re.compile(rf"(?P<ordinal>第)?\s*{_NUMBER}\s*(?P<unit>{_UNITS})")
_MONTH = re.compile(r"(?P<number>[0-9]{1,2})月")
_BARE = re.compile(r"(?<![^\s…])[0-9]+(?:[.][0-9]+)?(?!\S)")
_YEARS = 1000
"""What counts in years is less than this: 2025年 is a date."""
_WHOLE = 100
_DAY_OF_YEAR = "日期("
_CARD_CELLS = ("deductible", "ratio", "cap")


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


class _Said(NamedTuple):
    """The figures that a row quotes; in ``bare`` those of a printed table, and in ``months`` those of the calendar."""

    figures: AbstractSet[_Figure]
    bare: AbstractSet[Fraction]
    months: AbstractSet[_Figure]

    def speaks_of(self, figure: _Figure, cell: str) -> bool:
        """Whether it says a figure of this kind; a month of the calendar is one where ``cell`` goes by a day of it."""
        by_calendar = figure.kind == "月" and bool(self.months) and _DAY_OF_YEAR in cell
        return by_calendar or any(each.kind == figure.kind for each in self.figures) or self._may_be_bare(figure)

    def holds(self, figure: _Figure, scale: int) -> bool:
        """Whether it says this figure, in the cell in a unit of ``scale``, as it may be in a printed table."""
        bare = {figure.number, figure.number / scale} if self._may_be_bare(figure) else set()
        return figure in self.figures or figure in self.months or not self.bare.isdisjoint(bare)

    def _may_be_bare(self, figure: _Figure) -> bool:
        return figure.is_amount and bool(self.bare)


def check_figures(folder: RuleFolder, diagnostics: Diagnostics) -> None:
    """Warn of each figure of a card, or of an output of a decision table, that its row does not quote.

    A cell of which ``diagnostics`` tell already that it says otherwise is passed over.
    """
    told = {each.where for each in diagnostics.sorted() if each.code is Code.CLAUSE_SAYS_OTHERWISE}
    notes = RowNotes.of_folder(folder)
    for table in (each for kind in ("card", "decision") for each in folder.of_kind(kind)):
        for row in table:
            said = _said(_texts(row, notes))
            for cell in (each for each in _paying_cells(table, row) if each.position not in told):
                _check(cell, said, diagnostics)


def _check(cell: Cell, said: _Said, diagnostics: Diagnostics) -> None:
    text = normal_form(cell.text)
    for found in _FIGURE.finditer(text):
        figure = _figure(found)
        if figure is None or not figure.says_something:
            continue
        if said.speaks_of(figure, text) and not said.holds(figure, _SCALES[found["unit"]][1]):
            diagnostics.add(
                Code.CLAUSE_SAYS_OTHERWISE,
                cell.position,
                Text(
                    f"「{found[0].strip()}」不在这一行的原文里", f"{found[0].strip()!r} is not in the clause of the row"
                ),
                Text(
                    "改数；原文有误的写更正，或在异常里写明；数在别处的另写一张表，这里用它的结果",
                    "mend it; name what is wrong with the source as 更正, or say so in its 异常; a figure that stands "
                    "elsewhere has a table of its own, whose output is named here",
                ),
            )


def _said(text: str) -> _Said:
    """Return the figures of ``text``; of 第4个月 the three months before it."""
    figures: set[_Figure] = set()
    for found in _FIGURE.finditer(text):
        figure = _figure(found)
        if figure is not None:
            figures.add(figure._replace(number=figure.number - 1) if found["ordinal"] else figure)
    bare = {Fraction(each[0]) for each in _BARE.finditer(text)}
    return _Said(figures, bare, {_Figure(Fraction(each["number"]), "月") for each in _MONTH.finditer(text)})


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


def _texts(row: Row, notes: RowNotes) -> str:
    readings = zip(_names(row, "switch"), _names(row, "reading"), strict=False)
    texts = [row.text("clause"), row.text("correction"), notes.said(_names(row, "anomalies"), readings)]
    return " ".join(normal_form(part) for each in texts for part in each.split())


def _names(row: Row, column: str) -> list[str]:
    return [each.strip() for each in re.split("[;；]", row.text(column)) if each.strip()]
