"""The clock on the wall, and the day it is where the rules apply."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

__all__ = ["ZoneInfoNotFoundError", "now", "today"]


def now() -> datetime:
    """Return the instant it is."""
    return datetime.now(UTC)


def today(time_zone: str) -> date:
    """Return the day it is in ``time_zone`` (an IANA name), wherever this machine stands and is set to.

    Raises ZoneInfoNotFoundError if the system has no data of that zone.
    """
    return now().astimezone(ZoneInfo(time_zone)).date()
