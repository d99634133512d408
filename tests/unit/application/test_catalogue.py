"""The releases held: one in force for each area, the ones before it to be pinned."""

import re
from dataclasses import replace
from datetime import date

import pytest
from unit.compiler.written import release_of

from chronicare.application.catalogue import MAX_KEPT, Catalogue
from chronicare.application.errors import NotInForceError, NotReadyError, UnknownAreaError, UnknownReleaseError
from chronicare.application.release import Release

DAY = date(2025, 12, 15)


def release(temperature: int = 38, area: str = "990000") -> Release:
    """Make a release that differs from others by its one bound."""
    made = release_of(
        criteria=f"病种,编号,所见,条件\nT1,1,体温,≥ {temperature} °C\n", groups="病种,编号,满足,成员\nT1,R1,全部,1\n"
    )
    return Release(replace(made.rules, area=area), made.digest, made.deciders)


def test_before_anything_is_published_there_is_nothing() -> None:
    catalogue = Catalogue()
    assert catalogue.areas == ()
    with pytest.raises(NotReadyError):
        catalogue.find("990000", "", DAY)


def test_what_is_published_last_is_in_force() -> None:
    catalogue = Catalogue()
    first, second = release(38), release(39)
    catalogue.publish((first,))
    assert catalogue.find("990000", "", DAY) is first
    catalogue.publish((second,))
    assert catalogue.find("990000", "", DAY) is second


def test_an_earlier_release_can_be_pinned_by_name_or_digest() -> None:
    catalogue = Catalogue()
    first, second = release(38), release(39)
    catalogue.publish((first,))
    catalogue.publish((second,))
    assert catalogue.find("990000", first.name, DAY) is first
    assert catalogue.find("990000", first.digest, DAY) is first
    assert catalogue.held("990000", first.digest) is first
    assert re.fullmatch(r"areas/990000/releases/[0-9a-f]{12}", first.name)


@pytest.mark.parametrize("pinned", ["areas/990000/releases/000000000000", "0" * 64, "latest"])
def test_a_release_that_is_not_held_cannot_be_pinned(pinned: str) -> None:
    catalogue = Catalogue()
    catalogue.publish((release(),))
    with pytest.raises(UnknownReleaseError) as refused:
        catalogue.find("990000", pinned, DAY)
    assert refused.value.metadata == {"release": pinned}


def test_four_are_kept_and_the_oldest_goes() -> None:
    catalogue = Catalogue()
    made = [release(36 + number) for number in range(MAX_KEPT + 1)]
    for each in made:
        catalogue.publish((each,))
    assert MAX_KEPT == 4
    assert catalogue.held("990000", made[0].digest) is None
    with pytest.raises(UnknownReleaseError):
        catalogue.find("990000", made[0].name, DAY)
    for each in made[1:]:
        assert catalogue.find("990000", each.name, DAY) is each


def test_publishing_the_same_again_puts_out_no_other() -> None:
    catalogue = Catalogue()
    made = [release(36 + number) for number in range(MAX_KEPT)]
    for each in (*made, release(36), release(36)):
        catalogue.publish((each,))
    for each in made:
        assert catalogue.held("990000", each.digest) is not None
    assert catalogue.find("990000", "", DAY).digest == made[0].digest, "back in force"


def test_areas_are_apart_and_published_together() -> None:
    catalogue = Catalogue()
    here, there = release(38), release(38, "990001")
    catalogue.publish((here, there))
    assert catalogue.areas == ("990000", "990001")
    assert catalogue.find("990001", "", DAY) is there
    with pytest.raises(UnknownAreaError) as refused:
        catalogue.find("990002", "", DAY)
    assert refused.value.metadata == {"area_code": "990002"}
    with pytest.raises(UnknownReleaseError):
        catalogue.find("990001", here.name, DAY)


