"""Tells the kind of a table by its headings."""

from collections.abc import Collection, Iterable

from chronicare.tables import KINDS, Kind


def kind_by_headings(headings: Collection[str]) -> Kind:
    """Return the kind that knows most of ``headings``, and of those that do the smallest."""
    return max(KINDS.values(), key=lambda kind: (known_headings(headings, kind), -len(kind.columns)))


def known_headings(headings: Iterable[str], kind: Kind) -> int:
    """Count the headings that a table of ``kind`` can have."""
    fixed = [column.heading for column in kind.columns]
    return sum(each in fixed or kind.own_column(each) is not None for each in headings)


def is_of(headings: Collection[str], kind: Kind) -> bool:
    """Whether most of ``headings`` are those of ``kind``."""
    return 2 * known_headings(headings, kind) > len(headings)
