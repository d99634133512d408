"""The payers' chain to steps: manner, formulas and segments of each row, and what it adds to which accumulator."""

import re
from collections.abc import Sequence

from chronicare.cells.types import CellType, ValueKind
from chronicare.compiler.decision_tables import TableCompiler
from chronicare.compiler.formulas import compile_formula
from chronicare.compiler.vocabulary import PAYERS
from chronicare.diagnostics import Code, Diagnostics, Text
from chronicare.formats.spelling import suggest
from chronicare.program.decision_table import Accumulation, ChainStep, DecisionTable, HitPolicy, PaymentKind, Segment
from chronicare.program.formula import Formula, NoValue
from chronicare.program.roles import Role
from chronicare.program.vocabulary import Vocabulary
from chronicare.tables import Cell, Row, Table

NO_LIMIT, NO_DEDUCTIBLE = NoValue.UNLIMITED.value, "0 元"
"""What a step without cap, or without deductible, says in those columns."""
_MANNERS = {payment_kind.value: payment_kind for payment_kind in PaymentKind}
_SEGMENT = re.compile(r"(?:≤|<=)\s*(?P<limit>.+?)\s*[:：]\s*(?P<ratio>.+)")


class ChainCompiler:
    """Compiles the rows of chain tables; every problem goes to ``diagnostics``."""

    def __init__(self, vocabulary: Vocabulary, tables: TableCompiler, diagnostics: Diagnostics) -> None:
        """Compile against ``vocabulary``, input columns with ``tables``."""
        self._vocabulary = vocabulary
        self._tables = tables
        self._diagnostics = diagnostics

    def compile(self, table: Table, rows: Sequence[Row]) -> tuple[DecisionTable, dict[str, ChainStep]] | None:
        """Return the chain as a table that collects its matching rows, and their steps by row."""
        money, ratio = self._vocabulary.playing(Role.STEP_PAYMENT), self._vocabulary.playing(Role.RATIO)
        if money is None or ratio is None:
            wanted = (Role.STEP_PAYMENT.value, Role.RATIO.value)
            message = Text(
                f"没有事项担任角色「{'」或「'.join(wanted)}」", f"terms are needed to play {', '.join(wanted)}"
            )
            self._diagnostics.add(Code.UNKNOWN_FINDING, rows[0].position, message)
            return None
        before = self._diagnostics.error_count
        matching = self._tables.compile_rows(table, rows, HitPolicy.COLLECT, {})
        steps = {str(row.position.row): self._step(row, money.type, ratio.type) for row in rows}
        if matching is None or self._diagnostics.error_count > before:
            return None
        return matching, {name: step for name, step in steps.items() if step is not None}

    def _step(self, row: Row, money: CellType, ratio: CellType) -> ChainStep | None:
        payment_kind = _MANNERS.get(row.text("manner"))
        if payment_kind is None:
            message = Text(f"方式「{row.text('manner')}」不认识", f"unknown manner {row.text('manner')!r}")
            hint = Text(f"可写：{'、'.join(_MANNERS)}", f"one of: {', '.join(_MANNERS)}")
            self._diagnostics.add(Code.UNKNOWN_NAME, row["manner"].position, message, hint)
            return None
        payers = self._vocabulary.level_sets.get(PAYERS)
        if payers is not None and payers.index(row.text("payer")) is None:
            known = [level.value for level in payers.levels]
            message = Text(f"没有支付方「{row.text('payer')}」", f"no payer {row.text('payer')!r}")
            self._diagnostics.add(Code.UNKNOWN_NAME, row["payer"].position, message, suggest(row.text("payer"), known))
        reimburses = payment_kind is PaymentKind.REIMBURSEMENT
        paying = ("base", "ratio") if reimburses else ("limit",)
        idle = ("base", "start", "deductible", "ratio") if payment_kind is PaymentKind.ALLOWANCE else ()
        for column in (*paying, *idle):
            if bool(row[column]) is not (column in paying):
                self._diagnostics.add(
                    Code.EMPTY_REQUIRED_CELL if column in paying else Code.BAD_FIELD,
                    row[column].position,
                    Text("报销要写基数和比例，补助只写可支付限额", "报销 needs 基数 and 比例, 补助 可支付限额 only"),
                )
        if reimburses:
            self._tell_unsaid(row)
        self._tell_unlimited(row, ("limit",) if reimburses else ())
        return ChainStep(
            row.text("id"),
            row.text("payer"),
            Text(row.text("name"), row.text("name_en")),
            payment_kind,
            self._formula(row["base"], money),
            self._formula(row["start"], money),
            self._formula(row["deductible"], money),
            self._segments(row["ratio"], money, ratio),
            None if row.text("limit") == NoValue.UNLIMITED.value else self._formula(row["limit"], money),
            self._accumulations(row["accumulate"], money),
        )

    def _tell_unsaid(self, row: Row) -> None:
        """Tell a deductible or cap left empty: one forgotten must not pass for none."""
        for name, heading, nothing in (("deductible", "起付", NO_DEDUCTIBLE), ("limit", "可支付限额", NO_LIMIT)):
            if not row[name]:
                self._diagnostics.add(
                    Code.EMPTY_REQUIRED_CELL,
                    row[name].position,
                    Text(f"「{heading}」没有写", f"{heading} is empty"),
                    Text(f"没有就写「{nothing}」，chronicare fmt 会补上", f"write {nothing} for none; fmt fills it in"),
                )

    def _tell_unlimited(self, row: Row, allowed: Sequence[str]) -> None:
        for name in ("base", "start", "deductible", "ratio", "limit"):
            if name not in allowed and row.text(name) == NO_LIMIT:
                message = Text(f"「{NO_LIMIT}」只能写在可支付限额", f"{NO_LIMIT} is for a cap only")
                self._diagnostics.add(Code.WRONG_TYPE, row[name].position, message)

    def _formula(self, cell: Cell, wanted: CellType) -> Formula | None:
        return compile_formula(cell, wanted, self._vocabulary, self._diagnostics) if cell else None

    def _part(self, cell: Cell, text: str, wanted: CellType) -> Formula | None:
        return compile_formula(Cell(text, cell.position), wanted, self._vocabulary, self._diagnostics)

    def _segments(self, cell: Cell, money: CellType, ratio: CellType) -> tuple[Segment, ...]:
        parts = [part.strip() for part in re.split("[;；]", cell.text) if part.strip()]
        segments: list[Segment] = []
        for number, part in enumerate(parts, start=1):
            match = _SEGMENT.fullmatch(part)
            if (match is None) is not (number == len(parts)):
                message = Text(f"比例「{cell.text}」不合写法", f"bad segments {cell.text!r}")
                hint = Text("如 85% 或 ≤ 10 万元: 85%；90%，最后一段不写上限", "85%, or ≤ 10 万元: 85%；90%")
                self._diagnostics.add(Code.SYNTAX, cell.position, message, hint)
                return ()
            paid = self._part(cell, match["ratio"] if match else part, ratio)
            limit = self._part(cell, match["limit"], money) if match else None
            if paid is not None:
                segments.append(Segment(limit, paid))
        return tuple(segments)

    def _accumulations(self, cell: Cell, money: CellType) -> tuple[Accumulation, ...]:
        made: list[Accumulation] = []
        for part in re.split("[;；]", cell.text):
            name, sign, amount = part.partition("+=")
            if not part.strip():
                continue
            finding = self._vocabulary.find(name.strip())
            if not sign or finding is None or finding.type.kind is not ValueKind.NUMBER:
                message = Text(f"累计「{part.strip()}」不合写法", f"bad accumulation {part.strip()!r}")
                hint = Text("如 统筹已付累计 += 本步支付", "such as 统筹已付累计 += 本步支付")
                self._diagnostics.add(Code.SYNTAX, cell.position, message, hint)
                continue
            formula = self._part(cell, amount.strip(), money)
            if formula is not None:
                made.append(Accumulation(finding.code, formula))
        return tuple(made)
