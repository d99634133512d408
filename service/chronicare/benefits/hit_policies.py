"""Brings together what the matching rows of a table put out, as its hit policy says."""

from datetime import date
from fractions import Fraction

from chronicare.benefits.formula_evaluation import Absence
from chronicare.cells.values import Given
from chronicare.program.decision_table import HitPolicy
from chronicare.program.formula import NoValue


def collected_absence(hit: HitPolicy, absences: list[Absence], collected: Given | None) -> Absence | None:
    """Return why the matching rows together give no value, or ``None`` if they do.

    What is not published leaves a sum, a greatest or least value open; what has no limit is the greatest.
    """
    if hit is HitPolicy.COUNT or not absences:
        return None
    by_word = {each.word: each for each in reversed(absences)}
    if hit in (HitPolicy.MAX, HitPolicy.SUM) and NoValue.UNLIMITED in by_word:
        return by_word[NoValue.UNLIMITED]
    if hit in (HitPolicy.MAX, HitPolicy.MIN, HitPolicy.SUM) and NoValue.NOT_PUBLISHED in by_word:
        return by_word[NoValue.NOT_PUBLISHED]
    return absences[0] if collected in (None, ()) else None


def collect_outputs(hit: HitPolicy, values: list[Given | None]) -> Given | None:
    """Bring the outputs of the matching rows together; rows without a value bring nothing."""
    given = [value for value in values if value is not None and not isinstance(value, tuple)]
    if hit.gives_one_row:
        return given[0] if given else None
    if hit.gives_lists:
        return tuple(dict.fromkeys(given) if hit is HitPolicy.COLLECT else given)
    if hit is HitPolicy.COUNT:
        return len(values)
    if not given:
        return None
    if hit is HitPolicy.SUM:
        return sum((Fraction(each) for each in given if isinstance(each, int | Fraction)), Fraction(0))
    numbers = [each for each in given if isinstance(each, int | Fraction | date)]
    return max(numbers) if hit is HitPolicy.MAX else min(numbers)
