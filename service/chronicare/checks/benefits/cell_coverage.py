"""Coverage of the cells: of a row that is hit, which of its cells some case rests on.

A tested cell is shown by a case in which everything else the row tests holds, and this cell alone keeps it from being
used. A figure of a card is shown by a case in which it tells: something is deducted, a segment is reached, the cap is.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from chronicare.benefits.model import BenefitModel, changing_terms, volatile_terms
from chronicare.benefits.settlement import Settlement, Unsettled
from chronicare.benefits.step_paid import StepPaid
from chronicare.checks.benefits.coverage import rows_by_name, rows_hit
from chronicare.checks.benefits.expectations import BenefitAnswer
from chronicare.checks.benefits.questions import BenefitResult, bill_answers
from chronicare.diagnostics import Position
from chronicare.judging.memory import Memory
from chronicare.judging.row_judge import RowJudge
from chronicare.program.decision_table import BenefitRules, ChainStep, DecisionTable, PaymentKind, TableRow
from chronicare.program.evidence import Evidence
from chronicare.program.formula import Constant
from chronicare.program.truth import Truth
from chronicare.program.vocabulary import Vocabulary
from chronicare.reference import ReferenceEvaluator

DEDUCTIBLE, RATIO, CAP = "起付", "比例", "封顶"
"""The columns of a card whose figures are to tell."""
_NO_DEDUCTIBLE = Constant(Fraction(0))


class CellKey(NamedTuple):
    """A cell: the file and the number of its row, its column, and which of the column's figures (0: the only one)."""

    file: str
    row: int
    column: str
    figure: int = 0


class CellSeen(NamedTuple):
    """A cell as written, in the column called ``column``, and whether a case rests on it."""

    column: str
    text: str
    is_seen: bool


@dataclass(frozen=True, slots=True)
class RowCells:
    """A row that is to be covered, whether a case hits it, and its cells; those that say nothing are left out."""

    position: Position
    is_hit: bool
    cells: tuple[CellSeen, ...]

    @property
    def is_whole(self) -> bool:
        """Whether cases show the row and every cell of it."""
        return self.is_hit and all(each.is_seen for each in self.cells)


@dataclass(frozen=True, slots=True)
class TableCells:
    """The rows of one table or card, each once; its ``columns`` in the order in which they stand."""

    subject: str
    columns: tuple[str, ...]
    rows: tuple[RowCells, ...]

    @property
    def total(self) -> int:
        """How many cells there are."""
        return sum(len(each.cells) for each in self.rows)

    @property
    def seen(self) -> int:
        """How many of them cases rest on, in rows that are hit."""
        return sum(each.is_seen for row in self.rows if row.is_hit for each in row.cells)

    @property
    def lacking(self) -> tuple[RowCells, ...]:
        """The rows that no case hits, or of which no case rests on some cell."""
        return tuple(each for each in self.rows if not each.is_whole)


class CellCoverage:
    """What the cases asked so far show of the cells of an area's tables, in every period."""

    def __init__(self, periods: Iterable[BenefitRules], vocabulary: Vocabulary) -> None:
        """Begin with nothing seen."""
        self._asked = [_Asked(rules, vocabulary) for rules in periods]
        self.seen: set[CellKey] = set()
        self._hit: set[Position] = set()

    def add(self, results: Iterable[BenefitResult]) -> None:
        """Ask the cases of ``results`` again, and note what they show; those that do not come out so show nothing."""
        for result in results:
            if result.problems:
                continue
            self._hit.update(row.position for row in rows_hit(result.answer))
            self.seen.update(_figures_shown(result.answer))
            for each in self._asked:
                self.seen.update(each.refused_alone(result))

    def tables(self) -> tuple[TableCells, ...]:
        """Return every table and card; a row that is in force in several periods comes once."""
        rows: dict[str, dict[Position, RowCells]] = {}
        for each in self._asked:
            for name, held in rows_by_name(each.rules).items():
                table = each.rules.tables.get(name) or each.rules.chain
                for row in held if table is not None else ():
                    rows.setdefault(name, {}).setdefault(row.position, self._row(each.rules, table, row))
        return tuple(TableCells(name, _columns(held.values()), tuple(held.values())) for name, held in rows.items())

    def _row(self, rules: BenefitRules, table: DecisionTable | None, row: TableRow) -> RowCells:
        place = row.position
        cells = [
            CellSeen(column, text, CellKey(place.file, place.row, column) in self.seen)
            for column, text in _tested(table, row)
        ]
        step = rules.steps.get(row.id) if table is rules.chain else None
        figures: dict[str, list[tuple[str, bool]]] = {}
        for column, number, text in _figures(step) if step is not None else ():
            is_seen = CellKey(place.file, place.row, column, number) in self.seen
            figures.setdefault(column, []).append((text, is_seen))
        cells += [
            CellSeen(column, "；".join(text for text, _ in held), all(is_seen for _, is_seen in held))
            for column, held in figures.items()
        ]
        return RowCells(place, place in self._hit, tuple(cells))


