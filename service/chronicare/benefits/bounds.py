"""Between which bounds a formula lies though facts it rests on are not known: what makes no difference is not asked."""

from collections.abc import Mapping
from fractions import Fraction

from chronicare.benefits.formula_evaluation import NotEvaluableError, UnknownTermError
from chronicare.benefits.term_resolver import TermResolver
from chronicare.benefits.unknowns import FactNeededError, ReadingNeededError, Wanted
from chronicare.compiler.formula_ranges import ANYTHING, NOTHING_KNOWN, NumberRange, hull, range_of
from chronicare.program.formula import Absent, Formula


def bounds_of(
    resolver: TermResolver, formula: Formula, given: Mapping[str, NumberRange] = NOTHING_KNOWN
) -> NumberRange:
    """Return the interval in which ``formula`` lies whatever the facts and readings that are not known may be.

    It is in the unit of what the formula is for; ANYTHING where the tables may give no value. The terms ``given`` lie
    in their intervals.
    """
    known: dict[str, NumberRange] = {}
    for code in formula.terms:
        found = given[code] if code in given else _bounds_of_term(resolver, code, given)
        if found is None:
            return ANYTHING
        known[code] = found
    return range_of(formula, resolver.vocabulary, known)


def _bounds_of_term(resolver: TermResolver, code: str, given: Mapping[str, NumberRange]) -> NumberRange | None:
    """Return the interval of the term ``code``; ``None`` if it may have no value."""
    try:
        value = resolver.value(code)
    except (UnknownTermError, FactNeededError, ReadingNeededError):
        return _bounds_by_table(resolver, code, given)
    except NotEvaluableError:
        return None
    return NumberRange(Fraction(value), Fraction(value)) if isinstance(value, Fraction | int) else None


def _bounds_by_table(resolver: TermResolver, code: str, given: Mapping[str, NumberRange]) -> NumberRange | None:
    table = resolver.table_of(code)
    if table is None:
        return ANYTHING  # a fact: its possible range is known to the formula
    rows, untried = resolver.possible_rows(table, Wanted())
    del untried
    intervals: list[NumberRange] = []
    for row, _ in rows:
        output = row.outputs[code]
        if isinstance(output.expression, Absent):
            return None
        intervals.append(bounds_of(resolver, output, given))
    return hull(intervals)
