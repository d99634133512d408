"""Settlements as messages: the amounts, each payer's step with its formulas, and what is open where it is undecided."""

from collections.abc import Mapping
from fractions import Fraction
from uuid import uuid4

from google.protobuf.internal.containers import RepeatedCompositeFieldContainer

from chronicare.api.v1 import benefit_pb2
from chronicare.benefits.alternatives import Alternative
from chronicare.benefits.amount_texts import value_text
from chronicare.benefits.answer import BillAnswer, SettlementOutcome
from chronicare.benefits.applied_row import in_all
from chronicare.benefits.bill import Bill, Charges
from chronicare.benefits.breakdown import break_down
from chronicare.benefits.care_area import CareArea
from chronicare.benefits.carried_figures import carried_figures
from chronicare.benefits.model import BenefitModel
from chronicare.benefits.settlement import PartSettled, Settlement, Unsettled
from chronicare.benefits.statement import provisional_texts, state
from chronicare.benefits.step_paid import FormulaUsed, StepLeftOut, StepPaid
from chronicare.cells.printing import print_amount
from chronicare.diagnostics import Language, Text
from chronicare.judging.budget import spend
from chronicare.judging.cause import Cause
from chronicare.program.decision_table import PaymentKind
from chronicare.program.roles import Role
from chronicare.rpc.benefits.care_catalogue import write_care_catalogue
from chronicare.rpc.benefits.parts import PartWriter, basis_points, exact_text, write_interface_field
from chronicare.rpc.rule_parts import write_source

_OUTCOMES: Mapping[SettlementOutcome, benefit_pb2.SettlementOutcome] = {
    SettlementOutcome.SETTLED: benefit_pb2.SETTLEMENT_OUTCOME_SETTLED,
    SettlementOutcome.NOT_PAYABLE: benefit_pb2.SETTLEMENT_OUTCOME_NOT_PAYABLE,
    SettlementOutcome.NOT_COVERED: benefit_pb2.SETTLEMENT_OUTCOME_NOT_COVERED,
    SettlementOutcome.UNDECIDED: benefit_pb2.SETTLEMENT_OUTCOME_UNDECIDED,
}
_CAUSES: Mapping[Cause, benefit_pb2.SettlementCause] = {
    Cause.EVIDENCE: benefit_pb2.SETTLEMENT_CAUSE_EVIDENCE,
    Cause.POLICY: benefit_pb2.SETTLEMENT_CAUSE_POLICY,
}
_RATIO = "ratio"
"""The role of the formula that gives a ratio; those of the others give money."""


