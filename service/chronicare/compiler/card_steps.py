"""A card's row to a payer's step: its formulas, and what is left of caps, where deductibles start, what is counted."""

import re
from collections.abc import Iterable, Mapping, Sequence

from chronicare.cells.types import CellType
from chronicare.compiler.card_account import balance, check_account_step, is_of_account
from chronicare.compiler.card_cells import NO_CAP, NO_DEDUCTIBLE, PERSONAL_ACCOUNT, Amount, read_amounts
from chronicare.compiler.card_segments import SegmentReader
from chronicare.compiler.common_cells import named_in_formula, text_of
from chronicare.compiler.counter_terms import counters_wanted
from chronicare.compiler.counters import BASE, DEDUCTIBLE, PAYMENT, CounterRow, Counters
from chronicare.compiler.formulas import compile_formula
from chronicare.compiler.level_sets import PAYERS
from chronicare.diagnostics import Code, Diagnostics, Position, Text
from chronicare.formats.spelling import suggest
from chronicare.program.decision_table import Accumulation, ChainStep, PaymentKind
from chronicare.program.formula import Formula, NoValue
from chronicare.program.period import Period
from chronicare.program.roles import Role
from chronicare.program.vocabulary import Vocabulary
from chronicare.tables import Cell, Row, Table

_Wanted = Mapping[tuple[str, Period], CounterRow]
"""The counter of each cap and deductible that runs over a period, by what is counted and the period."""
_MANNERS = {each.value: each for each in (PaymentKind.REIMBURSEMENT, PaymentKind.ALLOWANCE)}
_DEDUCTIBLE_PERIODS = (Period.VISIT, Period.YEAR, Period.QUARTER, Period.MONTH, Period.DAY, Period.COURSE)
_CAP_PERIODS = (*_DEDUCTIBLE_PERIODS, Period.ITEM)
_MUST = Text("编号与上一行相同的行才可以空着", "it may be empty in a row with the 编号 of the row above")


