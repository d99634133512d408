"""Decision tables compiled: input cells typed and lowered to ranks, outputs to formulas, overlaps told."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from chronicare.cells.resolve import parse_test
from chronicare.cells.typed import Anything, View
from chronicare.compiler.columns import lay_out
from chronicare.compiler.formula_ranges import NumberRange, interval_of
from chronicare.compiler.formulas import SAY_WHICH, compile_formula
from chronicare.compiler.lower import Lowering
from chronicare.compiler.register import Register
from chronicare.compiler.row_boxes import RowIndex, boxes_of, members
from chronicare.diagnostics import Code, Diagnostics, Position, Text
from chronicare.formats.spelling import suggest
from chronicare.program.decision_table import DecisionTable, HitPolicy, MatchProgram, TableRow
from chronicare.program.entry import Clause, Criterion, Entry, Group, Needs, NeedsKind, Use, UseKind, Variant
from chronicare.program.formula import Formula
from chronicare.program.ranks import ColumnKind
from chronicare.program.vocabulary import Finding, Vocabulary
from chronicare.tables import CATALOGUE, INPUT, OUTPUT, Row, Table

_NOT_SAID = ("/", "／", "-", "—", "－")
"""What people leave in an output cell where they mean that there is no value."""
_YEAR = re.compile("[12][0-9]{3}")
_HITS = {policy.value: policy for policy in HitPolicy}


class TableCompiler:
    """Compiles the decision tables of one area; every problem goes to ``diagnostics``."""

    def __init__(self, vocabulary: Vocabulary, register: Register, diagnostics: Diagnostics) -> None:
        """Compile against ``vocabulary`` and ``register``."""
        self._vocabulary = vocabulary
        self._register = register
        self._diagnostics = diagnostics

    def compile(self, table: Table, rows: Sequence[Row]) -> DecisionTable | None:
        """Compile ``rows`` (those in force) of the decision table ``table``."""
        hit = _HITS.get(" ".join(table.hit.upper().split()))
        if hit is None:
            message = Text(f"「{table.hit}」不是命中方式", f"{table.hit!r} is no hit policy")
            self._diagnostics.add(Code.BROKEN_MANIFEST, _head(table), message, suggest(table.hit, _HITS))
            return None
        outputs = self.terms_of(table, OUTPUT)
        if not any(column.name.startswith(OUTPUT) for column in table.own):
            hint = Text("写成 出：起付标准 的样子", "such as 出：起付标准")
            message = Text("没有「出：」列", "there is no output column")
            self._diagnostics.add(Code.MISSING_HEADING, _head(table), message, hint)
        if hit.is_by_priority and outputs and all(each.type.levels is None for each in outputs.values()):
            hint = Text("或用 FIRST，由行的次序决定", "or let the order of the rows decide, with FIRST")
            message = Text(
                f"{hit.value} 按值表里的次序取，而「出：」各列都没有值表",
                f"{hit.value} goes by the order of a set of values, and no output has one",
            )
            self._diagnostics.add(Code.WRONG_TYPE, _head(table), message, hint)
        return self.compile_rows(table, rows, hit, outputs)

    def compile_rows(
        self,
        table: Table,
        rows: Sequence[Row],
        hit: HitPolicy,
        outputs: Mapping[str, Finding],
        ids: Sequence[str] = (),
    ) -> DecisionTable | None:
        """Compile rows with the given outputs; the payers' chain has none, and says what its rows are called (``ids``).

        Rows of other tables are called by what their column 编号 says, or by their number.
        """
        before = self._diagnostics.error_count
        inputs = self.terms_of(table, INPUT)
        criteria: dict[str, Criterion] = {}
        groups: dict[str, Group] = {}
        made: list[TableRow] = []
        cells: dict[tuple[str, str], str] = {}
        names: set[str] = set()
        read: dict[tuple[str, str], str] = {}
        for number, row in enumerate(rows):
            tested = {
                finding.code: name
                for heading, finding in inputs.items()
                if (name := self._cell(row, heading, finding, criteria, read))
            }
            members = tuple(tested.values())
            known = {code: interval_of(criteria[each].test.test) for code, each in tested.items()}
            node = f"R{number}" if members else ""
            clause = self._register.clause(table, row)
            otherwise = self._is_otherwise(row, tested, is_last=number == len(rows) - 1)
            if members:
                variant = Variant("", Needs(NeedsKind.ALL), members, clause, row.position)
                groups[node] = Group(node, "", (variant,), ())
            name = ids[number] if ids else row.text("id") or str(row.position.row)
            if name in names:
                message = Text(f"编号 {name} 重复", f"row {name} is given twice")
                self._diagnostics.add(Code.DUPLICATE_ID, row["id"].position, message)
            names.add(name)
            for heading, finding in inputs.items():
                cells[name, finding.code] = row.text(heading) if finding.code in tested else "-"
            made.append(
                TableRow(
                    name,
                    node,
                    self._register.readings_of(row),
                    {
                        finding.code: formula
                        for heading, finding in outputs.items()
                        if (formula := self._output(row, heading, finding, hit, known)) is not None
                    },
                    clause,
                    self._register.named_anomalies(row),
                    row.position,
                    self._carried_from(row) if outputs else None,
                    otherwise,
                )
            )
        if self._diagnostics.error_count > before:
            return None
        matching = self._matching(table, criteria, groups) if criteria else None
        if self._diagnostics.error_count > before:
            return None
        compiled = DecisionTable(
            table.name,
            hit,
            tuple(finding.code for finding in inputs.values()),
            tuple(finding.code for finding in outputs.values()),
            tuple(made),
            cells,
            matching,
            _head(table),
            {finding.code: _heading(table, name) for name, finding in (*outputs.items(), *inputs.items())},
            table.kind is CATALOGUE,
        )
        if hit in (HitPolicy.UNIQUE, HitPolicy.ANY):
            self._tell_overlaps(compiled)
        return compiled  # though rows overlap: it is shown for whom they do

    def terms_of(self, table: Table, prefix: str) -> dict[str, Finding]:
        """Return the terms that the headings with ``prefix`` name, by heading."""
        terms: dict[str, Finding] = {}
        for column in table.own:
            if not column.name.startswith(prefix):
                continue
            word = column.name.removeprefix(prefix)
            finding = self._vocabulary.find(word)
            if finding is None:
                message = Text(f"词表里没有事项「{word}」", f"no term {word!r}")
                hint = self._vocabulary.suggest(word)
                hint = hint if hint.zh else Text("先在 terms 表里加一行", "add a row to terms first")
                self._diagnostics.add(Code.UNKNOWN_FINDING, _heading(table, column.name), message, hint)
            elif finding in terms.values():
                message = Text(f"「{word}」有两列", f"{word!r} has two columns")
                self._diagnostics.add(Code.DUPLICATE_HEADING, _heading(table, column.name), message)
            else:
                terms[column.name] = finding
        return terms

    def _cell(
        self,
        row: Row,
        heading: str,
        finding: Finding,
        criteria: dict[str, Criterion],
        read: dict[tuple[str, str], str],
    ) -> str:
        """Read an input cell; return the criterion it is, one for all cells that say the same, or none for ``-``.

        What is ``read`` without fault is not read again.
        """
        cell = row[heading]
        if not cell or cell.text == "-":
            return ""
        if (heading, cell.text) in read:
            return read[heading, cell.text]
        test = parse_test(cell.text, finding.type, cell.position, self._diagnostics)
        if test is None or isinstance(test.test, Anything):
            return ""
        if test.view in (View.OF_UPPER, View.OF_LOWER):
            message = Text(f"「{finding.name.zh}」没有参考范围", f"{finding.name.en} has no reference range")
            self._diagnostics.add(Code.WRONG_TYPE, cell.position, message, Text("同数值比", "compare it with a value"))
            return ""
        name = f"{finding.code}:{test.text}"
        use = Use(UseKind.ANY) if finding.repeated else None
        criteria.setdefault(
            name, Criterion(name, finding.code, test, use, 0, Clause("", "", "", ""), (), cell.position)
        )
        read[heading, cell.text] = name
        return name

    def _output(
        self, row: Row, heading: str, finding: Finding, hit: HitPolicy, known: Mapping[str, NumberRange]
    ) -> Formula | None:
        cell = row[heading]
        if not cell:
            message = Text(f"「{heading}」没有写", f"{heading} is empty")
            self._diagnostics.add(Code.EMPTY_REQUIRED_CELL, cell.position, message, SAY_WHICH)
            return None
        if cell.text.strip() in _NOT_SAID:
            message = Text(f"「{cell.text}」没有说为什么没有值", f"{cell.text!r} does not say why there is no value")
            self._diagnostics.add(Code.EMPTY_REQUIRED_CELL, cell.position, message, SAY_WHICH)
            return None
        if finding.repeated is not hit.gives_lists:
            message = Text(
                "只有 COLLECT、RULE ORDER、OUTPUT ORDER 表的结果是「多次」的事项，其他表的不是",
                "COLLECT, RULE ORDER and OUTPUT ORDER give repeated terms, other hit policies single ones",
            )
            self._diagnostics.add(Code.WRONG_TYPE, cell.position, message)
            return None
        return compile_formula(cell, finding.type, self._vocabulary, self._diagnostics, known)

    def _is_otherwise(self, row: Row, tested: Mapping[str, str], *, is_last: bool) -> bool:
        """Return whether the row is the one that matches where no other does: the last, which tests nothing."""
        cell = row["otherwise"]
        if cell and (cell.text != "是" or tested or not is_last or row["switch"]):
            self._diagnostics.add(
                Code.BAD_FIELD,
                cell.position,
                Text("「其余」写「是」的一行不对", "the row of what is left is not as it has to be"),
                Text(
                    "只有最后一行可以写「是」，「入：」各格写 -，不挂开关",
                    "the last row only, 是, with - in every input and no switch",
                ),
            )
        return bool(cell)

    def _carried_from(self, row: Row) -> int | None:
        """Return the year whose figures the row carries on; that hangs on a switch, so that it can be decided on."""
        cell = row["carried_from"]
        if not cell:
            return None
        if not _YEAR.fullmatch(cell.text):
            message = Text(f"「{cell.text}」不是年份", f"{cell.text!r} is no year")
            hint = Text("写这个数原是哪一年度的，如 2025", "write the year the figure was published for, such as 2025")
            self._diagnostics.add(Code.BAD_FIELD, cell.position, message, hint)
            return None
        if not row["switch"]:
            message = Text("沿用的行没有开关", "a row that carries a figure on has no switch")
            hint = Text("沿用与否写成一个开关的两种读法", "make it the reading of a switch")
            self._diagnostics.add(Code.BAD_SWITCH, row["switch"].position, message, hint)
        return int(cell.text)

    def _matching(self, table: Table, criteria: Mapping[str, Criterion], groups: Mapping[str, Group]) -> MatchProgram:
        """Lower the rows: each a group of its cells, matched by rules."""
        nothing = Clause("", "", "", "")
        name = table.name or table.kind.name
        rows = Entry(
            code=name,
            aliases=(),
            name=Text(name, name),
            parent="",
            parent_name="",
            disease_class="",
            review_months=None,
            review_basis="",
            ends_when="",
            clause=nothing,
            anomalies=(),
            criteria=criteria,
            groups=groups,
            documents=(),
            switches={},
            effective_from=None,
            effective_until=None,
            position=_head(table),
        )
        columns, tests = lay_out(rows, self._vocabulary, self._diagnostics, exact=True)
        lowering = Lowering(rows, columns, tests)
        *strata, _ = lowering.judgement.strata  # the last one derives an entry's outcome; a table has none
        return MatchProgram(rows, columns, tests, replace(lowering.judgement, strata=tuple(strata)), lowering.verdicts)

    def _tell_overlaps(self, table: DecisionTable) -> None:
        """Refuse two rows that can both match under one reading; with ANY, only if they say different things."""
        for one, other in overlaps(table):
            if table.hit is HitPolicy.ANY and _said(one) == _said(other):
                continue
            self._diagnostics.add(
                Code.DUPLICATE_ID,
                other.position,
                overlap_text(one, table),
                Text("改条件，或把 hit 改为 FIRST", "change the tests, or the hit policy to FIRST"),
            )


def overlap_text(one: TableRow, table: DecisionTable) -> Text:
    """Say that a later row of ``table`` may match together with ``one``."""
    return Text(
        f"与第 {one.position.row} 行可能同时符合，而本表是 {table.hit.value}",
        f"may match together with row {one.position.row}, but the table is {table.hit.value}",
    )


def overlaps(table: DecisionTable) -> Iterator[tuple[TableRow, TableRow]]:
    """Yield the pairs of rows that one person's facts may pass under one reading, in the table's order."""
    sizes = [] if table.matching is None else [column.size for column in table.matching.columns]
    # Of a list several measurements can pass several tests at once: only a single value keeps rows apart.
    apart = {
        index
        for index, column in enumerate(table.matching.columns if table.matching else ())
        if column.kind is ColumnKind.VALUE
    }
    boxes = [{column: ranks for column, ranks in box.items() if column in apart} for box in boxes_of(table)]
    index = RowIndex(boxes, sizes)
    for number, (box, one) in enumerate(zip(boxes, table.rows, strict=True)):
        for after in members(index.meeting(box) >> number + 1):
            other = table.rows[number + 1 + after]
            if not (one.otherwise or other.otherwise or one.excludes(other)):
                yield one, other


def _said(row: TableRow) -> dict[str, str]:
    return {code: formula.text for code, formula in row.outputs.items()}


def _head(table: Table) -> Position:
    return Position(table.file, 1)


def _heading(table: Table, name: str) -> Position:
    """Return where the heading of the column ``name`` stands; a table without rows does not know."""
    cell = next((row.cells[name] for row in table if name in row.cells), None)
    return _head(table) if cell is None else cell.position._replace(row=1)