class _Asked:
    """Asks cases of one period again, by the reference evaluator alone, and notes what keeps rows from being used."""

    def __init__(self, rules: BenefitRules, vocabulary: Vocabulary) -> None:
        self.rules = rules
        self._memory = Memory()
        self._found: set[CellKey] = set()
        judges = {table.name: _Noting(table, vocabulary, self._found) for table in rules.every_table}
        volatile = volatile_terms(rules, changing_terms(vocabulary.roles) | frozenset(rules.accumulators))
        self._model = BenefitModel(rules, vocabulary, judges, volatile, self._memory)

    def refused_alone(self, result: BenefitResult) -> frozenset[CellKey]:
        """Return the cells that alone keep their rows from being used in the case of ``result``."""
        if not any(each.rules is self.rules for each in result.question.models):
            return frozenset()
        self._found.clear()
        self._memory.forget()  # so that this case comes to all it rests on
        result.question.ask(lambda each: self._model if each.rules is self.rules else each)
        return frozenset(self._found)


class _Noting(RowJudge):
    """Judges the rows of ``table``, and puts into ``found`` the cells that alone keep one from matching."""

    def __init__(self, table: DecisionTable, vocabulary: Vocabulary, found: set[CellKey]) -> None:
        self._found = found
        self._evaluator = ReferenceEvaluator(table.matching.rows, vocabulary) if table.matching is not None else None
        self.minds_day = table.matching is not None and table.matching.minds_day
        self._keys = [
            (name, CellKey(row.position.file, row.position.row, column), [each for each in members if each != name])
            for row in table.rows
            for members in [_members(table, row)]
            for name, (column, _) in zip(members, _tested(table, row), strict=True)
        ]

    def expect(self, evidence: Evidence) -> Mapping[str, Truth]:
        """Return the truth of every cell and row."""
        return self._evaluator.nodes(evidence) if self._evaluator is not None else {}

    def confirm(self, evidence: Evidence, expected: Mapping[str, Truth]) -> None:
        """Take what the reference evaluator says, and note what it comes to."""
        del evidence  # what is expected of it is all that is noted
        for name, key, others in self._keys:
            if expected[name] is False and all(expected[each] for each in others):
                self._found.add(key)


def _members(table: DecisionTable, row: TableRow) -> tuple[str, ...]:
    """Return the tests of ``row``, by name."""
    if table.matching is None or not row.node:
        return ()
    return table.matching.rows.groups[row.node].variants[0].members


def _tested(table: DecisionTable | None, row: TableRow) -> Iterator[tuple[str, str]]:
    """Yield column and text of each cell that ``row`` tests."""
    if table is not None and table.matching is not None:
        for each in _members(table, row):
            criterion = table.matching.rows.criteria[each]
            yield criterion.position.heading, criterion.test.text


def _figures(step: ChainStep) -> Iterator[tuple[str, int, str]]:
    """Yield column, number and text of each figure of ``step`` that is to tell."""
    if step.deductible is not None and step.deductible.expression != _NO_DEDUCTIBLE:
        yield DEDUCTIBLE, 0, step.deductible.text
    for number, segment in enumerate(step.segments):
        yield RATIO, number, segment.ratio.text
    cap = step.limit or step.item_limit
    if cap is not None:
        yield CAP, 0, cap.text


def _figures_shown(answer: BenefitAnswer) -> Iterator[CellKey]:
    for bill in bill_answers(answer):
        results: list[Settlement | Unsettled] = [each.result for each in bill.alternatives]
        results += [bill.settlement] if bill.settlement is not None else []
        for result in results:
            for paid in result.steps if isinstance(result, Settlement) else result.done:
                yield from _shown_by(paid)


def _shown_by(paid: StepPaid) -> Iterator[CellKey]:
    file, row = paid.row.position.file, paid.row.position.row
    if paid.deductible_borne:
        yield CellKey(file, row, DEDUCTIBLE)
    used = [each.formula for each in paid.formulas if each.role == "ratio"] if paid.segments else []
    for number, segment in enumerate(paid.step.segments):
        if any(each is segment.ratio for each in used):
            yield CellKey(file, row, RATIO, number)
    by_line = paid.item_limit is not None and paid.step.limit is None
    allowance = paid.step.payment_kind is PaymentKind.ALLOWANCE
    if paid.beyond_cap or (paid.payment_fen and (by_line or allowance)):
        yield CellKey(file, row, CAP)


def _columns(rows: Iterable[RowCells]) -> tuple[str, ...]:
    """Return the columns of all ``rows``, the figures of a card last."""
    found = dict.fromkeys(cell.column for row in rows for cell in row.cells)
    figures = (DEDUCTIBLE, RATIO, CAP)
    return (*(each for each in found if each not in figures), *(each for each in figures if each in found))
