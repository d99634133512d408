import pytest

from chronicare.diagnostics import Edit
from chronicare.formats.spelling import nearest, suggest, surely

KNOWN = ["编码", "名称", "英文名", "effective_from"]


@pytest.mark.parametrize(
    ("word", "expected"),
    [("编号", "编码"), ("名字", "名称"), ("effective_form", "effective_from"), ("甲乙", None), ("", None)],
)
def test_nearest(word: str, expected: str | None) -> None:
    assert nearest(word, KNOWN) == expected


@pytest.mark.parametrize(
    ("word", "known", "expected"),
    [
        ("disease_code", ["area_code", "release", "request_id"], None),
        ("header", ["area_code", "release"], None),
        ("as_of", ["as_of_date", "area_code"], "as_of_date"),
        ("diseases_codes", ["disease_codes", "area_code"], "disease_codes"),
    ],
)
def test_latin_words_must_be_more_alike(word: str, known: list[str], expected: str | None) -> None:
    assert nearest(word, known) == surely(word, known) == expected


def test_of_several_as_like_none_is_proposed() -> None:
    """Which level is meant by 贰级 cannot be told from its letters; a word that begins alike is more like."""
    levels = ["一级", "二级", "三级"]
    assert suggest("贰级", levels).zh == "可写：一级、二级、三级"
    assert suggest("名字", ["别名", "名称"]) == ("是不是「名称」？", "did you mean '名称'?", Edit("名字", "名称"))


def test_where_nothing_is_near_all_are_named() -> None:
    assert suggest("甲乙", KNOWN[:2]).zh == "可写：编码、名称"
    assert suggest("编号", KNOWN).en == "did you mean '编码'?"
