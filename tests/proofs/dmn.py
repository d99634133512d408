"""Models of DMN (Decision Model and Notation) and the test cases of its compatibility kit, read from XML.

A decision made by a literal expression is read as what it is in a table: one row without inputs.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple
from xml.etree.ElementTree import Element, parse

Stated = bool | Fraction | str
Content = Stated | None | Mapping[str, "Content"] | list["Content"]
"""A value of a case: ``None`` for null, a mapping for a structure, a list for a collection."""

STRUCTURE = "structure"
"""The type of what has components."""
_XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
_READ: Mapping[str, Callable[[str], Stated]] = {
    "xsd:decimal": Fraction,
    "xsd:string": str,
    "xsd:boolean": lambda text: text == "true",
}


class Output(NamedTuple):
    """An output of a decision: its name, empty if it is the only one, and its type without what it is limited to."""

    name: str
    type: str


class Rule(NamedTuple):
    """A row: a unary test for each input, an expression for each output."""

    tests: tuple[str, ...]
    expressions: tuple[str, ...]


class Decision(NamedTuple):
    """A decision: its hit policy with the aggregation (``COLLECT MIN``), input expressions, outputs and rules."""

    name: str
    hit: str
    inputs: tuple[str, ...]
    outputs: tuple[Output, ...]
    rules: tuple[Rule, ...]
    is_table: bool


class Case(NamedTuple):
    """A test case: what is put in, by input data, and what each decision must come to."""

    id: str
    inputs: Mapping[str, Content]
    expected: Mapping[str, Content]


class Model(NamedTuple):
    """A model: its name, the types of its input data, its decisions and its cases."""

    name: str
    inputs: Mapping[str, str]
    decisions: tuple[Decision, ...]
    cases: tuple[Case, ...]


def read_models(directory: Path) -> list[Model]:
    """Read every model below ``directory`` with the cases beside it, by name."""
    return [_read_model(path) for path in sorted(directory.rglob("*.dmn"))]


def _root(path: Path) -> Element:
    return parse(path).getroot()  # noqa: S314 - files that lie beside the project, from nobody's request


def _read_model(path: Path) -> Model:
    root = _root(path)
    items = {item.get("name"): item.findtext("{*}typeRef", STRUCTURE) for item in root.iterfind("{*}itemDefinition")}

    def base(reference: str) -> str:
        while reference in items:
            reference = items[reference]
        return reference

    variables = {each.get("name", ""): base(_type(each)) for each in root.iterfind("{*}inputData")}
    decisions = tuple(_read_decision(each, base) for each in root.iterfind("{*}decision"))
    cases = tuple(
        Case(
            each.get("id", ""),
            {node.get("name", ""): _content(node) for node in each.iterfind("{*}inputNode")},
            {node.get("name", ""): _content(_one(node, "expected")) for node in each.iterfind("{*}resultNode")},
        )
        for file in sorted(path.parent.glob(f"{path.stem}-test-*.xml"))
        for each in _root(file).iterfind("{*}testCase")
    )
    return Model(path.stem, variables, decisions, cases)


def _read_decision(node: Element, base: Callable[[str], str]) -> Decision:
    name, result = node.get("name", ""), base(_type(node))
    table = node.find("{*}decisionTable")
    if table is None:
        text = _text(_one(node, "literalExpression"))
        return Decision(name, "UNIQUE", (), (Output("", result),), (Rule((), (text,)),), is_table=False)
    return Decision(
        name,
        f"{table.get('hitPolicy', 'UNIQUE')} {table.get('aggregation', '')}".strip(),
        tuple(_text(_one(each, "inputExpression")) for each in table.iterfind("{*}input")),
        tuple(Output(each.get("name", ""), base(each.get("typeRef", result))) for each in table.iterfind("{*}output")),
        tuple(
            Rule(tuple(map(_text, rule.iterfind("{*}inputEntry"))), tuple(map(_text, rule.iterfind("{*}outputEntry"))))
            for rule in table.iterfind("{*}rule")
        ),
        is_table=True,
    )


def _one(node: Element, tag: str) -> Element:
    found = node.find(f"{{*}}{tag}")
    assert found is not None, f"{node.get('name')} has no {tag}"
    return found


def _type(node: Element) -> str:
    return _one(node, "variable").get("typeRef", "")


def _text(node: Element) -> str:
    return node.findtext("{*}text", "").strip()


def _content(node: Element) -> Content:
    collection, components, value = node.find("{*}list"), node.findall("{*}component"), node.find("{*}value")
    if collection is not None:
        return [_content(item) for item in collection]
    if components:
        return {each.get("name", ""): _content(each) for each in components}
    if value is None or value.get(f"{_XSI}nil") == "true":
        return None
    return _READ[value.get(f"{_XSI}type", "")](value.text or "")
