"""Settles one bill: what each payer pays, and by which rows."""

from dataclasses import dataclass, replace

from chronicare.application.benefits.context import SUBJECT, BenefitContext, open_context
from chronicare.application.benefits.requests import SettleBillRequest
from chronicare.application.runtime import Runtime
from chronicare.application.validation import refuse
from chronicare.benefits.answer import BillAnswer, answer_bill
from chronicare.benefits.bill import Bill, Facts
from chronicare.benefits.intake import read_care_date
from chronicare.benefits.report import ReportedBill, ReportedInsured
from chronicare.benefits.stated_terms import check_stated
from chronicare.diagnostics import Diagnostics, Unused


@dataclass(frozen=True, slots=True)
class SettledBill:
    """One bill's answer, the rules it was made with, and what was not used."""

    context: BenefitContext
    answer: BillAnswer
    unused: Unused


def settle_bill(runtime: Runtime, request: SettleBillRequest) -> SettledBill:
    """Settle ``bill`` from the ``accumulators``. InvalidRequestError names all bad fields."""
    diagnostics = request.header.gathering()
    day = read_care_date(request.bill, "bill.", diagnostics)
    context = open_context(runtime, request.header, day, diagnostics)
    bill = read_bill(context, request.bill, request.person, "bill.", diagnostics)
    accumulators = context.intake.read_accumulators(request.accumulators, context.day.year, diagnostics)
    refuse(diagnostics)
    runtime.guard.run(
        lambda: check_stated(context.model, context.day, bill.facts, "bill.facts", diagnostics), SUBJECT, bill.visit_id
    )
    refuse(diagnostics)
    answer = runtime.guard.run(
        lambda: answer_bill(
            context.model,
            bill,
            accumulators,
            diagnostics,
            changed_within_year=request.accumulators.changed_within_year,
            assume_usual=request.assume_usual_values,
        ),
        SUBJECT,
        bill.visit_id,
    )
    refuse(diagnostics)
    return SettledBill(context, answer, diagnostics.unused)


def read_bill(
    context: BenefitContext,
    stated: ReportedBill,
    person: ReportedInsured,
    path: str,
    diagnostics: Diagnostics,
    shared: Facts | None = None,
) -> Bill:
    """Return the bill at ``path`` with the facts of ``person``, and the class of the disease it is about.

    ``shared`` are the facts of the person as of the day of care, if they have been read.
    """
    if shared is None:
        shared = context.intake.read_facts(person.facts, person, context.day, "person.facts", diagnostics)
    bill = context.intake.read_bill(stated, person, shared, context.day, path, diagnostics)
    return replace(bill, facts=context.with_class(bill.facts))
