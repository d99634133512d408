"""One payer's step for many bills at once: as ``benefits.payer_step`` pays one, in the same order.

What one bill does not come to ask for is not asked for: a part of a step is worked out only if some bill comes to it,
and what cannot be worked out then is a matter for each bill by itself.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from chronicare.benefits.formula_evaluation import NoValueError
from chronicare.benefits.model import BenefitModel
from chronicare.benefits.term_resolver import TermResolver
from chronicare.columnar.amounts import NOTHING, Amounts, NoFormError, greatest, least, yuan
from chronicare.columnar.bitmaps import Mask
from chronicare.columnar.formulas import ColumnFormulas
from chronicare.program.decision_table import ChainStep, PaymentKind, TableRow
from chronicare.program.formula import Formula, NoValue
from chronicare.program.roles import Role

Worked = TypeVar("Worked")

_WHOLE = Amounts.of(100)


@dataclass(frozen=True, slots=True)
class StepAmounts:
    """What a step came to for each bill.

    ``beyond_cap`` is ``None`` where no formula asks for it, or where it has no form in columns.
    """

    base: Amounts
    deductible_borne: Amounts
    payment_fen: NDArray[np.int64]
    beyond_cap: Amounts | None


@dataclass(frozen=True, slots=True)
class _Segment:
    width: Amounts
    ratio: Amounts
    amount: Amounts


class PayerStep:
    """One step of the chain."""

    def __init__(
        self, model: BenefitModel, resolver: TermResolver, formulas: ColumnFormulas, step: ChainStep, row: TableRow
    ) -> None:
        """Work by ``formulas``; ``row`` is the step's own."""
        self._model = model
        self._resolver = resolver
        self._formulas = formulas
        self._step = step
        self._row = row
        asked = (
            *model.rules.terms_of_payers,
            *(code for table in model.rules.tables.values() for code in table.rests_on),
        )
        self._asks_beyond = model.roles.get(Role.BEYOND_CAP) in asked

    def pay(self, apart: Mask) -> StepAmounts | None:
        """Work out all amounts, but those of bills ``apart``; ``None`` if there is no entitlement.

        Raises NoFormError, and what ``benefits.payer_step.pay_step`` raises.
        """
        step = self._step
        count = apart.size
        if step.payment_kind is PaymentKind.ACCOUNT or step.item_limit is not None:
            raise NoFormError("an account, or a limit for each line")
        if step.payment_kind is PaymentKind.ALLOWANCE:
            fen = np.broadcast_to(greatest(self._work_out(step.limit), NOTHING).floor_fen(), (count,))
            return StepAmounts(NOTHING, NOTHING, fen, NOTHING)
        pays = np.ones(count, np.bool_)
        try:
            base = greatest(self._work_out(step.base), NOTHING)
            pays = np.broadcast_to(base > NOTHING, (count,)) & ~apart
            if not pays.any():
                return StepAmounts(NOTHING, NOTHING, np.zeros(count, np.int64), NOTHING)
            return self._paid(base, pays)
        except NoValueError as none:
            if (pays | apart).all() and self._says_none(none):
                return None
            raise NoFormError("some bills come to what has no value") from none

    def _paid(self, base: Amounts, pays: Mask) -> StepAmounts:
        """Work out what the bills that ``pays`` marks, which have a base, come to."""
        step = self._step
        start = self._start()
        deductible = greatest(self._work_out(step.deductible), NOTHING)
        segments = self._segments(base, start - deductible, pays)
        due = NOTHING
        for segment in segments:
            due = due + segment.amount
        remaining = self._formulas.amounts[self._model.roles[Role.REMAINING_ELIGIBLE]]
        allowed = least(due, greatest(remaining, NOTHING))
        is_due = pays & (due > NOTHING)
        cap = self._of_those(is_due, pays, self._cap) if is_due.any() else None
        if cap is not None:
            allowed = least(allowed, cap)
        payment = np.where(pays, allowed.round_fen(), 0)
        borne = greatest(least(start + base, deductible) - start, NOTHING)
        beyond = NOTHING if cap is None else None
        if cap is not None and self._asks_beyond:
            beyond = self._beyond(segments, cap, allowed, due, pays)
        return StepAmounts(base, borne.where(pays, NOTHING), payment, beyond)

    def _start(self) -> Amounts:
        """Work out where the step starts. Raises NoFormError where that is reckoned back from what was paid."""
        counter, known = self._model.counters.get(self._row.id), self._formulas.amounts
        if counter is not None and counter.base not in known and counter.deductible in known:
            raise NoFormError("where the step starts is reckoned back")
        return self._work_out(self._step.start)

    def _segments(self, base: Amounts, begin: Amounts, pays: Mask) -> list[_Segment]:
        """Cut the base, which begins at ``begin`` measured from the deductible, into the step's segments."""
        found: list[_Segment] = []
        low, end = greatest(begin, NOTHING), greatest(begin + base, NOTHING)
        for segment in self._step.segments:
            high = end if segment.limit is None else least(end, self._work_out(segment.limit))
            reaches = pays & (high > low)
            if reaches.any():
                ratio = self._of_those(reaches, pays, partial(self._work_out, segment.ratio))
                if np.any((ratio < NOTHING) | (ratio > _WHOLE)):
                    raise NoFormError("a ratio may be none")
                width = greatest(high - low, NOTHING)
                found.append(_Segment(width, ratio, width * ratio / _WHOLE))
            low = greatest(low, high)
        return found

    @staticmethod
    def _of_those(some: Mask, pays: Mask, work_out: Callable[[], Worked]) -> Worked:
        """Return what ``work_out`` does, which only ``some`` of those who pay ask for.

        Raises NoFormError where it has no value for them: the others come to something without it.
        """
        try:
            return work_out()
        except NoValueError as none:
            if (some == pays).all():
                raise
            raise NoFormError("some bills come to what has no value") from none

    def _cap(self) -> Amounts | None:
        """Return what the cap still allows, in whole fen; ``None`` if there is none."""
        if self._step.limit is None:
            return None
        try:
            limit = self._work_out(self._step.limit)
        except NoValueError as none:
            if none.unlimited:
                return None
            raise
        return yuan(greatest(limit, NOTHING).floor_fen())

    @staticmethod
    def _beyond(segments: list[_Segment], cap: Amounts, allowed: Amounts, due: Amounts, pays: Mask) -> Amounts | None:
        """Return how much of the base lies beyond the place at which the cap was reached."""
        is_capped = pays & ~(cap > allowed) & (due > allowed)
        beyond, left = NOTHING, cap
        for segment in segments:
            ratio = segment.ratio.number
            if ratio is None:
                return None
            if not ratio:
                continue
            reached = least(left, segment.amount)
            left = left - reached
            beyond = beyond + segment.width - reached * Amounts.of(Fraction(100) / ratio)
        return beyond.where(is_capped, NOTHING)

    def _says_none(self, none: NoValueError) -> bool:
        """Whether the tables say that there is no entitlement, of what has no value or of the cap."""
        if none.absence.word is NoValue.NO_ENTITLEMENT:
            return True
        try:
            self._work_out(self._step.limit)
        except NoValueError as of_cap:
            return of_cap.absence.word is NoValue.NO_ENTITLEMENT
        return False

    def _work_out(self, formula: Formula | None) -> Amounts:
        return NOTHING if formula is None else self._formulas.evaluate(formula)
