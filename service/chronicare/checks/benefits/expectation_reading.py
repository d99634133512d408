"""Reads what cases expect: names resolved, values typed, everything wrong told at its place in the file."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from chronicare.benefits.answer import SettlementOutcome
from chronicare.benefits.model import BenefitModel
from chronicare.benefits.money import FEN_A_YUAN
from chronicare.cells.reading import read_value
from chronicare.cells.types import ValueKind
from chronicare.cells.value_problem import ValueProblem
from chronicare.cells.values import Given, Interval
from chronicare.checks.benefits.expectations import (
    NO_VALUE,
    BillExpectation,
    Expectation,
    TermsExpectation,
    YearExpectation,
)
from chronicare.compiler.formulas import NO_VALUES
from chronicare.diagnostics import Code, Diagnostics, Position, Text
from chronicare.formats.cases.benefits import read_yuan
from chronicare.formats.spelling import suggest
from chronicare.program.decision_table import ChainStep
from chronicare.program.formula import NoValue
from chronicare.program.roles import Role
from chronicare.program.vocabulary import Finding, Vocabulary

Where = Callable[[str], Position]
"""Returns the position of a path within the case."""
_WITH_UNIT = re.compile(r"([-+]?[0-9][0-9,]*(?:\.[0-9]+)?)\s*([^0-9\s].*)?")


def read_bill_expectation(
    expect: Mapping[str, Any], models: Sequence[BenefitModel], where: Where, diagnostics: Diagnostics
) -> Expectation:
    """Return what is expected of a bill, or of a year's; names that are not known go to ``diagnostics``."""
    reader = _Reader(models[0], diagnostics)
    if "bills" not in expect and len(models) == 1:
        return reader.bill(expect, "expect", where)
    stated = expect.get("bills") or [None] * len(models)
    bills = tuple(
        None if each is None else reader.bill(each, f"expect.bills[{index}]", where)
        for index, each in enumerate(stated)
    )
    accumulators = reader.accumulators(expect.get("accumulators") or {}, "expect.accumulators", where)
    return YearExpectation(models[0].vocabulary, bills, accumulators)


def read_terms_expectation(
    expect: Mapping[str, Any], model: BenefitModel, where: Where, diagnostics: Diagnostics
) -> Expectation:
    """Return what is expected of a look-up; names and values that cannot be read go to ``diagnostics``."""
    return _Reader(model, diagnostics).terms(expect, where)


def step_names(steps: Iterable[ChainStep]) -> Mapping[str, str]:
    """Return how steps are told, by id: their name, or the payer where several go by one id, and the id itself."""
    named: dict[str, dict[str, str]] = {}
    for each in steps:
        named.setdefault(each.id, {})[each.name.zh] = each.payer
    return {
        step: f"{next(iter(names)) if len(names) == 1 else '、'.join(dict.fromkeys(names.values()))}（{step}）"
        for step, names in named.items()
    }


