"""``chronicare config``: how a service would be set up, checked and shown before it is started."""

import os
from collections.abc import Mapping
from pathlib import Path

import click

from chronicare.cli.options import language_option
from chronicare.cli.problems import ProblemsError, unreadable
from chronicare.diagnostics import DiagnosticError, Language
from chronicare.rpc.access.files import problems_of
from chronicare.rpc.configuration import Configuration, read_configuration
from chronicare.rpc.recording.opening import problems_of_record

FILE_VARIABLE = "CHRONICARE_CONFIG"


@click.group(help="服务的配置：启动以前检查，看实际取值。")
def config() -> None:
    """Gather the commands."""


_file = click.argument("file", metavar="[FILE]", type=click.Path(path_type=Path), required=False, envvar=FILE_VARIABLE)


@config.command(help="检查配置文件（连同环境变量）和它所指的证书、公钥、调用方；有错的逐项写明。")
@_file
@language_option
def check(file: Path | None, language: Language) -> None:
    """Refuse a configuration with everything that is wrong."""
    opened(file, {}, language)
    click.echo("配置没有错" if language is Language.ZH else "the configuration is right", err=True)


@config.command(help="列出实际取值，写明来自文件还是环境变量；地址里的密码不显示。")
@_file
@language_option
def show(file: Path | None, language: Language) -> None:
    """Write the settings as a file would have them."""
    for line in opened(file, {}, language).lines():
        click.echo(line)


def opened(file: Path | None, flags: Mapping[str, object], language: Language) -> Configuration:
    """Return the configuration. Raises ProblemsError with everything that is wrong with it and the files it names."""
    try:
        configuration = read_configuration(file, os.environ, flags)
    except DiagnosticError as refused:
        raise ProblemsError(refused.diagnostics, language) from refused
    except OSError as error:
        raise unreadable(file or Path(), error, language) from error
    problems = (*problems_of(configuration.settings), *problems_of_record(configuration.settings))
    if problems:
        raise ProblemsError(problems, language)
    return configuration
