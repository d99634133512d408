"""Dates as people, laboratories and spreadsheets write them: the year first, so that month and day are certain."""

import re
import unicodedata
from datetime import date

_DATE = re.compile(
    r"([0-9]{4})\s*(?:([-/.])\s*([0-9]{1,2})\s*\2\s*([0-9]{1,2})|年\s*([0-9]{1,2})\s*月\s*([0-9]{1,2})\s*[日号]"
    r"|([0-9]{2})([0-9]{2}))(?:[ T]0{1,2}:00(?::00)?)?"
)
_DASHES = str.maketrans("‐‑‒–—―−", "-------")


def parse_date(text: str) -> date | None:
    """Return the date written ``2025-03-01``, ``2025/3/1``, ``2025.03.01``, ``2025年3月1日`` or ``20250301``.

    Midnight may follow, as spreadsheets add it. ``None`` if there is no such date, or if the text names none for
    certain (``3/1/2025``, ``2025年3月``).
    """
    match = _DATE.fullmatch(unicodedata.normalize("NFKC", text).translate(_DASHES).strip())
    if match is None:
        return None
    month, day = match[3] or match[5] or match[7], match[4] or match[6] or match[8]
    try:
        return date(int(match[1]), int(month), int(day))
    except ValueError:
        return None
