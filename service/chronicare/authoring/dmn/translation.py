"""A model to tables of ours: its terms, and a decision table for each decision that our form has words for.

Cells keep the places they have in the model, so that whatever the compiler finds wrong is told where it stands there.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from chronicare.authoring.dmn.cell_writing import ANYTHING, constant_of, is_constant
from chronicare.authoring.dmn.feel.syntax import Expression
from chronicare.authoring.dmn.formula_writing import constant_text, write_output
from chronicare.authoring.dmn.logic import write_rows
from chronicare.authoring.dmn.model import Decision, DecisionTable, Element, Model, Written
from chronicare.authoring.dmn.model_problems import ModelProblems, problem
from chronicare.authoring.dmn.table_translation import DOCUMENT, WORDS, TableTranslator, row_of, table_of
from chronicare.authoring.dmn.terms import KINDS, OTHER, ModelTerm, ModelTerms, outputs_of
from chronicare.authoring.dmn.untranslatable import UntranslatableError
from chronicare.compiler import compile_vocabulary
from chronicare.compiler.formulas import compile_formula
from chronicare.diagnostics import Diagnostic, Diagnostics, Position, Text
from chronicare.program.vocabulary import Vocabulary
from chronicare.tables import INPUT, OUTPUT, Cell, Manifest, Row, RuleFolder, SourceDocument, Table
from chronicare.tables import KINDS as TABLE_KINDS

BEGINNING = date(2000, 1, 1)
"""The day from which the tables hold: a model says none."""
_UNITS = (("月数", "个月", "1"), ("天数", "天", "1"))


@dataclass(frozen=True, slots=True)
class Translation:
    """A model in our form: a folder with its tables, ``tables`` the decisions that are tables in it.

    ``apart`` are the decisions by an expression that formulas have no words for, each with its syntax; ``reasons`` say
    of each what it is.
    """

    model: Model
    terms: ModelTerms
    folder: RuleFolder
    tables: frozenset[str]
    apart: Mapping[str, Expression]
    reasons: tuple[Diagnostic, ...]


def translate(model: Model, sha256: str, diagnostics: Diagnostics) -> Translation:
    """Translate ``model``, of which ``sha256`` is the digest; what tables cannot say goes to ``diagnostics``."""
    return _Translator(model, diagnostics).whole(sha256)


class _Translator:
    """One translation."""

    def __init__(self, model: Model, diagnostics: Diagnostics) -> None:
        self._model = model
        self._diagnostics = diagnostics
        self._terms = ModelTerms(model)
        self._problems = ModelProblems(model, diagnostics)
        self._tables = TableTranslator(self._terms, self._problems)
        self._apart: dict[str, Expression] = {}
        self._reasons: list[Diagnostic] = []

    def whole(self, sha256: str) -> Translation:
        for where, text in self._terms.limits_not_read:
            cannot = UntranslatableError("数的限制只认一个区间，日期的不认", "limits: one range of numbers only")
            self._problems.tell(Element("", where), text, cannot)
        words = self._words()
        source = SourceDocument(
            DOCUMENT, self._model.name or DOCUMENT, "DMN", "1.5", sha256, Position(self._model.file)
        )
        name = Text(self._model.name or DOCUMENT, self._model.name or "model")
        manifest = Manifest(self._model.file, "", name, "1", BEGINNING, None, (source,), ())
        vocabulary = compile_vocabulary(RuleFolder(manifest, words), self._diagnostics)
        tables: list[Table] = []
        for decision in self._model.decisions:
            logic = decision.logic
            made: Table | None = None
            if isinstance(logic, DecisionTable):
                made = self._tables.translate(decision, logic)
            elif logic is not None:
                made = self._expression(decision, logic, vocabulary)
            if made is not None:
                tables.append(made)
        folder = RuleFolder(manifest, (*words, *tables))
        names = frozenset(each.name for each in tables)
        return Translation(self._model, self._terms, folder, names, self._apart, tuple(self._reasons))

    # Words

    def _words(self) -> tuple[Table, ...]:
        here = Position(self._model.file)
        terms = self._terms.by_path.values()
        columns = ("code", "name", "name_en", "type", "repeated", "values", "possible")
        rows = [(each.position, _row_of_term(each)) for each in terms]
        levels = [
            (here, (each.name, "否", value))
            for each in self._terms.sets.values()
            for value in (*each.strings, *([OTHER] if each.open else ()))
        ]
        return (
            _table("units", ("quantity", "unit", "conversion"), [(here, each) for each in _UNITS], self._model.file),
            _table("levels", ("set", "ordered", "value"), levels, self._model.file),
            _table("terms", columns, rows, self._model.file),
        )

    # Expressions

    def _expression(self, decision: Decision, logic: Written, vocabulary: Vocabulary) -> Table | None:
        node = self._problems.parsed(logic)
        if node is None:
            return None
        try:
            return self._table_of_expression(decision, logic, node, vocabulary)
        except UntranslatableError as cannot:
            self._apart[decision.name] = node
            self._reasons.append(problem(logic, logic.text, cannot))
            return None

    def _table_of_expression(
        self, decision: Decision, logic: Written, node: Expression, vocabulary: Vocabulary
    ) -> Table:
        (output,) = outputs_of(decision)
        term = self._terms.by_path.get(output.path)
        if term is None:
            raise UntranslatableError("没有写结果的类型，或不是一个值", "its type is not given, or no single value")
        if term.repeated:
            raise UntranslatableError("结果是一串值", "its value is a list")
        rows: list[tuple[dict[str, str], str]] = []
        try:
            word = decision.notes.get("word", "")
            rows = [({}, word if word in WORDS else write_output(node, term, self._terms))]
        except UntranslatableError:
            if term.base != "boolean":
                raise
            rows = [(cells, "是" if truth else "否") for cells, truth in write_rows(node, self._terms)]
        if len(rows) == 1:
            rows = [({}, self._tried(rows[0][1], node, term, vocabulary))]
        paths = dict.fromkeys(path for cells, _ in rows for path in cells)
        own = [*(INPUT + path for path in paths), OUTPUT + term.path]
        made = [
            row_of(
                logic,
                str(number),
                {**{INPUT + path: cells.get(path, ANYTHING) for path in paths}, OUTPUT + term.path: text},
                (decision.notes.get("source") or f"{decision.name}/1", decision.notes.get("clause") or logic.text),
            )
            for number, (cells, text) in enumerate(rows, start=1)
        ]
        return table_of(decision, own, made, "ANY" if len(made) > 1 else "UNIQUE")

    def _tried(self, text: str, node: Expression, term: ModelTerm, vocabulary: Vocabulary) -> str:
        """Return the formula ``text`` if it compiles, else what ``node`` always comes to (a division by 0 is null).

        Raises UntranslatableError, with what the compiler says, if it may come to several things.
        """
        trial = Diagnostics()
        compile_formula(Cell(text, term.position), vocabulary.findings[term.code].type, vocabulary, trial)
        if not trial.has_errors:
            return text
        if is_constant(node):
            return constant_text(constant_of(node), term)
        told = trial.sorted()[0].message
        raise UntranslatableError(told.zh, told.en)


def _row_of_term(term: ModelTerm) -> tuple[str, ...]:
    values = "" if term.values is None else term.values.name
    repeated = "多次" if term.repeated else "单次"
    return (term.code, term.path, term.path, KINDS[term.base], repeated, values, term.possible)


def _table(kind: str, columns: Sequence[str], rows: Iterable[tuple[Position, Sequence[str]]], file: str) -> Table:
    made = [
        Row(where, {name: Cell(text, where) for name, text in zip(columns, texts, strict=True)})
        for where, texts in rows
    ]
    return Table(TABLE_KINDS[kind], file, tuple(made))
