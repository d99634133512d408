"""Mutation of the tables: the cases that come to a table are asked again under each of its mutants.

Rows are judged by the reference evaluator alone. Tables and cards whose rows overlap where they must not are refused
at load: such a mutant is noticed without any case.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from chronicare.benefits.model import BenefitModel, changing_terms, volatile_terms
from chronicare.checks.benefits.coverage import rows_by_name, rows_hit
from chronicare.checks.benefits.equivalence import rows_overlap, tables_differ
from chronicare.checks.benefits.mutants import TableMutant, mutants_of_table
from chronicare.checks.benefits.questions import BenefitResult, Swap
from chronicare.checks.mutation import MutationReport, mutate
from chronicare.judging.memory import Memory
from chronicare.judging.row_judge import RowJudge
from chronicare.program.decision_table import BenefitRules, DecisionTable
from chronicare.program.evidence import Evidence
from chronicare.program.truth import Truth
from chronicare.program.vocabulary import Vocabulary
from chronicare.reference import ReferenceEvaluator

if TYPE_CHECKING:
    from chronicare.diagnostics import Position


class _Judge(RowJudge):
    """Judges rows by the reference evaluator alone, and notes in ``asked`` that the table was come to."""

    def __init__(self, table: DecisionTable, vocabulary: Vocabulary, asked: set[str]) -> None:
        self._table = table.name
        self._asked = asked
        self._evaluator = ReferenceEvaluator(table.matching.rows, vocabulary) if table.matching is not None else None
        self.minds_day = table.matching is not None and table.matching.minds_day

    def expect(self, evidence: Evidence) -> Mapping[str, Truth]:
        """Return the truth of every cell and row."""
        self._asked.add(self._table)
        return self._evaluator.nodes(evidence) if self._evaluator is not None else {}

    def confirm(self, evidence: Evidence, expected: Mapping[str, Truth]) -> None:
        """Take what the reference evaluator says."""


class TableMutation:
    """Mutates the tables of one period of an area, against the cases that are asked of it."""

    def __init__(self, rules: BenefitRules, vocabulary: Vocabulary, results: Iterable[BenefitResult]) -> None:
        """Ask every case once, and note which tables it comes to and which rows it hits."""
        self._rules = rules
        self._vocabulary = vocabulary
        self._asked: set[str] = set()
        self._memory = Memory()
        self._judges = {table.name: _Judge(table, vocabulary, self._asked) for table in rules.every_table}
        self._model = self._with(rules, self._judges)
        self._by_table: dict[str, list[BenefitResult]] = {}
        self._by_row: dict[Position, list[BenefitResult]] = {}
        for result in results:
            if result.problems or not any(each.rules is rules for each in result.question.models):
                continue
            self._asked.clear()
            self._memory.forget()  # so that this case comes to all it rests on
            answer = result.question.ask(self._swap(self._model))
            for name in self._asked:
                self._by_table.setdefault(name, []).append(result)
            for position in dict.fromkeys(row.position for row in rows_hit(answer)):
                self._by_row.setdefault(position, []).append(result)

    def reports(self, only: str = "") -> Iterator[MutationReport]:
        """Make every mutant of each table and each card, or of the one called ``only``, and count which are noticed."""
        for name, rows in rows_by_name(self._rules).items():
            if rows and only in ("", name):
                table = self._rules.tables.get(name) or self._rules.chain
                if table is not None:
                    yield self._report(name, table, {row.position for row in rows})

    def _report(self, name: str, table: DecisionTable, rows: "Collection[Position]") -> MutationReport:
        mutants = mutants_of_table(table, self._rules, self._vocabulary)
        return mutate(
            name,
            (mutant for mutant in mutants if mutant.change.row in rows),
            lambda mutant: self._is_noticed(mutant) or rows_overlap(mutant.table, self._vocabulary, mutant.steps),
            lambda mutant: self._differs(table, mutant),
        )

    def _is_noticed(self, mutant: TableMutant) -> bool:
        judges = {**self._judges, mutant.table.name: _Judge(mutant.table, self._vocabulary, self._asked)}
        swap = self._swap(self._with(mutant.applied_to(self._rules), judges))
        likely = self._by_row.get(mutant.change.row, [])
        seen = {id(each) for each in likely}
        rest = (each for each in self._by_table.get(mutant.table.name, []) if id(each) not in seen)
        return any(_fails(each, swap) for each in (*likely, *rest))

    def _differs(self, table: DecisionTable, mutant: TableMutant) -> bool:
        return tables_differ(
            (table, self._rules.steps),
            (mutant.table, mutant.steps),
            self._vocabulary,
        )

    def _with(self, rules: BenefitRules, judges: Mapping[str, RowJudge]) -> BenefitModel:
        volatile = volatile_terms(rules, changing_terms(self._vocabulary.roles) | frozenset(rules.accumulators))
        return BenefitModel(rules, self._vocabulary, judges, volatile, self._memory)

    def _swap(self, model: BenefitModel) -> Swap:
        """Put ``model`` where the rules of the period are in force."""
        return lambda each: model if each.rules is self._rules else each


def _fails(result: BenefitResult, swap: Swap) -> bool:
    """Whether the case notices: it expects something else, or the changed rules give no answer at all."""
    try:
        answer = result.question.ask(swap)
        return next(iter(result.question.expectation.problems(answer)), None) is not None
    except (ArithmeticError, LookupError, TypeError, ValueError):
        return True


def mutate_tables(
    rules: BenefitRules, vocabulary: Vocabulary, results: Iterable[BenefitResult], only: str = ""
) -> tuple[MutationReport, ...]:
    """Report on every table and every card of ``rules``, or on the one called ``only``."""
    return tuple(TableMutation(rules, vocabulary, results).reports(only))