class StepCompiler:
    """Compiles one row after another."""

    def __init__(
        self, vocabulary: Vocabulary, counters: Counters, money: CellType, ratio: CellType, diagnostics: Diagnostics
    ) -> None:
        """Compile amounts of the type ``money`` and ratios of the type ``ratio``, against ``counters``."""
        self._vocabulary = vocabulary
        self._counters = counters
        self._money = money
        self._segments = SegmentReader(vocabulary, money, ratio, diagnostics)
        self._diagnostics = diagnostics
        self.periods: dict[str, Period] = {}
        self._told: set[tuple[str, str]] = set()
        """Cards and numbers of which a row is told to lack what it says: those below it repeat that."""

    def step(self, table: Table, row: Row) -> ChainStep | None:
        """Return the step that ``row`` is, and keep the periods of what it counts; ``None`` if it pays in no manner."""
        of_account = is_of_account(row)
        payment_kind = _MANNERS.get(row.text("manner") or PaymentKind.REIMBURSEMENT.value)
        if of_account:
            payment_kind = PaymentKind.ACCOUNT
        if payment_kind is None:
            message = Text(f"方式「{row.text('manner')}」不认识", f"unknown manner {row.text('manner')!r}")
            hint = Text(f"可写：{'、'.join(_MANNERS)}", f"one of: {', '.join(_MANNERS)}")
            self._diagnostics.add(Code.UNKNOWN_NAME, row["manner"].position, message, hint)
            return None
        reimburses = payment_kind is not PaymentKind.ALLOWANCE
        self._check_filled(table, row, reimburses=reimburses)
        self._check_payer(row)
        deductibles = read_amounts(row["deductible"], NO_DEDUCTIBLE, _DEDUCTIBLE_PERIODS, self._diagnostics)
        if len(deductibles) > 1:
            message = Text("起付只能写一个", "there is one deductible only")
            self._diagnostics.add(Code.SYNTAX, row["deductible"].position, message)
        caps = read_amounts(row["cap"], NO_CAP, _CAP_PERIODS, self._diagnostics)
        by_item = [cap for cap in caps if cap.period is Period.ITEM]
        if by_item:
            self._check_by_item(row, by_item, deductibles)
        if of_account:
            check_account_step(row, caps, self._diagnostics)
        shared, own = self._shared(row), self._own(row)
        counters = [*shared, *own]
        wanted = self._wanted(table, row, own)
        counters += [each for each in wanted.values() if each not in counters]
        for counter in counters:
            if counter.amount is not None:
                self.periods[counter.finding.code] = counter.period
        deductible = deductibles[0] if deductibles else None
        return ChainStep(
            row.text("id"),
            row.text("payer"),
            text_of(row),
            payment_kind,
            self._formula(row["base"]),
            self._start(row, deductible, wanted),
            self._deductible(row, deductible, wanted) if reimburses else None,
            self._segments.read(row["ratio"]),
            self._limit(row, [cap for cap in caps if cap.period is not Period.ITEM], wanted, shared),
            tuple(
                Accumulation(each.finding.code, each.amount, if_paid=not each.is_money)
                for each in counters
                if each.amount is not None
            ),
            table.name,
            deductible.period if deductible and deductible.period.is_counted else Period.YEAR,
            self._formula(by_item[0].formula) if by_item else None,
        )

    def _check_by_item(self, row: Row, by_item: Sequence[Amount], deductibles: Sequence[Amount]) -> None:
        """Hold a step that pays line by line to what can be worked out line by line."""
        base = self._vocabulary.find(row.text("base"))
        eligible = self._vocabulary.playing(Role.ELIGIBLE_EXPENSE)
        name = eligible.name if eligible else Text(Role.ELIGIBLE_EXPENSE.value, "the eligible expense")
        wrong = (
            ("cap", len(by_item) > 1, Text("每项的封顶只能写一个", "there is one cap for each item")),
            (
                "deductible",
                bool(deductibles),
                Text("每项封顶的一步不设起付", "a step with a cap each has no deductible"),
            ),
            (
                "ratio",
                len(re.findall("[:：]", row.text("ratio"))) > 0,
                Text("每项封顶的一步不分段", "it pays at one ratio"),
            ),
            (
                "base",
                base is None or base != eligible,
                Text(f"每项封顶的一步以{name.zh}为基数", f"its base is {name.en}"),
            ),
        )
        for column, is_wrong, message in wrong:
            if is_wrong:
                hint = Text("另写一步，用「单列结算」把这些费用分开", "make it a step apart, with a setting of its own")
                self._diagnostics.add(Code.BAD_FIELD, row[column].position, message, hint)

    def _check_filled(self, table: Table, row: Row, *, reimburses: bool) -> None:
        """Tell what a row must say and does not, and what an allowance says that it cannot have."""
        must = ["payer", "name", "source", "clause"]
        hints = {
            "deductible": Text(f"没有就写「{NO_DEDUCTIBLE}」", f"write {NO_DEDUCTIBLE} for none"),
            "cap": Text(f"没有就写「{NO_CAP}」", f"write {NO_CAP} for none"),
            "base": Text(
                "先付的写 合规费用，其余写 合规余额", "合规费用 for the first payer, 合规余额 for those after"
            ),
            "ratio": Text("如 85%", "such as 85%"),
        }
        must += ["base", "deductible", "ratio", "cap"] if reimburses else ["cap"]
        empty = {name: table.kind.column(name).heading for name in must if not row[name]}
        if len(empty) > 1 and "payer" in empty:  # it is as if it went on with the step above
            if (table.name, row.text("id")) not in self._told:
                self._tell_number(row, "、".join(empty.values()))
            self._told.add((table.name, row.text("id")))
            empty = {}
        for name, heading in empty.items():
            message = Text(f"「{heading}」没有写", f"{heading} is empty")
            self._diagnostics.add(Code.EMPTY_REQUIRED_CELL, row[name].position, message, hints.get(name, _MUST))
        for name in () if reimburses else ("base", "start", "deductible", "ratio"):
            if row[name]:
                message = Text("补助是定额，只写封顶", "补助 is a fixed amount: it stands in 封顶 alone")
                self._diagnostics.add(Code.BAD_FIELD, row[name].position, message, Text("清空这一格", "empty the cell"))
        for name in ("base", "start", "ratio"):
            if row.text(name) == NoValue.UNLIMITED.value:
                message = Text(f"「{NO_CAP}」只能写在封顶", f"{NO_CAP} is for a cap only")
                self._diagnostics.add(Code.WRONG_TYPE, row[name].position, message)

    def _tell_number(self, row: Row, empty: str) -> None:
        number = row.text("id")
        message = Text(
            f"编号「{number}」与上一行不同，是新的一步，却没有写{empty}",
            f"the number {number!r} is not that of the row above: a step of its own, but without {empty}",
        )
        hint = Text(
            "与上一行是同一步的，写同一个编号；是另一步的，把这几列写上",
            "write the same number if it is the same step, else fill in these columns",
        )
        self._diagnostics.add(Code.EMPTY_REQUIRED_CELL, row["id"].position, message, hint)

    def _check_payer(self, row: Row) -> None:
        payers = self._vocabulary.level_sets.get(PAYERS)
        if payers is not None and row["payer"] and not is_of_account(row) and payers.index(row.text("payer")) is None:
            known = [*(level.value for level in payers.levels), PERSONAL_ACCOUNT]
            message = Text(f"没有支付方「{row.text('payer')}」", f"no payer {row.text('payer')!r}")
            self._diagnostics.add(Code.UNKNOWN_NAME, row["payer"].position, message, suggest(row.text("payer"), known))

    # Counters

    def _shared(self, row: Row) -> list[CounterRow]:
        found = self._counters.named(row["shared"])
        for each in found:
            if not each.limit and self._counters.is_first_without_cap(each):
                message = Text(f"计数「{each.name}」没有限额", f"counter {each.finding.name.en!r} has no cap")
                hint = Text(
                    "在计数表里写它的限额，或只写进「计数」", "give it one in the counters, or list it in 计数 only"
                )
                self._diagnostics.add(Code.BAD_COUNTER, row["shared"].position, message, hint)
        return found

    def _own(self, row: Row) -> list[CounterRow]:
        found = self._counters.named(row["counts"])
        for each in found:
            if each.limit:
                message = Text(
                    f"计数「{each.name}」有限额，写在这里不起作用",
                    f"the cap of {each.finding.name.en!r} would do nothing here",
                )
                hint = Text("移到「共用限额」", "move it to 共用限额")
                self._diagnostics.add(Code.BAD_COUNTER, row["counts"].position, message, hint)
        return found

    def _wanted(self, table: Table, row: Row, own: Sequence[CounterRow]) -> _Wanted:
        """Return the counter of each cap and deductible that runs over a period: one named, or one made."""
        found: dict[tuple[str, Period], CounterRow] = {}
        told: set[tuple[Position, Period]] = set()
        for wanted in counters_wanted(table, row):
            key = (wanted.counted, wanted.period)
            counting = [each for each in own if each.is_money and each.counted == wanted.counted]
            fitting = [each for each in counting if each.period is wanted.period]
            if len(fitting) > 1:
                names = "、".join(each.name for each in fitting)
                message = Text(
                    f"{wanted.period.value}的{wanted.counted}有几个计数：{names}", f"several counters: {names}"
                )
                self._diagnostics.add(Code.BAD_COUNTER, row["counts"].position, message, Text("留一个", "keep one"))
            elif fitting:
                found[key] = fitting[0]
            elif counting:
                other = counting[0]
                if (wanted.cell.position, wanted.period) in told:
                    continue
                told.add((wanted.cell.position, wanted.period))
                message = Text(
                    f"这里是{wanted.period.value}，计数「{other.name}」是{other.period.value}",
                    f"{wanted.period.value} here, but counter {other.finding.name.en!r} is {other.period.value}",
                )
                hint = Text(
                    f"改成{other.period.value}，或另写一个{wanted.period.value}的计数，或不写计数",
                    "make the periods one, name another counter, or none",
                )
                self._diagnostics.add(Code.BAD_COUNTER, wanted.cell.position, message, hint)
            elif wanted.period is Period.COURSE:
                message = Text(
                    "每疗程要有计数：各张账单说明本疗程已有多少", "a course needs a counter that bills state"
                )
                hint = Text(
                    "在计数表里加一行，周期写每疗程，写进「计数」", "add a row to the counters and name it in 计数"
                )
                self._diagnostics.add(Code.BAD_COUNTER, wanted.cell.position, message, hint)
            elif wanted.code in self._vocabulary.findings:
                found[key] = self._counters.made(wanted.code, wanted.period, wanted.counted, wanted.cell.position)
        return found

    # Formulas

    def _start(self, row: Row, deductible: Amount | None, wanted: _Wanted) -> Formula | None:
        if row["start"]:
            if deductible is not None and deductible.period in (Period.VISIT, Period.COURSE):
                message = Text("起付每次都扣，没有起点", "a deductible charged each visit has no start")
                hint = Text("起付改写每年的样子，或清空起点", "give the deductible another period, or empty 起点")
                self._diagnostics.add(Code.BAD_FIELD, row["start"].position, message, hint)
            return self._formula(row["start"])
        counter = wanted.get((BASE, deductible.period)) if deductible else None
        if counter is None:
            return None
        return self._formula(Cell(named_in_formula(counter.name), row["deductible"].position))

    def _deductible(self, row: Row, deductible: Amount | None, wanted: _Wanted) -> Formula | None:
        if deductible is None:
            return self._formula(Cell("0 元", row["deductible"].position)) if row["deductible"] else None
        counter = wanted.get((DEDUCTIBLE, deductible.period)) if deductible.period is Period.COURSE else None
        if counter is None:
            return self._formula(deductible.formula)
        text = f"最大({deductible.formula.text} − {named_in_formula(counter.name)}, 0)"
        return self._formula(Cell(text, deductible.formula.position))

    def _limit(
        self,
        row: Row,
        caps: Iterable[Amount],
        wanted: _Wanted,
        shared: Iterable[CounterRow],
    ) -> Formula | None:
        parts: list[Cell] = []
        for cap in caps:
            counter = wanted.get((PAYMENT, cap.period))
            parts.append(_less(cap.formula, counter) if counter else cap.formula)
        for each in shared:
            left = _less(Cell(each.limit, row["shared"].position), each)
            parts.append(left if each.is_money else _quota(left, each))
        if is_of_account(row) and (held := balance(row, self._vocabulary, self._diagnostics)) is not None:
            parts.append(held)
        if not parts:
            return None
        if len(parts) == 1:
            return self._formula(parts[0])
        before = self._diagnostics.error_count
        for part in parts:
            self._formula(part)
        if self._diagnostics.error_count > before:
            return None
        return self._formula(Cell(f"最小({', '.join(part.text for part in parts)})", parts[0].position))

    def _formula(self, cell: Cell) -> Formula | None:
        return compile_formula(cell, self._money, self._vocabulary, self._diagnostics) if cell else None


def _less(cap: Cell, counter: CounterRow) -> Cell:
    """Return what is left of the cap."""
    return Cell(f"{cap.text} − {named_in_formula(counter.name)}", cap.position)


def _quota(left: Cell, counter: CounterRow) -> Cell:
    """Return what is paid by visits or days ``left``: nothing without any, as if there were no cap with enough."""
    needed = "1" if counter.counted == PAYMENT else counter.counted
    return Cell(f"名额({left.text}, {needed})", left.position)
