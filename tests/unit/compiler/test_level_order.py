import pytest

from chronicare.compiler.level_order import out_of_order


@pytest.mark.parametrize(
    "values",
    [
        ("0", "I", "I+", "II", "III", "IV", "V", "VI"),
        ("VIII", "IX", "X"),
        ("S0", "S1", "S2"),
        ("无", "1", "2", "10"),
        ("I", "II", "无偏瘫"),
        ("乡镇卫生院", "未定级", "一级", "二级", "三级"),
        ("轻型", "中型", "重型"),
        ("重度减低", "减低", "活跃"),
        (),
    ],
)
def test_values_in_their_order(values: tuple[str, ...]) -> None:
    assert out_of_order(values) is None


@pytest.mark.parametrize(
    ("values", "swapped"),
    [
        (("0", "II", "I", "III"), ("II", "I")),
        (("IX", "VIII"), ("IX", "VIII")),
        (("S0", "S2", "S1"), ("S2", "S1")),
        (("无", "10", "9"), ("10", "9")),
        (("未定级", "二级", "一级", "三级"), ("二级", "一级")),
        (("轻型", "重型", "中型"), ("重型", "中型")),
        (("III", "无", "II"), ("III", "II")),
    ],
)
def test_values_that_were_swapped(values: tuple[str, ...], swapped: tuple[str, str]) -> None:
    assert out_of_order(values) == swapped
