"""``chronicare decide``: decides the requests in files and shows the answers, for people or for machines."""

from dataclasses import replace
from functools import partial
from pathlib import Path

import click

from chronicare.api.v1.recognition_service_pb2 import CheckRecognitionResponse
from chronicare.application.recognition.requests import CheckRequest
from chronicare.cli.answering import answered, plain
from chronicare.cli.opening import open_rules
from chronicare.cli.options import json_option, language_option, rules_option
from chronicare.cli.output import echo_json, write_file
from chronicare.cli.pages.decision import DecisionPage
from chronicare.cli.pages.sheet import write_sheet
from chronicare.cli.requests.files import detail_of, language_of, read_files
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
    """Decide the requests in ``files``; all of them are read before any is decided."""
    opened = open_rules(rules, language)
    read = partial(read_questions, vocabulary=opened.releases[0].vocabulary)

    def respond(question: Question[CheckRequest], request: CheckRequest) -> CheckRecognitionResponse:
        response = CheckRecognitionResponse()
        return answered(question, request.header.language, respond_check, opened.runtime, request, response, writers)

    answers, writers = [], Writers()
    for question in read_files(files, read, language):
        request = question.addressed(lambda: opened.area("", language), language_of(question, language))
        request = replace(request, detail=detail_of(question, trace=trace))
        opened.tell_if_ahead(request.header, request.as_of_date)
        answers.append((question, request, respond(question, request)))
    if as_json:
        echo_json([plain(response) for _, _, response in answers])
    else:
        for question, request, response in answers:
            if len(answers) > 1:
                click.echo(click.style(f"── {question.name} ──", bold=True))
            page = DecisionPage(request.header.language)
            for decision in response.decisions:
                click.echo("\n".join(page.lines(decision, response)))
                click.echo()
    if sheet is not None:
        pages = []
        for question, request, response in answers:
            # The sheet is for the person and the office, whatever language was asked for here.
            told = response
            if request.header.language is not Language.ZH:
                header = replace(request.header, language=Language.ZH)
                told = respond(question, replace(request, header=header, detail=Detail.REASONS))
            area = request.header.area_code
            release, documents, today = opened.release(area), opened.documents[area], opened.today(area, language)
            pages += [(decision, told, release, documents, today) for decision in told.decisions]
        write_file(sheet, write_sheet(pages).encode(), language)
