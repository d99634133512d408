"""``chronicare diseases``: lists the entries of an area."""

from datetime import date
from pathlib import Path

import click

from chronicare.api.v1.recognition_service_pb2 import ListDiseasesResponse
from chronicare.application.recognition.requests import ListDiseasesRequest
from chronicare.application.request import Header
from chronicare.cli.answers import answer_or_refuse, plain
from chronicare.cli.open_rules import open_rules
from chronicare.cli.options import area_option, day_option, json_option, language_option, rules_option
from chronicare.cli.output import echo_json
from chronicare.cli.pages.layout import columns
from chronicare.diagnostics import Language, Text
from chronicare.rpc.recognition.responses import respond_diseases


@click.command(help="列出一个统筹区的病种。")
@area_option
@day_option
@json_option
@language_option
@rules_option
def diseases(area: str, as_of: date | None, language: Language, rules: Path, *, as_json: bool) -> None:
    """List the entries in force, in the tables' order."""
    opened = open_rules(rules, language)
    area = opened.area(area, language)
    request = ListDiseasesRequest(Header(area, language=language), (as_of or opened.today(area, language)).isoformat())
    every = slice(None)
    response = answer_or_refuse(
        None, language, respond_diseases, opened.runtime, request, ListDiseasesResponse(), every
    )
    if as_json:
        echo_json([plain(response)])
        return
    rows = []
    for each in response.diseases:
        review = Text("长期", "no set review")
        if each.HasField("review_months"):
            review = Text(f"{each.review_months} 个月复审", f"every {each.review_months} months")
        rows.append([each.disease_code, each.disease_class, each.name, review.in_language(language)])
    release = opened.release(area)
    if not rows:
        name = release.rules.name
        none = Text(
            f"{name.zh}的规则里没有病种认定，只有待遇和办事", f"{name.en} has no entries, only benefits and procedures"
        )
        click.echo(none.in_language(language))
        return
    click.echo("\n".join(columns(rows)))
    counted = Text(
        f"{release.rules.name.zh}，{len(rows)} 个病种，{release.name}",
        f"{release.rules.name.en}: {len(rows)} entries, {release.name}",
    )
    click.secho(counted.in_language(language), dim=True, err=True)
