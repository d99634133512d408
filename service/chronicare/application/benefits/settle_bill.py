"""Settles one bill: what each payer pays, and by which rows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from chronicare.application.benefits.context import SUBJECT, BenefitContext, open_context
from chronicare.application.benefits.requests import SettleBillRequest
from chronicare.application.runtime import Runtime
from chronicare.application.validation import refuse
from chronicare.benefits.accumulator_intake import read_accumulators
from chronicare.benefits.answer import BillAnswer, answer_bill
from chronicare.benefits.bill import Bill
from chronicare.benefits.intake import read_care_date
from chronicare.benefits.line_facts import check_lines
from chronicare.benefits.stated_terms import check_stated
from chronicare.benefits.stating import state_as_asked
from chronicare.cells.values import Given
from chronicare.diagnostics import Diagnostics, Unused


@dataclass(frozen=True, slots=True)
class SettledBill:
    """One bill's answer, the rules it was made with, and what was not used."""

    context: BenefitContext
    answer: BillAnswer
    unused: Unused


def settle_bill(runtime: Runtime, request: SettleBillRequest) -> SettledBill:
    """Settle the bill of ``request`` from its accumulators, by the rules of the day of care; amounts are in fen.

    Raises:
        InvalidRequestError: fields of the request are wrong; every one is named.
        NoBenefitsError: the area has no benefit rules on the day, or no term for a role that is needed.
        ApplicationError: the rules cannot be had, as ``Catalogue.find`` says, or not be run, as ``Guard.run`` does.

    """
    diagnostics = request.header.gathering()
    context, bill, accumulators = _read(runtime, request, diagnostics)
    runtime.guard.run(
        lambda: check_stated(context.model, context.day, bill.facts, "bill.facts", diagnostics), SUBJECT, bill.visit_id
    )
    refuse(diagnostics)
    runtime.guard.run(
        lambda: check_lines(
            context.model, bill, request.bill, "bill.", diagnostics, assume_usual=request.assume_usual_values
        ),
        SUBJECT,
        bill.visit_id,
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


def state_bill(runtime: Runtime, request: SettleBillRequest, state: Callable[[str], Given | None]) -> None:
    """Ask ``state`` for each fact that the bill of ``request`` wants to be settled, until it has none.

    Raises as ``settle_bill`` does for what the request says.
    """
    diagnostics = request.header.gathering()
    context, bill, accumulators = _read(runtime, request, diagnostics)
    runtime.guard.run(
        lambda: state_as_asked(context.model, bill, accumulators, state, assume_usual=request.assume_usual_values),
        SUBJECT,
        bill.visit_id,
    )


def _read(
    runtime: Runtime, request: SettleBillRequest, diagnostics: Diagnostics
) -> tuple[BenefitContext, Bill, Mapping[str, int]]:
    """Read what ``request`` says; refuse it with everything that is wrong."""
    day = read_care_date(request.bill, "bill.", diagnostics)
    context = open_context(runtime, request.header, day, diagnostics, settling=True)
    bill = context.read_bill(runtime, request.bill, request.person, "bill.", diagnostics)
    accumulators = read_accumulators(context.model, request.accumulators, context.year, diagnostics)
    refuse(diagnostics)
    return context, bill, accumulators
