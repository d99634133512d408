"""Where a decision table is asked: the cases in which another row, or a payer's step, looks at what it gives.

What is said of the cases is never too little: a table is asked in no others.
"""

from collections.abc import Iterator

from chronicare.cells.typed import TypedTest
from chronicare.program.decision_table import BenefitRules, DecisionTable, TableRow
from chronicare.program.vocabulary import Vocabulary

Condition = tuple[str, TypedTest]
"""A test of a term, by its code."""
Asking = frozenset[Condition]
"""A case in which a table is asked: all its conditions hold."""

_EVERYWHERE: frozenset[Asking] = frozenset({frozenset()})
_MOST = 60
"""Cases beyond which a table is taken to be asked everywhere."""


class Askings:
    """Where the tables of one ``period`` are asked."""

    def __init__(self, period: BenefitRules, vocabulary: Vocabulary) -> None:
        """Find out who looks at each term."""
        self._period = period
        self._by_role = frozenset(vocabulary.roles.codes.values())
        self._used: dict[str, list[tuple[DecisionTable, TableRow]]] = {}
        self._tested: dict[str, list[DecisionTable]] = {}
        for table in period.every_table:
            for code in table.inputs:
                self._tested.setdefault(code, []).append(table)
            for row in table.rows:
                for code in _used_by(row, table, period):
                    self._used.setdefault(code, []).append((table, row))

    def of(self, table: DecisionTable) -> frozenset[Asking]:
        """Return the cases in which ``table`` is asked, as far as its own inputs tell them apart.

        A term that the program itself goes by, or that nothing looks at, can be asked for by itself, of anybody.
        """
        return self._of(table, frozenset(table.inputs))

    def _of(self, table: DecisionTable, inputs: frozenset[str]) -> frozenset[Asking]:
        if table is self._period.scope:
            return _EVERYWHERE
        if table is self._period.chain:
            return self._covered(inputs)
        found: set[Asking] = set()
        for code in table.outputs:
            if code in self._by_role or not (code in self._used or code in self._tested):
                return _EVERYWHERE
            for user, row in self._used.get(code, ()):
                own = _conditions(user, row, inputs)
                found.update(own | each for each in self._of(user, inputs))
            for tester in self._tested.get(code, ()):
                found.update(self._of(tester, inputs))
            if frozenset() in found or len(found) > _MOST:
                return _EVERYWHERE
        return frozenset(each for each in found if not any(other < each for other in found))

    def _covered(self, inputs: frozenset[str]) -> frozenset[Asking]:
        """Return the care that the rules cover: of other nothing is settled."""
        scope = self._period.scope
        if scope is None:
            return _EVERYWHERE
        return frozenset(_conditions(scope, row, inputs) for row in scope.rows)


def _used_by(row: TableRow, table: DecisionTable, period: BenefitRules) -> Iterator[str]:
    """Yield the terms that the formulas of ``row`` name."""
    formulas = list(row.outputs.values())
    if table is period.chain:
        formulas += period.steps[row.id].formulas
    for formula in formulas:
        yield from formula.terms


def _conditions(table: DecisionTable, row: TableRow, inputs: frozenset[str]) -> Asking:
    """Return what ``row`` tests of ``inputs``."""
    if table.matching is None or not row.node:
        return frozenset()
    criteria = table.matching.rows.criteria
    members = (criteria[name] for name in table.matching.rows.groups[row.node].variants[0].members)
    return frozenset((each.finding, each.test) for each in members if each.finding in inputs)
