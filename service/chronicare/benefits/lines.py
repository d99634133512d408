"""What a line of a bill adds to its sums, and to which part of it; worked out once for all alternatives of a bill.

A line that came out under some assumptions comes out the same under these and more: it asked for nothing else. Lines
that say the same come out the same.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Generic, TypeVar

from chronicare.benefits.applied_row import AppliedRow
from chronicare.benefits.bill import ChargeLine, Charges, Facts
from chronicare.benefits.money import to_yuan
from chronicare.benefits.term_resolver import TermResolver
from chronicare.cells.values import Given
from chronicare.judging.budget import spend
from chronicare.program.roles import Role

Sums = TypeVar("Sums")

_NOTHING = Fraction(0)
_WHOLE = Fraction(100)
_REMEMBERED_LINES_OF_STEP = 8
"""So many lines that are known take about as long as a table gone through."""


@dataclass(frozen=True, slots=True)
class LineSettled:
    """The setting a line is settled under (empty: the bill's) and what it adds to the sums, with what that rests on.

    ``advance_fen`` is what the person pays in advance of it, exactly; ``charges`` are without it.
    """

    setting: str
    charges: Charges
    advance_fen: Fraction
    applied_rows: Mapping[tuple[str, str], AppliedRow]
    switches: Mapping[str, str]
    assumed: Mapping[str, Given]


class LinesUnderAssumptions(Generic[Sums]):
    """The lines of one bill under one set of assumptions, and under those before that assumed no more.

    ``sums`` are what they come to together, once somebody has set them, and rest on ``applied_rows``, ``switches`` and
    what is ``assumed``; ``known`` is what has been worked out here.
    """

    def __init__(self, resolver: TermResolver, before: "Sequence[LinesUnderAssumptions[Sums]]") -> None:
        """Work lines out with ``resolver``; what they came to ``before`` stands."""
        self._resolver = resolver
        self._before = [each.known for each in before if each.known]
        self.applied_rows: dict[tuple[str, str], AppliedRow] = {}
        self.switches: dict[str, str] = {}
        self.assumed: dict[str, Given] = {}
        self.known: dict[Hashable, LineSettled] = {}
        self.sums: Sums | None = None
        whole = next((each for each in before if each.sums is not None), None)
        if whole is not None:
            self.sums = whole.sums
            self._note(whole.applied_rows, whole.switches, whole.assumed)

    def settle(self, line: ChargeLine) -> LineSettled:
        """Return what ``line`` comes to, and note what it rests on with the resolver; raises as that does."""
        key = (line.amount_fen, line.above_price_limit_fen, frozenset(line.facts.items()))
        settled = self.known.get(key)
        if settled is not None:
            return settled
        settled = next((each[key] for each in self._before if key in each), None)
        if settled is None:
            settled = self.known[key] = self.work_out(line)
        else:
            self._note(settled.applied_rows, settled.switches, settled.assumed)
        return settled

    def work_out(self, line: ChargeLine) -> LineSettled:
        """Return what ``line`` comes to, whatever is known of it."""
        roles = self._resolver.roles
        inner = self._resolver.with_facts({**line.facts, **roles.facts({Role.CHARGE_AMOUNT: to_yuan(line.amount_fen)})})
        inner.applied_rows, inner.switches, inner.assumed = {}, {}, {}
        try:
            separate = inner.look_up(roles[Role.SEPARATE_SETTING])
            charges, advance = _charges(inner, line)
        finally:
            self._note(inner.applied_rows, inner.switches, inner.assumed)
        setting = "" if separate is None else str(separate)
        return LineSettled(setting, charges, advance, inner.applied_rows, inner.switches, inner.assumed)

    def _note(
        self,
        applied_rows: Mapping[tuple[str, str], AppliedRow],
        switches: Mapping[str, str],
        assumed: Mapping[str, Given],
    ) -> None:
        for noted in (self._resolver.applied_rows, self.applied_rows):
            noted.update(applied_rows)
        for read in (self._resolver.switches, self.switches):
            read.update(switches)
        for taken in (self._resolver.assumed, self.assumed):
            taken.update(assumed)


class LineMemo(Generic[Sums]):
    """Keeps the lines of one bill through all the alternatives that are tried of it."""

    def __init__(self) -> None:
        """Start empty."""
        self._worked_out: list[tuple[Facts, Mapping[str, str], LinesUnderAssumptions[Sums]]] = []

    def lines_under(self, resolver: TermResolver, line_count: int) -> LinesUnderAssumptions[Sums]:
        """Return the lines under the facts and readings of ``resolver``; they are always those of the same bill."""
        facts, readings = dict(resolver.facts), resolver.readings
        before = [
            each
            for known, read, each in self._worked_out
            if known.items() <= facts.items() and read.items() <= readings.items()
        ]
        lines = LinesUnderAssumptions(resolver, before)
        if lines.sums is None:
            spend(line_count // _REMEMBERED_LINES_OF_STEP)
            self._worked_out.append((facts, readings, lines))
        return lines


def _charges(resolver: TermResolver, line: ChargeLine) -> tuple[Charges, Fraction]:
    roles = resolver.roles
    if not resolver.value(roles[Role.CHARGE_COVERED]):
        return Charges(line.amount_fen, line.amount_fen), _NOTHING
    ratio = resolver.look_up(roles[Role.ADVANCE_RATIO])
    charges = Charges(line.amount_fen, 0, line.above_price_limit_fen)
    return charges, charges.eligible_fen * ratio / _WHOLE if isinstance(ratio, Fraction) else _NOTHING
