"""``chronicare describe``: says what one entry asks for."""

from datetime import date
from pathlib import Path

import click

from chronicare.api.v1.recognition_service_pb2 import DescribeDiseaseResponse
from chronicare.application.recognition.requests import DescribeRequest
from chronicare.application.request import Header
from chronicare.cli.answers import answer_or_refuse, plain
from chronicare.cli.open_rules import open_rules
from chronicare.cli.options import area_option, day_option, json_option, language_option, rules_option
from chronicare.cli.output import echo_json
from chronicare.cli.pages.description import DescriptionPage
from chronicare.diagnostics import Language
from chronicare.rpc.recognition.responses import respond_describe


@click.command(help="说明一个病种要什么：判断、组合、临床所见、材料、读法。")
@click.argument("code")
@area_option
@day_option
@json_option
@language_option
@rules_option
def describe(code: str, area: str, as_of: date | None, language: Language, rules: Path, *, as_json: bool) -> None:
    """Describe the entry called ``code`` (its code, an alias or its Chinese name)."""
    opened = open_rules(rules, language)
    area = opened.area(area, language)
    request = DescribeRequest(
        Header(area, language=language), (as_of or opened.today(area, language)).isoformat(), code
    )
    response = answer_or_refuse(None, language, respond_describe, opened.runtime, request, DescribeDiseaseResponse())
    if as_json:
        echo_json([plain(response)])
    else:
        click.echo("\n".join(DescriptionPage(response.description, language).lines()))
