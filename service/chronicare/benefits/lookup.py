"""Looks terms up: given by the caller, put out by a table, or not known. One ``TermResolver`` is one set of facts.

Errors::

    ReadingNeededError         a switch without default is reached; its readings have to be tried
    FactNeededError            a term that is not known, but has few values, is reached; they have to be tried
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from itertools import count
from types import MappingProxyType
from typing import NamedTuple

from chronicare.benefits.formula_evaluation import (
    Absence,
    ImpossibleError,
    NotEvaluableError,
    NoValueError,
    UnknownTermError,
    evaluate_formula,
    impossible,
)
from chronicare.benefits.prepared_table import PreparedRow, PreparedTable, prepare_table
from chronicare.cells.bounds import describe_range, is_possible
from chronicare.cells.types import CellType, ValueKind
from chronicare.cells.values import Given, Value
from chronicare.judging.budget import spend
from chronicare.judging.memo import JudgementMemo
from chronicare.judging.row_judge import RowJudge
from chronicare.program.counters import Counter, counters_of
from chronicare.program.decision_table import BenefitRules, DecisionTable, HitPolicy, TableRow
from chronicare.program.entry import Ruling, Switch
from chronicare.program.evidence import Evidence, Measurement
from chronicare.program.formula import Absent, Formula, NoValue
from chronicare.program.roles import Roles
from chronicare.program.truth import Truth
from chronicare.program.vocabulary import Vocabulary

_NOT_GIVEN = Absent(NoValue.NOT_PUBLISHED)
_ONE_OF_SEVERAL = (HitPolicy.MAX, HitPolicy.MIN)
"""Of the rows that match, those that gave the value are told."""
MAX_VALUES = 16
"""A term with more values than this is not tried value by value."""


class ReadingNeededError(Exception):
    """A switch without default is reached."""

    def __init__(self, switch: Switch) -> None:
        """Keep the switch."""
        super().__init__(switch.name)
        self.switch = switch


class FactNeededError(Exception):
    """A term that is not known is reached; ``values`` are all it can have."""

    def __init__(self, term: str, values: Sequence[Value]) -> None:
        """Keep the term's code and its values."""
        super().__init__(term)
        self.term = term
        self.values = tuple(values)


@dataclass(slots=True)
class Wanted:
    """Facts and readings that are wanted; of a fact the values that can be tried."""

    facts: dict[str, tuple[Value, ...]] = field(default_factory=dict)
    switches: dict[str, Switch] = field(default_factory=dict)

    def note(self, needed: FactNeededError | ReadingNeededError) -> None:
        """Note what ``needed`` asks for."""
        if isinstance(needed, FactNeededError):
            self.facts[needed.term] = needed.values
        else:
            self.switches[needed.switch.name] = needed.switch


class AppliedRow(NamedTuple):
    """A row that gave an output: the table's name, the row, and what its outputs were, by term.

    ``rulings`` are those that set an output in the place of what the row does not give, or carries on; ``absences``
    say of an output without value why.
    """

    table: str
    row: TableRow
    outputs: Mapping[str, Given | None]
    rulings: Mapping[str, Ruling] = MappingProxyType({})
    absences: Mapping[str, Absence] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class BenefitModel:
    """The benefit rules of a period, ready to be looked up in: ``judges`` say which rows of a table match."""

    rules: BenefitRules
    vocabulary: Vocabulary
    judges: Mapping[str, RowJudge]
    volatile: frozenset[str]
    """Terms that change in the course of a settlement, and whatever is looked up from them: never remembered."""
    prepared: Mapping[str, PreparedTable] = field(init=False, repr=False)
    """Every table, and the chain, made ready to be gone through, by name."""
    defaults: Mapping[str, str | None] = field(init=False, repr=False)
    """The reading each switch has by default; ``None`` if it is open."""
    counters: Mapping[str, Counter] = field(init=False, repr=False)
    """What the steps of the chain count that may be sent in another form, by row id."""

    @property
    def roles(self) -> Roles:
        """The terms that code relies on."""
        return self.vocabulary.roles

    def __post_init__(self) -> None:
        """Prepare the tables."""
        chain = (self.rules.chain,) if self.rules.chain else ()
        prepared = {
            each.name: prepare_table(each, self.rules.producers, self.judges.get(each.name))
            for each in (*self.rules.tables.values(), *chain)
        }
        object.__setattr__(self, "prepared", prepared)
        object.__setattr__(self, "counters", counters_of(self.rules, self.vocabulary))
        object.__setattr__(self, "defaults", {each.name: each.default for each in self.rules.switches.values()})


