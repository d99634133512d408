"""Looks terms up: given by the caller, put out by a table, or not known. One ``Inquiry`` is one set of facts.

Errors::

    ReadingNeededError         a switch without default is reached; its readings have to be tried
    FactNeededError            a term that is not known, but has few values, is reached; they have to be tried
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import count
from typing import NamedTuple

from chronicare.benefits.reckoning import NoValueError, UnknownTermError, reckon
from chronicare.cells.types import CellType, ValueKind
from chronicare.cells.values import Given, Value
from chronicare.judging.row_judge import RowJudge
from chronicare.program.decision_table import BenefitRules, DecisionTable, HitPolicy, TableRow
from chronicare.program.entry import Switch
from chronicare.program.evidence import Evidence, Measurement
from chronicare.program.formula import Formula
from chronicare.program.truth import Truth
from chronicare.program.vocabulary import Vocabulary

MOST_VALUES = 16
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


class Consulted(NamedTuple):
    """A row that gave an output: the table's name, the row, and what its outputs were, by term."""

    table: str
    row: TableRow
    outputs: Mapping[str, Given | None]


@dataclass(frozen=True, slots=True)
class BenefitModel:
    """The benefit rules of a period, ready to be looked up in: ``judges`` say which rows of a table match."""

    rules: BenefitRules
    vocabulary: Vocabulary
    judges: Mapping[str, RowJudge]
    volatile: frozenset[str]
    """Terms that change in the course of a settlement, and whatever is looked up from them: never remembered."""


def volatile_terms(rules: BenefitRules, changing: frozenset[str]) -> frozenset[str]:
    """Return ``changing`` and every term whose table rests on one of them."""
    volatile = set(changing)
    for _ in count():
        more = {
            code
            for code, name in rules.producers.items()
            if code not in volatile and not volatile.isdisjoint(_rests_on(rules.tables[name]))
        }
        if not more:
            return frozenset(volatile)
        volatile |= more
    raise AssertionError


def _rests_on(table: DecisionTable) -> Iterator[str]:
    yield from table.inputs
    for row in table.rows:
        for formula in row.outputs.values():
            if formula is not None:
                yield from formula.terms


