import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chronicare.cells.reading import read_limit, read_value
from chronicare.cells.types import CellType, ValueKind
from chronicare.cells.value_problem import MAX_CHARACTERS, ValueProblem
from chronicare.cells.values import Interval, Value
from chronicare.diagnostics import Code

Types = Mapping[str, CellType]
UNKNOWN = frozenset({"未做", "未回", "不详"})
ACUITY = CellType(ValueKind.NUMBER, low=Fraction(0), high=Fraction(3))


@pytest.mark.parametrize(
    ("name", "raw", "unit", "value", "text"),
    [
        ("glucose", 7, "mmol/L", Fraction(7), "7 mmol/L"),
        ("glucose", 7.0, "mmol/L", Fraction(7), "7 mmol/L"),
        ("glucose", 7.1, "mmol/L", Fraction(71, 10), "7.1 mmol/L"),
        ("glucose", 0.1 + 0.2, "mmol/L", Fraction("0.30000000000000004"), "0.30000000000000004 mmol/L"),
        ("glucose", Decimal("7.00"), "mmol/L", Fraction(7), "7.00 mmol/L"),
        ("glucose", Decimal("1E+1"), "mmol/L", Fraction(10), "10 mmol/L"),
        ("glucose", "7.10", "mmol/L", Fraction(71, 10), "7.10 mmol/L"),
        ("glucose", " ７．１ ", "ｍｍｏｌ／Ｌ", Fraction(71, 10), "7.1 ｍｍｏｌ／Ｌ"),
        ("glucose", 126, "mg/dL", Fraction(7), "126 mg/dL"),
        ("glucose", 126.0, "mg%", Fraction(7), "126 mg%"),
        ("glucose", "125.9", "mg/dL", Fraction(1259, 180), "125.9 mg/dL"),
        ("glucose", 0.1, "mmol/L", Fraction(1, 10), "0.1 mmol/L"),
        ("glucose", 100, "mmol/L", Fraction(100), "100 mmol/L"),
        ("protein", -1, "g", Fraction(-1), "-1 g"),
        ("protein", 3200, "mg", Fraction(16, 5), "3200 mg"),
        ("virus", 4, "log10 IU/mL", Fraction(10_000), "4 log10 IU/mL"),
        ("cells", 3.9, "×10⁹/L", Fraction(39, 10), "3.9 ×10⁹/L"),
        ("cells", 3900, "/μL", Fraction(39, 10), "3900 /μL"),
        ("warmth", "100.4", "℉", Fraction(38), "100.4 ℉"),
        ("share", 50, "%", Fraction(50), "50%"),
        ("score", 9, "", Fraction(9), "9"),
        ("density", "-2.5", "", Fraction(-5, 2), "-2.5"),
        ("yes", True, "", True, "是"),
        ("yes", False, "", False, "否"),
        ("yes", "阳性", "", True, "阳性"),
        ("yes", "无", "", False, "无"),
        ("yes", "TRUE", "", True, "TRUE"),
        ("class", "III", "", 2, "III"),
        ("class", "Ⅲ", "", 2, "Ⅲ"),
        ("class", "2级", "", 1, "2级"),
        ("grade", "1+", "", 2, "1+"),
        ("grade", 2, "", 3, "2"),
        ("grade", 2.0, "", 3, "2"),
        ("sort", "PACG", "", "闭角型", "PACG"),
        ("sort", "先天性（婴幼儿）", "", "先天性(婴幼儿)", "先天性（婴幼儿）"),
        ("day", "2025-11-01", "", date(2025, 11, 1), "2025-11-01"),
        ("day", "２０２５－１１－０１", "", date(2025, 11, 1), "2025-11-01"),
        ("day", date(2025, 11, 1), "", date(2025, 11, 1), "2025-11-01"),
        ("count", 3, "", 3, "3"),
        ("count", 3.0, "次", 3, "3 次"),
        ("count", "3", "", 3, "3"),
        ("count", 0, "", 0, "0"),
        ("titre", "1:80", "", Fraction(80), "1:80"),
        ("titre", "１：８０", "", Fraction(80), "1:80"),
        ("titre", 80, "", Fraction(80), "1:80"),
        ("titre", "80", "", Fraction(80), "1:80"),
    ],
)
def test_values(types: Types, name: str, raw: object, unit: str, value: Value, text: str) -> None:
    read = read_value(raw, unit, types[name], UNKNOWN)
    assert read == (value, text)
    assert type(read[0]) is type(value)