def volatile_terms(rules: BenefitRules, changing: frozenset[str]) -> frozenset[str]:
    """Return ``changing`` and every term whose table rests on one of them."""
    volatile = set(changing)
    for _ in count():
        more = {
            code
            for code, name in rules.producers.items()
            if code not in volatile and not volatile.isdisjoint(_rests_on(rules, rules.tables[name]))
        }
        if not more:
            return frozenset(volatile)
        volatile |= more
    raise AssertionError


def _rests_on(rules: BenefitRules, table: DecisionTable) -> Iterator[str]:
    yield from table.inputs
    for code in table.outputs:
        if code in rules.figures:
            yield from rules.figures[code].figure.terms
    for row in table.rows:
        for formula in row.outputs.values():
            yield from formula.terms


class TermResolver:
    """Terms looked up under one set of facts and readings, each once.

    ``facts`` holds a term's value, or the list of a repeated one's; whatever is absent is not known. ``readings``
    chooses readings of switches. ``applied_rows`` and ``switches`` say afterwards which rows and readings were used.
    """

    def __init__(
        self,
        model: BenefitModel,
        as_of: date,
        facts: Mapping[str, Given],
        readings: Mapping[str, str],
        memo: JudgementMemo | None = None,
        *,
        assume_usual: bool = False,
        choose: Callable[[str], Given] | None = None,
    ) -> None:
        """Start with nothing looked up; resolvers of one answer share a ``memo``.

        With ``assume_usual`` a term that is not known, and has a usual value, has that; ``assumed`` notes it. Another
        that is not known has the value that ``choose`` gives, always the same for one term.
        """
        self._model = model
        self._choose = choose
        self._assume_usual = assume_usual
        self.assumed: dict[str, Given] = {}
        self._as_of = as_of
        self.facts: dict[str, Given] = dict(facts)
        self.readings = readings
        self._memo = JudgementMemo() if memo is None else memo
        self._in_force: Mapping[str, str | None] = {**model.defaults, **readings}
        self._remembered: dict[str, Given | None] = {}
        self._absent: dict[str, Absence] = {}
        self._rows: dict[str, Sequence[PreparedRow]] = {}
        self.applied_rows: dict[tuple[str, str], AppliedRow] = {}
        self.switches: dict[str, str] = {}

    @property
    def roles(self) -> Roles:
        """The terms that code relies on."""
        return self._model.vocabulary.roles

    def with_facts(self, facts: Mapping[str, Given]) -> "TermResolver":
        """Return a resolver that knows ``facts`` besides, sharing what is noted of rows and switches."""
        other = TermResolver(
            self._model,
            self._as_of,
            {**self.facts, **facts},
            self.readings,
            self._memo,
            assume_usual=self._assume_usual,
            choose=self._choose,
        )
        other.applied_rows, other.switches, other._rows = self.applied_rows, self.switches, self._rows
        other.assumed = self.assumed
        if facts.keys() <= self._model.volatile:  # what is remembered does not rest on them
            other._remembered, other._absent = self._remembered, self._absent
        return other

    def value(self, code: str) -> Value:
        """Return the value of a single term. Raises UnknownTermError or NoValueError."""
        found = self.look_up(code)
        if found is None or isinstance(found, tuple):
            raise NoValueError(code, self.absence(code))
        return found

    def absence(self, code: str) -> Absence:
        """Return why the term ``code``, which has been looked up, has no value."""
        return self._absent.get(code, Absence(None, code))

    def look_up(self, code: str) -> Given | None:
        """Return the value of a term, a list if it is repeated, ``None`` if it has no value.

        Raises UnknownTermError, or FactNeededError if the values can be tried, for a term that is not known.
        """
        producer = self._model.rules.producers.get(code)
        instead_of = self._model.vocabulary.findings[code].stands_for
        if code in self.facts and (producer is None or instead_of):
            return self.facts[code]
        if producer is None or (instead_of and instead_of not in self.facts):
            return self._not_known(code)
        return self.derive(code)

    def derive(self, code: str) -> Given | None:
        """Return what the table of ``code`` puts out, whether or not the term may be stated; raises as ``look_up``."""
        if code in self._remembered and code not in self._model.volatile:
            return self._remembered[code]
        prepared = self._model.prepared[self._model.rules.producers[code]]
        for each in prepared.table.outputs:
            self._absent.pop(each, None)
        outputs = self._decide(prepared)
        self._remembered.update(outputs)
        return outputs[code]

    def _not_known(self, code: str) -> Given:
        """Take the usual value of ``code`` if that is wanted; else ask for it."""
        finding = self._model.vocabulary.findings[code]
        usual = finding.usual
        if self._assume_usual and usual is not None and self.facts.get(finding.unusual_if) is not True:
            self.assumed[code] = usual
            return usual
        if self._choose is not None:
            return self._choose(code)
        values = possible_values(self._model.vocabulary, code)
        if values:
            raise FactNeededError(code, values)
        raise UnknownTermError(code)

    @contextmanager
    def choosing_nothing(self) -> Iterator[None]:
        """Within it what is not known is not chosen either: no amount rests on it."""
        choose, self._choose = self._choose, None
        try:
            yield
        finally:
            self._choose = choose

    def evaluate(self, formula: Formula) -> Value:
        """Return what ``formula`` gives; raises as ``value`` does."""
        return evaluate_formula(formula, self.value)

    @property
    def as_of(self) -> date:
        """The day the rules are asked about."""
        return self._as_of

    def matching_rows(self, table: DecisionTable) -> list[TableRow]:
        """Return the rows of ``table`` that match, all of them, in order; raises as ``look_up`` does."""
        return self._match(self._model.prepared[table.name])

    def possible_rows(self, table: DecisionTable, wanted: Wanted) -> tuple[list[tuple[TableRow, bool]], list[str]]:
        """Return the rows of ``table`` that may match, with whether they do, and the terms that cannot be tried.

        What has to be tried to tell goes to ``wanted``. A row of an open switch may match.
        """
        prepared = self._model.prepared[table.name]
        facts, judge = self.facts, prepared.judge
        known = {code: _measured(facts[code]) for code in prepared.given if code in facts}
        open_terms: dict[str, None] = {}
        untried: dict[str, None] = {}
        valueless: set[str] = set()
        truths: Mapping[str, Truth] = {}
        while judge is not None:
            evidence = Evidence(self._as_of, known, frozenset(known))
            entry = self._memo.expect(judge, evidence)
            truths = entry.truths
            settled = known.keys() | valueless | open_terms.keys()
            rows = [each for each in self._holding(prepared) if each.node and truths[each.node] is None]
            code = next((test for row in rows for test in row.tests if test not in settled), None)
            if code is None:
                entry.confirm(judge, evidence)
                break
            try:
                found = self.look_up(code)
            except (FactNeededError, ReadingNeededError) as needed:
                wanted.note(needed)
                open_terms[code] = None
            except NotEvaluableError as error:
                open_terms[code] = None
                untried[error.term] = None
            else:
                if found is None:
                    valueless.add(code)
                else:
                    known[code] = _measured(found)
        rows = [
            each
            for each in self._holding(prepared)
            if (truths[each.node] if each.node else True) is not False and valueless.isdisjoint(each.tests)
        ]
        open_switches = [
            each.row.switch for each in rows if each.row.switch and self._in_force[each.row.switch] is None
        ]
        for name in open_switches:
            wanted.note(ReadingNeededError(self._model.rules.switches[name]))
        sure = [(not each.node or truths[each.node] is True) and each.row.switch not in open_switches for each in rows]
        return [(each.row, is_sure) for each, is_sure in zip(rows, sure, strict=True)], [
            each for each in untried if each
        ]

    def _decide(self, prepared: PreparedTable) -> dict[str, Given | None]:
        table = prepared.table
        rows = self._match(prepared)
        if not rows:
            self._absent.update({code: Absence(None, code) for code in table.outputs})
            return dict.fromkeys(table.outputs)
        absences: list[dict[str, Absence]] = []
        by_row: list[Mapping[str, Given | None]] = []
        applied_rows: list[AppliedRow] = []
        for row in rows:
            applied, absent = self._outputs(table, row)
            by_row.append(applied.outputs)
            absences.append(absent)
            applied_rows.append(applied)
        decided: dict[str, Given | None] = {}
        for code in table.outputs:
            decided[code] = _collect(table.hit, [outputs[code] for outputs in by_row])
            absence = _none_of(table.hit, [absent[code] for absent in absences if code in absent], decided[code])
            if absence is not None:
                decided[code] = None
                self._absent[code] = absence
        for applied in applied_rows:
            if table.hit not in _ONE_OF_SEVERAL or self._is_used(applied, decided):
                self.applied_rows[table.name, applied.row.id] = applied
        return decided

    def _is_used(self, applied: AppliedRow, decided: Mapping[str, Given | None]) -> bool:
        """Whether the row gave one of the values ``decided``, or said why there is none."""
        return any(
            output == decided[code] if decided[code] is not None else self._absent[code].row in (None, applied.row)
            for code, output in applied.outputs.items()
        )

    def _outputs(self, table: DecisionTable, row: TableRow) -> tuple[AppliedRow, dict[str, Absence]]:
        """Return what ``row`` puts out, and why it puts out no value where it does not."""
        outputs: dict[str, Given | None] = {}
        absent: dict[str, Absence] = {}
        rulings: dict[str, Ruling] = {}
        for code in table.outputs:
            formula = row.outputs[code]
            ruled = self._model.rules.figures.get(code)
            if ruled is not None and (row.carried_from is not None or formula.expression == _NOT_GIVEN):
                formula, rulings[code] = ruled.figure, ruled.ruling
            try:
                outputs[code] = self._possible(code, self.evaluate(formula))
            except ImpossibleError as fault:
                raise fault.of(formula, code, row) from fault
            except NoValueError as none:
                outputs[code] = None
                absent[code] = none.absence if none.absence.term else Absence(none.absence.word, code, row)
        return AppliedRow(table.name, row, outputs, rulings, absent), absent

    def _possible(self, code: str, value: Value) -> Value:
        """Return ``value``, which the term ``code`` must be able to have. Raises ImpossibleError."""
        cell_type = self._model.vocabulary.findings[code].type
        if type(value) is Fraction and cell_type.levels is None and not is_possible(value, cell_type):
            possible = describe_range(cell_type)
            raise impossible(
                f"得 {value}，不在可能范围 {possible} 内", f"gives {value}, outside the possible {possible}"
            )
        return value

    def _match(self, table: PreparedTable) -> list[TableRow]:
        """Return the matching rows; the unknown is looked up only as far as it can matter."""
        spend()
        facts, judge = self.facts, table.judge
        known = {code: _measured(facts[code]) for code in table.given if code in facts}
        valueless: set[str] = set()
        rows = self._holding(table) if table.has_switches else table.rows
        matched: list[TableRow] = []
        if judge is None:
            self._go_through(table, rows, {}, valueless, matched)
            return matched
        while True:
            evidence = Evidence(self._as_of, known, frozenset(known))
            entry = self._memo.expect(judge, evidence)
            try:
                rows = self._go_through(table, rows, entry.truths, valueless, matched)
                if not rows:
                    break
                code = next(each for each in rows[0].tests if each not in known and each not in valueless)
                found = self.look_up(code)
            except (NotEvaluableError, ReadingNeededError, FactNeededError):
                entry.confirm(judge, evidence)
                raise
            if found is None:
                valueless.add(code)
            else:
                known[code] = _measured(found)
        entry.confirm(judge, evidence)
        return matched

    def _go_through(
        self,
        table: PreparedTable,
        rows: Sequence[PreparedRow],
        truths: Mapping[str, Truth],
        valueless: AbstractSet[str],
        matched: list[TableRow],
    ) -> Sequence[PreparedRow]:
        """Add to ``matched`` the rows that match, up to one that is open; return the rows from there, if any.

        A test of what has no value fails. Where one row at most can match, one that does is taken before what is open.
        """
        if table.hit is HitPolicy.UNIQUE:
            sure = next((each for each in rows if not each.node or truths[each.node]), None)
            rows = rows if sure is None else (sure,)
        for at, (row, node, tests) in enumerate(rows):
            truth = truths[node] if node else True
            if truth is False or not valueless.isdisjoint(tests):
                continue
            if truth is None:
                return rows[at:]
            self._require_reading(row)
            matched.append(row)
            if table.one_is_enough:
                break
        return ()

    def _holding(self, table: PreparedTable) -> Sequence[PreparedRow]:
        """Return the rows that hold under the readings in force, or under ones that still have to be tried."""
        rows = self._rows.get(table.table.name)
        if rows is None:
            rows = self._rows[table.table.name] = [
                each
                for each in table.rows
                if not each.row.switch or self._in_force[each.row.switch] in (None, each.row.reading)
            ]
        return rows

    def _require_reading(self, row: TableRow) -> None:
        """Settle the reading of the row's switch: chosen, by default, or asked for."""
        if not row.switch or row.switch in self.switches:
            return
        reading = self._in_force[row.switch]
        if reading is None:
            raise ReadingNeededError(self._model.rules.switches[row.switch])
        self.switches[row.switch] = reading