class _Reader:
    """Resolves the names and values of expectations against one period's rules."""

    def __init__(self, model: BenefitModel, diagnostics: Diagnostics) -> None:
        self._model = model
        self._vocabulary = model.vocabulary
        self._diagnostics = diagnostics

    def bill(self, expect: Mapping[str, Any], path: str, where: Where) -> BillExpectation:
        """Read what is expected of one bill; ``path`` is where it stands in the case."""
        steps = {each.id: each.payment_kind for each in self._model.rules.steps.values()}
        for key in ("payments", "allowances"):
            for step in expect.get(key) or {}:
                if step not in steps:
                    self._unknown(step, steps, where(f"{path}.{key}.{step}"))
        open_ended = any(expect.get(key) for key in ("missing", "switches", "valueless", "certain", "ways"))
        outcome = expect.get("outcome") or ("undecided" if open_ended else "settled")
        payments, allowances = expect.get("payments"), expect.get("allowances")
        if payments is not None or allowances is not None:
            payments, allowances = payments or {}, allowances or {}
        return BillExpectation(
            self._vocabulary,
            step_names(self._model.rules.steps.values()),
            SettlementOutcome(outcome),
            payments,
            allowances,
            expect.get("copayment"),
            expect.get("account"),
            self.accumulators(expect.get("accumulators") or {}, f"{path}.accumulators", where),
            self._codes(expect.get("missing") or (), f"{path}.missing", where),
            self._switches(expect.get("switches") or (), f"{path}.switches", where),
            self._codes(expect.get("valueless") or (), f"{path}.valueless", where),
            self._codes(expect.get("provisional") or (), f"{path}.provisional", where),
            expect.get("certain"),
            {
                label: None
                if paid is None
                else {step: self._fen(fen, where(f"{path}.ways.{label}.{step}")) for step, fen in paid.items()}
                for label, paid in (expect.get("ways") or {}).items()
            },
        )

    def terms(self, expect: Mapping[str, Any], where: Where) -> TermsExpectation:
        """Read what is expected of a look-up."""
        return TermsExpectation(
            self._vocabulary,
            self._values(expect.get("values") or {}, "expect.values", where),
            self._codes(expect.get("missing") or (), "expect.missing", where),
            self._switches(expect.get("switches") or (), "expect.switches", where),
            self._codes(expect.get("provisional") or (), "expect.provisional", where),
            {
                label: None if values is None else self._values(values, f"expect.ways.{label}", where)
                for label, values in (expect.get("ways") or {}).items()
            },
        )

    def accumulators(self, stated: Mapping[str, int], path: str, where: Where) -> Mapping[str, int]:
        """Read accumulators, in fen; those of visits or days, which a file writes as it does yuan, as they are."""
        known = self._model.rules.accumulators
        read: dict[str, int] = {}
        for name, fen in stated.items():
            finding = self._vocabulary.find(name)
            if finding is None or finding.code not in known:
                self._unknown(
                    name, [self._vocabulary.findings[each].name.zh for each in known], where(f"{path}.{name}")
                )
            else:
                read[finding.code] = fen if self._vocabulary.is_money(finding.code) else _whole(fen)
        return read

    def _values(self, stated: Mapping[str, Any], path: str, where: Where) -> Mapping[str, Given | NoValue | None]:
        values: dict[str, Given | NoValue | None] = {}
        for name, raw in stated.items():
            finding = self._vocabulary.find(name)
            if finding is None:
                self._unknown(name, self._vocabulary.names, where(f"{path}.{name}"))
                continue
            try:
                values[finding.code] = self._value(raw, finding)
            except ValueProblem as problem:
                self._diagnostics.add(Code.BAD_CASE, where(f"{path}.{name}"), problem.message, problem.hint)
        return values

    def _value(self, raw: object, finding: Finding) -> Given | NoValue | None:
        if raw is None or raw == NO_VALUE:
            return None
        if isinstance(raw, str) and raw in NO_VALUES:
            return NO_VALUES[raw]
        if isinstance(raw, list):
            each = [self._value(item, finding) for item in raw]
            return tuple(value for value in each if value is not None and not isinstance(value, tuple | NoValue))
        number, unit = split_unit(raw, finding, self._vocabulary)
        value, _ = read_value(number, unit, finding.type, frozenset())
        return value if not isinstance(value, Mapping | Interval) else None

    def _codes(self, names: Sequence[str], path: str, where: Where) -> frozenset[str]:
        codes: set[str] = set()
        for index, name in enumerate(names):
            finding = self._vocabulary.find(name)
            if finding is None:
                self._unknown(name, self._vocabulary.names, where(f"{path}[{index}]"))
            else:
                codes.add(finding.code)
        return frozenset(codes)

    def _switches(self, names: Sequence[str], path: str, where: Where) -> frozenset[str]:
        for index, name in enumerate(names):
            if name not in self._model.rules.switches:
                self._unknown(name, self._model.rules.switches, where(f"{path}[{index}]"))
        return frozenset(names)

    def _fen(self, value: object, where: Position) -> int:
        try:
            return read_yuan(value)
        except ValueError:
            self._diagnostics.add(Code.BAD_CASE, where, Text(f"「{value}」不是金额", f"{value!r} is no amount"))
            return 0

    def _unknown(self, name: str, known: Iterable[str], where: Position) -> None:
        message = Text(f"没有「{name}」", f"there is no {name!r}")
        self._diagnostics.add(Code.BAD_CASE, where, message, suggest(name, known))


def split_unit(value: object, finding: Finding, vocabulary: Vocabulary) -> tuple[object, str]:
    """Return a number and its unit as written (``3 个月``); a bare amount is in yuan, other numbers need a unit.

    A value of another kind is returned as it is.
    """
    quantity = finding.type.quantity
    if quantity is None or finding.type.kind is not ValueKind.NUMBER:
        return value, ""
    match = _WITH_UNIT.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is not None and match[2]:
        return match[1].replace(",", ""), match[2].strip()
    money = vocabulary.playing(Role.STEP_PAYMENT)
    return value, quantity.canonical if money is not None and quantity == money.type.quantity else ""


def _whole(hundredths: int) -> int:
    """Return a number of visits or days that was read as yuan are; one that is not whole is none there can be."""
    number, rest = divmod(hundredths, FEN_A_YUAN)
    return -1 if rest else number
