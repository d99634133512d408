from collections.abc import Mapping
from datetime import date
from fractions import Fraction

import pytest
from examples import at_most
from hypothesis import given
from hypothesis import strategies as st

from chronicare.cells.resolve import parse_test
from chronicare.cells.typed import (
    AllOf,
    AnyOf,
    Anything,
    Compare,
    Component,
    Not,
    Operator,
    Range,
    Test,
    TypedTest,
    View,
)
from chronicare.cells.types import CellType
from chronicare.cells.values import Duration, Value
from chronicare.diagnostics import Code, Diagnostic, Diagnostics, Position

WHERE = Position("criteria.csv", 7, 3, "条件")
Types = Mapping[str, CellType]


def _read(text: str, cell_type: CellType) -> tuple[TypedTest | None, tuple[Diagnostic, ...]]:
    diagnostics = Diagnostics()
    typed = parse_test(text, cell_type, WHERE, diagnostics)
    assert (typed is None) is diagnostics.has_errors
    return typed, diagnostics.sorted()


def _at_least(bound: Value | Duration) -> Compare:
    return Compare(Operator.GE, bound)


def _is(bound: Value | Duration) -> Compare:
    return Compare(Operator.EQ, bound)


def _closed(low: Value | Duration, high: Value | Duration) -> Range:
    return Range(low, True, high, True)


@pytest.mark.parametrize(
    ("name", "text", "test", "canonical"),
    [
        ("glucose", "≥7.0mmol/L", _at_least(Fraction(7)), "≥ 7.0 mmol/L"),
        ("glucose", "≥126 mg/dL", _at_least(Fraction(7)), "≥ 126 mg/dL"),
        ("glucose", "≥ 126mg%", _at_least(Fraction(7)), "≥ 126 mg/dL"),
        ("glucose", "＞７．０毫摩尔／升", Compare(Operator.GT, Fraction(7)), "> 7.0 mmol/L"),
        ("glucose", "≠ 7 mmol/L", Compare(Operator.NE, Fraction(7)), "≠ 7 mmol/L"),
        ("glucose", "[3.9..6.1mmol/L)", Range(Fraction("3.9"), True, Fraction("6.1"), False), "[3.9..6.1 mmol/L)"),
        ("glucose", "[72mg/dL..6.1mmol/L]", _closed(Fraction(4), Fraction("6.1")), "[72 mg/dL..6.1 mmol/L]"),
        ("glucose", "-", Anything(), "-"),
        ("protein", "> 3.5克", Compare(Operator.GT, Fraction("3.5")), "> 3.5 g"),
        ("protein", "> 3500 mg", Compare(Operator.GT, Fraction("3.5")), "> 3500 mg"),
        ("virus", "≥ 4 log10 IU/mL", _at_least(Fraction(10_000)), "≥ 4 log10 IU/mL"),
        ("virus", "≥ 2×10^4 IU/mL", _at_least(Fraction(20_000)), "≥ 2 × 10^4 IU/mL"),
        ("virus", "≥10⁴IU/mL", _at_least(Fraction(10_000)), "≥ 10^4 IU/mL"),
        ("cells", "< 4.0×10⁹/L", Compare(Operator.LT, Fraction(4)), "< 4.0 × 10^9/L"),
        ("cells", "< 4000 /μL", Compare(Operator.LT, Fraction(4)), "< 4000 /μL"),
        ("filtration", "< 60 mL/min/1.73m2", Compare(Operator.LT, Fraction(60)), "< 60 mL/(min·1.73m²)"),
        ("tears", "≤5mm/5min", Compare(Operator.LE, Fraction(5)), "≤ 5 mm/5min"),
        ("warmth", "≥ 38.5°C", _at_least(Fraction("38.5")), "≥ 38.5 ℃"),
        ("warmth", "≥ 100.4 ℉", _at_least(Fraction(38)), "≥ 100.4 ℉"),
        ("share", "< 50 %", Compare(Operator.LT, Fraction(50)), "< 50%"),
        ("rate", "≥3次/年", _at_least(Fraction(3)), "≥ 3 次/年"),
        ("score", "≥9", _at_least(Fraction(9)), "≥ 9"),
        ("score", "1, 2, 3", AnyOf((_is(Fraction(1)), _is(Fraction(2)), _is(Fraction(3)))), "1, 2, 3"),
        ("density", "≤ －2.5", Compare(Operator.LE, Fraction("-2.5")), "≤ -2.5"),
        ("yes", "阳性", _is(True), "是"),
        ("yes", "True", _is(True), "是"),
        ("yes", "不符合", _is(False), "否"),
        ("yes", "≠ 无", Compare(Operator.NE, False), "≠ 否"),
        ("yes", "非(有)", Not(_is(True)), "非(是)"),
        ("class", "<Ⅲ", Compare(Operator.LT, 2), "< III"),
        ("class", "≥ 2级", _at_least(1), "≥ II"),
        ("class", "[II..3级]", _closed(1, 2), "[II..III]"),
        ("class", "I, “IV”", AnyOf((_is(0), _is(3))), "I, IV"),
        ("grade", "> 1+", Compare(Operator.GT, 2), "> 1+"),
        ("grade", "≥ 3 级", _at_least(4), "≥ 3级"),
        ("grade", "< 2", Compare(Operator.LT, 3), "< 2"),
        ("activity", "≥ G2", _at_least(2), "≥ G2"),
        ("sort", "PACG、继发性", AnyOf((_is("闭角型"), _is("继发性"))), "闭角型, 继发性"),
        ("sort", "非（闭角型）", Not(_is("闭角型")), "非(闭角型)"),
        ("sort", "≠ 闭角型", Compare(Operator.NE, "闭角型"), "≠ 闭角型"),
        ("sort", "‘先天性（婴幼儿）’", _is("先天性(婴幼儿)"), '"先天性(婴幼儿)"'),
        ("site", "左", _is(0), "左"),
        ("count", "≥ 3次", _at_least(3), "≥ 3 次"),
        ("count", "≥3", _at_least(3), "≥ 3"),
        ("age", "< 18岁", Compare(Operator.LT, 18), "< 18 岁"),
        ("age", "< 36 月龄", Compare(Operator.LT, 3), "< 36 月龄"),
        ("titre", "＞1：80", Compare(Operator.GT, Fraction(80)), "> 1:80"),
        ("titre", "[1:20..1:80]", _closed(Fraction(20), Fraction(80)), "[1:20..1:80]"),
    ],
)
def test_values(types: Types, name: str, text: str, test: Test, canonical: str) -> None:
    typed, found = _read(text, types[name])
    assert not found
    assert typed == TypedTest(View.VALUE, test, canonical)


