"""Which rows each decision of many persons rests on: few different sets of them, and whose is which."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from chronicare.columnar.bitmaps import Bits, every, nowhere, some, unpacked
from chronicare.columnar.judging import Judgements
from chronicare.compiler.pipeline import directions
from chronicare.diagnostics import Position
from chronicare.program.entry import Entry


class Reasons(NamedTuple):
    """``sets[place]`` are the ids of the criteria and groups that a person's decision rests on."""

    places: NDArray[np.intp]
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
    are_set = np.empty((count, len(columns)), np.bool_)
    for number, column in enumerate(columns):
        are_set[:, number] = unpacked(column, count)
    rows = np.packbits(are_set, axis=1)
    width = -(-rows.shape[1] // 8)
    words = np.zeros((count, width * 8), np.uint8)
    words[:, : rows.shape[1]] = rows
    places = np.zeros(count, np.intp)
    for word in words.view(np.uint64).T:
        _, of_word = np.unique(word, return_inverse=True)
        _, places = np.unique(places * (int(of_word.max(initial=0)) + 1) + of_word, return_inverse=True)
    _, first = np.unique(places, return_index=True)
    return Reasons(places, tuple(tuple(np.array(names)[are_set[each]].tolist()) for each in first))


def row_of(entry: Entry, node: str) -> Position:
    """Return where the row of a criterion, or of a group as it is composed, stands."""
    criterion = entry.criteria.get(node)
    return entry.composed(entry.groups[node]).position if criterion is None else criterion.position
