"""Coverage of the tables: every row of every decision table and of every card is to be hit, under some reading."""

from collections.abc import Iterable, Iterator

from chronicare.benefits.answer import BillAnswer
from chronicare.benefits.look_up import LookUpAnswer, ResolvedTerms
from chronicare.benefits.settlement import Settlement, Unsettled
from chronicare.checks.benefits.expectations import BenefitAnswer
from chronicare.checks.benefits.questions import BenefitResult, bill_answers
from chronicare.checks.coverage import Coverage, Sighting, measure
from chronicare.program.decision_table import BenefitRules, TableRow


def coverage_of_tables(periods: Iterable[BenefitRules], results: Iterable[BenefitResult]) -> tuple[Coverage, ...]:
    """Measure the coverage of each table of ``periods``; a row that is in force in several counts once."""
    shown = [{Sighting(row.position) for row in rows_hit(result.answer)} for result in results]
    wanted: dict[str, dict[Sighting, None]] = {}
    for period in periods:
        for name, rows in rows_by_name(period).items():
            wanted.setdefault(name, {}).update(dict.fromkeys(Sighting(row.position) for row in rows))
    return tuple(measure(name, rows, shown) for name, rows in wanted.items())


def rows_by_name(rules: BenefitRules) -> dict[str, list[TableRow]]:
    """Return the rows of every decision table and of every card by its name, the cards last."""
    rows = {table.name: list(table.rows) for table in rules.tables.values()}
    for row in rules.chain.rows if rules.chain is not None else ():
        rows.setdefault(rules.steps[row.id].card, []).append(row)
    return rows


def rows_hit(answer: BenefitAnswer) -> Iterator[TableRow]:
    """Yield the rows that gave something to the answer, under any of its ways."""
    for each in bill_answers(answer):
        yield from _of_bill(each)
    if isinstance(answer, LookUpAnswer):
        known: list[ResolvedTerms] = [alternative.result for alternative in answer.alternatives]
        if answer.known is not None:
            known.append(answer.known)
        for each_known in known:
            yield from (applied_rows.row for applied_rows in each_known.applied_rows)


def _of_bill(answer: BillAnswer) -> Iterator[TableRow]:
    results: list[Settlement | Unsettled] = [alternative.result for alternative in answer.alternatives]
    if answer.settlement is not None:
        results.append(answer.settlement)
    for result in results:
        yield from (each.row for each in result.applied_rows)
        if isinstance(result, Unsettled):
            yield from (each.row for each in result.done)
            if result.row is not None:  # that it gives no amount is what the case is about
                yield result.row
            continue
        for part in result.parts:
            yield from (each.row for each in part.steps)
            yield from (row for each in part.left_out for row in (each.row, each.own_row))
