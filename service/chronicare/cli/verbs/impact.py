"""``chronicare impact``: the same cases, persons and bills under two sets of rules: who gains, who loses, how much."""

import sys
from collections.abc import Iterable, Sequence, Sized
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

import click

from chronicare.analysis.impact import Effect, Impact
from chronicare.application.errors import ApplicationError
from chronicare.application.generated import generate
from chronicare.application.impact import Side, Subject, case_subjects, weigh
from chronicare.application.persons import PersonSubject, check_headings
from chronicare.authoring.impact_page import ImpactOf, write_impact
from chronicare.cli.open_rules import OpenedRules, open_rules
from chronicare.cli.options import area_option, json_option, language_option
from chronicare.cli.output import echo_json, progress, write_file
from chronicare.cli.pages.impact import impact_lines, plain_impact, reason_text
from chronicare.cli.problems import ProblemsError, SentenceError, refusal_of, unreadable
from chronicare.cli.requests.files import STANDARD_INPUT, shown_name
from chronicare.diagnostics import Diagnostic, DiagnosticError, Diagnostics, Language, Text
from chronicare.formats import AnyCaseFile
from chronicare.formats.persons_csv import PersonsInRows, open_persons, write_persons
from chronicare.tables import Row

if TYPE_CHECKING:
    from chronicare.formats.persons_parquet import PersonsInColumns

_PARQUET = ".parquet"
MAX_GENERATED = 1_000_000
_PATH = click.Path(path_type=Path, exists=True)


@dataclass(frozen=True, slots=True)
class _Asked:
    """Who is asked about: the persons of a file, so many that are drawn (and saved), the cases."""

    persons: str
    count: int | None
    seed: int
    save: Path | None
    with_cases: bool
    assume_usual: bool


@click.command(
    help="改了规则影响谁：同样的人和账单按两套规则各办一次，谁得益、谁受损、多少、由哪一行。"
    "OLD、NEW 是规则目录，或一个发布文件；不写别的，即用 NEW 里的案例。"
)
@click.argument("old", metavar="OLD", type=_PATH)
@click.argument("new", metavar="NEW", type=_PATH)
@click.option("--cases", "with_cases", is_flag=True, help="用 NEW 的表旁边的案例（没有写别的时即如此）")
@click.option(
    "--persons",
    "persons",
    default="",
    metavar="FILE",
    help="用这些人和账单（CSV，多大都行；或 .parquet），一行一个；"
    "标题写 编号、日期、总费用（账单）或认定病种（认定），和事项、所见的名称",
)
@click.option("--generate", "count", type=click.IntRange(1, MAX_GENERATED), help="用生成的这么多人（账单、认定轮流）")
@click.option("--seed", default=1, show_default=True, help="生成的种子：同样的种子，同样的人")
@click.option("--save", type=click.Path(path_type=Path, dir_okay=False), help="把生成的人写成 --persons 读的文件")
@click.option("--html", type=click.Path(path_type=Path, dir_okay=False), help="写成一页（图表，每人两份说明对照）")
@click.option("--assume-usual", is_flag=True, help="账单没有写明的事项，有惯常值的取惯常值")
@area_option
@json_option
@language_option
def impact(
    old: Path,
    new: Path,
    html: Path | None,
    area: str,
    language: Language,
    *,
    as_json: bool,
    **wanted: Any,  # noqa: ANN401 - the options that say who is asked about
) -> None:
    """Tell of each area whom the new rules hit; exit with 1 if anybody is."""
    asked = _Asked(**wanted)
    before, after = open_rules(old, language), open_rules(new, language)
    if asked.persons or asked.count:
        area = after.area(area, language)
    found: dict[str, Impact] = {}
    broken: list[Diagnostic] = []
    for code in _areas(before, after, area, language):
        try:
            sides = _side(before, code), _side(after, code)
            subjects = _subjects(asked, *sides, after.cases(code), language)
            with progress(Text(code, code), subjects.total, language) as advance:
                found[code] = weigh(*sides, subjects.each, language, advance)
        except ApplicationError as error:
            raise refusal_of(error, language) from error
        except DiagnosticError as wrong:  # further down in a large file
            raise ProblemsError(wrong.diagnostics, language) from wrong
        except ProblemsError as problems:  # the rules of one area that are wrong keep no other from its answer
            broken += problems.diagnostics
    if html is not None:
        page = write_impact(
            [
                ImpactOf(code, after.release(code).rules.name, each, lambda one: reason_text(one, Language.ZH))
                for code, each in found.items()
            ]
        )
        write_file(html, page.encode(), language)
    if as_json:
        echo_json([{code: plain_impact(each, language) for code, each in found.items()}])
    else:
        for code, each in found.items():
            for line in impact_lines(after.release(code).rules.name, code, each, language):
                click.echo(line)
    if broken:
        raise ProblemsError(broken, language)
    if any(each.count(Effect.SAME) < each.asked for each in found.values()):
        raise click.exceptions.Exit(1)