class SettlementWriter:
    """Writes the answers about bills that the rules of one period give, in one language."""

    def __init__(self, model: BenefitModel, language: Language) -> None:
        """Use the names of ``model``."""
        self._parts = PartWriter(model, language)
        self._vocabulary = model.vocabulary
        self._language = language

    def write(self, answer: BillAnswer, message: benefit_pb2.Settlement) -> None:
        """Write ``answer`` into the empty ``message``. Raises BreakdownError if its amounts do not add up."""
        _write_head(answer.bill, message)
        message.outcome = _OUTCOMES[answer.outcome]
        message.causes.extend(_CAUSES[cause] for cause in answer.causes)
        message.statement.extend(state(answer, self._vocabulary, self._language))
        message.covered.extend(each.in_language(self._language) for each in answer.covered)
        parts = self._parts
        for alternative in answer.alternatives:
            self._write_alternative(alternative, answer.bill.care_area, message.alternatives.add())
        parts.terms(answer.missing, message.missing_facts)
        parts.open_switches(answer.switches, message.open_switches)
        not_given = [code for code, absence in answer.valueless.items() if absence.fault is None]
        parts.terms(not_given, message.values_not_given)
        parts.readings_in_force(answer.readings, message.readings_used)
        message.is_provisional = bool(answer.provisional)
        parts.provisional(answer.provisional, message.provisional_figures)
        parts.rulings(answer.rulings, message.rulings)
        parts.put_in_force(message.readings_put_in_force)
        for step in answer.certain_steps:
            self._write_step(step, message.certain_steps.add())
        for absence in answer.valueless.values():
            parts.absence(absence, message.no_values.add())
        if answer.settlement is None:
            parts.determinations(
                in_all([alternative.result.applied_rows for alternative in answer.alternatives]), message.determinations
            )
        else:
            parts.values(answer.settlement.assumed, message.assumed_facts)
            self._write_amounts(answer.settlement, message.amounts)
            parts.determinations(answer.settlement.applied_rows, message.determinations)
        if write_care_catalogue(answer, self._language, message):
            message.is_provisional = True
        spend(0, message.ByteSize())

    def accumulators(
        self, accumulators: Mapping[str, int], messages: RepeatedCompositeFieldContainer[benefit_pb2.Accumulator]
    ) -> None:
        """Write ``accumulators``, in fen, visits or days by code."""
        for code, number in accumulators.items():
            message = messages.add(code=code, name=self._vocabulary.findings[code].name.zh)
            if self._vocabulary.is_money(code):
                message.amount_fen = number
            else:
                message.count = number

    def _write_amounts(self, settlement: Settlement, message: benefit_pb2.Amounts) -> None:
        charges = settlement.charges
        _write_charges(charges, message.charges)
        message.eligible_fen = charges.eligible_fen
        message.fund_payment_fen = settlement.paid_fen
        message.copayment_fen = settlement.copayment_fen
        message.personal_burden_fen = settlement.burden_fen
        message.personal_account_fen = settlement.account_fen
        message.cash_fen = message.personal_burden_fen - settlement.account_fen
        message.allowance_fen = sum(
            step.payment_fen for step in settlement.steps if step.step.payment_kind is PaymentKind.ALLOWANCE
        )
        for part in settlement.parts:
            self._write_part(part, message.parts.add())
        self.accumulators(settlement.accumulators, message.accumulators)
        message.paid_elsewhere_fen = settlement.paid_elsewhere_fen
        if settlement.final_burden_fen is not None:
            message.final_personal_burden_fen = settlement.final_burden_fen
        borne = settlement.borne_elsewhere
        if borne is not None:
            message.borne_elsewhere.bearer = borne.bearer
            message.borne_elsewhere.name = value_text(
                borne.bearer, self._vocabulary.roles[Role.BEARER], self._vocabulary, self._language
            )
            if borne.fen is not None:
                message.borne_elsewhere.amount_fen = borne.fen
        note = "".join(
            each.zh for each in provisional_texts(carried_figures(settlement.applied_rows), self._vocabulary)
        )
        for field, value in break_down(settlement, self._vocabulary, note):
            write_interface_field(field, value, message.national_breakdown.add())

    def _write_part(self, part: PartSettled, message: benefit_pb2.SettledPart) -> None:
        message.setting = part.setting
        _write_charges(part.charges, message.charges)
        for step in part.steps:
            self._write_step(step, message.steps.add())
        for left_out in part.left_out:
            self._write_left_out(left_out, message.left_out.add())

    def _write_step(self, paid: StepPaid, message: benefit_pb2.PayerStep) -> None:
        step = paid.step
        message.step = step.id
        message.payer = step.payer
        message.name = step.name.in_language(self._language)
        message.is_allowance = step.payment_kind is PaymentKind.ALLOWANCE
        message.is_personal_account = step.payment_kind is PaymentKind.ACCOUNT
        message.payment_fen = paid.payment_fen
        message.base_yuan = exact_text(paid.base)
        message.counted_before_yuan = exact_text(paid.start)
        message.deductible_yuan = "" if paid.deductible is None else exact_text(paid.deductible)
        message.deductible_borne_yuan = exact_text(paid.deductible_borne)
        for each in paid.segments:
            message.segments.add(
                low_yuan=exact_text(each.low),
                high_yuan=exact_text(each.high),
                ratio_basis_points=basis_points(each.ratio),
                amount_yuan=exact_text(each.amount),
            )
        message.limit_yuan = "" if paid.limit is None else exact_text(paid.limit)
        message.limit_at_least_yuan = "" if paid.limit_at_least is None else exact_text(paid.limit_at_least)
        message.item_limit_yuan = "" if paid.item_limit is None else exact_text(paid.item_limit)
        for used in paid.formulas:
            self._write_formula(used, message.formulas.add())
        if paid.ratio_beyond is not None:
            message.ratio_beyond_basis_points = basis_points(paid.ratio_beyond)
        write_source(paid.row.clause, paid.row.position, message.source)
        message.anomaly_ids.extend(paid.row.anomalies)

    def _write_formula(self, used: FormulaUsed, message: benefit_pb2.FormulaUsed) -> None:
        message.role = used.role
        message.formula = used.formula.text
        self._parts.values(used.values, message.values)
        number = used.result
        unit = "%" if used.role == _RATIO else "元"
        message.result = print_amount(exact_text(Fraction(number)), unit) if isinstance(number, Fraction | int) else ""

    def _write_left_out(self, left_out: StepLeftOut, message: benefit_pb2.StepLeftOut) -> None:
        message.step = left_out.step.id
        message.name = left_out.step.name.in_language(self._language)
        if left_out.term:
            self._parts.term(left_out.term, message.term)
        write_source(left_out.row.clause, left_out.row.position, message.source)

    def _write_alternative(
        self,
        alternative: Alternative[Settlement | Unsettled],
        care_area: CareArea | None,
        message: benefit_pb2.Alternative,
    ) -> None:
        self._parts.values(alternative.facts, message.assumed_facts)
        elsewhere = {} if care_area is None else care_area.switches
        self._parts.readings(alternative.readings, message.assumed_readings, elsewhere)
        if isinstance(alternative.result, Settlement):
            self._write_amounts(alternative.result, message.amounts)
            return
        message.is_not_covered = alternative.result.is_not_covered
        if alternative.result.term:
            self._parts.term(alternative.result.term, message.wanting)
        for step in alternative.result.done:
            self._write_step(step, message.steps_before.add())


def write_unreached(bill: Bill, undecided: BillAnswer, language: Language, message: benefit_pb2.Settlement) -> None:
    """Write the answer about a bill that comes after an ``undecided`` one in its year: nothing is known of it."""
    _write_head(bill, message)
    message.outcome = benefit_pb2.SETTLEMENT_OUTCOME_UNDECIDED
    message.causes.extend(_CAUSES[cause] for cause in undecided.causes)
    before = undecided.bill
    message.statement.append(
        Text(
            f"就诊「{before.visit_id}」（{before.care_date}）尚不能结算，此后的累计不知，本次也不能结算。",
            f"Visit {before.visit_id!r} ({before.care_date}) is undecided; what is used up after it is not known, so "
            "this bill cannot be settled either.",
        ).in_language(language)
    )


def _write_head(bill: Bill, message: benefit_pb2.Settlement) -> None:
    message.settlement_id = uuid4().hex
    message.visit_id = bill.visit_id
    message.care_date = bill.care_date.isoformat()


def _write_charges(charges: Charges, message: benefit_pb2.Charges) -> None:
    message.total_fen = charges.total_fen
    message.fully_self_paid_fen = charges.fully_self_paid_fen
    message.above_price_limit_fen = charges.above_price_limit_fen
    message.advance_self_payment_fen = charges.advance_self_payment_fen
