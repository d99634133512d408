"""The catalogue of diseases: codes and names that areas share, of which an area says which it has."""

from dataclasses import replace

import pytest
from unit.compiler.written import FROM_2025, codes, folder

from chronicare.compiler import compile_vocabulary
from chronicare.compiler.catalogue import disease_levels, diseases_of
from chronicare.compiler.layers import lay_over
from chronicare.diagnostics import Diagnostics
from chronicare.tables import RuleFolder

NATIONAL = """\
编码,名称,英文名,别名,上级,类别
M1,高血压,hypertension,血压高,,慢病
M2,透析,dialysis,,,特病
M3,狼疮,lupus,,,
M31,红斑狼疮,systemic lupus,,M3,慢病
M32,其他狼疮,,,M3,慢病
"""
LEVELS = "值表,有先后,值\n类别,否,慢病\n类别,否,特病\n"
TERMS = """\
代码,名称,英文名,类型,单次或多次,量或值表
disease,本次病种,disease,代码,单次,病种
disease_class,病种类别,class,代码,单次,类别
"""
IMPLIED = "所见,条件,推出,值\n本次病种,-,病种类别,类别\n"
WORDS = {"levels": LEVELS, "terms": TERMS, "implied": IMPLIED}


def laid(*layers: dict[str, str], **own: str) -> tuple[RuleFolder, Diagnostics]:
    """Lay an area with its ``own`` tables over ``layers``; return what holds in it."""
    found = Diagnostics()
    area = folder(found, FROM_2025, "990000", **own)
    area = replace(area, manifest=replace(area.manifest, file="990000/manifest.yaml"))
    lower = [folder(found, (None, None), "", **layer) for layer in layers]
    return lay_over([*lower, area], found), found


def levels(folder: RuleFolder) -> dict[str, str]:
    return {each.value: each.name.zh for each in disease_levels(folder)}


ALL = {"M1": "高血压", "M2": "透析", "M31": "红斑狼疮", "M32": "其他狼疮"}


def test_an_area_that_says_nothing_of_diseases_has_all_there_are() -> None:
    made, found = laid({"diseases": NATIONAL})
    assert codes(found) == []
    assert levels(made) == ALL, "M3 has kinds, and is none"
    assert [each.name.en for each in disease_levels(made)] == ["hypertension", "dialysis", "systemic lupus", "其他狼疮"]


def test_an_area_says_which_it_has_and_what_it_calls_them() -> None:
    made, found = laid({"diseases": NATIONAL}, diseases="编码,名称,出处,原文\nM2,尿毒症透析,1-1,透析\nM1,,,\n")
    assert codes(found) == []
    assert levels(made) == {"M1": "高血压", "M2": "尿毒症透析"}
    (level,) = (each for each in disease_levels(made) if each.value == "M1")
    assert level.aliases == ("血压高",)


def test_an_area_may_have_a_disease_of_its_own() -> None:
    own = "编码,名称,出处,原文\nX9,地方病,1-1,地方病\n"
    assert levels(laid({"diseases": NATIONAL}, diseases=own)[0]) == {"X9": "地方病"}


def test_a_row_of_ones_own_needs_its_clause() -> None:
    assert codes(laid({"diseases": NATIONAL}, diseases="编码,名称,出处,原文\nX9,地方病,,\n")[1]) == [
        ("EMPTY_REQUIRED_CELL", "diseases.csv:C2"),
        ("EMPTY_REQUIRED_CELL", "diseases.csv:D2"),
    ]


ENTRIES = "编码,名称,英文名,上级,类别\nM2,门诊透析,dialysis,,特病\nM4,肺病,lung,,慢病\nM41,慢阻肺,copd,M4,慢病\n"


def test_what_an_area_recognises_are_its_diseases() -> None:
    assert levels(laid({"diseases": NATIONAL}, entries=ENTRIES)[0]) == {"M2": "门诊透析", "M41": "慢阻肺"}


def test_an_entry_takes_its_names_from_the_catalogue_and_adds_its_own() -> None:
    """M3 is the parent only where it is an entry too; the clause stays that of the area."""
    entries = "编码,名称,别名,类别\nM1,,高压,慢病\nM2,门诊透析,,特病\nM31,,,慢病\nM3,狼疮病,,慢病\n"
    made, found = laid({"diseases": NATIONAL}, entries=entries)
    assert codes(found) == []
    rows = {row.text("code"): row for table in made.of_kind("entries") for row in table}
    said = {code: [row.text(each) for each in ("name", "name_en", "aliases", "parent")] for code, row in rows.items()}
    assert said == {
        "M1": ["高血压", "hypertension", "高压;血压高", ""],
        "M2": ["门诊透析", "dialysis", "透析", ""],
        "M31": ["红斑狼疮", "systemic lupus", "", "M3"],
        "M3": ["狼疮病", "lupus", "狼疮", ""],
    }
    alone = laid({"diseases": NATIONAL}, entries=entries[: entries.index("M3,")])[0]
    assert [row.text("parent") for table in alone.of_kind("entries") for row in table] == ["", "", ""]


def test_an_entry_that_nothing_names_is_told() -> None:
    assert codes(laid({"diseases": NATIONAL}, entries="编码,名称,类别\nM9,,慢病\n")[1]) == [
        ("EMPTY_REQUIRED_CELL", "entries.csv:B2")
    ]


def test_a_catalogue_below_is_a_list_of_codes_and_an_area_cites_which_it_has() -> None:
    unsourced = "编码,名称,出处,原文\nM1,高血压,,\n"
    assert codes(laid({"diseases": unsourced})[1]) == []
    assert codes(laid({"diseases": unsourced}, diseases="编码,出处,原文\nM1,,\n")[1]) == [
        ("EMPTY_REQUIRED_CELL", "diseases.csv:B2"),
        ("EMPTY_REQUIRED_CELL", "diseases.csv:C2"),
    ]


def test_an_area_may_settle_more_than_it_recognises() -> None:
    made, found = laid({"diseases": NATIONAL}, diseases="编码\nM1\n", entries=ENTRIES)
    assert codes(found) == []
    assert levels(made) == {"M1": "高血压", "M2": "门诊透析", "M41": "慢阻肺"}


def test_a_disease_hidden_in_between_is_in_no_area() -> None:
    made, found = laid({"diseases": NATIONAL}, {"diseases": "编码,隐藏\nM32,是\nM1,是\n"})
    assert codes(found) == []
    assert levels(made) == {"M2": "透析", "M31": "红斑狼疮"}


def test_without_any_disease_the_terms_of_them_stand() -> None:
    made, found = laid(WORDS)
    vocabulary = compile_vocabulary(made, found)
    assert codes(found) == []
    assert (vocabulary.level_sets["病种"].levels, diseases_of(made)) == ((), ())


def test_the_class_of_a_disease_follows_from_the_catalogue() -> None:
    made, found = laid({**WORDS, "diseases": NATIONAL})
    vocabulary = compile_vocabulary(made, found)
    assert codes(found) == []
    assert [each.value for each in vocabulary.implications] == ["慢病", "特病", "慢病", "慢病"]


@pytest.mark.parametrize("cls", ["慢特病", "门诊"])
def test_a_class_is_one_there_is(cls: str) -> None:
    made, found = laid({**WORDS, "diseases": NATIONAL}, diseases=f"编码,类别\nM1,{cls}\n")
    compile_vocabulary(made, found)
    assert codes(found) == [("UNKNOWN_NAME", "diseases.csv:B2")]
