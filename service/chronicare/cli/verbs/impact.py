"""``chronicare impact``: the same cases, persons and bills under two sets of rules: who gains, who loses, how much."""

from collections.abc import Iterable
from pathlib import Path

import click

from chronicare.analysis.impact import Effect, Impact
from chronicare.application.errors import ApplicationError
from chronicare.application.impact import Side, case_subjects, weigh
from chronicare.cli.open_rules import OpenedRules, open_rules
from chronicare.cli.options import area_option, json_option, language_option
from chronicare.cli.output import echo_json
from chronicare.cli.pages.impact import impact_lines, plain_impact
from chronicare.cli.problems import SentenceError, refusal_of
from chronicare.diagnostics import Language, Text

_PATH = click.Path(path_type=Path, exists=True)


@click.command(
    help="改了规则影响谁：同样的人和账单按两套规则各办一次，谁得益、谁受损、多少、由哪一行。"
    "OLD、NEW 是规则目录，或一个发布文件；不写别的，即用 NEW 里的案例。"
)
@click.argument("old", metavar="OLD", type=_PATH)
@click.argument("new", metavar="NEW", type=_PATH)
@area_option
@json_option
@language_option
def impact(old: Path, new: Path, area: str, language: Language, *, as_json: bool) -> None:
    """Tell of each area whom the new rules hit; exit with 1 if anybody is."""
    before, after = open_rules(old, language), open_rules(new, language)
    found = {code: _by_cases(before, after, code, language) for code in _areas(before, after, area, language)}
    if as_json:
        echo_json([{code: plain_impact(each, language) for code, each in found.items()}])
    else:
        for code, each in found.items():
            for line in impact_lines(after.release(code).rules.name, code, each, language):
                click.echo(line)
    if any(len(each.of(Effect.SAME)) < len(each.people) for each in found.values()):
        raise click.exceptions.Exit(1)


def _areas(before: OpenedRules, after: OpenedRules, area: str, language: Language) -> Iterable[str]:
    """Return the areas to compare: ``area``, or all that both have. Raises SentenceError if there is none."""
    both = [code for code in after.areas if code in before.areas]
    if area and area not in both:
        raise SentenceError(Text(f"两边没有都有统筹区 {area}", f"not both have the area {area}"), language, 2)
    if not both:
        raise SentenceError(Text("两边没有同一个统筹区", "there is no area that both have"), language, 2)
    return [area] if area else both


def _by_cases(before: OpenedRules, after: OpenedRules, area: str, language: Language) -> Impact:
    try:
        return weigh(_side(before, area), _side(after, area), case_subjects(after.cases(area)), language)
    except ApplicationError as error:
        raise refusal_of(error, language) from error


def _side(opened: OpenedRules, area: str) -> Side:
    return Side(opened.runtime, opened.release(area))
