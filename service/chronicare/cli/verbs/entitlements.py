"""``chronicare entitlements``: shows what a person is entitled to in every setting."""

from pathlib import Path

import click

from chronicare.api.v1.benefit_service_pb2 import ListEntitlementsResponse
from chronicare.application.benefits.requests import EntitlementsRequest
from chronicare.cli.answers import answer_files, answer_or_refuse, finish, show, with_defaults
from chronicare.cli.open_rules import open_rules
from chronicare.cli.options import assuming_options, json_option, language_option, rules_option
from chronicare.cli.pages.entitlements import EntitlementsPage
from chronicare.cli.requests.benefits import read_entitled
from chronicare.cli.requests.question import Question
from chronicare.diagnostics import Language
from chronicare.rpc.benefits.responses import respond_entitlements


@click.command(
    help="待遇清单：读 FILE（JSON 或 YAML，形状同 ListEntitlementsRequest；- 为标准输入），"
    "列出各结算类别的起付、比例、限额余额。"
)
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@assuming_options
@json_option
@language_option
@rules_option
def entitlements(
    files: tuple[str, ...],
    readings: list[tuple[str, str]],
    language: Language,
    rules: Path,
    *,
    assume_usual: bool,
    as_json: bool,
) -> None:
    """List the entitlements of the persons in ``files``, each as of today unless the file names a day."""
    opened = open_rules(rules, language)

    def answer(question: Question[EntitlementsRequest], spoken: Language) -> ListEntitlementsResponse:
        request = question.addressed(lambda: opened.area("", language), spoken, readings=readings)
        request = with_defaults(question, request, opened, language, assume_usual=assume_usual)
        return answer_or_refuse(
            question, spoken, respond_entitlements, opened.runtime, request, ListEntitlementsResponse()
        )

    answers = answer_files(files, read_entitled, language, answer)
    show(answers, lambda response, spoken: EntitlementsPage(spoken).lines(response), as_json=as_json)
    finish(answers)