@pytest.mark.parametrize(
    ("name", "raw", "unit", "interval", "text"),
    [
        ("glucose", "<7.2", "mmol/L", (None, True, Fraction(36, 5), False), "< 7.2 mmol/L"),
        ("glucose", "＜ 7.2", "mmol/L", (None, True, Fraction(36, 5), False), "< 7.2 mmol/L"),
        ("glucose", "<126 mg/dL", "", (None, True, Fraction(7), False), "< 126 mg/dL"),
        ("glucose", "≥7", "mmol/L", (Fraction(7), True, None, True), "≥ 7 mmol/L"),
        ("glucose", "大于 7", "mmol/L", (Fraction(7), False, None, True), "> 7 mmol/L"),
        ("glucose", "不超过7", "mmol/L", (None, True, Fraction(7), True), "≤ 7 mmol/L"),
        ("glucose", "<1000", "mmol/L", (None, True, None, True), "< 1000 mmol/L"),
        ("titre", "<1:80", "", (None, True, Fraction(80), False), "< 1:80"),
        ("titre", "≥１：３２０", "", (Fraction(320), True, None, True), "≥ 1:320"),
    ],
)
def test_a_bound_is_what_lies_on_its_side(
    types: Types, name: str, raw: str, unit: str, interval: tuple[object, ...], text: str
) -> None:
    low, high = types[name].low, types[name].high
    if name == "titre":
        low = Fraction(1) if low is None else low
    read, given = read_value(raw, unit, types[name], UNKNOWN)
    assert isinstance(read, Interval)
    ends = (interval[0] or low, interval[1], interval[2] or high, interval[3])
    assert (tuple(read), given) == (ends, text)


@pytest.mark.parametrize(
    ("raw", "interval"), [("<3", (0, 2)), ("≤3", (0, 3)), (">3", (4, None)), ("≥ 3 次", (3, None)), ("不足 1", (0, 0))]
)
def test_a_bound_of_a_count_is_whole(types: Types, raw: str, interval: tuple[int, int | None]) -> None:
    read, _ = read_value(raw, "", types["count"], UNKNOWN)
    assert isinstance(read, Interval)
    assert read == Interval(Fraction(interval[0]), True, None if interval[1] is None else Fraction(interval[1]), True)


@pytest.mark.parametrize("dash", ["-", "—", "－", "–", " - "])
@pytest.mark.parametrize(
    "name", ["glucose", "cells", "tears", "score", "copies", "count", "titre", "day", "class", "sort"]
)
def test_a_dash_is_no_value(types: Types, name: str, dash: str) -> None:
    assert read_value(dash, "", types[name], UNKNOWN) == (None, dash.strip())


@pytest.mark.parametrize("name", ["glucose", "cells", "tears", "score", "protein", "count"])
@pytest.mark.parametrize("word", ["未检出", "阴性", "（－）", "未检测到", "negative"])
def test_nothing_found_is_no_value_of_what_everybody_has(types: Types, name: str, word: str) -> None:
    with pytest.raises(ValueProblem) as problem:
        read_value(word, "", types[name], UNKNOWN)
    assert problem.value.code is Code.BAD_VALUE
    assert "写「未做」" in problem.value.hint.zh


@pytest.mark.parametrize("word", ["阴性", "未检出", "(-)", "阴性（－）"])
def test_a_negative_titre_is_below_a_dilution_that_is_not_stated(types: Types, word: str) -> None:
    read, _ = read_value(word, "", types["titre"], UNKNOWN)
    assert read == Interval(Fraction(1), True, Fraction(100_000), True)


