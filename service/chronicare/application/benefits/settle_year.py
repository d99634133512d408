"""Settles the bills of one year in order, each from the accumulators the one before leaves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from chronicare.application.benefits.context import SUBJECT, BenefitContext, open_context
from chronicare.application.benefits.requests import SettleYearRequest
from chronicare.application.errors import UnknownReleaseError
from chronicare.application.runtime import Runtime
from chronicare.application.validation import refuse
from chronicare.benefits.accumulator_intake import read_accumulators
from chronicare.benefits.answer import YearAnswer, answer_year
from chronicare.benefits.bill import Bill, Facts
from chronicare.benefits.intake import read_care_date
from chronicare.benefits.line_facts import check_lines
from chronicare.benefits.model import BenefitModel
from chronicare.benefits.stated_terms import check_stated
from chronicare.diagnostics import Code, Diagnostics, FieldPath, Text, Unused
from chronicare.program.roles import Role

MAX_BILLS = 1000
"""Bills of one year."""


@dataclass(frozen=True, slots=True)
class SettledYear:
    """A year's answers, and the rules each visit was settled by; ``context`` is that of the last visit.

    ``compared`` is the same year by the release compared with, if one was asked for; ``unused`` by either of them.
    """

    context: BenefitContext
    models: Mapping[str, BenefitModel]
    answer: YearAnswer
    unused: Unused
    compared: "SettledYear | None" = None

    def model_of(self, bill: Bill) -> BenefitModel:
        """Return the rules ``bill`` was settled by."""
        return self.models[bill.visit_id]


def settle_year(runtime: Runtime, request: SettleYearRequest) -> SettledYear:
    """Settle the bills of one year in order, each by the rules of its day of care; amounts are in fen.

    Visits of ``without_visit_ids`` are left out, and what comes out otherwise because of it is told; so is what comes
    out otherwise by ``compare_release``.

    Raises:
        InvalidRequestError: fields of the request are wrong; every one is named.
        UnknownReleaseError: a release asked for, or compared with, is not held any more.
        NoBenefitsError: the area has no benefit rules on the day, or no term for a role that is needed.
        ApplicationError: the rules cannot be had, as ``Catalogue.find`` says, or not be run, as ``Guard.run`` does.

    """
    if not request.compare_release:
        return _settle(runtime, request)
    diagnostics = Diagnostics()
    if request.without_visit_ids:
        message = Text("不能同时去掉就诊又比较发布", "visits are left out or releases compared, not both at once")
        diagnostics.add(Code.BAD_FIELD, FieldPath("compare_release"), message)
    refuse(diagnostics)
    other = replace(request, header=replace(request.header, release=request.compare_release))
    settled = _settle(runtime, request)
    try:
        compared = _settle(runtime, other)
    except UnknownReleaseError as error:
        message = Text(
            f"compare_release：{error.message.zh}；只能与同一个进程里还持有的发布比较",
            f"compare_release: {error.message.en}; only releases still held by the same process can be compared",
        )
        raise UnknownReleaseError(message, error.metadata) from error
    settled.unused.include(compared.unused)
    return replace(settled, compared=compared)


def _settle(runtime: Runtime, request: SettleYearRequest) -> SettledYear:
    diagnostics = request.header.gathering()
    _check_count(len(request.bills), diagnostics)
    refuse(diagnostics)
    header, contexts = request.header, list[BenefitContext]()
    bills: list[Bill] = []
    of_person = dict[date, Facts]()
    for index, stated in enumerate(request.bills):
        path = f"bills[{index}]."
        context = open_context(runtime, header, read_care_date(stated, path, diagnostics), diagnostics, settling=True)
        header = replace(header, readings=context.release.assumed)  # what is wrong with them has been told
        shared = of_person.get(context.day)
        if shared is None:  # as of each day once, however many bills there are
            person = request.person
            shared = context.intake.read_facts(person.facts, person, context.day, "person.facts", diagnostics)
            of_person[context.day] = shared
            _check_account(context.model, shared, len(request.bills), diagnostics)
        bills.append(context.read_bill(runtime, stated, request.person, path, diagnostics, shared))
        contexts.append(context)
    _check_order(bills, [each.year for each in contexts], diagnostics)
    refuse(diagnostics)
    year = contexts[0].year
    start = read_accumulators(contexts[-1].model, request.accumulators, year, diagnostics)
    _check_left_out(request.without_visit_ids, bills, diagnostics)
    refuse(diagnostics)

    def check() -> None:
        for index, (each, bill) in enumerate(zip(contexts, bills, strict=True)):
            check_stated(each.model, bill.care_date, bill.facts, f"bills[{index}].facts", diagnostics)

    def check_each_line() -> None:
        usual = request.assume_usual_values
        for index, (each, bill) in enumerate(zip(contexts, bills, strict=True)):
            stated = request.bills[index]
            check_lines(each.model, bill, stated, f"bills[{index}].", diagnostics, assume_usual=usual)

    runtime.guard.run(check, SUBJECT, str(year))
    refuse(diagnostics)
    runtime.guard.run(check_each_line, SUBJECT, str(year))
    refuse(diagnostics)
    models = [each.model for each in contexts]
    told = None if request.accumulators.changed_within_year else diagnostics
    without = frozenset(request.without_visit_ids)
    answer = runtime.guard.run(
        lambda: answer_year(
            list(zip(models, bills, strict=True)), start, without, told, assume_usual=request.assume_usual_values
        ),
        SUBJECT,
        str(year),
    )
    refuse(diagnostics)
    by_visit = {bill.visit_id: model for bill, model in zip(bills, models, strict=True)}
    return SettledYear(contexts[-1], by_visit, answer, diagnostics.unused)


def _check_count(count: int, diagnostics: Diagnostics) -> None:
    if not 1 <= count <= MAX_BILLS:
        message = Text(f"有 {count} 笔账单", f"{count} bills")
        hint = Text(f"一次 1 至 {MAX_BILLS} 笔", f"1 to {MAX_BILLS} in one request")
        diagnostics.add(Code.TOO_MANY if count else Code.REQUIRED_FIELD, FieldPath("bills"), message, hint)


def _check_order(bills: Sequence[Bill], years: Sequence[int], diagnostics: Diagnostics) -> None:
    """Refuse bills of several benefit ``years``, out of order, or with the same visit id."""
    seen: set[str] = set()
    for index, bill in enumerate(bills):
        path = f"bills[{index}]."
        if not bill.visit_id or bill.visit_id in seen:
            message = Text("每笔账单要有自己的 visit_id", "each bill needs a visit_id of its own")
            diagnostics.add(Code.REQUIRED_FIELD, FieldPath(f"{path}visit_id"), message)
        seen.add(bill.visit_id)
        before = bills[index - 1].care_date if index else bill.care_date
        if bill.care_date < before or years[index] != years[0]:
            message = Text(
                "账单须按就诊日排列，且同在一个待遇年度", "bills stand in order of care, all in one benefit year"
            )
            diagnostics.add(Code.BAD_DATE, FieldPath(f"{path}care_date"), message)


def _check_account(model: BenefitModel, shared: Facts, bills: int, diagnostics: Diagnostics) -> None:
    """Refuse what is in the personal account said once for several ``bills``: each that draws on it leaves less."""
    code = model.roles.get(Role.ACCOUNT_BALANCE)
    if bills > 1 and code is not None and code in shared:
        name = model.vocabulary.findings[code].name
        message = Text(f"「{name.zh}」每笔账单各不相同", f"{name.en} is another for each bill")
        hint = Text("写在各笔账单的 facts 里", "state it among the facts of each bill")
        diagnostics.add(Code.BAD_FIELD, FieldPath("person.facts"), message, hint)


def _check_left_out(visits: Sequence[str], bills: Sequence[Bill], diagnostics: Diagnostics) -> None:
    known = {bill.visit_id for bill in bills}
    for index, visit in enumerate(visits):
        if visit not in known:
            message = Text(f"没有就诊「{visit}」", f"no visit {visit!r}")
            diagnostics.add(Code.UNKNOWN_CODE, FieldPath(f"without_visit_ids[{index}]"), message)
