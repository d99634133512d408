"""The benefit use cases: settle a bill or a year of bills, list entitlements, look terms up."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from chronicare.application.benefits.requests import (
    EntitlementsRequest,
    FilingRequest,
    ListTermsRequest,
    LookUpRequest,
    SettleBillRequest,
    SettleYearRequest,
)
from chronicare.application.catalogue import Catalogue
from chronicare.application.errors import (
    InvalidRequestError,
    NoBenefitsError,
)
from chronicare.application.guard import Guard
from chronicare.application.ports import DisagreementLog
from chronicare.application.release import Release
from chronicare.application.request import Header
from chronicare.benefits.answer import BillAnswer, YearAnswer, answer_bill, answer_year
from chronicare.benefits.bill import Bill, Facts
from chronicare.benefits.entitlements import Entitlement, list_entitlements
from chronicare.benefits.intake import BillIntake, read_care_date
from chronicare.benefits.lookup import BenefitModel
from chronicare.benefits.terms import TermsFound, find_terms
from chronicare.diagnostics import Code, Diagnostics, FieldPath, Text
from chronicare.judging.intake import read_date
from chronicare.program.interface import Content, InterfaceField
from chronicare.recognition.review import review_date

DISEASE, DISEASE_CLASS = "disease", "disease_class"
CERTIFIED_ON, DIAGNOSED_ON = "certified_on", "diagnosed_on"
DISEASE_BENEFIT_START = "disease_benefit_start"
"""Terms that say from when a recognition brings benefits, and from what."""
SUBJECT = "about"
"""The key under which an error's metadata says what it is about."""
MAX_BILLS = 1000
"""Bills of one year."""
MAX_TERMS = 100
"""Terms looked up in one request."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request read: the release and the rules it is answered by, the person's facts, the day."""

    release: Release
    model: BenefitModel
    intake: BillIntake
    day: date


@dataclass(frozen=True, slots=True)
class SettledBill:
    """One bill's answer and the release it was made with."""

    release: Release
    answer: BillAnswer


@dataclass(frozen=True, slots=True)
class SettledYear:
    """A year's answers; ``changed`` are the visits whose amounts differ when ``without`` is left out."""

    release: Release
    answer: YearAnswer


