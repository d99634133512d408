"""``chronicare diff``: how two sets of rules differ, in the words of the policy."""

from collections.abc import Mapping
from pathlib import Path

import click

from chronicare.analysis.comparison import compare
from chronicare.application.release import compile_release
from chronicare.cli.options import area_option, json_option, language_option
from chronicare.cli.output import echo_json
from chronicare.cli.pages.comparison import comparison_lines, plain_comparison
from chronicare.cli.problems import ProblemsError, SentenceError, unreadable
from chronicare.compiler import AreaRules
from chronicare.diagnostics import Diagnostics, Language, Text
from chronicare.releases.package import BrokenPackageError, read_rules

_PATH = click.Path(path_type=Path, exists=True)


@click.command(help="两套规则差在哪里：用政策的话说，谁的结论会变。OLD、NEW 是规则目录，或一个发布文件。")
@click.argument("old", metavar="OLD", type=_PATH)
@click.argument("new", metavar="NEW", type=_PATH)
@area_option
@json_option
@language_option
def diff(old: Path, new: Path, area: str, language: Language, *, as_json: bool) -> None:
    """Tell of each area what is said otherwise, from when, and who is found otherwise; exit with 1 if anything is."""
    before, after = _compiled(old, area, language), _compiled(new, area, language)
    codes = sorted(before.keys() | after.keys())
    if area and area not in codes:
        raise SentenceError(Text(f"两边都没有统筹区 {area}", f"neither has the area {area}"), language, 2)
    compared = {code: compare(before.get(code), after.get(code)) for code in codes}
    if as_json:
        echo_json([{code: plain_comparison(each) for code, each in compared.items()}])
    else:
        for code, each in compared.items():
            rules = after.get(code) or before[code]
            for line in comparison_lines(rules.name, code, each, language):
                click.echo(line)
    if any(each.differences for each in compared.values()):
        raise click.exceptions.Exit(1)


def _compiled(path: Path, area: str, language: Language) -> Mapping[str, AreaRules]:
    """Return the compiled rules of each area, or of ``area`` alone. Raises ProblemsError if any are wrong."""
    try:
        read = read_rules(path)
    except BrokenPackageError as broken:
        raise SentenceError(Text(f"{path}：{broken.reason.zh}", f"{path}: {broken.reason.en}"), language) from broken
    except OSError as error:
        raise unreadable(path, error, language) from error
    compiled: dict[str, AreaRules] = {}
    diagnostics = Diagnostics()
    for each in read.areas:
        if area and each.area != area:
            continue
        diagnostics.extend(each.diagnostics)
        if each.rules is not None:
            compiled[each.area] = compile_release(each.rules, diagnostics)
    if diagnostics.has_errors:
        raise ProblemsError(diagnostics.sorted(), language)
    return compiled
