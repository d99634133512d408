"""``chronicare book``: the rule set as a book, to be read against the manual and signed."""

from pathlib import Path

import click

from chronicare.authoring.book import write_html, write_markdown
from chronicare.cli.opening import open_rules
from chronicare.cli.options import area_option, language_option, rules_option
from chronicare.diagnostics import Language

_WRITERS = {".html": write_html, ".md": write_markdown}


@click.command(help="把规则写成书：OUT 以 .html（一页自足的网页，可打印）或 .md 结尾；- 为标准输出的 Markdown。")
@click.argument("out", type=click.Path(path_type=Path, allow_dash=True))
@area_option
@language_option
@rules_option
def book(out: Path, area: str, language: Language, rules: Path) -> None:
    """Write the book of one area to ``out``."""
    opened = open_rules(rules, language)
    code = opened.area(area, language)
    release = next((each for each in opened.releases if each.rules.area == code), None)
    if release is None:
        raise click.UsageError(f"没有统筹区 {code} 的规则")
    if str(out) == "-":
        click.echo(write_markdown(release, opened.documents[code]), nl=False)
        return
    writer = _WRITERS.get(out.suffix)
    if writer is None:
        raise click.UsageError("OUT 须以 .html 或 .md 结尾")
    out.write_text(writer(release, opened.documents[code]), encoding="utf-8")
    click.echo(f"已写入 {out}：{len(release.deciders)} 个病种")
