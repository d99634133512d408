"""Decision tables, payers' chains and the terms they connect, compiled: what benefits are looked up in.

Tables stand in a graph: a term that a table puts out is looked up there, from terms that are given or looked up in
turn. ``BenefitRules`` are those of one area and one period.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import NamedTuple

from chronicare.diagnostics import Position, Text
from chronicare.program.benefit_year import CALENDAR_YEAR, BenefitYear
from chronicare.program.entry import Anomaly, Clause, Entry, Ruling, Switch
from chronicare.program.formula import Formula
from chronicare.program.period import Period
from chronicare.program.ranks import Column, CriterionTest, Predicate
from chronicare.program.rules import RuleProgram
from chronicare.program.validity import is_valid


class HitPolicy(Enum):
    """Which of the matching rows give the outputs; the value is the word of the manifest."""

    UNIQUE = "UNIQUE"
    """At most one row can match; tables in which two could do not load."""
    ANY = "ANY"
    """Matching rows agree."""
    FIRST = "FIRST"
    """The first matching row, in the table's order."""
    PRIORITY = "PRIORITY"
    """The matching row whose output has the highest priority: it stands first among its values."""
    OUTPUT_ORDER = "OUTPUT ORDER"
    """All matching rows, by priority of their outputs: these are lists, which may hold a value several times."""
    RULE_ORDER = "RULE ORDER"
    """All matching rows, in the table's order: the outputs are lists, which may hold a value several times."""
    COLLECT = "COLLECT"
    """All matching rows: the outputs are lists, each value in them once."""
    MAX = "COLLECT MAX"
    """The greatest output of the matching rows."""
    MIN = "COLLECT MIN"
    """The least."""
    SUM = "COLLECT SUM"
    """Their sum."""
    COUNT = "COLLECT COUNT"
    """How many match."""

    @property
    def gives_one_row(self) -> bool:
        """Whether one row gives the outputs, whatever else matches."""
        return self in (HitPolicy.UNIQUE, HitPolicy.ANY, HitPolicy.FIRST, HitPolicy.PRIORITY)

    @property
    def gives_lists(self) -> bool:
        """Whether the outputs are lists."""
        return self in (HitPolicy.COLLECT, HitPolicy.OUTPUT_ORDER, HitPolicy.RULE_ORDER)

    @property
    def is_by_priority(self) -> bool:
        """Whether rows stand by the priority of their outputs, not in the table's order."""
        return self in (HitPolicy.PRIORITY, HitPolicy.OUTPUT_ORDER)


class RowReading(NamedTuple):
    """A switch, and the reading of it that a row holds under."""

    switch: str
    reading: str


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row: ``id`` as written or its number, the ``readings`` it holds under (all of them; none: always), its outputs.

    ``node`` is the group that derives whether the row matches; empty if it always does. ``carried_from`` is the year
    the row's figures were published for, where they carry on because later ones are not published yet. A row that is
    ``otherwise`` tests nothing itself: it matches where no other row does.
    """

    id: str
    node: str
    readings: tuple[RowReading, ...]
    outputs: Mapping[str, Formula]
    clause: Clause
    anomalies: tuple[str, ...]
    position: Position
    carried_from: int | None = None
    otherwise: bool = False

    def may_hold(self, in_force: Mapping[str, str | None]) -> bool:
        """Whether it holds under the readings ``in_force``, by switch, or may: ``None`` is one that is open."""
        return all(in_force[switch] in (None, reading) for switch, reading in self.readings)

    def is_open(self, in_force: Mapping[str, str | None]) -> bool:
        """Whether it hangs on a switch of which no reading is in force."""
        return any(in_force[switch] is None for switch, _ in self.readings)

    def excludes(self, other: "TableRow") -> bool:
        """Whether one of the two never holds where the other does: they take one switch by different readings."""
        taken = dict(self.readings)
        return any(taken.get(switch, reading) != reading for switch, reading in other.readings)

    def holds_with(self, other: "TableRow") -> bool:
        """Whether it holds wherever ``other`` does."""
        return set(self.readings) <= set(other.readings)


@dataclass(frozen=True, slots=True)
class MatchProgram:
    """What says which rows match: rows as an entry's groups, each of its input cells a criterion.

    The engine runs ``program`` on the ranks of ``columns``; the reference evaluator judges ``rows`` from its syntax.
    """

    rows: Entry
    columns: tuple[Column, ...]
    tests: Mapping[str, CriterionTest]
    program: RuleProgram
    verdicts: Mapping[str, tuple[str, bool]]

    @property
    def minds_day(self) -> bool:
        """Whether what matches may rest on the day it is asked as of, beside the evidence."""
        return any(column.minds_day for column in self.columns)


@dataclass(frozen=True, slots=True)
class DecisionTable:
    """A decision table. ``inputs`` and ``outputs`` are codes of terms; ``cells`` the input cells by row and term."""

    name: str
    hit: HitPolicy
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    rows: tuple[TableRow, ...]
    cells: Mapping[tuple[str, str], str]
    matching: MatchProgram | None
    position: Position
    headings: Mapping[str, Position] = field(default_factory=dict, compare=False, repr=False)
    """Where the headings of its inputs and outputs stand, by term."""
    is_catalogue: bool = False
    """Whether it is of the catalogue (医保目录), not of the policy: what is paid of at all, not how much of it."""

    @property
    def switches(self) -> tuple[str, ...]:
        """The switches that its rows hang on, each once."""
        return tuple(dict.fromkeys(switch for row in self.rows for switch, _ in row.readings))

    @property
    def rests_on(self) -> tuple[str, ...]:
        """The terms it is looked up from, each once: its inputs and those the formulas of its rows name."""
        formulas = [formula for row in self.rows for formula in row.outputs.values()]
        return tuple(dict.fromkeys((*self.inputs, *(code for formula in formulas for code in formula.terms))))


class KnownGap(NamedTuple):
    """A case listed as one that no row of a table matches: its conditions by term, and why no row is wanted."""

    conditions: Mapping[str, Predicate]
    reason: str
    position: Position


class PaymentKind(Enum):
    """How a step of the chain pays; the value is the word of the table (方式; the account stands in 谁付)."""

    REIMBURSEMENT = "报销"
    """A part of the bill."""
    ALLOWANCE = "补助"
    """A fixed amount to the person, beside the bill."""
    ACCOUNT = "个人账户"
    """A part of the bill from the person's own account: no fund pays it, and the person still bears it."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A band of the base beyond the deductible: up to ``limit`` (none: all the rest), paid at ``ratio``."""

    limit: Formula | None
    ratio: Formula


