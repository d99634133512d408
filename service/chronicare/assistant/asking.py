"""Tries a request on the rules: a disease decided, a bill settled, terms looked up, each told in sentences."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from chronicare.analysis.answers import result_of_bill, result_of_decision, result_of_terms
from chronicare.analysis.impact import Result
from chronicare.application.benefits.look_up import look_up_terms
from chronicare.application.benefits.requests import LookUpRequest, SettleBillRequest
from chronicare.application.benefits.settle_bill import settle_bill
from chronicare.application.errors import ApplicationError, InvalidRequestError
from chronicare.application.recognition.check import check_recognition
from chronicare.application.recognition.requests import CheckRequest
from chronicare.application.request import Header
from chronicare.application.runtime import Runtime
from chronicare.benefits.report import (
    ReportedAccumulators,
    ReportedAmount,
    ReportedBill,
    ReportedCharges,
    ReportedInsured,
)
from chronicare.diagnostics import Language
from chronicare.judging.report import Report, ReportedFinding, ReportedPerson
from chronicare.program.counters import alternatives_of
from chronicare.program.decision_table import BenefitRules
from chronicare.program.vocabulary import Vocabulary

_FEN = 100
_TEXT = 400


class Fact(BaseModel):
    """One finding or fact."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(max_length=_TEXT, description="事项或所见的代码或名称，如 险种、空腹血糖；用 search 找")
    value: Annotated[
        bool | int | float | Annotated[str, Field(max_length=_TEXT)] | None,
        Field(description="值：数、是否、或值表里的词；不知道写 null"),
    ] = None
    unit: str = Field("", max_length=40, description="数的单位，如 mmol/L")
    date: str = Field("", max_length=10, description="检查日，如 2025-03-01")

    def reported(self) -> ReportedFinding:
        """Return it as it is reported."""
        value = self.value
        if isinstance(value, float):
            value = str(Decimal(repr(value)).normalize()) if not value.is_integer() else str(int(value))
        return ReportedFinding(self.name, value, self.unit, self.date)


def ask_recognition(runtime: Runtime, area: str, disease: str, day: str, born: str, facts: Sequence[Fact]) -> list[str]:
    """Decide ``disease`` and say what came of it."""
    report = Report(ReportedPerson(born), [each.reported() for each in facts])
    request = CheckRequest(Header(area), day, (disease,), report)

    def answer() -> Result:
        checked = check_recognition(runtime, request)
        return result_of_decision(checked.decisions[0], checked.release.vocabulary, Language.ZH)

    return _told(answer)


def ask_settlement(
    runtime: Runtime,
    area: str,
    day: str,
    born: str,
    total_yuan: str,
    facts: Sequence[Fact],
    used: Sequence[Fact],
) -> list[str]:
    """Settle a bill of ``total_yuan`` and say what came of it; what ``used`` does not name has not been used."""

    def answer() -> Result:
        release = runtime.catalogue.newest(area)
        model = release.benefits_on(date.fromisoformat(day)) if _is_day(day) else None
        amounts = [] if model is None else _amounts(used, model.rules, release.vocabulary)
        year = 0 if model is None else model.rules.year.of(date.fromisoformat(day))
        bill = ReportedBill("试算", day, [each.reported() for each in facts], ReportedCharges(_fen(total_yuan)))
        stated = ReportedAccumulators(year, not amounts, amounts)
        request = SettleBillRequest(Header(area), ReportedInsured(born), bill, stated, assume_usual_values=True)
        return result_of_bill(settle_bill(runtime, request).answer, release.vocabulary, Language.ZH)

    return _told(answer)


def ask_terms(
    runtime: Runtime, area: str, day: str, born: str, terms: Sequence[str], facts: Sequence[Fact]
) -> list[str]:
    """Look ``terms`` up and say what came of it."""
    request = LookUpRequest(
        Header(area), day, ReportedInsured(born), [each.reported() for each in facts], terms, assume_usual_values=True
    )

    def answer() -> Result:
        looked_up = look_up_terms(runtime, request)
        found, vocabulary = looked_up.terms, looked_up.context.release.vocabulary
        result = result_of_terms(found, vocabulary, Language.ZH)
        missing = "、".join(vocabulary.findings[code].name.zh for code in found.missing)
        told = [f"还需要知道：{missing}。"] if missing else []
        told += [f"取决于「{each.name}」的读法。" for each in found.switches]
        told += [f"本规则集未收录：{vocabulary.findings[code].name.zh}。" for code in found.not_covered]
        return replace(result, statement=(*result.statement, *told))

    return _told(answer)


def _told(answer: Callable[[], Result]) -> list[str]:
    """Return what is answered, and the rows it rests on; or what is wrong with the request."""
    try:
        result = answer()
    except InvalidRequestError as error:
        return ["请求有误：", *(each.render(Language.ZH) for each in error.diagnostics)]
    except ApplicationError as error:
        return [f"不能作答：{error.message.zh}"]
    lines = [f"结果：{result.outcome.zh}", *result.statement]
    if result.readings:
        lines.append(
            "读法：" + "，".join(f"{name} 取 {reading or '未定'}" for name, reading in result.readings.items())
        )
    if result.rows:
        lines.append("所依的行：" + "、".join(f"{each.file}:{each.row}" for each in sorted(result.rows)))
    return lines


def _amounts(used: Sequence[Fact], rules: BenefitRules, vocabulary: Vocabulary) -> list[ReportedAmount]:
    """Return what is ``used``, and nothing of every other that none of them may stand for; nothing if it is nothing."""
    named = {finding.code for each in used if (finding := vocabulary.find(each.name)) is not None}
    instead = {other for code, other in alternatives_of(rules, vocabulary).items() if code in named}
    rest = [code for code in rules.accumulators if code not in named and code not in instead] if used else []
    others = [ReportedAmount(code, *((0, None) if vocabulary.is_money(code) else (None, 0))) for code in rest]
    return [*(_amount(each, vocabulary) for each in used), *others]


def _amount(used: Fact, vocabulary: Vocabulary) -> ReportedAmount:
    finding = vocabulary.find(used.name)
    if finding is not None and vocabulary.is_money(finding.code):
        return ReportedAmount(used.name, _fen(str(used.value)))
    return ReportedAmount(used.name, count=used.reported().value)


def _fen(yuan: str) -> object:
    """Return ``yuan`` in fen; as it was written if it is no amount, for whoever reads it to say so."""
    try:
        fen = Decimal(yuan) * _FEN
        return int(fen) if fen == fen.to_integral_value() else yuan
    except (ArithmeticError, ValueError):
        return yuan


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