@pytest.mark.parametrize(
    ("name", "raw", "unit", "value"),
    [
        ("glucose", "7.0 mmol/L", "", Fraction(7)),
        ("glucose", "126mg/dL", "mg/dL", Fraction(7)),
        ("titre", "1:80(+)", "", Fraction(80)),
        ("copies", "未检出", "", Fraction(0)),
        ("copies", "阴性", "", Fraction(0)),
        ("copies", "TND", "拷贝/mL", Fraction(0)),
        ("copies", "Target Not Detected", "", Fraction(0)),
        ("copies", "低于检测下限", "", Fraction(0)),
        ("yes", "+", "", True),
        ("yes", "（+）", "", True),
        ("yes", "+++", "", True),
        ("yes", "-", "", False),
        ("yes", "－", "", False),
        ("yes", "Negative", "", False),
        ("yes", " 有 ", "", True),
        ("class", "III", "级", 2),
        ("class", "iii", "", 2),
        ("class", "Ⅲ 级", "", 2),
        ("class", 2, "级", 1),
        ("class", "II期", "", 1),
    ],
)
def test_forms_that_laboratories_and_people_write(
    types: Types, name: str, raw: object, unit: str, value: Value
) -> None:
    assert read_value(raw, unit, types[name], UNKNOWN)[0] == value


@pytest.mark.parametrize(
    ("raw", "unit"), [("160/90", "mmHg"), ("160 / 90", "mmHg"), ("160/90mmHg", ""), ("１６０/９０", "mmHg")]
)
def test_components_written_as_one(types: Types, raw: str, unit: str) -> None:
    value, text = read_value(raw, unit, types["pressure"], UNKNOWN)
    assert value == {"systolic_pressure": Fraction(160), "diastolic_pressure": Fraction(90)}
    assert text == "收缩压 160 mmHg, 舒张压 90 mmHg"


@pytest.mark.parametrize("word", ["未做", " 未 做 ", "未做\u200b"])
def test_a_word_for_unknown_is_folded(types: Types, word: str) -> None:
    assert read_value(word, "mmol/L", types["glucose"], UNKNOWN)[0] is None


@pytest.mark.parametrize(
    ("raw", "value", "text"),
    [
        ("20/200", Fraction(1, 10), "20/200"),
        ("20/400", Fraction(1, 20), "20/400"),
        ("20/500", Fraction(1, 25), "20/500"),
        ("3/60", Fraction(1, 20), "3/60"),
        ("20/70", Fraction(2, 7), "20/70"),
        ("20/10", Fraction(2), "20/10"),
        ("0/60", Fraction(0), "0/60"),
        ("9999/9999", Fraction(1), "9999/9999"),
        (" ２０／２００ ", Fraction(1, 10), "20/200"),
        ("0.1", Fraction(1, 10), "0.1"),
    ],
)
def test_a_fraction_is_its_quotient_and_kept_as_given(raw: str, value: Fraction, text: str) -> None:
    assert read_value(raw, "", ACUITY, UNKNOWN) == (value, text)


@pytest.mark.parametrize(
    ("raw", "unit", "code"),
    [
        ("20/0", "", Code.BAD_VALUE),
        ("20/0000", "", Code.BAD_VALUE),
        ("20/10000", "", Code.BAD_VALUE),
        ("10000/20", "", Code.BAD_VALUE),
        ("-20/200", "", Code.BAD_VALUE),
        ("20/-200", "", Code.BAD_VALUE),
        ("2.0/20", "", Code.BAD_VALUE),
        ("20/", "", Code.BAD_VALUE),
        ("/200", "", Code.BAD_VALUE),
        ("20/200/2", "", Code.BAD_VALUE),
        ("20 200", "", Code.BAD_VALUE),
        ("20/200", "m", Code.BAD_UNIT),
        ("80/20", "", Code.IMPOSSIBLE_VALUE),
    ],
)
def test_a_fraction_that_is_refused(raw: str, unit: str, code: Code) -> None:
    with pytest.raises(ValueProblem) as caught:
        read_value(raw, unit, ACUITY, UNKNOWN)
    assert caught.value.code is code


@pytest.mark.parametrize(("raw", "possible"), [("16/30", "16"), ("24/28", "24"), ("0/1", "0")])
def test_a_score_out_of_its_total_is_not_taken_for_a_quotient(types: Types, raw: str, possible: str) -> None:
    with pytest.raises(ValueProblem) as caught:
        read_value(raw, "", types["score"], UNKNOWN)
    assert caught.value.code is Code.BAD_VALUE
    assert possible in caught.value.hint.zh
    assert possible in caught.value.hint.en


