"""``chronicare new-case``: records what is answered of a request as a case, once its author says that it is right."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import ParamSpec, TypeVar

import click

from chronicare.api.v1.benefit_service_pb2 import SettleBillResponse, SettleYearResponse
from chronicare.api.v1.recognition_service_pb2 import CheckRecognitionResponse
from chronicare.application.benefits.requests import SettleBillRequest, SettleYearRequest
from chronicare.application.benefits.settle_bill import settle_bill
from chronicare.application.benefits.settle_year import settle_year
from chronicare.application.recognition.check import check_recognition
from chronicare.application.recognition.requests import CheckRequest
from chronicare.authoring.case_recording.recorder import CaseNote, RecordedCase, Recorder
from chronicare.authoring.case_recording.unsuited import UnsuitedError
from chronicare.cli.answers import answer_or_refuse
from chronicare.cli.open_rules import OpenedRules, open_rules
from chronicare.cli.options import language_option, rules_option
from chronicare.cli.output import write_file
from chronicare.cli.pages.decision import DecisionPage
from chronicare.cli.pages.settlement import SettlementPage
from chronicare.cli.problems import ProblemsError, SentenceError
from chronicare.cli.requests.benefits import read_bills
from chronicare.cli.requests.files import language_of, read_files
from chronicare.cli.requests.question import AnyRequest, Question, read_document
from chronicare.cli.requests.recognition import read_questions
from chronicare.diagnostics import DiagnosticError, Diagnostics, Language, Text
from chronicare.recognition.decision import Detail
from chronicare.rpc.benefits.responses import respond_bill, respond_year
from chronicare.rpc.recognition.responses import Writers, respond_check

Given = ParamSpec("Given")
Answer = TypeVar("Answer")
AnyQuestion = Question[CheckRequest | SettleBillRequest | SettleYearRequest]


@click.command(
    name="new-case",
    help="把 FILE（一个人，形状同 CheckRecognitionRequest；或一笔、一年的账单，同 SettleBillRequest、"
    "SettleYearRequest）的结论记成案例：先把结论说出来，作者看过、确认是对的才写进 cases/。"
    "写进去的案例当场再跑一遍，与所示不同就不写。案例随规则公开：不要用真人的资料。",
)
@click.argument("file", metavar="FILE")
@click.option("--name", prompt="案例叫什么", help="案例的名字，一句话说出情形和结果")
@click.option("--reason", prompt="为什么是对的（出自哪一条，或谁怎样算的）", help="为什么是对的，写在案例上面的注释里")
@click.option(
    "--into", default="", metavar="NAME", help="账单记进哪个案例文件（如 benefits-2026.yaml）；默认 recorded.yaml"
)
@click.option("--yes", is_flag=True, help="不再问，直接写入")
@language_option
@rules_option
def new_case(file: str, name: str, reason: str, into: str, language: Language, rules: Path, *, yes: bool) -> None:
    """Answer the request, show what came of it and the case it would be, and write that if it is confirmed."""
    opened = open_rules(rules, language)
    question = _question(file, opened, language)
    language = language_of(question, language)
    request = question.addressed(lambda: opened.area("", language), language)
    recording = _Recording(opened, rules, question, CaseNote(name, reason), language)
    try:
        recorded = (
            recording.of_person(request) if isinstance(request, CheckRequest) else recording.of_bills(request, into)
        )
    except UnsuitedError as error:
        raise SentenceError(error.reason, language) from error
    except DiagnosticError as error:
        raise ProblemsError(error.diagnostics, language) from error
    click.echo(Text(f"\n写进 {recorded.file}：", f"\nInto {recorded.file}:").in_language(language))
    click.echo(recorded.text)
    asked = Text("结论是对的，记成案例？", "Is that right, and to be recorded?").in_language(language)
    if not yes and not click.confirm(asked):
        click.echo(Text("没有写入", "nothing was written").in_language(language))
        return
    target = rules / recorded.file
    target.parent.mkdir(exist_ok=True)
    write_file(target, recorded.data, language)
    click.echo(Text(f"已写入 {target}", f"wrote {target}").in_language(language))


def _question(file: str, opened: OpenedRules, language: Language) -> AnyQuestion:
    """Return the one request in ``file``: of a bill, or bills, if it has any, else of somebody to be recognised."""

    def read(data: bytes, shown: str, diagnostics: Diagnostics) -> list[AnyQuestion]:
        document = read_document(data, shown, diagnostics)
        keys = document.data if document is not None and isinstance(document.data, dict) else {}
        if document is None:
            return []
        if "bill" in keys or "bills" in keys:
            return list(read_bills(data, shown, diagnostics))
        return list(read_questions(data, shown, diagnostics, lambda area: opened.release(area).vocabulary))

    questions: list[AnyQuestion] = read_files([file], read, language)
    if len(questions) != 1 or (
        isinstance(questions[0].request, CheckRequest) and len(questions[0].request.disease_codes) != 1
    ):
        sentence = Text(
            "一个案例只问一件事：写一个人的一个病种，或一笔、一年的账单",
            "a case asks one thing: one entry, or one bill or year",
        )
        raise SentenceError(sentence, language, 2)
    return questions[0]


class _Recording:
    """Answers a request, shows what came of it, and makes a case of that."""

    def __init__(
        self, opened: OpenedRules, rules: Path, question: AnyQuestion, note: CaseNote, language: Language
    ) -> None:
        self._opened = opened
        self._rules = rules
        self._question = question
        self._note = note
        self._language = language

    def of_person(self, request: CheckRequest) -> RecordedCase:
        """Decide the entry it asks about."""
        request = replace(request, detail=Detail.REASONS)
        runtime, response = self._opened.runtime, CheckRecognitionResponse()
        answer = self._answered(respond_check, runtime, request, response, Writers())
        page = DecisionPage(self._language)
        for told in answer.decisions:
            self._show(page.lines(told, answer))
        (decision,) = self._answered(check_recognition, runtime, request).decisions
        recorder = self._recorder(request)
        return self._answered(recorder.decision, request, decision, self._note)

    def of_bills(self, request: SettleBillRequest | SettleYearRequest, into: str) -> RecordedCase:
        """Settle the bill, or the year."""
        runtime, page = self._opened.runtime, SettlementPage(self._language)
        if isinstance(request, SettleYearRequest):
            self._show(page.lines(self._answered(respond_year, runtime, request, SettleYearResponse())))
            year = self._answered(settle_year, runtime, request)
            return self._answered(self._recorder(request).year, request, year.answer, self._note, into)
        self._show(page.lines(self._answered(respond_bill, runtime, request, SettleBillResponse())))
        bill = self._answered(settle_bill, runtime, request)
        return self._answered(self._recorder(request).bill, request, bill.answer, self._note, into)

    def _answered(self, respond: Callable[Given, Answer], *given: Given.args, **named: Given.kwargs) -> Answer:
        return answer_or_refuse(self._question, self._language, respond, *given, **named)

    def _recorder(self, request: AnyRequest) -> Recorder:
        area = request.header.area_code
        folder = self._opened.folder(area).manifest.folder
        return Recorder(self._opened.release(area), folder, self._opened.cases(area), self._on_disk)

    def _on_disk(self, file: str) -> bytes | None:
        path = self._rules / file
        return path.read_bytes() if path.is_file() else None

    @staticmethod
    def _show(lines: Iterator[str]) -> None:
        click.echo("\n".join(lines))
