"""The terms of counters: those that tables of counters declare, and those of caps and deductibles nobody counts."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from chronicare.cells.folding import fold_name
from chronicare.cells.types import CellType
from chronicare.compiler.card_cells import NO_CAP, NO_DEDUCTIBLE, read_amounts
from chronicare.compiler.common_cells import split_list
from chronicare.compiler.counter_units import counter_type
from chronicare.compiler.counters import BASE, DEDUCTIBLE, PAYMENT
from chronicare.diagnostics import Code, Diagnostics, Text
from chronicare.program.period import Period
from chronicare.program.roles import Role
from chronicare.program.vocabulary import Finding, Vocabulary
from chronicare.tables import Cell, Row, RuleFolder, Table

_CODE = re.compile(r"[a-z][a-z0-9_]*\Z")
_MADE = {PAYMENT: ("paid", "已付"), BASE: ("base", "基数"), DEDUCTIBLE: ("deductible", "已扣起付")}
_SUFFIXES = {Period.DAY: "_day", Period.MONTH: "_month", Period.QUARTER: "_quarter"}


class Wanted(NamedTuple):
    """A counter that a step's cell needs: over which ``period``, of what (``counted``), ``code`` if none is named."""

    cell: Cell
    period: Period
    counted: str
    code: str


def counters_wanted(table: Table, row: Row) -> Iterator[Wanted]:
    """Yield the counters that caps and deductible of a step need; what is wrong in its cells is told elsewhere."""
    silent = Diagnostics()
    stem = f"{_word(table.file.rpartition('/')[2].removesuffix('.csv'))}_{_word(row.text('id'))}"
    every = tuple(Period)
    for amount in read_amounts(row["cap"], NO_CAP, every, silent):
        if amount.period.is_counted:
            yield Wanted(row["cap"], amount.period, PAYMENT, _code(stem, PAYMENT, amount.period))
    if row["start"]:
        return
    for amount in read_amounts(row["deductible"], NO_DEDUCTIBLE, every, silent):
        if amount.period.is_counted:
            for counted in (DEDUCTIBLE,) if amount.period is Period.COURSE else (BASE, DEDUCTIBLE):
                yield Wanted(row["deductible"], amount.period, counted, _code(stem, counted, amount.period))


def with_counter_terms(folder: RuleFolder, vocabulary: Vocabulary, diagnostics: Diagnostics) -> Vocabulary:
    """Return ``vocabulary`` with the terms of counters that no table of terms has.

    A counter is declared by its row, or is made for the cap or deductible that needs one and names none.
    """
    money = vocabulary.playing(Role.STEP_PAYMENT)
    if money is None:
        return vocabulary  # an area that settles nothing; cards say so themselves
    declared = _Declared(vocabulary, money, diagnostics)
    rows = [row for table in folder.of_kind("counters") for row in table]
    for row in rows:
        name = row.text("name")
        if row["code"] and declared.find(name) is None:
            usual = Fraction(0) if row.text("period") == Period.COURSE.value else None
            called = Text(name, row.text("name_en") or name)
            counted_in = counter_type(row.text("unit"), money.type, vocabulary)
            declared.add(row["code"], row.text("code"), called, usual, counted_in=counted_in)
    for row in rows:
        declared.stand_for(row)
    known = {
        row.text("name"): row.text("counted")
        for row in rows
        if counter_type(row.text("unit"), money.type, vocabulary) is money.type
    }
    for table in folder.of_kind("card"):
        for row in table:
            _declare_made(table, row, known, declared)
    return declared.vocabulary


