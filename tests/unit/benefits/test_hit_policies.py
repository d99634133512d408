"""What the matching rows of a table come to together, and why they come to nothing."""

from datetime import date
from fractions import Fraction

import pytest
from unit.benefits.written import RESIDENT, STAFF, asked

from chronicare.benefits.unknowns import FactNeededError
from chronicare.cells.values import Given
from chronicare.program.formula import NoValue

BY_YEARS = "入：参保年数,出：应扣\n≥ 3,30 元\n≥ 1,10 元\n≥ 5,无此待遇\n≥ 2,20 元\n"


@pytest.mark.parametrize(
    ("hit", "years", "expected"),
    [
        ("FIRST", 9, 30),
        ("FIRST", 2, 10),
        ("FIRST", 0, None),
        ("COLLECT MAX", 9, 30),
        ("COLLECT MAX", 2, 20),
        ("COLLECT MAX", 0, None),
        ("COLLECT MIN", 9, 10),
        ("COLLECT MIN", 2, 10),
        ("COLLECT MIN", 0, None),
        ("COLLECT SUM", 9, 60),
        ("COLLECT SUM", 2, 30),
        ("COLLECT SUM", 0, None),
    ],
)
def test_which_rows_give_the_output(hit: str, years: int, expected: int | None) -> None:
    assert asked(BY_YEARS, hit, {"years": years}).look_up("result") == expected


@pytest.mark.parametrize(
    ("hit", "years", "rows"),
    [
        ("COLLECT MAX", 9, ["2"]),
        ("COLLECT MAX", 2, ["5"]),
        ("COLLECT MIN", 9, ["3"]),
        ("COLLECT SUM", 9, ["2", "3", "4", "5"]),
    ],
)
def test_of_several_values_the_row_that_gave_the_one_used_is_told(hit: str, years: int, rows: list[str]) -> None:
    made = asked(BY_YEARS, hit, {"years": years})
    made.look_up("result")
    assert [row.row.id for row in made.applied_rows.values()] == rows


def test_of_several_rows_without_value_the_one_that_says_so_is_told() -> None:
    made = asked("入：险种,出：应扣\n-,7 元\n-,不限\n", "COLLECT MAX", dict(STAFF))
    assert made.look_up("result") is None
    assert [row.row.id for row in made.applied_rows.values()] == ["3"]


@pytest.mark.parametrize(("years", "expected"), [(9, 4), (4, 3), (1, 1), (0, None)])
def test_count_counts_rows_whatever_they_say(years: int, expected: int | None) -> None:
    text = "入：参保年数,出：项数\n≥ 3,1\n≥ 1,1\n≥ 5,无此待遇\n≥ 2,7\n"
    assert asked(text, "COLLECT COUNT", {"years": years}).look_up("number") == expected


@pytest.mark.parametrize(("years", "expected"), [(9, (30, 10)), (3, (30, 10)), (2, (10,)), (1, (10,)), (0, None)])
def test_collect_lists_each_value_once_in_order(years: int, expected: tuple[int, ...] | None) -> None:
    text = "入：参保年数,出：各项\n≥ 3,30 元\n≥ 1,10 元\n≥ 5,无此待遇\n≥ 2,2 × 5 元\n"
    assert asked(text, "COLLECT", {"years": years}).look_up("many") == expected


@pytest.mark.parametrize(("hit", "expected"), [("COLLECT MAX", date(2026, 3, 1)), ("COLLECT MIN", date(2025, 3, 1))])
def test_the_last_and_the_first_of_dates(hit: str, expected: date) -> None:
    text = "入：险种,出：待遇起始\n职工,2026-01-01\n职工,2025-03-01\n职工,2026-03-01\n"
    assert asked(text, hit, {"scheme": "职工"}).look_up("begins") == expected


@pytest.mark.parametrize(("facts", "expected"), [(STAFF, 7), (RESIDENT, 8)])
def test_unique_gives_the_row_that_matches(facts: dict[str, Given], expected: int) -> None:
    assert asked("入：险种,出：应扣\n职工,7 元\n居民,8 元\n", facts=facts).look_up("result") == expected


def test_any_gives_what_all_its_rows_say() -> None:
    text = "入：险种,入：公务员,出：应扣\n职工,-,7 元\n-,是,7 元\n"
    for scheme in ("职工", "居民"):
        assert asked(text, "ANY", {"scheme": scheme, "civil": True}).look_up("result") == 7
    assert asked(text, "ANY", {"scheme": "居民", "civil": False}).look_up("result") is None


@pytest.mark.parametrize(
    ("hit", "rows", "value", "word"),
    [
        ("COLLECT MAX", "-,7 元\n-,不限\n", None, NoValue.UNLIMITED),
        ("COLLECT MIN", "-,7 元\n-,不限\n", Fraction(7), None),
        ("COLLECT SUM", "-,7 元\n-,不限\n", None, NoValue.UNLIMITED),
        ("COLLECT MAX", "-,7 元\n-,未公布\n", None, NoValue.NOT_PUBLISHED),
        ("COLLECT SUM", "-,7 元\n-,未公布\n", None, NoValue.NOT_PUBLISHED),
        ("COLLECT MAX", "-,未公布\n-,不限\n", None, NoValue.UNLIMITED),
        ("COLLECT MAX", "-,7 元\n-,无此待遇\n", Fraction(7), None),
        ("COLLECT MAX", "-,无此待遇\n", None, NoValue.NO_ENTITLEMENT),
    ],
)
def test_words_among_the_values_that_are_brought_together(
    hit: str, rows: str, value: Fraction | None, word: NoValue | None
) -> None:
    made = asked(f"入：险种,出：应扣\n{rows}", hit, facts={"scheme": "居民"})
    assert made.look_up("result") == value
    assert made.absence("result").word is word


