"""Collects the facts that a look-up may come to ask for, whatever those it asks for before may be.

The tables are gone through once: every row that may match, every test it may be asked, every term that its formulas
name. Whatever a settlement can come to ask for is among them.
"""

from collections.abc import Iterable, Mapping, Sequence

from chronicare.benefits.bounds import bounds_of
from chronicare.benefits.formula_evaluation import NotEvaluableError, NoValueError, UnknownTermError
from chronicare.benefits.model import BenefitModel
from chronicare.benefits.term_resolver import TermResolver
from chronicare.benefits.unknowns import FactNeededError, ReadingNeededError, possible_values
from chronicare.cells.values import Given
from chronicare.compiler.formula_ranges import NumberRange
from chronicare.program.decision_table import DecisionTable, TableRow
from chronicare.program.formula import Absent, Constant, Formula, NoValue
from chronicare.program.vocabulary import Vocabulary

_NOT_KNOWN = (UnknownTermError, FactNeededError, ReadingNeededError)


def _alone(vocabulary: Vocabulary, code: str) -> Sequence[tuple[Given, bool]]:
    """Return the values of ``code``, of a repeated term each alone, with whether nothing else can be stated besides."""
    finding = vocabulary.findings[code]
    if not finding.repeated:
        return [(value, True) for value in possible_values(vocabulary, code)]
    levels = () if finding.type.levels is None else finding.type.levels.levels
    return [((each.value,), each.exclusive) for each in levels]


class Reach:
    """What may be asked for, with what ``resolver`` knows; noted in ``wanted``.

    ``given`` are terms that nobody is asked for: the settlement works them out, and they lie in these intervals.
    """

    def __init__(
        self, model: BenefitModel, resolver: TermResolver, given: Mapping[str, NumberRange], wanted: set[str]
    ) -> None:
        """Start with nothing looked up."""
        self._model = model
        self.resolver = resolver
        self.given = given
        self._wanted = wanted
        self._unknown: set[str] = set()
        self._values: dict[str, tuple[Given, ...] | None] = {}

    def look_up(self, code: str) -> Given | None:
        """Return the value of a term; raises as ``TermResolver.look_up``, once what may be asked for is noted."""
        if code in self.given or code in self._unknown:
            raise UnknownTermError(code)
        try:
            return self.resolver.look_up(code)
        except _NOT_KNOWN:
            self._unknown.add(code)
            self._note(code)
            raise

    def go(self, codes: Iterable[str]) -> None:
        """Note what may be asked for to know the terms ``codes``."""
        for code in codes:
            try:
                self.look_up(code)
            except (NotEvaluableError, FactNeededError, ReadingNeededError):
                continue

    def go_to_tell(self, codes: Iterable[str]) -> None:
        """Note as ``go`` what cannot be tried: the terms ``codes`` are told, but nothing rests on them."""
        wanted, unknown = self._wanted, set(self._unknown)
        self._wanted = set()
        self.go(codes)
        wanted |= {code for code in self._wanted if not possible_values(self._model.vocabulary, code)}
        self._wanted, self._unknown = wanted, unknown

    def rows(self, table: DecisionTable) -> list[tuple[TableRow, bool]]:
        """Return the rows of ``table`` that may match, with whether they do; note what may be asked for to tell."""
        return self.resolver.walk(table).reachable(self._tested, self.values_of)

    def facts_of(self, table: DecisionTable, row: TableRow) -> dict[str, Given]:
        """Return the facts that are not known but for ``row`` of ``table`` to match can have one value only."""
        words = self._model.vocabulary
        return self.resolver.walk(table).facts_of(row, lambda code: _alone(words, code))

    def values_of(self, code: str) -> tuple[Given, ...] | None:
        """Return what the term ``code``, which is not known, may have by its table; ``None`` if that is not written."""
        if code not in self._values:
            self._values[code] = self._written(code)
        return self._values[code]

    def _written(self, code: str) -> tuple[Given, ...] | None:
        table = None if code in self.given else self._table_of(code)
        if table is None or code in self._model.rules.figures:
            return None
        values: dict[Given, None] = {}
        for row, _ in self.rows(table):
            formula = row.outputs[code]
            match formula.expression:
                case Constant():
                    values[self.resolver.evaluate(formula)] = None
                case Absent(NoValue.NO_ENTITLEMENT | NoValue.UNLIMITED):
                    continue
                case _:
                    return None
        return tuple(values)

    def interval(self, formula: Formula) -> NumberRange:
        """Return where ``formula`` lies, whatever is not known."""
        return bounds_of(self.resolver, formula, self.given)

    def absence_of(self, formulas: Iterable[Formula | None]) -> NoValue | None:
        """Return the word that one of ``formulas`` has for no value, if it is known to have none."""
        for formula in formulas:
            if formula is None or not self.given.keys().isdisjoint(formula.terms):
                continue
            try:
                self.resolver.evaluate(formula)
            except NoValueError as none:
                return none.absence.word
            except (NotEvaluableError, FactNeededError, ReadingNeededError):
                continue
        return None

    def _tested(self, code: str) -> Given | None:
        found = self.look_up(code)
        if found is None and (absence := self.resolver.absence(code)).word is NoValue.NOT_PUBLISHED:
            raise NoValueError(code, absence)
        return found

    def _note(self, code: str) -> None:
        """Note what may be asked for to know the term ``code``, which is not known."""
        table = self._table_of(code)
        if table is None:
            self._ask(code)
            return
        for row, _ in self.rows(table):
            for output in table.outputs:
                ruled = self._model.rules.figures.get(output)
                self.go(row.outputs[output].terms if ruled is None else ruled.figure.terms)

    def _ask(self, code: str) -> None:
        """Note that ``code`` is asked for, and before it what it may follow from."""
        first = self.resolver.asked_first(code)
        if first is not None:
            self._wanted.add(first.source)
            every = possible_values(self._model.vocabulary, first.source)
            if all(first.holds(value, self.resolver.as_of) for value in every):
                return
        self._wanted.add(code)

    def _table_of(self, code: str) -> DecisionTable | None:
        """Return the table that puts ``code`` out, unless the term itself is to be stated."""
        name = self._model.rules.producers.get(code)
        instead_of = self._model.vocabulary.findings[code].stands_for
        is_stated = not instead_of or instead_of in self.resolver.facts or self.resolver.follows(instead_of)
        if name is None or not is_stated:
            return None
        return self._model.rules.tables[name]
