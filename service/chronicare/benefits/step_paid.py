"""What a payer's step came to: paid with all it rests on, or left out."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from chronicare.cells.values import Value
from chronicare.program.decision_table import ChainStep, TableRow
from chronicare.program.formula import Formula

_NOTHING = Fraction(0)


@dataclass(frozen=True, slots=True)
class SegmentPaid:
    """What fell into a segment, from ``low`` to ``high`` yuan beyond the deductible, and what that comes to.

    ``ratio`` is in per cent, ``amount`` in yuan, not rounded.
    """

    low: Fraction
    high: Fraction
    ratio: Fraction
    amount: Fraction


@dataclass(frozen=True, slots=True)
class FormulaUsed:
    """A formula of the step, as written, the values its terms had, and what it gave."""

    role: str
    formula: Formula
    values: Mapping[str, Value]
    result: Value


@dataclass(frozen=True, slots=True)
class StepPaid:
    """A payer's step: base, deductible and segments in yuan, the payment in fen, and the row it rests on.

    ``start`` is what the same counter had seen before, ``deductible`` the standard (``None``: there is no base, and
    it was not looked up or cannot be), ``deductible_borne`` what of it fell on this base. ``limit`` is what the caps
    still allowed (``None``: no cap, or one that is not reached whatever is not known: ``limit_at_least`` is then what
    they allowed at the least). ``limit_at_most`` bounds what the cap allows where it is nothing whatever is not known:
    below nothing, the accumulators are beyond it. ``ratio_beyond`` is the ratio that would apply to the next yuan where
    no segment was reached. ``beyond_cap`` is the part of the base on which nothing was paid as the cap was reached.
    ``item_limit`` is the most that was paid for one line.
    """

    step: ChainStep
    row: TableRow
    base: Fraction
    start: Fraction
    deductible: Fraction | None
    deductible_borne: Fraction
    segments: tuple[SegmentPaid, ...]
    limit: Fraction | None
    payment_fen: int
    formulas: tuple[FormulaUsed, ...]
    ratio_beyond: Fraction | None = None
    beyond_cap: Fraction = _NOTHING
    item_limit: Fraction | None = None
    limit_at_least: Fraction | None = None
    limit_at_most: Fraction | None = None


@dataclass(frozen=True, slots=True)
class StepLeftOut:
    """A payer that has nothing to pay because the tables give no entitlement (无此待遇): ``row`` says so.

    ``term`` is the one it says it of; empty if the step's ``own_row`` does.
    """

    step: ChainStep
    row: TableRow
    term: str
    own_row: TableRow