class Inquiry:
    """Terms looked up under one set of facts and readings, each once.

    ``facts`` holds a term's value, or the list of a repeated one's; whatever is absent is not known. ``readings``
    chooses readings of switches. ``consulted`` and ``switches`` say afterwards which rows and readings were used.
    """

    def __init__(
        self,
        model: BenefitModel,
        as_of: date,
        facts: Mapping[str, Given],
        readings: Mapping[str, str],
    ) -> None:
        """Start with nothing looked up."""
        self._model = model
        self._as_of = as_of
        self.facts: dict[str, Given] = dict(facts)
        self._readings = readings
        self._remembered: dict[str, Given | None] = {}
        self._unstated: set[str] = set()
        self.consulted: dict[tuple[str, str], Consulted] = {}
        self.switches: dict[str, str] = {}

    def with_facts(self, facts: Mapping[str, Given]) -> "Inquiry":
        """Return an inquiry that knows ``facts`` besides, sharing what is noted of rows and switches."""
        other = Inquiry(self._model, self._as_of, {**self.facts, **facts}, self._readings)
        other.consulted, other.switches = self.consulted, self.switches
        return other

    def value(self, code: str) -> Value:
        """Return the value of a single term. Raises UnknownTermError or NoValueError."""
        found = self.look_up(code)
        if found is None or isinstance(found, tuple):
            raise NoValueError(code, stated=code not in self._unstated)
        return found

    def look_up(self, code: str) -> Given | None:
        """Return the value of a term, a list if it is repeated, ``None`` if it has no value.

        Raises UnknownTermError, or FactNeededError if the values can be tried, for a term that is not known.
        """
        producer = self._model.rules.producers.get(code)
        if producer is None:
            if code in self.facts:
                return self.facts[code]
            values = possible_values(self._model.vocabulary, code)
            if values:
                raise FactNeededError(code, values)
            raise UnknownTermError(code)
        if code in self._remembered and code not in self._model.volatile:
            return self._remembered[code]
        self._unstated.difference_update(self._model.rules.tables[producer].outputs)
        outputs = self._decide(self._model.rules.tables[producer])
        self._remembered.update(outputs)
        return outputs[code]

    def reckon(self, formula: Formula) -> Value:
        """Return what ``formula`` gives; raises as ``value`` does."""
        return reckon(formula, self.value)

    @property
    def as_of(self) -> date:
        """The day the rules are asked about."""
        return self._as_of

    def matching_rows(self, table: DecisionTable) -> list[TableRow]:
        """Return the rows of ``table`` that match, all of them, in order; raises as ``look_up`` does."""
        return self._match(table, stop_at_first=False)

    def _decide(self, table: DecisionTable) -> dict[str, Given | None]:
        first = table.hit in (HitPolicy.FIRST, HitPolicy.UNIQUE, HitPolicy.ANY)
        rows = self._match(table, stop_at_first=first)
        if first:
            rows = rows[:1]
        if not rows:
            self._unstated.update(table.outputs)
            return dict.fromkeys(table.outputs)
        by_row = [self._outputs(table, row) for row in rows]
        for row, outputs in zip(rows, by_row, strict=True):
            self.consulted[table.name, row.id] = Consulted(table.name, row, outputs)
        return {code: _collect(table.hit, [outputs[code] for outputs in by_row]) for code in table.outputs}

    def _outputs(self, table: DecisionTable, row: TableRow) -> dict[str, Given | None]:
        outputs: dict[str, Given | None] = {}
        for code in table.outputs:
            formula = row.outputs[code]
            try:
                outputs[code] = None if formula is None else self.reckon(formula)
            except NoValueError as none:
                outputs[code] = None
                if not none.stated:
                    self._unstated.add(code)
        return outputs

    def _match(self, table: DecisionTable, *, stop_at_first: bool) -> list[TableRow]:
        """Return the matching rows; the unknown is looked up only as far as it can matter."""
        judge = self._model.judges.get(table.name)
        known: dict[str, tuple[Measurement, ...]] = {}
        valueless: set[str] = set()
        rules = self._model.rules
        for code in table.inputs:
            if code not in rules.producers and code in self.facts:
                known[code] = _measured(self.facts[code])
        while True:
            evidence = Evidence(self._as_of, known, frozenset(known))
            truths = judge.judge(evidence) if judge is not None else {}
            matched: list[TableRow] = []
            open_row: TableRow | None = None
            by_row = [(row, self._truth(table, row, truths, valueless)) for row in table.rows]
            if table.hit is HitPolicy.UNIQUE:
                by_row.sort(key=lambda each: not each[1])
            for row, truth in by_row:
                if truth is None:
                    open_row = row
                    break
                if truth:
                    self._require_reading(row)
                    if self._holds(row):
                        matched.append(row)
                        if stop_at_first:
                            break
            if open_row is None:
                return matched
            code = self._open_input(table, open_row, known, valueless)
            found = self.look_up(code)
            if found is None:
                valueless.add(code)
            else:
                known[code] = _measured(found)

    def _truth(self, table: DecisionTable, row: TableRow, truths: Mapping[str, Truth], valueless: set[str]) -> Truth:
        """Say whether ``row`` matches; a test of what has no value fails, and so does another reading's row."""
        if row.switch and self._reading(row.switch) not in (None, row.reading):
            return False
        if any(table.cells[row.id, code] != "-" for code in valueless):
            return False
        return truths[row.node] if row.node else True

    def _open_input(self, table: DecisionTable, row: TableRow, known: Mapping[str, object], valueless: set[str]) -> str:
        """Return the first input of ``row`` that is tested and not looked up yet."""
        return next(
            code
            for code in table.inputs
            if code not in known and code not in valueless and table.cells[row.id, code] != "-"
        )

    def _reading(self, switch: str) -> str | None:
        """Return the reading of ``switch``: chosen, or by default; ``None`` if it is open."""
        return self._readings.get(switch, self._model.rules.switches[switch].default)

    def _require_reading(self, row: TableRow) -> None:
        """Settle the reading of the row's switch: chosen, by default, or asked for."""
        if not row.switch or row.switch in self.switches:
            return
        reading = self._reading(row.switch)
        if reading is None:
            raise ReadingNeededError(self._model.rules.switches[row.switch])
        self.switches[row.switch] = reading

    def _holds(self, row: TableRow) -> bool:
        return not row.switch or self.switches[row.switch] == row.reading


def possible_values(vocabulary: Vocabulary, code: str) -> tuple[Value, ...]:
    """Return all values of the term ``code`` if they are few enough to be tried, else nothing."""
    finding = vocabulary.findings[code]
    return () if finding.repeated else _values(finding.type)


def _values(cell_type: CellType) -> tuple[Value, ...]:
    if cell_type.kind is ValueKind.YES_NO:
        return (True, False)
    if cell_type.levels is None or len(cell_type.levels.levels) > MOST_VALUES:
        return ()
    if cell_type.kind is ValueKind.LEVEL:
        return tuple(range(len(cell_type.levels.levels)))
    return tuple(level.value for level in cell_type.levels.levels)


def _measured(value: Given) -> tuple[Measurement, ...]:
    return tuple(Measurement(each) for each in (value if isinstance(value, tuple) else (value,)))


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
