"""What a duration looks like, said where one could not be read."""

import pytest

from chronicare.cells.written_duration import duration_example


@pytest.mark.parametrize(
    ("units", "example"),
    [
        (("个月", "年", "半年", "周", "天"), "写时长，如 3个月，也可写 半年、1年6个月"),
        (("天", "小时", "周"), "写时长，如 3天"),
        (("mmol/L", "mg/dL"), None),
        (("元", "万元", "角", "分"), None),
        (("cm/年", "cm/月"), None),
        ((), None),
    ],
)
def test_a_duration_is_shown_in_a_unit_that_is_accepted(units: tuple[str, ...], example: str | None) -> None:
    told = duration_example(units)
    assert (told and told.zh) == example
