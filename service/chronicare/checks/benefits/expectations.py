"""What a case may expect of a settlement or a look-up, and how an answer departs from it.

A settled bill is also held to what must always be so: the parts of the bill add up to the fen, none is negative, no
payer goes beyond its cap. Where ``missing``, ``switches``, ``valueless``, ``certain`` or ``ways`` is expected the
outcome is undecided, else settled (for look-ups: the values are known), unless ``outcome`` says otherwise.
``provisional`` names the terms whose figures carry on from an earlier year, all of them; ``certain`` the payments that
an undecided bill has in every way. Where ``payments`` or ``allowances`` are stated, those that are not are zero. A key
of ``ways`` names readings and values, ``60%；进入``, and holds for each way that has them all; null says that the bill
cannot be settled that way.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Protocol

from chronicare.benefits.account import drawn_fen
from chronicare.benefits.alternatives import Alternative
from chronicare.benefits.answer import BillAnswer, SettlementOutcome, YearAnswer
from chronicare.benefits.look_up import LookUpAnswer, ResolvedTerms
from chronicare.benefits.money import FEN_A_YUAN, fen_text
from chronicare.benefits.settlement import Settlement, Unsettled
from chronicare.cells.types import ValueKind
from chronicare.cells.values import Given, Value
from chronicare.checks.casebook import differs, differs_as_told
from chronicare.diagnostics import Text
from chronicare.program.decision_table import PaymentKind
from chronicare.program.entry import Switch
from chronicare.program.formula import NoValue
from chronicare.program.vocabulary import Finding, Vocabulary

BenefitAnswer = BillAnswer | YearAnswer | LookUpAnswer
NO_VALUE = "/"
"""Says that no row gives a term a value; so does null. Where a row says that there is none, its word stands."""
_NOT_KNOWN = Text("不能定", "undecided")
NO_VALUE_WORD = "无"
"""Tells that there is nothing."""
_BETWEEN_LABELS = re.compile("[；;、]")


class Expectation(Protocol):
    """What a case expects."""

    def problems(self, answer: BenefitAnswer) -> Iterable[Text]:
        """Say how ``answer`` departs from it. Raises TypeError if it answers another kind of question."""
        ...


@dataclass(frozen=True, slots=True)
class BillExpectation:
    """What is expected of one bill, in fen; ``None`` where nothing is. Steps are told by their ``step_names``."""

    vocabulary: Vocabulary
    step_names: Mapping[str, str]
    outcome: SettlementOutcome
    payments: Mapping[str, int] | None
    allowances: Mapping[str, int] | None
    copayment: int | None
    account: int | None
    accumulators: Mapping[str, int]
    missing: frozenset[str]
    switches: frozenset[str]
    valueless: frozenset[str]
    provisional: frozenset[str]
    certain: Mapping[str, int] | None
    alternatives: Mapping[str, Mapping[str, int] | None]

    def problems(self, answer: BenefitAnswer) -> Iterator[Text]:
        """Say how the answer about the bill departs from what is expected, and from what must always be so."""
        if not isinstance(answer, BillAnswer):
            raise TypeError("a bill's expectation is held to a bill's answer")
        if answer.outcome is not self.outcome:
            yield differs("outcome", self.outcome.value, answer.outcome.value)
        settled = [
            alternative.result for alternative in answer.alternatives if isinstance(alternative.result, Settlement)
        ]
        for each in (answer.settlement, *settled):
            yield from _unsound(each) if each is not None else ()
        if answer.settlement is not None:
            yield from self._of_settlement(answer.settlement)
        yield from _wanting("missing", self.missing, answer.missing, self.vocabulary)
        of_terms = [code for code in answer.valueless if code]  # of a step's own cell the outcome alone tells
        yield from _wanting("valueless", self.valueless, of_terms, self.vocabulary)
        carried = [each.term for each in answer.provisional]
        yield from _wanting("provisional", self.provisional, carried, self.vocabulary)
        certain = {each.step.id: each.payment_fen for each in answer.certain_steps}
        if self.certain is not None and _without_zero(self.certain) != _without_zero(certain):
            yield differs_as_told("certain", self._paid(self.certain), self._paid(certain))
        yield from _open(self.switches, answer.switches)
        yield from _in_ways(self.alternatives, answer.alternatives, self.vocabulary, _way_payments, self._paid)

    def _paid(self, amounts: Mapping[str, int] | None) -> Text:
        """Write what each step pays: for people by its name, with the id that case files have."""
        paid = (amounts or {}).items()
        zh = "；".join(f"{self.step_names.get(step, step)} {fen_text(fen)}" for step, fen in paid)
        en = ", ".join(f"{step}: {fen_text(fen)}" for step, fen in paid)
        return Text(zh or NO_VALUE_WORD, f"{{{en}}}")

    def _of_settlement(self, settlement: Settlement) -> Iterator[Text]:
        paid = settlement.payments()
        for key, wanted, is_allowance in (
            ("payments", self.payments, False),
            ("allowances", self.allowances, True),
        ):
            given = {step: fen for (step, allowed), fen in paid.items() if allowed is is_allowance}
            if wanted is not None and _without_zero(wanted) != _without_zero(given):
                yield differs_as_told(key, self._paid(_without_zero(wanted)), self._paid(_without_zero(given)))
        if self.copayment not in (None, settlement.copayment_fen):
            yield differs("copayment", _yuan(self.copayment), _yuan(settlement.copayment_fen))
        if self.account not in (None, settlement.account_fen):
            yield differs("account", _yuan(self.account), _yuan(settlement.account_fen))
        yield from _accumulated(self.accumulators, settlement.accumulators, self.vocabulary)


@dataclass(frozen=True, slots=True)
class YearExpectation:
    """What is expected of a year's bills, each in its place, and of the accumulators after the last."""

    vocabulary: Vocabulary
    bills: tuple[BillExpectation | None, ...]
    accumulators: Mapping[str, int]

    def problems(self, answer: BenefitAnswer) -> Iterator[Text]:
        """Say how the answer about the year departs from what is expected."""
        if not isinstance(answer, YearAnswer):
            raise TypeError("a year's expectation is held to a year's answer")
        for number, (wanted, given) in enumerate(zip(self.bills, answer.answers, strict=True), start=1):
            if wanted is None:
                continue
            if given is None:
                yield Text(f"第 {number} 笔之前已有不能定的", f"bill {number} comes after an undecided one")
                continue
            for problem in wanted.problems(given):
                yield Text(f"第 {number} 笔 {problem.zh}", f"bill {number}: {problem.en}")
        yield from _accumulated(self.accumulators, answer.accumulators, self.vocabulary)