@dataclass(frozen=True, slots=True)
class Entitled:
    """What a person is entitled to on a day."""

    release: Release
    day: date
    entitlements: tuple[Entitlement, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """The terms looked up."""

    release: Release
    day: date
    terms: TermsFound


@dataclass(frozen=True, slots=True)
class Filing:
    """What a recognition is filed with: the interface's fields, the first day of benefit and the last before review."""

    release: Release
    fields: tuple[tuple[InterfaceField, str], ...]
    begin: date | None
    end: date | None
    terms: TermsFound


class BenefitService:
    """The use cases over one catalogue. Thread-safe as far as the engine is."""

    def __init__(
        self,
        catalogue: Catalogue,
        disagreements: DisagreementLog,
        on_broken: Callable[[], None] = lambda: None,
    ) -> None:
        """Use ``catalogue``; call ``on_broken`` when the engine should not be trusted in this process any more."""
        self.catalogue = catalogue
        self._disagreements = disagreements
        self._on_broken = on_broken
        self._guard = Guard(disagreements, on_broken)

    def snapshot(self) -> "BenefitService":
        """Return the same use cases over the releases held now, whatever is published afterwards."""
        return BenefitService(self.catalogue.snapshot(), self._disagreements, self._on_broken)

    def settle(self, request: SettleBillRequest) -> SettledBill:
        """Settle the ``bill`` of ``person`` from the ``accumulators``. InvalidRequestError names all bad fields."""
        diagnostics = Diagnostics()
        day = read_care_date(request.bill, "bill.", diagnostics)
        asked = self._asked(request.header, day, diagnostics)
        person = request.person
        shared = asked.intake.read_facts(person.facts, person, asked.day, "person.facts", diagnostics)
        bill = _classified(asked, asked.intake.read_bill(request.bill, person, shared, asked.day, "bill.", diagnostics))
        accumulators = asked.intake.read_accumulators(request.accumulators, asked.day.year, diagnostics)
        _refuse(diagnostics)
        changed = request.accumulators.changed_within_year
        answer = self._guard.run(
            lambda: answer_bill(asked.model, bill, accumulators, diagnostics, changed_within_year=changed),
            SUBJECT,
            bill.visit_id,
        )
        _refuse(diagnostics)
        return SettledBill(asked.release, answer)

    def settle_year(self, request: SettleYearRequest) -> SettledYear:
        """Settle the ``bills`` of one year in order, each from the accumulators the one before leaves.

        ``without_visit_ids`` are left out, and the visits that come out otherwise because of it are told.
        """
        diagnostics = Diagnostics()
        listed = request.bills
        if not listed or len(listed) > MAX_BILLS:
            message = Text(f"有 {len(listed)} 笔账单", f"{len(listed)} bills")
            hint = Text(f"一次 1 至 {MAX_BILLS} 笔", f"1 to {MAX_BILLS} in one request")
            diagnostics.add(Code.TOO_MANY if listed else Code.REQUIRED_FIELD, FieldPath("bills"), message, hint)
            _refuse(diagnostics)
        person = request.person
        bills: list[Bill] = []
        asked: Asked | None = None
        models: list[BenefitModel] = []
        for index, stated in enumerate(listed):
            path = f"bills[{index}]."
            asked = self._asked(request.header, read_care_date(stated, path, diagnostics), diagnostics)
            shared = asked.intake.read_facts(person.facts, person, asked.day, "person.facts", diagnostics)
            bill = asked.intake.read_bill(stated, person, shared, asked.day, path, diagnostics)
            bills.append(_classified(asked, bill))
            models.append(asked.model)
        self._check_year(bills, diagnostics)
        _refuse(diagnostics)
        if asked is None:
            raise LookupError("a year without a bill is refused above")
        start = asked.intake.read_accumulators(request.accumulators, bills[0].care_date.year, diagnostics)
        without = frozenset(request.without_visit_ids)
        known = {bill.visit_id for bill in bills}
        for index, visit in enumerate(request.without_visit_ids):
            if visit not in known:
                message = Text(f"没有就诊「{visit}」", f"no visit {visit!r}")
                diagnostics.add(Code.UNKNOWN_CODE, FieldPath(f"without_visit_ids[{index}]"), message)
        _refuse(diagnostics)
        changed = request.accumulators.changed_within_year
        year = self._guard.run(
            lambda: answer_year(
                list(zip(models, bills, strict=True)), start, without, None if changed else diagnostics
            ),
            SUBJECT,
            str(bills[0].care_date.year),
        )
        _refuse(diagnostics)
        return SettledYear(asked.release, year)

    def _check_year(self, bills: Sequence[Bill], diagnostics: Diagnostics) -> None:
        """Refuse bills of several years, out of order, or with the same visit id."""
        seen: set[str] = set()
        for index, bill in enumerate(bills):
            path = f"bills[{index}]."
            if not bill.visit_id or bill.visit_id in seen:
                message = Text("每笔账单要有自己的 visit_id", "each bill needs a visit_id of its own")
                diagnostics.add(Code.REQUIRED_FIELD, FieldPath(f"{path}visit_id"), message)
            seen.add(bill.visit_id)
            before = bills[index - 1].care_date if index else bill.care_date
            if bill.care_date < before or bill.care_date.year != bills[0].care_date.year:
                message = Text("账单须按就诊日排列，且同在一年", "bills stand in order of care, all in one year")
                diagnostics.add(Code.BAD_DATE, FieldPath(f"{path}care_date"), message)

    def list_entitlements(self, request: EntitlementsRequest) -> Entitled:
        """List every benefit of ``person`` on ``as_of_date``, with what is left of its cap."""
        diagnostics = Diagnostics()
        asked = self._asked(request.header, self._day(request.as_of_date, diagnostics), diagnostics)
        person = request.person
        facts = asked.intake.read_facts(person.facts, person, asked.day, "person.facts", diagnostics)
        accumulators = asked.intake.read_accumulators(request.accumulators, asked.day.year, diagnostics)
        _refuse(diagnostics)
        known = _with_class(asked, facts)
        listed = self._guard.run(
            lambda: list_entitlements(asked.model, asked.day, known, accumulators), SUBJECT, "entitlements"
        )
        return Entitled(asked.release, asked.day, listed)

    def look_up(self, request: LookUpRequest) -> Found:
        """Look the ``terms`` up under ``facts`` on ``as_of_date``."""
        diagnostics = Diagnostics()
        asked = self._asked(request.header, self._day(request.as_of_date, diagnostics), diagnostics)
        person = request.person
        facts = {
            **asked.intake.read_facts(
                person.facts, person, asked.day, "person.facts", diagnostics, may_state_year=True
            ),
            **asked.intake.read_facts(request.facts, person, asked.day, "facts", diagnostics, may_state_year=True),
        }
        terms = self._terms(asked.model, request.terms, diagnostics)
        _refuse(diagnostics)
        return Found(asked.release, asked.day, self._find(asked, terms, _with_class(asked, facts)))

    def _find(self, asked: Asked, terms: Sequence[str], facts: Facts) -> TermsFound:
        return self._guard.run(lambda: find_terms(asked.model, asked.day, terms, facts), SUBJECT, ", ".join(terms))

    def _terms(self, model: BenefitModel, names: Sequence[str], diagnostics: Diagnostics) -> list[str]:
        if not names or len(names) > MAX_TERMS:
            message = Text(f"要查 {len(names)} 项", f"{len(names)} terms")
            hint = Text(f"写 1 至 {MAX_TERMS} 个由规则表得出的事项", f"1 to {MAX_TERMS} terms that tables put out")
            diagnostics.add(Code.TOO_MANY if names else Code.REQUIRED_FIELD, FieldPath("terms"), message, hint)
            return []
        codes: list[str] = []
        for index, name in enumerate(names):
            finding = model.vocabulary.find(name)
            if finding is None or finding.code not in model.rules.producers:
                message = Text(f"没有规则表给出「{name}」", f"no table puts out {name!r}")
                hint = Text("可查的事项见 ListTerms", "ListTerms lists them")
                diagnostics.add(Code.UNKNOWN_CODE, FieldPath(f"terms[{index}]"), message, hint)
            else:
                codes.append(finding.code)
        return codes

    def prepare_filing(self, request: FilingRequest) -> Filing:
        """Work out what a recognition of ``disease_code`` is filed with, ``certified_on`` and ``diagnosed_on``."""
        diagnostics = Diagnostics()
        if not request.certified_on:
            message = Text("没有写认定日", "the day of certification is required")
            diagnostics.add(Code.REQUIRED_FIELD, FieldPath("certified_on"), message)
        day = read_date(request.certified_on, "certified_on", FieldPath, diagnostics) if request.certified_on else None
        facts: dict[str, date | str] = {} if day is None else {CERTIFIED_ON: day}
        if request.diagnosed_on:
            diagnosed = read_date(request.diagnosed_on, "diagnosed_on", FieldPath, diagnostics)
            if diagnosed is not None and day is not None and diagnosed > day:
                message = Text("确诊日晚于认定日", "diagnosed after certification")
                diagnostics.add(Code.BAD_DATE, FieldPath("diagnosed_on"), message)
            facts |= {} if diagnosed is None else {DIAGNOSED_ON: diagnosed}
        asked = self._asked(request.header, day, diagnostics)
        name = request.disease_code
        decider = asked.release.find(name, asked.day)
        if decider is None:
            message = Text(f"没有病种「{name}」", f"no disease entry {name!r}")
            hint = Text("病种见 ListDiseases", "ListDiseases lists the entries")
            diagnostics.add(
                Code.UNKNOWN_CODE if name else Code.REQUIRED_FIELD, FieldPath("disease_code"), message, hint
            )
        _refuse(diagnostics)
        if decider is None:
            raise LookupError("a missing entry is refused above")
        entry = decider.entry
        facts |= {DISEASE: entry.code, DISEASE_CLASS: entry.disease_class}
        terms = self._find(asked, [DISEASE_BENEFIT_START], facts)
        begin = terms.known.values.get(DISEASE_BENEFIT_START) if terms.known else None
        first = begin if isinstance(begin, date) else None
        end = review_date(entry, asked.day)
        contents = {
            Content.DISEASE_CODE: entry.code,
            Content.DISEASE_NAME: entry.name.zh,
            Content.CERTIFIED_ON: asked.day.isoformat(),
            Content.BEGIN_DATE: first.isoformat() if first else "",
            Content.END_DATE: end.isoformat() if end else "",
        }
        fields = [(each, contents[each.content]) for each in asked.model.vocabulary.fields if each.content in contents]
        return Filing(asked.release, tuple(fields), first, end, terms)

    def open(self, request: ListTermsRequest) -> Asked:
        """Return the release and rules a request of the describing kind is about."""
        diagnostics = Diagnostics()
        asked = self._asked(request.header, self._day(request.as_of_date, diagnostics), diagnostics)
        _refuse(diagnostics)
        return asked

    def _day(self, as_of_date: str, diagnostics: Diagnostics) -> date | None:
        if as_of_date:
            return read_date(as_of_date, "as_of_date", FieldPath, diagnostics)
        diagnostics.add(Code.REQUIRED_FIELD, FieldPath("as_of_date"), Text("没有写日期", "the as-of date is required"))
        return None

    def _asked(self, header: Header, day: date | None, diagnostics: Diagnostics) -> Asked:
        if not header.area_code:
            message = Text("没有写统筹区代码", "the pooling area is required")
            diagnostics.add(Code.REQUIRED_FIELD, FieldPath("area_code"), message)
            _refuse(diagnostics)
        if day is None:
            # The request is refused in any case; what else is wrong with it is told as of the rules' first day.
            day = self.catalogue.newest(header.area_code).rules.effective_from or date.min
        release = self.catalogue.find(header.area_code, header.release, day)
        model = release.benefits_on(day)
        if model is None:
            raise NoBenefitsError(
                Text(f"{release.rules.name.zh}没有待遇规则", f"no benefit rules for {release.rules.name.en}"),
                {"area_code": release.rules.area},
            )
        return Asked(release, model, release.bill_intake(model), day)


def _with_class(asked: Asked, facts: Facts) -> Facts:
    """Add the class of the disease stated, which its entry has, unless it is stated too."""
    decider = asked.release.find(str(facts.get(DISEASE, "")), asked.day)
    if decider is None or DISEASE_CLASS in facts:
        return facts
    return {**facts, DISEASE_CLASS: decider.entry.disease_class}


def _classified(asked: Asked, bill: Bill) -> Bill:
    return replace(bill, facts=_with_class(asked, bill.facts))


def _refuse(diagnostics: Diagnostics) -> None:
    if diagnostics.has_errors:
        raise InvalidRequestError(diagnostics.sorted())
