"""Ways that come to the same, told as one: what makes no difference is not assumed, equal values stand together."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from chronicare.benefits.alternatives import Alternative
from chronicare.cells.values import Given, Value

Result = TypeVar("Result")
_Key = tuple[str, str]
_FACT, _SWITCH = "fact", "switch"


@dataclass(frozen=True, slots=True)
class MergedAlternative(Generic[Result]):
    """What it comes to if each of ``facts`` has one of the values, and switches have the ``readings``.

    ``indifferent`` are the switches whose readings all come to this.
    """

    facts: Mapping[str, tuple[Value, ...]]
    readings: Mapping[str, str]
    result: Result
    indifferent: tuple[str, ...] = ()


@dataclass(slots=True)
class _Row(Generic[Result]):
    assumed: dict[_Key, frozenset[Value]]
    essence: Hashable
    result: Result
    indifferent: dict[str, None]


def merge(
    alternatives: Iterable[Alternative[Result]],
    essence: Callable[[Result], Hashable],
    values_of: Callable[[str], Sequence[Value]],
    usual_of: Callable[[str], Given | None],
    readings_of: Callable[[str], Iterable[str]],
) -> list[MergedAlternative[Result]]:
    """Return the ``alternatives`` with as few assumptions as say the same, in their order.

    ``values_of`` a fact, ``readings_of`` a switch are all it can have. A way that differs from another only by an
    unusual value, and by what is asked after that, and comes to the same is not told besides.
    """
    rows = [_Row(_assumed(each), essence(each.result), each.result, {}) for each in alternatives]

    def all_of(key: _Key) -> frozenset[Value]:
        kind, name = key
        return frozenset(values_of(name) if kind == _FACT else readings_of(name))

    keys = list(dict.fromkeys(key for row in rows for key in row.assumed))
    merged = True
    while merged:
        merged = any([_merge_by(key, rows, all_of(key)) for key in keys])  # noqa: C419 - each of them
    rows = _without_unusual(rows, usual_of)
    return [
        MergedAlternative(
            {
                name: tuple(value for value in values_of(name) if value in values)
                for (kind, name), values in row.assumed.items()
                if kind == _FACT
            },
            {name: str(*values) for (kind, name), values in row.assumed.items() if kind == _SWITCH},
            row.result,
            tuple(row.indifferent),
        )
        for row in rows
    ]


def _assumed(alternative: Alternative[Result]) -> dict[_Key, frozenset[Value]]:
    facts = {(_FACT, name): frozenset([value]) for name, value in alternative.facts.items()}
    readings = {(_SWITCH, name): frozenset[Value]([reading]) for name, reading in alternative.readings.items()}
    return facts | readings


def _merge_by(key: _Key, rows: list[_Row[Result]], whole: frozenset[Value]) -> bool:
    """Make one of ``rows`` that differ in ``key`` alone; return whether any were. Readings are merged all or none."""
    alike: dict[Hashable, list[_Row[Result]]] = {}
    for row in rows:
        if key in row.assumed:
            rest = frozenset(item for item in row.assumed.items() if item[0] != key)
            alike.setdefault((row.essence, rest), []).append(row)
    merged = False
    for first, *others in alike.values():
        values = first.assumed[key].union(*(other.assumed[key] for other in others))
        if not (others or values == whole) or (key[0] == _SWITCH and values != whole):
            continue
        merged = True
        first.assumed[key] = values
        for other in others:
            first.indifferent.update(other.indifferent)
            rows[:] = [row for row in rows if row is not other]
        if values == whole:
            del first.assumed[key]
            if key[0] == _SWITCH:
                first.indifferent[key[1]] = None
    return merged


def _without_unusual(rows: Sequence[_Row[Result]], usual_of: Callable[[str], Given | None]) -> list[_Row[Result]]:
    def is_unusual(row: _Row[Result]) -> bool:
        return any(
            kind == _FACT and (usual := usual_of(name)) is not None and usual not in values
            for (kind, name), values in row.assumed.items()
        )

    def covers(row: _Row[Result], other: _Row[Result]) -> bool:
        """Whether ``row`` says of ``other`` what it comes to, but for facts that are as usual."""
        return row.essence == other.essence and all(
            (kind == _FACT and usual_of(name) is not None) or other.assumed.get((kind, name), frozenset("?")) <= values
            for (kind, name), values in row.assumed.items()
        )

    usual = [row for row in rows if not is_unusual(row)]
    return [row for row in rows if not is_unusual(row) or not any(covers(each, row) for each in usual)]
