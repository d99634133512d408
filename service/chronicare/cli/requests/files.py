"""What the verbs that answer requests in files share: reading them, and how an answer is wanted."""

import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import click
from click.core import ParameterSource

from chronicare.cli.problems import ProblemsError, unreadable
from chronicare.cli.requests.question import AnyRequest, Question, Request_co
from chronicare.diagnostics import Diagnostics, Language
from chronicare.recognition.decision import Detail

STANDARD_INPUT = "-"
"""Stands for standard input where a file is named."""
_DETAILS = {"DETAIL_OUTCOME": Detail.OUTCOME, "DETAIL_TRACE": Detail.TRACE}


def read_files(
    files: Iterable[str],
    read: Callable[[bytes, str, Diagnostics], Sequence[Question[Request_co]]],
    language: Language,
) -> list[Question[Request_co]]:
    """Return the requests in all ``files``. Raises ProblemsError with everything that is wrong with any of them."""
    diagnostics = Diagnostics()
    questions = [
        question for file in files for question in read(read_file(file, language), shown_name(file), diagnostics)
    ]
    if diagnostics.has_errors:
        raise ProblemsError(diagnostics.sorted(), language)
    return questions


def read_file(file: str, language: Language) -> bytes:
    """Return what is in ``file``, or on standard input for ``-``. Raises SentenceError if it cannot be read."""
    if file == STANDARD_INPUT:
        return sys.stdin.buffer.read()
    try:
        return Path(file).read_bytes()
    except OSError as error:
        raise unreadable(Path(file), error, language) from error


def shown_name(file: str) -> str:
    """Return what ``file`` is called where something is wrong with it."""
    return "stdin" if file == STANDARD_INPUT else file


def language_of(question: Question[AnyRequest], language: Language) -> Language:
    """Return the language named on the command line, or else the one the request asks for."""
    named = click.get_current_context().get_parameter_source("language") is ParameterSource.COMMANDLINE
    if not named and question.language_code in tuple(Language):
        return Language(question.language_code)
    return language


def detail_of(question: Question[AnyRequest], *, trace: bool) -> Detail:
    """Return how much the request asks for; with ``trace`` everything."""
    return Detail.TRACE if trace else _DETAILS.get(question.detail, Detail.REASONS)