@pytest.mark.parametrize(
    ("name", "text", "view", "test", "canonical"),
    [
        ("glucose", ">1.5*ULN", View.OF_UPPER, Compare(Operator.GT, Fraction("1.5")), "> 1.5 × 参考上限"),
        ("glucose", "≤ 参考上限", View.OF_UPPER, Compare(Operator.LE, Fraction(1)), "≤ 参考上限"),
        ("glucose", "<参考下限", View.OF_LOWER, Compare(Operator.LT, Fraction(1)), "< 参考下限"),
        (
            "glucose",
            "(参考上限..3倍参考上限]",
            View.OF_UPPER,
            Range(Fraction(1), False, Fraction(3), True),
            "(参考上限..3 × 参考上限]",
        ),
        ("score", "> 2 × 参考上限", View.OF_UPPER, Compare(Operator.GT, Fraction(2)), "> 2 × 参考上限"),
        ("day", "≥3月", View.ELAPSED, _at_least(Duration(3, 0)), "≥ 3 个月"),
        ("day", "> 7日", View.ELAPSED, Compare(Operator.GT, Duration(0, 7)), "> 7 天"),
        ("day", "≤ 6 星期", View.ELAPSED, Compare(Operator.LE, Duration(0, 42)), "≤ 6 周"),
        ("day", "≥ 1 年", View.ELAPSED, _at_least(Duration(12, 0)), "≥ 1 年"),
        ("day", '≥ duration("P1Y6M")', View.ELAPSED, _at_least(Duration(18, 0)), "≥ 1 年 6 个月"),
        ("day", "≥ 2 months", View.ELAPSED, _at_least(Duration(2, 0)), "≥ 2 个月"),
        ("day", "[3..6 个月]", View.ELAPSED, _closed(Duration(3, 0), Duration(6, 0)), "[3..6 个月]"),
        ("day", "[90 天..3 个月]", View.ELAPSED, _closed(Duration(0, 90), Duration(3, 0)), "[90 天..3 个月]"),
        ("day", "≥ 2025-11-01", View.VALUE, _at_least(date(2025, 11, 1)), "≥ 2025-11-01"),
        ("day", '< date("2025-11-01")', View.VALUE, Compare(Operator.LT, date(2025, 11, 1)), "< 2025-11-01"),
        ("day", "-", View.VALUE, Anything(), "-"),
    ],
)
def test_views(types: Types, name: str, text: str, view: View, test: Test, canonical: str) -> None:
    typed, found = _read(text, types[name])
    assert not found
    assert typed == TypedTest(view, test, canonical)


