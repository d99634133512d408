import pytest
from hypothesis import given
from hypothesis import strategies as st

from chronicare.cells.unit_spelling import loose_unit


@pytest.mark.parametrize(
    "spellings",
    [
        ("mmol/L", "mmol/l", "MMOL/L", "mmol·L-1", "mmol*L-1", "mmol·L⁻¹", "mmol L-1", "mmol.L^-1", "毫摩尔/升"),
        ("μmol/L", "umol/L", "mcmol/L", "UMOL/L", "µmol/l", "微摩尔/升", "μmol·L-1"),
        ("g/24h", "g/24hr", "g/24hrs", "G/24H", "克/24小时", "g/24 小时", "g/d", "g/日", "g/天", "g/day", "g·d-1"),
        ("mg/dL", "mg/dl", "MG/DL", "毫克/分升", "mg·dL⁻¹"),
        ("ng/mL", "NG/ML", "ng/ml", "纳克/毫升"),
        ("pg/mL", "皮克/毫升"),
        ("μg/L", "ug/L", "mcg/L", "微克/升"),
        ("IU/mL", "iu/ml", "国际单位/毫升", "IU·mL-1"),
        ("U/L", "u/l", "单位/升"),
        ("μIU/mL", "uIU/mL", "µIU/ml", "mcIU/mL"),
        ("mL/(min·1.73m²)", "ml/min/1.73m2", "mL/min·1.73m²", "mL·min-1·1.73m-2", "ml/min per 1.73m²"),
        ("10^9/L", "10⁹/L", "×10^9/l", "10^9·L-1", "10E9/L"),
        ("mL/s", "ml/秒", "毫升/秒", "ml/sec"),
        ("cm/m²", "cm/m2", "CM/M2"),
    ],
)
def test_spellings_of_one_unit(spellings: tuple[str, ...]) -> None:
    assert {loose_unit(each) for each in spellings} == {loose_unit(spellings[0])}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("mmol/L", "μmol/L"),
        ("mmol/L", "mcmol/L"),
        ("mmol/L", "mol/L"),
        ("mU/L", "MU/L"),
        ("mIU/L", "MIU/L"),
        ("mU/L", "μU/L"),
        ("mPa", "MPa"),
        ("g/24h", "g/h"),
        ("g/24h", "g/2d"),
        ("g/L", "g/mL"),
        ("g/L", "g·L"),
        ("mg", "μg"),
        ("pg/mL", "U/mL"),
        ("mL/min", "mL/(min·1.73m²)"),
        ("mL/min", "mL/s"),
        ("10^9/L", "10^12/L"),
        ("μL", "UI"),
        ("min", "m"),
    ],
)
def test_units_that_stay_apart(one: str, other: str) -> None:
    assert loose_unit(one) != loose_unit(other)


@given(st.text("mMuUgGlLhd/·*-1249^²⁻ .()克升小时", max_size=12))
def test_any_text_has_a_spelling(text: str) -> None:
    assert loose_unit(text) == loose_unit(f" {text} ")
