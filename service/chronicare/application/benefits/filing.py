"""Works out what a recognition is filed with: the fields of the national interface, and the days it runs."""

from dataclasses import dataclass
from datetime import date

from chronicare.application.benefits.context import SUBJECT, BenefitContext, open_context
from chronicare.application.benefits.requests import FilingRequest
from chronicare.application.entries import find_entry
from chronicare.application.runtime import Runtime
from chronicare.application.validation import read_required_day, refuse
from chronicare.benefits.look_up import LookUpAnswer
from chronicare.diagnostics import Code, Diagnostics, FieldPath, Text
from chronicare.judging.dates import read_date
from chronicare.program.entry import Entry
from chronicare.program.national_interface import Content, InterfaceField
from chronicare.program.roles import Role
from chronicare.recognition.review_date import review_date


@dataclass(frozen=True, slots=True)
class PreparedFiling:
    """What a recognition is filed with: the interface's fields, the first day of benefit and the last before review.

    ``begin`` is ``None`` where the rules do not say (``terms`` tells why), ``end`` where there is no review.
    """

    context: BenefitContext
    fields: tuple[tuple[InterfaceField, str], ...]
    begin: date | None
    end: date | None
    terms: LookUpAnswer


def prepare_filing(runtime: Runtime, request: FilingRequest) -> PreparedFiling:
    """Work out what the recognition is filed with: the fields of the national interface, days as ISO 8601.

    Raises:
        InvalidRequestError: fields of the request are wrong; every one is named.
        NoBenefitsError: the area has no benefit rules on the day, or no term for a role that is needed.
        ApplicationError: the rules cannot be had, as ``Catalogue.find`` says, or not be run, as ``Guard.run`` does.

    """
    diagnostics = Diagnostics()
    certified, diagnosed = _read_days(request, diagnostics)
    context = open_context(runtime, request.header, certified, diagnostics)
    decider = find_entry(context.release, request.disease_code, context.day, diagnostics, "disease_code")
    refuse(diagnostics)
    if decider is None or certified is None:
        raise LookupError("a missing entry or day is refused above")
    entry = decider.entry
    stated: dict[Role, date | str] = {
        Role.DISEASE: entry.code,
        Role.DISEASE_CLASS: entry.disease_class,
        Role.CERTIFIED_ON: certified,
    }
    if diagnosed is not None:
        stated[Role.DIAGNOSED_ON] = diagnosed
    roles = context.model.roles
    start = runtime.guard.run(lambda: roles[Role.DISEASE_BENEFIT_START], SUBJECT, entry.code)
    terms = context.look_up(runtime, [start], roles.facts(stated))
    begin = terms.known.values.get(start) if terms.known else None
    first = begin if isinstance(begin, date) else None
    end = review_date(entry, certified)
    return PreparedFiling(context, _fields(context, entry, first, end), first, end, terms)


def _read_days(request: FilingRequest, diagnostics: Diagnostics) -> tuple[date | None, date | None]:
    """Read the day of certification, which must be there, and that of diagnosis, which may not be later."""
    name = ("认定日", "the day of certification")
    certified = read_required_day(request.certified_on, "certified_on", *name, diagnostics)
    diagnosed: date | None = None
    if request.diagnosed_on:
        diagnosed = read_date(request.diagnosed_on, "diagnosed_on", FieldPath, diagnostics)
        if diagnosed is not None and certified is not None and diagnosed > certified:
            message = Text("确诊日晚于认定日", "diagnosed after certification")
            diagnostics.add(Code.BAD_DATE, FieldPath("diagnosed_on"), message)
    return certified, diagnosed


def _fields(
    context: BenefitContext, entry: Entry, begin: date | None, end: date | None
) -> tuple[tuple[InterfaceField, str], ...]:
    contents = {
        Content.DISEASE_CODE: entry.code,
        Content.DISEASE_NAME: entry.name.zh,
        Content.CERTIFIED_ON: context.day.isoformat(),
        Content.BEGIN_DATE: begin.isoformat() if begin else "",
        Content.END_DATE: end.isoformat() if end else "",
    }
    return tuple((each, contents[each.content]) for each in context.model.vocabulary.fields if each.content in contents)
