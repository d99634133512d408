"""Where the elements of a model stand in its diagram: what is given below, and each decision above what it requires."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

WIDTH, HEIGHT = 160, 60
_ACROSS, _UP = 200, 130
_IN_A_ROW = 14
"""More elements of one layer stand in several rows."""
_MARGIN = 40


class Place(NamedTuple):
    """The upper left corner of an element."""

    x: int
    y: int

    @property
    def top(self) -> tuple[int, int]:
        """The middle of the upper edge."""
        return self.x + WIDTH // 2, self.y

    @property
    def bottom(self) -> tuple[int, int]:
        """The middle of the lower edge."""
        return self.x + WIDTH // 2, self.y + HEIGHT


def lay_out(given: Sequence[str], requires: Mapping[str, Iterable[str]]) -> Mapping[str, Place]:
    """Return the place of each element; ``requires`` are what decisions, in an order that goes up, rest on."""
    layers: dict[str, int] = dict.fromkeys(given, 0)
    for name, needed in requires.items():
        layers[name] = 1 + max((layers[each] for each in needed if each in layers), default=0)
    rows: list[list[str]] = []
    for layer in sorted(set(layers.values())):
        names = [name for name, its in layers.items() if its == layer]
        rows += [names[at : at + _IN_A_ROW] for at in range(0, len(names), _IN_A_ROW)]
    return {
        name: Place(_MARGIN + column * _ACROSS, _MARGIN + (len(rows) - 1 - row) * _UP)
        for row, names in enumerate(rows)
        for column, name in enumerate(names)
    }
