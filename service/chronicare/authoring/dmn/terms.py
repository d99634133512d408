"""The terms of a model: what it is given and what its decisions put out, each with its type and its values.

A structure is a term for each component; a table of several outputs puts out a term for each.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from chronicare.authoring.dmn.feel.evaluation import evaluate
from chronicare.authoring.dmn.feel.lexer import FeelSyntaxError
from chronicare.authoring.dmn.feel.parser import parse_expression, parse_tests
from chronicare.authoring.dmn.feel.syntax import Comparison, Constant, Expression, Interval, Name, Path, Tests, parts_of
from chronicare.authoring.dmn.model import Decision, DecisionTable, ItemType, Model, Output
from chronicare.diagnostics import Position

KINDS = {"number": "数值", "string": "代码", "boolean": "是否", "date": "日期"}
"""Our type for each of theirs; the strings of a term are a set of values."""
OTHER = "（其他）"
"""What stands for any string that a term of open values may have and no table speaks of."""
LISTS = ("COLLECT", "RULE ORDER", "OUTPUT ORDER")
_GREATEST = Decimal(10**15)
"""Stands for no bound where our terms need one."""
_CODE = re.compile(r"[a-z][a-z0-9_]{0,58}")
_NO_CODE = re.compile(r"[^a-z0-9]+")


@dataclass(slots=True)
class ModelTerm:
    """A term: the path it is known by in the model, its code and type, whether it is a list.

    ``values`` are the strings it can have; terms of one type have them in common.
    """

    path: str
    code: str
    base: str
    repeated: bool
    position: Position
    values: "ValueSet | None" = None
    possible: str = ""
    """The range of a number, as our terms have it; empty: any."""


@dataclass(slots=True)
class ValueSet:
    """The strings that terms can have, in order; ``open``: they may have others."""

    name: str
    strings: dict[str, None] = field(default_factory=dict)
    open: bool = False

    def add(self, strings: Iterable[str]) -> None:
        """Add strings that are named where the terms are spoken of."""
        self.strings.update(dict.fromkeys(strings))

    def put_first(self, strings: Iterable[str]) -> None:
        """Let ``strings`` stand before all others: they are listed by priority."""
        self.strings = {**dict.fromkeys(strings), **self.strings}


class ModelTerms:
    """The terms of ``model``, by the paths that expressions name them by."""

    def __init__(self, model: Model) -> None:
        """Gather them; what has no type that is known is no term."""
        self._names = model.names
        self.by_path: dict[str, ModelTerm] = {}
        self.sets: dict[str, ValueSet] = {}
        self.limits_not_read: list[tuple[Position, str]] = []
        """Limits of numbers and dates that are no range, each where it holds."""
        self._codes: set[str] = set()
        for each in model.inputs:
            self._add_all(each.name, each.id, each.type, each.position)
        for decision in model.decisions:
            for output in outputs_of(decision):
                self._add_output(decision, output)
        for decision in model.decisions:
            if isinstance(decision.logic, DecisionTable):
                self._add_undeclared(decision.logic)
                self._note_values(decision, decision.logic)
            elif decision.logic is not None and (values := self._values_at(decision.name)) is not None:
                values.add(strings_of(decision.logic.text))

    def of(self, node: Expression) -> ModelTerm | None:
        """Return the term that an expression is the name or the path of."""
        path = path_of(node)
        return None if path is None else self.by_path.get(path)

    def _add_all(self, path: str, name: str, kind: ItemType | None, position: Position) -> None:
        if kind is None:
            return
        if kind.components is None:
            self._add(path, name, kind, position, repeated=kind.is_collection)
        elif not kind.is_collection:
            for part, inner in kind.components.items():
                self._add_all(f"{path}.{part}", f"{name}_{part}", inner, position)

    def _add(self, path: str, name: str, kind: ItemType, position: Position, *, repeated: bool) -> ModelTerm | None:
        if kind.base not in KINDS:
            return None
        term = ModelTerm(path, self._code(path, name), kind.base, repeated, position)
        if kind.base == "string":
            term.values = self.sets.setdefault(kind.name or path, ValueSet(kind.name or f"{path}的值"))
            term.values.add(strings_of(kind.allowed))
            term.values.open = not term.values.strings
        elif kind.allowed and kind.base in ("number", "date"):
            term.possible = _possible(kind)
            if not term.possible:
                self.limits_not_read.append((position, kind.allowed))
        self.by_path[path] = term
        return term

    def _code(self, path: str, name: str) -> str:
        """Return a code for a term, from its path if that has Latin letters, else from the id it is given."""
        told = [_NO_CODE.sub("_", each.lower()).strip("_") for each in (path if path.isascii() else "", name)]
        stem = next((each for each in told if _CODE.fullmatch(each)), "term")
        code, number = stem, 1
        while code in self._codes:
            number += 1
            code = f"{stem}_{number}"
        self._codes.add(code)
        return code

    def _add_output(self, decision: Decision, output: "NamedOutput") -> None:
        kind = output.type
        if kind is None or kind.components is not None:
            return
        repeated = kind.is_collection if output.column is None else output.in_list
        term = self._add(output.path, output.id, kind, decision.position, repeated=repeated)
        if term is not None and term.values is not None and output.column is not None:
            term.values.put_first(strings_of(output.column.values))
            term.values.open = False

    def _add_undeclared(self, table: DecisionTable) -> None:
        """Add what a table tests under a name that no element has, with the type that its column says."""
        for column in table.inputs:
            node = _parsed(column.expression.text, self._names)
            path = None if node is None else path_of(node)
            kind = column.type
            if path is not None and path not in self.by_path and kind is not None and kind.components is None:
                self._add(path, column.id, kind, column.position, repeated=kind.is_collection)

    def _note_values(self, decision: Decision, table: DecisionTable) -> None:
        """Add the strings that a table names to the terms it names them of."""
        for place, column in enumerate(table.inputs):
            node = _parsed(column.expression.text, self._names)
            term = None if node is None else self.of(node)
            if term is not None and term.values is not None:
                if column.allowed:
                    term.values.open = False
                for text in (column.allowed, *(rule.tests[place].text for rule in table.rules)):
                    term.values.add(strings_of(text))
        for output in outputs_of(decision):
            values = self._values_at(output.path)
            if values is not None and output.column is not None:
                place = table.outputs.index(output.column)
                texts = [rule.outputs[place].text for rule in table.rules]
                default = output.column.default
                for text in (*texts, *([] if default is None else [default.text])):
                    values.add(strings_of(text))

    def _values_at(self, path: str) -> ValueSet | None:
        term = self.by_path.get(path)
        return None if term is None else term.values


@dataclass(frozen=True, slots=True)
class NamedOutput:
    """What a decision puts out: the path it is known by, its id, its type and column (none: of an expression).

    ``in_list``: the table's hit policy makes it a list.
    """

    path: str
    name: str
    id: str
    type: ItemType | None
    column: Output | None
    in_list: bool


def outputs_of(decision: Decision) -> tuple[NamedOutput, ...]:
    """Return what a decision puts out."""
    logic = decision.logic
    if not isinstance(logic, DecisionTable):
        return (NamedOutput(decision.name, "", decision.id, decision.type, None, in_list=False),)
    return tuple(_outputs_of_table(decision, logic))


def _outputs_of_table(decision: Decision, table: DecisionTable) -> Iterator[NamedOutput]:
    single = len(table.outputs) == 1
    parts: Mapping[str, ItemType] = (decision.type.components if decision.type else None) or {}
    for place, column in enumerate(table.outputs):
        kind = column.type or (decision.type if single else parts.get(column.name)) or _type_of_entries(table, place)
        path = decision.name if single else f"{decision.name}.{column.name}"
        yield NamedOutput(path, column.name, column.id if not single else decision.id, kind, column, table.hit in LISTS)


def _type_of_entries(table: DecisionTable, place: int) -> ItemType | None:
    """Return the type of the first constant that a column puts out."""
    for rule in table.rules:
        try:
            node = parse_expression(rule.outputs[place].text)
        except FeelSyntaxError:
            continue
        if isinstance(node, Constant) and isinstance(node.value, str | bool):
            return ItemType("string" if isinstance(node.value, str) else "boolean")
        if isinstance(node, Constant) and node.value is not None:
            return ItemType("number")
    return None


def path_of(node: Expression) -> str | None:
    """Return the path that ``node`` is (``loan.rate``); ``None`` if it is something else."""
    if isinstance(node, Name):
        return node.name
    if isinstance(node, Path):
        before = path_of(node.source)
        return None if before is None else f"{before}.{node.name}"
    return None


def strings_of(text: str) -> list[str]:
    """Return the strings that a cell names, in order; none if it is not read."""
    try:
        tests = parse_tests(text) if text else Tests(())
    except FeelSyntaxError:
        return []
    return list(_strings(tests.tests))


def _strings(nodes: Iterable[Expression]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, Comparison):
            yield from _strings((node.left, node.right))
        else:
            yield from _strings(parts_of(node))


def _parsed(text: str, names: frozenset[str]) -> Expression | None:
    try:
        return parse_expression(text, names)
    except FeelSyntaxError:
        return None


def _possible(kind: ItemType) -> str:
    """Return what a number is limited to as a range; empty if it is none."""
    try:
        tests = parse_tests(kind.allowed)
    except FeelSyntaxError:
        return ""
    match tests.tests if kind.base == "number" and not tests.negated else ():
        case (Interval(low, True, high, True),):
            ends = [evaluate(each, {}) for each in (low, high)]
        case (Comparison(">=", _, low),):
            ends = [evaluate(low, {}), _GREATEST]
        case (Comparison("<=", _, high),):
            ends = [-_GREATEST, evaluate(high, {})]
        case _:
            return ""
    return "[{}..{}]".format(*ends) if all(isinstance(each, Decimal) for each in ends) else ""
