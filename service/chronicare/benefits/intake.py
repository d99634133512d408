"""What a caller reports of persons and bills, turned into facts and fen; everything wrong is told."""

from collections.abc import Mapping, Sequence
from datetime import date

from chronicare.benefits.bill import Bill, ChargeLine, Facts
from chronicare.benefits.fen import read_fen
from chronicare.benefits.model import SETTLED_HERE, BenefitModel, input_terms
from chronicare.benefits.report import ReportedBill, ReportedInsured, ReportedLine
from chronicare.benefits.sums_intake import read_sums, refuse_divided, says_as_derived
from chronicare.cells.values import Given, Interval
from chronicare.diagnostics import Code, Diagnostics, FieldPath, Text
from chronicare.judging.dates import read_birth_date, read_date
from chronicare.judging.intake import Intake
from chronicare.judging.names import FACT
from chronicare.judging.relevant_findings import leading_to
from chronicare.judging.report import Report, ReportedFinding, ReportedPerson
from chronicare.program.evidence import Evidence
from chronicare.program.roles import Role
from chronicare.program.vocabulary import Finding

MAX_LINES = 5000
"""Charge lines of one bill."""


class BillIntake:
    """Reads the reports that benefits are asked about with, against one period's rules."""

    def __init__(self, model: BenefitModel, intake: Intake) -> None:
        """Note which terms the rules ask for."""
        self._model = model
        self._intake = intake
        self.asked = input_terms(model)
        self._used = leading_to(model.vocabulary, self.asked)
        self._settled_here = model.roles.of(SETTLED_HERE)
        # What a table derives from other facts follows only where they are not stated: when it is wanted.
        self._followed = model.follows.keys() & model.rules.producers.keys()

    def read_facts(
        self,
        listed: Sequence[ReportedFinding],
        person: ReportedPerson,
        day: date,
        path: str,
        diagnostics: Diagnostics,
        *,
        may_state_year: bool = False,
    ) -> dict[str, Given]:
        """Return the facts ``listed`` as of ``day``, and the age; ``path`` is where the list stands in the request.

        The birth date of the ``person`` is the term for it as well. A bill has the year of its day of care; only a
        look-up ``may_state_year``.
        """

        def where(inner: str) -> FieldPath:
            return FieldPath(inner.replace("findings", path, 1))

        left_out: set[str] = set()
        evidence = self._intake.read(Report(person, listed), day, where, diagnostics, FACT)
        for index, each in enumerate(listed):
            finding = self._model.vocabulary.find(each.finding)
            if each.any_of:
                _refuse_statement(f"{path}[{index}]", diagnostics)
            if finding is not None and any(
                isinstance(known.value, Interval) for known in evidence.findings.get(finding.code, ())
            ):
                _refuse_bound(finding.name, f"{path}[{index}].value", diagnostics)
            states_year = (
                may_state_year and finding is not None and finding.code == self._model.roles.get(Role.BENEFIT_YEAR)
            )
            if (
                finding is not None
                and not states_year
                and not self._is_used(finding.code, each.finding, f"{path}[{index}].finding", diagnostics)
            ):
                left_out.add(finding.code)
        if evidence.statements and not any(each.any_of for each in listed):  # a name written 甲或乙
            _refuse_statement(path, diagnostics)
        left_out |= self._followed - {each.code for each in map(self._find, listed) if each is not None}
        facts = {code: value for code, value in self._as_facts(evidence).items() if code not in left_out}
        return self._with_birth_date(facts, listed, person, day, path, diagnostics)

    def _with_birth_date(
        self,
        facts: dict[str, Given],
        listed: Sequence[ReportedFinding],
        person: ReportedPerson,
        day: date,
        path: str,
        diagnostics: Diagnostics,
    ) -> dict[str, Given]:
        """Add the day of birth, if the rules ask for it, and tell of a later one that is stated beside it."""
        code = self._model.roles.get(Role.BIRTH_DATE)
        if code not in self.asked:
            return facts
        born = read_birth_date(person, day, FieldPath, Diagnostics())  # what is wrong with it has been told
        if born is None:
            return facts
        stated = facts.setdefault(str(code), born)
        if isinstance(stated, date) and stated > born:  # a day before the birth date has been told
            name = self._model.vocabulary.findings[str(code)].name
            message = Text(
                f"「{name.zh}」{stated} 与 person.birth_date {born} 不同",
                f"{name.en}, {stated}, is not person.birth_date, {born}",
            )
            hint = Text("改正；只写 birth_date 即可", "mend it; birth_date alone is enough")
            where = f"{self._places(listed, path)[str(code)]}.value"
            diagnostics.add(Code.CONTRADICTORY, FieldPath(where), message, hint)
        return facts

    def _find(self, reported: ReportedFinding) -> Finding | None:
        return self._model.vocabulary.find(reported.finding)

    def _is_used(self, code: str, sent: str, path: str, diagnostics: Diagnostics) -> bool:
        """Whether the tables use the fact; one that is given elsewhere, or may not be left out, is told."""
        name, hint = self._model.vocabulary.findings[code].name, Text("去掉这一项", "leave it out")
        if code in self.asked:
            return True
        if code in self._model.rules.producers:
            message = Text(
                f"「{name.zh}」由规则表得出，不由调用方给出", f"{name.en} is derived by the rules, not given"
            )
        elif code == self._model.roles.get(Role.QUERIED_YEAR) and Role.BENEFIT_YEAR in self._model.roles.codes:
            year = self._model.vocabulary.findings[self._model.roles[Role.BENEFIT_YEAR]].name
            message = Text(
                f"「{name.zh}」由查询时所写的「{year.zh}」得出", f"{name.en} is the {year.en} that a look-up states"
            )
            hint = Text(
                f"查询时写「{year.zh}」；账单的年度由就诊日定",
                f"state the {year.en} in a look-up; the day of care decides that of a bill",
            )
        elif code in self._settled_here:
            message = Text(f"「{name.zh}」由账单得出，不作为事项给出", f"{name.en} comes from the bill, not as a fact")
        elif code in self._model.rules.accumulators:
            message = Text(f"「{name.zh}」写在 accumulators 里", f"{name.en} belongs in accumulators")
        elif code in self._used:
            return True
        elif diagnostics.unused.take_known(sent, FieldPath(path)):
            return False
        else:
            message = Text(f"待遇各表不用「{name.zh}」", f"no benefit table asks for {name.en}")
        diagnostics.add(Code.BAD_FIELD, FieldPath(path), message, hint)
        return False

    def _as_facts(self, evidence: Evidence) -> dict[str, Given]:
        facts: dict[str, Given] = {}
        for code, measurements in evidence.findings.items():
            finding = self._model.vocabulary.findings[code]
            values = tuple(each.value for each in measurements if not isinstance(each.value, Mapping | Interval))
            if finding.repeated:
                facts[code] = values
            elif values:
                facts[code] = values[0]
        return facts

    def read_bill(
        self,
        stated: ReportedBill,
        person: ReportedInsured,
        shared: Facts,
        day: date,
        path: str,
        diagnostics: Diagnostics,
    ) -> Bill:
        """Return the bill at ``path`` (empty, or ending in a dot); ``shared`` facts hold unless it states its own.

        ``day`` is its day of care, as ``read_care_date`` reads it.
        """
        facts = {**shared, **self.read_facts(stated.facts, person, day, f"{path}facts", diagnostics)}
        charges = read_sums(stated, path, diagnostics) if not stated.lines else None
        lines = self._lines(stated, person, facts, day, path, diagnostics)
        of_category = next((code for code in facts if code in self._model.of_category), None)
        if stated.lines and stated.charges is not None:
            message = Text("charges 与 lines 只写一种", "give charges or lines, not both")
            hint = Text("逐行写了就不写合计", "leave charges out: the lines are added up")
            diagnostics.add(Code.CONTRADICTORY, FieldPath(f"{path}charges"), message, hint)
        account = read_fen(stated.personal_account_fen, f"{path}personal_account_fen", diagnostics)
        bill = Bill(stated.visit_id, day, facts, charges, lines, account)
        if charges is None or of_category is None:
            return bill
        one = bill.as_one_line()
        if not says_as_derived(self._model, charges, one):
            refuse_divided(charges, self._model.vocabulary.findings[of_category].name, f"{path}charges", diagnostics)
        return one

    def _lines(
        self,
        bill: ReportedBill,
        person: ReportedInsured,
        of_bill: Facts,
        day: date,
        path_of_bill: str,
        diagnostics: Diagnostics,
    ) -> tuple[ChargeLine, ...]:
        lines, path = bill.lines, f"{path_of_bill}lines"
        stated = self._places(person.facts, "person.facts") | self._places(bill.facts, f"{path_of_bill}facts")
        if len(lines) > MAX_LINES:
            message = Text(f"有 {len(lines)} 行", f"{len(lines)} lines")
            diagnostics.add(
                Code.TOO_MANY, FieldPath(path), message, Text(f"至多 {MAX_LINES} 行", f"at most {MAX_LINES}")
            )
            return ()
        read: list[ChargeLine] = []
        for index, line in enumerate(lines):
            here = f"{path}[{index}]."
            if line.amount_fen is None:
                message = Text("没有写金额", "the amount is required")
                diagnostics.add(Code.REQUIRED_FIELD, FieldPath(f"{here}amount_fen"), message)
            amount = read_fen(line.amount_fen, f"{here}amount_fen", diagnostics)
            above = read_fen(line.above_price_limit_fen, f"{here}above_price_limit_fen", diagnostics) or 0
            if amount is not None and above > amount:
                message = Text("超限价部分超过这一行的金额", "the part above the price limit exceeds the line")
                diagnostics.add(Code.CONTRADICTORY, FieldPath(f"{here}above_price_limit_fen"), message)
            facts = self.read_facts(line.facts, person, day, f"{here}facts", diagnostics)
            self._refuse_contradictions(line, facts, of_bill, stated, f"{here}facts", diagnostics)
            read.append(ChargeLine(amount or 0, above, facts))
        return tuple(read)

    def _places(self, listed: Sequence[ReportedFinding], path: str) -> dict[str, str]:
        """Return where in the list at ``path`` each fact stands, the first of several values, by code."""
        places: dict[str, str] = {}
        for index, each in enumerate(listed):
            finding = self._find(each)
            if finding is not None:
                places.setdefault(finding.code, f"{path}[{index}]")
        return places

    def _refuse_contradictions(
        self,
        line: ReportedLine,
        facts: Facts,
        of_bill: Facts,
        stated: Mapping[str, str],
        path: str,
        diagnostics: Diagnostics,
    ) -> None:
        """Refuse what a line states, or what follows from that, otherwise than the bill or the person.

        ``stated`` says where they state it. Of several values that those state a line may state some.
        """
        own_places = self._places(line.facts, path)
        for code, own in facts.items():
            others = of_bill.get(code, own)
            is_among = isinstance(own, tuple) and isinstance(others, tuple) and set(own) <= set(others)
            if own == others or is_among:
                continue
            name, place = self._model.vocabulary.findings[code].name, stated.get(code)
            message = Text(
                f"这一行的「{name.zh}」与 {place} 里的不同" if place else f"这一行的「{name.zh}」与账单所写推出的不同",
                f"{name.en} of this line differs from {f'that at {place}' if place else 'what follows from the bill'}",
            )
            hint = Text(
                "一笔账单只有一个值：改正，或另报一笔账单", "a bill has one value: mend it, or send another bill"
            )
            where = f"{own_places[code]}.value" if code in own_places else path
            diagnostics.add(Code.CONTRADICTORY, FieldPath(where), message, hint)


def read_care_date(stated: ReportedBill, path: str, diagnostics: Diagnostics) -> date | None:
    """Read the day of care of the bill at ``path``, which must be there."""
    if stated.care_date:
        return read_date(stated.care_date, f"{path}care_date", FieldPath, diagnostics)
    message = Text("没有写就诊日（住院写出院日）", "the day of care (of discharge, for an inpatient) is required")
    diagnostics.add(Code.REQUIRED_FIELD, FieldPath(f"{path}care_date"), message)
    return None


def _refuse_statement(path: str, diagnostics: Diagnostics) -> None:
    message = Text("费用的事项要逐项写明，不能写「其中之一」", "a fact of a bill is not one of several")
    diagnostics.add(Code.BAD_FIELD, FieldPath(path), message, Text("写明是哪一项", "say which one it is"))


def _refuse_bound(name: Text, path: str, diagnostics: Diagnostics) -> None:
    diagnostics.add(
        Code.BAD_VALUE,
        FieldPath(path),
        Text(f"「{name.zh}」要写一个数，不能只写界限", f"{name.en} is one number, not a bound"),
        Text("写一个数，如 3", "give a number such as 3"),
    )
