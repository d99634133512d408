"""Counters: what is counted over which period, and how much of it is allowed; those nobody wrote are made here."""

from collections.abc import Sequence
from dataclasses import dataclass

from chronicare.cells.types import CellType
from chronicare.compiler.card_cells import NO_CAP, read_period
from chronicare.compiler.common_cells import split_list
from chronicare.compiler.counter_units import DAYS, VISITS, counter_type
from chronicare.compiler.formulas import compile_formula
from chronicare.diagnostics import Code, Diagnostics, Position, Text
from chronicare.formats.spelling import suggest
from chronicare.program.formula import Formula
from chronicare.program.period import Period
from chronicare.program.roles import Role
from chronicare.program.vocabulary import Finding, Vocabulary
from chronicare.tables import Cell, Row, RuleFolder, Table

PAYMENT, BASE, DEDUCTIBLE = "支付", "基数", "起付"
"""What a counter counts of a step, as the column 计什么 says it; anything else there is a formula."""
COUNTED = {PAYMENT: Role.STEP_PAYMENT, BASE: Role.STEP_BASE, DEDUCTIBLE: Role.STEP_DEDUCTIBLE}


@dataclass(frozen=True, slots=True)
class CounterRow:
    """A counter: its term, the period it counts over, what it counts (the word or formula), and how much is allowed.

    ``limit`` is the text of the cap's formula; empty if there is none. ``amount`` is what a step adds; ``None`` for a
    course of treatment: each bill states what was counted in it before. One that is not of money counts visits or days,
    of the bills by which the step paid anything.
    """

    finding: Finding
    period: Period
    counted: str
    limit: str
    amount: Formula | None
    position: Position
    is_money: bool = True

    @property
    def name(self) -> str:
        """The term's name, by which formulas name it."""
        return self.finding.name.zh


def tell_unused_counters(folder: RuleFolder, diagnostics: Diagnostics) -> None:
    """Tell counters of the folder itself that no card names: they would stand at nothing for ever."""
    named = {
        name
        for table in folder.of_kind("card")
        for row in table
        for column in ("shared", "counts")
        for name in split_list(row.text(column))
    }
    for table in folder.of_kind("counters"):
        for row in table if table.layer == folder.manifest.folder else ():
            if row.text("name") not in named:
                message = Text(f"没有一张待遇卡用到计数「{row.text('name')}」", f"no card counts {row.text('name')!r}")
                hint = Text("写进一步的「共用限额」或「计数」，或去掉这一行", "name it on a card, or drop the row")
                diagnostics.add(Code.BAD_COUNTER, row["name"].position, message, hint)


