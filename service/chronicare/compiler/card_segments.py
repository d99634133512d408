"""The ratio of a card's row: one, or one for each segment beyond the deductible, as in ``≤ 10 万元: 85%；90%``."""

import re
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from chronicare.cells.types import CellType
from chronicare.compiler.formulas import compile_formula
from chronicare.diagnostics import Code, Diagnostics, Text
from chronicare.program.decision_table import Segment
from chronicare.program.formula import Constant, Formula
from chronicare.program.vocabulary import Vocabulary
from chronicare.tables import Cell

_SEGMENT = re.compile(r"(?:≤|<=)\s*(?P<limit>.+?)\s*[:：]\s*(?P<ratio>.+)")
_MORE = re.compile(r"各(?P<sign>[加减])\s*(?P<amount>.+)")
_SIGNS = {"加": "+", "减": "−"}


class SegmentReader:
    """Reads the cells of one area; every problem goes to ``diagnostics``."""

    def __init__(self, vocabulary: Vocabulary, money: CellType, ratio: CellType, diagnostics: Diagnostics) -> None:
        """Read limits of the type ``money``, ratios of the type ``ratio``."""
        self._vocabulary = vocabulary
        self._money = money
        self._ratio = ratio
        self._diagnostics = diagnostics

    def read(self, cell: Cell) -> tuple[Segment, ...]:
        """Return the segments that ``cell`` writes, lowest first; none with what is wrong."""
        parts = [part.strip() for part in re.split("[;；]", cell.text) if part.strip()]
        more = _MORE.fullmatch(parts[-1]) if parts else None
        added = f" {_SIGNS[more['sign']]} {more['amount']}" if more else ""
        parts = parts[:-1] if more else parts
        if more and (self._part(cell, more["amount"], self._ratio) is None or not parts):
            if not parts:
                message = Text(f"比例「{cell.text}」没有写各段", f"{cell.text!r} adds to nothing")
                self._diagnostics.add(Code.SYNTAX, cell.position, message, Text("如 60%；各加 5%", "60%；各加 5%"))
            return ()
        segments: list[Segment] = []
        for number, part in enumerate(parts, start=1):
            match = _SEGMENT.fullmatch(part)
            if (match is None) is not (number == len(parts)):
                message = Text(f"比例「{cell.text}」不合写法", f"bad segments {cell.text!r}")
                hint = Text("如 85% 或 ≤ 10 万元: 85%；90%，最后一段不写上限", "85%, or ≤ 10 万元: 85%；90%")
                self._diagnostics.add(Code.SYNTAX, cell.position, message, hint)
                return ()
            paid = self._part(cell, (match["ratio"] if match else part) + added, self._ratio)
            limit = self._part(cell, match["limit"], self._money) if match else None
            if paid is not None:
                segments.append(Segment(limit, paid))
        self._check_ascending(cell, segments)
        return tuple(segments)

    def _check_ascending(self, cell: Cell, segments: Sequence[Segment]) -> None:
        """Tell a segment that ends before the one above it does: nothing would ever be paid by its ratio."""
        ends = [each.limit for each in segments if each.limit is not None]
        for lower, upper in pairwise(ends):
            one, other = lower.expression, upper.expression
            if isinstance(one, Constant) and isinstance(other, Constant) and _number(one) >= _number(other):
                message = Text(
                    f"「≤ {upper.text}」这一段在「≤ {lower.text}」之后，永远轮不到",
                    f"nothing falls into the segment up to {upper.text}, after that up to {lower.text}",
                )
                hint = Text("各段由小到大写", "write the segments in ascending order")
                self._diagnostics.add(Code.SYNTAX, cell.position, message, hint)

    def _part(self, cell: Cell, text: str, wanted: CellType) -> Formula | None:
        return compile_formula(Cell(text, cell.position), wanted, self._vocabulary, self._diagnostics)


def _number(constant: Constant) -> Fraction:
    return constant.value if isinstance(constant.value, Fraction) else Fraction(0)
