"""Rule programs as JSON, to hand them to another process: nested lists in the order of the fields."""

import json

from chronicare.program.rules import Rule, RuleProgram, Stratum, Tally, Term, Test


def describe_program(program: RuleProgram) -> str:
    """Write ``program`` on one line of ASCII."""
    strata = [
        [
            [[tally.property, tally.items] for tally in stratum.tallies],
            [[rule.name, rule.alternatives] for rule in stratum.rules],
        ]
        for stratum in program.strata
    ]
    return json.dumps([program.name, strata])


def read_program(description: str) -> RuleProgram:
    """Read what ``describe_program`` wrote. Raises ValueError for anything else."""
    try:
        name, strata = json.loads(description)
        return RuleProgram(name, tuple(Stratum(_tallies(tallies), _rules(rules)) for tallies, rules in strata))
    except TypeError as error:
        raise ValueError("not a rule program") from error


def _tallies(tallies: list[tuple[str, list[list[tuple[str, bool, int]]]]]) -> tuple[Tally, ...]:
    return tuple(Tally(name, tuple(tuple(Term(*term) for term in item) for item in items)) for name, items in tallies)


def _rules(rules: list[tuple[str, list[list[tuple[str, int | None, int | None]]]]]) -> tuple[Rule, ...]:
    return tuple(Rule(name, tuple(tuple(Test(*test) for test in tests) for tests in way)) for name, way in rules)
