"""Finds the rows of a table that match: facts are looked up only as far as they can matter."""

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date

from chronicare.benefits.bill import Facts
from chronicare.benefits.formula_evaluation import NotEvaluableError, UnknownTermError
from chronicare.benefits.model import BenefitModel
from chronicare.benefits.prepared_table import PreparedRow, PreparedTable
from chronicare.benefits.table_walk import TableWalk, measured
from chronicare.benefits.unknowns import FactNeededError, ReadingNeededError, Wanted
from chronicare.cells.values import Given
from chronicare.judging.budget import STEPS_OF_TABLE, spend
from chronicare.judging.row_judge import RowJudge
from chronicare.program.decision_table import HitPolicy, TableRow
from chronicare.program.evidence import Evidence
from chronicare.program.truth import Truth

LookUp = Callable[[str], Given | None]
"""Gives the value of a term, ``None`` if it has none; raises as ``TermResolver.look_up``."""


class RowMatcher:
    """Matches rows as of one day, under the ``readings`` chosen of switches."""

    def __init__(self, model: BenefitModel, as_of: date, readings: Mapping[str, str]) -> None:
        """Start with no table gone through."""
        self._switches = model.rules.switches
        self._as_of = as_of
        self._memo = model.memo
        self._in_force: Mapping[str, str | None] = {**model.defaults, **readings}
        self._rows: dict[str, Sequence[PreparedRow]] = {}

    def matching(self, table: PreparedTable, facts: Facts, look_up: LookUp, switches: dict[str, str]) -> list[TableRow]:
        """Return the rows of ``table`` that match, in order, and note in ``switches`` the readings they rest on.

        What of ``facts`` is not there is looked up with ``look_up``, as far as it can matter; raises as that does, and
        ReadingNeededError for a row of a switch without reading.
        """
        spend(STEPS_OF_TABLE)
        if table.judge is None:
            matched: list[TableRow] = []
            self._go_through(table, self._holding(table), {}, frozenset(), matched, switches)
            return matched
        in_force = self._in_force
        path = self._memo.path(
            (
                table,
                self._as_of if table.judge.minds_day else None,
                *[in_force[name] for name in table.switches],
                *[facts.get(code) for code in table.given],
            )
        )
        try:
            found: tuple[Sequence[TableRow], Mapping[str, str]] | None = path.follow(look_up)
        except (NotEvaluableError, ReadingNeededError, FactNeededError):
            found = None  # nothing is asked for before the engine has confirmed that it matters
        if found is None:
            asked: dict[str, Given | None] = {}
            found = self._judged(table, table.judge, facts, look_up, asked)
            self._memo.extend(path, asked.items(), found)
        switches.update(found[1])
        return list(found[0])

    def _judged(
        self, table: PreparedTable, judge: RowJudge, facts: Facts, look_up: LookUp, asked: dict[str, Given | None]
    ) -> tuple[tuple[TableRow, ...], Mapping[str, str]]:
        """Return the rows that match and the readings they rest on, and note what was ``asked`` for to tell."""
        known = {code: measured(facts[code]) for code in table.given if code in facts}
        valueless: set[str] = set()
        rows: Sequence[PreparedRow] = self._holding(table) if table.switches else table.rows
        matched: list[TableRow] = []
        switches: dict[str, str] = {}
        while True:
            evidence = Evidence(self._as_of, known, frozenset(known))
            entry = self._memo.expect(judge, evidence)
            try:
                rows = self._go_through(table, rows, entry.truths, valueless, matched, switches)
                if not rows:
                    break
                code = next(each for each in rows[0].tests if each not in known and each not in valueless)
                found = asked[code] = look_up(code)
            except (NotEvaluableError, ReadingNeededError, FactNeededError):
                entry.confirm(judge, evidence)
                raise
            if found is None:
                valueless.add(code)
            else:
                known[code] = measured(found)
        entry.confirm(judge, evidence)
        return tuple(matched), switches

    def possible(
        self, table: PreparedTable, facts: Facts, look_up: LookUp, wanted: Wanted
    ) -> tuple[list[tuple[TableRow, bool]], list[str]]:
        """Return the rows of ``table`` that may match, with whether they do, and the terms that cannot be tried.

        What has to be tried to tell goes to ``wanted``. A row of an open switch may match.
        """
        spend(STEPS_OF_TABLE)
        judge = table.judge
        known = {code: measured(facts[code]) for code in table.given if code in facts}
        open_terms: dict[str, None] = {}
        untried: dict[str, None] = {}
        valueless: set[str] = set()
        truths: Mapping[str, Truth] = {}
        while judge is not None:
            evidence = Evidence(self._as_of, known, frozenset(known))
            entry = self._memo.expect(judge, evidence)
            truths = entry.truths
            settled = known.keys() | valueless | open_terms.keys()
            rows = [each for each in self._holding(table) if each.node and truths[each.node] is None]
            code = next((test for row in rows for test in row.tests if test not in settled), None)
            if code is None:
                entry.confirm(judge, evidence)
                break
            try:
                found = look_up(code)
            except (FactNeededError, ReadingNeededError) as needed:
                wanted.note(needed)
                open_terms[code] = None
            except NotEvaluableError as error:
                open_terms[code] = None
                if isinstance(error, UnknownTermError):  # of what the source does not give nobody can be asked
                    untried[error.term] = None
            else:
                if found is None:
                    valueless.add(code)
                else:
                    known[code] = measured(found)
        rows = [
            each
            for each in self._holding(table)
            if (truths[each.node] if each.node else True) is not False and valueless.isdisjoint(each.tests)
        ]
        for each in rows:
            for name, _ in each.row.readings:
                if self._in_force[name] is None:
                    wanted.note(ReadingNeededError(self._switches[name]))
        sure = [(not each.node or truths[each.node] is True) and not each.row.is_open(self._in_force) for each in rows]
        others = [is_sure for each, is_sure in zip(rows, sure, strict=True) if not each.row.otherwise]
        return [
            (each.row, is_sure and not (each.row.otherwise and others))
            for each, is_sure in zip(rows, sure, strict=True)
            if not (each.row.otherwise and any(others))
        ], [each for each in untried if each]

    def walk(self, table: PreparedTable, facts: Facts) -> TableWalk:
        """Begin to go through all rows of ``table`` that may match, whatever is not known."""
        spend(STEPS_OF_TABLE)
        known = {code: measured(facts[code]) for code in table.given if code in facts}
        rows = self._holding(table)
        still_open = {each.row.id for each in rows if each.row.is_open(self._in_force)}
        return TableWalk(table, rows, still_open, self._as_of, known, self._memo)

    def _go_through(
        self,
        table: PreparedTable,
        rows: Sequence[PreparedRow],
        truths: Mapping[str, Truth],
        valueless: AbstractSet[str],
        matched: list[TableRow],
        switches: dict[str, str],
    ) -> Sequence[PreparedRow]:
        """Add to ``matched`` the rows that match, up to one that is open; return the rows from there, if any.

        A test of what has no value fails. Where one row at most can match, one that does is taken before what is open.
        """
        if table.hit is HitPolicy.UNIQUE:
            sure = next(
                (each for each in rows if (not each.node or truths[each.node]) and not each.row.otherwise), None
            )
            rows = rows if sure is None else (sure,)
        for at, (row, node, tests) in enumerate(rows):
            truth = truths[node] if node else not (row.otherwise and matched)
            if truth is False or not valueless.isdisjoint(tests):
                continue
            if truth is None:
                return rows[at:]
            self._require_reading(row, switches)
            matched.append(row)
            if table.one_is_enough:
                break
        return ()

    def _holding(self, table: PreparedTable) -> Sequence[PreparedRow]:
        """Return the rows that hold under the readings in force, or under ones that still have to be tried."""
        rows = self._rows.get(table.table.name)
        if rows is None:
            rows = self._rows[table.table.name] = [each for each in table.rows if each.row.may_hold(self._in_force)]
        return rows

    def _require_reading(self, row: TableRow, switches: dict[str, str]) -> None:
        """Settle the readings of the row's switches: chosen, by default, or asked for."""
        for name, _ in row.readings:
            reading = self._in_force[name]
            if reading is None:
                raise ReadingNeededError(self._switches[name])
            switches[name] = reading