class Counters:
    """The counters in force in one period of the rules, by name; every problem goes to ``diagnostics``."""

    def __init__(
        self, rows: Sequence[tuple[Table, Row]], vocabulary: Vocabulary, money: CellType, diagnostics: Diagnostics
    ) -> None:
        """Read the rows of the tables of counters; ``money`` is the type of what is counted."""
        self._vocabulary = vocabulary
        self._money = money
        self._diagnostics = diagnostics
        self._told: set[str] = set()
        self._uncapped: set[str] = set()
        self.by_code: dict[str, CounterRow] = {}
        for _, row in rows:
            self._read(row)

    def is_first_without_cap(self, counter: CounterRow) -> bool:
        """Whether this is the first time that ``counter`` is found to lack a cap: one cause is told once."""
        is_first = counter.finding.code not in self._uncapped
        self._uncapped.add(counter.finding.code)
        return is_first

    def named(self, cell: Cell) -> list[CounterRow]:
        """Return the counters that the list ``cell`` names; unknown ones are told."""
        found: list[CounterRow] = []
        for name in split_list(cell.text):
            finding = self._vocabulary.find(name)
            counter = self.by_code.get(finding.code) if finding else None
            if counter is None and name in self._told:
                continue
            if counter is None:
                message = Text(f"计数表里没有「{name}」", f"there is no counter {name!r}")
                known = [each.name for each in self.by_code.values()]
                hint = suggest(name, known) if known else Text("先在计数表里加一行", "add a row to the counters first")
                self._diagnostics.add(Code.UNKNOWN_NAME, cell.position, message, hint)
            elif counter in found:
                message = Text(f"「{name}」写了两次", f"{name!r} stands twice")
                self._diagnostics.add(Code.DUPLICATE_ID, cell.position, message)
            else:
                found.append(counter)
        return found

    def made(self, code: str, period: Period, counted: str, where: Position) -> CounterRow:
        """Return a counter that no table has, for the term ``code`` that was declared for it."""
        finding = self._vocabulary.findings[code]
        return CounterRow(finding, period, counted, "", self._amount(Cell(counted, where)), where)

    def _read(self, row: Row) -> None:
        before = self._diagnostics.error_count
        self._told.add(row.text("name"))
        finding = self._vocabulary.find(row.text("name"))
        if finding is None or (row["code"] and finding.code != row.text("code")):
            code = finding.code if finding else ""
            message = (
                Text(f"「{row.text('name')}」的代码是 {code}", f"the code of {row.text('name')!r} is {code}")
                if finding
                else Text(f"词表里没有事项「{row.text('name')}」", f"no term {row.text('name')!r}")
            )
            hint = Text("在「代码」里给它一个新代码", "give it a new code in the column 代码")
            self._diagnostics.add(Code.UNKNOWN_FINDING, row["code" if finding else "name"].position, message, hint)
            return
        counted_in = self._type(row, finding)
        is_money = counted_in is self._money
        period = read_period(row["period"], self._diagnostics)
        if is_money:
            amount = self._amount(row["counted"]) if period is not Period.COURSE else None
        else:
            amount = self._times(row, counted_in, period)
        limit = row.text("limit")
        if row.text("unit") == VISITS:
            limit = limit.removesuffix(VISITS).rstrip()
        if limit == NO_CAP:
            limit = ""
        elif limit:  # that it is empty is told where it is read
            compile_formula(Cell(limit, row["limit"].position), counted_in, self._vocabulary, self._diagnostics)
            for name in ("source", "clause"):
                if not row[name]:
                    message = Text("限额没有出处和原文", "the cap has no source and clause")
                    self._diagnostics.add(Code.MISSING_SOURCE, row[name].position, message)
        if finding.code in self.by_code:
            message = Text(f"计数「{finding.name.zh}」有两行", f"counter {finding.name.en!r} has two rows")
            hint = Text(
                "限额有几种的，写成一张决策表，这里写它的结果", "several caps make a decision table: name its output"
            )
            self._diagnostics.add(Code.DUPLICATE_NAME, row["name"].position, message, hint)
        if period is not None and self._diagnostics.error_count == before:
            counted = row.text("counted")
            where = row["name"].position
            self.by_code[finding.code] = CounterRow(finding, period, counted, limit, amount, where, is_money)
            self._told.discard(row.text("name"))

    def _type(self, row: Row, finding: Finding) -> CellType:
        """Return the type of what the row counts; a unit that nothing is counted in is told, and taken as money."""
        units = (self._money.quantity.canonical if self._money.quantity else "", VISITS, DAYS)
        found = counter_type(row.text("unit"), self._money, self._vocabulary)
        if found is None:
            message = Text(f"单位「{row.text('unit')}」不能计数", f"nothing is counted in {row.text('unit')!r}")
            hint = Text(f"可写：{'、'.join(units)}", f"one of: {', '.join(units)}")
            self._diagnostics.add(Code.UNKNOWN_UNIT, row["unit"].position, message, hint)
            return self._money
        of_kind = found is self._money or finding.type.kind is found.kind
        if finding.type.quantity != found.quantity or not of_kind or finding.repeated:
            what = "金额" if found is self._money else f"以{row.text('unit')}计的数"
            message = Text(f"「{finding.name.zh}」不是单次的{what}", f"{finding.name.en!r} is no single amount of it")
            self._diagnostics.add(Code.WRONG_TYPE, row["name"].position, message)
        return found

    def _times(self, row: Row, counted_in: CellType, period: Period | None) -> Formula | None:
        """Read what a counter of visits or days counts: each visit once, or the days that a term or formula gives."""
        if period is Period.COURSE:
            message = Text("每疗程只计金额", "only money is counted by the course of treatment")
            hint = Text("周期写每年、每月的样子", "its period is a year, a month …")
            self._diagnostics.add(Code.BAD_COUNTER, row["period"].position, message, hint)
            return None
        counts_visits = row.text("unit") == VISITS
        if counts_visits is not (row.text("counted") == PAYMENT) or row.text("counted") in (BASE, DEDUCTIBLE):
            message = Text(
                f"按{row.text('unit')}计的，不能计「{row.text('counted')}」",
                f"{row.text('counted')!r} is not counted in {row.text('unit')!r}",
            )
            hint = Text("写「支付」：付了钱的每次算一次", "write 支付: each visit that is paid counts one")
            if not counts_visits:
                hint = Text("写天数从哪里来，如 住院天数", "write what gives the days, such as 住院天数")
            self._diagnostics.add(Code.BAD_COUNTER, row["counted"].position, message, hint)
            return None
        cell = Cell("1", row["counted"].position) if counts_visits else row["counted"]
        return compile_formula(cell, counted_in, self._vocabulary, self._diagnostics)

    def _amount(self, cell: Cell) -> Formula | None:
        role = COUNTED.get(cell.text)
        if role is not None:
            cell = Cell(self._vocabulary.findings[self._vocabulary.roles[role]].name.zh, cell.position)
        return compile_formula(cell, self._money, self._vocabulary, self._diagnostics)
