"""Looks terms up: given by the caller, put out by a table, or not known. One ``TermResolver`` is one set of facts."""

from collections.abc import Mapping
from copy import copy
from datetime import date

from chronicare.benefits.applied_row import AppliedRow
from chronicare.benefits.following import Following
from chronicare.benefits.formula_evaluation import (
    Absence,
    NotEvaluableError,
    NoValueError,
    UnknownTermError,
    evaluate_formula,
)
from chronicare.benefits.hit_policies import collect_outputs, collected_absence
from chronicare.benefits.known_gap import known_gap
from chronicare.benefits.model import BenefitModel
from chronicare.benefits.prepared_table import PreparedTable
from chronicare.benefits.row_matcher import RowMatcher
from chronicare.benefits.row_outputs import outputs_of, required_possible
from chronicare.benefits.table_walk import TableWalk
from chronicare.benefits.unknowns import FactNeededError, Wanted, possible_values
from chronicare.cells.values import Given, Value
from chronicare.program.decision_table import DecisionTable, HitPolicy, TableRow
from chronicare.program.formula import Absent, Formula, NoValue
from chronicare.program.roles import Roles
from chronicare.program.vocabulary import Vocabulary

_NOT_GIVEN = Absent(NoValue.NOT_PUBLISHED)
_ONE_AFTER_ANOTHER = (HitPolicy.FIRST, HitPolicy.PRIORITY)
"""Of the rows that match, the first in their order gives the outputs."""
_ONE_OF_SEVERAL = (HitPolicy.MAX, HitPolicy.MIN)
"""Of the rows that match, those that gave the value are told."""


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
        *,
        assume_usual: bool = False,
    ) -> None:
        """Start with nothing looked up.

        With ``assume_usual`` a term that is not known, and has a usual value, has that; ``assumed`` notes it.
        """
        self._model = model
        self._assume_usual = assume_usual
        self.assumed: dict[str, Given] = {}
        self._as_of = as_of
        self.facts: dict[str, Given] = dict(facts)
        self.readings = readings
        self._matcher = RowMatcher(model, as_of, readings)
        self._remembered: dict[str, Given | None] = {}
        self._absent: dict[str, Absence] = {}
        self.applied_rows: dict[tuple[str, str], AppliedRow] = {}
        self.switches: dict[str, str] = {}

    @property
    def vocabulary(self) -> Vocabulary:
        """The terms there are."""
        return self._model.vocabulary

    @property
    def roles(self) -> Roles:
        """The terms that code relies on."""
        return self._model.vocabulary.roles

    @property
    def lines_rest_on_amount(self) -> bool:
        """Whether what the tables say of a line of a bill may rest on its amount."""
        return self._model.lines_rest_on_amount

    def with_facts(self, facts: Mapping[str, Given]) -> "TermResolver":
        """Return a resolver that knows ``facts`` besides, sharing what is noted of rows and switches."""
        other = copy(self)
        other.facts = {**self.facts, **facts}
        if not facts.keys() <= self._model.volatile:  # what is remembered may rest on them
            other.forget()
        return other

    def forget(self) -> None:
        """Look everything up anew; other resolvers keep what they remember."""
        self._remembered, self._absent = {}, {}

    def value(self, code: str) -> Value:
        """Return the value of a single term. Raises UnknownTermError or NoValueError."""
        found = self.look_up(code)
        if found is None or isinstance(found, tuple):
            raise NoValueError(code, self.absence(code))
        return found

    def _given(self, code: str) -> Given:
        """Return the value of a term, or the list of a repeated one's; raises as ``value`` does."""
        found = self.look_up(code)
        if found is None:
            raise NoValueError(code, self.absence(code))
        return found

    def absence(self, code: str) -> Absence:
        """Return why the term ``code``, which has been looked up, has no value."""
        return self._absent.get(code, Absence(None, code))

    def can_know(self, code: str) -> bool:
        """Whether the term is stated, or a table of these rules puts it out."""
        return code in self.facts or code in self._model.rules.producers

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
        try:
            outputs = self._decide(prepared)
        except UnknownTermError:
            value = self._in_any_case(prepared, code)
            if value is None:
                raise
            return value
        self._remembered.update(outputs)
        return outputs[code]

    def find_out(self, code: str) -> Given | None:
        """Return what the table of ``code`` puts out; what follows from another fact where that is not known.

        Raises as ``look_up``.
        """
        try:
            return self.derive(code)
        except (UnknownTermError, FactNeededError):
            follows = self._what_follows(code)
            if follows is None:
                raise
            return follows

    def _in_any_case(self, prepared: PreparedTable, code: str) -> Value | None:
        """Return what every row that may be the first to match puts out for ``code``; ``None`` if they differ.

        Where one row at most can match, it is that one, whatever is not known of its other outputs. Told is the row
        that matches whatever else is so. What rests on a reading or a figure carried on is left open.
        """
        is_alone = prepared.hit is HitPolicy.UNIQUE
        if not is_alone and prepared.hit not in _ONE_AFTER_ANOTHER:
            return None
        rows, _ = self._matcher.possible(prepared, self.facts, self._tested, Wanted())
        sure = next((at for at, (row, is_sure) in enumerate(rows) if is_sure), None)
        if sure is None:
            return None
        first = [row for row, _ in rows[sure if is_alone else 0 : sure + 1]]
        expressions = {row.outputs[code].expression for row in first}
        if len(expressions) > 1 or any(row.readings or row.carried_from is not None for row in first):
            return None
        try:
            found = self.evaluate(first[-1].outputs[code])
            value = required_possible(found, self._model.vocabulary.findings[code].type)
        except NotEvaluableError:
            return None
        self.applied_rows[prepared.table.name, first[-1].id] = AppliedRow(
            prepared.table.name, first[-1], {code: value}, {}, {}
        )
        return value

    def _not_known(self, code: str) -> Given:
        """Take what follows from a fact, or the usual value of ``code`` if that is wanted; else ask for it."""
        finding = self._model.vocabulary.findings[code]
        follows = self._what_follows(code)
        if follows is not None:
            return follows
        if finding.stands_for and self._what_follows(finding.stands_for) is not None:
            return self._derived(code)
        usual = finding.usual
        if self._assume_usual and usual is not None and self.facts.get(finding.unusual_if) is not True:
            self.assumed[code] = usual
            return usual
        asked = self._ask_first(code)
        if asked is not None:
            return asked
        values = possible_values(self._model.vocabulary, code)
        if values:
            raise FactNeededError(code, values)
        raise UnknownTermError(code)

    def follows(self, code: str) -> bool:
        """Whether ``code``, which is not stated, has a value by facts that are."""
        return self._what_follows(code) is not None

    def _what_follows(self, code: str) -> Value | None:
        """Return what ``code`` has by facts that are known, if anything."""
        follows = self._model.follows.get(code, ())
        known = (each for each in follows if each.source in self.facts)
        return next((each.value for each in known if each.holds(self.facts[each.source], self._as_of)), None)

    def asked_first(self, code: str) -> Following | None:
        """Return how ``code``, which tables put out, may follow from a fact that is asked for first."""
        follows = self._model.follows.get(code, ()) if code in self._model.rules.producers else ()
        unknown = (each for each in follows if each.source not in self.facts)
        return next((each for each in unknown if possible_values(self._model.vocabulary, each.source)), None)

    def _ask_first(self, code: str) -> Value | None:
        """Ask for the fact that ``code``, which tables put out, may follow from; return what it then has."""
        first = self.asked_first(code)
        if first is None:
            return None
        return first.value if first.holds(self._not_known(first.source), self._as_of) else None

    def _derived(self, code: str) -> Given:
        found = self.derive(code)
        if found is None:
            raise NoValueError(code, self.absence(code))
        return found

    def evaluate(self, formula: Formula) -> Value:
        """Return what ``formula`` gives; raises as ``value`` does."""
        return evaluate_formula(formula, self._given)

    @property
    def as_of(self) -> date:
        """The day the rules are asked about."""
        return self._as_of

    def matching_rows(self, table: DecisionTable) -> list[TableRow]:
        """Return the rows of ``table`` that match, all of them, in order; raises as ``look_up`` does."""
        return self._match(self._model.prepared[table.name])

    def table_of(self, code: str) -> DecisionTable | None:
        """Return the table that puts the term ``code`` out; ``None`` if none does, or the term is to be stated."""
        name = self._model.rules.producers.get(code)
        if name is None or self._model.vocabulary.findings[code].stands_for:
            return None
        return self._model.rules.tables[name]

    def possible_rows(self, table: DecisionTable, wanted: Wanted) -> tuple[list[tuple[TableRow, bool]], list[str]]:
        """Return the rows of ``table`` that may match, with whether they do, and the terms that cannot be tried.

        What has to be tried to tell goes to ``wanted``. A row of an open switch may match.
        """
        return self._matcher.possible(self._model.prepared[table.name], self.facts, self._tested, wanted)

    def walk(self, table: DecisionTable) -> TableWalk:
        """Begin to go through the rows of ``table`` that may match, whatever is not known."""
        return self._matcher.walk(self._model.prepared[table.name], self.facts)

    def _match(self, table: PreparedTable) -> list[TableRow]:
        return self._matcher.matching(table, self.facts, self._tested, self.switches)

    def _tested(self, code: str) -> Given | None:
        """Return the value that a row tests; ``None``, which no test passes, if there is nothing to have a value.

        Raises NoValueError for what the source does not give: there is a value, and whether it passes is not known.
        """
        found = self.look_up(code)
        if found is None and (absence := self.absence(code)).word is NoValue.NOT_PUBLISHED:
            raise NoValueError(code, absence)
        return found

    def _decide(self, prepared: PreparedTable) -> Mapping[str, Given | None]:
        table = prepared.table
        rows = self._match(prepared)
        if not rows:
            gap = known_gap(self._model.rules.gaps.get(table.name, ()), self._tested, self._as_of)
            self._absent.update({code: Absence(None, code, gap=gap) for code in table.outputs})
            return dict.fromkeys(table.outputs)
        applied_rows = [self._applied(prepared, row) for row in rows]
        if len(rows) == 1 and prepared.hit.gives_one_row:
            (applied,) = applied_rows
            self._absent.update(applied.absences)
            self.applied_rows[table.name, applied.row.id] = applied
            return applied.outputs
        decided: dict[str, Given | None] = {}
        for code in table.outputs:
            decided[code] = collect_outputs(table.hit, [applied.outputs[code] for applied in applied_rows])
            absences = [applied.absences[code] for applied in applied_rows if code in applied.absences]
            absence = collected_absence(table.hit, absences, decided[code])
            if absence is not None:
                decided[code] = None
                self._absent[code] = absence
        for applied in applied_rows:
            if table.hit not in _ONE_OF_SEVERAL or self._is_used(applied, decided):
                self.applied_rows[table.name, applied.row.id] = applied
        return decided

    def _applied(self, prepared: PreparedTable, row: TableRow) -> AppliedRow:
        """Return what ``row`` puts out."""
        fixed = prepared.fixed.get(row.id)
        if fixed is not None:
            return fixed
        return outputs_of(prepared.table, row, self._model.rules.figures, self._model.vocabulary.findings, self._given)

    def _is_used(self, applied: AppliedRow, decided: Mapping[str, Given | None]) -> bool:
        """Whether the row gave one of the values ``decided``, or said why there is none."""
        return any(
            output == decided[code] if decided[code] is not None else self._absent[code].row in (None, applied.row)
            for code, output in applied.outputs.items()
        )
