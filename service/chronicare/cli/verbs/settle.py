"""``chronicare settle``: settles the bills in files and shows what each payer pays and why."""

from pathlib import Path

import click

from chronicare.api.v1.benefit_service_pb2 import SettleBillResponse, SettleYearResponse
from chronicare.application.benefits.requests import SettleBillRequest, SettleYearRequest
from chronicare.cli.answers import answer_files, answer_or_refuse, finish, show
from chronicare.cli.open_rules import open_rules
from chronicare.cli.options import json_option, language_option, rules_option
from chronicare.cli.pages.settlement import SettlementPage
from chronicare.cli.requests.benefits import read_bills
from chronicare.cli.requests.question import Question
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
    """Settle the bills in ``files``, each file for itself."""
    opened = open_rules(rules, language)

    def answer(
        question: Question[SettleBillRequest | SettleYearRequest], spoken: Language
    ) -> SettleBillResponse | SettleYearResponse:
        request = question.addressed(lambda: opened.area("", language), spoken)
        if isinstance(request, SettleYearRequest):
            return answer_or_refuse(question, spoken, respond_year, opened.runtime, request, SettleYearResponse())
        return answer_or_refuse(question, spoken, respond_bill, opened.runtime, request, SettleBillResponse())

    answers = answer_files(files, read_bills, language, answer)
    show(answers, lambda response, spoken: SettlementPage(spoken).lines(response), as_json=as_json)
    finish(answers)
