"""Plans: what would have to become known of an entry's columns, and how plans are joined and compared."""

from collections.abc import Iterable, Mapping
from operator import attrgetter
from typing import NamedTuple

WIDTH = attrgetter("width")
"""How many findings a plan asks for."""


class Plan(NamedTuple):
    """Ranks required by column, and choices: at least how many of some columns, which are used nowhere else.

    ``columns`` has the bit of every column of either; ``width`` is how many findings are asked for.
    """

    ranks: Mapping[int, frozenset[int]]
    choices: Mapping[tuple[int, ...], int]
    columns: int
    width: int


def make_plan(ranks: Mapping[int, frozenset[int]], choices: Mapping[tuple[int, ...], int]) -> Plan:
    """Return the plan of these ``ranks`` and ``choices``."""
    columns, width = 0, len(ranks)
    for column in ranks:
        columns |= 1 << column
    for members, count in choices.items():
        width += count
        for column in members:
            columns |= 1 << column
    return Plan(ranks, choices, columns, width)


SUITING = frozenset({-1})
"""The rank of a column that suits all its tests, where there is one: which it is need not be told apart."""

NOTHING = make_plan({}, {})
"""The plan that is fulfilled as things are."""


def join(one: Plan, other: Plan) -> Plan | None:
    """Return the plan that fulfils both; ``None`` if they ask the same column for different ranks."""
    if not one.columns & other.columns:
        ranks, choices = {**one.ranks, **other.ranks}, {**one.choices, **other.choices}
        return Plan(ranks, choices, one.columns | other.columns, one.width + other.width)
    ranks = dict(one.ranks)
    for column, allowed in other.ranks.items():
        ranks[column] = ranks[column] & allowed if column in ranks else allowed
    if not all(ranks.values()):
        return None
    counts = {**one.choices, **other.choices}
    return make_plan(ranks, {each: max(one.choices.get(each, 0), other.choices.get(each, 0)) for each in counts})


def smallest(plans: Iterable[Plan]) -> list[Plan]:
    """Return ``plans``, fewest findings first, without those that ask for all another asks for and more."""
    kept: list[Plan] = []
    for plan in sorted(plans, key=WIDTH):
        beyond = ~plan.columns
        for other in kept:
            if not other.columns & beyond and _covers(other, plan):
                break
        else:
            kept.append(plan)
    return kept


def _covers(small: Plan, large: Plan) -> bool:
    """Whether ``large`` asks for everything ``small`` does: then it is not needed."""
    return all(large.choices.get(each, 0) >= count for each, count in small.choices.items()) and all(
        column in large.ranks and large.ranks[column] <= allowed for column, allowed in small.ranks.items()
    )
