"""Asks the rules, saved or drafted, about one person: the form to fill in, and what it comes to."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from chronicare.api.v1 import benefit_pb2, benefit_service_pb2, decision_pb2, disease_pb2, recognition_service_pb2
from chronicare.application.benefits.requests import ListTermsRequest, SettleBillRequest
from chronicare.application.errors import ApplicationError, InvalidRequestError
from chronicare.application.recognition.requests import CheckRequest, DescribeRequest
from chronicare.application.request import Header
from chronicare.application.runtime import Runtime
from chronicare.authoring.trials.standing import AreaStanding, Standing
from chronicare.benefits.breakdown import BreakdownError
from chronicare.cells.types import ValueKind
from chronicare.diagnostics import Diagnostic, Diagnostics, Language
from chronicare.program.roles import Role
from chronicare.rpc.benefits.requests import read_settle
from chronicare.rpc.benefits.responses import respond_bill, respond_terms
from chronicare.rpc.recognition.requests import read_check
from chronicare.rpc.recognition.responses import Writers, respond_check, respond_describe
from chronicare.workbench.person_forms import Field, Filled, bill_request, check_request

Answer = TypeVar("Answer")
_FACT = re.compile(r"(?:bill\.facts|findings|facts)\[(\d+)\]")


@dataclass(slots=True)
class Tried:
    """What a form came to: problems of its fields by name, others as sentences, or an answer."""

    by_field: dict[str, list[str]] = field(default_factory=dict)
    sentences: list[str] = field(default_factory=list)


@dataclass(slots=True)
class DiseaseForm(Tried):
    """The form of an entry; ``decision`` is set once it has been filled in rightly."""

    description: disease_pb2.DiseaseDescription = field(default_factory=disease_pb2.DiseaseDescription)
    fields: list[Field] = field(default_factory=list)
    decision: decision_pb2.Decision | None = None
    request: CheckRequest | None = None
    """What the form asks, if it was filled in rightly."""


@dataclass(slots=True)
class BillForm(Tried):
    """The form of a bill in one setting: the fields it needs, and ``others``; ``settlement`` once it was filled in."""

    setting: str = ""
    settings: tuple[str, ...] = ()
    fields: list[Field] = field(default_factory=list)
    others: list[Field] = field(default_factory=list)
    accumulators: list[benefit_pb2.Term] = field(default_factory=list)
    settlement: benefit_pb2.Settlement | None = None
    request: SettleBillRequest | None = None
    """What the form asks, if it was filled in rightly."""
    anchors: dict[str, str] = field(default_factory=dict)
    """Where on the page each fact that is still wanted is filled in, by code."""


def disease_form(standing: Standing, area: str, code: str, day: str, filled: Filled, *, asked: bool) -> DiseaseForm:
    """Draw the form of the entry called ``code``, with what was filled in, and decide if that was ``asked``.

    Raises ApplicationError if there is no such entry.
    """
    runtime = standing.runtime
    described = respond_describe(
        runtime, DescribeRequest(Header(area), day, code), recognition_service_pb2.DescribeDiseaseResponse()
    ).description
    form = DiseaseForm(description=described)
    if asked:
        request, codes = check_request(area, day, described, filled)

        def respond(found: Diagnostics) -> recognition_service_pb2.CheckRecognitionResponse:
            form.request = read_check(request, found)
            response = recognition_service_pb2.CheckRecognitionResponse()
            return respond_check(runtime, form.request, response, Writers())

        answered = _answered(form, codes, respond)
        form.decision = answered.decisions[0] if answered is not None else None
    form.fields = [_field(each, filled, form) for each in described.findings]
    return form


def bill_form(
    standing: AreaStanding, runtime: Runtime, day: str, setting: str, filled: Filled, *, asked: bool
) -> BillForm:
    """Draw the form of a bill in ``setting``, with what was filled in, and settle it if that was ``asked``.

    Raises ApplicationError if the area settles no bills on the ``day``.
    """
    area, language = standing.code, Language.ZH
    terms = respond_terms(
        runtime, ListTermsRequest(Header(area, language=language), day), benefit_service_pb2.ListTermsResponse()
    )
    settings = tuple(each.setting for each in terms.settings)
    form = BillForm(setting=setting if setting in settings else next(iter(settings), ""), settings=settings)
    needs = next((each for each in terms.settings if each.setting == form.setting), None)
    wanted = list(needs.facts) if needs is not None else []
    counted = set(needs.accumulators) if needs is not None else set()
    form.accumulators = [each for each in terms.accumulators if each.code in counted]
    vocabulary = standing.release.vocabulary if standing.release is not None else None
    setting_term = ""
    money: frozenset[str] = frozenset()
    if vocabulary is not None:
        setting_term = vocabulary.roles.get(Role.SETTING) or ""
        money = frozenset(each.code for each in terms.accumulators if vocabulary.is_money(each.code))
    facts = {each.code: each for each in terms.facts if each.code != setting_term}
    if asked:
        every = [*facts.values()]
        request, codes, wrong = bill_request(area, day, every, money, filled)
        if setting_term and form.setting:
            stated = request.bill.facts.add(finding=setting_term)
            stated.value.string_value = form.setting
            codes.append(setting_term)
        for name in wrong:
            form.by_field.setdefault(name, []).append("应写一个数，如 1234.56")
        if not wrong:

            def respond(found: Diagnostics) -> benefit_service_pb2.SettleBillResponse:
                form.request = read_settle(request, found)
                return respond_bill(runtime, form.request, benefit_service_pb2.SettleBillResponse())

            answered = _answered(form, codes, respond)
            form.settlement = answered.settlement if answered is not None else None
    missing = [each.code for each in form.settlement.missing_facts] if form.settlement is not None else []
    order = [code for code in dict.fromkeys((*wanted, *missing)) if code in facts]
    form.fields = [_field(facts[code], filled, form, is_wanted=code in missing) for code in order]
    form.others = [_field(each, filled, form) for code, each in facts.items() if code not in order]
    for code in missing:
        if code in facts:
            form.anchors[code] = f"f-{code}"
        elif code in counted:
            form.anchors[code] = f"acc-{code}"
        elif vocabulary is not None and vocabulary.findings[code].type.kind is ValueKind.AGE:
            form.anchors[code] = "birth_date"
    return form


def _answered(form: Tried, codes: Sequence[str], respond: Callable[[Diagnostics], Answer]) -> Answer | None:
    """Return the answer; ``None`` with what is wrong in ``form``."""
    found = Diagnostics()
    try:
        answer = respond(found)
        if not found.has_errors:
            return answer
        _tell(form, found.sorted(), codes)
    except InvalidRequestError as error:
        _tell(form, error.diagnostics, codes)
    except ApplicationError as error:
        form.sentences.append(error.message.zh)
    except BreakdownError as fault:
        form.sentences.append(f"分项与合计不符，不予作答：{fault}")
    return None


_FIELDS: Mapping[str, str] = {
    "person.birth_date": "birth_date",
    "as_of_date": "day",
    "bill.care_date": "day",
    "bill.charges.total_fen": "total_fen",
    "bill.charges": "total_fen",
}


def _tell(form: Tried, problems: Sequence[Diagnostic], codes: Sequence[str]) -> None:
    for each in problems:
        said = f"{each.message.zh}{f'（{each.hint.zh}）' if each.hint.zh else ''}"
        place = str(each.where)
        fact = _FACT.match(place)
        if fact is not None and int(fact[1]) < len(codes):
            form.by_field.setdefault(codes[int(fact[1])], []).append(said)
        elif place in _FIELDS:
            form.by_field.setdefault(_FIELDS[place], []).append(said)
        else:
            form.sentences.append(said)


def _field(finding: disease_pb2.FindingDescription, filled: Filled, form: Tried, *, is_wanted: bool = False) -> Field:
    problems = tuple(form.by_field.get(finding.code, ()))
    return Field(finding, filled.of(finding.code) or ({},), problems, is_wanted)
