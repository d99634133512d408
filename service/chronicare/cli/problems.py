"""How the command line says that something is wrong: one line for each problem, no traceback, a telling exit code.

Exit codes::

    0    done
    1    the rules or the request are wrong, or do not come out as they must; every problem is told
    2    the command was called wrongly or could not do its work
"""

import errno
from collections.abc import Iterable
from pathlib import Path

import click

from chronicare.application.errors import (
    ApplicationError,
    EngineFailedError,
    EvaluatorsDisagreeError,
    InvalidRequestError,
)
from chronicare.diagnostics import Diagnostic, Language, Text

_REASONS = {
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已用完",
    errno.EROFS: "所在的磁盘只读",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EISDIR: "是文件夹，不是文件",
}


class ProblemsError(click.ClickException):
    """The rules or a request are refused; ``diagnostics`` are all that is wrong. Exits with 1."""

    exit_code = 1

    def __init__(self, diagnostics: Iterable[Diagnostic], language: Language) -> None:
        """Keep the diagnostics in their order, to be told in ``language``."""
        self.diagnostics = tuple(diagnostics)
        self.language = language
        super().__init__("\n".join(each.render(language) for each in self.diagnostics))

    def show(self, file: object = None) -> None:  # noqa: ARG002 - the signature click calls it by
        """Write the diagnostics to standard error, one on each line."""
        tell(self.diagnostics, self.language)


class SentenceError(click.ClickException):
    """There is one thing to say, and it is this sentence. Exits with 1, or with the code given."""

    def __init__(self, sentence: Text, language: Language, exit_code: int = 1) -> None:
        """Keep the sentence and the code."""
        super().__init__(sentence.in_language(language))
        self.exit_code = exit_code  # type: ignore[misc] # click declares it for the class, and reads it off the object

    def show(self, file: object = None) -> None:  # noqa: ARG002 - the signature click calls it by
        """Write the sentence to standard error."""
        click.echo(self.message, err=True)


def tell(diagnostics: Iterable[Diagnostic], language: Language, *, with_cases: bool = False) -> None:
    """Write ``diagnostics`` to standard error, one on each line, errors in red; below it the case that shows it."""
    for each in diagnostics:
        click.secho(each.render(language), err=True, fg=_colour(each))
        if with_cases and each.case:
            click.echo(f"    {each.case}", err=True)


def _colour(diagnostic: Diagnostic) -> str:
    return "red" if diagnostic.is_error else "cyan" if diagnostic.is_note else "yellow"


def refusal_of(error: ApplicationError, language: Language) -> click.ClickException:
    """Turn what a use case refused or failed with into what the command line says."""
    if isinstance(error, InvalidRequestError):
        return ProblemsError(error.diagnostics, language)
    ours = isinstance(error, (EngineFailedError, EvaluatorsDisagreeError))
    return SentenceError(error.message, language, 2 if ours else 1)


def unreadable(path: Path, error: OSError, language: Language) -> SentenceError:
    """Say that a file cannot be read or written."""
    reason = reason_of(error)
    return SentenceError(Text(f"{path}：{reason.zh}", f"{path}: {reason.en}"), language, 2)


def reason_of(error: OSError) -> Text:
    """Say why the system refused, and what to look at where that is plain."""
    system = error.strerror or str(error)
    zh = _REASONS.get(error.errno or 0)
    return Text(f"{zh}（{system}）" if zh else system, system)
