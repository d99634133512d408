"""``chronicare areas``: lists the areas, what each covers, by which documents, and how much is still open."""

from pathlib import Path

import click

from chronicare.api.v1.rule_set_service_pb2 import ListAreasResponse
from chronicare.cli.answers import answer_or_refuse, plain
from chronicare.cli.open_rules import open_rules
from chronicare.cli.options import json_option, language_option, rules_option
from chronicare.cli.output import echo_json
from chronicare.cli.pages.areas import AreasPage
from chronicare.diagnostics import Language
from chronicare.rpc.rule_sets.areas import respond_areas


@click.command(help="列出各统筹区：收录了什么、自何时起、依据哪些文件、还有多少未定。")
@json_option
@language_option
@rules_option
def areas(language: Language, rules: Path, *, as_json: bool) -> None:
    """List the areas by code, those whose tables are broken among them."""
    opened = open_rules(rules, language)
    list(opened.every_release())  # those that are broken are listed too
    response = answer_or_refuse(None, language, respond_areas, opened.runtime, language, ListAreasResponse())
    if as_json:
        echo_json([plain(response)])
        return
    click.echo("\n".join(AreasPage(language).lines(response)))