@pytest.mark.parametrize(
    ("name", "unit"), [("glucose", "mmol/L"), ("share", "%"), ("count", ""), ("count", "次"), ("titre", "")]
)
def test_a_fraction_is_for_plain_numbers_only(types: Types, name: str, unit: str) -> None:
    with pytest.raises(ValueProblem) as caught:
        read_value("20/200", unit, types[name], UNKNOWN)
    assert caught.value.code is Code.BAD_VALUE


@given(over=st.integers(0, 9999), under=st.integers(4, 9999))
def test_a_fraction_is_read_exactly(over: int, under: int) -> None:
    if over > 3 * under:
        with pytest.raises(ValueProblem):
            read_value(f"{over}/{under}", "", ACUITY, UNKNOWN)
    else:
        value, _ = read_value(f"{over}/{under}", "", ACUITY, UNKNOWN)
        assert isinstance(value, Fraction)
        assert value * under == over


@pytest.mark.parametrize("name", ["glucose", "score", "yes", "class", "sort", "day", "count", "titre", "pressure"])
def test_the_unknown_is_none(types: Types, name: str) -> None:
    assert read_value(None, "mmol/L", types[name], UNKNOWN) == (None, "")
    assert read_value("未做", "", types[name], UNKNOWN) == (None, "未做")
    assert read_value(" 不详 ", "", types[name], UNKNOWN) == (None, "不详")
    with pytest.raises(ValueProblem):
        read_value("未做", "", types[name], frozenset())


