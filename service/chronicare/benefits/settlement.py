"""Settles one bill: its parts, the payers of each in order, and what every amount came from.

Amounts are exact yuan until a payer pays; then they are rounded to the fen, once. Nothing is settled by halves: if a
payer's amount cannot be worked out the bill is not settled, and ``Unsettled`` says at which step and for want of what.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from chronicare.benefits.bill import Bill, ChargeLine, Charges, Facts
from chronicare.benefits.formula_evaluation import (
    Absence,
    ImpossibleError,
    NotEvaluableError,
    NoValueError,
    UnknownTermError,
)
from chronicare.benefits.lookup import AppliedRow, BenefitModel, TermResolver
from chronicare.benefits.money import exact_fen, round_to_fen, to_yuan
from chronicare.benefits.payer_step import REMAINING, StepLeftOut, StepPaid, as_number, pay_step
from chronicare.judging.memo import JudgementMemo
from chronicare.program.decision_table import ChainStep, PaymentKind

SETTING, SEPARATE_SETTING = "setting", "separate_setting"
COVERED, ADVANCE_RATIO, CHARGE_AMOUNT = "charge_covered", "advance_ratio", "charge_amount"
CARE_DATE, BENEFIT_YEAR = "care_date", "benefit_year"
QUANTITIES = (
    "total_expense",
    "fully_self_paid",
    "above_price_limit",
    "advance_self_payment",
    "eligible_expense",
    REMAINING,
    "deductible_borne",
    "step_base",
    "step_deductible",
    "step_payment",
)
"""Terms that a settlement itself gives, in the order it comes to know them."""
CHANGING = frozenset(QUANTITIES)
"""Terms that change in the course of a settlement; accumulators change from visit to visit only."""
_NOTHING = Fraction(0)
_WHOLE = Fraction(100)


@dataclass(frozen=True, slots=True)
class PartSettled:
    """One part of a bill, settled under one setting."""

    setting: str
    charges: Charges
    steps: tuple[StepPaid, ...]
    left_out: tuple[StepLeftOut, ...]

    @property
    def paid_fen(self) -> int:
        """What payers paid of the bill; allowances are beside it."""
        return sum(each.payment_fen for each in self.steps if each.step.payment_kind is PaymentKind.REIMBURSEMENT)


@dataclass(frozen=True, slots=True)
class Settlement:
    """A settled bill. ``accumulators`` are the new values of all, in fen; ``consulted`` the rows that gave values."""

    bill: Bill
    charges: Charges
    parts: tuple[PartSettled, ...]
    accumulators: Mapping[str, int]
    account_fen: int
    applied_rows: tuple[AppliedRow, ...]
    switches: Mapping[str, str]

    @property
    def steps(self) -> tuple[StepPaid, ...]:
        """The steps of all parts, in order."""
        return tuple(step for part in self.parts for step in part.steps)

    def payments(self) -> dict[tuple[str, bool], int]:
        """Return what was paid, in fen, by step id and whether it is an allowance."""
        paid: dict[tuple[str, bool], int] = {}
        for each in self.steps:
            key = (each.step.id, each.step.payment_kind is PaymentKind.ALLOWANCE)
            paid[key] = paid.get(key, 0) + each.payment_fen
        return paid

    @property
    def paid_fen(self) -> int:
        """What payers paid of the bill."""
        return sum(part.paid_fen for part in self.parts)

    @property
    def copayment_fen(self) -> int:
        """What of the eligible expense is left to the person (自付)."""
        return self.charges.eligible_fen - self.paid_fen


@dataclass(frozen=True, slots=True)
class Unsettled:
    """A bill that cannot be settled: the step it stops at (``None``: before any), and the term that is wanting.

    ``unknown`` tells a fact nobody stated from a value the tables do not give; ``absence`` says why they do not.
    ``done`` are the steps before.
    """

    step: ChainStep | None
    term: str
    unknown: bool
    done: tuple[StepPaid, ...]
    applied_rows: tuple[AppliedRow, ...]
    switches: Mapping[str, str]
    absence: Absence | None = None


@dataclass(slots=True)
class _Progress:
    """What is known while a bill is settled."""

    accumulators: dict[str, int]
    steps: list[StepPaid] = field(default_factory=list)
    step: ChainStep | None = None


def settle(
    model: BenefitModel,
    bill: Bill,
    facts: Facts,
    accumulators: Mapping[str, int],
    readings: Mapping[str, str],
    memo: JudgementMemo | None = None,
) -> Settlement | Unsettled:
    """Settle ``bill`` under ``readings``; ``facts`` are the bill's and whatever is assumed besides.

    The ways in which one bill may be settled share a ``memo``.
    ``accumulators`` are in fen. Raises ReadingNeededError or FactNeededError where something has to be tried.
    """
    known = {
        **facts,
        CARE_DATE: bill.care_date,
        BENEFIT_YEAR: bill.care_date.year,
        **{code: to_yuan(fen) for code, fen in accumulators.items()},
    }
    resolver = TermResolver(model, bill.care_date, known, readings, memo)
    progress = _Progress(dict(accumulators))
    try:
        parts = tuple(
            _settle_part(model, resolver, setting, charges, progress)
            for setting, charges in _parts(resolver, bill).items()
        )
    except NotEvaluableError as wanting:
        return Unsettled(
            progress.step,
            wanting.term,
            isinstance(wanting, UnknownTermError),
            tuple(progress.steps),
            tuple(resolver.applied_rows.values()),
            resolver.switches,
            wanting.absence if isinstance(wanting, NoValueError) else None,
        )
    charges = sum((part.charges for part in parts), Charges(0))
    left = charges.eligible_fen - sum(part.paid_fen for part in parts) + charges.advance_self_payment_fen
    return Settlement(
        bill,
        charges,
        parts,
        progress.accumulators,
        min(bill.account_fen, left),
        tuple(resolver.applied_rows.values()),
        resolver.switches,
    )


def _parts(resolver: TermResolver, bill: Bill) -> dict[str, Charges]:
    """Return the charges by the setting they are settled under, the bill's own first."""
    own = str(resolver.value(SETTING))
    if bill.charges is not None:
        return {own: bill.charges}
    parts = {own: Charges(0)}
    for line in bill.lines:
        setting, charges = _line(resolver, line)
        parts[setting or own] = parts.get(setting or own, Charges(0)) + charges
    return {setting: charges for setting, charges in parts.items() if charges.total_fen or setting == own}


