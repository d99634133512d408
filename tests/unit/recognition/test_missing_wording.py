import pytest

from chronicare.diagnostics import Language
from chronicare.recognition.condensing import Pick, condensed
from chronicare.recognition.missing_wording import choices_text

ZH, EN = Language.ZH, Language.EN


def one(*names: str) -> Pick:
    return Pick(1, names)


@pytest.mark.parametrize(
    ("choices", "text"),
    [
        ([one("甲"), one("乙")], "甲和乙"),
        ([one("甲"), one("乙"), one("丙")], "甲、乙和丙"),
        ([Pick(2, ("甲", "乙", "丙"))], "甲、乙、丙任选 2 项"),
        ([one("丁"), Pick(2, ("甲", "乙", "丙"))], "丁，另加（甲、乙、丙任选 2 项）"),
        ([one("甲"), one("乙"), Pick(1, ("丙", "丁"))], "甲和乙，另加（丙、丁任选其一）"),
        ([Pick(2, ("甲", "乙"))], "甲和乙"),
    ],
)
def test_missing_sets_are_said_as_any_k_of_n(choices: list[Pick], text: str) -> None:
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
        ([[Pick(2, ("甲", "乙", "丙"))]], ["甲、乙、丙任选 2 项"]),
    ],
)
def test_sets_that_differ_in_one_finding_are_said_together(sets: list[list[Pick]], fewer: list[str]) -> None:
    assert [choices_text(each, ZH) for each in condensed(sets)] == fewer
