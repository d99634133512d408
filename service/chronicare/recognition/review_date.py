"""When a recognition is to be looked at again."""

from datetime import date

from chronicare.cells.values import Duration
from chronicare.program.entry import Entry


def review_date(entry: Entry, recognised: date) -> date | None:
    """Return the day the review falls due: the period after ``recognised``, or ``None`` for 长期 (no set date)."""
    if entry.review_months is None:
        return None
    return Duration(entry.review_months, 0).after(recognised)
