"""Syntax to typed tests: every bound gets a type, a unit and a place in the possible range when a table is loaded."""

from dataclasses import replace

from chronicare.cells.bounds import Bound, expected, read_bound, spell
from chronicare.cells.constancy import constant_truth, is_empty
from chronicare.cells.fault import Fault
from chronicare.cells.folding import Span
from chronicare.cells.parser import parse_syntax
from chronicare.cells.printing import print_operand, print_test
from chronicare.cells.syntax import Both, Comparison, Interval, Node, OneOf, Operand, Opposite, Part, Wildcard
from chronicare.cells.typed import (
    AllOf,
    AnyOf,
    Anything,
    Compare,
    Component,
    Not,
    Operator,
    Range,
    Test,
    TypedTest,
    View,
)
from chronicare.cells.types import CellType, ValueKind
from chronicare.diagnostics import Code, Diagnostics, Position, Text

_UNORDERED = (ValueKind.YES_NO, ValueKind.CODE)
_VIEW_NAMES = {
    View.VALUE: Text("值本身", "the value itself"),
    View.OF_UPPER: Text("参考上限的倍数", "multiples of the upper reference limit"),
    View.OF_LOWER: Text("参考下限的倍数", "multiples of the lower reference limit"),
    View.ELAPSED: Text("距申请日的时长", "the time until the application"),
}


def parse_test(text: str, cell_type: CellType, where: Position, diagnostics: Diagnostics) -> TypedTest | None:
    """Read the test ``text`` of a finding of ``cell_type``.

    Bounds become canonical values, the view is decided and the canonical text written. Everything wrong goes to
    ``diagnostics``, each with the number of the character it begins at, and the result is ``None``. A test that every
    possible value passes, or none, is refused (``ALWAYS_SAME``), except ``-``.
    """
    node = parse_syntax(text)
    if isinstance(node, Fault):
        node.report(where, diagnostics)
        return None
    reading = _Reading()
    typed = reading.test(node, cell_type)
    if typed is not None and not reading.faults:
        test, canonical = typed
        view = reading.view or View.VALUE
        truth = None if isinstance(test, Anything) else constant_truth(test, cell_type, view)
        if truth is None:
            return TypedTest(view, test, print_test(canonical))
        reading.faults.append(_always_same(node.span, truth=truth))
    for fault in reading.faults:
        fault.report(where, diagnostics)
    return None


def _always_same(span: Span, *, truth: bool) -> Fault:
    problem = (
        Text("任何可能的值都符合", "every possible value passes")
        if truth
        else Text("没有可能的值符合", "no possible value passes")
    )
    return Fault(
        Code.ALWAYS_SAME, span, problem, Text("核对界值；什么都行写 -", "check the bounds; write - for anything")
    )


