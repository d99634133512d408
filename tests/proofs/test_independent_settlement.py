"""The independent settlement against examples worked out by hand, and against what holds of every settlement."""

from collections.abc import Mapping
from datetime import date
from itertools import islice
from typing import Final

import pytest
from proofs.independent.bill import YUAN, Bill
from proofs.independent.examples import (
    BY_HAND,
    DEFAULTS,
    EMPLOYEE,
    RESIDENT,
    RESIDENTS_USED,
    UNDER_READINGS,
    WARD,
    WORKED,
    Example,
    bill_of,
    fen,
    years,
)
from proofs.independent.standards import AT_HOME, TEMPORARY, UNREFERRED, Rates
from proofs.independent_bills import bills
from proofs.independent_settlement import settle

EXAMPLES: Final = [*WORKED, *BY_HAND, *UNDER_READINGS]


@pytest.mark.parametrize("example", EXAMPLES, ids=[example.number for example in EXAMPLES])
def test_pays_what_was_worked_out_by_hand(example: Example) -> None:
    settled = settle(bill_of(example), {**DEFAULTS, **example.readings})

    paid = settled.payments | settled.allowances
    assert not settled.unknown
    assert {step: amount for step, amount in paid.items() if amount} == fen(example.paid)


FAVOURED: Final = [
    # 100000 above the deductible of 7224, at 65 %
    ("C-27", "低保对象", 107_224, 65000),
    # 100000 × 65 % + 100000 × 75 % + 257224 × 90 %: above 300000, and no cap
    ("C-28 低保", "低保对象", 464_448, 371_501.6),
    ("C-59", "防止返贫监测对象", 114_448, 60000),
    ("C-59 封顶", "防止返贫监测对象", 464_448, 300_000),
]


@pytest.mark.parametrize(("number", "identity", "eligible", "serious"), FAVOURED, ids=[row[0] for row in FAVOURED])
def test_serious_illness_insurance_favours_three_identities(
    number: str, identity: str, eligible: float, serious: float
) -> None:
    example = Example(number, RESIDENT | years() | {"assistance": (identity,)}, eligible, {}, RESIDENTS_USED)

    assert settle(bill_of(example), DEFAULTS).payments["serious"] == round(serious * YUAN)


def test_splits_the_bill_of_zhang_san() -> None:
    settled = settle(bill_of(WORKED[0]), DEFAULTS)

    assert settled.self_paid_eligible == 510 * YUAN
    assert settled.out_of_pocket == 810 * YUAN


def test_a_tenth_of_a_high_value_drug_comes_first() -> None:
    bill = Bill(EMPLOYEE | WARD, 40, date(2025, 12, 1), 10000 * YUAN, advance_self_payment=1000 * YUAN)

    assert settle(bill, DEFAULTS).eligible == 9000 * YUAN  # C-24


def test_says_that_the_deductible_of_2026_is_not_published_unless_that_of_2025_carries_on() -> None:
    bill = Bill(RESIDENT | years(), 40, date(2026, 1, 1), 20000 * YUAN)

    assert settle(bill, DEFAULTS | {"大病起付沿用": "等待公布"}).unknown
    assert not settle(bill, DEFAULTS).unknown


@pytest.mark.parametrize(("rates", "points"), [(TEMPORARY, 5), (UNREFERRED, 10)], ids=["临时备案", "非转诊"])
@pytest.mark.parametrize("scheme", ["职工", "居民"])
def test_ratios_elsewhere_are_as_many_points_lower_as_the_manual_says(
    scheme: str, rates: Mapping[str, Rates], points: int
) -> None:
    at_home = AT_HOME[scheme]

    assert {level: percent for level, (_, percent) in rates[scheme].items()} == {
        level: percent - points for level, (_, percent) in at_home.items()
    }  # 手册 1-30
    assert {deductible for deductible, _ in rates[scheme].values()} == {1000}


@pytest.mark.generated
def test_every_generated_bill_is_shared_out_to_the_fen(scale: int) -> None:
    settings = set()
    for bill, readings in islice(bills(20251101), 2000 * scale):
        settled = settle(bill, readings)
        parts = [*settled.payments.values(), settled.self_paid_eligible, settled.paid_elsewhere]
        settings.add(bill.text("setting"))
        assert min([*parts, *settled.allowances.values()]) >= 0, bill
        assert sum(parts) == settled.eligible, bill
        assert sum(settled.payments.values()) + settled.paid_elsewhere + settled.out_of_pocket == bill.total, bill
        assert all(amount >= bill.accumulators.get(code, 0) for code, amount in settled.accumulators.items()), bill
    assert len(settings) == 12
