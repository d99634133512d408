"""How two sets of rules of one area differ, in the words of the policy, each difference with the days it holds."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import chain
from typing import NamedTuple

from chronicare.analysis.flips import Flip, flips_of
from chronicare.analysis.rule_texts import Key, Said, entry_subject, said_on, turning_days
from chronicare.compiler import AreaRules
from chronicare.diagnostics import Position
from chronicare.program.entry import Entry


class Difference(NamedTuple):
    """What is said otherwise: ``before`` and ``after``, empty where nothing is said, each with its row.

    It holds from ``since`` (``None``: from the first day) until before ``until`` (``None``: for good).
    """

    key: Key
    before: str
    after: str
    stood: Position | None
    stands: Position | None
    since: date | None
    until: date | None


class Comparison(NamedTuple):
    """All that differs, and who is found otherwise by the entries that do, by the subject of the entry."""

    differences: tuple[Difference, ...]
    flips: Mapping[str, tuple[Flip, ...]]


def compare(old: AreaRules | None, new: AreaRules | None) -> Comparison:
    """Compare two sets of rules; ``None`` says nothing at all."""
    differences = differences_of(old, new)
    return Comparison(differences, _flips(old, new, _days(old, new), {each.key.subject for each in differences}))


def differences_of(old: AreaRules | None, new: AreaRules | None) -> tuple[Difference, ...]:
    """Return all that two sets of rules say differently, in the order of the days from which they do."""
    days = _days(old, new)
    found: list[list[tuple[Key, Said | None, Said | None]]] = [
        list(_differing(_texts(old, day), _texts(new, day))) for day in days
    ]
    return tuple(sorted(_merged(days, found), key=lambda each: (each.since or date.min, *_order(each))))


def _days(old: AreaRules | None, new: AreaRules | None) -> list[date]:
    return sorted(set(chain.from_iterable(turning_days(each) for each in (old, new) if each is not None)))


def _texts(rules: AreaRules | None, day: date) -> Mapping[Key, Said]:
    return {} if rules is None else said_on(rules, day)


def _differing(old: Mapping[Key, Said], new: Mapping[Key, Said]) -> Iterator[tuple[Key, Said | None, Said | None]]:
    for key in dict.fromkeys((*old, *new)):
        before, after = old.get(key), new.get(key)
        if before is None or after is None or before.text != after.text:
            yield key, before, after


def _merged(
    days: Sequence[date], found: Sequence[Sequence[tuple[Key, Said | None, Said | None]]]
) -> Iterator[Difference]:
    """Yield each difference once, with the first day it holds from and the one it does not hold from."""
    open_since: dict[tuple[Key, str, str], tuple[date | None, Said | None, Said | None]] = {}
    for day, each in zip(days, found, strict=True):
        now = {
            (key, before.text if before else "", after.text if after else ""): (before, after)
            for key, before, after in each
        }
        for told in [told for told in open_since if told not in now]:
            since, before, after = open_since.pop(told)
            yield _difference(told, since, before, after, day)
        for told, (before, after) in now.items():
            open_since.setdefault(told, (None if day == days[0] else day, before, after))
    for told, (since, before, after) in open_since.items():
        yield _difference(told, since, before, after, None)


def _difference(
    told: tuple[Key, str, str], since: date | None, before: Said | None, after: Said | None, until: date | None
) -> Difference:
    key, old, new = told
    return Difference(
        key,
        old,
        new,
        before.where if before else None,
        after.where if after else None,
        since,
        until,
    )


def _order(difference: Difference) -> tuple[str, int, str]:
    where = difference.stands or difference.stood
    assert where is not None  # noqa: S101 - something is said before or after
    return where.file, where.row, difference.key.aspect


def _flips(
    old: AreaRules | None, new: AreaRules | None, days: Sequence[date], subjects: set[str]
) -> dict[str, tuple[Flip, ...]]:
    """Return for each of ``subjects`` that is an entry, day by day, who is found otherwise."""
    flips: dict[str, dict[tuple[str, ...], Flip]] = {}
    rules = new or old
    if rules is None:
        return {}
    for day in days:
        before, after = _entries(old, day), _entries(new, day)
        for subject in sorted(subjects & (before.keys() | after.keys())):
            for flip in flips_of(before.get(subject), after.get(subject), rules.vocabulary, day):
                flips.setdefault(subject, {}).setdefault((str(flip.meets), *flip.example), flip)
    return {subject: tuple(each.values()) for subject, each in flips.items()}


def _entries(rules: AreaRules | None, day: date) -> dict[str, Entry]:
    entries = [each.entry for each in rules.entries] if rules is not None else []
    return {entry_subject(entry): entry for entry in entries if entry.in_force(day)}
