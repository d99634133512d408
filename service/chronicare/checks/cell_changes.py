"""A test in a cell changed in one small way, as a slip of the pen would change it."""

from collections.abc import Iterator
from dataclasses import replace

from chronicare.cells.typed import AllOf, AnyOf, Compare, Component, Not, Operator, Range, Test
from chronicare.checks.mutation import put_in_place

_NEIGHBOUR = {
    Operator.GE: Operator.GT,
    Operator.GT: Operator.GE,
    Operator.LE: Operator.LT,
    Operator.LT: Operator.LE,
    Operator.EQ: Operator.NE,
    Operator.NE: Operator.EQ,
}


def changes_of_test(test: Test) -> Iterator[Test]:
    """Change one thing inside ``test``: a bound to the neighbouring cell, an end, a member of a list."""
    if isinstance(test, Compare):
        if not isinstance(test.bound, bool | str):
            yield Compare(_NEIGHBOUR[test.operator], test.bound)
        if type(test.bound) is int:
            yield Compare(test.operator, test.bound + 1)
            yield Compare(test.operator, test.bound - 1)
    elif isinstance(test, Range):
        yield replace(test, low_closed=not test.low_closed)
        yield replace(test, high_closed=not test.high_closed)
        yield Compare(Operator.GE if test.low_closed else Operator.GT, test.low)
        yield Compare(Operator.LE if test.high_closed else Operator.LT, test.high)
    elif isinstance(test, AnyOf | AllOf):
        other = AllOf if isinstance(test, AnyOf) else AnyOf
        yield other(test.tests)
        for place, part in enumerate(test.tests):
            rest = put_in_place(test.tests, place)
            yield rest[0] if len(rest) == 1 else type(test)(rest)
            for changed in changes_of_test(part):
                yield type(test)(put_in_place(test.tests, place, changed))
    elif isinstance(test, Not):
        for changed in changes_of_test(test.test):
            yield Not(changed)
    elif isinstance(test, Component):
        for changed in changes_of_test(test.test):
            yield Component(test.code, changed)
