"""Formulas worked out for many bills at once that differ in their amounts alone.

Whatever does not rest on an amount is looked up by what settles one bill, which is not told of any amount: so a row is
taken only if it matches whatever the amounts are.
"""

from collections.abc import Mapping
from fractions import Fraction

from chronicare.benefits.formula_evaluation import Absence, NoValueError, as_number
from chronicare.benefits.model import BenefitModel
from chronicare.benefits.term_resolver import TermResolver
from chronicare.cells.bounds import is_possible
from chronicare.columnar.amounts import Amounts, NoFormError, greatest, least
from chronicare.program.formula import ONE, Absent, Constant, Expression, Formula, Operation, Term

_CENTS = Fraction(1, 200)


class ColumnFormulas:
    """Works formulas out by ``amounts``, which may change, and the terms that ``resolver`` looks up."""

    def __init__(self, model: BenefitModel, resolver: TermResolver, amounts: Mapping[str, Amounts]) -> None:
        """Keep all three."""
        self._model = model
        self._resolver = resolver
        self.amounts = dict(amounts)

    def evaluate(self, formula: Formula) -> Amounts:
        """Return what ``formula`` gives; raises as ``TermResolver.evaluate``, or NoFormError."""
        if self._model.volatile.isdisjoint(formula.terms) and self.amounts.keys().isdisjoint(formula.terms):
            return Amounts.of(as_number(self._resolver.evaluate(formula)))
        result = self._worked_out(formula.expression)
        return result if formula.scale is ONE else result * Amounts.of(formula.scale)

    def _worked_out(self, expression: Expression) -> Amounts:
        match expression:
            case Constant():
                return Amounts.of(as_number(expression.value))
            case Term():
                value = self._value(expression.code)
                return value if expression.scale is ONE else value * Amounts.of(expression.scale)
            case Absent():
                raise NoValueError("", Absence(expression.word))
            case Operation():
                return self._operation(expression)
            case _:
                raise NoFormError("a formula asks for more than numbers")

    def _operation(self, operation: Operation) -> Amounts:
        name = operation.name
        if name == "min":
            return least(*self._limited(operation.arguments))
        try:
            values = [self._worked_out(each) for each in operation.arguments]
        except NoValueError as none:
            if none.unlimited:
                raise NoFormError("a formula works with what has no limit") from none
            raise
        match name:
            case "+":
                return values[0] + values[1]
            case "-":
                return values[0] - values[1]
            case "×":
                return values[0] * values[1]
            case "÷":
                return values[0] / values[1]
            case "max":
                return greatest(*values)
            case "cents":
                return Amounts.each((values[0] + Amounts.of(_CENTS)).floor_fen(), 100)
            case _:
                raise NoFormError(f"there is no {name} of columns")

    def _limited(self, arguments: tuple[Expression, ...]) -> list[Amounts]:
        """Return the values of those of ``arguments`` that have a limit. Raises NoValueError if none has one."""
        values: list[Amounts] = []
        unlimited: NoValueError | None = None
        for each in arguments:
            try:
                values.append(self._worked_out(each))
            except NoValueError as none:
                if not none.unlimited:
                    raise
                unlimited = none
        if not values and unlimited is not None:
            raise unlimited
        return values

    def _value(self, code: str) -> Amounts:
        if code in self.amounts:
            return self.amounts[code]
        if code in self._resolver.facts or code not in self._model.volatile:
            return Amounts.of(as_number(self._resolver.value(code)))
        return self._derived(code)

    def _derived(self, code: str) -> Amounts:
        """Return what the table of ``code`` puts out, which rests on amounts."""
        table = self._resolver.table_of(code)
        if table is None or code in self._model.rules.figures or not self._model.prepared[table.name].hit.gives_one_row:
            raise NoFormError(f"{code} is not put out by one row")
        rows = self._resolver.matching_rows(table)
        if len(rows) != 1:
            raise NoFormError(f"{len(rows)} rows put out {code}")
        try:
            value = self.evaluate(rows[0].outputs[code])
        except NoValueError as none:
            absence = none.absence if none.absence.term else Absence(none.absence.word, code, rows[0])
            raise NoValueError(code, absence) from none
        cell_type = self._model.vocabulary.findings[code].type
        ends = (int(value.numerators.min()), int(value.numerators.max()))
        if not all(is_possible(Fraction(each, value.denominator), cell_type) for each in ends):
            raise NoFormError(f"{code} may not be possible")
        return value
