"""Coverage of the benefit cases: every row of every decision table and chain is to be hit, under some reading."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from chronicare.benefits.answer import BillAnswer
from chronicare.benefits.settlement import Settlement, Unsettled
from chronicare.benefits.terms import TermsFound, TermsKnown
from chronicare.checks.benefit_casebook import BenefitCaseResult, bill_answers
from chronicare.checks.benefit_expectations import BenefitAnswer
from chronicare.diagnostics import Position
from chronicare.program.decision_table import BenefitRules, DecisionTable, TableRow

CHAIN = "支付次序"
"""What the chain is called beside the tables, if its own name is empty."""


@dataclass(frozen=True, slots=True)
class TableCoverage:
    """What the cases have shown of one table: ``unseen`` are the rows no case hit."""

    table: str
    seen: int
    total: int
    unseen: tuple[Position, ...]


def coverage_of_tables(
    periods: Iterable[BenefitRules], results: Sequence[BenefitCaseResult]
) -> tuple[TableCoverage, ...]:
    """Measure the coverage of each table of ``periods``; a row that is in force in several counts once."""
    hit = {row.position for result in results for row in rows_hit(result.answer)}
    rows: dict[str, dict[Position, None]] = {}
    for period in periods:
        for table in tables_of(period):
            rows.setdefault(name_of(table, period), {}).update(dict.fromkeys(row.position for row in table.rows))
    return tuple(
        TableCoverage(
            name,
            sum(each in hit for each in positions),
            len(positions),
            tuple(each for each in positions if each not in hit),
        )
        for name, positions in rows.items()
    )


def tables_of(rules: BenefitRules) -> tuple[DecisionTable, ...]:
    """Return the tables of a period, the chain last."""
    return (*rules.tables.values(), *((rules.chain,) if rules.chain is not None else ()))


def name_of(table: DecisionTable, rules: BenefitRules) -> str:
    """Return what a table, or the chain, is called."""
    return table.name or (CHAIN if table is rules.chain else table.position.file)


def rows_hit(answer: BenefitAnswer) -> Iterator[TableRow]:
    """Yield the rows that gave something to the answer, under any of its ways."""
    for each in bill_answers(answer):
        yield from _of_bill(each)
    if isinstance(answer, TermsFound):
        known: list[TermsKnown] = [alternative.result for alternative in answer.alternatives]
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
            continue
        for part in result.parts:
            yield from (each.row for each in part.steps)
            yield from (each.row for each in part.left_out)