class _Reading:
    """The typing of one cell: what is wrong so far, and the view its bounds agree on."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.view: View | None = None

    def test(self, node: Node, cell_type: CellType) -> tuple[Test, Node] | None:
        """Return the typed test and its canonical syntax, or ``None`` after noting what is wrong."""
        match node:
            case Wildcard():
                return Anything(), node
            case Opposite(test):
                inner = self.test(test, cell_type)
                return inner and (Not(inner[0]), replace(node, test=inner[1]))
            case OneOf(tests) | Both(tests):
                inners = [self.test(test, cell_type) for test in tests]
                typed = [inner for inner in inners if inner is not None]
                if len(typed) < len(inners):
                    return None
                parts = tuple(test for test, _ in typed)
                canonical = replace(node, tests=tuple(each for _, each in typed))
                return AnyOf(parts) if isinstance(node, OneOf) else AllOf(parts), canonical
            case Part():
                return self._component(node, cell_type)
            case Comparison() | Interval() if cell_type.kind is ValueKind.COMPOUND:
                problem = Text("没有写是哪个组成部分", "which component is not said")
                self.faults.append(Fault(Code.WRONG_TYPE, node.span, problem, _components(cell_type)))
                return None
            case Comparison():
                return self._comparison(node, cell_type)
            case Interval():
                return self._interval(node, cell_type)

    def _component(self, node: Part, cell_type: CellType) -> tuple[Test, Node] | None:
        name = node.name.text
        code = cell_type.component_names.get(name)
        component = cell_type.components.get(code) if code else None
        if code is None or component is None:
            problem = Text(f"「{name}」不是组成部分", f"{name!r} is no component")
            self.faults.append(Fault(Code.UNKNOWN_NAME, node.name.span, problem, _components(cell_type)))
            return None
        view, self.view = self.view, None
        inner = self.test(node.test, component)
        if self.view not in (None, View.VALUE):
            problem = Text("组成部分只能同数值比较", "a component is compared with plain values only")
            self.faults.append(Fault(Code.WRONG_TYPE, node.test.span, problem, expected(component.kind)))
        self.view = view or self.view
        return inner and (Component(code, inner[0]), replace(node, name=spell(name, node.name.span), test=inner[1]))

    def _comparison(self, node: Comparison, cell_type: CellType) -> tuple[Test, Node] | None:
        bound = self._bound(node.operand, cell_type)
        ordered = node.operator not in (Operator.EQ, Operator.NE)
        if bound is None or (ordered and self._refuse_order(node.span, cell_type)):
            return None
        return Compare(node.operator, bound.value), replace(node, operand=bound.operand)

    def _interval(self, node: Interval, cell_type: CellType) -> tuple[Test, Node] | None:
        low, high = self._bound(node.low, cell_type), self._bound(node.high, cell_type)
        if low is None or high is None or self._refuse_order(node.span, cell_type) or low.view is not high.view:
            return None
        test = Range(low.value, node.low_closed, high.value, node.high_closed)
        if is_empty(test):
            problem = Text("范围是空的", "the range is empty")
            hint = Text("小的写在前面，至少含一个值", "the lower end comes first, and some value must lie within")
            self.faults.append(Fault(Code.EMPTY_RANGE, node.span, problem, hint))
        return test, replace(node, low=low.operand, high=high.operand)

    def _refuse_order(self, span: Span, cell_type: CellType) -> bool:
        """Note a fault if values of ``cell_type`` have no order; return whether they have none."""
        unordered = cell_type.kind in _UNORDERED or (cell_type.levels is not None and not cell_type.levels.ordered)
        if unordered:
            problem = Text("没有先后，不能比大小", "the values have no order")
            self.faults.append(
                Fault(Code.WRONG_TYPE, span, problem, Text("用 =、≠、列举 或 非(…)", "use =, ≠, a list or 非(…)"))
            )
        return unordered

    def _bound(self, operand: Operand, cell_type: CellType) -> Bound | None:
        bound = read_bound(operand, cell_type)
        if isinstance(bound, Fault):
            self.faults.append(bound)
            return None
        self.view = self.view or bound.view
        if bound.view is self.view:
            return bound
        written, here, before = print_operand(operand), _VIEW_NAMES[bound.view], _VIEW_NAMES[self.view]
        problem = Text(
            f"「{written}」比的是{here.zh}，前面比的是{before.zh}",
            f"{written!r} is about {here.en}, what comes before about {before.en}",
        )
        hint = Text("一格只写一种，另一种另写一行", "one cell holds one sort; give the other a row of its own")
        self.faults.append(Fault(Code.WRONG_TYPE, operand.span, problem, hint))
        return None


def _components(cell_type: CellType) -> Text:
    if cell_type.kind is not ValueKind.COMPOUND:
        return Text(
            "这个所见没有组成部分；名称含括号时加引号", "the finding has no components; quote a name with brackets"
        )
    names = list(cell_type.component_names)
    return Text(f"如 {names[-1] if names else ''} ≥ …；组成部分：{'、'.join(names)}", f"components: {', '.join(names)}")
