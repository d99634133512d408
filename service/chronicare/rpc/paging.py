"""Page tokens: where a list goes on, and in which release, so that a publication in between does not mix two."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import NamedTuple

from chronicare.diagnostics import Code, Diagnostics, FieldPath, Text

DEFAULT_PAGE_SIZE = 100
MAX_PAGE_SIZE = 500
_MAX_TOKEN_CHARACTERS = 500


class Page(NamedTuple):
    """The next page: the release by digest (empty: the one asked for), the first entry's place, how many at most."""

    digest: str
    start: int
    size: int


def read_page(page_size: int, page_token: str, query: str, diagnostics: Diagnostics) -> Page:
    """Read the paging fields of a request; what is wrong goes to ``diagnostics``.

    ``query`` is what the token is good for.
    """
    if page_size < 0:
        diagnostics.add(
            Code.BAD_FIELD,
            FieldPath("page_size"),
            Text(f"不能是 {page_size}", f"cannot be {page_size}"),
            Text(f"写 1 至 {MAX_PAGE_SIZE}，或不写", f"give 1 to {MAX_PAGE_SIZE}, or nothing"),
        )
    size = min(page_size, MAX_PAGE_SIZE) if page_size > 0 else DEFAULT_PAGE_SIZE
    if not page_token:
        return Page("", 0, size)
    place = _read_token(page_token, query)
    if place is None:
        diagnostics.add(
            Code.BAD_FIELD,
            FieldPath("page_token"),
            Text("不是上一页给出的 next_page_token", "not the next_page_token of the page before"),
            Text("其余各栏须与上一页相同", "all other fields must be those of the page before"),
        )
        return Page("", 0, size)
    return Page(*place, size)


def write_token(digest: str, start: int, query: str) -> str:
    """Return the token of the page that begins at ``start`` in the release with ``digest``."""
    return urlsafe_b64encode(f"{digest}|{start}|{query}".encode()).decode()


def _read_token(token: str, query: str) -> tuple[str, int] | None:
    if len(token) > _MAX_TOKEN_CHARACTERS:
        return None
    try:
        digest, start, asked = urlsafe_b64decode(token.encode()).decode().split("|", 2)
    except (binascii.Error, ValueError):
        return None
    if asked != query or not start.isdecimal() or not start.isascii():
        return None
    return digest, int(start)