def test_components(types: Types) -> None:
    systolic, diastolic = _at_least(Fraction(160)), _at_least(Fraction(100))
    typed, found = _read("收缩压≥160㎜Hg或diastolic_pressure≥100mmHg", types["pressure"])
    assert not found
    assert typed == TypedTest(
        View.VALUE,
        AnyOf((Component("systolic_pressure", systolic), Component("diastolic_pressure", diastolic))),
        "收缩压 ≥ 160 mmHg 或 diastolic_pressure ≥ 100 mmHg",
    )
    typed, found = _read("收缩压 (≥ 24 kPa 或 < 90 mmHg) 且 非(舒张压 [60..90 mmHg])", types["pressure"])
    assert not found
    assert typed == TypedTest(
        View.VALUE,
        AllOf(
            (
                Component("systolic_pressure", AnyOf((_at_least(Fraction(180)), Compare(Operator.LT, Fraction(90))))),
                Not(Component("diastolic_pressure", _closed(Fraction(60), Fraction(90)))),
            )
        ),
        "收缩压 (≥ 24 kPa 或 < 90 mmHg) 且 非(舒张压 [60..90 mmHg])",
    )


@pytest.mark.parametrize(
    ("name", "text", "code", "character", "hint"),
    [
        # the syntax, as far as the parser tells it
        ("glucose", "≥ ", Code.SYNTAX, 3, "≥ 7.0 mmol/L"),
        ("day", "≥ 2025-02-30", Code.BAD_LITERAL, 3, "2025-11-01"),
        # a value of another kind
        ("glucose", '≥ "7.0"', Code.WRONG_TYPE, 3, "≥ 7.0 mmol/L"),
        ("glucose", "阳性", Code.WRONG_TYPE, 1, "≥ 7.0 mmol/L"),
        ("glucose", "1:80", Code.WRONG_TYPE, 1, "≥ 7.0 mmol/L"),
        ("glucose", "2025-11-01", Code.WRONG_TYPE, 1, "≥ 7.0 mmol/L"),
        ("glucose", "≥ 1 年 6 个月", Code.WRONG_TYPE, 3, "≥ 7.0 mmol/L"),
        ("score", "true", Code.WRONG_TYPE, 1, "≥ 7.0 mmol/L"),
        ("yes", "1", Code.WRONG_TYPE, 1, "是 或 否"),
        ("yes", "可能", Code.WRONG_TYPE, 1, "是 或 否"),
        ("yes", '"是"', Code.WRONG_TYPE, 1, "是 或 否"),
        ("class", "2", Code.WRONG_TYPE, 1, "I、II、III、IV"),
        ("class", "≥ 7.0 mmol/L", Code.WRONG_TYPE, 3, "I、II、III、IV"),
        ("titre", "≥ 80", Code.WRONG_TYPE, 3, "> 1:80"),
        ("titre", "阳性", Code.WRONG_TYPE, 1, "> 1:80"),
        ("day", "是", Code.WRONG_TYPE, 1, "≥ 3 个月"),
        ("day", "> 2 × 参考上限", Code.WRONG_TYPE, 3, "≥ 3 个月"),
        ("count", "三", Code.WRONG_TYPE, 1, "≥ 3"),
        ("count", "> 2 × 参考上限", Code.WRONG_TYPE, 3, "≥ 3"),
        ("age", "1 年 6 个月", Code.WRONG_TYPE, 1, "≥ 18"),
        # words that are not there
        ("class", "> V", Code.UNKNOWN_NAME, 3, "I、II、III、IV"),
        ("sort", "闭角型, 开角", Code.UNKNOWN_NAME, 6, "闭角型、开角型"),
        ("pressure", "平均压 ≥ 100 mmHg", Code.UNKNOWN_NAME, 1, "收缩压"),
        ("glucose", "收缩压 ≥ 100 mmHg", Code.UNKNOWN_NAME, 1, "没有组成部分"),
        # no order
        ("yes", "≥ 是", Code.WRONG_TYPE, 1, "≠"),
        ("sort", "> 闭角型", Code.WRONG_TYPE, 1, "≠"),
        ("sort", "[闭角型..开角型]", Code.WRONG_TYPE, 1, "≠"),
        ("site", "≥ 左", Code.WRONG_TYPE, 1, "≠"),
        # units
        ("glucose", "≥ 7.0", Code.MISSING_UNIT, 3, "mmol/L、mg/dL"),
        ("glucose", "[3.9 mmol/L..6.1]", Code.MISSING_UNIT, 14, "mmol/L、mg/dL"),
        ("glucose", "≥ 7.0 mol/L", Code.UNKNOWN_UNIT, 3, "mmol/L、mg/dL"),
        ("lasting", "≥ 90 天", Code.BAD_LITERAL, 3, "换成 月 写"),
        ("glucose", "≥ 7.0 kPa", Code.UNKNOWN_UNIT, 3, "mmol/L、mg/dL"),
        ("glucose", "≥ 1.5 ULN", Code.UNKNOWN_UNIT, 3, "mmol/L、mg/dL"),
        ("score", "≥ 9 分", Code.UNKNOWN_UNIT, 3, "不写单位"),
        ("few", "≥ 3 次", Code.UNKNOWN_UNIT, 3, "不写单位"),
        ("count", "≥ 3 回", Code.UNKNOWN_UNIT, 3, "次"),
        ("day", "≥ 3", Code.MISSING_UNIT, 3, "个月"),
        ("day", "≥ 3 小时", Code.UNKNOWN_UNIT, 3, "个月"),
        # literals that do not convert exactly
        ("virus", "≥ 3.5 log10 IU/mL", Code.BAD_LITERAL, 3, "IU/mL"),
        ("virus", "≥ 401 log10 IU/mL", Code.BAD_LITERAL, 3, "IU/mL"),
        ("count", "≥ 2.5 次", Code.BAD_LITERAL, 3, "整数"),
        ("age", "≥ 18.5", Code.BAD_LITERAL, 3, "周岁"),
        ("age", "≥ 7 月龄", Code.BAD_LITERAL, 3, "周岁"),
        ("day", "≥ 1.5 年", Code.BAD_LITERAL, 3, "18 个月"),
        ("day", "≥ -3 个月", Code.BAD_LITERAL, 3, "18 个月"),
        ("titre", "> 2:80", Code.BAD_LITERAL, 3, "1:80"),
        ("titre", "> 1:0", Code.BAD_LITERAL, 3, "1:80"),
        ("glucose", "> 0 × 参考上限", Code.BAD_LITERAL, 3, "1.5 × 参考上限"),
        ("glucose", "> -1 × 参考上限", Code.BAD_LITERAL, 3, "1.5 × 参考上限"),
        # the possible range
        ("glucose", "≥ 126 mmol/L", Code.OUTSIDE_POSSIBLE, 3, "mg/dL"),
        ("glucose", "[0.05..6.1 mmol/L]", Code.OUTSIDE_POSSIBLE, 2, "mmol/L"),
        ("score", "≥ 31", Code.OUTSIDE_POSSIBLE, 3, "不写单位"),
        ("count", "≥ -1", Code.OUTSIDE_POSSIBLE, 3, "次"),
        ("age", "≥ 151", Code.OUTSIDE_POSSIBLE, 3, "岁"),
        ("titre", "> 1:1000000", Code.OUTSIDE_POSSIBLE, 3, ""),
        ("day", "≥ 201 年", Code.OUTSIDE_POSSIBLE, 3, "200 年"),
        # ranges without a value
        ("glucose", "[7..6 mmol/L]", Code.EMPTY_RANGE, 1, "小的写在前面"),
        ("glucose", "[126 mg/dL..7 mmol/L)", Code.EMPTY_RANGE, 1, "小的写在前面"),
        ("glucose", "(7..7 mmol/L)", Code.EMPTY_RANGE, 1, "小的写在前面"),
        ("count", "(3..4)", Code.EMPTY_RANGE, 1, "小的写在前面"),
        ("class", "(I..II)", Code.EMPTY_RANGE, 1, "小的写在前面"),
        ("class", "[III..I]", Code.EMPTY_RANGE, 1, "小的写在前面"),
        ("titre", "[1:80..1:20]", Code.EMPTY_RANGE, 1, "小的写在前面"),
        ("day", "[6..3 个月]", Code.EMPTY_RANGE, 1, "小的写在前面"),
        ("day", "[93 天..3 个月]", Code.EMPTY_RANGE, 1, "小的写在前面"),
        ("day", "(2025-11-01..2025-11-02)", Code.EMPTY_RANGE, 1, "小的写在前面"),
        # views
        ("glucose", "≥ 7 mmol/L 或 > 参考上限", Code.WRONG_TYPE, 16, "另写一行"),
        ("glucose", "[参考下限..参考上限]", Code.WRONG_TYPE, 8, "另写一行"),
        ("day", "≥ 3 个月 且 ≥ 2025-01-01", Code.WRONG_TYPE, 12, "另写一行"),
        # compound findings
        ("pressure", "≥ 160 mmHg", Code.WRONG_TYPE, 1, "收缩压"),
        ("pressure", "[90..140 mmHg]", Code.WRONG_TYPE, 1, "收缩压"),
        ("pressure", "收缩压 ≥ 160 mmHg 或 ≥ 100 mmHg", Code.WRONG_TYPE, 18, "收缩压"),
        ("pressure", "收缩压 (舒张压 ≥ 100 mmHg)", Code.UNKNOWN_NAME, 6, "没有组成部分"),
        ("pressure", "收缩压 > 参考上限", Code.WRONG_TYPE, 5, "≥ 7.0 mmol/L"),
        ("pressure", "收缩压 ≥ 160", Code.MISSING_UNIT, 7, "mmHg、kPa"),
        # tests that tell nothing
        ("glucose", "≥ 0.1 mmol/L", Code.ALWAYS_SAME, 1, "写 -"),
        ("glucose", "< 0.1 mmol/L", Code.ALWAYS_SAME, 1, "写 -"),
        ("glucose", "≥ 7 mmol/L 或 < 126 mg/dL", Code.ALWAYS_SAME, 1, "写 -"),
        ("glucose", "≥ 7 mmol/L 且 < 126 mg/dL", Code.ALWAYS_SAME, 1, "写 -"),
        ("glucose", "非([0.1..100 mmol/L])", Code.ALWAYS_SAME, 1, "写 -"),
        ("yes", "是, 否", Code.ALWAYS_SAME, 1, "写 -"),
        ("yes", "是 且 非(阳性)", Code.ALWAYS_SAME, 1, "写 -"),
        ("class", "≥ I", Code.ALWAYS_SAME, 1, "写 -"),
        ("class", "> IV", Code.ALWAYS_SAME, 1, "写 -"),
        ("sort", "闭角型, 开角型, 继发性, “先天性(婴幼儿)”", Code.ALWAYS_SAME, 1, "写 -"),
        ("count", "≥ 0", Code.ALWAYS_SAME, 1, "写 -"),
        ("count", "< 3 或 > 2", Code.ALWAYS_SAME, 1, "写 -"),
        ("few", "≤ 5", Code.ALWAYS_SAME, 1, "写 -"),
        ("titre", "≥ 1:1", Code.ALWAYS_SAME, 1, "写 -"),
        ("day", "≥ 3 个月 或 < 3 个月", Code.ALWAYS_SAME, 1, "写 -"),
        ("day", "≥ 3 个月 或 ≤ 93 天", Code.ALWAYS_SAME, 1, "写 -"),
        ("day", "> 2025-11-01 且 < 2025-11-02", Code.ALWAYS_SAME, 1, "写 -"),
        ("pressure", "收缩压 ≥ 160 mmHg 或 舒张压 ≥ 20 mmHg", Code.ALWAYS_SAME, 1, "写 -"),
        ("pressure", "收缩压 ≥ 160 mmHg 或 收缩压 < 160 mmHg", Code.ALWAYS_SAME, 1, "写 -"),
        ("glucose", "> 参考上限 或 ≤ 参考上限", Code.ALWAYS_SAME, 1, "写 -"),
    ],
)
def test_what_is_refused(types: Types, name: str, text: str, code: Code, character: int, hint: str) -> None:
    typed, found = _read(text, types[name])
    assert typed is None
    (diagnostic,) = found
    assert (diagnostic.code, diagnostic.where) == (code, WHERE)
    assert diagnostic.message.zh.startswith(f"第 {character} 个字符：")
    assert diagnostic.message.en.startswith(f"character {character}: ")
    assert hint in diagnostic.hint.zh
    assert diagnostic.hint.en


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("glucose", "> 0.1 mmol/L"),
        ("glucose", "≤ 0.1 mmol/L"),
        ("glucose", "≥ 7 mmol/L 或 < 125.9 mg/dL"),
        ("protein", "≥ 0 g"),
        ("class", "≥ II"),
        ("count", "< 2 或 > 2"),
        ("day", "≥ 3 个月 或 ≤ 89 天"),
        ("day", "≥ 3 个月 且 < 92 天"),
        ("day", "[92 天..3 个月]"),
        ("day", "≥ 0001-01-02"),
        ("pressure", "收缩压 ≥ 160 mmHg 或 舒张压 ≥ 21 mmHg"),
    ],
)
def test_what_some_values_pass_and_some_do_not(types: Types, name: str, text: str) -> None:
    """Three months are 89 to 92 days, so with fewer or more the month decides."""
    typed, found = _read(text, types[name])
    assert typed is not None
    assert not found


