"""``chronicare decide``: decides the requests in files and shows the answers, for people or for machines."""

import json
from dataclasses import replace
from pathlib import Path

import click

from chronicare.cli.answering import answer, plain
from chronicare.cli.opening import open_rules
from chronicare.cli.options import json_option, language_option, rules_option
from chronicare.cli.pages.decision import DecisionPage
from chronicare.cli.pages.sheet import write_sheet
from chronicare.cli.problems import ProblemsError, unreadable
from chronicare.cli.requests.files import detail_of, language_of, read_file, shown_name
from chronicare.cli.requests.recognition import read_questions
from chronicare.diagnostics import Diagnostics, Language
from chronicare.loaders.clock import today
from chronicare.recognition.decision import Detail


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
    diagnostics = Diagnostics()
    questions = [
        question
        for file in files
        for question in read_questions(
            read_file(file, language), shown_name(file), opened.releases[0].vocabulary, diagnostics
        )
    ]
    if diagnostics.has_errors:
        raise ProblemsError(diagnostics.sorted(), language)
    answers = []
    for question in questions:
        request = question.addressed(lambda: opened.area("", language), language_of(question, language))
        request = replace(request, detail=detail_of(question, trace=trace))
        answers.append((question, request, *answer(opened.runtime, question, request)))
    if as_json:
        responses = [plain(response) for _, _, response, _ in answers]
        click.echo(json.dumps(responses[0] if len(responses) == 1 else responses, ensure_ascii=False, indent=2))
    else:
        for question, request, response, _ in answers:
            if len(answers) > 1:
                click.echo(click.style(f"── {question.name} ──", bold=True))
            page = DecisionPage(request.header.language)
            for decision in response.decisions:
                click.echo("\n".join(page.lines(decision, response.release)))
                click.echo()
    if sheet is not None:
        pages = []
        for question, request, response, release in answers:
            # The sheet is for the person and the office, whatever language was asked for here.
            told = response
            if request.header.language is not Language.ZH:
                header = replace(request.header, language=Language.ZH)
                told, _ = answer(opened.runtime, question, replace(request, header=header, detail=Detail.REASONS))
            documents = opened.documents[release.rules.area]
            pages += [(decision, told.release, release, documents) for decision in told.decisions]
        try:
            sheet.write_text(write_sheet(pages, today()), encoding="utf-8")
        except OSError as error:
            raise unreadable(sheet, error, language) from error
