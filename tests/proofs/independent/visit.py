"""A bill on its way through the payers, and what one payer pays of it."""

from dataclasses import dataclass, field
from fractions import Fraction

from proofs.independent.bill import ACCUMULATORS, Bill, Readings
from proofs.independent.standards import Bands


@dataclass(slots=True)
class Visit:
    """Where a bill stands: what has been paid, what is left, what the year adds up to. Money is fen."""

    bill: Bill
    readings: Readings
    payments: dict[str, int] = field(default_factory=dict)
    allowances: dict[str, int] = field(default_factory=dict)
    accumulators: dict[str, int] = field(init=False)
    left: int = field(init=False)
    """What no payer has borne of the eligible expense."""
    deductible: int = 0
    paid_elsewhere: int = 0
    """What another scheme has paid of the eligible expense."""
    borne: int = 0
    """The part of the eligible expense that went into the deductible of the basic fund."""

    def __post_init__(self) -> None:
        """Begin with the year as it was before, and nothing paid."""
        self.accumulators = dict.fromkeys(ACCUMULATORS, 0) | dict(self.bill.accumulators)
        self.left = self.bill.eligible

    @property
    def in_advance(self) -> bool:
        """Whether the basic fund pays for a third party that does not: then no other payer has a turn.

        社会保险法 30 (问答 18): 由基本医疗保险基金先行支付.
        """
        return self.bill.text("exclusion") == "第三人责任"

    def reimburse(
        self,
        step: str,
        base: Fraction | int,
        bands: Bands,
        *,
        allowed: int | None,
        paid: str,
        start: int = 0,
        deductible: int = 0,
    ) -> None:
        """Let one payer pay of ``base`` at most ``allowed``, and add it to the accumulator ``paid``."""
        amount = _share(max(Fraction(base), Fraction(0)), start, deductible, bands)
        amount = min(amount, Fraction(self.left))
        if allowed is not None:
            amount = min(amount, Fraction(max(allowed, 0)))
        payment = round_half_up(amount)
        self.payments[step] = payment
        self.left -= payment
        self.accumulators[paid] += payment


def round_half_up(amount: Fraction) -> int:
    """Round fen, none of them negative, to whole ones."""
    return int(amount + Fraction(1, 2))


def _share(base: Fraction, start: int, deductible: int, bands: Bands) -> Fraction:
    """Add up what each band pays of the stretch from ``start`` to ``start + base``; bands begin at the deductible."""
    amount, lower = Fraction(0), Fraction(deductible)
    ends = [*(Fraction(deductible + limit) for limit in bands.limits), None]
    for end, percent in zip(ends, bands.percents, strict=True):
        upper = start + base if end is None else min(end, start + base)
        amount += max(upper - max(lower, Fraction(start)), Fraction(0)) * percent / 100
        lower = lower if end is None else end
    return amount
