"""A term of the area that nothing names is left over, or somebody has written another name for it."""

from dataclasses import replace

import pytest
from unit.compiler.written import codes, folder

from chronicare.checks.tables.unused_names import check_unused
from chronicare.diagnostics import WITHOUT_ROW, Diagnostics

FINDINGS = "代码,名称,英文名,类型,单次或多次,别名\nfever,发热,fever,是否,单次,发烧\ncough,咳嗽,cough,是否,单次,\n"


def told(**tables: str) -> Diagnostics:
    diagnostics = Diagnostics()
    read = folder(diagnostics, findings=FINDINGS, **tables)
    assert diagnostics.sorted() == ()
    own = tuple(replace(each, layer=read.manifest.folder) for each in read.tables)
    check_unused(replace(read, tables=own), diagnostics)
    return diagnostics


@pytest.mark.parametrize("named", ["发热", "fever", "发烧"])
def test_a_finding_that_a_table_names_is_used(named: str) -> None:
    assert codes(told(criteria=f"病种,编号,所见,条件\nT1,1,{named},是\nT1,2,咳嗽,是\n")) == []


def test_one_that_only_sentences_name_is_told_with_its_row() -> None:
    criteria = "病种,编号,所见,条件,出处,原文\nT1,1,咳嗽,是,1-1,咳嗽并发热\n"
    (found,) = (diagnostics := told(criteria=criteria)).sorted()
    assert codes(diagnostics) == [("NAME_NOT_USED", "findings.csv:B2")]
    assert found.edit == WITHOUT_ROW
    assert not found.is_error


def test_what_a_layer_has_is_for_others_to_use() -> None:
    diagnostics = Diagnostics()
    read = folder(diagnostics, findings=FINDINGS)
    check_unused(replace(read, tables=tuple(replace(each, layer="national") for each in read.tables)), diagnostics)
    assert codes(diagnostics) == []
