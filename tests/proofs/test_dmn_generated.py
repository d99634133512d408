"""Made-up decision tables of DMN, under every hit policy, decide as the standard says.

What the standard says is worked out here on the side: each cell as FEEL has it, then the hit policy, on the text of the
model alone. The tables go through the translation, the compiler and both evaluators.
"""

import random
from collections.abc import Sequence
from decimal import Decimal

import pytest
from unit.authoring.dmn.written import definitions, given, read, table

from chronicare.authoring.dmn.feel import FeelValue, evaluate, parse_expression, parse_tests, passes
from chronicare.authoring.dmn.running import RunnableModel
from chronicare.authoring.dmn.translation import translate
from chronicare.diagnostics import Diagnostics
from chronicare.engine import InterpretingEngine

POLICIES = ("FIRST", "PRIORITY", "OUTPUT ORDER", "RULE ORDER", "COLLECT", "UNIQUE", "ANY")
AGGREGATIONS = ("COLLECT SUM", "COLLECT MIN", "COLLECT MAX", "COLLECT COUNT")
WORDS = ("甲", "乙", "丙")
TABLES = 25
"""Tables of each hit policy."""
_CELLS = {
    "n": ("-", "< 3", "> 3", "[2..5)", "(2..5]", "3", "not(3)", "1, 5", "not(< 2, > 4)", "? > 1 and ? < 5", "<= 2"),
    "s": ("-", '"甲"', '"甲","乙"', 'not("甲")', 'not("乙","丙")', '!= "丙"'),
    "b": ("-", "true", "false", "not(true)"),
}  # fmt: skip
_VALUES: dict[str, Sequence[FeelValue]] = {
    "n": [Decimal(each) / 2 for each in range(14)],  # the bounds, and what lies between them
    "s": [*WORDS, "丁"],
    "b": [True, False],
}


@pytest.mark.generated
@pytest.mark.parametrize("hit", [*POLICIES, *AGGREGATIONS])
def test_made_up_tables(hit: str, scale: int) -> None:
    decided = refused = 0
    for seed in range(TABLES * scale):
        chance = random.Random(f"{hit} {seed}")
        rules = _rules(hit, chance)
        values = ",".join(f'"{each}"' for each in chance.sample(WORDS, 3)) if hit not in AGGREGATIONS else ""
        default = chance.choice(["", rules[0].rpartition("|")[2]]) if hit != "COLLECT COUNT" else ""
        kind = "number" if hit in AGGREGATIONS else "string"
        model, told = read(
            definitions(
                given("n", "number"),
                given("s", "string"),
                given("b", "boolean"),
                table("d", [*"nsb"], [f"o|{values}|{default}"], rules, hit, kind=kind),
            )
        )
        assert model is not None, told
        diagnostics = Diagnostics()
        runnable = RunnableModel(translate(model, "", diagnostics), InterpretingEngine(), diagnostics)
        if diagnostics.has_errors:
            assert hit in ("UNIQUE", "ANY"), [each.render() for each in diagnostics.sorted()]
            assert _overlap(rules, hit), rules
            refused += 1
            continue
        assert hit not in ("UNIQUE", "ANY") or not _overlap(rules, hit), rules
        for _ in range(12):
            inputs = {name: chance.choice(each) for name, each in _VALUES.items()}
            assert runnable.decide(inputs)["d"] == _as_the_standard_says(rules, hit, values, default, inputs), (
                rules,
                inputs,
            )
            decided += 1
    assert decided > 40, (decided, refused)


def _rules(hit: str, chance: random.Random) -> list[str]:
    count = chance.randint(1, 2) if hit in ("UNIQUE", "ANY") else chance.randint(1, 6)
    outputs = ["1", "2", "2.5", "-3"] if hit in AGGREGATIONS else [f'"{each}"' for each in WORDS]
    return [
        "|".join([*(chance.choice(cells) for cells in _CELLS.values()), chance.choice(outputs)]) for _ in range(count)
    ]


def _overlap(rules: Sequence[str], hit: str) -> bool:
    """Whether two rules match together for some inputs (with ANY: and say different things)."""
    for number in _VALUES["n"]:
        for word in _VALUES["s"]:
            for truth in _VALUES["b"]:
                said = _matching(rules, {"n": number, "s": word, "b": truth})
                if len(said) > 1 and (hit == "UNIQUE" or len(set(map(str, said))) > 1):
                    return True
    return False


def _matching(rules: Sequence[str], inputs: dict[str, FeelValue]) -> list[FeelValue]:
    """Return the outputs of the rules that match, in order."""
    matching: list[FeelValue] = []
    for rule in rules:
        *cells, output = rule.split("|")
        tests = zip(cells, inputs.values(), strict=True)
        if all(passes(value, parse_tests(cell), inputs) is True for cell, value in tests):
            matching.append(evaluate(parse_expression(output), {}))
    return matching


def _as_the_standard_says(
    rules: Sequence[str], hit: str, values: str, default: str, inputs: dict[str, FeelValue]
) -> FeelValue:
    matching = _matching(rules, inputs)
    lists = hit in ("OUTPUT ORDER", "RULE ORDER", "COLLECT")
    if not matching:
        found = evaluate(parse_expression(default), {}) if default else None
        return [found] if lists and default else found
    order = [each.strip('"') for each in values.split(",")]
    numbers = [each for each in matching if isinstance(each, Decimal)]
    match hit:
        case "PRIORITY":
            return min(matching, key=lambda each: order.index(str(each)))
        case "OUTPUT ORDER":
            return sorted(matching, key=lambda each: order.index(str(each)))
        case "RULE ORDER" | "COLLECT":
            return matching
        case "COLLECT SUM":
            return sum(numbers, Decimal(0))
        case "COLLECT MIN":
            return min(numbers)
        case "COLLECT MAX":
            return max(numbers)
        case "COLLECT COUNT":
            return Decimal(len(matching))
        case _:
            return matching[0]
