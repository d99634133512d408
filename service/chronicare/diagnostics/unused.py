"""What was reported and is not used: no error, but told beside the answer, so that nobody takes it for weighed."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import NamedTuple

from chronicare.diagnostics.place import FieldPath, Position
from chronicare.diagnostics.text import Text

MAX_LISTED = 100
"""Items that are listed; of more it is only told how many there are."""
_MAX_GUESSES = 20
"""Looking for names like an unknown one takes milliseconds."""
_LIKENESS = 0.5
"""One character of a two-character Chinese word may be wrong."""


class UnusedItem(NamedTuple):
    """A ``name`` as it was sent, and ``where``; ``near`` are known names like one that is not known."""

    name: str
    where: FieldPath | Position
    is_known: bool
    near: tuple[str, ...] = ()


class Unused:
    """Takes what is reported and not used, if the asker allows it to be left out; what is not taken is an error."""

    def __init__(self, *, known: bool = False, unknown: bool = False) -> None:
        """Take ``known`` names that no table uses, and ``unknown`` ones."""
        self._takes_known = known
        self._takes_unknown = unknown
        self._places: set[tuple[str, str]] = set()
        self._items: list[UnusedItem] = []

    @property
    def items(self) -> tuple[UnusedItem, ...]:
        """The first MAX_LISTED, in the order found."""
        return tuple(self._items)

    @property
    def total(self) -> int:
        """How many there are; what was read several times counts once."""
        return len(self._places)

    @property
    def places(self) -> frozenset[tuple[str, str]]:
        """Where each stands, and its name as it was sent."""
        return frozenset(self._places)

    def take_known(self, name: str, where: FieldPath | Position) -> bool:
        """Whether ``name``, which is known and not used, is left out; it is listed if so."""
        if self._takes_known:
            self._list(name, where, is_known=True)
        return self._takes_known

    def take_unknown(self, name: str, where: FieldPath | Position, known: Iterable[str]) -> bool:
        """Whether ``name``, which is none of the ``known`` ones, is left out; it is listed if so."""
        if self._takes_unknown:
            self._list(name, where, is_known=False, known=known)
        return self._takes_unknown

    def _list(self, name: str, where: FieldPath | Position, *, is_known: bool, known: Iterable[str] = ()) -> None:
        key = (str(where), name)
        if key in self._places:
            return
        near = (
            get_close_matches(name, list(known), 3, _LIKENESS)
            if len(self._places) < _MAX_GUESSES and not is_known
            else ()
        )
        self._places.add(key)
        if len(self._items) < MAX_LISTED:
            self._items.append(UnusedItem(name, where, is_known, tuple(near)))

    def include(self, other: "Unused") -> None:
        """Take what ``other`` took as well."""
        listed = [each for each in other.items if (str(each.where), each.name) not in self._places]
        self._places |= other.places
        self._items += listed[: MAX_LISTED - len(self._items)]


def unused_text(total: int) -> Text:
    """Say that of what was reported ``total`` items were not used."""
    return Text(
        f"所报事项中有 {total} 项未采用（名称不识，或有关规则不用），本结果不以其为依据。",
        f"{total} of the reported items were not used (name not known, or not asked for by the rules): the"
        " result does not rest on them.",
    )
