"""A boolean expression to rows of a table: those in which it is true, and those in which it is false.

Each is a conjunction of tests of terms. Where neither matches the expression is null: the three values of FEEL's logic
are kept exactly, because distributing ``and`` over ``or`` changes none of them.
"""

from collections.abc import Sequence
from itertools import product

from chronicare.authoring.dmn.cell_writing import write_tests
from chronicare.authoring.dmn.feel.syntax import (
    INPUT,
    Call,
    Comparison,
    Connective,
    Constant,
    Expression,
    Membership,
    Name,
    Tests,
)
from chronicare.authoring.dmn.terms import ModelTerm, ModelTerms
from chronicare.authoring.dmn.untranslatable import UntranslatableError
from chronicare.cells.printing import print_test
from chronicare.cells.syntax import Both, Node

MAX_ROWS = 100
"""The most rows that an expression may make."""
Row = dict[str, list[Node]]
"""The tests of a row, by the paths of the terms they test."""
_TURNED = {"=": "=", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


def write_rows(node: Expression, terms: ModelTerms) -> list[tuple[dict[str, str], bool]]:
    """Return the rows, each as its cells by the path of the term, and what is then so.

    Raises UntranslatableError if tables cannot say it, or only in too many rows.
    """
    logic = _Logic(terms)
    return [
        ({path: print_test(_together(tests)) for path, tests in row.items()}, truth)
        for truth in (True, False)
        for row in logic.rows(node, truth)
    ]


class _Logic:
    def __init__(self, terms: ModelTerms) -> None:
        self._terms = terms

    def rows(self, node: Expression, truth: bool) -> list[Row]:
        """Return the rows in which ``node`` is ``truth``."""
        match node:
            case Call("not", (inner,)):
                return self.rows(inner, not truth)
            case Connective(operator, left, right):
                parts = [self.rows(each, truth) for each in (left, right)]
                together = (operator == "and") is truth
                rows = _joined(*parts) if together else parts[0] + parts[1]
                if len(rows) > MAX_ROWS:
                    raise UntranslatableError(f"写成表要超过 {MAX_ROWS} 行", f"it would take more than {MAX_ROWS} rows")
                return rows
            case _:
                term, tests = self._test(node)
                if not truth:
                    tests = Tests(tests.tests, negated=not tests.negated)
                return [{term.path: [write_tests(tests, term, self._terms)]}]

    def _test(self, node: Expression) -> tuple[ModelTerm, Tests]:
        """Return the term that ``node`` tests, and how."""
        if (term := self._terms.of(node)) is not None:
            if term.base != "boolean":
                raise UntranslatableError(f"「{term.path}」不是是否", f"{term.path!r} is no boolean")
            return term, Tests((Constant(True),))
        match node:
            case Comparison(operator, left, right):
                if (term := self._terms.of(left)) is not None:
                    return term, Tests((Comparison(operator, Name(INPUT), right),))
                if (term := self._terms.of(right)) is not None:
                    return term, Tests((Comparison(_TURNED[operator], Name(INPUT), left),))
            case Membership(value, tests) if (term := self._terms.of(value)) is not None:
                return term, tests
        raise UntranslatableError(
            "是否的表达式只能是对事项的判断，用 and、or、not 连接", "logic must be of tests of terms, with and, or, not"
        )


def _joined(one: Sequence[Row], other: Sequence[Row]) -> list[Row]:
    """Return the rows in which a row of each holds."""
    return [
        {path: [*left.get(path, ()), *right.get(path, ())] for path in {**left, **right}}
        for left, right in product(one, other)
    ]


def _together(tests: Sequence[Node]) -> Node:
    return tests[0] if len(tests) == 1 else Both(tuple(tests))
