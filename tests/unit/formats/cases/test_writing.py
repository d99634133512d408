"""A case in a file: read back as it was given, and not a byte of the rest touched."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chronicare.diagnostics import Code, Diagnostics
from chronicare.formats.cases.writing import case_text, with_case
from chronicare.formats.yaml_document import read_yaml

CASE = {"name": "甲：符合", "as_of_date": "2025-12-01", "expect": {"outcome": "MEETS"}}
words = st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), max_size=12)
numbers = st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-1_000_000, max_value=1_000_000)
plain = st.recursive(
    words
    | numbers
    | st.booleans()
    | st.none()
    | st.sampled_from(["1", "007", "1e5", "true", "~", "2025-12-01", "1:80"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=8,
)


def read(data: bytes) -> Any:  # noqa: ANN401
    found = Diagnostics()
    document = read_yaml(data, "c.yaml", found, Code.BAD_CASE)
    assert not found.sorted()
    assert document is not None
    return document.data


@given(plain)
def test_what_is_written_is_read_back(value: object) -> None:
    """Text stays text and numbers keep their digits, whatever stands in them."""
    (case,) = read(case_text({"name": "n", "value": value}, "理由").encode())
    assert case == {"name": "n", "value": value}


def test_short_things_stand_on_a_line_and_days_need_no_quotes() -> None:
    text = case_text({**CASE, "bill": {"total": Decimal("1444.80"), "lines": [{"amount": 700}]}}, "手册 2-27\n另一句")
    assert text == (
        "# 手册 2-27\n# 另一句\n"
        "- name: 甲：符合\n"
        "  as_of_date: 2025-12-01\n"
        "  expect: {outcome: MEETS}\n"
        "  bill:\n"
        "    total: 1444.80\n"
        "    lines:\n"
        "    - {amount: 700}\n"
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("entry: T\ncases:\n- {name: 一}\n", "entry: T\ncases:\n- {name: 一}\n# 理由\n- {name: 二}\n"),
        ("entry: T\ncases:\n- {name: 一}", "entry: T\ncases:\n- {name: 一}\n# 理由\n- {name: 二}\n"),
        (
            "cases:\r\n  - name: 一\r\n    person: {}\r\n\r\n",
            "cases:\r\n  - name: 一\r\n    person: {}\r\n  # 理由\r\n  - {name: 二}\r\n\r\n",
        ),
        (
            "\ufeffcases:\n- {name: 一}\n# 一之后\n\n# 关于 bases\nbases: {}\nentry: T\n",
            "\ufeffcases:\n- {name: 一}\n# 理由\n- {name: 二}\n# 一之后\n\n# 关于 bases\nbases: {}\nentry: T\n",
        ),
        ("entry: T\ncases:\n", "entry: T\ncases:\n# 理由\n- {name: 二}\n"),
    ],
)
def test_a_case_comes_after_the_last_one_as_the_others_are_written(before: str, after: str) -> None:
    assert with_case(before.encode(), case_text({"name": "二"}, "理由")).decode() == after


def test_a_file_without_cases_takes_none() -> None:
    with pytest.raises(ValueError, match="no cases"):
        with_case(b"entry: T\n", case_text(CASE, "x"))