def possible_values(vocabulary: Vocabulary, code: str) -> tuple[Value, ...]:
    """Return all values of the term ``code`` if they are few enough to be tried, else nothing."""
    finding = vocabulary.findings[code]
    return () if finding.repeated else _values(finding.type)


def _values(cell_type: CellType) -> tuple[Value, ...]:
    if cell_type.kind is ValueKind.YES_NO:
        return (True, False)
    if cell_type.levels is None or len(cell_type.levels.levels) > MAX_VALUES:
        return ()
    if cell_type.kind is ValueKind.LEVEL:
        return tuple(range(len(cell_type.levels.levels)))
    return tuple(level.value for level in cell_type.levels.levels)


def _measured(value: Given) -> tuple[Measurement, ...]:
    return tuple(map(Measurement, value)) if isinstance(value, tuple) else (Measurement(value),)


def _none_of(hit: HitPolicy, absences: list[Absence], collected: Given | None) -> Absence | None:
    """Return why the matching rows together give no value, or ``None`` if they do.

    What is not published leaves a sum, a greatest or least value open; what has no limit is the greatest.
    """
    if hit is HitPolicy.COUNT or not absences:
        return None
    by_word = {each.word: each for each in reversed(absences)}
    if hit in (HitPolicy.MAX, HitPolicy.SUM) and NoValue.UNLIMITED in by_word:
        return by_word[NoValue.UNLIMITED]
    if hit in (HitPolicy.MAX, HitPolicy.MIN, HitPolicy.SUM) and NoValue.NOT_PUBLISHED in by_word:
        return by_word[NoValue.NOT_PUBLISHED]
    return absences[0] if collected in (None, ()) else None


def _collect(hit: HitPolicy, values: list[Given | None]) -> Given | None:
    """Bring the outputs of the matching rows together; rows without a value bring nothing."""
    given = [value for value in values if value is not None and not isinstance(value, tuple)]
    if hit in (HitPolicy.UNIQUE, HitPolicy.FIRST, HitPolicy.ANY):
        return given[0] if given else None
    if hit is HitPolicy.COLLECT:
        return tuple(dict.fromkeys(given))
    if hit is HitPolicy.COUNT:
        return len(values)
    if not given:
        return None
    if hit is HitPolicy.SUM:
        return sum((Fraction(each) for each in given if isinstance(each, int | Fraction)), Fraction(0))
    numbers = [each for each in given if isinstance(each, int | Fraction | date)]
    return max(numbers) if hit is HitPolicy.MAX else min(numbers)
