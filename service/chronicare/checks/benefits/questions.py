"""What a case asks of the benefit tables: bills, a year of bills or terms, read as requests are.

``readings`` forces readings of switches, as if they were the defaults. A question can be asked again under other rules:
so mutation works.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Protocol, TypeAlias

from chronicare.benefits.accumulator_intake import read_accumulators
from chronicare.benefits.answer import BillAnswer, YearAnswer, answer_bill, answer_year
from chronicare.benefits.bill import Bill, Facts
from chronicare.benefits.intake import BillIntake
from chronicare.benefits.line_facts import check_lines
from chronicare.benefits.look_up import find_terms
from chronicare.benefits.model import BenefitModel
from chronicare.benefits.money import FEN_A_YUAN
from chronicare.benefits.report import (
    ReportedAccumulators,
    ReportedAmount,
    ReportedBill,
    ReportedCharges,
    ReportedInsured,
    ReportedLine,
)
from chronicare.checks.benefits.case_years import check_case_year
from chronicare.checks.benefits.expectation_reading import read_bill_expectation, read_terms_expectation, split_unit
from chronicare.checks.benefits.expectations import BenefitAnswer, Expectation
from chronicare.checks.case_reports import reported_person
from chronicare.checks.casebook import CaseResult
from chronicare.diagnostics import Code, Diagnostics, FieldPath, Position, Text, Unused
from chronicare.formats import BenefitCaseFile
from chronicare.formats.cases.benefits import BenefitCase
from chronicare.formats.spelling import suggest
from chronicare.formats.yaml_document import enclosing
from chronicare.judging.report import ReportedFinding
from chronicare.program.counters import alternatives_of
from chronicare.program.vocabulary import Vocabulary

Swap: TypeAlias = Callable[[BenefitModel], BenefitModel]
"""Gives the rules to ask instead of those in force."""


class TableRules(Protocol):
    """What cases are run on: a release, or anything that gives the rules of a day and what reads bills for them."""

    def benefits_on(self, day: date) -> BenefitModel | None:
        """Return the rules in force on ``day``."""
        ...

    def bill_intake(self, model: BenefitModel) -> BillIntake:
        """Return what reads bills against ``model``."""
        ...


@dataclass(frozen=True, slots=True)
class BenefitQuestion:
    """What a case asks: ``bills``, each with its rules, from ``accumulators`` on, or ``terms`` under ``facts``.

    Accumulators are in fen by code.
    """

    models: tuple[BenefitModel, ...]
    bills: tuple[Bill, ...]
    is_year: bool
    accumulators: Mapping[str, int]
    terms: tuple[str, ...]
    facts: Facts
    day: date
    readings: Mapping[str, str]
    expectation: Expectation

    def ask(self, swap: Swap = lambda model: model) -> BenefitAnswer:
        """Return the answer, under the rules that ``swap`` gives for those in force."""
        models = [_under(swap(model), self.readings) for model in self.models]
        if not self.bills:
            return find_terms(models[0], self.day, self.terms, self.facts)
        if self.is_year:
            return answer_year(list(zip(models, self.bills, strict=True)), self.accumulators, frozenset())
        return answer_bill(models[0], self.bills[0], self.accumulators)


BenefitResult: TypeAlias = CaseResult[BenefitQuestion, BenefitAnswer]


class BenefitCases:
    """The kind of cases that stand in files about ``benefits``."""

    file_type = BenefitCaseFile

    def __init__(self, rules: TableRules) -> None:
        """Run them on ``rules``."""
        self._rules = rules

    def prepare(self, case: BenefitCase, diagnostics: Diagnostics) -> BenefitQuestion | None:
        """Read what ``case`` asks and expects; all that is wrong with it is a ``BAD_CASE``.

        A fact that no table of the area uses is left out, and told.
        """
        return _Preparation(case, self._rules, diagnostics).prepare()

    def ask(self, question: BenefitQuestion) -> BenefitAnswer:
        """Return the answer under the rules in force."""
        return question.ask()

    def problems(self, question: BenefitQuestion, answer: BenefitAnswer) -> Iterable[Text]:
        """Say how the answer departs from what is expected."""
        return question.expectation.problems(answer)


def _stated(model: BenefitModel, name: str, fen: int) -> ReportedAmount:
    """Return an accumulator as a request states it; a file writes visits or days as it writes yuan."""
    finding = model.vocabulary.find(name)
    if finding is None or finding.code not in model.rules.accumulators or model.vocabulary.is_money(finding.code):
        return ReportedAmount(name, fen)
    return ReportedAmount(name, count=fen // FEN_A_YUAN if fen % FEN_A_YUAN == 0 else fen / FEN_A_YUAN)


def _under(model: BenefitModel, readings: Mapping[str, str]) -> BenefitModel:
    """Return the rules with ``readings`` as the defaults of their switches."""
    if not readings:
        return model
    switches = {
        name: replace(switch, default=readings.get(name, switch.default))
        for name, switch in model.rules.switches.items()
    }
    return replace(model, rules=replace(model.rules, switches=switches))


class _Preparation:
    """Reads one case against the rules of its days; what is wrong goes to ``diagnostics`` at its place."""

    def __init__(self, case: BenefitCase, rules: TableRules, diagnostics: Diagnostics) -> None:
        self._case = case
        self._rules = rules
        self._diagnostics = diagnostics
        self._own = Diagnostics(Unused(known=True))
        self._places: dict[str, Position] = {}

    def prepare(self) -> BenefitQuestion | None:
        """Return what the case asks and expects, or ``None`` if anything is wrong with it."""
        prepared = self._prepare()
        for each in self._own.sorted():
            self._diagnostics.add(Code.BAD_CASE, self._position(each.where), each.message, each.hint)
        for unused in () if self._own.has_errors else self._own.unused.items:
            message = Text(f"待遇各表不用「{unused.name}」", f"no benefit table asks for {unused.name!r}")
            hint = Text("案例照跑，不以它为依据；写错了就改正", "the case runs without it; mend it if it is mistaken")
            self._diagnostics.add(Code.UNUSED_NAME, self._position(unused.where), message, hint)
        return None if self._own.has_errors else prepared

    def _prepare(self) -> BenefitQuestion | None:
        case = self._case
        days = [date.fromisoformat(bill.care_date or case.as_of_date) for bill in case.bills]
        days = days or [date.fromisoformat(case.as_of_date)]
        models = [model for day in days if (model := self._model(day)) is not None]
        if len(models) < len(days):
            return None
        if case.bills and any(model.rules.chain is None for model in models):
            message = Text("这一天没有支付方，账单不能结算", "there are no payers on that day to settle a bill")
            hint = Text("写 expect.values 查事项，或写待遇卡", "look terms up by expect.values, or write a card")
            self._own.add(Code.BAD_CASE, FieldPath("bill"), message, hint)
            return None
        check_case_year(case, models[0].rules.year, self._own)
        if self._own.has_errors:
            return None
        first, person = models[0], reported_person(case.person)
        self._check_readings(first)
        if not case.bills:
            return self._look_up(first, days[0])
        accumulators = self._accumulators(first, days[0])
        bills: list[Bill] = []
        for number, (raw, model, day) in enumerate(zip(case.bills, models, days, strict=True), start=1):
            intake = self._rules.bill_intake(model)
            insured = ReportedInsured(person.birth_date, self._facts(model.vocabulary, "facts"))
            shared = intake.read_facts(insured.facts, insured, day, "facts", self._own)
            path = f"bills[{number - 1}]." if case.is_year else "bill."
            self._places[f"{path}charges.total_fen"] = case.where(f"{path}total")
            stated = ReportedBill(
                str(number),
                day.isoformat(),
                self._listed(model.vocabulary, raw.facts, f"{path}facts", case),
                ReportedCharges(**{f"{name}_fen": fen for name, fen in raw.sums.items()}) if raw.sums else None,
                tuple(
                    ReportedLine(
                        line.amount,
                        line.above_price_limit,
                        self._listed(model.vocabulary, line.facts, f"{path}lines[{place}].facts", case),
                    )
                    for place, line in enumerate(raw.lines)
                ),
                raw.account,
            )
            bill = intake.read_bill(stated, insured, shared, day, path, self._own)
            bills.append(bill)
            if not self._own.has_errors:
                check_lines(_under(model, case.readings), bill, stated, path, self._own)
        expectation = read_bill_expectation(case.expect, models, case.where, self._own)
        return BenefitQuestion(
            tuple(models), tuple(bills), case.is_year, accumulators, (), {}, days[0], case.readings, expectation
        )

    def _look_up(self, model: BenefitModel, day: date) -> BenefitQuestion:
        case = self._case
        names = tuple(dict.fromkeys((*case.look_up, *(case.expect.get("values") or ()))))
        terms: list[str] = []
        for index, name in enumerate(names):
            finding = model.vocabulary.find(name)
            if finding is None or finding.code not in model.rules.producers:
                known = [model.vocabulary.findings[code].name.zh for code in model.rules.producers]
                where = case.where(f"look_up[{index}]" if name in case.look_up else f"expect.values.{name}")
                message = Text(f"没有规则表给出「{name}」", f"no table puts out {name!r}")
                self._own.add(Code.BAD_CASE, where, message, suggest(name, known))
            else:
                terms.append(finding.code)
        facts = self._rules.bill_intake(model).read_facts(
            self._facts(model.vocabulary, "facts"),
            reported_person(case.person),
            day,
            "facts",
            self._own,
            may_state_year=True,
        )
        expectation = read_terms_expectation(case.expect, model, case.where, self._own)
        return BenefitQuestion((model,), (), False, {}, tuple(terms), facts, day, case.readings, expectation)

    def _model(self, day: date) -> BenefitModel | None:
        model = self._rules.benefits_on(day)
        if model is None:
            message = Text(f"{day} 没有待遇规则", f"there are no benefit rules on {day}")
            self._own.add(Code.BAD_CASE, self._case.position, message)
        return model

    def _check_readings(self, model: BenefitModel) -> None:
        switches = model.rules.switches
        for name, reading in self._case.readings.items():
            where = self._case.where(f"readings.{name}")
            if name not in switches:
                message = Text(f"没有开关「{name}」", f"there is no switch {name!r}")
                self._own.add(Code.BAD_CASE, where, message, suggest(name, switches))
            elif reading not in (ids := [each.id for each in switches[name].readings]):
                message = Text(f"开关「{name}」没有读法「{reading}」", f"switch {name!r} has no reading {reading!r}")
                self._own.add(Code.BAD_CASE, where, message, suggest(reading, ids))

    def _accumulators(self, model: BenefitModel, day: date) -> Mapping[str, int]:
        """Return what is known before the first bill: what is stated, the rest zero unless the case says otherwise.

        What another may stand for is not known if that is stated.
        """
        case, base = self._case, self._case.base
        stated = {**(base.accumulators if base else {}), **case.accumulators}
        for index, name in enumerate(stated):
            home = case if name in case.accumulators or base is None else base
            self._places[f"accumulators.amounts[{index}]"] = home.where(f"accumulators.{name}")
        amounts = tuple(_stated(model, name, fen) for name, fen in stated.items())
        year = model.rules.year.of(day)
        read = read_accumulators(model, ReportedAccumulators(year, amounts=amounts), year, self._own)
        if not case.first_of_year:
            return read
        instead = {other for code, other in alternatives_of(model.rules, model.vocabulary).items() if code in read}
        return {**{code: 0 for code in model.rules.accumulators if code not in instead}, **read}

    def _facts(self, vocabulary: Vocabulary, path: str) -> list[ReportedFinding]:
        """Return the facts of the case, and of its base where the case states no other, as a request lists them."""
        codes, case, base = vocabulary.names, self._case, self._case.base
        hidden = {codes.get(name, name) for name in (*case.facts, *case.without)}
        kept = {
            name: value for name, value in (base.facts if base else {}).items() if codes.get(name, name) not in hidden
        }
        listed = self._listed(vocabulary, case.facts, path, case)
        return [*listed, *self._listed(vocabulary, kept, path, base or case, len(listed))]

    def _listed(
        self, vocabulary: Vocabulary, facts: Mapping[str, Any], path: str, home: BenefitCase, start: int = 0
    ) -> list[ReportedFinding]:
        """List facts as a request does; ``path`` is where they stand in the file and in the request."""
        listed: list[ReportedFinding] = []
        for name, value in facts.items():
            for each in value if isinstance(value, list) else [value]:
                self._places[f"{path}[{start + len(listed)}]"] = home.where(f"{path}.{name}")
                listed.append(self._reported(vocabulary, name, each))
        return listed

    @staticmethod
    def _reported(vocabulary: Vocabulary, name: str, value: object) -> ReportedFinding:
        finding = vocabulary.find(name)
        number, unit = (value, "") if finding is None else split_unit(value, finding, vocabulary)
        return ReportedFinding(name, number, unit)

    def _position(self, where: FieldPath | Position) -> Position:
        """Return the place in the file of a field of the request the case was read as."""
        if isinstance(where, Position):
            return where
        path = enclosing(where.path, self._places)
        return self._places[path] if path else self._case.where(where.path)


def bill_answers(answer: BenefitAnswer) -> Sequence[BillAnswer]:
    """Return the answers about bills in ``answer``."""
    if isinstance(answer, YearAnswer):
        return [each for each in answer.answers if each is not None]
    return [answer] if isinstance(answer, BillAnswer) else []
