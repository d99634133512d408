"""Cells that compare a term with another term (``≤ 待遇截止日``): the difference of the two becomes a term of its own.

A cell of the input ``就诊日`` that says ``≤ 待遇截止日`` means: the days from 待遇截止日 to 就诊日 are ≤ 0. So each
such cell moves to an input for that difference, which a table of one row puts out by a formula. Everything after this
pass sees tests against constants only; what is missing, why a row matches and where it stands are told as for any term.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from chronicare.cells.fault import Fault
from chronicare.cells.folding import fold_name
from chronicare.cells.parser import parse_syntax
from chronicare.cells.printing import print_test
from chronicare.cells.syntax import Amount, Both, Comparison, Interval, Node, Operand, Wildcard, Word
from chronicare.cells.typed import Operator
from chronicare.cells.types import CellType, Quantity, ValueKind
from chronicare.compiler.formulas import DATE, dimension_of, moves_dates_by
from chronicare.diagnostics import Code, Diagnostics, Text
from chronicare.program.vocabulary import Finding, Vocabulary
from chronicare.tables import DECISION, INPUT, OUTPUT, Cell, ColumnSpec, Row, RuleFolder, Table

_COMPARABLE = (ValueKind.NUMBER, ValueKind.COUNT, ValueKind.DATE)
_UNIQUE = "UNIQUE"


class _Test(NamedTuple):
    """The comparison of a term with ``other``, as the cell at hand writes it."""

    operator: Operator
    other: Finding


def resolve_term_comparisons(
    folder: RuleFolder, vocabulary: Vocabulary, diagnostics: Diagnostics
) -> tuple[RuleFolder, Vocabulary]:
    """Return ``folder`` and ``vocabulary`` with every comparison of two terms made a difference compared with 0.

    Two dates differ by days, two amounts by their unit. What cannot be compared goes to ``diagnostics``; its cell then
    stands for anything, so that one mistake is told once.
    """
    made = _Differences(vocabulary, diagnostics)
    tables = tuple(made.resolve(table) for table in folder.tables)
    if tables == folder.tables:
        return folder, vocabulary
    return replace(folder, tables=(*tables, *made.tables.values())), made.vocabulary()


class _Differences:
    """The differences found so far, each with the table that puts it out."""

    def __init__(self, vocabulary: Vocabulary, diagnostics: Diagnostics) -> None:
        self._vocabulary = vocabulary
        self._diagnostics = diagnostics
        self._findings: dict[str, Finding] = {}
        self.tables: dict[str, Table] = {}

    def vocabulary(self) -> Vocabulary:
        """Return the vocabulary with the differences."""
        names = {word: code for code, each in self._findings.items() for word in (code, each.name.zh)}
        return replace(
            self._vocabulary,
            findings={**self._vocabulary.findings, **self._findings},
            names={**self._vocabulary.names, **names},
            folded={**self._vocabulary.folded, **{fold_name(word): code for word, code in names.items()}},
        )

    def resolve(self, table: Table) -> Table:
        """Return ``table`` with the comparisons in columns of their own."""
        inputs = {
            column.name: finding
            for column in table.own
            if column.name.startswith(INPUT)
            and (finding := self._vocabulary.find(column.name.removeprefix(INPUT))) is not None
            and finding.type.kind in _COMPARABLE
        }
        added: dict[str, ColumnSpec] = {}
        rows = tuple(self._row(table, row, inputs, added) for row in table.rows)
        return table if rows == table.rows else replace(table, rows=rows, own=(*table.own, *added.values()))

    def _row(self, table: Table, row: Row, inputs: Mapping[str, Finding], added: dict[str, ColumnSpec]) -> Row:
        cells = dict(row.cells)
        for heading, finding in inputs.items():
            found = self._split(row[heading])
            if found is None:
                continue
            rest, comparisons = found
            cells[heading] = replace(row[heading], text=rest)
            for operator, other in comparisons:
                code = self._difference(finding, other, table, row, row[heading])
                if code is None:
                    continue
                name = f"{INPUT}{code}"
                added[name] = ColumnSpec(name, name)
                written = f"{print_test(Comparison(operator, _NOUGHT))}{_unit_of(self._findings[code].type)}"
                already = cells.get(name)
                text = f"{already.text} 且 {written}" if already else written
                cells[name] = Cell(text, row[heading].position)
        return Row(row.position, cells)

    def _split(self, cell: Cell) -> tuple[str, list[_Test]] | None:
        """Return what of ``cell`` compares with constants, and the terms it compares with; ``None`` if with none."""
        node = parse_syntax(cell.text) if cell else Wildcard()
        if isinstance(node, Fault):
            return None
        parts = list(_bounds(node))
        named = [(operator, self._named(operand)) for operator, operand in parts]
        comparisons = [_Test(operator, other) for operator, other in named if other is not None]
        if not comparisons:
            return None
        rest = [
            f"{print_test(Comparison(operator, operand))}"
            for (operator, operand), (_, other) in zip(parts, named, strict=True)
            if other is None
        ]
        return " 且 ".join(rest) or "-", comparisons

    def _named(self, operand: Operand) -> Finding | None:
        return self._vocabulary.find(operand.text) if isinstance(operand, Word) else None

    def _difference(self, one: Finding, other: Finding, table: Table, row: Row, cell: Cell) -> str | None:
        """Return the code of ``one`` less ``other``, made if it is not there; ``None`` if they do not compare."""
        code = f"{one.code}_less_{other.code}"
        if code in self._findings:
            return code
        difference = self._type(one, other)
        if difference is None:
            message = Text(
                f"「{one.name.zh}」不能同「{other.name.zh}」比", f"{one.name.en} does not compare with {other.name.en}"
            )
            hint = Text(
                "两边要都是日期，或单位是同一种量，且只有一个值", "both must be dates, or of one quantity, and single"
            )
            self._diagnostics.add(Code.WRONG_TYPE, cell.position, message, hint)
            return None
        name = Text(f"{one.name.zh} − {other.name.zh}", f"{one.name.en} less {other.name.en}")
        self._findings[code] = Finding(code, name, difference, False, name, "", (), "", cell.position)
        output = f"{OUTPUT}{code}"
        said = {key: row[key] for key in ("source", "clause", "correction", "anomalies")}
        formula = Cell(f'"{one.code}" - "{other.code}"', cell.position)
        self.tables[code] = Table(
            DECISION,
            table.file,
            (Row(row.position, {**said, output: formula}),),
            table.document,
            (ColumnSpec(output, output),),
            name.zh,
            _UNIQUE,
        )
        return code

    def _type(self, one: Finding, other: Finding) -> CellType | None:
        dimension, scale = dimension_of(one.type)
        alike = (dimension, scale) == dimension_of(other.type) and other.type.kind in _COMPARABLE
        if not alike or one.repeated or other.repeated:
            return None
        return CellType(ValueKind.NUMBER, quantity=self._days() if dimension == DATE else one.type.quantity)

    def _days(self) -> Quantity | None:
        quantities = self._vocabulary.quantities.values()
        return next((each for each in quantities if moves_dates_by(each) == "days"), None)


_NOUGHT = Amount("0", Fraction(0))


def _bounds(node: Node) -> Iterator[tuple[Operator, Operand]]:
    """Give the comparisons that ``node`` is the conjunction of; of any other test, none."""
    match node:
        case Comparison(operator, operand):
            yield operator, operand
        case Interval(low, low_closed, high, high_closed):
            yield Operator.GE if low_closed else Operator.GT, low
            yield Operator.LE if high_closed else Operator.LT, high
        case Both(tests):
            parts = [list(_bounds(each)) for each in tests]
            if all(parts):
                yield from (each for part in parts for each in part)


def _unit_of(cell_type: CellType) -> str:
    return f" {cell_type.quantity.canonical}" if cell_type.quantity is not None else ""
