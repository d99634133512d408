"""A settled bill, part by part and payer by payer, in fen; or a bill that cannot be settled, and for want of what."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from chronicare.benefits.applied_row import AppliedRow
from chronicare.benefits.bill import Bill, Charges
from chronicare.benefits.care_area import CatalogueWanting, ListedCharge
from chronicare.benefits.formula_evaluation import Absence
from chronicare.benefits.step_paid import StepLeftOut, StepPaid
from chronicare.cells.values import Given
from chronicare.program.decision_table import ChainStep, PaymentKind, TableRow


@dataclass(frozen=True, slots=True)
class PartSettled:
    """One part of a bill, settled under one setting. Where the funds do not pay, none of it is eligible.

    ``refused_for`` is then the reason, if the tables give one.
    """

    setting: str
    charges: Charges
    steps: tuple[StepPaid, ...]
    left_out: tuple[StepLeftOut, ...]
    refused_for: str = ""

    @property
    def is_refused(self) -> bool:
        """Whether the funds pay nothing of it, and it is the person's."""
        return not self.steps and not self.left_out and not self.charges.eligible_fen

    @property
    def paid_fen(self) -> int:
        """What funds paid of the bill; allowances are beside it."""
        return reimbursed_fen(self.steps)


@dataclass(frozen=True, slots=True)
class BorneElsewhere:
    """Who has to bear what no payer pays because the person is not in benefit; ``fen`` is ``None`` if not known.

    ``allowance_fen`` of it is beside the bill.
    """

    bearer: str
    fen: int | None
    allowance_fen: int = 0


@dataclass(frozen=True, slots=True)
class Settlement:
    """A settled bill. ``accumulators`` are the new values of all, in fen; ``applied_rows`` the rows that gave values.

    ``account_fen`` is what the personal account pays, by its steps and of what is left to the person besides.
    ``paid_elsewhere_fen`` is what another scheme has paid of the eligible expense. ``assumed`` are usual values taken.
    ``listed`` is what the catalogue of the area of care said of the lines; empty where they go by that of insurance.
    """

    bill: Bill
    charges: Charges
    parts: tuple[PartSettled, ...]
    accumulators: Mapping[str, int]
    account_fen: int
    applied_rows: tuple[AppliedRow, ...]
    switches: Mapping[str, str]
    paid_elsewhere_fen: int = 0
    borne_elsewhere: BorneElsewhere | None = None
    assumed: Mapping[str, Given] = field(default_factory=dict)
    listed: tuple[ListedCharge, ...] = ()

    @property
    def steps(self) -> tuple[StepPaid, ...]:
        """The steps of all parts, in order."""
        return tuple(step for part in self.parts for step in part.steps)

    def payments(self) -> dict[tuple[str, bool], int]:
        """Return what funds paid, in fen, by step id and whether it is an allowance."""
        paid: dict[tuple[str, bool], int] = {}
        for each in self.steps:
            if each.step.payment_kind is PaymentKind.ACCOUNT:
                continue
            key = (each.step.id, each.step.payment_kind is PaymentKind.ALLOWANCE)
            paid[key] = paid.get(key, 0) + each.payment_fen
        return paid

    @property
    def paid_fen(self) -> int:
        """What funds paid of the bill."""
        return sum(part.paid_fen for part in self.parts)

    @property
    def copayment_fen(self) -> int:
        """What of the eligible expense is left to the person (自付)."""
        return self.charges.eligible_fen - self.paid_fen - self.paid_elsewhere_fen

    @property
    def burden_fen(self) -> int:
        """What of the whole bill is left to the person, eligible or not."""
        return self.charges.total_fen - self.paid_fen - self.paid_elsewhere_fen

    @property
    def final_burden_fen(self) -> int | None:
        """What of it is left to the person when others have borne what they have to; ``None`` if that is not known."""
        borne = self.borne_elsewhere
        if borne is None:
            return self.burden_fen
        return None if borne.fen is None else self.burden_fen - (borne.fen - borne.allowance_fen)


@dataclass(frozen=True, slots=True)
class Unsettled:
    """A bill that cannot be settled: the step it stops at (``None``: before any), its ``row``, and the term wanting.

    ``unknown`` tells a fact nobody stated from a value the tables do not give; ``absence`` says why they do not.
    ``done`` are the steps before. ``is_outside_scope``: the rules do not cover such care, whatever else is known; of
    care they cover, they say neither who pays nor why nobody does where the facts ``lacking`` hold.
    ``catalogue``: what lines are by the catalogue of the area of care is not known; ``listed`` is what it says.
    """

    step: ChainStep | None
    term: str
    unknown: bool
    done: tuple[StepPaid, ...]
    applied_rows: tuple[AppliedRow, ...]
    switches: Mapping[str, str]
    absence: Absence | None = None
    catalogue: CatalogueWanting | None = None
    listed: tuple[ListedCharge, ...] = ()
    is_outside_scope: bool = False
    lacking: Mapping[str, Given] = field(default_factory=dict)
    row: TableRow | None = None

    @property
    def is_not_covered(self) -> bool:
        """Whether nothing is said of such care: by these rules, or for want of those of the area of care."""
        return self.is_outside_scope or self.catalogue is CatalogueWanting.NOT_HELD


def reimbursed_fen(steps: Iterable[StepPaid]) -> int:
    """Return what funds paid of the bill, in fen; allowances are beside it, and the account is the person's."""
    return sum(each.payment_fen for each in steps if each.step.payment_kind is PaymentKind.REIMBURSEMENT)
