"""Conversions of units beside their notes."""

import pytest
from unit.compiler.written import words

from chronicare.checks.tables.unit_notes import check_notes
from chronicare.compiler import AreaRules, compile_vocabulary
from chronicare.diagnostics import Diagnostics, Text

HEAD = "量,单位,换算,别名,说明\n年龄,岁,1,,\n酶,U/L,1,,\n压,mmHg,1,,\n温,°C,1,,\n糖,mmol/L,1,,\n"


def told(conversion: str, note: str) -> list[str]:
    diagnostics = Diagnostics()
    read = words(diagnostics, units=f"{HEAD}糖,mg/dL,{conversion},mg%,{note}\n")
    vocabulary = compile_vocabulary(read, diagnostics)
    assert diagnostics.sorted() == ()
    check_notes(read, AreaRules("990000", Text("", ""), "1", None, None, (), vocabulary, ()), diagnostics)
    assert {each.code.name for each in diagnostics.sorted()} <= {"NOTE_SAYS_OTHERWISE"}
    assert not diagnostics.has_errors
    return [str(each.where).partition("「")[0] for each in diagnostics.sorted()]


@pytest.mark.parametrize(
    ("conversion", "note"),
    [
        ("÷18", "1 mmol/L = 18 mg/dL"),
        ("÷18", "18 mg% = 1 mmol/L（近似）"),
        ("×18", "常用单位"),
        ("×18", "1 mmol/L = 18 mg/24h"),
    ],
)
def test_a_note_that_agrees_or_says_nothing(conversion: str, note: str) -> None:
    assert told(conversion, note) == []


@pytest.mark.parametrize(("conversion", "note"), [("×18", "1 mmol/L = 18 mg/dL"), ("÷1.8", "1 mmol/L = 18 mg/dL")])
def test_a_conversion_that_is_not_what_its_note_says(conversion: str, note: str) -> None:
    assert told(conversion, note) == ["units.csv:C7"]
