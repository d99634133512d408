import pytest

from chronicare.diagnostics import Diagnostics
from chronicare.rpc.paging import DEFAULT_PAGE_SIZE, MOST_PAGE_SIZE, Page, read_page, write_token


@pytest.mark.parametrize(("asked", "size"), [(0, DEFAULT_PAGE_SIZE), (1, 1), (500, 500), (501, MOST_PAGE_SIZE)])
def test_sizes(asked: int, size: int) -> None:
    assert read_page(asked, "", "q", Diagnostics()) == Page("", 0, size)


def test_a_token_leads_to_its_place() -> None:
    found = Diagnostics()
    query = "990000|2025-12-01|甲|乙"
    assert read_page(10, write_token("abc", 30, query), query, found) == Page("abc", 30, 10)
    assert not found.has_errors


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
    found = Diagnostics()
    read_page(10, token, "q", found)
    assert [str(each.where) for each in found.sorted()] == ["page_token"]


def test_a_negative_size_is_refused() -> None:
    found = Diagnostics()
    read_page(-1, "", "q", found)
    assert [str(each.where) for each in found.sorted()] == ["page_size"]
