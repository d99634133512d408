"""Generated bills of all settings: as requests, as the service settles them, and as plain Python does.

The bills are those the proofs settle twice; the plain Python is the second settlement, written straight from the manual
for this one area. It looks nothing up, checks nothing and says nothing of why, so it is the floor.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from itertools import count, islice
from typing import Any, NamedTuple

from in_process import Unrecorded
from persons import AREA
from proofs.independent.bill import Bill as PlainBill
from proofs.independent.bill import Settled
from proofs.independent_bills import bills
from proofs.independent_settlement import settle as settle_plainly
from typed import typed

from chronicare.application.benefits.requests import SettleBillRequest
from chronicare.application.benefits.settle_bill import settle_bill
from chronicare.application.catalogue import Catalogue
from chronicare.application.guard import Guard
from chronicare.application.release import Release
from chronicare.application.runtime import Runtime
from chronicare.benefits.answer import BillAnswer, answer_bill
from chronicare.benefits.bill import Bill
from chronicare.benefits.model import BenefitModel
from chronicare.benefits.settle import settle
from chronicare.benefits.settlement import Settlement, Unsettled

_SEED = 20251201
_MORE = count(1)
_STATED_ALWAYS: Mapping[str, object] = {"exclusion": "无", "chronic_expense_circumstance": "无"}
_FEN_A_YUAN = 100


class DrawnBill(NamedTuple):
    """A bill: as a request in JSON and typed, as the service reads it, with what was counted before it, and plainly.

    ``readings`` chooses one reading of every switch; a request cannot, so there every open one is tried.
    """

    report: dict[str, Any]
    request: SettleBillRequest
    model: BenefitModel
    bill: Bill
    accumulators: Mapping[str, int]
    readings: Mapping[str, str]
    plain: PlainBill

    def anew(self) -> "DrawnBill":
        """Return the bill with an amount, of it and of what was counted before it, that no bill had before."""
        more = next(_MORE)
        total = self.plain.total + more
        charges = None if self.bill.charges is None else replace(self.bill.charges, total_fen=total)
        accumulators = {code: fen + more if fen else fen for code, fen in self.accumulators.items()}
        return self._replace(
            bill=replace(self.bill, charges=charges),
            accumulators=accumulators,
            plain=replace(self.plain, total=total, accumulators={**self.plain.accumulators, **accumulators}),
            request=typed(SettleBillRequest, {**self.report, **_sums(self.report, total, accumulators)}),
        )

    def answer(self) -> BillAnswer:
        """Answer it with no reading given, by both evaluators."""
        return answer_bill(self.model, self.bill, self.accumulators)

    def by(self, release: Release) -> "DrawnBill":
        """Return the same bill, to be settled by ``release``."""
        model = release.benefits_on(self.bill.care_date)
        if model is None:
            raise LookupError(f"{release.name} has no benefit rules on {self.bill.care_date}")
        return self._replace(model=model)

    def settle(self) -> Settlement | Unsettled:
        """Settle it by the tables under ``readings``, with both evaluators."""
        return settle(self.model, self.bill, self.bill.facts, self.accumulators, self.readings)

    def settle_plainly(self) -> Settled:
        """Settle it in plain Python under ``readings``."""
        return settle_plainly(self.plain, self.readings)


def benefit_service_of(release: Release) -> Runtime:
    """Return the benefit use cases over ``release``."""
    catalogue = Catalogue()
    catalogue.publish((release,))
    return Runtime(catalogue, Guard(Unrecorded()))


def draw_bills(release: Release, count: int) -> list[DrawnBill]:
    """Draw ``count`` bills; leave if the service and plain Python settle one differently."""
    service = benefit_service_of(release)
    drawn: list[DrawnBill] = []
    for number, (plain, readings) in enumerate(islice(bills(_SEED), count)):
        model = release.benefits_on(plain.care_date)
        if model is None:
            raise LookupError(f"{release.name} has no benefit rules on {plain.care_date}")
        accumulators = {code: plain.accumulators.get(code, 0) for code in model.rules.accumulators}
        report = _report(plain, model, accumulators, str(number))
        request = typed(SettleBillRequest, report)
        bill = settle_bill(service, request).answer.bill
        drawn.append(DrawnBill(report, request, model, bill, accumulators, readings, plain))
        _compare(drawn[-1])
    return drawn


def _compare(drawn: DrawnBill) -> None:
    live, plain = drawn.settle(), drawn.settle_plainly()
    if isinstance(live, Unsettled):
        same = plain.unknown
    else:
        paid = sum(live.payments().values())
        plainly = sum((*plain.payments.values(), *plain.allowances.values()))
        same = not plain.unknown and (paid, live.copayment_fen) == (plainly, plain.self_paid_eligible)
    if not same:
        raise SystemExit(f"the service settles otherwise than plain Python: {drawn.plain}")


def _report(plain: PlainBill, model: BenefitModel, accumulators: Mapping[str, int], visit: str) -> dict[str, Any]:
    """Write ``plain`` as a request in the shape of its JSON."""
    day = plain.care_date
    registered = plain.facts.get("two_diseases", "高血压")
    stated = {**_STATED_ALWAYS, "two_diseases_drug": registered, **plain.facts}
    return {
        "area_code": AREA,
        "person": {"birth_date": date(day.year - plain.age, day.month, day.day).isoformat()},
        "bill": {
            "visit_id": visit,
            "care_date": day.isoformat(),
            "facts": [fact for code, value in stated.items() for fact in _facts(code, value, model)],
            "charges": {
                "total_fen": plain.total,
                "fully_self_paid_fen": plain.fully_self_paid,
                "above_price_limit_fen": plain.above_price_limit,
                "advance_self_payment_fen": plain.advance_self_payment,
            },
        },
        "accumulators": {
            "year": day.year,
            "amounts": [{"code": code, "amount_fen": fen} for code, fen in accumulators.items()],
            "changed_within_year": True,
        },
    }


def _sums(report: Mapping[str, Any], total: int, accumulators: Mapping[str, int]) -> dict[str, Any]:
    """Return the parts of ``report`` that state amounts, with others."""
    bill, counted = report["bill"], report["accumulators"]
    amounts = [{"code": code, "amount_fen": fen} for code, fen in accumulators.items()]
    return {
        "bill": {**bill, "charges": {**bill["charges"], "total_fen": total}},
        "accumulators": {**counted, "amounts": amounts},
    }


def _facts(code: str, value: object, model: BenefitModel) -> list[dict[str, Any]]:
    """Write one fact; nothing if it is none to the tables. What is in yuan there is in fen here."""
    finding = model.vocabulary.findings.get(code)
    if finding is None or (code in model.rules.producers and not finding.stands_for):
        return []
    if finding.type.quantity is not None and isinstance(value, int):
        return [{"finding": code, "value": value / _FEN_A_YUAN, "unit": "元"}]
    values = value if isinstance(value, tuple) else (value,)
    return [{"finding": code, "value": str(each) if isinstance(each, date) else each} for each in values]
