"""Settles one bill: its parts, the payers of each in order, and what every amount came from.

Amounts are exact yuan until a payer pays; then they are rounded to the fen, once. What the lines of a bill make the
person pay in advance is not rounded line by line: it is told in whole fen once the payers have paid.

Nothing is settled by halves: if a payer's amount cannot be worked out the bill is not settled, and ``Unsettled`` says
at which step and for want of what.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from chronicare.benefits.account import balance_of, drawn_fen, unless_it_matters
from chronicare.benefits.bill import Bill, Charges, Facts
from chronicare.benefits.bill_parts import BillPart, lines_of, listed_in, split_bill, split_supposing_covered
from chronicare.benefits.care_catalogue import CatalogueWantingError
from chronicare.benefits.formula_evaluation import (
    Absence,
    ImpossibleError,
    NotEvaluableError,
    NoValueError,
    UnknownTermError,
    as_number,
    impossible,
)
from chronicare.benefits.lines import LineMemo
from chronicare.benefits.model import BenefitModel
from chronicare.benefits.money import exact_fen, floor_to_fen, round_to_fen, to_yuan
from chronicare.benefits.payer_step import pay_step
from chronicare.benefits.scope import OutsideScopeError, require_covered, require_reason
from chronicare.benefits.settlement import BorneElsewhere, PartSettled, Settlement, Unsettled, reimbursed_fen
from chronicare.benefits.step_paid import StepLeftOut, StepPaid
from chronicare.benefits.term_resolver import TermResolver
from chronicare.benefits.unknowns import FactNeededError, ReadingNeededError
from chronicare.judging.budget import STEPS_OF_SETTLEMENT, spend
from chronicare.program.decision_table import ChainStep, PaymentKind, TableRow
from chronicare.program.roles import Role

_NOTHING = Fraction(0)


@dataclass(slots=True)
class _Progress:
    """What is known while a bill is settled."""

    accumulators: dict[str, int]
    steps: list[StepPaid] = field(default_factory=list)
    left: Fraction = _NOTHING
    """What of the parts gone through nobody has paid, in yuan: what is paid elsewhere may have been paid for it."""
    step: ChainStep | None = None
    row: TableRow | None = None


def settle(
    model: BenefitModel,
    bill: Bill,
    facts: Facts,
    accumulators: Mapping[str, int],
    readings: Mapping[str, str],
    lines: LineMemo[dict[str, BillPart]] | None = None,
    *,
    assume_usual: bool = False,
) -> Settlement | Unsettled:
    """Settle ``bill`` under ``readings``; ``facts`` are the bill's and whatever is assumed besides.

    The ways in which one bill may be settled share ``lines``. With ``assume_usual`` usual values stand
    in for facts nobody stated. ``accumulators`` are in fen. Raises ReadingNeededError or FactNeededError where
    something has to be tried.
    """
    spend(STEPS_OF_SETTLEMENT)
    known = {
        **facts,
        **model.dated(bill.care_date),
        **model.counted(accumulators),
        **balance_of(model.roles, bill),
    }
    resolver = TermResolver(model, bill.care_date, known, readings, assume_usual=assume_usual)
    progress = _Progress(dict(accumulators))
    try:
        split = _split(model, resolver, bill, lines_of(bill) if lines is None else lines)
        parts = tuple(_settle_part(model, resolver, setting, part, progress) for setting, part in split.items())
        refused = not any(part.steps or part.left_out for part in parts)
        elsewhere = 0 if refused else _paid_elsewhere(model, resolver)
    except NotEvaluableError as wanting:
        return Unsettled(
            progress.step,
            wanting.term,
            isinstance(wanting, UnknownTermError),
            tuple(progress.steps),
            tuple(resolver.applied_rows.values()),
            resolver.switches,
            wanting.absence if isinstance(wanting, NoValueError | ImpossibleError) else None,
            wanting.wanting if isinstance(wanting, CatalogueWantingError) else None,
            wanting.listed if isinstance(wanting, CatalogueWantingError) else (),
            is_outside_scope=isinstance(wanting, OutsideScopeError),
            lacking=wanting.lacking if isinstance(wanting, OutsideScopeError) else {},
            row=progress.row,
        )
    charges = sum((part.charges for part in parts), Charges(0))
    drawn = drawn_fen(progress.steps)
    unpaid = charges.eligible_fen - sum(part.paid_fen for part in parts) - drawn
    elsewhere = min(elsewhere, unpaid)
    left = unpaid - elsewhere + charges.advance_self_payment_fen
    applied_rows = tuple(resolver.applied_rows.values())
    borne = _borne_elsewhere(model, bill, known, accumulators, resolver, assume_usual=assume_usual) if refused else None
    if borne is not None:  # the row that says so is told as well
        applied_rows = tuple(resolver.applied_rows.values())
    return Settlement(
        bill,
        charges,
        parts,
        progress.accumulators,
        drawn + min(max(_still_wanted(model, bill) - drawn, 0), left),
        applied_rows,
        resolver.switches,
        elsewhere,
        borne,
        resolver.assumed,
        () if refused else tuple(listed_in(split.values())),
    )


def _split(
    model: BenefitModel, resolver: TermResolver, bill: Bill, lines: LineMemo[dict[str, BillPart]]
) -> dict[str, BillPart]:
    """Return the parts of ``bill``; one that is refused whatever its lines are need not tell what they are.

    Raises as ``split_bill``.
    """
    try:
        return split_bill(resolver, bill, lines)
    except CatalogueWantingError:
        chain, within = model.rules.chain, model.roles.get(Role.WITHIN_SCOPE)
        deciding = {within, *(() if chain is None else chain.inputs)}
        if not deciding.isdisjoint(model.volatile):
            raise
        supposed = split_supposing_covered(resolver, bill)
        trial = _Progress({})
        if any(not _is_refused(_settle_part(model, resolver, *each, trial)) for each in supposed.items()):
            raise
        return supposed


def _is_refused(part: PartSettled) -> bool:
    """Whether nobody pays of the part, and all of it is told to be fully self-paid."""
    return not part.steps and not part.left_out and part.charges == Charges(*[part.charges.total_fen] * 2)


def _still_wanted(model: BenefitModel, bill: Bill) -> int:
    """Return what the person wants paid from the account, as far as it is in there, in fen."""
    if bill.account_fen is None:
        return 0
    return min([bill.account_fen, *(floor_to_fen(as_number(yuan)) for yuan in balance_of(model.roles, bill).values())])


def _paid_elsewhere(model: BenefitModel, resolver: TermResolver) -> int:
    """Return what another scheme has paid of the bill, in fen; nothing unless a table says what."""
    code = model.roles.get(Role.PAID_ELSEWHERE)
    if code is None or code not in model.rules.producers:
        return 0
    paid = resolver.look_up(code)
    return 0 if paid is None else round_to_fen(as_number(paid))


def _borne_elsewhere(
    model: BenefitModel,
    bill: Bill,
    known: Facts,
    accumulators: Mapping[str, int],
    resolver: TermResolver,
    *,
    assume_usual: bool,
) -> BorneElsewhere | None:
    """Say who bears what is refused, if a table does: what would be paid were the person in benefit."""
    code = model.roles.get(Role.BEARER)
    if code is None or code not in model.rules.producers:
        return None
    try:
        bearer = resolver.look_up(code)
    except (NotEvaluableError, FactNeededError, ReadingNeededError):
        return None  # it is nothing the funds' payment rests on
    if bearer is None:
        return None
    try:
        paid = settle(
            model,
            bill,
            {**known, **model.roles.facts({Role.IN_BENEFIT: True})},
            accumulators,
            resolver.readings,
            assume_usual=assume_usual,
        )
    except (FactNeededError, ReadingNeededError):
        return BorneElsewhere(str(bearer), None)
    if isinstance(paid, Unsettled):
        return BorneElsewhere(str(bearer), None)
    payments = paid.payments()
    allowances = sum(fen for (_, is_allowance), fen in payments.items() if is_allowance)
    return BorneElsewhere(str(bearer), sum(payments.values()), allowances)


def _settle_part(
    model: BenefitModel, resolver: TermResolver, setting: str, whole: BillPart, progress: _Progress
) -> PartSettled:
    """Settle one part. Raises OutsideScopeError where nobody takes part in paying it and no row says why."""
    roles = model.roles
    charges, eligible = whole.charges, to_yuan(whole.eligible_fen)
    in_fen = exact_fen if whole.advance_fen.denominator == 1 else round_to_fen
    known: Facts = {
        **whole.facts,
        **roles.facts(
            {
                Role.SETTING: setting,
                Role.TOTAL_EXPENSE: to_yuan(charges.total_fen),
                Role.FULLY_SELF_PAID: to_yuan(charges.fully_self_paid_fen),
                Role.ABOVE_PRICE_LIMIT: to_yuan(charges.above_price_limit_fen),
                Role.ADVANCE_SELF_PAYMENT: to_yuan(charges.advance_self_payment_fen + whole.advance_fen),
                Role.ELIGIBLE_EXPENSE: eligible,
                Role.REMAINING_ELIGIBLE: eligible,
                Role.DEDUCTIBLE_BORNE: _NOTHING,
                Role.BEYOND_CAP: _NOTHING,
            }
        ),
        **model.counted(progress.accumulators),
    }
    part = resolver.with_facts(known)
    part.applied_rows = {}  # those of the other parts are no reason why nobody pays this one
    try:
        return _pay(model, resolver, part, setting, whole, progress, in_fen)
    finally:
        resolver.applied_rows |= part.applied_rows


def _pay(
    model: BenefitModel,
    resolver: TermResolver,
    part: TermResolver,
    setting: str,
    whole: BillPart,
    progress: _Progress,
    in_fen: Callable[[Fraction], int],
) -> PartSettled:
    rules, roles, charges = model.rules, model.roles, whole.charges
    remaining, borne = roles[Role.REMAINING_ELIGIBLE], roles[Role.DEDUCTIBLE_BORNE]
    require_covered(part, rules)
    if rules.chain is None:
        raise NoValueError("", Absence(None))
    first = len(progress.steps)
    left_out: list[StepLeftOut] = []
    rows = part.matching_rows(rules.chain)
    for place, row in enumerate(rows):
        step, progress.row = rules.steps[row.id], row
        progress.step = step
        is_account = step.payment_kind is PaymentKind.ACCOUNT
        elsewhere = _NOTHING
        if is_account:
            elsewhere = max(to_yuan(_paid_elsewhere(model, resolver)) - progress.left, _NOTHING)
            part.facts |= unless_it_matters(roles, part.facts, (rules.steps[each.id] for each in rows[place + 1 :]))
        is_first = not is_account and all(
            each.step.payment_kind is PaymentKind.ACCOUNT for each in progress.steps[first:]
        )
        lines_fen = whole.lines_fen if step.item_limit else None
        paid = pay_step(part, step, row, model.counters.get(row.id), lines_fen, is_first=is_first, elsewhere=elsewhere)
        if isinstance(paid, StepLeftOut):
            left_out.append(paid)
            continue
        progress.steps.append(paid)
        if is_account:
            balance, drawn = roles[Role.ACCOUNT_BALANCE], to_yuan(paid.payment_fen)
            part.facts |= {remaining: as_number(part.facts[remaining]) - drawn}
            for facts in (part.facts, resolver.facts):  # the parts that come after draw on what is left
                if balance in facts:
                    facts[balance] = as_number(facts[balance]) - drawn
        elif step.payment_kind is PaymentKind.REIMBURSEMENT:
            known_now = part.facts
            part.facts = {
                **known_now,
                remaining: as_number(known_now[remaining]) - to_yuan(paid.payment_fen),
                borne: as_number(known_now[borne]) + paid.deductible_borne,
                **roles.facts({Role.BEYOND_CAP: to_yuan(round_to_fen(paid.beyond_cap))}),
            }
        _accumulate(model, part, paid, progress, in_fen)
    progress.step = progress.row = None
    steps = tuple(progress.steps[first:])
    if not steps and not left_out and _is_outside(model, part):
        reason = roles.get(Role.REFUSAL_REASON)
        why = part.look_up(reason) if reason is not None and reason in rules.producers else None
        all_own = Charges(charges.total_fen, charges.total_fen)
        return PartSettled(setting, all_own, (), (), "" if why is None else str(why))
    if not steps and not left_out and charges.total_fen:
        require_reason(part, model)
    progress.left += max(as_number(part.facts[remaining]), _NOTHING)
    return PartSettled(setting, whole.told(reimbursed_fen(steps) + drawn_fen(steps)), steps, tuple(left_out))


def _is_outside(model: BenefitModel, resolver: TermResolver) -> bool:
    """Whether a table says that the funds do not pay of such expense."""
    code = model.roles.get(Role.WITHIN_SCOPE)
    return code in model.rules.producers and resolver.look_up(str(code)) is False


def _accumulate(
    model: BenefitModel,
    resolver: TermResolver,
    paid: StepPaid,
    progress: _Progress,
    in_fen: Callable[[Fraction], int],
) -> None:
    """Add what the step's row says to the accumulators, each amount of money ``in_fen``."""
    inner = resolver.with_facts(
        resolver.roles.facts(
            {
                Role.STEP_BASE: paid.base,
                Role.STEP_DEDUCTIBLE: paid.deductible_borne,
                Role.STEP_PAYMENT: to_yuan(paid.payment_fen),
            }
        )
    )
    for each in paid.step.accumulations:
        before = progress.accumulators.get(each.accumulator)
        if before is None:
            continue  # what was not known before is not known after
        if each.if_paid and not paid.payment_fen:
            continue
        in_units = in_fen if each.accumulator in model.money else _whole
        try:
            after = before + in_units(as_number(inner.evaluate(each.amount)))
        except ValueError as error:
            raise impossible("不是整分、整次或整天", "is not a whole number of fen, visits or days").of(
                each.amount, each.accumulator, paid.row
            ) from error
        progress.accumulators[each.accumulator] = after
        resolver.facts.update(model.counted({each.accumulator: after}))


def _whole(number: Fraction) -> int:
    """Return ``number``, of visits or days. Raises ValueError if it is not whole."""
    if number.denominator != 1:
        raise ValueError(f"{number} is not whole")
    return int(number)
