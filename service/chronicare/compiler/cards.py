"""Cards to the payers' chain: the rows of all cards, each a step, in the order of the cards."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from chronicare.compiler.card_steps import StepCompiler
from chronicare.compiler.card_variants import written_out
from chronicare.compiler.counters import Counters
from chronicare.compiler.decision_tables import TableCompiler, overlaps
from chronicare.diagnostics import Code, Diagnostics, Position, Text
from chronicare.program.decision_table import ChainStep, DecisionTable, HitPolicy
from chronicare.program.period import Period
from chronicare.program.roles import Role
from chronicare.program.vocabulary import Vocabulary
from chronicare.tables import Cell, ColumnSpec, Row, Table


@dataclass(frozen=True, slots=True)
class CompiledCards:
    """The chain, its steps by row, and the periods of what is counted, by term."""

    chain: DecisionTable
    steps: dict[str, ChainStep]
    periods: dict[str, Period]


class CardCompiler:
    """Compiles the rows of cards in force; every problem goes to ``diagnostics``."""

    def __init__(self, vocabulary: Vocabulary, tables: TableCompiler, diagnostics: Diagnostics) -> None:
        """Compile against ``vocabulary``, input columns with ``tables``."""
        self._vocabulary = vocabulary
        self._tables = tables
        self._diagnostics = diagnostics

    def compile(
        self, rows: Sequence[tuple[Table, Row]], counter_rows: Sequence[tuple[Table, Row]]
    ) -> CompiledCards | None:
        """Return the chain of the cards' rows, in their order; ``None`` with what is wrong."""
        money, ratio = self._vocabulary.playing(Role.STEP_PAYMENT), self._vocabulary.playing(Role.RATIO)
        if money is None or ratio is None:
            wanted = (Role.STEP_PAYMENT.value, Role.RATIO.value)
            message = Text(
                f"没有事项担任角色「{'」或「'.join(wanted)}」", f"terms are needed to play {', '.join(wanted)}"
            )
            self._diagnostics.add(Code.UNKNOWN_FINDING, rows[0][1].position, message)
            return None
        before = self._diagnostics.error_count
        counters = Counters(counter_rows, self._vocabulary, money.type, self._diagnostics)
        written = written_out(rows, self._diagnostics)
        chain = self._tables.compile_rows(
            _joined(rows),
            [_citing(each.table, each.row) for each in written],
            HitPolicy.COLLECT,
            {},
            [each.name for each in written],
        )
        compiler = StepCompiler(self._vocabulary, counters, money.type, ratio.type, self._diagnostics)
        steps = {each.name: compiler.step(each.table, each.row) for each in written}
        if chain is not None and self._diagnostics.error_count == before:
            texts = {each.name: [cell.text for cell in each.row.cells.values()] for each in written}
            self._tell_twice(chain, steps, texts)
        if chain is None or self._diagnostics.error_count > before:
            return None
        return CompiledCards(chain, {name: step for name, step in steps.items() if step is not None}, compiler.periods)

    def _tell_twice(
        self, chain: DecisionTable, steps: Mapping[str, ChainStep | None], texts: Mapping[str, Sequence[str]]
    ) -> None:
        """Tell rows of one number in a card that are paid one after the other, of the same expense.

        Of what a list is tested for it cannot be said here: its values may shut each other out.
        """
        told: set[Position] = set()
        lists = {code for code in chain.inputs if self._vocabulary.findings[code].repeated}
        for one, other in overlaps(chain):
            first, second = steps[one.id], steps[other.id]
            if first is None or second is None or (first.id, first.card) != (second.id, second.card):
                continue
            if other.position in told:
                continue
            if any(chain.cells[row.id, code] != "-" for row in (one, other) for code in lists):
                continue
            told.add(other.position)
            if texts[one.id] == texts[other.id]:
                message = Text(f"与第 {one.position.row} 行完全相同", f"the same as row {one.position.row}")
                hint = Text("删去其中一行", "delete one of them")
                self._diagnostics.add(Code.DUPLICATE_ID, other.position, message, hint)
                continue
            self._diagnostics.add(
                Code.DUPLICATE_ID,
                other.position,
                Text(
                    f"与第 {one.position.row} 行编号相同，可能同时轮到，会付两次",
                    f"may be taken together with row {one.position.row}, of the same number: it would be paid twice",
                ),
                Text(
                    "两个开关各改一处的，第一行写上两个开关和两种读法；另一步的，换一个编号",
                    "name both switches in the first row if each changes a cell; give another step another number",
                ),
            )


def _joined(rows: Sequence[tuple[Table, Row]]) -> Table:
    """Return the cards as one table, with every input that one of them has."""
    own: dict[str, ColumnSpec] = {}
    for table, _ in rows:
        own.update({each.name: each for each in table.own})
    first = rows[0][0]
    return replace(first, name="", own=tuple(own.values()), rows=tuple(row for _, row in rows))


def _citing(table: Table, row: Row) -> Row:
    """Return the row with the document its card cites, which may be another than the first card's."""
    source = row["source"]
    if not source or " " in source.text or not table.document:
        return row
    return replace(row, cells={**row.cells, "source": Cell(f"{table.document} {source.text}", source.position)})