@pytest.mark.parametrize(
    ("name", "raw", "unit", "code", "hint"),
    [
        # the wrong type
        ("glucose", "七八", "mmol/L", Code.BAD_VALUE, "7.0"),
        ("glucose", "", "mmol/L", Code.BAD_VALUE, "7.0"),
        ("glucose", "约7", "mmol/L", Code.BAD_VALUE, "7.0"),
        ("glucose", "<0.1", "mmol/L", Code.IMPOSSIBLE_VALUE, "mmol/L"),
        ("glucose", ">100", "mmol/L", Code.IMPOSSIBLE_VALUE, "mmol/L"),
        ("glucose", "6-8", "mmol/L", Code.BAD_VALUE, "7.0"),
        ("yes", "±", "", Code.BAD_VALUE, "阳性 或 阴性"),
        ("yes", "弱阳性", "", Code.BAD_VALUE, "阳性 或 阴性"),
        ("glucose", "7.0 mg/dL", "mmol/L", Code.BAD_VALUE, "7.0"),
        ("glucose", "1e", "mmol/L", Code.BAD_VALUE, "7.0"),
        ("glucose", "1e3", "mmol/L", Code.IMPOSSIBLE_VALUE, "mmol/L"),
        ("glucose", "0x10", "mmol/L", Code.BAD_VALUE, "7.0"),
        ("glucose", "1,000", "mmol/L", Code.IMPOSSIBLE_VALUE, "mmol/L"),
        ("glucose", "1_0", "mmol/L", Code.BAD_VALUE, "7.0"),
        ("glucose", True, "mmol/L", Code.BAD_VALUE, "7.0"),
        ("glucose", [7], "mmol/L", Code.BAD_VALUE, "7.0"),
        ("glucose", {"value": 7}, "mmol/L", Code.BAD_VALUE, "7.0"),
        ("glucose", b"7", "mmol/L", Code.BAD_VALUE, "7.0"),
        ("glucose", 7j, "mmol/L", Code.BAD_VALUE, "7.0"),
        ("glucose", float("nan"), "mmol/L", Code.BAD_VALUE, "7.0"),
        ("glucose", float("inf"), "mmol/L", Code.BAD_VALUE, "7.0"),
        ("glucose", float("-inf"), "mmol/L", Code.BAD_VALUE, "7.0"),
        ("glucose", Decimal("NaN"), "mmol/L", Code.BAD_VALUE, "7.0"),
        ("glucose", Decimal("sNaN"), "mmol/L", Code.BAD_VALUE, "7.0"),
        ("yes", 1, "", Code.BAD_VALUE, "true"),
        ("yes", 0, "", Code.BAD_VALUE, "true"),
        ("yes", 1.0, "", Code.BAD_VALUE, "true"),
        ("yes", "1", "", Code.BAD_VALUE, "true"),
        ("yes", "可能", "", Code.BAD_VALUE, "true"),
        ("class", True, "", Code.BAD_VALUE, ""),
        ("class", None.__class__, "", Code.BAD_VALUE, ""),
        ("count", 2.5, "", Code.BAD_VALUE, "整数"),
        ("count", "三四", "", Code.BAD_VALUE, ""),
        ("count", True, "", Code.BAD_VALUE, ""),
        ("age", 18, "岁", Code.BAD_VALUE, "出生日期"),
        ("titre", "2:80", "", Code.BAD_VALUE, ""),
        ("titre", "1:0", "", Code.BAD_VALUE, "1:80"),
        ("titre", 0, "", Code.BAD_VALUE, "1:80"),
        ("titre", 12.5, "", Code.BAD_VALUE, "1:80"),
        ("titre", "阳性", "", Code.BAD_VALUE, "1:80"),
        ("pressure", 160, "mmHg", Code.BAD_VALUE, "组成部分"),
        ("pressure", "160", "mmHg", Code.BAD_VALUE, "组成部分"),
        ("pressure", "160/100/80", "mmHg", Code.BAD_VALUE, "组成部分"),
        # dates
        ("day", "2025-02-30", "", Code.BAD_DATE, "2025-11-01"),
        ("day", "11/01/2025", "", Code.BAD_DATE, "2025-11-01"),
        ("day", "2025年11月", "", Code.BAD_DATE, "2025-11-01"),
        ("day", "2025-11-01T08:00:00", "", Code.BAD_DATE, "2025-11-01"),
        ("day", datetime(2025, 11, 1, 8, tzinfo=UTC), "", Code.BAD_DATE, "2025-11-01"),
        ("day", 20251101, "", Code.BAD_DATE, "2025-11-01"),
        # units
        ("glucose", 7, "", Code.BAD_UNIT, "mmol/L、mg/dL"),
        ("glucose", 7, "  ", Code.BAD_UNIT, "mmol/L、mg/dL"),
        ("glucose", 7, "mol/L", Code.BAD_UNIT, "mmol/L、mg/dL"),
        ("glucose", 7, "kPa", Code.BAD_UNIT, "mmol/L、mg/dL"),
        ("score", 9, "分", Code.BAD_UNIT, "去掉单位"),
        ("yes", True, "mmol/L", Code.BAD_UNIT, "去掉单位"),
        ("day", "2025-11-01", "天", Code.BAD_UNIT, "去掉单位"),
        ("count", 3, "回", Code.BAD_UNIT, "次"),
        (
            "pressure",
            "165",
            "mmHg",
            Code.BAD_VALUE,
            "写明各组成部分 {收缩压: …, 舒张压: …}，或按次序连写，数之间用 / 隔开",
        ),
        # words
        ("class", "V", "", Code.UNKNOWN_CODE, "I、II、III、IV"),
        ("class", "", "", Code.UNKNOWN_CODE, "I、II、III、IV"),
        ("grade", 7, "", Code.UNKNOWN_CODE, "0、1、1+、2、3级"),
        ("grade", 1.5, "", Code.UNKNOWN_CODE, "0、1、1+、2、3级"),
        ("sort", "闭角", "", Code.UNKNOWN_CODE, "闭角型、开角型"),
        ("class", True, "", Code.BAD_VALUE, "I、II、III、IV"),
        # several values where one is wanted: told in the form of the type
        ("sort", ["闭角型"], "", Code.BAD_VALUE, "先天性(婴幼儿)；几次的结果各报一项"),
        ("glucose", [7, 8], "mmol/L", Code.BAD_VALUE, "写一个数，如 7.0；可用单位：mmol/L、mg/dL；几次的结果各报一项"),
        ("titre", [80], "", Code.BAD_VALUE, "低于起始稀释度的写 < 1:80；几次的结果各报一项"),
        ("count", {"一": 1}, "", Code.BAD_VALUE, "写一个整数，如 3；几次的结果各报一项"),
        # the possible range
        ("glucose", 126, "mmol/L", Code.IMPOSSIBLE_VALUE, "可用单位：mmol/L、mg/dL"),
        ("glucose", 7000, "mg/dL", Code.IMPOSSIBLE_VALUE, "mmol/L、mg/dL"),
        ("glucose", 0, "mmol/L", Code.IMPOSSIBLE_VALUE, "mmol/L、mg/dL"),
        ("glucose", 1e300, "mmol/L", Code.IMPOSSIBLE_VALUE, "40"),
        ("glucose", 5e-324, "mmol/L", Code.IMPOSSIBLE_VALUE, "40"),
        pytest.param("glucose", 10**5000, "mmol/L", Code.IMPOSSIBLE_VALUE, "40", id="a number too long to write"),
        pytest.param("yes", 10**5000, "", Code.BAD_VALUE, "true", id="no yes, and too long to write"),
        pytest.param("yes", [10**5000], "", Code.BAD_VALUE, "true", id="a list, and too long to write"),
        ("glucose", "9" * 150, "mmol/L", Code.IMPOSSIBLE_VALUE, "40"),
        ("glucose", Decimal("1E+999999999"), "mmol/L", Code.IMPOSSIBLE_VALUE, "40"),
        ("glucose", Decimal("1E-999999999"), "mmol/L", Code.IMPOSSIBLE_VALUE, "40"),
        ("virus", 401, "log10 IU/mL", Code.IMPOSSIBLE_VALUE, "核对数值和单位"),
        ("virus", 13, "log10 IU/mL", Code.IMPOSSIBLE_VALUE, "核对数值和单位"),
        ("score", 31, "", Code.IMPOSSIBLE_VALUE, "核对数值；不写单位"),
        ("count", -1, "", Code.IMPOSSIBLE_VALUE, "次"),
        ("few", 6, "", Code.IMPOSSIBLE_VALUE, "不写单位"),
        ("titre", "1:1000000", "", Code.IMPOSSIBLE_VALUE, ""),
        # too long to look at
        ("glucose", "9" * (MAX_CHARACTERS + 1), "mmol/L", Code.BAD_VALUE, str(MAX_CHARACTERS)),
        ("glucose", 7, "m" * (MAX_CHARACTERS + 1), Code.BAD_VALUE, str(MAX_CHARACTERS)),
        ("sort", "型" * (MAX_CHARACTERS + 1), "", Code.BAD_VALUE, str(MAX_CHARACTERS)),
    ],
)
def test_what_is_refused(types: Types, name: str, raw: object, unit: str, code: Code, hint: str) -> None:
    with pytest.raises(ValueProblem) as caught:
        read_value(raw, unit, types[name], UNKNOWN)
    assert caught.value.code is code
    assert hint in caught.value.hint.zh
    assert caught.value.hint.en
    assert caught.value.message.zh
    assert str(caught.value) == caught.value.message.en


