"""The compatibility kit of DMN: its test cases run, and what came of each in the form the kit publishes results in."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from chronicare.authoring.dmn.feel.values import FeelValue
from chronicare.authoring.dmn.running import InputRefusedError, RunnableModel, UndecidedError
from chronicare.authoring.dmn.xml_document import Element, children, parse_xml, text_below

PRECISION = Decimal("0.00000001")
"""Numbers that differ by less are equal to the kit: what is expected was written down from floating point."""
_SCHEMA = "{http://www.w3.org/2001/XMLSchema-instance}"


class Verdict(Enum):
    """What came of a case; the value is the word of the kit."""

    SUCCESS = "SUCCESS"
    """Every result is as expected."""
    ERROR = "ERROR"
    """Some result is not."""
    IGNORED = "IGNORED"
    """Something of the model is not read, so that it was not run."""


@dataclass(frozen=True, slots=True)
class KitCase:
    """A test case: what is put in by name, and what each decision must come to."""

    id: str
    inputs: Mapping[str, FeelValue]
    expected: Mapping[str, FeelValue]


@dataclass(frozen=True, slots=True)
class CaseResult:
    """What came of a case. ``folder`` is that of the model within the kit, ``file`` the name of the case's file."""

    folder: str
    file: str
    case: str
    verdict: Verdict
    comment: str = ""


def read_cases(data: bytes) -> tuple[KitCase, ...]:
    """Read a file of test cases. Raises BrokenXmlError if it is none."""
    return tuple(
        KitCase(
            node.get("id", ""),
            {each.get("name", ""): _value(each) for each in children(node, "inputNode")},
            {
                each.get("name", ""): None if (said := each.find("{*}expected")) is None else _value(said)
                for each in children(node, "resultNode")
            },
        )
        for node in children(parse_xml(data), "testCase")
    )


def run_case(model: RunnableModel, case: KitCase) -> str:
    """Return how ``case`` comes out otherwise than expected; empty if it does not."""
    try:
        found = model.decide(case.inputs)
    except (InputRefusedError, UndecidedError) as error:
        return str(error)
    wrong = [
        f"{name}: {found.get(name)!r}, expected {expected!r}"
        for name, expected in case.expected.items()
        if name not in found or not is_as_expected(found[name], expected)
    ]
    return "; ".join(wrong)


def is_as_expected(found: FeelValue, expected: FeelValue) -> bool:
    """Whether ``found`` is ``expected``; numbers to within what the kit's own runners allow."""
    if isinstance(found, Decimal) and isinstance(expected, Decimal):
        return abs(found - expected) < PRECISION
    if isinstance(found, list) and isinstance(expected, list):
        return len(found) == len(expected) and all(map(is_as_expected, found, expected))
    if isinstance(found, Mapping) and isinstance(expected, Mapping):
        return found.keys() == expected.keys() and all(is_as_expected(found[name], expected[name]) for name in found)
    return type(found) is type(expected) and found == expected


def write_results(results: Iterable[CaseResult]) -> bytes:
    """Write the results as the kit has them: a line for each case, every field in quotes."""
    return "".join(f"{','.join(_fields(each))}\n" for each in results).encode()


def _fields(result: CaseResult) -> Iterator[str]:
    for each in (result.folder, result.file, result.case, result.verdict.value, result.comment):
        yield '"{}"'.format(each.replace('"', '""'))


def _value(node: Element) -> FeelValue:
    listed = node.find("{*}list")
    if listed is not None:
        return [_value(each) for each in children(listed, "item")]
    components = children(node, "component")
    if components:
        return {each.get("name", ""): _value(each) for each in components}
    value = node.find("{*}value")
    if value is None or value.get(f"{_SCHEMA}nil") == "true":
        return None
    text = text_below(node, "value")
    match value.get(f"{_SCHEMA}type", "").rpartition(":")[2]:
        case "decimal" | "double" | "integer":
            return Decimal(text)
        case "boolean":
            return text == "true"
        case "date":
            return date.fromisoformat(text)
        case _:
            return value.text or ""
