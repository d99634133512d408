"""Splits a bill by the settings its lines are settled under. Amounts are exact until somebody is told of them."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from fractions import Fraction

from chronicare.benefits.bill import Bill, Charges, Facts
from chronicare.benefits.care_area import ListedCharge
from chronicare.benefits.care_catalogue import CareCatalogue, goes_by_care_catalogue, require_known
from chronicare.benefits.lines import LineGroup, LineMemo, LinesUnderAssumptions, LineTerms
from chronicare.benefits.money import round_to_fen, to_yuan
from chronicare.benefits.term_resolver import TermResolver
from chronicare.judging.budget import spend
from chronicare.program.roles import Role


@dataclass(slots=True)
class BillPart:
    """The charges of a part of a bill, and the facts that its lines state alike.

    ``advance_fen`` is what its lines make the person pay in advance, exactly; ``charges`` are without it. ``groups``
    are its lines with what the tables say of them; ``None`` if the bill states its sums already divided.
    """

    charges: Charges = field(default_factory=lambda: Charges(0))
    advance_fen: Fraction = Fraction(0)
    facts: Facts = field(default_factory=dict)
    groups: list[tuple[LineGroup, LineTerms]] | None = None

    @property
    def eligible_fen(self) -> Fraction:
        """The eligible expense, exactly."""
        return self.charges.eligible_fen - self.advance_fen

    @property
    def lines_fen(self) -> list[Fraction] | None:
        """What of each line is eligible, exactly; ``None`` if the bill does not list its items."""
        if self.groups is None or any(line.is_sum for group, _ in self.groups for line in group.lines):
            return None
        spend(sum(len(group.lines) for group, _ in self.groups))
        each_line = (
            (terms, terms.charges(line.amount_fen, line.above_price_limit_fen))
            for group, terms in self.groups
            for line in group.lines
        )
        return [charges.eligible_fen - terms.advance_fen(charges) for terms, charges in each_line]

    def told(self, paid_fen: int) -> Charges:
        """Return the charges in whole fen: the advance rounded half up, but eligible is no less than what is paid."""
        most = self.charges.eligible_fen - paid_fen
        advance = min(round_to_fen(to_yuan(self.advance_fen)), most)
        return replace(self.charges, advance_self_payment_fen=self.charges.advance_self_payment_fen + advance)

    def add(self, group: LineGroup, terms: LineTerms) -> None:
        """Add ``group``; what lines say of which nothing is eligible counts only where there are no others."""
        charges = terms.charges(group.total_fen, group.above_price_limit_fen)
        advance = terms.advance_fen(charges)
        eligible = charges.eligible_fen > advance
        if eligible or not self.eligible_fen:
            begun = self.eligible_fen or (self.charges.total_fen and not eligible)
            self.facts = _alike(self.facts, group.lines[0].facts) if begun else group.lines[0].facts
        self.charges += charges
        self.advance_fen += advance
        if self.groups is not None:
            self.groups.append((group, terms))


def split_bill(resolver: TermResolver, bill: Bill, lines: LineMemo[dict[str, BillPart]]) -> dict[str, BillPart]:
    """Return the charges by the setting they are settled under, the bill's own first."""
    own = str(resolver.value(resolver.roles[Role.SETTING]))
    if bill.charges is not None:
        return {own: BillPart(bill.charges)}
    is_listed = goes_by_care_catalogue(resolver, bill)
    groups = lines.groups(by_amount=resolver.lines_rest_on_amount)
    known = lines.lines_under(resolver, len(groups), is_listed=is_listed)
    if known.sums is not None:
        return known.sums
    parts = _split(own, groups, known)
    require_known(bill.care_area, listed_in(parts.values()))
    return known.add_up(parts)


def _split(
    own: str, groups: Iterable[LineGroup], known: LinesUnderAssumptions[dict[str, BillPart]]
) -> dict[str, BillPart]:
    """Return the ``groups`` of lines by the setting they are settled under, the bill's ``own`` first."""
    parts = {own: BillPart(groups=[])}
    for group in groups:
        terms = known.terms_of(group)
        parts.setdefault(terms.setting or own, BillPart(groups=[])).add(group, terms)
    parts[own].facts = {}  # the lines of the bill's own setting say nothing of the bill
    return {setting: part for setting, part in parts.items() if part.charges.total_fen or setting == own}


def split_supposing_covered(resolver: TermResolver, bill: Bill) -> dict[str, BillPart]:
    """Return the parts of a ``bill`` of lines as if its catalogue covered them all; raises as ``split_bill``."""
    own = str(resolver.value(resolver.roles[Role.SETTING]))
    supposed = LineMemo[dict[str, BillPart]](bill.lines, lambda _line, _readings: ListedCharge(is_covered=True))
    groups = supposed.groups(by_amount=resolver.lines_rest_on_amount)
    return _split(own, groups, supposed.lines_under(resolver, len(groups), is_listed=True))


def lines_of(bill: Bill) -> LineMemo[dict[str, BillPart]]:
    """Return what keeps the lines of ``bill`` through all the ways it may be settled."""
    return LineMemo(bill.lines, CareCatalogue(bill))


def listed_in(parts: Iterable[BillPart]) -> list[ListedCharge]:
    """Return what the catalogue of the area of care said of the lines of ``parts``, each once; nothing if not asked."""
    found = (terms.listed for part in parts for _, terms in part.groups or ())
    return list(dict.fromkeys(each for each in found if each is not None))


def _alike(one: Facts, other: Facts) -> Facts:
    """Return what both state alike."""
    return {code: value for code, value in one.items() if code in other and other[code] == value}
