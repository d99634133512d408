"""What a line of a bill adds to its sums, and to which part of it; worked out once for all alternatives of a bill.

A line that came out under some assumptions comes out the same under these and more: it asked for nothing else. Lines
that say the same come out the same, whatever their amounts unless a table asks for those.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Generic, TypeAlias, TypeVar

from chronicare.benefits.applied_row import AppliedRow
from chronicare.benefits.bill import ChargeLine, Charges, Facts
from chronicare.benefits.care_area import ListedCharge
from chronicare.benefits.formula_evaluation import NoValueError
from chronicare.benefits.term_resolver import TermResolver
from chronicare.cells.values import Given
from chronicare.judging.budget import spend
from chronicare.program.formula import NoValue
from chronicare.program.roles import Role

Sums = TypeVar("Sums")
ListLine: TypeAlias = Callable[[ChargeLine, Mapping[str, str]], ListedCharge]
"""Says what the catalogue of the area of care has of a line, under readings."""

_NOTHING = Fraction(0)
_WHOLE = Fraction(100)
_LINES_OF_STEP = 8
"""So many lines are put together in one step; what a group of them comes to is one by itself."""


@dataclass(frozen=True, slots=True, eq=False)
class LineGroup:
    """Lines of one bill of which the tables say the same, and their sums."""

    lines: tuple[ChargeLine, ...]
    total_fen: int
    above_price_limit_fen: int


@dataclass(frozen=True, slots=True)
class LineTerms:
    """What the tables say of a group of lines, with what that rests on.

    ``setting`` is the one they are settled under (empty: the bill's), ``ratio`` per cent are paid in advance (``None``:
    nothing is).
    """

    setting: str
    is_covered: bool
    ratio: Fraction | None
    applied_rows: Mapping[tuple[str, str], AppliedRow]
    switches: Mapping[str, str]
    assumed: Mapping[str, Given]
    listed: ListedCharge | None = None
    """What the catalogue of the area of care says, if they go by that."""

    @property
    def is_open(self) -> bool:
        """Whether the catalogue of the area of care still wants something to tell what they are."""
        return self.listed is not None and self.listed.is_open

    def charges(self, total_fen: int, above_price_limit_fen: int) -> Charges:
        """Return what so much adds to the charges, without what is paid in advance."""
        if not self.is_covered:
            return Charges(total_fen, total_fen)
        return Charges(total_fen, 0, above_price_limit_fen)

    def advance_fen(self, charges: Charges) -> Fraction:
        """Return what the person pays in advance of ``charges``, exactly."""
        return _NOTHING if self.ratio is None else charges.eligible_fen * self.ratio / _WHOLE


class LinesUnderAssumptions(Generic[Sums]):
    """The lines of one bill under one set of assumptions, and under those before that assumed no more.

    ``sums`` are what they come to together, once they are added up, and rest on ``applied_rows``, ``switches`` and what
    is ``assumed``; ``known`` is what has been looked up here.
    """

    def __init__(
        self,
        resolver: TermResolver,
        before: "Sequence[LinesUnderAssumptions[Sums]]",
        whole: "LinesUnderAssumptions[Sums] | None",
        list_line: ListLine | None = None,
    ) -> None:
        """Look lines up with ``resolver``; what was found ``before`` stands, and so do the sums of the ``whole``.

        With ``list_line`` the catalogue of the area of care says what they are.
        """
        self._resolver = resolver
        self.list_line = list_line
        self._before = [each.known for each in before if each.known]
        self.applied_rows: dict[tuple[str, str], AppliedRow] = {}
        self.switches: dict[str, str] = {}
        self.assumed: dict[str, Given] = {}
        self.known: dict[LineGroup, LineTerms] = {}
        self.sums: Sums | None = None
        if whole is not None:
            self.sums = whole.sums
            self._note(whole.applied_rows, whole.switches, whole.assumed)

    def add_up(self, sums: Sums) -> Sums:
        """Keep ``sums``, which the lines come to together."""
        self.sums = sums
        return sums

    def terms_of(self, group: LineGroup) -> LineTerms:
        """Return what the tables say of ``group``, and note what that rests on with the resolver; raises as that."""
        terms = self.known.get(group)
        if terms is None:
            terms = next((each[group] for each in self._before if group in each and not each[group].is_open), None)
            if terms is not None:
                self._note(terms.applied_rows, terms.switches, terms.assumed)
            else:
                terms = self.look_up(group.lines[0])
            self.known[group] = terms
        return terms

    def look_up(self, line: ChargeLine) -> LineTerms:
        """Return what the tables say of ``line``, whatever is known of it."""
        roles = self._resolver.roles
        inner = self._resolver.with_facts({**line.facts, **line.amount(roles)})
        inner.applied_rows, inner.switches, inner.assumed = {}, {}, {}
        try:
            apart = roles.get(Role.SEPARATE_SETTING)  # an area that settles nothing apart has no table for it
            separate = inner.look_up(apart) if apart is not None and inner.can_know(apart) else None
            listed = None if self.list_line is None else self.list_line(line, self._resolver.readings)
            is_covered, ratio = _own_catalogue(inner) if listed is None else (listed.is_covered, listed.ratio)
        finally:
            self._note(inner.applied_rows, inner.switches, inner.assumed)
        return LineTerms(
            "" if separate is None else str(separate),
            is_covered,
            ratio,
            inner.applied_rows,
            inner.switches,
            inner.assumed,
            listed,
        )

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


def _own_catalogue(resolver: TermResolver) -> tuple[bool, Fraction | None]:
    """Return whether a line is covered, and the ratio paid in advance; raises as ``TermResolver.value``."""
    covered, advance = resolver.roles[Role.CHARGE_COVERED], resolver.roles[Role.ADVANCE_RATIO]
    if not resolver.value(covered):
        return False, None
    ratio = resolver.look_up(advance)
    if ratio is None and (absence := resolver.absence(advance)).word is NoValue.NOT_PUBLISHED:
        raise NoValueError(advance, absence)
    return True, ratio if isinstance(ratio, Fraction) else None


class LineMemo(Generic[Sums]):
    """Keeps the lines of one bill through all the alternatives of it."""

    def __init__(self, lines: Iterable[ChargeLine], list_line: ListLine | None = None) -> None:
        """Start with nothing known of the ``lines``; ``list_line`` says what they are by another area's catalogue."""
        self._lines = tuple(lines)
        self._list_line = list_line
        self._groups: tuple[LineGroup, ...] | None = None
        self._worked_out: list[tuple[Facts, Mapping[str, str], LinesUnderAssumptions[Sums]]] = []

    def groups(self, *, by_amount: bool) -> tuple[LineGroup, ...]:
        """Return the lines that say the same together, in order; ``by_amount``: those alone that are of one amount."""
        if self._groups is None:
            spend(len(self._lines) // _LINES_OF_STEP)
            together: dict[Hashable, list[ChargeLine]] = {}
            for line in self._lines:
                said = frozenset(line.facts.items()), frozenset(line.care_facts.items())
                key = (*said, line.amount_fen if by_amount else None)
                together.setdefault(key, []).append(line)
            self._groups = tuple(
                LineGroup(
                    tuple(lines),
                    sum(each.amount_fen for each in lines),
                    sum(each.above_price_limit_fen for each in lines),
                )
                for lines in together.values()
            )
        return self._groups

    def lines_under(
        self, resolver: TermResolver, group_count: int, *, is_listed: bool = False
    ) -> LinesUnderAssumptions[Sums]:
        """Return the lines under the facts and readings of ``resolver``; ``is_listed``: by another area's catalogue."""
        list_line = self._list_line if is_listed else None
        facts, readings = dict(resolver.facts), dict(resolver.readings)
        before = [
            each
            for known, read, each in self._worked_out
            if known.items() <= facts.items() and read.items() <= readings.items() and each.list_line is list_line
        ]
        whole = next((each for each in before if each.sums is not None), None)
        lines = LinesUnderAssumptions(resolver, before, whole, list_line)
        if lines.sums is None:
            spend(group_count)
            self._worked_out.append((facts, readings, lines))
        return lines
