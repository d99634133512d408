"""From when until when a rule holds."""

from datetime import date


def is_valid(day: date | None, since: date | None, until: date | None) -> bool:
    """Whether what holds from ``since`` (inclusive) until ``until`` (exclusive) does on ``day``.

    ``None`` is before any date as ``day``, and no bound as ``since`` and as ``until``.
    """
    return (since is None or (day is not None and since <= day)) and (until is None or day is None or day < until)
