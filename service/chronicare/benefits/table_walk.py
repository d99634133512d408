"""Goes through all rows of a decision table that may match, where not all of what they test can be told."""

from collections.abc import Callable, Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date

from chronicare.benefits.formula_evaluation import NotEvaluableError
from chronicare.benefits.prepared_table import PreparedRow, PreparedTable
from chronicare.benefits.unknowns import FactNeededError, ReadingNeededError
from chronicare.cells.values import Given
from chronicare.judging.memo import JudgementMemo
from chronicare.program.decision_table import HitPolicy, TableRow
from chronicare.program.evidence import Evidence, Measurement
from chronicare.program.truth import Truth


class TableWalk:
    """The ``rows`` of one table as of one day, those of open switches ``still_open``, and what is ``known`` so far."""

    def __init__(
        self,
        table: PreparedTable,
        rows: Sequence[PreparedRow],
        still_open: AbstractSet[str],
        as_of: date,
        known: Mapping[str, tuple[Measurement, ...]],
        memo: JudgementMemo,
    ) -> None:
        """Judge the rows by what is known."""
        self._table = table
        self._rows = rows
        self._still_open = still_open
        self._as_of = as_of
        self._known = dict(known)
        self._memo = memo
        self._truths = self._with({})
        self._told = set(known)
        self._valueless: set[str] = set()
        self._possible: dict[str, list[Mapping[str, Truth]]] = {}

    def reachable(
        self, look_up: Callable[[str], Given | None], values_of: Callable[[str], Collection[Given] | None]
    ) -> list[tuple[TableRow, bool]]:
        """Return the rows that may match, with whether they do.

        Tests are looked up in the order in which a look-up comes to them, as far as they can matter. What ``look_up``
        cannot tell, and raises for, is left open within the values it can have, if ``values_of`` says which.
        """
        rows = self._rows
        if self._table.hit is HitPolicy.UNIQUE:
            rows = [each for each in rows if self._is_sure(each) and not each.row.otherwise][:1] or rows
        reached: list[tuple[TableRow, bool]] = []
        for each in rows:
            self._test(each, look_up, values_of)
            if not self._may_match(each) or (each.row.otherwise and any(sure for _, sure in reached)):
                continue
            reached.append((each.row, self._is_sure(each) and not (each.row.otherwise and reached)))
            if self._table.one_is_enough and reached[-1][1]:
                break
        if self._table.judge is not None:
            self._memo.expect(self._table.judge, self._evidence({})).confirm(self._table.judge, self._evidence({}))
        return reached

    def facts_of(self, row: TableRow, values_of: Callable[[str], Sequence[tuple[Given, bool]]]) -> dict[str, Given]:
        """Return the facts not known of which one value alone lets ``row`` match, with that value.

        ``values_of`` gives the values of a fact, with whether one that passes is all there is.
        """
        (tested,) = (each.tests for each in self._rows if each.row is row)
        found: dict[str, Given] = {}
        for code in tested:
            if code not in self._table.given or code in self._known:
                continue
            passing = [each for each in values_of(code) if self._with({code: each[0]})[row.node] is not False]
            if len(passing) == 1 and passing[0][1]:
                found[code] = passing[0][0]
        return found

    def _test(
        self,
        row: PreparedRow,
        look_up: Callable[[str], Given | None],
        values_of: Callable[[str], Collection[Given] | None],
    ) -> None:
        """Look up what ``row`` tests, as far as that can matter."""
        for code in row.tests:
            if self._truths[row.node] is not None or not self._may_match(row):
                return
            if code in self._told:
                continue
            self._told.add(code)
            try:
                found = look_up(code)
            except (NotEvaluableError, ReadingNeededError, FactNeededError):
                values = values_of(code)
                if values is not None:
                    self._possible[code] = [self._with({code: each}) for each in values]
                continue
            if found is None:
                self._valueless.add(code)
                return
            self._known[code] = measured(found)
            self._truths = self._with({})

    def _may_match(self, row: PreparedRow) -> bool:
        if not self._valueless.isdisjoint(row.tests) or (row.node and self._truths[row.node] is False):
            return False
        open_tests = [self._possible[code] for code in row.tests if code in self._possible]
        return all(any(truths[row.node] is not False for truths in each) for each in open_tests)

    def _is_sure(self, row: PreparedRow) -> bool:
        return row.row.id not in self._still_open and (not row.node or self._truths[row.node] is True)

    def _with(self, facts: Mapping[str, Given]) -> Mapping[str, Truth]:
        """Return what each row is with ``facts`` besides."""
        if self._table.judge is None:
            return {}
        return self._memo.expect(self._table.judge, self._evidence(facts)).truths

    def _evidence(self, facts: Mapping[str, Given]) -> Evidence:
        known = {**self._known, **{code: measured(value) for code, value in facts.items()}}
        return Evidence(self._as_of, known, frozenset(known))


def measured(value: Given) -> tuple[Measurement, ...]:
    """Return a value, or the list of a repeated term's, as measurements."""
    return tuple(map(Measurement, value)) if isinstance(value, tuple) else (Measurement(value),)
