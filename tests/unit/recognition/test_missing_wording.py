from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chronicare.diagnostics import Language
from chronicare.recognition.missing_wording import NamedChoice, choices_text, condensed

ZH, EN = Language.ZH, Language.EN


def one(*names: str) -> NamedChoice:
    return (1, names)


@pytest.mark.parametrize(
    ("choices", "text"),
    [
        ([one("甲"), one("乙")], "甲和乙"),
        ([one("甲"), one("乙"), one("丙")], "甲、乙和丙"),
        ([(2, ("甲", "乙", "丙"))], "甲、乙、丙任选 2 项"),
        ([one("丁"), (2, ("甲", "乙", "丙"))], "丁，另加（甲、乙、丙任选 2 项）"),
        ([one("甲"), one("乙"), (1, ("丙", "丁"))], "甲和乙，另加（丙、丁任选其一）"),
        ([(2, ("甲", "乙"))], "甲和乙"),
    ],
)
def test_missing_sets_are_said_as_any_k_of_n(choices: list[NamedChoice], text: str) -> None:
    assert choices_text(choices, ZH) == text


@pytest.mark.parametrize(
    ("sets", "fewer"),
    [
        ([[one("甲")], [one("乙")], [one("丙")]], ["甲、乙、丙任选其一"]),
        ([[one("子"), one("甲")], [one("子"), one("乙")], [one("丙")]], ["子，另加（甲、乙任选其一）", "丙"]),
        (
            [[one(left), one(right)] for left in "甲乙" for right in "子丑寅"],
            ["（甲、乙任选其一），另加（子、丑、寅任选其一）"],
        ),
        ([[one("甲"), one("乙")], [one("丙"), one("丁")]], ["甲和乙", "丙和丁"]),
        ([[(2, ("甲", "乙", "丙"))]], ["甲、乙、丙任选 2 项"]),
    ],
)
def test_sets_that_differ_in_one_finding_are_said_together(sets: list[list[NamedChoice]], fewer: list[str]) -> None:
    assert [choices_text(each, ZH) for each in condensed(sets)] == fewer


@given(st.sets(st.frozensets(st.sampled_from("甲乙丙子丑"), min_size=1, max_size=3), min_size=1, max_size=8))
def test_said_together_or_apart_they_are_the_same_sets(sets: set[frozenset[str]]) -> None:
    given_sets = [tuple(one(name) for name in sorted(each)) for each in sorted(sets, key=sorted)]
    told = [frozenset(names) for each in condensed(given_sets) for names in product(*(listed for _, listed in each))]
    assert sorted(map(sorted, told)) == sorted(map(sorted, sets))