def _declare_made(table: Table, row: Row, known: Mapping[str, str], declared: "_Declared") -> None:
    """Declare the terms of the counters that the step needs and names none for."""
    counted = {known[each] for each in split_list(row.text("counts")) if each in known}
    base = ""
    for wanted in counters_wanted(table, row):
        if wanted.period is Period.COURSE or wanted.counted in counted:
            continue
        if wanted.counted == DEDUCTIBLE and not base:
            continue  # the base is counted by the author's own: whether the deductible used is, is theirs to say
        within, said = wanted.period.within.zh, _MADE[wanted.counted][1]
        name = re.sub(r"\W", "", f"{table.name}{row.text('name')}{within}{said}")
        declared.add(wanted.cell, wanted.code, Text(name, wanted.code.replace("_", " ")), stands_for=base)
        base = wanted.code if wanted.counted == BASE else ""


class _Declared:
    """The terms that have been declared so far, beside those of the vocabulary."""

    def __init__(self, vocabulary: Vocabulary, money: Finding, diagnostics: Diagnostics) -> None:
        self._before = vocabulary
        self._money = money
        self._diagnostics = diagnostics
        self._made: dict[str, Finding] = {}
        self._folded: dict[str, str] = {}

    @property
    def vocabulary(self) -> Vocabulary:
        """The vocabulary with what was declared, in that order after all others."""
        names = {name: code for code, finding in self._made.items() for name in (code, finding.name.zh)}
        return replace(
            self._before,
            findings={**self._before.findings, **self._made},
            names={**self._before.names, **names},
            folded={**self._before.folded, **self._folded},
        )

    def find(self, word: str) -> Finding | None:
        """Return the term called ``word``."""
        return self._before.find(word) or self._made.get(self._folded.get(fold_name(word), ""))

    def add(
        self,
        cell: Cell,
        code: str,
        name: Text,
        usual: Fraction | None = None,
        stands_for: str = "",
        counted_in: CellType | None = None,
    ) -> None:
        """Declare a term, an amount of money unless it is ``counted_in`` something else.

        Rows of one step and one name share a counter, and declare it once.
        """
        if code in self._made and self._made[code].name == name:
            return
        if not _CODE.match(code):
            message = Text(f"代码「{code}」不合写法", f"bad code {code!r}")
            hint = Text("代码、文件名、编号用英文小写字母、数字和下划线", "codes, file names and ids: a-z, 0-9 and _")
            self._diagnostics.add(Code.BAD_VOCABULARY, cell.position, message, hint)
            return
        other = self.find(code) or self.find(name.zh)
        if other is not None:
            message = Text(f"「{code}」或「{name.zh}」已是「{other.name.zh}」", f"{code!r} or its name is {other.code}")
            hint = Text(
                "各写各的计数：在计数表里加一行，写进「计数」", "name a counter for each: add it to the counters"
            )
            self._diagnostics.add(Code.DUPLICATE_NAME, cell.position, message, hint)
            return
        self._folded.update({fold_name(code): code, fold_name(name.zh): code})
        self._made[code] = replace(
            self._money,
            code=code,
            name=name,
            type=counted_in or self._money.type,
            question=name,
            aliases=(),
            position=cell.position,
            stands_for=stands_for,
            usual=usual,
            unusual_if="",
        )

    def stand_for(self, row: Row) -> None:
        """Say of a counter declared here what it may be stated instead of."""
        if not row["stands_for"]:
            return
        finding, other = self.find(row.text("name")), self.find(row.text("stands_for"))
        if finding is None or other is None or other.code == finding.code or finding.code not in self._made:
            name = row.text("stands_for")
            message = Text(f"「{name}」不能由这个累计代替", f"this counter cannot stand for {name!r}")
            hint = Text(
                "写基数那一行的名称；terms 表里已有的，写在 terms 表",
                "name the counter of its base, or say it in terms",
            )
            self._diagnostics.add(Code.UNKNOWN_FINDING, row["stands_for"].position, message, hint)
            return
        self._made[finding.code] = replace(finding, stands_for=other.code)


def _word(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")


def _code(stem: str, counted: str, period: Period) -> str:
    return f"{stem}_{_MADE[counted][0]}{_SUFFIXES.get(period, '')}"
