"""Measures how fast decisions and settlements are: in one process, over gRPC, and at the start. Nothing is asserted.

Run by ``make bench``. Times depend on the machine and its other work; ratios to what took turns with them less so.
"""

import argparse
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import NamedTuple

from bills import draw_bills
from columns_of_bills import measure_bills
from columns_of_persons import measure_columns
from crowds import measure_crowds
from in_process import measure_decisions, measure_reports
from over_grpc import measure_calls
from page import print_machine, print_section
from persons import DISEASE, area_alone, draw_persons, open_release
from recorded_calls import measure_recorded_calls
from settlements import measure_settlements
from settlements_over_grpc import measure_settlement_calls
from start_up import measure_start

from chronicare.engine import DurableEngine
from chronicare.judging.memory import Memory


class _Effort(NamedTuple):
    """How much is done: persons of each outcome, rounds, calls in a round, starts of the server, patients screened.

    Besides, the bills settled, the calls of a round that settle one, the calls of each crowd, and for how long; and the
    persons judged, and bills settled, at once.
    """

    persons: int
    rounds: int
    calls: int
    call_rounds: int
    starts: int
    patients: int
    bills: int
    settlement_calls: int
    crowd_calls: int
    crowd_seconds: float
    in_columns: int


_FULL = _Effort(
    persons=80,
    rounds=31,
    calls=1200,
    call_rounds=7,
    starts=3,
    patients=20,
    bills=100,
    settlement_calls=400,
    crowd_calls=6000,
    crowd_seconds=4.0,
    in_columns=1_000_000,
)
_QUICK = _FULL._replace(
    rounds=5,
    calls=600,
    call_rounds=3,
    starts=1,
    patients=5,
    bills=50,
    settlement_calls=200,
    crowd_seconds=2.0,
    in_columns=300_000,
)
_TRIED = _Effort(
    persons=2,
    rounds=1,
    calls=16,
    call_rounds=1,
    starts=1,
    patients=1,
    bills=5,
    settlement_calls=10,
    crowd_calls=100,
    crowd_seconds=0.5,
    in_columns=1_000,
)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer rounds: rough figures")
    parser.add_argument("--tried", action="store_true", help="hardly anything: only that all of it still runs")
    chosen = parser.parse_args()
    effort = _TRIED if chosen.tried else _QUICK if chosen.quick else _FULL
    began = perf_counter()
    print_machine()
    print(
        f"figures  medians of {effort.rounds} rounds (gRPC: {effort.call_rounds}) in which all take turns;"
        " ratios are medians of the rounds' ratios"
    )
    with TemporaryDirectory() as folder:
        tables = area_alone(Path(folder) / "rules")
        engine = DurableEngine()
        release = open_release(tables, engine)
        forgetful = open_release(tables, engine, Memory(0))
        persons = draw_persons(release, effort.persons)
        print_section(
            f"A  One decision on {DISEASE} in one process: {2 * effort.persons} different persons of whom everything is"
            f" known (zen takes no others), half of them meet the criteria; {effort.persons} undecided ones besides",
            measure_decisions(release, forgetful, engine, persons, effort.rounds),
        )
        print_section(
            f"B  From report to decision in one process, Detail.OUTCOME: all {len(persons)} persons",
            measure_reports(release, persons, effort.rounds),
        )
        print_section(
            f"C  Over gRPC: one worker, the client another process on the same machine, {effort.calls} calls a round",
            measure_calls(tables, release, persons, effort.calls, effort.call_rounds),
        )
        drawn = draw_bills(release, effort.bills)
        print_section(
            f"D  Settling a bill in one process: {effort.bills} different bills of all settings",
            measure_settlements(release, forgetful, drawn, effort.rounds),
        )
        print_section(
            f"E  The same over gRPC: one worker, {effort.settlement_calls} bills a round",
            measure_settlement_calls(tables, release, drawn, effort.settlement_calls, effort.call_rounds),
        )
        print_section(
            f"F  Recorded: one worker each, DETAIL_OUTCOME, {effort.calls} calls a round",
            measure_recorded_calls(tables, persons, effort.calls, effort.call_rounds),
        )
        at_most = f"at most {effort.crowd_seconds:g} s or {effort.crowd_calls} calls each"
        print_section(
            f"G  By callers: one worker, no record, {at_most}",
            measure_crowds(tables, persons, drawn, effort.crowd_calls, effort.crowd_seconds),
        )
        print_section("H  Start, memory and screening", measure_start(tables, effort.starts, effort.patients))
        print_section(
            f"I  {DISEASE} of {effort.in_columns:,} persons at once, in one process and thread",
            measure_columns(release, effort.in_columns, effort.rounds),
        )
        print_section(
            f"J  A chain of two payers, {effort.in_columns:,} bills at once, in one process and thread",
            measure_bills(engine, effort.in_columns, effort.rounds),
        )
    print(f"\nmeasured in {perf_counter() - began:.0f} s")


if __name__ == "__main__":
    main()
