import pytest

from chronicare.diagnostics import Diagnostics
from chronicare.rpc.paging import DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE, Page, read_page, write_token


@pytest.mark.parametrize(("asked", "size"), [(0, DEFAULT_PAGE_SIZE), (1, 1), (500, 500), (501, MAX_PAGE_SIZE)])
def test_sizes(asked: int, size: int) -> None:
    assert read_page(asked, "", "q", Diagnostics()) == Page("", 0, size)


def test_a_token_leads_to_its_place() -> None:
    diagnostics = Diagnostics()
    query = "990000|2025-12-01|甲|乙"
    assert read_page(10, write_token("abc", 30, query), query, diagnostics) == Page("abc", 30, 10)
    assert not diagnostics.has_errors


@pytest.mark.parametrize(
    "token",
    [
        write_token("abc", 30, "another"),
        write_token("abc", -1, "q"),
        "not base64!",
        "甲",
        "_w==",
        "YWJj",
        "A" * 1000,
        write_token("abc", 30, "q")[:-3],
    ],
)
def test_other_tokens_are_refused(token: str) -> None:
    diagnostics = Diagnostics()
    read_page(10, token, "q", diagnostics)
    assert [str(each.where) for each in diagnostics.sorted()] == ["page_token"]


def test_a_negative_size_is_refused() -> None:
    diagnostics = Diagnostics()
    read_page(-1, "", "q", diagnostics)
    assert [str(each.where) for each in diagnostics.sorted()] == ["page_size"]
