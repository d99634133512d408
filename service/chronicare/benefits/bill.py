"""A bill: what was charged on one visit, and the facts it is settled by."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from chronicare.benefits.care_area import CareArea
from chronicare.benefits.money import to_yuan
from chronicare.cells.values import Given
from chronicare.program.roles import Role, Roles

Facts = Mapping[str, Given]
"""Terms that are given, by code: a value, or the list of a repeated term."""


@dataclass(frozen=True, slots=True)
class ChargeLine:
    """One line of a bill, in fen; ``facts`` are the terms stated of the line, its category above all.

    ``care_facts`` are those that the catalogue of the area of care is asked by, in the words of that area. With
    ``is_sum`` it stands for a bill that states its total and one category: how many items are in it is not known.
    """

    amount_fen: int
    above_price_limit_fen: int
    facts: Facts
    care_facts: Facts = field(default_factory=dict)
    is_sum: bool = False

    def amount(self, roles: Roles) -> Facts:
        """Return its amount as a fact; nothing if several items may be in it."""
        return {} if self.is_sum else roles.facts({Role.CHARGE_AMOUNT: to_yuan(self.amount_fen)})


@dataclass(frozen=True, slots=True)
class Charges:
    """The sums of a bill, in fen. What is eligible is the total less the three others."""

    total_fen: int
    fully_self_paid_fen: int = 0
    above_price_limit_fen: int = 0
    advance_self_payment_fen: int = 0

    @property
    def eligible_fen(self) -> int:
        """The eligible expense (政策范围内费用)."""
        return self.total_fen - self.fully_self_paid_fen - self.above_price_limit_fen - self.advance_self_payment_fen

    def __add__(self, other: "Charges") -> "Charges":
        """Add two bills up."""
        return Charges(
            self.total_fen + other.total_fen,
            self.fully_self_paid_fen + other.fully_self_paid_fen,
            self.above_price_limit_fen + other.above_price_limit_fen,
            self.advance_self_payment_fen + other.advance_self_payment_fen,
        )


@dataclass(frozen=True, slots=True)
class Bill:
    """One visit's bill: sums or lines, the day of care (of discharge, for an inpatient), and the facts.

    ``account_fen`` is what the person wants paid from the personal account, at most; ``None``: nothing is said of it.
    ``care_area`` is where the care was given, if that is stated and another area than that of insurance.
    """

    visit_id: str
    care_date: date
    facts: Facts
    charges: Charges | None
    lines: tuple[ChargeLine, ...] = ()
    account_fen: int | None = None
    care_area: CareArea | None = None

    @property
    def lists_items(self) -> bool:
        """Whether the amount of each item is known."""
        return self.charges is None and not any(each.is_sum for each in self.lines)

    @property
    def is_undivided(self) -> bool:
        """Whether the bill states its total, but nothing of what the rules derive of it from what it is for."""
        sums = self.charges
        return sums is not None and not (sums.fully_self_paid_fen or sums.advance_self_payment_fen)

    def as_one_line(self) -> "Bill":
        """Return a bill that states its sums as the line of one category that it is once that is known."""
        if self.charges is None:
            return self
        line = ChargeLine(self.charges.total_fen, self.charges.above_price_limit_fen, {}, is_sum=True)
        return replace(self, charges=None, lines=(line,))
