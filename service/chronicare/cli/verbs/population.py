"""``chronicare population``: all persons of a province, out of a Parquet file and into one, a part at a time."""

import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from chronicare.application.impact import Side
from chronicare.application.persons import check_headings
from chronicare.application.release import Release
from chronicare.cli.open_rules import open_rules
from chronicare.cli.options import area_option, json_option, language_option, rules_option
from chronicare.cli.output import echo_json, progress
from chronicare.cli.problems import ProblemsError, SentenceError, unreadable
from chronicare.diagnostics import Diagnostics, Language, Text
from chronicare.recognition.decision import Outcome
from chronicare.recognition.result_wording import outcome_text

if TYPE_CHECKING:
    from chronicare.population.counts import Counts
    from chronicare.population.parts import Part

_IN = click.Path(path_type=Path, exists=True, dir_okay=False)
_OUT = click.Path(path_type=Path, dir_okay=False)
_THIS_MACHINE = "local"
_OUTCOMES = (Outcome.DOES_NOT_MEET, Outcome.UNDECIDED, Outcome.MEETS)


@dataclass(frozen=True, slots=True)
class _How:
    """Which entries (none: all) are decided, by how many processes or which cluster, and whether from the start."""

    entries: tuple[str, ...]
    workers: int | None
    cluster: str | None
    anew: bool


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
@click.option("--workers", type=click.IntRange(1), help="用几个进程（不写即处理器的个数）")
@click.option(
    "--ray",
    "cluster",
    is_flag=False,
    flag_value=_THIS_MACHINE,
    metavar="[ADDRESS]",
    help="分给这个 Ray 集群（不写地址即在本机起一个）；各台机器须能读写同样的文件",
)
@click.option("--anew", is_flag=True, help="不接着上次的办，从头来")
@rules_option
@area_option
@json_option
@language_option
def decide(
    source: Path,
    output: Path,
    rules: Path,
    area: str,
    language: Language,
    *,
    as_json: bool,
    **wanted: Any,  # noqa: ANN401 - the options that say how it is done
) -> None:
    """Decide all, and say what they came to; exit with 1 if rows are refused."""
    how = _How(**wanted)
    try:
        # These take as long to load as all the rest: only who asks about a population waits for them.
        from chronicare.population import parts, running  # noqa: PLC0415
    except ImportError as missing:
        sentence = Text(
            "要用 Python 包 numpy、pyarrow：pip install 'chronicare[columnar]'",
            "this needs the Python packages numpy and pyarrow: pip install 'chronicare[columnar]'",
        )
        raise SentenceError(sentence, language, 2) from missing
    opened = open_rules(rules, language)
    area = opened.area(area, language)
    release = opened.release(area)
    names = _entries(release, how.entries, language)
    divided = _parts(source, release, language)
    digest = parts.digest_of_file(source)
    job = parts.Job(
        verb="decide", area=area, rules=release.digest, input=digest, language=language.value, entries=how.entries
    )
    task = running.Task(job, rules.resolve(), source.resolve(), output.resolve())
    if how.anew:
        shutil.rmtree(parts.PartFolder(task.output).path, ignore_errors=True)
    try:
        with progress(Text("判定", "deciding"), sum(each.rows for each in divided), language) as advance:
            counts = running.run(
                task,
                divided,
                lambda each: advance(each.rows),
                Side(opened.runtime, release),
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
    if as_json:
        echo_json([counts.model_dump()])
    else:
        for line in _lines(counts, names, language):
            click.echo(line)
    if counts.refused:
        raise click.exceptions.Exit(1)


def _entries(release: Release, codes: tuple[str, ...], language: Language) -> Mapping[str, Text]:
    """Return the names of the entries to decide. Raises SentenceError if there is none, or not one that is named."""
    names = {each.entry.code: each.entry.name for each in release.deciders}
    unknown = [code for code in codes if code not in names]
    if unknown or not names:
        listed = "、".join(unknown) or release.rules.name.zh
        sentence = Text(f"没有病种：{listed}", f"no such disease entry: {', '.join(unknown) or release.rules.name.en}")
        raise SentenceError(sentence, language)
    return {code: name for code, name in names.items() if not codes or code in codes}


def _parts(source: Path, release: Release, language: Language) -> "list[Part]":
    """Return the parts of the file. Raises ProblemsError with everything wrong with its form and its headings."""
    from chronicare.formats.persons_parquet import open_persons  # noqa: PLC0415 - as above
    from chronicare.population.parts import parts_of  # noqa: PLC0415

    diagnostics = Diagnostics()
    try:
        with source.open("rb") as data:
            persons = open_persons(data, str(source), diagnostics)
            if persons is not None:
                check_headings(persons.headings, [release.vocabulary], diagnostics)
            if persons is None or diagnostics.has_errors:
                raise ProblemsError(diagnostics.sorted(), language)
            return parts_of(persons.parquet.metadata)
    except OSError as error:
        raise unreadable(source, error, language) from error


def _lines(counts: "Counts", names: Mapping[str, Text], language: Language) -> Iterator[str]:
    """Say what the rows came to."""
    yield Text(
        f"{counts.rows:,} 人，不能判定 {counts.refused:,} 人；判定 {counts.decisions:,} 次，"
        f"其中逐人 {counts.row_by_row:,} 次",
        f"{counts.rows:,} persons, {counts.refused:,} refused; {counts.decisions:,} decisions, "
        f"{counts.row_by_row:,} of them one by one",
    ).in_language(language)
    words = [outcome_text(each, language) for each in _OUTCOMES]
    for code, found in counts.outcomes.items():
        told = "，".join(f"{word} {count:,}" for word, count in zip(words, found, strict=True))
        yield f"{code} {names[code].in_language(language)}：{told}"
