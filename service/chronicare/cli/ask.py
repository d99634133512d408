"""``chronicare ask``: looks up what decision tables put out, with the sentences that say so."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click

from chronicare.cells.types import ValueKind
from chronicare.cli.answering import plain
from chronicare.cli.benefit_answering import answer_terms
from chronicare.cli.benefit_file import read_look_up
from chronicare.cli.files import language_of, read_file, shown_name
from chronicare.cli.look_up_page import LookUpPage
from chronicare.cli.opening import Opened, open_rules
from chronicare.cli.options import area_option, day_option, iso, json_option, language_option, rules_option
from chronicare.cli.problems import ProblemsError
from chronicare.cli.request_file import Question
from chronicare.diagnostics import Diagnostics, Language, Text
from chronicare.formats.yaml_document import YamlDocument
from chronicare.loaders.clock import today

_FILES = ("-", ".json", ".yaml", ".yml")
"""How an argument that is a file ends: no term does."""
_NUMBER_AND_UNIT = re.compile(r"([+-]?[0-9]+(?:\.[0-9]+)?)\s*(.*)")


def _fact(_context: click.Context, option: click.Parameter, given: tuple[str, ...]) -> list[tuple[str, str]]:
    facts = []
    for each in given:
        name, equals, value = each.partition("=")
        if not equals or not name.strip():
            raise click.BadParameter(f"「{each}」应写成 名称=值", param=option)
        facts.append((name.strip(), value.strip()))
    return facts


@click.command(
    help="查询由规则表得出的事项 TERM（待遇起始日、认定机构、缴费标准……），说明是哪一行、哪一句给出的。"
    "末尾可写 FILE（JSON 或 YAML，形状同 LookUpTermsRequest；- 为标准输入）。"
)
@click.argument("words", nargs=-1, required=True, metavar="TERM… [FILE]")
@click.option("--fact", "facts", multiple=True, callback=_fact, metavar="名称=值", help="已知的事项，可写多个")
@area_option
@day_option
@json_option
@language_option
@rules_option
def ask(
    words: tuple[str, ...],
    facts: list[tuple[str, str]],
    area: str,
    as_of: date | None,
    language: Language,
    rules: Path,
    *,
    as_json: bool,
) -> None:
    """Look the terms up, from the facts given and those of the file, if there is one."""
    opened = open_rules(rules, language)
    terms, file = (words[:-1], words[-1]) if words[-1].endswith(_FILES) else (words, "")
    question = _read(file, language)
    report = question.report
    report["area_code"] = area or report.get("area_code") or opened.area("", language)
    report["as_of_date"] = iso(as_of, today()) if as_of or not report.get("as_of_date") else report["as_of_date"]
    report["terms"] = [*report.get("terms", ()), *terms]
    report["facts"] = [*report.get("facts", ()), *_reported(facts, opened, report)]
    spoken = language_of(question, language)
    response = answer_terms(opened.benefits, question, spoken)
    if as_json:
        click.echo(json.dumps(plain(response), ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(LookUpPage(spoken).lines(response)))


def _read(file: str, language: Language) -> Question:
    """Return the request in ``file``, an empty one if there is none."""
    if not file:
        name = Text("命令行", "command line").in_language(language)
        return Question(name, {}, "", "", "", YamlDocument(name, None, {}))
    diagnostics = Diagnostics()
    questions = read_look_up(read_file(file, language), shown_name(file), diagnostics)
    if diagnostics.has_errors or not questions:
        raise ProblemsError(diagnostics.sorted(), language)
    return questions[0]


def _reported(facts: Sequence[tuple[str, str]], opened: Opened, report: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return facts as a request reports them: a number's unit apart."""
    area = report["area_code"]
    release = next((each for each in opened.releases if each.rules.area == area), opened.releases[0])
    reported = []
    for name, value in facts:
        finding = release.vocabulary.find(name)
        number = _NUMBER_AND_UNIT.fullmatch(value)
        measured = finding is not None and finding.type.kind is ValueKind.NUMBER and number is not None
        text, unit = number.groups() if measured and number is not None else (value, "")
        reported.append({"finding": name, "value": text, "unit": unit})
    return reported
