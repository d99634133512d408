"""The rules kept for workers that start late: exactly those of which the others still hold a release."""

from collections.abc import Iterable, Mapping
from random import Random

from unit.application.test_catalogue import release

from chronicare.application.catalogue import MAX_KEPT, Catalogue
from chronicare.application.release import Release
from chronicare.rpc.rules_history import HeldRelease, RulesHistory

AREAS = ("990000", "990001", "990002")


def history_of(*enforced: Mapping[str, str]) -> RulesHistory:
    history = RulesHistory()
    for each in enforced:
        history.put(packed(each), releases(each))
    return history


def releases(digests: Mapping[str, str]) -> tuple[HeldRelease, ...]:
    return tuple(HeldRelease(*each) for each in digests.items())


def packed(digests: Mapping[str, str]) -> bytes:
    return repr(sorted(digests.items())).encode()


def test_nothing_is_before_the_first() -> None:
    assert RulesHistory().older == ()
    assert history_of({"A": "1"}).older == ()
    assert history_of({"A": "1"}, {"A": "1"}).older == (), "the same again"


def test_as_many_as_workers_hold_are_kept() -> None:
    enforced = [{"A": str(number)} for number in range(MAX_KEPT + 2)]
    older = history_of(*enforced).older
    assert [(each.packed, each.releases) for each in older] == [
        (packed(each), releases(each)) for each in enforced[-2:1:-1]
    ]


def test_rules_stay_while_they_alone_have_some_areas_release() -> None:
    first = {"A": "old", "B": "0"}
    later = [{"A": "new", "B": str(number)} for number in range(1, 9)]
    older = history_of(first, *later).older
    assert packed(first) in [each.packed for each in older]
    assert len(older) == MAX_KEPT, "three of B, one of A"


def test_rules_of_which_every_release_is_in_newer_ones_are_dropped() -> None:
    assert history_of({"A": "1"}, {"A": "1", "B": "1"}).older == ()


def test_a_worker_that_starts_late_holds_what_one_from_the_start_does() -> None:
    made = {(area, number): release(36 + number, area) for area in AREAS for number in range(6)}
    for seed in range(30):
        chance, lived, history = Random(seed), Catalogue(), RulesHistory()
        rules: dict[bytes, tuple[Release, ...]] = {}
        for _ in range(12):
            enforced = tuple(made[area, chance.randrange(6)] for area in AREAS if chance.random() < 0.8)
            digests = {each.rules.area: each.digest for each in enforced}
            rules[packed(digests)] = enforced
            history.put(packed(digests), releases(digests))
            lived.publish(enforced)
            late = Catalogue()
            late.publish(enforced)
            for each in history.older:
                late.keep(rules[each.packed])
            assert held(late, made.values()) == held(lived, made.values()), seed


def held(catalogue: Catalogue, releases: Iterable[Release]) -> dict[str, list[str]]:
    """Return the digests of each area that can be pinned."""
    return {
        area: sorted(
            each.digest
            for each in releases
            if each.rules.area == area and catalogue.held(area, each.digest) is not None
        )
        for area in AREAS
    }
