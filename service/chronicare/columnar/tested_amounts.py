"""Amounts that tables test: bills are alike to the tables whose amounts lie on the same side of every bound."""

from collections.abc import Mapping
from fractions import Fraction
from math import lcm

import numpy as np
from numpy.typing import NDArray

from chronicare.benefits.model import BenefitModel
from chronicare.cells.values import Given
from chronicare.columnar.amounts import Amounts, NoFormError
from chronicare.columnar.bitmaps import Mask
from chronicare.columnar.numbering import groups_of
from chronicare.program.ranks import ColumnKind
from chronicare.program.roles import Role

_IN_STEPS = (
    Role.REMAINING_ELIGIBLE,
    Role.DEDUCTIBLE_BORNE,
    Role.BEYOND_CAP,
    Role.STEP_BASE,
    Role.STEP_DEDUCTIBLE,
    Role.STEP_PAYMENT,
)
"""Amounts that every step changes."""


class TestedAmounts:
    """The bounds that the tables of one model test amounts by."""

    __test__ = False

    def __init__(self, model: BenefitModel) -> None:
        """Gather the bounds. Raises NoFormError where what is tested is itself worked out from amounts."""
        tables = model.rules.every_table
        tested = {code for table in tables for code in table.inputs} & model.volatile
        if tested & (model.rules.producers.keys() | model.roles.of(_IN_STEPS)):
            raise NoFormError("a table tests what is worked out from amounts")
        self._bounds: dict[str, set[Fraction]] = {code: set() for code in tested}
        for column in (column for table in tables if table.matching for column in table.matching.columns):
            if column.finding in tested:
                if column.kind is not ColumnKind.VALUE or column.scale is None:
                    raise NoFormError("amounts are tested in a list")
                self._bounds[column.finding] |= {Fraction(cut) for cut in column.scale.cuts}

    def alike(self, amounts: Mapping[str, Amounts], count: int) -> list[NDArray[np.intp]]:
        """Return the places of bills that are alike to every table; what is not known of a bill is not of any."""
        columns = [
            (np.broadcast_to(self._sides(code, amounts[code]), (count,)).astype(np.intp), 2 * len(bounds) + 1)
            for code, bounds in self._bounds.items()
            if code in amounts
        ]
        return groups_of(columns) if columns else [np.arange(count)]

    def representative(self, amounts: Mapping[str, Amounts]) -> dict[str, Given]:
        """Return the tested amounts of the first bill, which stand for those of all that are alike."""
        return {
            code: Fraction(int(np.atleast_1d(amounts[code].numerators)[0]), amounts[code].denominator)
            for code in self._bounds
            if code in amounts
        }

    def differ(self, code: str, before: Amounts, after: Amounts) -> Mask | np.bool_:
        """Return of which bills a table may say otherwise ``after`` than ``before``."""
        if code not in self._bounds:
            return np.bool_(False)
        differ: Mask = self._sides(code, before) != self._sides(code, after)
        return differ

    def _sides(self, code: str, amounts: Amounts) -> NDArray[np.uint8]:
        """Return how many bounds each amount is at or beyond, and how many beyond."""
        shared = lcm(amounts.denominator, *(bound.denominator for bound in self._bounds[code]))
        factor = shared // amounts.denominator
        if amounts.most * factor > 2**62:
            raise NoFormError("amounts are too large")
        numerators = amounts.numerators * factor
        sides = np.zeros(numerators.shape, np.uint8)
        for bound in self._bounds[code]:
            cut = bound.numerator * (shared // bound.denominator)
            sides += (numerators >= cut).astype(np.uint8) + (numerators > cut).astype(np.uint8)
        return sides