def _areas(before: OpenedRules, after: OpenedRules, area: str, language: Language) -> Iterable[str]:
    """Return the areas to compare: ``area``, or all that both have. Raises SentenceError if there is none."""
    both = [code for code in after.areas if code in before.areas]
    if area and area not in both:
        raise SentenceError(Text(f"两边没有都有统筹区 {area}", f"not both have the area {area}"), language, 2)
    if not both:
        raise SentenceError(Text("两边没有同一个统筹区", "there is no area that both have"), language, 2)
    return [area] if area else both


class _Subjects(NamedTuple):
    """Those asked about, and how many they are as far as that is known before they are read."""

    each: Iterable[Subject]
    total: int


def _subjects(asked: _Asked, old: Side, new: Side, cases: Iterable[AnyCaseFile], language: Language) -> _Subjects:
    """Return those asked about. Raises ProblemsError or ApplicationError if they cannot be read or drawn."""
    usual = asked.assume_usual
    every: list[Iterable[Subject]] = []
    count = 0
    if asked.persons:
        read = _persons(asked.persons, (old, new), language)
        every.append(PersonSubject(row, usual) for row in read)
        count += len(read) if isinstance(read, Sized) else 0
    if asked.count:
        rows = generate(asked.count, asked.seed, old, new, assume_usual=usual)
        if asked.save is not None:
            kept = tuple(rows)
            write_file(asked.save, write_persons(kept), language)
            rows = iter(kept)
        every.append(PersonSubject(row, usual) for row in rows)
        count += asked.count
    if asked.with_cases or not (asked.persons or asked.count):
        files = tuple(cases)
        every.append(case_subjects(files))
        count += sum(len(file.cases) for file in files)
    return _Subjects(chain.from_iterable(every), count)


def _persons(file: str, sides: Sequence[Side], language: Language) -> Iterable[Row]:
    """Return the rows of ``file``. Raises ProblemsError with everything wrong with its form and its headings."""
    diagnostics = Diagnostics()
    rows: Iterable[Row]
    if file.lower().endswith(_PARQUET):
        columns = _columns(Path(file), diagnostics, language)
        rows, headings = columns or (), {} if columns is None else columns.headings
    else:
        rows = open_persons(_open(file, language), shown_name(file), diagnostics)
        first = next(iter(rows), None) if isinstance(rows, tuple) else None
        headings = rows.headings if isinstance(rows, PersonsInRows) else first.cells if first is not None else {}
    check_headings(headings, [each.release.vocabulary for each in sides], diagnostics)
    if diagnostics.has_errors:
        raise ProblemsError(diagnostics.sorted(), language)
    return rows


def _columns(file: Path, diagnostics: Diagnostics, language: Language) -> "PersonsInColumns | None":
    """Return the rows of a Parquet file. Raises SentenceError if it, or the library for it, is not there."""
    try:
        # The library takes as long to load as all the rest: only who has such a file waits for it.
        from chronicare.formats.persons_parquet import open_persons as open_columns  # noqa: PLC0415
    except ImportError as missing:
        sentence = Text(
            "读 Parquet 文件要用 Python 包 pyarrow：pip install 'chronicare[parquet]'；或把名单存成 CSV",
            "Parquet files need the Python package pyarrow: pip install 'chronicare[parquet]'; or save it as CSV",
        )
        raise SentenceError(sentence, language, 2) from missing
    return open_columns(_open(str(file), language), str(file), diagnostics)


def _open(file: str, language: Language) -> BinaryIO:
    """Open ``file`` until the command ends, or standard input for ``-``. Raises SentenceError if it cannot be."""
    if file == STANDARD_INPUT:
        return sys.stdin.buffer
    try:
        data = Path(file).open("rb")  # noqa: SIM115 - read as the command goes on
    except OSError as error:
        raise unreadable(Path(file), error, language) from error
    click.get_current_context().call_on_close(data.close)
    return data


def _side(opened: OpenedRules, area: str) -> Side:
    return Side(opened.runtime, opened.release(area))
