"""How long settling a bill takes in one process, next to the same chain of payers in plain Python."""

from collections.abc import Sequence

from bills import DrawnBill, benefit_service_of
from in_process import times
from page import Figure, microseconds, per_second
from rounds import over, take_turns

from chronicare.application.benefits.settle_bill import settle_bill
from chronicare.application.release import Release
from chronicare.benefits.answer import SettlementOutcome


def measure_settlements(release: Release, forgetful: Release, drawn: Sequence[DrawnBill], rounds: int) -> list[Figure]:
    """Time settling each of the bills ``drawn``: the bare settlement, the answer, the use case, the floor.

    Every time its amounts are others. ``forgetful`` is the release without memory.
    """
    service = benefit_service_of(release)
    cold = [each.by(forgetful) for each in drawn]
    timings = take_turns(
        {
            "settle": over(drawn, DrawnBill.settle, DrawnBill.anew),
            "cold": over(cold, DrawnBill.settle, DrawnBill.anew),
            "answer": over(drawn, DrawnBill.answer, DrawnBill.anew),
            "report": over(drawn, lambda each: settle_bill(service, each.request), DrawnBill.anew),
            "plain": over(drawn, DrawnBill.settle_plainly, DrawnBill.anew),
        },
        rounds,
    )
    answers = [each.answer() for each in drawn]
    undecided = sum(answer.outcome is SettlementOutcome.UNDECIDED for answer in answers)
    return [
        Figure(
            "settlement",
            microseconds(timings.median("settle")),
            "every reading given: what both evaluators agreed on before is remembered, amounts are new",
        ),
        Figure("  in a second", per_second(timings.median("settle"), "bills"), "the same"),
        Figure("  nothing remembered", microseconds(timings.median("cold")), "every look-up judged anew by both"),
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