def test_an_impossible_value_names_the_range_and_offers_no_other_unit(types: Types) -> None:
    with pytest.raises(ValueProblem) as caught:
        read_value(126, "mmol/L", types["glucose"], UNKNOWN)
    assert caught.value.message.en == "126 mmol/L is outside 0.1..100 mmol/L"
    assert caught.value.hint.en == "check number and unit; accepted units: mmol/L, mg/dL"
    assert caught.value.message.zh == "126 mmol/L 不在可能范围 0.1..100 mmol/L 内"
    assert caught.value.hint.zh == "核对数值和单位；可用单位：mmol/L、mg/dL"


@pytest.mark.parametrize(
    ("raw", "value", "text"),
    [
        (
            {"systolic_pressure": 160, "diastolic_pressure": 100},
            {"systolic_pressure": Fraction(160), "diastolic_pressure": Fraction(100)},
            "systolic_pressure 160 mmHg, diastolic_pressure 100 mmHg",
        ),
        (
            {"收缩压": "160", "舒张压": 99.5},
            {"systolic_pressure": Fraction(160), "diastolic_pressure": Fraction(199, 2)},
            "收缩压 160 mmHg, 舒张压 99.5 mmHg",
        ),
        ({"收缩压": 160, "舒张压": None}, {"systolic_pressure": Fraction(160)}, "收缩压 160 mmHg"),
        ({"收缩压": 160, "舒张压": "未做"}, {"systolic_pressure": Fraction(160)}, "收缩压 160 mmHg, 舒张压 未做"),
        ({"收缩压": 160}, {"systolic_pressure": Fraction(160)}, "收缩压 160 mmHg"),
        ({"收缩压": None}, None, ""),
        ({}, None, ""),
    ],
)
def test_compound_values(types: Types, raw: object, value: dict[str, Value] | None, text: str) -> None:
    assert read_value(raw, "mmHg", types["pressure"], UNKNOWN) == (value, text)


