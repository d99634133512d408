"""A model run: decision tables as the compiler makes them, by both evaluators; other expressions as FEEL has them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from chronicare.authoring.dmn.feel import FeelValue, Function, evaluate, parse_expression
from chronicare.authoring.dmn.feel.lexer import FeelSyntaxError
from chronicare.authoring.dmn.feel.values import DECIMAL128
from chronicare.authoring.dmn.model import KnowledgeModel
from chronicare.authoring.dmn.terms import OTHER, ModelTerm, outputs_of
from chronicare.authoring.dmn.translation import BEGINNING, Translation
from chronicare.benefits.applied_row import AppliedRow
from chronicare.benefits.look_up import find_terms
from chronicare.benefits.model import BenefitModel, changing_terms, volatile_terms
from chronicare.cells.values import Given, Value
from chronicare.compiler import compile_area, compile_vocabulary
from chronicare.diagnostics import Code, Diagnostics, Position, Text
from chronicare.engine import Engine
from chronicare.judging.row_judge import RowJudge
from chronicare.program.decision_table import BenefitRules, HitPolicy, TableRow
from chronicare.program.decision_table import DecisionTable as CompiledTable
from chronicare.program.entry import Clause
from chronicare.program.formula import Absent, Formula, NoValue
from chronicare.reference import ReferenceEvaluator

MAX_DEPTH, MAX_CALLS = 50, 20_000
"""How deep knowledge models may call each other, and how often in one decision; what goes beyond is null."""
_NULL = "null"
_NO_VALUE = Formula(NoValue.NO_ENTITLEMENT.value, Absent(NoValue.NO_ENTITLEMENT), ())


class InputRefusedError(Exception):
    """An input that its type does not have."""


class UndecidedError(Exception):
    """A table does not decide, though all its inputs are known."""


class RunnableModel:
    """A model ready to decide. ``translation`` says which decisions are tables and which are expressions apart."""

    def __init__(self, translation: Translation, engine: Engine, diagnostics: Diagnostics) -> None:
        """Compile the tables and load them into ``engine``; what is wrong goes to ``diagnostics``."""
        self.translation = translation
        self._model = translation.model
        self._benefits = _compiled(translation, engine, diagnostics)
        self._calls = _Calls()
        self._functions = _functions(translation.model.knowledge, self._calls, diagnostics)

    def decide(self, inputs: Mapping[str, FeelValue]) -> Mapping[str, FeelValue]:
        """Return what each decision comes to; inputs that are not given are null.

        Raises InputRefusedError for a value that its type does not have, UndecidedError if a table does not decide.
        """
        self._calls.begin()
        known = dict(inputs)
        results: dict[str, FeelValue] = {}
        for decision in self._model.decisions:
            if decision.name in self.translation.apart:
                scope = {**self._functions, **known, **results}
                results[decision.name] = evaluate(self.translation.apart[decision.name], scope)
            elif decision.name in self.translation.tables:
                results[decision.name] = self._looked_up(decision.name, {**known, **results})
        return results

    def _looked_up(self, name: str, scope: Mapping[str, FeelValue]) -> FeelValue:
        """Return what the tables say of the decision ``name``."""
        decision = next(each for each in self._model.decisions if each.name == name)
        facts, nulls = self._facts(scope)
        outputs = {each.name: self.translation.terms.by_path[each.path] for each in outputs_of(decision)}
        codes = [each.code for each in outputs.values()]
        answer = find_terms(_without(self._benefits, nulls), BEGINNING, codes, facts)
        known = answer.known
        if known is None or answer.undecided:
            raise UndecidedError(f"「{name}」不能定，缺 {'、'.join(answer.missing)}")
        rows = [each for each in known.applied_rows if each.table == name]
        hit = self._benefits.rules.tables[name].hit
        if hit.gives_lists and hit is not HitPolicy.COLLECT:
            return [_of_row(row, outputs) for row in rows] or None
        if len(outputs) == 1:
            return _to_feel(known.values[codes[0]])
        if not rows:
            return None
        return {part: _to_feel(known.values[term.code]) for part, term in outputs.items()}

    def _facts(self, scope: Mapping[str, FeelValue]) -> tuple[dict[str, Given], frozenset[str]]:
        """Return what is given of the terms that no table puts out, and which of them are null."""
        facts: dict[str, Given] = {}
        nulls: set[str] = set()
        for term in self.translation.terms.by_path.values():
            if term.code in self._benefits.rules.producers:
                continue
            value = _at_path(scope, term.path)
            if value is None:
                nulls.add(term.code)
            else:
                facts[term.code] = _fact(value, term)
        return facts, frozenset(nulls)


def _compiled(translation: Translation, engine: Engine, diagnostics: Diagnostics) -> BenefitModel:
    before = diagnostics.error_count
    vocabulary = compile_vocabulary(translation.folder, diagnostics)
    area = compile_area(translation.folder, vocabulary, diagnostics)
    rules = area.benefits[-1] if area.benefits else BenefitRules(None, None, {}, {}, None, {}, {}, {}, ())
    judges: dict[str, RowJudge] = {}
    if diagnostics.error_count == before:
        for name, table in rules.tables.items():
            if table.matching is not None:
                reference = ReferenceEvaluator(table.matching.rows, area.vocabulary)
                judges[name] = RowJudge(table.matching, engine.load(table.matching.program), reference)
    changing = changing_terms(area.vocabulary.roles)
    return BenefitModel(rules, area.vocabulary, judges, volatile_terms(rules, changing))


def _functions(
    knowledge: tuple[KnowledgeModel, ...], calls: "_Calls", diagnostics: Diagnostics
) -> dict[str, FeelValue]:
    """Return the knowledge models as functions; one that cannot be read is told."""
    functions: dict[str, FeelValue] = {}
    for each in knowledge:
        names = {*each.parameters, *(other.name for other in knowledge)}
        try:
            body = parse_expression(each.body.text, names)
        except FeelSyntaxError as wrong:
            message = Text(f"「{each.body.text}」：{wrong.zh}", f"{each.body.text!r}: {wrong.en}")
            diagnostics.add(Code.NOT_IN_OUR_FORM, each.body.position, message)
            continue

        def call(*values: FeelValue, known: KnowledgeModel = each, logic: object = body) -> FeelValue:
            with calls:
                given = dict(zip(known.parameters, values, strict=True))
                return evaluate(logic, {**functions, **given})  # type: ignore[arg-type]

        functions[each.name] = Function(call, len(each.parameters))
    return functions


class _Calls:
    """Counts calls; one too deep or too many is null, as what cannot be worked out is."""

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """Begin a decision."""
        self._depth = self._count = 0

    def __enter__(self) -> None:
        self._count += 1
        if self._depth == MAX_DEPTH or self._count > MAX_CALLS:
            raise ValueError("too deep or too often")
        self._depth += 1

    def __exit__(self, *_: object) -> None:
        self._depth -= 1


def _without(model: BenefitModel, codes: frozenset[str]) -> BenefitModel:
    """Return ``model`` where the terms ``codes`` have no value: no test lets them through, no formula has one."""
    if not codes:
        return model
    row = TableRow(_NULL, "", (), dict.fromkeys(codes, _NO_VALUE), Clause("", "", "", ""), (), Position(""))
    table = CompiledTable(_NULL, HitPolicy.UNIQUE, (), tuple(codes), (row,), {}, None, Position(""))
    rules = replace(
        model.rules,
        tables={**model.rules.tables, _NULL: table},
        producers={**model.rules.producers, **dict.fromkeys(codes, _NULL)},
    )
    return replace(model, rules=rules)


def _at_path(scope: Mapping[str, FeelValue], path: str) -> FeelValue:
    """Return the value at ``path``, whose first part may itself hold points."""
    if path in scope:
        return scope[path]
    for name, value in scope.items():
        if path.startswith(f"{name}.") and isinstance(value, Mapping):
            return _at_path(value, path[len(name) + 1 :])
    return None


def _fact(value: FeelValue, term: ModelTerm) -> Given:
    if term.repeated:
        items = value if isinstance(value, list) else [value]
        return tuple(_single(each, term) for each in items)
    return _single(value, term)


def _single(value: FeelValue, term: ModelTerm) -> Value:
    match value, term.base:
        case bool(), "boolean":
            return value
        case Decimal(), "number":
            return Fraction(value)
        case date(), "date":
            return value
        case str(), "string" if term.values is not None and value in term.values.strings:
            return value
        case str(), "string" if term.values is not None and term.values.open:
            return OTHER
        case _:
            raise InputRefusedError(f"「{term.path}」不能是 {value!r}")


def _of_row(row: AppliedRow, outputs: Mapping[str, ModelTerm]) -> FeelValue:
    values = {name: _to_feel(row.outputs[term.code]) for name, term in outputs.items()}
    return next(iter(values.values())) if len(values) == 1 else values


def _to_feel(value: Given | None) -> FeelValue:
    match value:
        case tuple():
            return [_to_feel(each) for each in value]
        case bool() | str() | date() | None:
            return value
        case Fraction():
            return DECIMAL128.divide(Decimal(value.numerator), Decimal(value.denominator))
        case _:
            return Decimal(value)
