"""Options that several verbs share."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from chronicare.cli.output import LANGUAGE
from chronicare.diagnostics import Language

Command = Callable[..., Any]


def rules_option(command: Command) -> Command:
    """Add ``--rules``: the rule directory."""
    return click.option(
        "--rules",
        type=click.Path(path_type=Path, file_okay=False),
        envvar="CHRONICARE_RULES",
        default=Path("rules"),
        show_default=True,
        show_envvar=True,
        help="规则目录",
    )(command)


def language_option(command: Command) -> Command:
    """Add ``--lang``: the language of what is told."""
    return click.option(
        "--lang",
        "language",
        type=click.Choice([each.value for each in Language]),
        default=Language.ZH.value,
        show_default=True,
        callback=_remembered,
        help="输出语言",
    )(command)


def _remembered(context: click.Context, _option: click.Parameter, value: str) -> Language:
    """Keep the language, for what goes wrong outside the command."""
    language = Language(value)
    context.meta[LANGUAGE] = language
    return language


def json_option(command: Command) -> Command:
    """Add ``--json``: an answer for machines."""
    return click.option("--json", "as_json", is_flag=True, help="输出 JSON（字段同 protos/）")(command)


def area_option(command: Command) -> Command:
    """Add ``--area``: the pooling area."""
    return click.option("--area", default="", help="统筹区代码；只有一个统筹区时可不写")(command)


def day_option(command: Command) -> Command:
    """Add ``--as-of``, also ``--date``: the day for which rules are wanted."""
    return click.option(
        "--as-of",
        "--date",
        "as_of",
        type=click.DateTime(["%Y-%m-%d"]),
        callback=lambda _context, _option, value: None if value is None else value.date(),
        help="按哪一天有效的规则；默认当地今天",
    )(command)


def equated(written: str) -> Callable[[click.Context, click.Parameter, tuple[str, ...]], list[tuple[str, str]]]:
    """Return the callback that reads values of the form ``written``: ``名称=值``."""

    def read(_context: click.Context, option: click.Parameter, given: tuple[str, ...]) -> list[tuple[str, str]]:
        pairs = []
        for each in given:
            name, equals, value = each.partition("=")
            if not equals or not name.strip():
                raise click.BadParameter(f"「{each}」应写成 {written}", param=option)
            pairs.append((name.strip(), value.strip()))
        return pairs

    return read


def assuming_options(command: Command) -> Command:
    """Add ``--reading``, readings to put in force, and ``--assume-usual``: facts not stated are as usual."""
    written = "开关=读法"
    usual = click.option("--assume-usual", is_flag=True, help="没有写明的事项，有惯常值的取惯常值，并一一说明")
    readings = click.option(
        "--reading",
        "readings",
        multiple=True,
        callback=equated(written),
        metavar=written,
        help="假设开关取这一读法，可写多个",
    )
    return readings(usual(command))