@dataclass(frozen=True, slots=True)
class Accumulation:
    """``accumulator += amount``: the term that counts, and what is added to it; ``if_paid``: only if the step paid."""

    accumulator: str
    amount: Formula
    if_paid: bool = False


@dataclass(frozen=True, slots=True)
class ChainStep:
    """A payer's step, a row of the card called ``card``.

    A step without ``start`` begins each time at nothing, one without ``limit`` has no cap; an allowance has neither
    base, deductible nor segments.
    """

    id: str
    payer: str
    name: Text
    payment_kind: PaymentKind
    base: Formula | None
    start: Formula | None
    deductible: Formula | None
    segments: tuple[Segment, ...]
    limit: Formula | None
    accumulations: tuple[Accumulation, ...]
    card: str = ""
    period: Period = Period.YEAR
    """What the deductible runs over, if it has a start."""
    item_limit: Formula | None = None
    """The most that is paid for each line of the bill."""

    @property
    def payment_formulas(self) -> tuple[Formula, ...]:
        """The formulas that give what it pays."""
        segments = [formula for each in self.segments for formula in (each.limit, each.ratio)]
        every = (self.base, self.start, self.deductible, *segments, self.item_limit, self.limit)
        return tuple(each for each in every if each is not None)

    @property
    def formulas(self) -> tuple[Formula, ...]:
        """All its formulas, those of what it counts last."""
        return (*self.payment_formulas, *(each.amount for each in self.accumulations))


class RuledFigure(NamedTuple):
    """The figure an authority has set for a term that the source gives none for."""

    ruling: Ruling
    figure: Formula


@dataclass(frozen=True, slots=True)
class BenefitRules:
    """All tables and the chain of one period, ``effective_from`` inclusive, ``effective_until`` exclusive.

    ``producers`` maps each derived term to its table. ``chain`` is a table without outputs whose matching rows are the
    steps, by row id in ``steps``; ``None`` if the area settles nothing. ``figures`` are those set by rulings, by term:
    they take the place of what a row does not give (未公布) or carries on. ``periods`` are those of the accumulators.
    """

    effective_from: date | None
    effective_until: date | None
    tables: Mapping[str, DecisionTable]
    producers: Mapping[str, str]
    chain: DecisionTable | None
    steps: Mapping[str, ChainStep]
    switches: Mapping[str, Switch]
    anomalies: Mapping[str, Anomaly]
    accumulators: tuple[str, ...]
    figures: Mapping[str, RuledFigure] = field(default_factory=dict)
    year: BenefitYear = CALENDAR_YEAR
    """When the benefit year begins: accumulators and caps run within it."""
    scope: DecisionTable | None = None
    """Without outputs: care that no row matches is not covered by these rules at all; ``None``: everything is."""
    periods: Mapping[str, Period] = field(default_factory=dict)
    gaps: Mapping[str, tuple[KnownGap, ...]] = field(default_factory=dict)
    """The cases listed as having no row, by table. They decide nothing: they say why there is no answer."""

    @property
    def every_table(self) -> tuple[DecisionTable, ...]:
        """The tables that put terms out, and those without outputs."""
        others = (each for each in (self.chain, self.scope) if each is not None)
        return (*self.tables.values(), *others)

    @property
    def catalogue(self) -> frozenset[str]:
        """The terms that catalogues put out."""
        return frozenset(code for table in self.tables.values() if table.is_catalogue for code in table.outputs)

    @property
    def terms_of_payers(self) -> frozenset[str]:
        """The terms by which payers take part and pay; what their tables rest on is not among them."""
        formulas = (formula for step in self.steps.values() for formula in step.formulas)
        taking_part = () if self.chain is None else self.chain.rests_on
        return frozenset((*taking_part, *(code for formula in formulas for code in formula.terms)))

    def in_force(self, day: date) -> bool:
        """Whether these are the rules on ``day``."""
        return is_valid(day, self.effective_from, self.effective_until)
