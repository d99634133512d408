from datetime import date
from fractions import Fraction

import pytest

from chronicare.cells.values import Duration
from chronicare.program.entry import Use, UseKind
from chronicare.program.evidence import Measurement
from chronicare.program.truth import Truth
from chronicare.reference.lists import truth_of_list

AS_OF = date(2025, 11, 30)
ANY, ALL, LATEST = Use(UseKind.ANY), Use(UseKind.ALL), Use(UseKind.LATEST)
TWICE, TWO_DAYS = Use(UseKind.TIMES, 2), Use(UseKind.DAYS, 2)


def within(use: Use) -> Use:
    """Return ``use`` of the last 6 months: since 30 May."""
    return Use(use.kind, use.count, Duration(6, 0))


def read(words: str) -> tuple[Measurement, ...]:
    """Read measurements, ``+`` passing, ``-`` failing, ``?`` not to be told, with month-day or no date."""
    found = []
    for word in words.split():
        day = date.fromisoformat(f"2025-{word[1:]}") if word[1:] else None
        found.append(Measurement(Fraction("-?+".index(word[0])), day))
    return tuple(found)


def passes(measurement: Measurement, _as_of: date) -> Truth:
    return (False, None, True)[int(measurement.value)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("use", "words", "so_far", "in_all"),
    [
        (ANY, "", None, False),
        (ANY, "-11-01", None, False),
        (ANY, "-11-01 +10-01", True, True),
        (ANY, "?11-01 -10-01", None, None),
        (ANY, "+", True, True),
        (TWICE, "+11-01", None, False),
        (TWICE, "+11-01 +11-01", True, True),
        (TWICE, "+11-01 ?11-01", None, None),
        (TWICE, "+ +", True, True),
        (TWO_DAYS, "+11-01 +11-01", None, False),
        (TWO_DAYS, "+11-01 ?11-01", None, False),
        (TWO_DAYS, "+11-01 +10-01", True, True),
        (TWO_DAYS, "+11-01 ?10-01", None, None),
        (TWO_DAYS, "+11-01 +", None, None),
        (TWO_DAYS, "+ +", None, None),
        (TWO_DAYS, "+ -", None, False),
        (Use(UseKind.DAYS, 1), "+", True, True),
        (ALL, "", None, False),
        (ALL, "+11-01", None, True),
        (ALL, "+11-01 -10-01", False, False),
        (ALL, "+11-01 ?10-01", None, None),
        (ALL, "?11-01 -10-01", False, False),
        (LATEST, "", None, False),
        (LATEST, "-10-01 +11-01", None, True),
        (LATEST, "+10-01 -11-01", None, False),
        (LATEST, "+10-01 ?11-01", None, None),
        (LATEST, "+11-01 -11-01", None, None),
        (LATEST, "+11-01 +11-01 -10-01", None, True),
        (LATEST, "+", None, True),
        (LATEST, "+ +11-01", None, None),
        (LATEST, "+ +", None, None),
        # Six months before 30 November is 30 May.
        (within(ANY), "+05-29", None, False),
        (within(ANY), "+05-30", True, True),
        (within(ANY), "+", None, None),
        (within(ANY), "-", None, False),
        (within(TWICE), "+05-29 +11-01", None, False),
        (within(TWICE), "+ +11-01", None, None),
        (within(TWO_DAYS), "+05-30 +05-31", True, True),
        (within(TWO_DAYS), "+ +11-01", None, None),
        (within(ALL), "-05-29", None, False),
        (within(ALL), "-05-29 +05-30", None, True),
        (within(ALL), "-05-30 +05-31", False, False),
        (within(ALL), "- +05-31", None, None),
        (within(LATEST), "+05-29", None, False),
        (within(LATEST), "+05-29 +05-30", None, True),
        (within(LATEST), "+", None, None),
    ],
)
def test_truth_of_list(use: Use, words: str, so_far: Truth, in_all: Truth) -> None:
    measurements = read(words)
    for order in (measurements, measurements[::-1]):
        assert truth_of_list(passes, use, order, AS_OF, complete=False) is so_far
        assert truth_of_list(passes, use, order, AS_OF, complete=True) is in_all
