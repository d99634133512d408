"""Decision tables of a model to decision tables of ours."""

from collections.abc import Iterable, Mapping, Sequence

from chronicare.authoring.dmn.cell_writing import ANYTHING, constant_of, write_cell
from chronicare.authoring.dmn.feel.lexer import FeelSyntaxError
from chronicare.authoring.dmn.feel.parser import parse_expression, parse_tests
from chronicare.authoring.dmn.formula_writing import NULL, write_output
from chronicare.authoring.dmn.model import Decision, DecisionTable, Element, Rule, Written
from chronicare.authoring.dmn.model_problems import ModelProblems
from chronicare.authoring.dmn.terms import ModelTerm, ModelTerms, NamedOutput, outputs_of, strings_of
from chronicare.authoring.dmn.untranslatable import UntranslatableError
from chronicare.program.formula import NoValue
from chronicare.tables import DECISION, INPUT, OUTPUT, Cell, ColumnSpec, Row, Table

DOCUMENT = "模型"
"""The document that the rows cite: the model."""
OTHERWISE = "其余"
"""The id of the row of what is left."""
SOURCE, CLAUSE = "出处", "原文"
"""The headings of notes beside rules that are taken over."""
_AGGREGATIONS = ("COLLECT SUM", "COLLECT MIN", "COLLECT MAX", "COLLECT COUNT")
_BY_PRIORITY = ("PRIORITY", "OUTPUT ORDER")
WORDS = frozenset(each.value for each in NoValue)
"""The words for no value, which a note of ours says instead of null."""
_Columns = tuple[Sequence[ModelTerm | None], Sequence[ModelTerm | None]]


def row_of(where: Element, name: str, cells: Mapping[str, str], said: tuple[str, str]) -> Row:
    """Return a row called ``name`` that stands where ``where`` does; ``said`` is its source and its clause."""
    source, clause = said
    texts = {"id": name, **cells, "source": "".join(source.split()), "clause": clause}
    return Row(where.position, {column: Cell(text, where.position) for column, text in texts.items()})


def table_of(decision: Decision, own: Iterable[str], rows: Sequence[Row], hit: str) -> Table:
    """Return the table that makes ``decision``, with the columns ``own``."""
    columns = tuple(ColumnSpec(each, each) for each in own)
    return Table(DECISION, decision.position.file, tuple(rows), DOCUMENT, columns, decision.name, hit)


