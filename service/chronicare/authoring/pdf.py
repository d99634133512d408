"""A page as a PDF that is printed and signed: running heads, page numbers in the contents, an outline."""

import logging

from weasyprint import HTML

_LOG = logging.getLogger("weasyprint")


def write_pdf(page: str) -> bytes:
    """Return ``page``, self-contained HTML, as PDF. What its style says to browsers only is not told."""
    _LOG.setLevel(logging.ERROR)
    return bytes(HTML(string=page, url_fetcher=_refuse).write_pdf())


def _refuse(url: str) -> dict[str, object]:
    """Fetch nothing: the page has all it needs."""
    raise ValueError(f"{url} is not part of the page")
