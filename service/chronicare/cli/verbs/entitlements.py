"""``chronicare entitlements``: shows what a person is entitled to in every setting."""

from dataclasses import replace
from pathlib import Path

import click

from chronicare.api.v1.benefit_service_pb2 import ListEntitlementsResponse
from chronicare.cli.answering import answered, plain
from chronicare.cli.opening import open_rules
from chronicare.cli.options import assuming_options, json_option, language_option, rules_option
from chronicare.cli.output import echo_json
from chronicare.cli.pages.entitlements import EntitlementsPage
from chronicare.cli.requests.benefits import read_entitled
from chronicare.cli.requests.files import language_of, read_files
from chronicare.diagnostics import Language
from chronicare.rpc.benefits.responses import respond_entitlements


@click.command(
    help="待遇清单：读 FILE（JSON 或 YAML，形状同 ListEntitlementsRequest；- 为标准输入），"
    "列出各结算类别的起付、比例、限额余额。"
)
@click.argument("file", metavar="FILE")
@assuming_options
@json_option
@language_option
@rules_option
def entitlements(
    file: str,
    readings: list[tuple[str, str]],
    language: Language,
    rules: Path,
    *,
    assume_usual: bool,
    as_json: bool,
) -> None:
    """List the entitlements of the person in ``file``, as of today unless it names a day."""
    opened = open_rules(rules, language)
    for question in read_files([file], read_entitled, language):
        spoken = language_of(question, language)
        request = question.addressed(lambda: opened.area("", language), spoken, readings=readings)
        request = replace(request, assume_usual_values=assume_usual or request.assume_usual_values)
        if not request.as_of_date:
            today = opened.today(request.header.area_code, language)
            request = replace(request, as_of_date=today.isoformat())
        response = answered(question, spoken, respond_entitlements, opened.runtime, request, ListEntitlementsResponse())
        if as_json:
            echo_json([plain(response)])
        else:
            click.echo("\n".join(EntitlementsPage(spoken).lines(response)))
