"""Which rows each decision of many persons rests on: few different sets of them, and whose is which."""

from typing import NamedTuple

from chronicare.columnar.bitmaps import Bits, every, nowhere, some, unpacked
from chronicare.columnar.judging import Judgements
from chronicare.columnar.numbering import Numbers, bits_together, first_places
from chronicare.compiler.pipeline import directions
from chronicare.diagnostics import Position
from chronicare.program.entry import Entry


class Reasons(NamedTuple):
    """``sets[place]`` are the ids of the criteria and groups that a person's decision rests on."""

    places: Numbers
    sets: tuple[tuple[str, ...], ...]


def reasons_of(entry: Entry, judged: Judgements) -> Reasons:
    """Return what the decisions on ``entry`` rest on.

    Where it is met, the routes that hold; where it is not, the exclusions that hold, or if none does the criteria that
    speak against it; where that is undecided, the criteria that are not known.
    """
    met, refused = judged.outcome
    nodes: dict[str, Bits] = {group.id: judged.held[group.id] & met for group in entry.routes}
    nodes |= {group.id: judged.held[group.id] & refused for group in entry.exclusions}
    excluded = some([nowhere(judged.count), *(nodes[group.id] for group in entry.exclusions)])
    failing, undecided = refused & ~excluded, ~(met | refused)
    for name, helps in directions(entry).items():
        truths = judged.nodes[name]
        against = [truths.false] * (True in helps) + [truths.true] * (False in helps)
        nodes[name] = some([every([some(against), failing]), every([truths.unknown, undecided])])
    return _different(list(nodes), list(nodes.values()), judged.count)


def _different(names: list[str], columns: list[Bits], count: int) -> Reasons:
    """Return the different sets of ``names`` whose bits are set together."""
    places, many = bits_together(columns, count)
    first = first_places(places, many)
    has = [unpacked(each, count)[first] for each in columns]
    sets = [tuple(name for name, held in zip(names, of, strict=True) if held) for of in zip(*has, strict=True)]
    return Reasons(places, tuple(sets))


def row_of(entry: Entry, node: str) -> Position:
    """Return where the row of a criterion, or of a group as it is composed, stands."""
    criterion = entry.criteria.get(node)
    return entry.composed(entry.groups[node]).position if criterion is None else criterion.position