def test_an_empty_list_says_why() -> None:
    made = asked("入：险种,出：各项\n居民,未公布\n", "COLLECT", facts={"scheme": "居民"})
    assert (made.look_up("many"), made.absence("many").word) == (None, NoValue.NOT_PUBLISHED)


BY_PLACE = "入：参保年数,入：公务员,出：{}\n≥ 3,-,门诊\n≥ 1,-,单列\n-,是,住院\n≥ 2,-,门诊\n"
"""The set of values says: 住院, then 门诊, then 单列."""


@pytest.mark.parametrize(
    ("hit", "years", "civil", "expected"),
    [
        ("PRIORITY", 9, True, "住院"),
        ("PRIORITY", 9, False, "门诊"),
        ("PRIORITY", 1, False, "单列"),
        ("PRIORITY", 0, False, None),
        ("OUTPUT ORDER", 9, True, ("住院", "门诊", "门诊", "单列")),
        ("OUTPUT ORDER", 1, True, ("住院", "单列")),
        ("OUTPUT ORDER", 0, False, None),
        ("RULE ORDER", 9, True, ("门诊", "单列", "住院", "门诊")),
        ("RULE ORDER", 2, False, ("单列", "门诊")),
        ("RULE ORDER", 0, False, None),
        ("COLLECT", 9, True, ("门诊", "单列", "住院")),
    ],
)
def test_rows_by_the_priority_of_their_outputs_and_in_order(
    hit: str, years: int, civil: bool, expected: Given | None
) -> None:
    name, code = ("结算类别", "setting") if hit == "PRIORITY" else ("各处", "places")
    assert asked(BY_PLACE.format(name), hit, {"years": years, "civil": civil}).look_up(code) == expected


def test_of_several_outputs_the_first_with_a_set_of_values_goes_first() -> None:
    text = "入：险种,出：应扣,出：所定等级,出：结算类别\n-,1 元,二级,住院\n-,2 元,一级,门诊\n-,3 元,一级,住院\n"
    made = asked(text, "PRIORITY", dict(STAFF))
    assert (made.look_up("result"), made.look_up("grade"), made.look_up("setting")) == (3, 0, "住院")


def test_of_equal_priority_the_row_above_goes_first() -> None:
    text = "入：险种,出：应扣,出：结算类别\n-,1 元,门诊\n职工,2 元,住院\n-,3 元,住院\n"
    assert asked(text, "PRIORITY", dict(STAFF)).look_up("result") == 2
    assert asked(text, "PRIORITY", dict(RESIDENT)).look_up("result") == 3


def test_an_output_without_value_has_no_priority() -> None:
    text = "入：险种,出：结算类别\n-,无此待遇\n-,单列\n"
    assert asked(text, "PRIORITY", dict(STAFF)).look_up("setting") == "单列"


def test_what_goes_first_is_not_kept_waiting_by_what_comes_after() -> None:
    """Whether a row of lower priority matches makes no difference, so that nothing is asked for it."""
    text = "入：公务员,入：险种,出：结算类别\n是,-,单列\n-,职工,住院\n"
    assert asked(text, "PRIORITY", dict(STAFF)).look_up("setting") == "住院"
    with pytest.raises(FactNeededError):
        asked(text, "PRIORITY", dict(RESIDENT)).look_up("setting")


OTHERWISE = "入：参保年数,入：公务员,其余,出：{}\n≥ 3,-,,门诊\n≥ 5,是,,{}\n-,-,是,单列\n"


@pytest.mark.parametrize(
    ("hit", "years", "expected"),
    [
        ("FIRST", 9, "门诊"),
        ("FIRST", 0, "单列"),
        ("PRIORITY", 9, "住院"),
        ("PRIORITY", 0, "单列"),
        ("RULE ORDER", 9, ("门诊", "住院")),
        ("RULE ORDER", 4, ("门诊",)),
        ("RULE ORDER", 0, ("单列",)),
        ("OUTPUT ORDER", 9, ("住院", "门诊")),
        ("OUTPUT ORDER", 0, ("单列",)),
        ("COLLECT", 0, ("单列",)),
    ],
)
def test_what_is_left_where_no_other_row_matches(hit: str, years: int, expected: Given) -> None:
    several = isinstance(expected, tuple)
    name, code = ("各处", "places") if several else ("结算类别", "setting")
    facts: dict[str, Given] = {"years": years, "civil": True}
    assert asked(OTHERWISE.format(name, "住院"), hit, facts).look_up(code) == expected


def test_what_is_left_goes_with_unique_and_any_too() -> None:
    text = "入：险种,其余,出：应扣\n职工,,7 元\n-,是,8 元\n"
    for hit in ("UNIQUE", "ANY"):
        assert asked(text, hit, dict(STAFF)).look_up("result") == 7
        assert asked(text, hit, dict(RESIDENT)).look_up("result") == 8


def test_what_is_left_is_not_taken_while_another_row_may_match() -> None:
    text = "入：公务员,入：险种,其余,出：应扣\n是,职工,,7 元\n-,-,是,8 元\n"
    with pytest.raises(FactNeededError):
        asked(text, "UNIQUE", dict(STAFF)).look_up("result")
    assert asked(text, "UNIQUE", dict(RESIDENT)).look_up("result") == 8
