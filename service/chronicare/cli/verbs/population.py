"""``chronicare population``: all persons of a province, out of a Parquet file and into one, a part at a time."""

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from chronicare.application.impact import Side
from chronicare.application.persons import check_headings
from chronicare.application.release import Release
from chronicare.benefits.money import fen_text, grouped
from chronicare.cli.open_rules import OpenedRules, open_rules
from chronicare.cli.options import area_option, json_option, language_option, rules_option
from chronicare.cli.output import echo_json, progress
from chronicare.cli.problems import ProblemsError, SentenceError, unreadable
from chronicare.diagnostics import Diagnostics, Language, Text

if TYPE_CHECKING:
    from chronicare.population.counts import Counts
    from chronicare.population.parts import Part

_IN = click.Path(path_type=Path, exists=True, dir_okay=False)
_OUT = click.Path(path_type=Path, dir_okay=False)
_THIS_MACHINE = "local"
_Command = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class _How:
    """By how many processes (``None``: as many as processors) or which cluster it is done, and whether from the start.

    Also in which language, and whether what it came to is told to a machine.
    """

    workers: int | None
    cluster: str | None
    anew: bool
    as_json: bool
    language: Language


def _how_options(command: _Command) -> _Command:
    """Add the options that say how it is done."""
    options = (
        click.option("--workers", type=click.IntRange(1), help="用几个进程（不写即处理器的个数）"),
        click.option(
            "--ray",
            "cluster",
            is_flag=False,
            flag_value=_THIS_MACHINE,
            metavar="[ADDRESS]",
            help="分给这个 Ray 集群（不写地址即在本机起一个）；各台机器须能读写同样的文件",
        ),
        click.option("--anew", is_flag=True, help="不接着上次的办，从头来"),
        area_option,
        json_option,
        language_option,
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.group(
    help="一省的人一次办完：从 Parquet 文件读，写成 Parquet 文件；中断后再运行同一条命令，从停下的地方接着办。"
)
def population() -> None:
    """Gather the verbs about whole populations."""


@population.command(
    help="判定每个人的每个病种。IN 一人一行，列名写 编号、日期、出生日期、记录完整，和所见的名称；"
    "OUT 每个病种一列结论、一列依据的行（文件:行号），末列「问题」写不能判定的原因。"
)
@click.argument("source", metavar="IN", type=_IN)
@click.argument("output", metavar="OUT", type=_OUT)
@click.option("--entry", "entries", multiple=True, metavar="CODE", help="只判这个病种（可写几次；不写即全部）")
@rules_option
@_how_options
def decide(
    source: Path,
    output: Path,
    entries: tuple[str, ...],
    rules: Path,
    area: str,
    **how: Any,  # noqa: ANN401 - see _How
) -> None:
    """Decide all, and say what they came to; exit with 1 if rows are refused."""
    wanted = _How(**how)
    opened = open_rules(rules, wanted.language)
    side = _side(opened, area, wanted.language)
    names = {each.entry.code: each.entry.name for each in side.release.deciders}
    unknown = [code for code in entries if code not in names]
    if unknown or not names:
        listed = "、".join(unknown) or side.release.rules.name.zh
        other = ", ".join(unknown) or side.release.rules.name.en
        raise SentenceError(Text(f"没有病种：{listed}", f"no such disease entry: {other}"), wanted.language)
    counts = _run("decide", source, output, rules, side, wanted, entries=entries)
    _tell(counts, names, wanted)


@population.command(
    help="结算每一笔账单。IN 一笔一行，列名同 impact --persons 的标题；"
    "OUT 结果、每个支付方付多少、个人负担（元）、依据的行，没有结算的写说明，末列「问题」写不能结算的原因。"
)
@click.argument("source", metavar="IN", type=_IN)
@click.argument("output", metavar="OUT", type=_OUT)
@click.option("--assume-usual", is_flag=True, help="账单没有写明的事项，有惯常值的取惯常值")
@rules_option
@_how_options
def settle(
    source: Path,
    output: Path,
    rules: Path,
    area: str,
    *,
    assume_usual: bool,
    **how: Any,  # noqa: ANN401 - see _How
) -> None:
    """Settle all, and say what they came to; exit with 1 if rows are refused."""
    wanted = _How(**how)
    side = _side(open_rules(rules, wanted.language), area, wanted.language)
    _tell(_run("settle", source, output, rules, side, wanted, assume_usual=assume_usual), {}, wanted)


@population.command(
    help="改了规则影响谁：IN 的每一行按 OLD、NEW 两套规则各办一次。IN 的列名同 impact --persons 的标题；"
    "OUT 写影响、原来与现在的结果和支付（元）、多付多少。"
)
@click.argument("old", metavar="OLD", type=click.Path(path_type=Path, exists=True))
@click.argument("new", metavar="NEW", type=click.Path(path_type=Path, exists=True))
@click.argument("source", metavar="IN", type=_IN)
@click.argument("output", metavar="OUT", type=_OUT)
@click.option("--assume-usual", is_flag=True, help="账单没有写明的事项，有惯常值的取惯常值")
@_how_options
def impact(
    old: Path,
    new: Path,
    source: Path,
    output: Path,
    area: str,
    *,
    assume_usual: bool,
    **how: Any,  # noqa: ANN401 - see _How
) -> None:
    """Ask all of both, and say whom the new rules hit; exit with 1 if rows are refused."""
    wanted = _How(**how)
    after = _side(open_rules(new, wanted.language), area, wanted.language)
    before = _side(open_rules(old, wanted.language), after.release.rules.area, wanted.language)
    counts = _run("impact", source, output, new, after, wanted, assume_usual=assume_usual, before=(old, before))
    _tell(counts, {}, wanted)


def _side(opened: OpenedRules, area: str, language: Language) -> Side:
    return Side(opened.runtime, opened.release(opened.area(area, language)))


def _run(
    verb: str,
    source: Path,
    output: Path,
    rules: Path,
    side: Side,
    how: _How,
    *,
    before: tuple[Path, Side] | None = None,
    **asked: Any,  # noqa: ANN401 - the fields of the job that say what is asked
) -> "Counts":
    """Do the whole job. Raises SentenceError or ProblemsError with what stands in its way."""
    language = how.language
    try:
        # These take as long to load as all the rest: only who asks about a population waits for them.
        from chronicare.population import parts, running  # noqa: PLC0415
    except ImportError as missing:
        sentence = Text(
            "要用 Python 包 numpy、pyarrow：pip install 'chronicare[columnar]'",
            "this needs the Python packages numpy and pyarrow: pip install 'chronicare[columnar]'",
        )
        raise SentenceError(sentence, language, 2) from missing
    old_path, old_side = before or (None, None)
    divided = _parts(source, [each.release for each in (old_side, side) if each is not None], language)
    job = parts.Job(
        verb=verb,
        area=side.release.rules.area,
        rules=side.release.digest,
        input=parts.digest_of_file(source),
        language=language.value,
        before="" if old_side is None else old_side.release.digest,
        **asked,
    )
    resolved = None if old_path is None else old_path.resolve()
    task = running.Task(job, rules.resolve(), source.resolve(), output.resolve(), resolved)
    if how.anew:
        shutil.rmtree(parts.PartFolder(task.output).path, ignore_errors=True)
    try:
        with progress(Text("已办", "done"), sum(each.rows for each in divided), language) as advance:
            return running.run(
                task,
                divided,
                lambda each: advance(each.rows),
                running.worker_of(job, side, old_side),
                workers=how.workers or os.cpu_count() or 1,
                cluster="" if how.cluster == _THIS_MACHINE else how.cluster,
            )
    except parts.OtherJobError as other:
        sentence = Text(
            f"{other} 里是没有办完的另一件事（规则、名单或选项不同）：删掉它，或加 --anew 从头来",
            f"{other} holds something else, not done yet (other rules, persons or options): remove it, or add --anew",
        )
        raise SentenceError(sentence, language) from other
    except running.WorkFailedError as failed:
        sentence = Text(f"没有办完：{failed}；已办好的部分留着", f"not done: {failed}; what was done is kept")
        raise SentenceError(sentence, language, 2) from failed
    except ImportError as missing:
        sentence = Text(
            "要用 Python 包 ray：pip install 'chronicare[ray]'",
            "this needs the Python package ray: pip install 'chronicare[ray]'",
        )
        raise SentenceError(sentence, language, 2) from missing
    except OSError as error:
        raise unreadable(output, error, language) from error


def _parts(source: Path, releases: list[Release], language: Language) -> "list[Part]":
    """Return the parts of the file. Raises ProblemsError with everything wrong with its form and its headings."""
    from chronicare.formats.persons_parquet import open_persons  # noqa: PLC0415 - as above
    from chronicare.population.parts import parts_of  # noqa: PLC0415

    diagnostics = Diagnostics()
    try:
        with source.open("rb") as data:
            persons = open_persons(data, str(source), diagnostics)
            if persons is not None:
                check_headings(persons.headings, [each.vocabulary for each in releases], diagnostics)
            if persons is None or diagnostics.has_errors:
                raise ProblemsError(diagnostics.sorted(), language)
            return parts_of(persons.parquet.metadata)
    except OSError as error:
        raise unreadable(source, error, language) from error


def _tell(counts: "Counts", names: Mapping[str, Text], how: _How) -> None:
    """Say what the rows came to; exit with 1 if some are refused."""
    if how.as_json:
        echo_json([counts.model_dump()])
    else:
        for line in _lines(counts, names, how.language):
            click.echo(line)
    if counts.refused:
        raise click.exceptions.Exit(1)


def _lines(counts: "Counts", names: Mapping[str, Text], language: Language) -> Iterator[str]:
    yield Text(
        f"{counts.rows:,} 行，不能作答 {counts.refused:,} 行；作答 {counts.decisions:,} 次，"
        f"其中逐行 {counts.row_by_row:,} 次",
        f"{counts.rows:,} rows, {counts.refused:,} refused; {counts.decisions:,} answers, "
        f"{counts.row_by_row:,} of them row by row",
    ).in_language(language)
    for code, found in counts.outcomes.items():
        told = "，".join(f"{outcome} {count:,}" for outcome, count in found.items())
        yield f"{code} {names[code].in_language(language)}：{told}" if code else told
    for payer, fen in counts.fen.items():
        amount = grouped(fen_text(fen))
        yield Text(f"{payer}：{amount} 元", f"{payer}: {amount} CNY").in_language(language)