@pytest.mark.parametrize(
    ("raw", "unit", "code"),
    [
        ({"平均压": 100}, "mmHg", Code.UNKNOWN_CODE),
        ({1: 100}, "mmHg", Code.UNKNOWN_CODE),
        ({"收缩压": 160, "systolic_pressure": 150}, "mmHg", Code.CONTRADICTORY),
        ({"收缩压": 160}, "", Code.BAD_UNIT),
        ({"收缩压": 160}, "mmol/L", Code.BAD_UNIT),
        ({"收缩压": True}, "mmHg", Code.BAD_VALUE),
        ({"收缩压": 1600}, "mmHg", Code.IMPOSSIBLE_VALUE),
    ],
)
def test_compound_values_that_are_refused(types: Types, raw: object, unit: str, code: Code) -> None:
    with pytest.raises(ValueProblem) as caught:
        read_value(raw, unit, types["pressure"], UNKNOWN)
    assert caught.value.code is code


@pytest.mark.parametrize(
    ("name", "raw", "unit", "limit"),
    [
        ("glucose", 6.1, "mmol/L", Fraction(61, 10)),
        ("glucose", "110", "mg/dL", Fraction(55, 9)),
        ("glucose", 0, "mmol/L", Fraction(0)),
        ("glucose", None, "mmol/L", None),
        ("virus", 2, "log10 IU/mL", Fraction(100)),
        ("score", 9, "", Fraction(9)),
    ],
)
def test_limits_of_a_reference_range(types: Types, name: str, raw: object, unit: str, limit: Fraction | None) -> None:
    assert read_limit(raw, unit, types[name]) == limit


@pytest.mark.parametrize(
    ("name", "raw", "unit", "code"),
    [
        ("glucose", "高", "mmol/L", Code.BAD_VALUE),
        ("glucose", float("inf"), "mmol/L", Code.BAD_VALUE),
        ("glucose", "9" * (MAX_CHARACTERS + 1), "mmol/L", Code.BAD_VALUE),
        ("glucose", 6.1, "", Code.BAD_UNIT),
        ("glucose", 6.1, "kPa", Code.BAD_UNIT),
        ("virus", 500, "log10 IU/mL", Code.IMPOSSIBLE_VALUE),
        ("count", 3, "", Code.BAD_VALUE),
        ("yes", True, "", Code.BAD_VALUE),
    ],
)
def test_limits_that_are_refused(types: Types, name: str, raw: object, unit: str, code: Code) -> None:
    with pytest.raises(ValueProblem) as caught:
        read_limit(raw, unit, types[name])
    assert caught.value.code is code


@given(st.decimals(min_value="0.1", max_value=100, places=3))
def test_a_number_is_the_same_however_it_is_sent(types: Types, decimal: Decimal) -> None:
    written = f"{decimal:f}"
    values = {
        read_value(raw, "mmol/L", types["glucose"], UNKNOWN)[0] for raw in (decimal, written, json.loads(written))
    }
    assert values == {Fraction(written)}


@given(
    raw=st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.decimals()
    | st.text(max_size=20)
    | st.dates()
    | st.dictionaries(st.text(max_size=5), st.integers(), max_size=2),
    unit=st.sampled_from(["", "mmol/L", "mg/dL", "log10 IU/mL", "次"]) | st.text(max_size=8),
)
def test_any_value_is_read_or_refused_with_a_reason(types: Types, raw: object, unit: str) -> None:
    for cell_type in types.values():
        problem = None
        text = ""
        try:
            _, text = read_value(raw, unit, cell_type, UNKNOWN)
        except ValueProblem as raised:
            problem = raised
        assert isinstance(text, str)
        assert problem is None or (problem.code.value.startswith("E08") and problem.message.zh and problem.hint.zh)
