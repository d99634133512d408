"""The rules that have been in force, so that a worker that starts late can hold the releases that the others do."""

from collections import defaultdict
from typing import NamedTuple

from chronicare.application.catalogue import MAX_KEPT


class HeldRelease(NamedTuple):
    """A release by its area and its digest."""

    area: str
    digest: str


class Enforced(NamedTuple):
    """Rules that have been in force: packed, and their releases."""

    packed: bytes
    releases: tuple[HeldRelease, ...]


class RulesHistory:
    """Keeps rules as long as a worker that has lived through all of them still holds a release of them."""

    def __init__(self) -> None:
        """Know of none."""
        self._enforced: tuple[Enforced, ...] = ()

    @property
    def older(self) -> tuple[Enforced, ...]:
        """The rules before those in force, newest first."""
        return self._enforced[1:]

    def put(self, packed: bytes, releases: tuple[HeldRelease, ...]) -> None:
        """Note that ``packed`` is in force now; rules whose releases nobody holds any more are dropped."""
        before = [each for each in self._enforced if each.packed != packed]
        seen: dict[str, set[str]] = defaultdict(set)
        kept: list[Enforced] = []
        for each in (Enforced(packed, releases), *before):
            new = [
                release
                for release in each.releases
                if release.digest not in seen[release.area] and len(seen[release.area]) < MAX_KEPT
            ]
            for area, digest in new:
                seen[area].add(digest)
            if new or not kept:
                kept.append(each)
        self._enforced = tuple(kept)
