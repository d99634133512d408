"""DMN, as XML from outside, to a model.

Every element that says something and is not read is told with its line and id; the decision it belongs to has then no
logic. What only describes (diagrams, annotations, organisation) is passed over.
"""

from collections.abc import Iterable
from graphlib import CycleError, TopologicalSorter

from chronicare.authoring.dmn.model import (
    Decision,
    DecisionTable,
    Input,
    InputData,
    ItemType,
    KnowledgeModel,
    Model,
    Output,
    Rule,
    Written,
)
from chronicare.authoring.dmn.xml_document import (
    BrokenXmlError,
    Element,
    children,
    line_of,
    local_name,
    namespace_of,
    own_notes,
    parse_xml,
    text_below,
)
from chronicare.diagnostics import Code, Diagnostics, Position, Text

VERSIONS = {
    "https://www.omg.org/spec/DMN/20230324/MODEL/": "1.5",
    "https://www.omg.org/spec/DMN/20211108/MODEL/": "1.4",
    "https://www.omg.org/spec/DMN/20191111/MODEL/": "1.3",
    "http://www.omg.org/spec/DMN/20180521/MODEL/": "1.2",
    "http://www.omg.org/spec/DMN/20151101/dmn.xsd": "1.1",
}
"""The namespaces of the versions that are read."""
BASES = {
    **{name: name for name in ("number", "string", "boolean", "date")},
    **dict.fromkeys(("integer", "long", "double"), "number"),
}
"""The types whose values are read, and what some modelers call them."""
EACH_ONCE = "each-once"
"""The note that of a list each value counts once."""
_LOGIC = ("decisionTable", "literalExpression")
_BOXED = (
    "context",
    "relation",
    "list",
    "invocation",
    "functionDefinition",
    "conditional",
    "filter",
    "for",
    "every",
    "some",
)
_DESCRIBES = frozenset(
    (
        "description",
        "extensionElements",
        "DMNDI",
        "performanceIndicator",
        "organizationUnit",
        "knowledgeSource",
        "textAnnotation",
        "association",
        "group",
        "elementCollection",
        "itemDefinition",
    )
)
_FEEL = ("", "feel", "FEEL")


def read_model(data: bytes, file: str, diagnostics: Diagnostics) -> Model | None:
    """Read a model; everything wrong with it goes to ``diagnostics``, ``None`` if nothing of it can be read."""
    try:
        root = parse_xml(data)
    except BrokenXmlError as broken:
        hint = Text("从建模工具另存为 DMN 1.5（XML，UTF-8）", "save it as DMN 1.5 from the modeler")
        message = Text(f"读不了：{broken.zh}", f"it cannot be read: {broken.en}")
        diagnostics.add(Code.BROKEN_DMN, Position(file, broken.line), message, hint)
        return None
    if namespace_of(root) not in VERSIONS or local_name(root) != "definitions":
        known = "、".join(VERSIONS.values())
        diagnostics.add(
            Code.BROKEN_DMN,
            Position(file, line_of(root)),
            Text("不是 DMN 模型", "it is no model of DMN"),
            Text(f"根元素须是 DMN {known} 的 definitions", f"the root must be definitions of DMN {known}"),
        )
        return None
    return _Reader(root, file, diagnostics).model()