def test_what_has_been_in_force_is_held_behind_what_is() -> None:
    catalogue = Catalogue()
    made = [release(36 + number) for number in range(MAX_KEPT + 1)]
    catalogue.publish((made[0],))
    for each in made[1:]:
        catalogue.keep((each, release(38, "990001")))
    assert catalogue.find("990000", "", DAY) is made[0]
    assert [catalogue.held("990000", each.digest) is each for each in made] == [True] * MAX_KEPT + [False]
    assert catalogue.find("990001", "", DAY).digest == release(38, "990001").digest


def test_while_earlier_releases_are_expected_none_is_said_to_be_unknown() -> None:
    catalogue = Catalogue()
    first, second, third = release(37), release(38), release(39)
    catalogue.expect(2)
    catalogue.publish((third,))
    assert catalogue.find("990000", "", DAY) is third
    catalogue.keep((second,))
    assert catalogue.find("990000", second.name, DAY) is second
    with pytest.raises(NotReadyError):
        catalogue.find("990000", first.name, DAY)
    with pytest.raises(NotReadyError):
        catalogue.find("990001", "", DAY)
    with pytest.raises(NotReadyError):
        catalogue.snapshot().find("990000", first.name, DAY)
    catalogue.keep(())
    with pytest.raises(UnknownReleaseError):
        catalogue.find("990000", first.name, DAY)
    with pytest.raises(UnknownAreaError):
        catalogue.find("990001", "", DAY)


def test_a_snapshot_stays_as_it_was() -> None:
    catalogue = Catalogue()
    first, second = release(38), release(39)
    catalogue.publish((first,))
    before = catalogue.snapshot()
    catalogue.publish((second, release(38, "990001")))
    assert before.find("990000", "", DAY) is first
    assert before.areas == ("990000",)


@pytest.mark.parametrize(
    ("day", "in_force"),
    [(date(2024, 12, 31), False), (date(2025, 1, 1), True), (date(2026, 6, 30), True), (date(2026, 7, 1), False)],
)
def test_rules_are_in_force_from_their_first_day_until_before_their_last(day: date, *, in_force: bool) -> None:
    made = release()
    rules = replace(made.rules, effective_until=date(2026, 7, 1))
    catalogue = Catalogue()
    catalogue.publish((Release(rules, made.digest, made.deciders),))
    if in_force:
        assert catalogue.find("990000", "", day).rules is rules
        return
    with pytest.raises(NotInForceError) as refused:
        catalogue.find("990000", "", day)
    assert refused.value.metadata == {
        "as_of_date": str(day), "effective_from": "2025-01-01", "effective_until": "2026-07-01",
    }  # fmt: skip


def test_a_pinned_release_must_be_in_force_as_well() -> None:
    catalogue = Catalogue()
    made = release()
    catalogue.publish((made,))
    with pytest.raises(NotInForceError):
        catalogue.find("990000", made.name, date(2024, 12, 31))


def test_a_disease_is_found_whatever_its_case_spaces_and_width() -> None:
    held = release(38)
    decider = held.deciders[0]
    code = decider.entry.code
    wide = "".join(chr(ord(each) + 0xFEE0) for each in code)
    for written in (code, f" {code} ", code.lower(), wide):
        assert held.find(written, DAY) is decider
    assert held.find(f"{code}0", DAY) is None


def test_of_several_releases_in_force_the_day_chooses() -> None:
    catalogue, first, later = Catalogue(), release(37), release(38)
    july = date(2026, 7, 1)
    catalogue.publish((first, later), applies_from={("990000", later.digest): july})
    assert catalogue.find("990000", "", date(2026, 6, 30)) is first
    assert catalogue.find("990000", "", july) is later
    assert catalogue.find("990000", first.digest, july) is first, "pinned"
    assert catalogue.newest("990000") is later
    assert catalogue.snapshot().find("990000", "", date(2026, 6, 30)) is first
    catalogue.publish((later,), applies_from={("990000", later.digest): july})
    with pytest.raises(NotInForceError, match="2026-07-01"):
        catalogue.find("990000", "", date(2026, 6, 30))
    assert catalogue.find("990000", first.digest, date(2026, 6, 30)) is first, "held still"
