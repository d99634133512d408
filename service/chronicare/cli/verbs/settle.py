"""``chronicare settle``: settles the bills in files and shows what each payer pays and why."""

from pathlib import Path

import click

from chronicare.api.v1.benefit_service_pb2 import SettleBillResponse, SettleYearResponse
from chronicare.application.benefits.requests import SettleYearRequest
from chronicare.cli.answering import answered, plain
from chronicare.cli.opening import open_rules
from chronicare.cli.options import json_option, language_option, rules_option
from chronicare.cli.output import echo_json
from chronicare.cli.pages.settlement import SettlementPage
from chronicare.cli.requests.benefits import read_bills
from chronicare.cli.requests.files import language_of, read_files
from chronicare.diagnostics import Language
from chronicare.rpc.benefits.responses import respond_bill, respond_year


@click.command(
    help="结算：读 FILE（JSON 或 YAML，形状同 SettleBillRequest；有 bills 的同 SettleYearRequest；- 为标准输入），"
    "说明各支付方付多少、为什么。"
)
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@json_option
@language_option
@rules_option
def settle(files: tuple[str, ...], language: Language, rules: Path, *, as_json: bool) -> None:
    """Settle the bills in ``files``; all of them are read before any is settled."""
    opened = open_rules(rules, language)
    answers: list[tuple[str, Language, SettleBillResponse | SettleYearResponse]] = []
    for question in read_files(files, read_bills, language):
        spoken = language_of(question, language)
        request = question.addressed(lambda: opened.area("", language), spoken)
        if isinstance(request, SettleYearRequest):
            year = answered(question, spoken, respond_year, opened.runtime, request, SettleYearResponse())
            answers.append((question.name, spoken, year))
        else:
            bill = answered(question, spoken, respond_bill, opened.runtime, request, SettleBillResponse())
            answers.append((question.name, spoken, bill))
    if as_json:
        echo_json([plain(response) for _, _, response in answers])
        return
    for name, spoken, response in answers:
        if len(answers) > 1:
            click.echo(click.style(f"── {name} ──", bold=True))
        click.echo("\n".join(SettlementPage(spoken).lines(response)))
        click.echo()
