from fractions import Fraction

import pytest

from chronicare.cells.types import Conversion, Quantity
from chronicare.cells.units import accepted_units, find_conversion, principal_spelling, split_power_of_ten
from chronicare.diagnostics import Text

SAME = Conversion(Fraction(1), Fraction(0))
DIVIDED = Conversion(Fraction(1, 18), Fraction(0))
GLUCOSE = Quantity(
    "葡萄糖浓度", "mmol/L", ("mmol/L", "mg/dL"), {"mmol/L": SAME, "毫摩尔/升": SAME, "mg/dL": DIVIDED, "mg %": DIVIDED}
)


@pytest.mark.parametrize(
    ("written", "conversion"),
    [
        ("mmol/L", SAME),
        ("ｍｍｏｌ／Ｌ", SAME),
        ("毫摩尔/升", SAME),
        ("mg/ dL", DIVIDED),
        ("mg%", DIVIDED),
        ("mmol/l", SAME),
        ("MMOL/L", SAME),
        ("mmol·L⁻¹", SAME),
        ("mg·dl-1", DIVIDED),
        ("毫克/分升", DIVIDED),
        ("umol/L", None),
        ("mcmol/L", None),
        ("pg/dL", None),
        ("mol/L", None),
        ("kPa", None),
        ("", None),
    ],
)
def test_a_unit_is_found_in_any_accepted_spelling(written: str, conversion: Conversion | None) -> None:
    assert find_conversion(GLUCOSE, written) == conversion


@pytest.mark.parametrize(
    ("written", "principal"),
    [("mmol/L", "mmol/L"), ("毫摩尔/升", "mmol/L"), ("mg%", "mg/dL"), ("ｍｇ／ｄＬ", "mg/dL")],
)
def test_the_principal_spelling(written: str, principal: str) -> None:
    assert principal_spelling(GLUCOSE, written) == principal


def test_of_units_that_convert_alike_an_alias_keeps_to_its_own() -> None:
    units = {"μg/L": SAME, "微克/升": SAME, "ng/mL": SAME, "纳克/毫升": SAME, "mg/L": DIVIDED}
    ferritin = Quantity("铁蛋白浓度", "μg/L", ("μg/L", "ng/mL", "mg/L"), units)
    assert [principal_spelling(ferritin, unit) for unit in units] == ["μg/L", "μg/L", "ng/mL", "ng/mL", "mg/L"]


def test_an_alias_out_of_place_goes_to_the_first_that_converts_alike() -> None:
    mixed = Quantity("量", "g", ("g", "mg"), {"g": SAME, "mg": DIVIDED, "克": SAME})
    assert principal_spelling(mixed, "克") == "g"


def test_a_spelling_that_converts_like_no_accepted_unit_stays() -> None:
    odd = Quantity("量", "g", ("g",), {"g": SAME, "两": Conversion(Fraction(50), Fraction(0))})
    assert principal_spelling(odd, "两") == "两"


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        ("10^4 IU/mL", ("10^4", Fraction(10_000), "IU/mL")),
        ("10⁻³g", ("10^-3", Fraction(1, 1000), "g")),
        ("10^4", ("10^4", Fraction(10_000), "")),
        ("g", None),
        ("10^1234567 g", None),
    ],
)
def test_a_power_of_ten_before_a_unit(written: str, parts: tuple[str, Fraction, str] | None) -> None:
    split = split_power_of_ten(written)
    assert split == parts


def test_a_spelling_that_may_be_either_of_two_units_is_neither() -> None:
    both = Quantity("量", "mU/L", ("mU/L", "MU/L"), {"mU/L": SAME, "MU/L": DIVIDED})
    assert find_conversion(both, "mU/l") == SAME
    assert find_conversion(both, "MU/l") == DIVIDED
    odd = Quantity("量", "g/L", ("g/L", "G/L"), {"g/L": SAME, "G/L": DIVIDED})
    assert find_conversion(odd, "g/l") is None


@pytest.mark.parametrize(("written", "principal"), [("ug/l", "μg/L"), ("NG/ML", "ng/mL"), ("毫克/升", "mg/L")])
def test_the_principal_spelling_of_one_that_is_in_no_table(written: str, principal: str) -> None:
    units = {"μg/L": SAME, "微克/升": SAME, "ng/mL": SAME, "mg/L": DIVIDED}
    assert principal_spelling(Quantity("铁蛋白浓度", "μg/L", ("μg/L", "ng/mL", "mg/L"), units), written) == principal


@pytest.mark.parametrize(
    ("quantity", "hint"),
    [
        (GLUCOSE, Text("可用单位：mmol/L、mg/dL", "accepted units: mmol/L, mg/dL")),
        (None, Text("不写单位", "write no unit")),
    ],
)
def test_the_hint_names_what_is_accepted(quantity: Quantity | None, hint: Text) -> None:
    assert accepted_units(quantity) == hint