@dataclass(frozen=True, slots=True)
class TermsExpectation:
    """What is expected of a look-up: ``values`` if it is decided, else what is wanting."""

    vocabulary: Vocabulary
    values: Mapping[str, Given | NoValue | None]
    missing: frozenset[str]
    switches: frozenset[str]
    provisional: frozenset[str]
    alternatives: Mapping[str, Mapping[str, Given | NoValue | None] | None]

    def problems(self, answer: BenefitAnswer) -> Iterator[Text]:
        """Say how the answer departs from what is expected."""
        if not isinstance(answer, LookUpAnswer):
            raise TypeError("a look-up's expectation is held to a look-up's answer")
        yield from _wanting("missing", self.missing, answer.missing, self.vocabulary)
        yield from _open(self.switches, answer.switches)
        if answer.known is not None:
            yield from self._values(answer.known)
            carried = [each.term for each in answer.known.provisional]
            yield from _wanting("provisional", self.provisional, carried, self.vocabulary)
        yield from _in_ways(self.alternatives, answer.alternatives, self.vocabulary, _way_values, self._told)

    def _told(self, values: Mapping[str, Any] | None) -> Text:
        """Write values of terms, by their names."""
        told = []
        for code, value in (values or {}).items():
            finding = self.vocabulary.findings[code]
            several = tuple(value) if isinstance(value, frozenset) else value
            told.append(f"{finding.name.zh} {_shown(several, finding)}")
        said = "；".join(told) or NO_VALUE_WORD
        return Text(said, said)

    def _values(self, known: ResolvedTerms) -> Iterator[Text]:
        for code, wanted in self.values.items():
            given = _given(known, code)
            if _essence(wanted) != _essence(given):
                finding = self.vocabulary.findings[code]
                yield differs(finding.name.zh, _shown(wanted, finding), _shown(given, finding))


def _wanting(key: str, wanted: Iterable[str], given: Iterable[str], vocabulary: Vocabulary) -> Iterator[Text]:
    """Hold the terms whose values are wanting to those expected to be."""
    if set(wanted) != set(given):
        names = (_listed(vocabulary.findings[code].name.zh for code in codes) for codes in (wanted, given))
        yield differs(key, *names)


def _open(wanted: frozenset[str], switches: Iterable[Switch]) -> Iterator[Text]:
    """Hold the switches the answer waits for to those expected."""
    given = {each.name for each in switches}
    if given != wanted:
        yield differs("switches", _listed(wanted), _listed(given))


