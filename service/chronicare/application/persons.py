"""Persons and bills that stand a row each in a table: read against the rules as requests are, and asked.

A row with a total expense is a bill, one that names an entry to be recognised is a record. Whatever else it has stands
under the name of a term or finding; a cell left empty is not known.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from chronicare.analysis.answers import result_of_bill, result_of_decision
from chronicare.analysis.impact import Result
from chronicare.application.benefits.requests import SettleBillRequest
from chronicare.application.benefits.settle_bill import SettledBill, settle_bill, state_bill
from chronicare.application.errors import InvalidRequestError
from chronicare.application.impact import Side
from chronicare.application.recognition.check import check_recognition
from chronicare.application.recognition.requests import CheckRequest
from chronicare.application.request import Header
from chronicare.benefits.model import BenefitModel
from chronicare.benefits.money import exact_fen
from chronicare.benefits.report import (
    ReportedAccumulators,
    ReportedAmount,
    ReportedBill,
    ReportedCharges,
    ReportedInsured,
)
from chronicare.cells.reading import read_value
from chronicare.cells.value_problem import ValueProblem
from chronicare.cells.values import Given
from chronicare.checks.benefits.expectation_reading import split_unit
from chronicare.diagnostics import Code, Diagnostic, Diagnostics, FieldPath, Language, Position, Text
from chronicare.formats.spelling import suggest
from chronicare.formats.yaml_document import enclosing
from chronicare.judging.report import Report, ReportedFinding, ReportedPerson
from chronicare.program.counters import alternatives_of
from chronicare.program.evidence import Evidence
from chronicare.program.roles import Role
from chronicare.program.vocabulary import Finding, Vocabulary
from chronicare.recognition.decision import Decision
from chronicare.tables import Cell, Row
from chronicare.tables.written_date import parse_date

NAME, DAY, BORN, ENTRY, COMPLETE, ACCOUNT = "编号", "日期", "出生日期", "认定病种", "记录完整", "个人账户"
"""The headings that are no names of terms: the last says how much the personal account may pay."""
HEADINGS = (NAME, DAY, BORN, ENTRY, COMPLETE, ACCOUNT)
YES = "是"
_SUMS = {
    Role.TOTAL_EXPENSE: "total_fen",
    Role.FULLY_SELF_PAID: "fully_self_paid_fen",
    Role.ABOVE_PRICE_LIMIT: "above_price_limit_fen",
    Role.ADVANCE_SELF_PAYMENT: "advance_self_payment_fen",
}
_ITEMS = re.compile("[;；]")
_DATED = re.compile(r"(?P<value>.+?)\s*@\s*(?P<day>\S+)")


def check_headings(cells: Mapping[str, Cell], vocabularies: Sequence[Vocabulary], diagnostics: Diagnostics) -> None:
    """Tell of the headings of ``cells``, those of a row, that name nothing in any of the ``vocabularies``."""
    for heading, cell in cells.items():
        if heading in HEADINGS or any(each.find(heading) is not None for each in vocabularies):
            continue
        where = Position(cell.position.file, 1, cell.position.column, heading)
        message = Text(f"没有事项或所见「{heading}」", f"there is no term or finding {heading!r}")
        hint = suggest(heading, [*HEADINGS, *vocabularies[-1].names])
        diagnostics.add(Code.UNKNOWN_HEADING, where, message, hint)


@dataclass(frozen=True, slots=True)
class PersonSubject:
    """One row; with ``assume_usual`` facts of a bill that it does not state are as usual."""

    row: Row
    assume_usual: bool = False

    @property
    def name(self) -> str:
        """What the row calls itself, or its number."""
        return self.row.text(NAME) or f"{self.row.position.file}:{self.row.position.row}"

    @property
    def day(self) -> date:
        """The day of care or application; the first day of all if none is written: that is told when it is asked."""
        return parse_date(self.row.text(DAY)) or date.min

    def ask(self, side: Side, language: Language) -> Sequence[Result]:
        """Return what is answered. Raises InvalidRequestError, at the cells that are wrong, or as the use cases do."""
        answer, vocabulary = self.answer(side), side.release.vocabulary
        if isinstance(answer, SettledBill):
            return [result_of_bill(answer.answer, vocabulary, language)]
        return [result_of_decision(answer, vocabulary, language)]

    def state(self, side: Side, state: Callable[[str], Given | None]) -> None:
        """Ask ``state`` for the facts that the bill in the row wants, by code. Raises as ``ask`` does."""
        diagnostics = Diagnostics()
        reading = _Reading(self.row, side, diagnostics)
        bill = reading.bill(assume_usual=self.assume_usual)
        _refuse(diagnostics)
        try:
            state_bill(side.runtime, bill, state)
        except InvalidRequestError as error:
            raise InvalidRequestError(map(reading.placed, error.diagnostics), error.left_out) from error

    def evidence(self, side: Side) -> Evidence:
        """Return what the row says of the person, as of its day, whatever it asks. Raises as ``ask`` does."""
        diagnostics = header_of(side).gathering()
        day = self._day(diagnostics)
        reading = _Reading(self.row, side, diagnostics)
        report = reading.check().report
        evidence = side.release.intake.read(report, day, FieldPath, diagnostics)
        if diagnostics.has_errors:
            raise InvalidRequestError(map(reading.placed, diagnostics.sorted()))
        return evidence

    def _day(self, diagnostics: Diagnostics) -> date:
        """Return the day that is written. Raises InvalidRequestError if none is."""
        day = parse_date(self.row.text(DAY))
        if day is None:
            written = self.row.text(DAY)
            message = Text(f"「{written}」不是日期" if written else "没有写日期", f"{written!r} is no day")
            hint = Text("就诊日（住院为出院日）或申请日，如 2025-11-03", "the day of care, such as 2025-11-03")
            diagnostics.add(Code.BAD_DATE, self.row[DAY].position, message, hint)
            raise InvalidRequestError(diagnostics.sorted())
        return day

    def answer(self, side: Side) -> SettledBill | Decision:
        """Return the answer itself. Raises as ``ask`` does."""
        diagnostics = Diagnostics()
        self._day(diagnostics)
        reading = _Reading(self.row, side, diagnostics)
        is_bill, is_record = bool(reading.total), bool(self.row[ENTRY])
        if is_bill is is_record:
            message = Text("既不是账单，也不是认定", "neither a bill nor a record to be recognised")
            if is_bill:
                message = Text("既写了总费用，又写了认定病种", "both a total expense and an entry")
            hint = Text(f"账单写总费用，认定写「{ENTRY}」，只写一种", f"a total expense, or {ENTRY}: one of them")
            diagnostics.add(Code.REQUIRED_FIELD, self.row.position, message, hint)
            raise InvalidRequestError(diagnostics.sorted())
        try:
            if is_record:
                check = reading.check()
                _refuse(diagnostics)
                return check_recognition(side.runtime, check).decisions[0]
            bill = reading.bill(assume_usual=self.assume_usual)
            _refuse(diagnostics)
            return settle_bill(side.runtime, bill)
        except InvalidRequestError as error:
            raise InvalidRequestError(map(reading.placed, error.diagnostics), error.left_out) from error


def header_of(side: Side) -> Header:
    """Return how ``side`` is asked: unknown names have been told of, and what one side alone knows the other leaves."""
    return Header(side.release.rules.area, ignore_unknown=True)


def _refuse(diagnostics: Diagnostics) -> None:
    if diagnostics.has_errors:
        raise InvalidRequestError(diagnostics.sorted())


@dataclass(slots=True)
class _Reading:
    """A row read as a request to one side; ``places`` are the cells its fields were read from, by path."""

    row: Row
    side: Side
    diagnostics: Diagnostics
    places: dict[str, Position] = field(default_factory=dict)

    @property
    def _vocabulary(self) -> Vocabulary:
        return self.side.release.vocabulary

    @property
    def _header(self) -> Header:
        return header_of(self.side)

    @property
    def total(self) -> Cell | None:
        """The total expense, if one is written."""
        return next((cell for heading, cell in self._filled() if self._sum_of(heading) == "total_fen"), None)

    def _filled(self) -> Iterable[tuple[str, Cell]]:
        return ((heading, cell) for heading, cell in self.row.cells.items() if cell and heading not in HEADINGS)

    def _sum_of(self, heading: str) -> str:
        finding = self._vocabulary.find(heading)
        roles = self._vocabulary.roles
        return next((name for role, name in _SUMS.items() if finding and roles.get(role) == finding.code), "")

    def check(self) -> CheckRequest:
        """Return the request to recognise."""
        self.places.update({"as_of_date": self.row[DAY].position, "disease_codes": self.row[ENTRY].position})
        self.places["person.birth_date"] = self.row[BORN].position
        listed = self._facts("findings", self._filled())
        report = Report(ReportedPerson(self._born()), listed, record_complete=self.row.text(COMPLETE) == YES)
        return CheckRequest(self._header, self.row.text(DAY), (self.row.text(ENTRY),), report)

    def bill(self, *, assume_usual: bool) -> SettleBillRequest:
        """Return the request to settle."""
        day = parse_date(self.row.text(DAY))
        model = None if day is None else self.side.release.benefits_on(day)
        counted = () if model is None else model.rules.accumulators
        sums: dict[str, int | None] = {}
        amounts: dict[str, ReportedAmount] = {}
        facts: list[tuple[str, Cell]] = []
        for heading, cell in self._filled():
            finding, of_sum = self._vocabulary.find(heading), self._sum_of(heading)
            if of_sum:
                sums[of_sum] = self._fen(cell)
                self.places[f"bill.charges.{of_sum}"] = cell.position
            elif finding is not None and finding.code in counted:
                self.places[f"accumulators.amounts[{len(amounts)}]"] = cell.position
                amounts[finding.code] = self._amount(finding, cell)
            else:
                facts.append((heading, cell))
        self.places.update({"bill.care_date": self.row[DAY].position, "person.birth_date": self.row[BORN].position})
        account = self.row[ACCOUNT]
        self.places["bill.personal_account_fen"] = account.position
        year = 0 if day is None or model is None else model.rules.year.of(day)
        bill = ReportedBill(
            self.row.text(NAME),
            self.row.text(DAY),
            self._facts("bill.facts", facts),
            ReportedCharges(**sums),
            personal_account_fen=self._fen(account) if account else None,
        )
        stated = ReportedAccumulators(year, not amounts, self._with_others(amounts, model))
        return SettleBillRequest(self._header, ReportedInsured(self._born()), bill, stated, assume_usual)

    def _born(self) -> str:
        return self.row.text(BORN)

    def _with_others(
        self, amounts: Mapping[str, ReportedAmount], model: BenefitModel | None
    ) -> tuple[ReportedAmount, ...]:
        """Return ``amounts`` and, where there are some, nothing of every other that none of them may stand for."""
        if not amounts or model is None:
            return tuple(amounts.values())
        instead = {other for code, other in alternatives_of(model.rules, self._vocabulary).items() if code in amounts}
        rest = [code for code in model.rules.accumulators if code not in amounts and code not in instead]
        is_money = self._vocabulary.is_money
        others = (ReportedAmount(code, *((0, None) if is_money(code) else (None, 0))) for code in rest)
        return (*amounts.values(), *others)

    def _amount(self, finding: Finding, cell: Cell) -> ReportedAmount:
        if self._vocabulary.is_money(finding.code):
            return ReportedAmount(finding.code, self._fen(cell))
        return ReportedAmount(finding.code, count=cell.text)

    def _fen(self, cell: Cell) -> int | None:
        money = self._vocabulary.playing(Role.STEP_PAYMENT)
        assert money is not None  # noqa: S101 - a heading that plays a role of an amount, or counts, is known
        try:
            value, _ = read_value(*split_unit(cell.text, money, self._vocabulary), money.type, frozenset())
            return exact_fen(value)  # type: ignore[arg-type] # an amount of money is a number
        except (ValueProblem, ValueError, TypeError):
            message = Text(f"「{cell.text}」不是金额", f"{cell.text!r} is no amount")
            hint = Text("写元，至多两位小数，如 1234.56", "yuan with at most two decimals, such as 1234.56")
            self.diagnostics.add(Code.BAD_VALUE, cell.position, message, hint)
            return None

    def _facts(self, path: str, cells: Iterable[tuple[str, Cell]]) -> tuple[ReportedFinding, ...]:
        listed: list[ReportedFinding] = []
        for heading, cell in cells:
            finding = self._vocabulary.find(heading)
            items = _ITEMS.split(cell.text) if finding is not None and finding.repeated else [cell.text]
            for item in filter(None, map(str.strip, items)):
                self.places[f"{path}[{len(listed)}]"] = cell.position
                dated = _DATED.fullmatch(item)
                value: object = dated["value"] if dated else item
                unit = ""
                if finding is not None:
                    value, unit = split_unit(value, finding, self._vocabulary)
                listed.append(ReportedFinding(heading, value, unit, dated["day"] if dated else ""))
        return tuple(listed)

    def placed(self, diagnostic: Diagnostic) -> Diagnostic:
        """Put the cell in the place of the field of the request."""
        if not isinstance(diagnostic.where, FieldPath):
            return diagnostic
        path = enclosing(diagnostic.where.path, self.places)
        where = self.places[path] if path else self.row.position
        return Diagnostic(diagnostic.code, where, diagnostic.message, diagnostic.hint)