class _Reader:
    """One reading of one model."""

    def __init__(self, root: Element, file: str, diagnostics: Diagnostics) -> None:
        self._root = root
        self._file = file
        self._diagnostics = diagnostics
        self._items = {each.get("name", ""): each for each in children(root, "itemDefinition")}
        self._types: dict[str, ItemType | None] = {}

    def model(self) -> Model:
        for each in self._root:
            name = local_name(each)
            if name not in _DESCRIBES and name not in ("inputData", "decision", "businessKnowledgeModel"):
                self._tell(each, f"<{name}> 没有对应的写法", f"<{name}> has no counterpart")
        inputs = tuple(self._input_data(each) for each in children(self._root, "inputData"))
        knowledge = [self._knowledge(each) for each in children(self._root, "businessKnowledgeModel")]
        decisions = [self._decision(each) for each in children(self._root, "decision")]
        self._tell_names([*inputs, *decisions])
        return Model(
            self._root.get("name", ""),
            self._file,
            inputs,
            tuple(self._in_order(decisions)),
            tuple(each for each in knowledge if each is not None),
            own_notes(self._root),
        )

    def _tell(self, node: Element, zh: str, en: str, hint: Text = Text("", "")) -> None:
        self._diagnostics.add(Code.NOT_IN_OUR_FORM, self._place(node), Text(zh, en), hint)

    def _place(self, node: Element) -> Position:
        """Return where ``node`` stands: its line, and the id of the nearest element that has one."""
        named: Element | None = node
        while named is not None and not named.get("id"):
            named = named.getparent()
        return Position(self._file, line_of(node), 0, "" if named is None else named.get("id", ""))

    def _tell_names(self, elements: Iterable[InputData | Decision]) -> None:
        seen: set[str] = set()
        for each in elements:
            if not each.name or each.name in seen:
                message = Text(f"名称「{each.name}」空着或重复", f"the name {each.name!r} is empty or stands twice")
                self._diagnostics.add(Code.BROKEN_DMN, each.position, message)
            seen.add(each.name)

    def _in_order(self, decisions: list[Decision]) -> list[Decision]:
        by_id = {each.id: each for each in decisions}
        graph = {each.id: [needed for needed in each.requires if needed in by_id] for each in decisions}
        try:
            return [by_id[name] for name in TopologicalSorter(graph).static_order()]
        except CycleError as error:
            circle = " → ".join(by_id[name].name for name in error.args[1])
            message = Text(f"各决策互相要对方的结果：{circle}", f"decisions require each other: {circle}")
            self._diagnostics.add(Code.BROKEN_DMN, by_id[error.args[1][0]].position, message)
            return decisions

    # Types

    def _type(self, node: Element) -> ItemType | None:
        """Return the type that ``node`` refers to; ``None`` if it refers to none or to any."""
        return self._named_type(node, node.get("typeRef") or text_below(node, "typeRef"))

    def _named_type(self, node: Element, reference: str) -> ItemType | None:
        name = reference if reference in self._items else reference.rpartition(":")[2]
        if name in ("", "Any"):
            return None
        if name in BASES:
            return ItemType(BASES[name])
        if name not in self._items:
            self._tell(node, f"类型「{reference}」没有对应的写法", f"the type {reference!r} has no counterpart")
            return None
        if name not in self._types:
            self._types[name] = None  # a type that refers to itself is any
            self._types[name] = self._item(self._items[name])
        return self._types[name]

    def _item(self, node: Element) -> ItemType | None:
        collection = node.get("isCollection") == "true"
        allowed = text_below(node, "allowedValues/text")
        parts = children(node, "itemComponent")
        if parts:
            components = {each.get("name", ""): self._item(each) or ItemType("") for each in parts}
            return ItemType("", collection, "", components)
        base = self._type(node)
        if base is None:
            return None
        called = node.get("name", "") if allowed and local_name(node) == "itemDefinition" else base.name
        return ItemType(base.base, collection or base.is_collection, allowed or base.allowed, base.components, called)

    def _variable_type(self, node: Element) -> ItemType | None:
        variable = node.find("{*}variable")
        return None if variable is None else self._type(variable)

    # Elements

    def _input_data(self, node: Element) -> InputData:
        return InputData(*self._element(node), node.get("name", ""), self._variable_type(node), own_notes(node))

    def _element(self, node: Element) -> tuple[str, Position]:
        return node.get("id", ""), self._place(node)

    def _written(self, node: Element | None, owner: Element) -> Written:
        """Return the text in ``node``; where there is none, at ``owner`` an empty one."""
        if node is None:
            return Written(*self._element(owner), "")
        language = node.get("expressionLanguage", "")
        if language not in _FEEL and "FEEL" not in language:
            self._tell(node, f"表达式语言不是 FEEL：{language}", f"the expression language is not FEEL: {language}")
        return Written(*self._element(node), text_below(node, "text"))

    def _knowledge(self, node: Element) -> KnowledgeModel | None:
        logic = node.find("{*}encapsulatedLogic")
        body = None if logic is None else logic.find("{*}literalExpression")
        if logic is None or body is None or logic.get("kind", "FEEL") != "FEEL":
            self._tell(node, "知识模型须是一个 FEEL 表达式", "a knowledge model must be one FEEL expression")
            return None
        parameters = tuple(each.get("name", "") for each in children(logic, "formalParameter"))
        return KnowledgeModel(*self._element(node), node.get("name", ""), parameters, self._written(body, node))

    def _decision(self, node: Element) -> Decision:
        requirements = node.iterfind("{*}informationRequirement/*")
        logic: DecisionTable | Written | None = None
        found = [each for each in node if local_name(each) in (*_LOGIC, *_BOXED)]
        if not found:
            self._tell(node, f"「{node.get('name')}」没有写怎样决定", "the decision has no logic")
        elif local_name(found[0]) in _BOXED:
            name = local_name(found[0])
            hint = Text("可用决策表或一个 FEEL 表达式", "a decision table or one FEEL expression can be read")
            self._tell(found[0], f"框式表达式 <{name}> 没有对应的写法", f"boxed <{name}> has no counterpart", hint)
        elif local_name(found[0]) == "decisionTable":
            logic = self._table(found[0])
        else:
            logic = self._written(found[0], node)
        return Decision(
            *self._element(node),
            node.get("name", ""),
            self._variable_type(node),
            logic,
            tuple(each.get("href", "").rpartition("#")[2] for each in requirements),
            own_notes(node),
        )

    def _table(self, node: Element) -> DecisionTable | None:
        hit = f"{node.get('hitPolicy', 'UNIQUE')} {node.get('aggregation', '')}".strip()
        headings = [each.get("name", "") for each in children(node, "annotation")]
        inputs = tuple(self._input(each) for each in children(node, "input"))
        outputs = tuple(self._output(each) for each in children(node, "output"))
        rules = tuple(self._rule(each, headings) for each in children(node, "rule"))
        for each in rules:
            if (len(each.tests), len(each.outputs)) != (len(inputs), len(outputs)):
                message = Text(
                    f"{len(each.tests)} 个条件、{len(each.outputs)} 个结果，不是 {len(inputs)} 和 {len(outputs)} 个",
                    f"{len(each.tests)} tests, {len(each.outputs)} outputs; not {len(inputs)} and {len(outputs)}",
                )
                self._diagnostics.add(Code.BROKEN_DMN, each.position, message)
                return None
        return DecisionTable(*self._element(node), hit, EACH_ONCE in own_notes(node), inputs, outputs, rules)

    def _input(self, node: Element) -> Input:
        expression = node.find("{*}inputExpression")
        kind = None if expression is None else self._type(expression)
        allowed = text_below(node, "inputValues/text")
        return Input(*self._element(node), self._written(expression, node), kind, allowed)

    def _output(self, node: Element) -> Output:
        default = node.find("{*}defaultOutputEntry")
        return Output(
            *self._element(node),
            node.get("name", ""),
            self._type(node),
            text_below(node, "outputValues/text"),
            None if default is None else self._written(default, node),
        )

    def _rule(self, node: Element, headings: list[str]) -> Rule:
        notes = [text_below(each, "text") for each in children(node, "annotationEntry")]
        words = {
            f"word:{at}": word
            for at, each in enumerate(children(node, "outputEntry"))
            if (word := own_notes(each).get("word"))
        }
        return Rule(
            *self._element(node),
            tuple(self._written(each, node) for each in children(node, "inputEntry")),
            tuple(self._written(each, node) for each in children(node, "outputEntry")),
            {**dict(zip(headings, notes, strict=False)), **words},
        )
