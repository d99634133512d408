"""Sample persons: bills and records, drawn so that both sets of rules can answer, always the same for one seed.

A bill states what its settlement comes to, one fact after the other, so that a fact is stated only where it is asked
for. A record states most of what an entry looks at. What contradicts the rest is left out again.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from chronicare.analysis.population import Drawing, leaves, written
from chronicare.application.benefits.settle_bill import SettledBill
from chronicare.application.errors import ApplicationError, InvalidRequestError, NoBenefitsError
from chronicare.application.impact import Side
from chronicare.application.persons import BORN, COMPLETE, DAY, ENTRY, NAME, YES, PersonSubject
from chronicare.application.sample_source import SampleSource
from chronicare.cells.typed import View
from chronicare.cells.types import ValueKind
from chronicare.cells.values import Given, Value
from chronicare.diagnostics import Position, Text
from chronicare.program.ranks import Column
from chronicare.program.roles import Role
from chronicare.program.vocabulary import Finding
from chronicare.recognition.decide import EntryDecider
from chronicare.tables import Cell, Row

_FILE = "--generate"
_MAX_ROUNDS = 24
_DAYS = 365
_ANY_MONTH = 28
"""The last day that every month has."""
_SINCE_BIRTHDAY = 360
"""Fewer days than there are between two birthdays, whatever the month."""
_STATED = 0.8
"""How often a record states a finding of the entry."""
_MOST_MEASUREMENTS = 2


class SamplePersons:
    """The persons of one seed, each drawn by itself: the tenth is the same whether or not those before are drawn."""

    def __init__(self, seed: int, old: Side, new: Side, *, assume_usual: bool = False) -> None:
        """Draw so that both sides can answer. Raises NoBenefitsError if the area has neither payers nor entries."""
        self._seed = seed
        self._assume_usual = assume_usual
        self._sources = [SampleSource(each) for each in ([new] if old is new else [old, new])]
        self._kinds = [*(["bill"] if self._sources[-1].settles else []), *(["record"] if new.release.deciders else [])]
        if not self._kinds:
            raise NoBenefitsError(
                Text(
                    f"{new.release.rules.name.zh}没有支付方，也没有病种：生成不了账单和认定",
                    f"{new.release.rules.name.en} has neither payers nor entries to draw bills or records for",
                )
            )

    def __getitem__(self, number: int) -> Row:
        """Return a row as tables of persons have it, from 0 on: bills, and records in turn if there are entries.

        Raises as asking does, but for what a row may say.
        """
        making = _Making(f"{self._seed}-{number + 1}", number + 2, self._sources, self._assume_usual)
        return making.made(self._kinds[number % len(self._kinds)])


def generate(count: int, seed: int, old: Side, new: Side, *, assume_usual: bool = False) -> Iterator[Row]:
    """Yield the first ``count`` rows of the sample persons of ``seed``. Raises as those do, when it is called."""
    sample = SamplePersons(seed, old, new, assume_usual=assume_usual)
    return (sample[number] for number in range(count))


@dataclass(slots=True)
class _Making:
    """One row as it is made: ``cells`` by heading, ``known`` values by code; what is ``barred`` is not stated again."""

    name: str
    number: int
    sources: Sequence[SampleSource]
    assume_usual: bool
    cells: dict[str, str] = field(default_factory=dict)
    known: dict[str, Value] = field(default_factory=dict)
    barred: set[str] = field(default_factory=set)
    random: Random = field(default_factory=Random)
    day: date = date.min

    def made(self, kind: str) -> Row:
        """Return the whole row."""
        self.random = Random(self.name)  # noqa: S311 - the same persons for one seed, no secret
        new = self.sources[-1]
        listed = new.code(Role.CARE_DATE)
        if listed is not None and new.drawing.is_listed(listed):
            day = new.drawing.draw(listed, {}, date.min, self.random)
            assert isinstance(day, date)  # noqa: S101 - the type of the role
            self.day = day
        else:
            first, last = max(each.days() for each in self.sources)
            self.day = first + timedelta(self.random.randrange((last - first).days + 1))
        self.cells = {NAME: self.name, DAY: self.day.isoformat()}
        return self._bill() if kind == "bill" else self._record()

    def _row(self) -> Row:
        where = Position(_FILE, self.number)
        return Row(
            where,
            {
                heading: Cell(text, where._replace(column=column, heading=heading))
                for column, (heading, text) in enumerate(self.cells.items(), start=1)
            },
        )

    # A bill

    def _bill(self) -> Row:
        new = self.sources[-1]
        if (age := new.listed_age()) is not None:
            self._state(age, new)
        for role in (Role.SETTING, Role.TOTAL_EXPENSE):
            if (code := new.code(role)) is not None:
                self._state(code, new)
        for code in new.listed_counters(self.day):  # one that is not stated stands at nothing: it is never asked for
            self._state(code, new)
        for source in reversed(self.sources):
            self._state_as_asked(source)
        for _ in range(_MAX_ROUNDS):
            wanted = self._wanted()
            if wanted is None:
                break
            source, codes = wanted
            for code in codes[:1]:
                self._state(code, source)
            self._state_as_asked(source)
        return self._row()

    def _state_as_asked(self, source: SampleSource) -> None:
        """State what the settlement of ``source`` comes to, until it wants no more or is told that it cannot be."""

        def state(code: str) -> Given | None:
            if code in self.barred:
                return None
            if code not in self.known:
                self._state(code, source)
            value = self.known[code]
            return (value,) if source.vocabulary.findings[code].repeated else value

        try:
            PersonSubject(self._row(), self.assume_usual).state(source.side, state)
        except ApplicationError:  # what is wrong is left out when the whole is asked
            return

    def _wanted(self) -> tuple[SampleSource, list[str]] | None:
        """Return what one of the sides still asks for; what is wrong is left out first. ``None``: nothing."""
        for source in reversed(self.sources):
            try:
                answer = PersonSubject(self._row(), self.assume_usual).answer(source.side)
            except InvalidRequestError as error:
                if not self._leave_out(_headings(error)):
                    return None
                return source, []
            except ApplicationError:
                continue
            assert isinstance(answer, SettledBill)  # noqa: S101 - a row with a total expense is a bill
            codes = [code for code in answer.answer.missing if code not in self.known and code not in self.barred]
            if codes:
                return source, codes
        return None

    def _leave_out(self, headings: Iterable[str]) -> bool:
        """Leave out what stands below ``headings``, or if that is nothing all that was stated last; say if it could."""
        fixed = (NAME, DAY, ENTRY, COMPLETE)
        found = [each for each in headings if each in self.cells and each not in fixed]
        total = self.sources[-1].vocabulary.playing(Role.TOTAL_EXPENSE)
        last = [each for each in self.cells if each not in fixed and (total is None or each != total.name.zh)]
        left_out = found or last[-1:]
        for heading in left_out:
            del self.cells[heading]
            for source in self.sources:
                finding = source.vocabulary.find(heading)
                codes = source.ages if heading == BORN else [] if finding is None else [finding.code]
                self.barred.update(codes)
                for code in codes:
                    self.known.pop(code, None)
        return bool(left_out)

    def _state(self, code: str, source: SampleSource) -> None:
        """State a value of the term ``code``; of an age, or of the day of birth, the day of birth."""
        finding = source.vocabulary.findings[code]
        if code in source.ages or code == source.code(Role.BIRTH_DATE):
            self._be_born(code, source)
            return
        value = source.drawing.draw(code, self.known, self.day, self.random)
        self.known[code] = value
        self.cells[finding.name.zh] = self._written(value, finding, source)

    def _written(self, value: Value, finding: Finding, source: SampleSource) -> str:
        money = source.vocabulary.playing(Role.STEP_PAYMENT)
        is_money = money is not None and finding.type.quantity == money.type.quantity
        return written(value, finding, is_money=is_money)

    def _be_born(self, code: str, source: SampleSource) -> None:
        age_code = code if code in source.ages else source.listed_age()
        if age_code is None:
            drawn = source.drawing.draw(code, self.known, self.day, self.random)
            self.cells[BORN] = str(drawn)
            self.known[code] = drawn
            return
        if age_code not in self.known:
            self._be_aged(age_code, source.drawing)
        if code != age_code:
            self.known[code] = date.fromisoformat(self.cells[BORN])

    def _be_aged(self, code: str, drawing: Drawing) -> None:
        age = drawing.draw(code, self.known, self.day, self.random)
        assert isinstance(age, int)  # noqa: S101 - the type of an age
        self.known[code] = age
        birthday = date(self.day.year - age, self.day.month, min(self.day.day, _ANY_MONTH))
        self.cells[BORN] = (birthday - timedelta(self.random.randrange(_SINCE_BIRTHDAY))).isoformat()

    # A record

    def _record(self) -> Row:
        new = self.sources[-1]
        deciders = new.release.on(self.day)
        if not deciders:
            return self._row()
        decider = self.random.choice(deciders)
        self.cells |= {ENTRY: decider.entry.code, COMPLETE: YES}
        drawing = Drawing(new.release.rules.population, new.vocabulary, decider.compiled.columns)
        for code, columns in _by_finding(decider).items():
            if self.random.random() < _STATED:
                self._find(code, columns, drawing, new)
        for _ in range(_MAX_ROUNDS):
            try:
                PersonSubject(self._row()).answer(new.side)
            except InvalidRequestError as error:
                if not self._leave_out(_headings(error)):
                    break
            else:
                break
        return self._row()

    def _find(self, code: str, columns: Sequence[Column], drawing: Drawing, source: SampleSource) -> None:
        """State what is found of the person; of a list one or more measurements, each with its day."""
        finding = source.vocabulary.findings[code]
        if code in source.ages:
            self._be_aged(code, drawing)
            return
        if any(each.view in (View.OF_UPPER, View.OF_LOWER) for each in columns):
            return  # multiples of a reference range, which a row cannot state
        count = self.random.randint(1, _MOST_MEASUREMENTS) if finding.repeated else 1
        items = []
        for _ in range(count):
            text = self._value(code, columns, drawing, source)
            day = self.day - timedelta(self.random.randrange(_DAYS))
            items.append(f"{text}@{day.isoformat()}" if finding.repeated or columns[0].since else text)
        self.cells[finding.name.zh] = "；".join(items)

    def _value(self, code: str, columns: Sequence[Column], drawing: Drawing, source: SampleSource) -> str:
        finding = source.vocabulary.findings[code]
        if finding.type.kind is not ValueKind.COMPOUND:
            return self._written(drawing.draw(code, self.known, self.day, self.random), finding, source)
        parts = [each for column in columns if column.predicate is not None for each in leaves(column.predicate)]
        texts, unit = [], ""
        for component, cell_type in finding.type.components.items():
            samples = [
                one for each in parts if each.component == component and each.scale for one in each.scale.samples
            ]
            value = self.random.choice(samples) if samples else cell_type.high or 0
            texts.append(self._written(value, finding, source))
            unit = cell_type.quantity.canonical if cell_type.quantity is not None else ""
        return f"{'/'.join(texts)} {unit}".strip()


def _headings(error: InvalidRequestError) -> list[str]:
    """Return the headings of the cells that are wrong."""
    places = (each.where for each in error.diagnostics)
    return list(dict.fromkeys(where.heading for where in places if isinstance(where, Position) and where.heading))


def _by_finding(decider: EntryDecider) -> Mapping[str, list[Column]]:
    found: dict[str, list[Column]] = {}
    codes = {each.finding for each in decider.entry.criteria.values()}
    for column in decider.compiled.columns:
        if column.finding in codes:
            found.setdefault(column.finding, []).append(column)
    return found
