"""``chronicare review``: decides recognitions that exist again, as the requests in files say, and shows the answers."""

from dataclasses import replace
from pathlib import Path

import click

from chronicare.api.v1.recognition_service_pb2 import ReviewRecognitionResponse
from chronicare.application.recognition.requests import ReviewRequest
from chronicare.cli.answers import answer_files, answer_or_refuse, finish, show
from chronicare.cli.open_rules import open_rules
from chronicare.cli.options import json_option, language_option, rules_option
from chronicare.cli.pages.review import ReviewPage
from chronicare.cli.requests.files import detail_of
from chronicare.cli.requests.question import Question
from chronicare.cli.requests.recognition import read_reviews
from chronicare.diagnostics import Language
from chronicare.rpc.recognition.responses import Writers, respond_review


@click.command(
    help="复审：读 FILE（JSON 或 YAML，形状同 ReviewRecognitionRequest；- 为标准输入），说明已有的认定继续还是终止。"
)
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@json_option
@click.option("--detail", "trace", is_flag=True, help="列出触发的规则")
@language_option
@rules_option
def review(files: tuple[str, ...], language: Language, rules: Path, *, as_json: bool, trace: bool) -> None:
    """Review the recognitions in ``files``, each file for itself."""
    opened, writers = open_rules(rules, language), Writers()

    def answer(question: Question[ReviewRequest], spoken: Language) -> ReviewRecognitionResponse:
        request = question.addressed(lambda: opened.area("", language), spoken)
        request = replace(request, detail=detail_of(question, trace=trace))
        opened.tell_if_ahead(request.header, request.as_of_date)
        response = ReviewRecognitionResponse()
        return answer_or_refuse(question, spoken, respond_review, opened.runtime, request, response, writers)

    answers = answer_files(files, read_reviews, language, answer)
    show(answers, lambda response, spoken: ReviewPage(spoken).lines(response), as_json=as_json)
    finish(answers)