def test_everything_wrong_in_a_cell_is_told_at_once(types: Types) -> None:
    _, found = _read("≥ 7, 阳性, 3 kPa, [6..3 mmol/L], ≥ 500 mmol/L", types["glucose"])
    assert {(each.code, each.message.zh.split("：")[0]) for each in found} == {
        (Code.MISSING_UNIT, "第 3 个字符"),
        (Code.WRONG_TYPE, "第 6 个字符"),
        (Code.UNKNOWN_UNIT, "第 10 个字符"),
        (Code.EMPTY_RANGE, "第 17 个字符"),
        (Code.OUTSIDE_POSSIBLE, "第 34 个字符"),
    }


@pytest.mark.parametrize(
    "text", ["1" * 2001, "(" * 2000, "5 g(" * 500, "非" * 2000, "1 天," * 500 + "2 天", "a," * 999 + "a"]
)
def test_hostile_text_is_refused_in_order(types: Types, text: str) -> None:
    for name in ("score", "sort", "day", "pressure"):
        typed, found = _read(text, types[name])
        assert typed is not None or found


@pytest.mark.parametrize(
    ("name", "texts"),
    [
        ("glucose", ["≥ 7.0 mmol/L", "> 126mg%", "[3.9..6.1 mmol/L]", "(72 mg/dL..6.1 毫摩尔/升]", "5 mmol/L"]),
        ("score", ["≥ 9", "(3..6]", "1", "< .5"]),
        ("cells", ["< 4.0×10⁹/L", "> 4000 /μL", "[1..10 ×10^9/L]"]),
        ("virus", ["> 10⁴IU/mL", "≥ 2×10^4IU/mL", "≥ 3 log10 IU/mL"]),
        ("class", ["< Ⅲ", "≥2级", "[II..III]", '"IV"']),
        ("grade", ["1+", "> 2", "≥ 3 级", "0"]),
        ("sort", ["PACG", "≠ 继发性", '"先天性(婴幼儿)"', "开角型"]),
        ("day", ["≥ 3月", "> 7 日", "[3..6 个月)", "1年6个月", "≤ 6 weeks"]),
        ("titre", ["> 1：80", "[1:20..1:80)", "1:40"]),
        ("pressure", ["收缩压≥160mmHg", "舒张压 [60..90 mmHg]", "systolic_pressure < 12 kPa", "收缩压 = 120 mmHg"]),
    ],
)
@at_most(40)
@given(data=st.data())
def test_canonical_text_reads_as_the_same_test(types: Types, name: str, texts: list[str], data: st.DataObject) -> None:
    tests = st.recursive(
        st.sampled_from(texts),
        lambda inner: st.one_of(
            st.lists(inner, min_size=2, max_size=3).map(lambda each: "(" + "，".join(each) + ")"),
            st.lists(inner, min_size=2, max_size=3).map(lambda each: "(" + "或".join(f"({one})" for one in each) + ")"),
            st.lists(inner, min_size=2, max_size=3).map(lambda each: " and ".join(f"({one})" for one in each)),
            inner.map(lambda each: f"非({each})"),
        ),
        max_leaves=6,
    )
    typed, _ = _read(data.draw(tests), types[name])
    if typed is not None:
        assert _read(typed.text, types[name]) == (typed, ())
