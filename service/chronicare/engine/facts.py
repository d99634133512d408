"""The guard on the facts of one run."""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet

from chronicare.engine.check import is_integer
from chronicare.engine.errors import FactsRefusedError
from chronicare.engine.problem import Problem, refuses


def refuse_bad_facts(name: str, facts: Mapping[str, int], properties: AbstractSet[str]) -> None:
    """Raise FactsRefusedError, with everything wrong, unless all ``facts`` are among ``properties`` and integers.

    ``name`` is the program's.
    """
    problems = tuple(_problems(facts, properties))
    if problems:
        raise FactsRefusedError(name, problems)


def _problems(facts: Mapping[str, int], properties: AbstractSet[str]) -> Iterator[Problem]:
    for place, value in facts.items():
        if place not in properties:
            yield refuses(place, "没有规则用到这个属性", "no rule tests this property")
        if not is_integer(value):
            yield refuses(
                place,
                f"{value!r} 不是绝对值不超过 2^53 的整数",
                f"{value!r} is not an integer of at most 2^53 either way",
            )