def _unsound(settlement: Settlement) -> Iterator[Text]:
    """Say what does not add up, is negative, or goes beyond a cap."""
    charges = settlement.charges
    bill = settlement.bill
    total = bill.charges.total_fen if bill.charges is not None else sum(line.amount_fen for line in bill.lines)
    beside = charges.fully_self_paid_fen + charges.above_price_limit_fen + charges.advance_self_payment_fen
    beside += settlement.paid_elsewhere_fen
    if settlement.paid_fen + settlement.copayment_fen + beside != total or charges.total_fen != total:
        yield Text("各部分相加不等于总费用", "the parts of the bill do not add up to its total")
    for step in settlement.steps:
        cap = None if step.limit is None else step.limit * FEN_A_YUAN
        if step.payment_fen < 0 or (cap is not None and step.payment_fen > cap):
            name = step.step.name
            yield Text(f"{name.zh} 支付 {fen_text(step.payment_fen)} 元越界", f"{name.en} pays {step.payment_fen} fen")
        left = step.step.payment_kind is not PaymentKind.ALLOWANCE and step.payment_fen > charges.eligible_fen
        if left:
            name = step.step.name
            yield Text(f"{name.zh} 多于合规费用", f"{name.en} pays more than the eligible expense")
    if not 0 <= drawn_fen(settlement.steps) <= settlement.account_fen <= settlement.burden_fen:
        yield Text("个人账户所付越界", "the personal account pays too much")
    if settlement.copayment_fen < 0 or settlement.account_fen < 0:
        yield Text("个人负担为负", "what is left to the person is negative")


def _in_ways(
    wanted: Mapping[str, Mapping[str, Any] | None],
    alternatives: Sequence[Alternative[Any]],
    vocabulary: Vocabulary,
    outcome: Callable[[Any, Iterable[str]], Mapping[str, Any] | None],
    shown: Callable[[Any], Text],
) -> Iterator[Text]:
    """Hold the ways that have all the labels of a key of ``wanted`` to what it says."""
    for label, values in wanted.items():
        pieces = {each.strip() for each in _BETWEEN_LABELS.split(label) if each.strip()}
        chosen = [alternative for alternative in alternatives if pieces <= _labels(alternative, vocabulary)]
        if not chosen:
            yield Text(f"ways 里没有「{label}」这一种", f"no way is {label!r}")
        for alternative in chosen:
            given = outcome(alternative.result, values or ())
            if given != (None if values is None else {key: _essence(each) for key, each in values.items()}):
                wished, found = (_NOT_KNOWN if each is None else shown(each) for each in (values, given))
                yield differs_as_told(f"ways.{label}", wished, found)


def _labels(alternative: Alternative[Any], vocabulary: Vocabulary) -> set[str]:
    labels = set(alternative.readings.values()) | {
        f"{name}={reading}" for name, reading in alternative.readings.items()
    }
    for code, value in alternative.facts.items():
        finding = vocabulary.findings[code]
        shown = _shown(value, finding)
        labels |= {shown, f"{finding.name.zh}={shown}"}
    return labels


def _way_payments(result: Settlement | Unsettled, wanted: Iterable[str]) -> Mapping[str, Any] | None:
    """Return what is paid by step, those ``wanted`` and those not zero."""
    if isinstance(result, Unsettled):
        return None
    paid: dict[str, int] = dict.fromkeys(wanted, 0)
    for (step, _), fen in result.payments().items():
        if fen or step in paid:
            paid[step] = paid.get(step, 0) + fen
    return paid


def _way_values(known: ResolvedTerms, wanted: Iterable[str]) -> Mapping[str, Any] | None:
    return {code: _essence(_given(known, code)) for code in wanted}


def _given(known: ResolvedTerms, code: str) -> Given | NoValue | None:
    """Return the value of a term, or the word its table has where there is none."""
    value = known.values.get(code)
    return known.absences[code].word if value is None and code in known.absences else value


def _accumulated(wanted: Mapping[str, int], given: Mapping[str, int], vocabulary: Vocabulary) -> Iterator[Text]:
    for code, fen in wanted.items():
        if given.get(code) != fen:
            told = _yuan if vocabulary.is_money(code) else str
            yield differs(vocabulary.findings[code].name.zh, told(fen), told(given.get(code)))


def _without_zero(amounts: Mapping[str, int]) -> dict[str, int]:
    return {step: fen for step, fen in amounts.items() if fen}


def _essence(value: Any) -> Any:  # noqa: ANN401 - values of every kind
    return frozenset(value) if isinstance(value, tuple) else value


def _listed(names: Iterable[str]) -> str:
    return f"[{'、'.join(sorted(names))}]"


def _yuan(amount: int | None) -> str:
    return NO_VALUE_WORD if amount is None else fen_text(amount)


def _shown(value: Given | NoValue | None, finding: Finding) -> str:
    """Write a value as people do."""
    if value is None:
        return NO_VALUE
    if isinstance(value, NoValue):
        return value.value
    if isinstance(value, tuple):
        return _listed(_shown(each, finding) for each in value)
    return _shown_one(value, finding)


def _shown_one(value: Value, finding: Finding) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    levels = finding.type.levels
    if levels is not None and finding.type.kind is ValueKind.LEVEL and not isinstance(value, date | str):
        return levels.levels[int(value)].value
    if isinstance(value, Fraction):
        unit = finding.type.quantity.canonical if finding.type.quantity else ""
        shown = str(value.numerator) if value.denominator == 1 else str(float(value))
        return f"{shown} {unit}".strip()
    return str(value)
