"""By which rules, and as of when, a request about benefits is answered."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from chronicare.application.benefits.care_area import open_place
from chronicare.application.errors import NoBenefitsError
from chronicare.application.release import Release
from chronicare.application.request import Header
from chronicare.application.runtime import Runtime
from chronicare.application.validation import read_required_day, refuse, require
from chronicare.application.what_if import assume
from chronicare.benefits.bill import Bill, Facts
from chronicare.benefits.intake import BillIntake
from chronicare.benefits.look_up import LookUpAnswer, find_terms
from chronicare.benefits.model import BenefitModel
from chronicare.benefits.report import ReportedBill, ReportedInsured
from chronicare.diagnostics import Diagnostics, Text
from chronicare.program.roles import Role

SUBJECT = "about"
"""The key under which an error's metadata says what it is about."""


@dataclass(frozen=True, slots=True)
class BenefitContext:
    """The release and the rules of the day, and what reads reports against them."""

    release: Release
    model: BenefitModel
    intake: BillIntake
    day: date

    @property
    def year(self) -> int:
        """The benefit year of the day."""
        return self.model.rules.year.of(self.day)

    def with_class(self, facts: Facts) -> Facts:
        """Add the class of the disease stated, which its entry has, unless it is stated too."""
        disease, of_class = self.model.roles.get(Role.DISEASE), self.model.roles.get(Role.DISEASE_CLASS)
        decider = self.release.find(str(facts.get(disease, "")), self.day) if disease else None
        if decider is None or of_class is None or of_class in facts:
            return facts
        return {**facts, of_class: decider.entry.disease_class}

    def read_bill(
        self,
        runtime: Runtime,
        stated: ReportedBill,
        person: ReportedInsured,
        path: str,
        diagnostics: Diagnostics,
        shared: Facts | None = None,
    ) -> Bill:
        """Return the bill at ``path`` with the facts of ``person``, the class of its disease, and its area of care.

        ``shared`` are the facts of the person as of the day of care, if they have been read. Raises as ``open_place``.
        """
        if shared is None:
            shared = self.intake.read_facts(person.facts, person, self.day, "person.facts", diagnostics)
        bill = self.intake.read_bill(stated, person, shared, self.day, path, diagnostics)
        place = open_place(runtime, self.release, self.day, stated.care, person, path, diagnostics)
        facts = place.facts(bill.facts, self.model, path, diagnostics)
        return place.with_lines(replace(bill, facts=self.with_class(facts)), stated, self.model, path, diagnostics)

    def look_up(
        self, runtime: Runtime, terms: Sequence[str], facts: Facts, *, assume_usual: bool = False
    ) -> LookUpAnswer:
        """Look ``terms``, by code, up under ``facts``; with ``assume_usual`` those not stated are as usual.

        Raises EvaluatorsDisagreeError, EngineFailedError, NoBenefitsError or TooMuchError, as ``Guard.run`` says.
        """
        return runtime.guard.run(
            lambda: find_terms(self.model, self.day, terms, facts, assume_usual=assume_usual),
            SUBJECT,
            ", ".join(terms),
        )


def open_context(
    runtime: Runtime, header: Header, day: date | None, diagnostics: Diagnostics, *, settling: bool = False
) -> BenefitContext:
    """Find the rules of ``day``; without one (that was told) those of the rules' first day, to check the rest against.

    For ``settling`` there must be payers: an area may have rules that only answer what is looked up.

    Raises:
        InvalidRequestError: the area is missing.
        NoBenefitsError: the area has no benefit rules on the day, or no payers where it is to be settled.
        ApplicationError: there is no such area or release, or it is not in force, as ``Catalogue.find`` says.

    """
    if not header.area_code:
        require("area_code", "统筹区代码", "the pooling area", diagnostics)
        refuse(diagnostics)
    if day is None:
        day = runtime.catalogue.newest(header.area_code).rules.effective_from or date.min
    release = assume(runtime.catalogue.find(header.area_code, header.release, day), header.readings, diagnostics)
    model = release.benefits_on(day)
    if model is None:
        raise NoBenefitsError(
            Text(f"{release.rules.name.zh}没有待遇规则", f"no benefit rules for {release.rules.name.en}"),
            {"area_code": release.rules.area},
        )
    if settling and model.rules.chain is None:
        name = release.rules.name
        message = Text(f"{name.zh}的规则没有支付方：只供查询，不能结算", f"no payers are in the rules of {name.en}")
        raise NoBenefitsError(message, {"area_code": release.rules.area})
    return BenefitContext(release, model, release.bill_intake(model), day)


def read_as_of(as_of_date: str, diagnostics: Diagnostics) -> date | None:
    """Return the as-of date, written ISO 8601; ``None``, and ``diagnostics`` say why, if it is missing or is none."""
    return read_required_day(as_of_date, "as_of_date", "日期", "the as-of date", diagnostics)
