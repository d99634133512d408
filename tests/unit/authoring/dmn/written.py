"""Models of DMN written out in a test."""

from collections.abc import Iterable, Mapping, Sequence
from xml.sax.saxutils import escape

from chronicare.authoring.dmn.model import Model
from chronicare.authoring.dmn.reading import read_model
from chronicare.authoring.dmn.running import RunnableModel
from chronicare.authoring.dmn.translation import Translation, translate
from chronicare.diagnostics import Diagnostics
from chronicare.engine import InterpretingEngine

NAMESPACE = "https://www.omg.org/spec/DMN/20230324/MODEL/"


def definitions(*parts: str) -> str:
    """Write a model, an element a line from the second on."""
    lines = "\n".join(parts)
    head = f'<definitions xmlns="{NAMESPACE}" xmlns:c="urn:chronicare:dmn" name="试" namespace="urn:t">'
    return f"{head}\n{lines}\n</definitions>\n"


def given(name: str, kind: str) -> str:
    """Write an input of a model."""
    return f'<inputData id="i_{name}" name="{name}"><variable name="{name}" typeRef="{kind}"/></inputData>'


def expression(name: str, text: str, kind: str = "number", requires: Iterable[str] = ()) -> str:
    """Write a decision by an expression."""
    return (
        f'<decision id="d_{name}" name="{name}"><variable name="{name}" typeRef="{kind}"/>{_requirements(requires)}'
        f"<literalExpression><text>{escape(text)}</text></literalExpression></decision>"
    )


def table(
    name: str,
    inputs: Sequence[str],
    outputs: Sequence[str],
    rules: Iterable[str],
    hit: str = "UNIQUE",
    *,
    kind: str = "number",
    requires: Iterable[str] = (),
) -> str:
    """Write a decision by a table.

    An output is its name, or with its values and its default ``name|values|default``; a rule is its cells with ``|``
    between them. ``kind`` is the type of each output.
    """
    policy, _, aggregation = hit.partition(" ") if hit.startswith("COLLECT") else (hit, "", "")
    columns = "".join(
        f"<input><inputExpression><text>{escape(each)}</text></inputExpression></input>" for each in inputs
    )
    columns += "".join(_output(each, kind) for each in outputs)
    rows = "\n".join(_rule(each.split("|"), len(inputs)) for each in rules)
    how = f'aggregation="{aggregation}"' if aggregation else ""
    return (
        f'<decision id="d_{name}" name="{name}">{_requirements(requires)}'
        f'<decisionTable id="t_{name}" hitPolicy="{policy}" {how}>{columns}\n{rows}\n</decisionTable></decision>'
    )


def read(text: str) -> tuple[Model | None, list[str]]:
    """Read a model; return it and what is told."""
    diagnostics = Diagnostics()
    model = read_model(text.encode(), "试.dmn", diagnostics)
    return model, [each.render() for each in diagnostics.sorted()]


def translated(*parts: str) -> tuple[Translation, list[str]]:
    """Translate a model that is read; return what comes of it and what is told."""
    model, told = read(definitions(*parts))
    assert model is not None, told
    assert told == []
    diagnostics = Diagnostics()
    made = translate(model, "0" * 64, diagnostics)
    return made, [each.render() for each in diagnostics.sorted()]


def runnable(*parts: str) -> RunnableModel:
    """Return a model ready to run; nothing may be wrong with it."""
    made, told = translated(*parts)
    assert told == []
    diagnostics = Diagnostics()
    model = RunnableModel(made, InterpretingEngine(), diagnostics)
    assert [each.render() for each in diagnostics.sorted()] == []
    return model


def cells(made: Translation, name: str) -> list[Mapping[str, str]]:
    """Return the cells of the table ``name``, without those that say where it stands."""
    (found,) = (each for each in made.folder.of_kind("decision") if each.name == name)
    return [{column: cell.text for column, cell in row.cells.items() if column[1:2] == "："} for row in found]


def _requirements(names: Iterable[str]) -> str:
    kinds = {"i": "requiredInput", "d": "requiredDecision"}
    return "".join(
        f'<informationRequirement><{kinds[each[0]]} href="#{each}"/></informationRequirement>' for each in names
    )


def _output(written: str, kind: str) -> str:
    name, values, default = [*written.split("|"), "", ""][:3]
    parts = f"<outputValues><text>{escape(values)}</text></outputValues>" if values else ""
    parts += f"<defaultOutputEntry><text>{escape(default)}</text></defaultOutputEntry>" if default else ""
    return f'<output name="{name}" typeRef="{kind}">{parts}</output>'


def _rule(texts: Sequence[str], count: int) -> str:
    entries = [
        f"<{'inputEntry' if at < count else 'outputEntry'}><text>{escape(each)}</text>"
        f"</{'inputEntry' if at < count else 'outputEntry'}>"
        for at, each in enumerate(texts)
    ]
    return f"<rule>{''.join(entries)}</rule>"
