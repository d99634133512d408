"""``chronicare book``: the rule set as a book, to be read against the manual, signed, and confirmed."""

from pathlib import Path

import click

from chronicare.authoring.book import EVERY_PART, Part, write_html, write_markdown
from chronicare.cli.answers import answer_or_refuse
from chronicare.cli.open_rules import open_rules
from chronicare.cli.options import area_option, language_option, rules_option
from chronicare.cli.output import write_file
from chronicare.diagnostics import Language

_WRITERS = {".html": write_html, ".md": write_markdown}


@click.command(
    help="把规则写成书：OUT 以 .html（一页自足的网页，可打印）或 .md 结尾；- 为标准输出的 Markdown。"
    "书有四部分：病种（entries）、待遇卡（cards，每张一页）、待遇与办事各表和各类结算的支付次序（benefits）、"
    "待医保局确认的登记册（register）。"
)
@click.argument("out", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--only", type=click.Choice([each.value for each in Part]), help="只写其中一部分；如 register 即登记册")
@area_option
@language_option
@rules_option
def book(out: Path, only: str | None, area: str, language: Language, rules: Path) -> None:
    """Write the book of one area, or one part of it, to ``out``."""
    opened = open_rules(rules, language)
    code = opened.area(area, language)
    release = answer_or_refuse(None, language, opened.runtime.catalogue.newest, code)
    parts = EVERY_PART if only is None else {Part(only)}
    folder = opened.folder(code)
    if str(out) == "-":
        click.echo(write_markdown(release, folder, parts), nl=False)
        return
    writer = _WRITERS.get(out.suffix)
    if writer is None:
        raise click.UsageError("OUT 须以 .html 或 .md 结尾")
    write_file(out, writer(release, folder, parts).encode(), language)
    counted = f"：{len(release.deciders)} 个病种" if Part.ENTRIES in parts else ""
    click.echo(f"已写入 {out}{counted}")
