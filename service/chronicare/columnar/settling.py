"""Many bills at once that differ in their amounts alone, through their payers in order, as ``benefits.settle`` has it.

Which payers take part, and by which terms, is looked up once, by what settles one bill; the amounts are worked out for
all. Where something rests on an amount in a way that has no form in columns, the bills are settled one by one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from chronicare.benefits.bill import Facts
from chronicare.benefits.formula_evaluation import NotEvaluableError, as_number
from chronicare.benefits.model import BenefitModel
from chronicare.benefits.money import round_to_fen
from chronicare.benefits.scope import require_covered
from chronicare.benefits.term_resolver import TermResolver
from chronicare.benefits.unknowns import FactNeededError, ReadingNeededError
from chronicare.columnar.amounts import NOTHING, Amounts, NoFormError, yuan
from chronicare.columnar.bitmaps import Mask
from chronicare.columnar.formulas import ColumnFormulas
from chronicare.columnar.payer import PayerStep, StepAmounts
from chronicare.columnar.tested_amounts import TestedAmounts
from chronicare.program.decision_table import ChainStep, PaymentKind, TableRow
from chronicare.program.roles import Role

Fen = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Bills:
    """The sums of bills of one day in fen, and what the ``accumulators`` of each stood at before: fen, visits or days.

    ``facts`` are the same of all, as are the ``readings`` of switches they are settled under.
    """

    care_date: date
    facts: Facts
    readings: Mapping[str, str]
    total: Fen
    fully_self_paid: Fen
    above_price_limit: Fen
    advance_self_payment: Fen
    accumulators: Mapping[str, Fen]

    def taken(self, places: NDArray[np.intp]) -> "Bills":
        """Return the bills at ``places``."""
        return replace(
            self,
            total=self.total[places],
            fully_self_paid=self.fully_self_paid[places],
            above_price_limit=self.above_price_limit[places],
            advance_self_payment=self.advance_self_payment[places],
            accumulators={code: each[places] for code, each in self.accumulators.items()},
        )

    @property
    def eligible(self) -> Fen:
        """The eligible expense of each."""
        return self.total - self.fully_self_paid - self.above_price_limit - self.advance_self_payment

    def by_term(self, model: BenefitModel) -> dict[str, Amounts]:
        """Return what is known of the amounts before the first payer, by the codes of terms."""
        eligible = yuan(self.eligible)
        found = {
            Role.TOTAL_EXPENSE: yuan(self.total),
            Role.FULLY_SELF_PAID: yuan(self.fully_self_paid),
            Role.ABOVE_PRICE_LIMIT: yuan(self.above_price_limit),
            Role.ADVANCE_SELF_PAYMENT: yuan(self.advance_self_payment),
            Role.ELIGIBLE_EXPENSE: eligible,
            Role.REMAINING_ELIGIBLE: eligible,
            Role.DEDUCTIBLE_BORNE: NOTHING,
            Role.BEYOND_CAP: NOTHING,
        }
        counted = {code: counted_amounts(model, code, fen) for code, fen in self.accumulators.items()}
        return counted | {code: each for role, each in found.items() if (code := model.roles.get(role))}


def counted_amounts(model: BenefitModel, code: str, numbers: Fen) -> Amounts:
    """Return what an accumulator stands at, as formulas read it: yuan, visits or days."""
    return yuan(numbers) if code in model.money else Amounts.each(numbers)


@dataclass(slots=True)
class SettledBills:
    """What payers pay of each bill, in fen, by the ids of their steps, allowances apart; what is left to the person.

    ``rows`` are those of the payers that take part, ``accumulators`` what they stand at afterwards. ``apart`` are the
    bills to be settled one by one: what is said here of them means nothing.
    """

    apart: Mask
    payments: dict[tuple[str, bool], Fen] = field(default_factory=dict)
    burden: Fen = field(default_factory=lambda: np.zeros(0, np.int64))
    accumulators: dict[str, Fen] = field(default_factory=dict)
    rows: list[TableRow] = field(default_factory=list)

    def put(self, places: NDArray[np.intp], part: "SettledBills") -> None:
        """Put in what came of the bills at ``places``."""
        self.apart[places] = part.apart
        self.burden[places] = part.burden
        for code, counted in part.accumulators.items():
            self.accumulators[code][places] = counted
        for key, paid in part.payments.items():
            self.payments.setdefault(key, np.zeros_like(self.burden))[places] = paid
        self.rows += [row for row in part.rows if row not in self.rows]


def settle_alike(model: BenefitModel, bills: Bills, *, assume_usual: bool = False) -> SettledBills:
    """Settle ``bills``: together those whose amounts are alike to every table that tests one."""
    count = bills.total.size
    whole = SettledBills(np.zeros(count, np.bool_), burden=np.zeros(count, np.int64))
    whole.accumulators = {code: each.copy() for code, each in bills.accumulators.items()}
    try:
        tested = TestedAmounts(model)
        groups = tested.alike(bills.by_term(model), count)
    except NoFormError:
        whole.apart[:] = True
        return whole
    for places in groups:
        try:
            part = _Settling(model, bills.taken(places), tested, assume_usual=assume_usual).settle()
        except (NoFormError, NotEvaluableError, FactNeededError, ReadingNeededError):
            whole.apart[places] = True
            continue
        whole.put(places, part)
    return whole


class _Settling:
    """The way of bills through their payers."""

    def __init__(self, model: BenefitModel, bills: Bills, tested: TestedAmounts, *, assume_usual: bool) -> None:
        self._model = model
        self._bills = bills
        self._tested = tested
        roles = model.roles
        known = {**bills.facts, **model.dated(bills.care_date)}
        if not model.volatile.isdisjoint(known):
            raise NoFormError("amounts are stated as facts")
        resolver = TermResolver(model, bills.care_date, known, bills.readings, assume_usual=assume_usual)
        setting = str(resolver.value(roles[Role.SETTING]))
        self._resolver = resolver.with_facts(roles.facts({Role.SETTING: setting}))
        amounts = bills.by_term(model)
        self._resolver = self._resolver.with_facts(tested.representative(amounts))
        self._formulas = ColumnFormulas(model, self._resolver, amounts)
        self._settled = SettledBills(np.zeros(bills.total.size, np.bool_), accumulators=dict(bills.accumulators))

    def settle(self) -> SettledBills:
        """Settle them all. Raises NoFormError, and what ``benefits.settle`` tells of a bill that cannot be settled."""
        rules, settled = self._model.rules, self._settled
        require_covered(self._resolver, rules)
        if rules.chain is None:
            raise NoFormError("nothing is settled here")
        paid = np.zeros_like(self._bills.total)
        for row in self._resolver.matching_rows(rules.chain):
            step = rules.steps[row.id]
            amounts = PayerStep(self._model, self._resolver, self._formulas, step, row).pay(settled.apart)
            settled.rows.append(row)
            if amounts is None:
                continue
            key = (step.id, step.payment_kind is PaymentKind.ALLOWANCE)
            settled.payments[key] = settled.payments.get(key, np.zeros_like(paid)) + amounts.payment_fen
            if step.payment_kind is PaymentKind.REIMBURSEMENT:
                paid = paid + amounts.payment_fen
                self._go_on(amounts)
            self._accumulate(step, amounts)
        if settled.rows:
            elsewhere = np.minimum(self._paid_elsewhere(), self._bills.eligible - paid)
            settled.burden = self._bills.total - paid - elsewhere
        else:
            self._look_up_refusal()
            settled.burden = self._bills.total
        return settled

    def _go_on(self, amounts: StepAmounts) -> None:
        """Let the next payer find what the one before has left."""
        known, roles = self._formulas.amounts, self._model.roles
        remaining, borne = roles[Role.REMAINING_ELIGIBLE], roles[Role.DEDUCTIBLE_BORNE]
        known[remaining] = known[remaining] - yuan(amounts.payment_fen)
        known[borne] = known[borne] + amounts.deductible_borne
        beyond = roles.get(Role.BEYOND_CAP)
        if beyond is not None:
            known.pop(beyond, None)
            if amounts.beyond_cap is not None:
                known[beyond] = yuan(amounts.beyond_cap.round_fen())

    def _accumulate(self, step: ChainStep, amounts: StepAmounts) -> None:
        """Add what the step counts; where that is no whole number, the bill is settled by itself."""
        roles, known, settled = self._model.roles, self._formulas.amounts, self._settled
        inner = ColumnFormulas(self._model, self._resolver, known)
        for role, amount in (
            (Role.STEP_BASE, amounts.base),
            (Role.STEP_DEDUCTIBLE, amounts.deductible_borne),
            (Role.STEP_PAYMENT, yuan(amounts.payment_fen)),
        ):
            inner.amounts[roles[role]] = amount
        for each in step.accumulations:
            before = settled.accumulators.get(each.accumulator)
            if before is None:
                continue
            counted = inner.evaluate(each.amount)
            units = counted * Amounts.of(100) if each.accumulator in self._model.money else counted
            counts = amounts.payment_fen != 0 if each.if_paid else np.ones(before.size, np.bool_)
            settled.apart |= counts & ~units.is_whole()
            added = np.where(counts, units.numerators // units.denominator, 0)
            settled.accumulators[each.accumulator] = before + added
            after = counted_amounts(self._model, each.accumulator, before + added)
            # A table may say otherwise of what has come beyond a bound that it tests.
            settled.apart |= self._tested.differ(each.accumulator, known[each.accumulator], after)
            known[each.accumulator] = inner.amounts[each.accumulator] = after

    def _look_up_refusal(self) -> None:
        """Look up what is told of a bill of which nobody pays; raises as ``benefits.settle`` does if that is open."""
        rules, roles = self._model.rules, self._model.roles
        for role, ends in ((Role.WITHIN_SCOPE, False), (Role.REFUSAL_REASON, None)):
            code = roles.get(role)
            if code is None or code not in rules.producers:
                return
            if code in self._model.volatile:
                raise NoFormError("why it is refused rests on amounts")
            if self._resolver.look_up(code) is not ends and ends is not None:
                return

    def _paid_elsewhere(self) -> int:
        """Return what another scheme has paid of each bill, if a table says what."""
        code = self._model.roles.get(Role.PAID_ELSEWHERE)
        if code is None or code not in self._model.rules.producers:
            return 0
        if code in self._model.volatile:
            raise NoFormError("what is paid elsewhere rests on amounts")
        paid = self._resolver.look_up(code)
        return 0 if paid is None else round_to_fen(as_number(paid))
