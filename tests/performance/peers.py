"""The criteria of M07106 for another rule engine, zen: as a decision graph and as compiled expressions.

zen knows no unknown values, so it can only be given persons of whom everything is known. It gives an outcome only: no
evaluator checks it, and nothing says why.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

import zen
from persons import DISEASE

Values = Mapping[str, bool | float]
Contexts = dict[str, dict[str, bool | float]]
"""What each of several expressions is given."""

_TESTS = {
    "c1": "symptoms == true",
    "c2a": "schirmer <= 5",
    "c2b": "vb >= 4",
    "c3": "foci >= 1",
    "c4a": "flow <= 1.5",
    "c4b": "sialo == true",
    "c4c": "scinti == true",
    "c5a": "ssa == true",
    "c5b": "ssb == true",
}
_GROUPS = {
    "i2": "$.c2a or $.c2b",
    "i4": "$.c4a or $.c4b or $.c4c",
    "i5": "$.c5a or $.c5b",
    "n": "($.c1 ? 1 : 0) + ($.i2 ? 1 : 0) + ($.c3 ? 1 : 0) + ($.i4 ? 1 : 0)",
    "meets": "$.n >= 3 and $.i5",
}
_MEETS = "((c1 ? 1 : 0) + ((c2a or c2b) ? 1 : 0) + (c3 ? 1 : 0) + ((c4a or c4b or c4c) ? 1 : 0)) >= 3 and (c5a or c5b)"


def zen_graph() -> Callable[[Values], bool]:
    """Return the decision graph as ``create_decision`` makes it, which compiles its expressions at every evaluation."""
    decision = zen.ZenEngine().create_decision(json.dumps(_graph()))
    return lambda values: bool(decision.evaluate(dict(values))["result"]["meets"])


def zen_compiled_graph() -> Callable[[Values], bool]:
    """Return the decision graph loaded statically, which compiles its expressions once."""
    engine = zen.ZenEngine({"loader": {"type": "static", "content": {DISEASE: _graph()}}})
    return lambda values: bool(engine.evaluate(DISEASE, dict(values))["result"]["meets"])


def _graph() -> dict[str, Any]:
    """Return the graph: an input, one node of expressions, an output."""
    expressions = [{"id": key, "key": key, "value": value} for key, value in (_TESTS | _GROUPS).items()]
    content = {"expressions": expressions}
    nodes = [
        {"id": "in", "name": "in", "type": "inputNode", "position": {"x": 0, "y": 0}},
        {"id": "rules", "name": "rules", "type": "expressionNode", "position": {"x": 1, "y": 0}, "content": content},
        {"id": "out", "name": "out", "type": "outputNode", "position": {"x": 2, "y": 0}},
    ]
    edges = [
        {"id": "first", "type": "edge", "sourceId": "in", "targetId": "rules"},
        {"id": "second", "type": "edge", "sourceId": "rules", "targetId": "out"},
    ]
    return {"nodes": nodes, "edges": edges}


def zen_expressions() -> Callable[[Contexts], bool]:
    """Return ten compiled expressions: nine tests, each given its own value only, and what is made of their truths."""
    tests = {name: zen.compile_expression(text) for name, text in _TESTS.items()}
    meets = zen.compile_expression(_MEETS)
    return lambda given: bool(meets.evaluate({name: test.evaluate(given[name]) for name, test in tests.items()}))


def contexts_of(values: Values) -> Contexts:
    """Return what each of the nine tests is given: only the value it looks at."""
    return {name: {text.split()[0]: values[text.split()[0]]} for name, text in _TESTS.items()}


def zen_expression() -> Callable[[Values], bool]:
    """Return all of it as one compiled expression: the least that zen can do."""
    text = _MEETS
    for name, test in _TESTS.items():
        text = text.replace(name, f"({test})")
    whole = zen.compile_expression(text)
    return lambda values: bool(whole.evaluate(dict(values)))
