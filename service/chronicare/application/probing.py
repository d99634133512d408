"""Where in the tables the programs come from that could not be tried."""

from collections.abc import Iterable

from chronicare.application.release import tables_of
from chronicare.compiler import AreaRules
from chronicare.diagnostics import Diagnostics, Position, Text
from chronicare.engine import Problem


def tell_problems(rules: AreaRules, problems: Iterable[Problem], diagnostics: Diagnostics) -> None:
    """Tell the ``problems`` of trying the programs of ``rules``, each where its entry or decision table stands."""
    places = {program.name: each.entry.at("code") for each in rules.entries for program in each.programs}
    places |= {each.matching.program.name: each.position for each in tables_of(rules) if each.matching is not None}
    for problem in problems:
        message = Text(f"{problem.place}：{problem.message.zh}", f"{problem.place}: {problem.message.en}")
        diagnostics.add(problem.code, places.get(problem.place, Position(rules.area)), message)