class TableTranslator:
    """Translates the tables of a model whose terms are ``terms``."""

    def __init__(self, terms: ModelTerms, problems: ModelProblems) -> None:
        """Tell what our form does not have to ``problems``."""
        self._terms = terms
        self._problems = problems

    def translate(self, decision: Decision, table: DecisionTable) -> Table | None:
        """Return the table of ours; ``None`` if there is none, with the reasons told."""
        before = self._problems.count
        outputs = outputs_of(decision)
        terms = [self._terms.by_path.get(each.path) for each in outputs]
        for output, term in zip(outputs, terms, strict=True):
            if term is None and output.column is not None:
                cannot = UntranslatableError(
                    "没有写结果的类型，或不是一个值", "its type is not given, or is no single value"
                )
                self._problems.tell(output.column, output.path, cannot)
        inputs = [self._column(each.expression) for each in table.inputs]
        known = [each for each in inputs if each is not None]
        for place, term in enumerate(known):
            if term in known[:place]:
                self._problems.tell(
                    table.inputs[place], term.path, UntranslatableError("同一事项有两列", "it has two columns")
                )
        hit = self._hit(table, outputs)
        rows = [self._rule(decision, rule, number, (inputs, terms)) for number, rule in enumerate(table.rules, start=1)]
        default = self._default(decision, table, (inputs, terms))
        if self._problems.count > before:
            return None
        own = [*(INPUT + each.path for each in known), *(OUTPUT + each.path for each in terms if each is not None)]
        return table_of(decision, own, [each for each in (*rows, default) if each is not None], hit)

    def _column(self, expression: Written) -> ModelTerm | None:
        node = self._problems.parsed(expression)
        if node is None:
            return None
        term = self._terms.of(node)
        if term is None:
            hint = UntranslatableError(
                "「入」须是输入数据或另一决策的名称（或其组成部分），有类型；表达式先写成一个决策",
                "an input must name input data or a decision, with its type; make an expression a decision of its own",
            )
            self._problems.tell(expression, expression.text, hint)
        return term

    def _hit(self, table: DecisionTable, outputs: Sequence[NamedOutput]) -> str:
        hit = table.hit
        if hit in _AGGREGATIONS and len(outputs) > 1:
            self._problems.tell(table, hit, UntranslatableError("几列结果不能合计", "several outputs do not aggregate"))
        if hit == "COLLECT" and not table.each_once and not _differ(table):
            return "RULE ORDER"  # theirs lists a value as often as it comes
        if hit in _BY_PRIORITY and not self._is_by_listed_values(table, outputs):
            cannot = UntranslatableError(
                "要按结果的值的次序取，每列结果都要列出它的值，且是字符串",
                "rows go by the order of values: each output must list its values, which are strings",
            )
            self._problems.tell(table, hit, cannot)
        return hit

    def _is_by_listed_values(self, table: DecisionTable, outputs: Sequence[NamedOutput]) -> bool:
        """Whether going by all values of all outputs gives the order that the listed values of some alone give."""
        listed: list[list[str]] = []
        every: list[list[str]] = []
        for output in outputs:
            term = self._terms.by_path.get(output.path)
            if output.column is None or term is None:
                continue
            values = strings_of(output.column.values)
            if output.column.values and not values:
                return False
            known = [] if term.values is None else list(term.values.strings)
            listed.append(values or (known if len(outputs) == 1 else []))
            every.append(known)
        if not any(listed):
            return False

        def order(values: list[list[str]]) -> list[int]:
            def key(number: int) -> tuple[int, ...]:
                written = [strings_of(each.text) for each in table.rules[number].outputs]
                return tuple(
                    known.index(said[0]) if said and said[0] in known else len(known)
                    for said, known in zip(written, values, strict=True)
                    if known
                )

            return sorted(range(len(table.rules)), key=key)

        return order(listed) == order(every)

    def _rule(
        self,
        decision: Decision,
        rule: Rule,
        number: int,
        columns: _Columns,
    ) -> Row:
        inputs, outputs = columns
        cells: dict[str, str] = {}
        for written, term in zip(rule.tests, inputs, strict=True):
            if term is not None:
                cells[INPUT + term.path] = self._test(written, term)
        for place, (written, term) in enumerate(zip(rule.outputs, outputs, strict=True)):
            if term is not None:
                word = rule.notes.get(f"word:{place}", "")
                cells[OUTPUT + term.path] = word if word in WORDS else self._output(written, term)
        says = next((each.text for each in rule.outputs if each.text), decision.name)
        source = rule.notes.get(SOURCE) or f"{decision.name}/{number}"
        return row_of(rule, str(number), cells, (source, rule.notes.get(CLAUSE) or says))

    def _default(
        self,
        decision: Decision,
        table: DecisionTable,
        columns: _Columns,
    ) -> Row | None:
        """Return the row of what is put out where no rule matches; ``None`` if nothing is."""
        inputs, outputs = columns
        defaults = [each.default for each in table.outputs]
        first = next((each for each in defaults if each is not None), None)
        if first is None:
            return None
        cells = {INPUT + each.path: ANYTHING for each in inputs if each is not None}
        for written, term in zip(defaults, outputs, strict=True):
            if term is not None:
                cells[OUTPUT + term.path] = NULL if written is None else self._output(written, term)
        return row_of(first, OTHERWISE, {**cells, "otherwise": "是"}, (f"{decision.name}/{OTHERWISE}", first.text))

    def _test(self, written: Written, term: ModelTerm) -> str:
        try:
            return write_cell(parse_tests(written.text, self._problems.names), term, self._terms)
        except FeelSyntaxError as wrong:
            self._problems.tell_syntax(written, wrong)
        except UntranslatableError as cannot:
            self._problems.tell(written, written.text, cannot)
        return ANYTHING

    def _output(self, written: Written, term: ModelTerm) -> str:
        node = self._problems.parsed(written)
        if node is None:
            return NULL
        try:
            return write_output(node, term, self._terms)
        except UntranslatableError as cannot:
            self._problems.tell(written, written.text, cannot)
            return NULL


def _differ(table: DecisionTable) -> bool:
    """Whether the rules of a table of one output put out constants, each another one."""
    if len(table.outputs) != 1:
        return False
    try:
        said = [constant_of(parse_expression(rule.outputs[0].text)) for rule in table.rules]
    except (FeelSyntaxError, UntranslatableError):
        return False
    return len({(type(each), str(each)) for each in said}) == len(said)
