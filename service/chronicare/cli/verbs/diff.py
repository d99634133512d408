"""``chronicare diff``: how two sets of rules differ, in the words of the policy."""

from pathlib import Path

import click

from chronicare.analysis.comparison import compare
from chronicare.cli.compiled_rules import compiled_rules
from chronicare.cli.options import area_option, json_option, language_option
from chronicare.cli.output import echo_json, progress
from chronicare.cli.pages.comparison import comparison_lines, plain_comparison
from chronicare.cli.problems import SentenceError
from chronicare.diagnostics import Language, Text

_PATH = click.Path(path_type=Path, exists=True)


@click.command(help="两套规则差在哪里：用政策的话说，谁的结论会变。OLD、NEW 是规则目录，或一个发布文件。")
@click.argument("old", metavar="OLD", type=_PATH)
@click.argument("new", metavar="NEW", type=_PATH)
@area_option
@json_option
@language_option
def diff(old: Path, new: Path, area: str, language: Language, *, as_json: bool) -> None:
    """Tell of each area what is said otherwise, from when, and who is found otherwise; exit with 1 if anything is."""
    before, after = compiled_rules(old, area, language), compiled_rules(new, area, language)
    codes = sorted(before.keys() | after.keys())
    if area and area not in codes:
        raise SentenceError(Text(f"两边都没有统筹区 {area}", f"neither has the area {area}"), language, 2)
    compared = {}
    with progress(Text("比较", "comparing"), len(codes), language) as advance:
        for code in codes:
            compared[code] = compare(before.get(code), after.get(code))
            advance()
    if as_json:
        echo_json([{code: plain_comparison(each) for code, each in compared.items()}])
    else:
        for code, each in compared.items():
            rules = after.get(code) or before[code]
            for line in comparison_lines(rules.name, code, each, language):
                click.echo(line)
    if any(each.differences for each in compared.values()):
        raise click.exceptions.Exit(1)
