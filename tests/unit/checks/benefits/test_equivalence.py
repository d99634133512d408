"""Equivalence of tables: what is proved to make no difference, whatever the facts."""

import pytest
from unit.benefits.written import vocabulary
from unit.checks.benefits.written import rules_with

from chronicare.checks.benefits.equivalence import tables_differ
from chronicare.program.decision_table import HitPolicy


@pytest.mark.parametrize(
    ("hit", "one", "other", "differ"),
    [
        ("FIRST", "职工,1 元\n-,2 元\n", "职工,1 元\n居民,2 元\n", False),
        ("FIRST", "职工,1 元\n-,2 元\n", "职工,1 元\n居民,3 元\n", True),
        ("FIRST", "职工,1 元\n居民,2 元\n", "居民,2 元\n职工,1 元\n", False),
        ("FIRST", "-,1 元\n居民,2 元\n", "居民,2 元\n-,1 元\n", True),
        ("FIRST", "-,1 元\n居民,2 元\n", "-,1 元\n", False),
        ("COLLECT MAX", "职工,1 元\n-,2 元\n", "-,2 元\n", False),
        ("COLLECT MAX", "职工,3 元\n-,2 元\n", "-,2 元\n", True),
        ("COLLECT MAX", "职工,无此待遇\n-,2 元\n", "-,无此待遇\n-,2 元\n", False),  # there is a number in any case
        ("COLLECT MAX", "职工,无此待遇\n职工,2 元\n", "-,无此待遇\n职工,2 元\n", True),  # residents had no row
        ("COLLECT MAX", "职工,未公布\n-,2 元\n", "-,未公布\n-,2 元\n", True),
        ("COLLECT MAX", "职工,未公布\n-,不限\n", "-,未公布\n-,不限\n", False),
        ("COLLECT MAX", "职工,不限\n-,未公布\n", "-,未公布\n", True),
        ("COLLECT MIN", "职工,1 元\n-,2 元\n", "-,2 元\n", True),
        ("UNIQUE", "职工,1 元\n居民,无此待遇\n", "职工,1 元\n", True),
    ],
)
def test_whether_two_versions_differ(hit: str, one: str, other: str, *, differ: bool) -> None:
    versions = [rules_with(hit, f"入：险种,出：应扣\n{text}").tables["表"] for text in (one, other)]
    assert tables_differ((versions[0], {}), (versions[1], {}), vocabulary()) is differ


@pytest.mark.parametrize(
    ("hit", "one", "other", "differ"),
    [
        ("PRIORITY", "-,,门诊\n职工,,住院\n", "职工,,住院\n-,,门诊\n", False),
        ("PRIORITY", "-,,门诊\n职工,,住院\n", "居民,,门诊\n职工,,住院\n", False),
        ("PRIORITY", "-,,住院\n职工,,门诊\n", "-,,门诊\n职工,,住院\n", True),
        ("RULE ORDER", "-,,门诊\n职工,,住院\n", "职工,,住院\n-,,门诊\n", True),
        ("RULE ORDER", "-,,门诊\n-,,门诊\n", "-,,门诊\n", True),
        ("COLLECT", "-,,门诊\n-,,门诊\n", "-,,门诊\n", False),
        ("OUTPUT ORDER", "-,,门诊\n职工,,住院\n", "职工,,住院\n-,,门诊\n", False),
        ("RULE ORDER", "职工,,门诊\n-,是,住院\n", "职工,,门诊\n-,,住院\n", True),
        ("FIRST", "职工,,门诊\n-,是,住院\n", "职工,,门诊\n-,,住院\n", False),
        ("UNIQUE", "职工,,门诊\n-,是,住院\n", "职工,,门诊\n居民,,住院\n", False),
        ("UNIQUE", "职工,,门诊\n-,是,住院\n", "职工,,门诊\n-,是,单列\n", True),
    ],
)
def test_rows_in_order_and_what_is_left(hit: str, one: str, other: str, *, differ: bool) -> None:
    name = "各处" if HitPolicy(hit).gives_lists else "结算类别"
    versions = [rules_with(hit, f"入：险种,其余,出：{name}\n{text}").tables["表"] for text in (one, other)]
    assert tables_differ((versions[0], {}), (versions[1], {}), vocabulary()) is differ


def test_readings_are_compared_one_by_one() -> None:
    head = "入：险种,出：应扣,开关,读法\n"
    one, other = (
        rules_with("UNIQUE", head + text).tables["表"]
        for text in ("-,1 元,开,甲\n-,2 元,开,乙\n", "-,2 元,开,乙\n-,1 元,开,甲\n")
    )
    assert not tables_differ((one, {}), (other, {}), vocabulary())
    swapped = rules_with("UNIQUE", head + "-,2 元,开,甲\n-,1 元,开,乙\n").tables["表"]
    assert tables_differ((one, {}), (swapped, {}), vocabulary())


def test_beyond_the_parts_allowed_nothing_is_proved() -> None:
    table = rules_with("FIRST", "入：险种,出：应扣\n职工,1 元\n-,2 元\n").tables["表"]
    assert tables_differ((table, {}), (table, {}), vocabulary(), most_parts=1)
    assert not tables_differ((table, {}), (table, {}), vocabulary())
