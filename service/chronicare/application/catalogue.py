"""The releases a service holds: one in force for each area, and the ones before it, so that callers can pin them."""

import threading
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from chronicare.application.errors import (
    BrokenRulesError,
    NotInForceError,
    NotReadyError,
    UnknownAreaError,
    UnknownReleaseError,
)
from chronicare.application.release import Release
from chronicare.diagnostics import Diagnostic, Text

MAX_KEPT = 4
"""Releases kept for each area, the one in force among them."""
_NOTHING: Mapping[str, tuple[Diagnostic, ...]] = {}
_ANY_DAY: Mapping[tuple[str, str], date] = {}


class _Active(NamedTuple):
    """A release that requests as of ``applies_from`` and later are answered by."""

    release: Release
    applies_from: date


class Catalogue:
    """Holds releases; may be read and published to from several threads."""

    def __init__(self) -> None:
        """Start empty."""
        self._held: dict[str, tuple[Release, ...]] = {}
        self._active: dict[str, tuple[_Active, ...]] = {}
        """What requests that pin none are answered by, the one that applies from the latest day first."""
        self._expected = 0
        self._refused: Mapping[str, tuple[Diagnostic, ...]] = {}
        self._lock = threading.Lock()

    def publish(
        self,
        releases: tuple[Release, ...],
        refused: Mapping[str, tuple[Diagnostic, ...]] = _NOTHING,
        applies_from: Mapping[tuple[str, str], date] = _ANY_DAY,
    ) -> None:
        """Put ``releases`` in force, all at once; a release already held with the same digest is kept.

        Of the areas ``refused``, with what is wrong with their rules as they stand, what was in force stays so. Of
        several of one area the day asked about chooses, by the day from which each applies (area and digest).
        """
        active: dict[str, list[_Active]] = {}
        for release in releases:
            area = release.rules.area
            active.setdefault(area, []).append(_Active(release, applies_from.get((area, release.digest), date.min)))
        with self._lock:
            held, in_force = dict(self._held), dict(self._active)
            for area, each in active.items():
                each.sort(key=lambda one: one.applies_from, reverse=True)
                digests = {one.release.digest for one in each}
                before = [one for one in held.get(area, ()) if one.digest not in digests]
                held[area] = (*(one.release for one in each), *before)[: max(MAX_KEPT, len(each))]
                in_force[area] = tuple(each)
            self._held, self._active = held, in_force
            self._refused = dict(refused)

    def expect(self, count: int) -> None:
        """Expect to be handed the releases of ``count`` earlier rules; until then no pin is said to be unknown."""
        self._expected = count

    def keep(self, releases: tuple[Release, ...]) -> None:
        """Hold ``releases``, which have been in force, behind those that are held, as far as there is room."""
        with self._lock:
            held = dict(self._held)
            for release in releases:
                area = release.rules.area
                if self.held(area, release.digest) is None:
                    held[area] = (*held.get(area, ()), release)[:MAX_KEPT]
            self._held = held
            self._expected = max(self._expected - 1, 0)

    @property
    def areas(self) -> tuple[str, ...]:
        """The areas there are rules for."""
        return tuple(self._held)

    @property
    def refused(self) -> Mapping[str, tuple[Diagnostic, ...]]:
        """The areas whose rules as they stand are wrong, with everything that is; what was in force of one stays so."""
        return self._refused

    def held(self, area: str, digest: str) -> Release | None:
        """Return the release of ``area`` with ``digest``, if it is held."""
        return next((each for each in self._held.get(area, ()) if each.digest == digest), None)

    def snapshot(self) -> "Catalogue":
        """Return a catalogue that holds what this one does now, whatever is published afterwards."""
        copy = Catalogue()
        copy._held, copy._active = self._held, self._active
        copy._expected, copy._refused = self._expected, self._refused
        return copy

    def newest(self, area: str) -> Release:
        """Return the release of ``area`` in force, whatever the day; of several the one for the latest days.

        Raises NotReadyError, BrokenRulesError if its rules could never be put in force, or UnknownAreaError.
        """
        held = self._held.get(area)
        if not self._held:
            raise NotReadyError(Text("规则尚未装入，请稍后再试", "no rules are loaded yet; try again later"))
        if held is None and area in self._refused:
            self._refuse_early()
            told = [each for each in self._refused[area] if each.is_error]
            raise BrokenRulesError(
                Text(
                    f"统筹区 {area} 的规则没有生效：表有 {len(told)} 处错误",
                    f"rules of {area} are not in force: their tables are broken ({len(told)} problems)",
                ),
                {"area_code": area, "count": str(len(told))},
            )
        if held is None:
            self._refuse_early()
            raise UnknownAreaError(
                Text(
                    f"没有统筹区 {area or '（未写）'} 的规则；已有：{'、'.join(self._held) or '无'}",
                    f"no rules for area {area!r}; held: {', '.join(self._held) or 'none'}",
                ),
                {"area_code": area},
            )
        return held[0]

    def find(self, area: str, pinned: str, day: date) -> Release:
        """Return the release for ``area``: the one ``pinned`` (name or digest), or the one in force for ``day``.

        Raises NotReadyError if none are held at all, BrokenRulesError, UnknownAreaError, UnknownReleaseError, or
        NotInForceError if its rules do not hold on ``day``.
        """
        release = self.newest(area)
        held = self._held[area]
        if pinned:
            found = next((each for each in held if pinned in (each.name, each.digest)), None)
            if found is None:
                self._refuse_early()
                raise UnknownReleaseError(
                    Text(
                        f"没有发布 {pinned}；已有：{'、'.join(each.name for each in held)}",
                        f"no release {pinned}; held: {', '.join(each.name for each in held)}",
                    ),
                    {"release": pinned},
                )
            release = found
        else:
            active = self._active.get(area, ())
            release = next((each.release for each in active if each.applies_from <= day), release)
            if active and day < active[-1].applies_from:
                raise _not_in_force(release, day, active[-1].applies_from)
        if not release.rules.in_force(day):
            raise _not_in_force(release, day, release.rules.effective_from)
        return release

    def _refuse_early(self) -> None:
        """Raise NotReadyError if what is asked for may be among the releases that are still to come."""
        if self._expected:
            raise NotReadyError(
                Text("以前的规则正在装入，请稍后再试", "earlier rules are being loaded; try again later")
            )


def _not_in_force(release: Release, day: date, since: date | None) -> NotInForceError:
    until = release.rules.effective_until
    return NotInForceError(
        Text(
            f"{release.rules.name.zh}的规则自 {since or '（不限）'} 起有效"
            f"{f'、至 {until} 前' if until else ''}，{day} 不在其内",
            f"the rules of {release.rules.name.en} are in force from {since or 'ever'} "
            f"until {until or 'further notice'}, not on {day}",
        ),
        {"as_of_date": str(day), "effective_from": str(since or ""), "effective_until": str(until or "")},
    )