def _line(resolver: TermResolver, line: ChargeLine) -> tuple[str, Charges]:
    """Return the setting a line is settled under (empty: the bill's), and what it adds to the sums."""
    inner = resolver.with_facts({**line.facts, CHARGE_AMOUNT: to_yuan(line.amount_fen)})
    separate = inner.look_up(SEPARATE_SETTING)
    setting = "" if separate is None else str(separate)
    if not inner.value(COVERED):
        return setting, Charges(line.amount_fen, line.amount_fen)
    ratio = inner.look_up(ADVANCE_RATIO)
    covered = to_yuan(line.amount_fen - line.above_price_limit_fen)
    advance = covered * ratio / _WHOLE if isinstance(ratio, Fraction) else _NOTHING
    return setting, Charges(line.amount_fen, 0, line.above_price_limit_fen, round_to_fen(advance))


def _settle_part(
    model: BenefitModel, resolver: TermResolver, setting: str, charges: Charges, progress: _Progress
) -> PartSettled:
    rules = model.rules
    eligible = to_yuan(charges.eligible_fen)
    known: Facts = {
        SETTING: setting,
        "total_expense": to_yuan(charges.total_fen),
        "fully_self_paid": to_yuan(charges.fully_self_paid_fen),
        "above_price_limit": to_yuan(charges.above_price_limit_fen),
        "advance_self_payment": to_yuan(charges.advance_self_payment_fen),
        "eligible_expense": eligible,
        REMAINING: eligible,
        "deductible_borne": _NOTHING,
        **{code: to_yuan(fen) for code, fen in progress.accumulators.items()},
    }
    part = resolver.with_facts(known)
    if rules.chain is None:
        raise NoValueError("", Absence(None))
    first = len(progress.steps)
    left_out: list[StepLeftOut] = []
    for row in part.matching_rows(rules.chain):
        step = progress.step = rules.steps[row.id]
        paid = pay_step(part, step, row)
        if isinstance(paid, StepLeftOut):
            left_out.append(paid)
            continue
        progress.steps.append(paid)
        if step.payment_kind is PaymentKind.REIMBURSEMENT:
            known_now = part.facts
            part.facts = {
                **known_now,
                REMAINING: as_number(known_now[REMAINING]) - to_yuan(paid.payment_fen),
                "deductible_borne": as_number(known_now["deductible_borne"]) + paid.deductible_borne,
            }
        _accumulate(part, paid, progress)
    progress.step = None
    return PartSettled(setting, charges, tuple(progress.steps[first:]), tuple(left_out))


def _accumulate(resolver: TermResolver, paid: StepPaid, progress: _Progress) -> None:
    """Add what the step's row says to the accumulators."""
    inner = resolver.with_facts(
        {
            "step_base": paid.base,
            "step_deductible": paid.deductible_borne,
            "step_payment": to_yuan(paid.payment_fen),
        }
    )
    for each in paid.step.accumulations:
        before = progress.accumulators.get(each.accumulator)
        if before is None:
            continue  # what was not known before is not known after
        try:
            after = before + exact_fen(as_number(inner.evaluate(each.amount)))
        except ValueError as error:
            raise ImpossibleError(each.accumulator) from error
        progress.accumulators[each.accumulator] = after
        resolver.facts[each.accumulator] = to_yuan(after)
