"""Bills are alike to the tables whose amounts lie on the same side of every bound that a table tests."""

from fractions import Fraction
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest

from chronicare.benefits.model import BenefitModel
from chronicare.columnar.amounts import Amounts, NoFormError, yuan
from chronicare.columnar.tested_amounts import TestedAmounts
from chronicare.program.ranks import Column, ColumnKind, Scale, ScaleKind


def model(*bounds: Fraction, producers: tuple[str, ...] = ()) -> BenefitModel:
    """Return as much of a model as is looked at: one table that tests what was counted by ``bounds``."""
    scale = Scale(ScaleKind.ORDERED, bounds, tuple(range(2 * len(bounds) + 1)), ())
    columns = (Column("c0", ColumnKind.VALUE, "counted", 2 * len(bounds) + 1, scale=scale),)
    table: Any = SimpleNamespace(inputs=("counted", "setting"), matching=SimpleNamespace(columns=columns))
    rules = SimpleNamespace(every_table=(table,), producers=dict.fromkeys(producers, "table"))
    roles = SimpleNamespace(of=lambda _roles: frozenset({"remaining"}))
    found = SimpleNamespace(rules=rules, roles=roles, volatile=frozenset({"counted", "remaining"}))
    return cast("BenefitModel", found)


def fen(*amounts: int) -> dict[str, Amounts]:
    return {"counted": yuan(np.array(amounts, np.int64))}


def test_below_at_and_above_a_bound_are_three_groups() -> None:
    groups = TestedAmounts(model(Fraction(100))).alike(fen(9_999, 10_000, 10_001, 0, 10_000), 5)
    assert sorted(sorted(each.tolist()) for each in groups) == [[0, 3], [1, 4], [2]]


def test_a_bound_between_two_fen_tells_them_apart() -> None:
    tested = TestedAmounts(model(Fraction(1, 3), Fraction(100)))
    groups = tested.alike(fen(33, 34, 10_000), 3)
    assert sorted(each.tolist() for each in groups) == [[0], [1], [2]]


def test_what_crosses_a_bound_on_the_way_is_told() -> None:
    tested = TestedAmounts(model(Fraction(100)))
    before, after = fen(9_000, 9_000, 9_000)["counted"], fen(9_999, 10_000, 10_001)["counted"]
    assert np.atleast_1d(tested.differ("counted", before, after)).tolist() == [False, True, True]
    assert not np.any(tested.differ("other", before, after))


def test_one_bill_stands_for_all_that_are_alike() -> None:
    assert TestedAmounts(model(Fraction(100))).representative(fen(1_234, 5)) == {"counted": Fraction(1234, 100)}


def test_what_is_tested_and_worked_out_from_amounts_has_no_form() -> None:
    with pytest.raises(NoFormError):
        TestedAmounts(model(Fraction(100), producers=("counted",)))
