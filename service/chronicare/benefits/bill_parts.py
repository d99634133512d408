"""Splits a bill by the settings its lines are settled under. Amounts are exact until somebody is told of them."""

from dataclasses import dataclass, field, replace
from fractions import Fraction

from chronicare.benefits.bill import Bill, Charges, Facts
from chronicare.benefits.lines import LineMemo
from chronicare.benefits.money import round_to_fen, to_yuan
from chronicare.benefits.term_resolver import TermResolver
from chronicare.program.roles import Role


@dataclass(slots=True)
class BillPart:
    """The charges of a part of a bill, and the facts that its lines state alike.

    ``advance_fen`` is what its lines make the person pay in advance, exactly; ``charges`` are without it. ``lines_fen``
    is what of each line is eligible, exactly; ``None`` if the bill states its sums only.
    """

    charges: Charges = field(default_factory=lambda: Charges(0))
    advance_fen: Fraction = Fraction(0)
    facts: Facts = field(default_factory=dict)
    lines_fen: list[Fraction] | None = None

    @property
    def eligible_fen(self) -> Fraction:
        """The eligible expense, exactly."""
        return self.charges.eligible_fen - self.advance_fen

    def told(self, paid_fen: int) -> Charges:
        """Return the charges in whole fen: the advance rounded half up, but eligible is no less than what is paid."""
        most = self.charges.eligible_fen - paid_fen
        advance = min(round_to_fen(to_yuan(self.advance_fen)), most)
        return replace(self.charges, advance_self_payment_fen=self.charges.advance_self_payment_fen + advance)


def split_bill(resolver: TermResolver, bill: Bill, lines: LineMemo[dict[str, BillPart]]) -> dict[str, BillPart]:
    """Return the charges by the setting they are settled under, the bill's own first."""
    own = str(resolver.value(resolver.roles[Role.SETTING]))
    if bill.charges is not None:
        return {own: BillPart(bill.charges)}
    known = lines.lines_under(resolver, len(bill.lines))
    if known.sums is not None:
        return known.sums
    parts = {own: BillPart(lines_fen=[])}
    for line in bill.lines:
        settled = known.settle(line)
        charges, advance = settled.charges, settled.advance_fen
        part = parts.setdefault(settled.setting or own, BillPart(lines_fen=[]))
        eligible = charges.eligible_fen > advance
        if eligible or not part.eligible_fen:
            begun = part.eligible_fen or (part.charges.total_fen and not eligible)
            part.facts = _alike(part.facts, line.facts) if begun else line.facts
        part.charges += charges
        part.advance_fen += advance
        if part.lines_fen is not None:
            part.lines_fen.append(charges.eligible_fen - advance)
    parts[own].facts = {}  # the lines of the bill's own setting say nothing of the bill
    known.sums = {setting: part for setting, part in parts.items() if part.charges.total_fen or setting == own}
    return known.sums


def _alike(one: Facts, other: Facts) -> Facts:
    """Return what both state alike."""
    return {code: value for code, value in one.items() if code in other and other[code] == value}
