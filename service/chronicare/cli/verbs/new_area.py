"""``chronicare new-area``: writes a folder to start a new area from, after one there is."""

from datetime import date
from pathlib import Path

import click

from chronicare.authoring.new_area import NewArea, sketch_area
from chronicare.cli.answers import answer_or_refuse
from chronicare.cli.open_rules import open_rules
from chronicare.cli.options import day_option, language_option, rules_option
from chronicare.cli.output import write_file
from chronicare.cli.problems import SentenceError
from chronicare.diagnostics import Language, Text


@click.command(
    "new-area",
    help="新开一个统筹区：照 --like 那个区的样子写一个文件夹，谁付、按什么付都在，数和原文待填；"
    "CODE 是 6 位行政区划代码，NAME 是名称。写好后运行 chronicare check，还缺什么它逐格说明。",
)
@click.argument("code", metavar="CODE")
@click.argument("name", metavar="NAME")
@click.option("--like", required=True, metavar="CODE", help="照哪个统筹区的样子")
@click.option("--folder", default="", metavar="NAME", help="文件夹名；不写即「CODE-NAME」")
@click.option("--card", "cards", multiple=True, metavar="NAME", help="只要这张待遇卡和它用到的表；可写几个，不写即全部")
@day_option
@language_option
@rules_option
def new_area(
    code: str,
    name: str,
    like: str,
    folder: str,
    cards: tuple[str, ...],
    as_of: date | None,
    language: Language,
    rules: Path,
) -> None:
    """Write the folder; refuse if it is there, if the code is none, or if there is no such card."""
    if not (code.isascii() and code.isdigit() and len(code) == 6):  # noqa: PLR2004 - GB/T 2260
        raise _refused(f"「{code}」不是 6 位行政区划代码", f"{code!r} is no 6-digit area code", language)
    target = rules / (folder or f"{code}-{name}")
    if next(rules.glob(f"{code}-*"), None) is not None or target.exists():
        raise _refused(f"{code} 已有文件夹", f"there is a folder for {code}", language)
    opened = open_rules(rules, language)
    release = answer_or_refuse(None, language, opened.runtime.catalogue.newest, like)
    if not release.rules.benefits:
        raise _refused(f"{like} 没有待遇规则可照", f"{like} has no benefit rules to start from", language)
    since = as_of or opened.today(like, language).replace(month=1, day=1)
    area, rules_of_like = NewArea(code, name, since), release.rules.benefits[-1]
    own = opened.own_folder(like)
    there_are = [table.name for table in own.of_kind("card")]
    if missing := [each for each in cards if each not in there_are]:
        raise _refused(
            f"{like} 没有待遇卡「{'」「'.join(missing)}」；有：{'、'.join(there_are)}",
            f"{like} has no card {', '.join(missing)}; there are: {', '.join(there_are)}",
            language,
        )
    files = sketch_area(area, own, rules_of_like, release.vocabulary, cards)
    draft = rules / f"_{code}"  # not read as rules while it is written
    for file, content in files.items():
        path = draft / file
        path.parent.mkdir(parents=True, exist_ok=True)
        write_file(path, content, language)
    draft.rename(target)
    told = Text(
        f"已写入 {target}：{len(files)} 个文件。先登记依据文件：chronicare cite {target} 文件 --id …；"
        f"再运行 chronicare check {rules}，直到没有问题",
        f"written to {target}: {len(files)} files. Cite the source first: chronicare cite {target} FILE --id …; "
        f"then run chronicare check {rules} until nothing is wrong",
    )
    click.echo(told.in_language(language))


def _refused(zh: str, en: str, language: Language) -> SentenceError:
    return SentenceError(Text(zh, en), language, 2)
