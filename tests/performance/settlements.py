"""How long settling a bill takes in one process, next to the same chain of payers in plain Python."""

from collections.abc import Sequence

from bills import DrawnBill, benefit_service_of
from in_process import times
from page import Figure, microseconds, per_second
from rounds import over, take_turns
from typed import typed

from chronicare.application.benefits.requests import SettleBillRequest
from chronicare.application.benefits.settle_bill import settle_bill
from chronicare.application.release import Release
from chronicare.benefits.answer import SettlementOutcome, answer_bill


def measure_settlements(release: Release, drawn: Sequence[DrawnBill], rounds: int) -> list[Figure]:
    """Time settling each of the bills ``drawn``: the bare settlement, the answer, the use case, the floor."""
    service = benefit_service_of(release)
    timings = take_turns(
        {
            "settle": over(drawn, lambda each: each.settle()),
            "answer": over(drawn, lambda each: answer_bill(each.model, each.bill, each.accumulators)),
            "report": over(
                [typed(SettleBillRequest, each.report) for each in drawn], lambda each: settle_bill(service, each)
            ),
            "plain": over(drawn, lambda each: each.settle_plainly()),
        },
        rounds,
    )
    answers = [answer_bill(each.model, each.bill, each.accumulators) for each in drawn]
    undecided = sum(answer.outcome is SettlementOutcome.UNDECIDED for answer in answers)
    return [
        Figure(
            "settlement",
            microseconds(timings.median("settle")),
            "every reading given: each look-up judged by engine and reference evaluator, compared",
        ),
        Figure("  in a second", per_second(timings.median("settle"), "bills"), "the same"),
        Figure(
            "answer",
            microseconds(timings.median("answer")),
            f"no reading given: all open ones are tried; {undecided} of {len(drawn)} stay undecided",
        ),
        Figure("  in a second", per_second(timings.median("answer"), "bills"), "the same"),
        Figure("from the report", microseconds(timings.median("report")), "settle_bill: read, then answered"),
        Figure("  in a second", per_second(timings.median("report"), "bills"), "the same"),
        Figure(
            "plain Python", microseconds(timings.median("plain")), "the floor: amounts alone, no tables, no reasons"
        ),
        Figure("settlement / plain", times(timings, "settle", "plain"), "what tables, reasons and two evaluators cost"),
        Figure("answer / settlement", times(timings, "answer", "settle"), "what trying the open readings costs"),
        Figure("report / answer", times(timings, "report", "answer"), "what reading the report adds"),
    ]
