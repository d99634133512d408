"""``chronicare decide``: decides the requests in files and shows the answers, for people or for machines."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import click

from chronicare.api.v1.recognition_service_pb2 import CheckRecognitionResponse
from chronicare.application.recognition.requests import CheckRequest
from chronicare.cli.answers import answer_files, answer_or_refuse, finish, show
from chronicare.cli.open_rules import open_rules
from chronicare.cli.options import json_option, language_option, rules_option
from chronicare.cli.output import write_file
from chronicare.cli.pages.decision import DecisionPage
from chronicare.cli.pages.sheet import write_sheet
from chronicare.cli.requests.files import detail_of
from chronicare.cli.requests.question import Question
from chronicare.cli.requests.recognition import read_questions
from chronicare.diagnostics import Language
from chronicare.recognition.decision import Detail
from chronicare.rpc.recognition.responses import Writers, respond_check


@click.command(
    help="认定：读 FILE（JSON 或 YAML，形状同 CheckRecognitionRequest；或案例文件；- 为标准输入），给出结论与理由。"
)
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@json_option
@click.option("--sheet", type=click.Path(path_type=Path, dir_okay=False), help="另写一份告知单（HTML，可打印）")
@click.option("--detail", "trace", is_flag=True, help="列出触发的规则")
@language_option
@rules_option
def decide(
    files: tuple[str, ...],
    sheet: Path | None,
    language: Language,
    rules: Path,
    *,
    as_json: bool,
    trace: bool,
) -> None:
    """Decide the requests in ``files``, each file for itself; the sheet holds those that are decided."""
    opened, writers = open_rules(rules, language), Writers()
    decided: list[tuple[Question[CheckRequest], CheckRequest, CheckRecognitionResponse]] = []

    def respond(question: Question[CheckRequest], request: CheckRequest) -> CheckRecognitionResponse:
        response = CheckRecognitionResponse()
        return answer_or_refuse(
            question, request.header.language, respond_check, opened.runtime, request, response, writers
        )

    def answer(question: Question[CheckRequest], spoken: Language) -> CheckRecognitionResponse:
        request = question.addressed(lambda: opened.area("", language), spoken)
        request = replace(request, detail=detail_of(question, trace=trace))
        opened.tell_if_ahead(request.header, request.as_of_date)
        response = respond(question, request)
        decided.append((question, request, response))
        return response

    read = partial(read_questions, vocabulary_of=lambda area: opened.release(area).vocabulary)
    answers = answer_files(files, read, language, answer)
    show(answers, _lines, as_json=as_json)
    if sheet is not None and decided:
        pages = []
        for question, request, response in decided:
            # The sheet is for the person and the office, whatever language was asked for here.
            told = response
            if request.header.language is not Language.ZH:
                header = replace(request.header, language=Language.ZH)
                told = respond(question, replace(request, header=header, detail=Detail.REASONS))
            area = request.header.area_code
            release, documents, today = opened.release(area), opened.documents(area), opened.today(area, language)
            pages += [(decision, told, release, documents, today) for decision in told.decisions]
        write_file(sheet, write_sheet(pages).encode(), language)
    finish(answers)


def _lines(response: CheckRecognitionResponse, language: Language) -> Iterator[str]:
    """Yield the page of each decision, a blank line between them."""
    page = DecisionPage(language)
    for number, decision in enumerate(response.decisions):
        if number:
            yield ""
        yield from page.lines(decision, response)
