"""Where results go: standard output as the environment gives it, and files, written whole or not at all."""

import codecs
import json
import os
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import click

from chronicare.cli.problems import SentenceError, reason_of, unreadable
from chronicare.diagnostics import Language, Text
from chronicare.loaders.file_writing import UnwrittenError, replace_file, replace_files

LANGUAGE = "chronicare.language"
"""Under this word the context of a command keeps the language that its problems are told in."""
_LOOK_ALIKES = {"✓": "√", "✗": "×", "☐": "□", "☑": "■", "µ": "μ", "−": "-"}
_POWER = re.compile("[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_POWERS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
_LEGIBLE = "chronicare.legible"


class Commands(click.Group):
    """Runs a verb; what the environment does not let it write is one sentence."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - as click has it
        """Run the verb. Raises SentenceError if the system refuses what it needs."""
        _make_legible()
        try:
            answer = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            raise  # click ends quietly: nobody reads any more
        except OSError as error:
            language = ctx.meta.get(LANGUAGE, Language.ZH)
            raise SentenceError(_said(error), language, 2) from error
        return answer


def write_file(path: Path, data: bytes, language: Language) -> None:
    """Put ``data`` in the place of ``path`` at once: whoever reads it sees the old or the new, never a half.

    Raises SentenceError, and leaves what was there as it was, if it cannot be written.
    """
    try:
        target = path.resolve()
        if target.exists() and not target.is_file():
            target.write_bytes(data)  # a device or a pipe is written to, not replaced
            return
        replace_file(target, data)
    except OSError as error:
        raise unreadable(path, error, language) from error


def write_files(files: Mapping[Path, bytes], language: Language) -> None:
    """Put all ``files`` in their places, or none: what was there is put back if one of them cannot be written.

    Raises SentenceError if one cannot.
    """
    try:
        replace_files(files)
    except UnwrittenError as unwritten:
        raise unreadable(unwritten.path, unwritten.error, language) from unwritten


def echo_json(answers: Sequence[object]) -> None:
    """Write one answer as JSON, several as a list of them, in characters that standard output can hold."""
    plain = answers[0] if len(answers) == 1 else answers
    text = json.dumps(plain, ensure_ascii=False, indent=2)
    click.echo(text if _can_write(sys.stdout.encoding, text) else json.dumps(plain, indent=2))


def _said(error: OSError) -> Text:
    reason = reason_of(error)
    try:
        sys.stdout.flush()
    except OSError:
        _discard_output()
        return Text(f"标准输出写不了：{reason.zh}", f"standard output cannot be written: {reason.en}")
    place = f"{error.filename}：" if error.filename else ""
    return Text(f"系统不许可：{place}{reason.zh}", f"the system refuses: {place}{reason.en}")


def _discard_output() -> None:
    """Let what standard output still holds go nowhere, so that it is not tried again, and told again, at the end."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
    except OSError:
        return


def _make_legible() -> None:
    """Let signs that the environment's code page lacks be written by others that it has."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None and not _can_write(stream.encoding, "".join(_LOOK_ALIKES)):
            reconfigure(errors=_LEGIBLE)


def _can_write(encoding: str | None, text: str) -> bool:
    try:
        text.encode(encoding or "utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _legible(error: UnicodeError) -> tuple[str, int]:
    """Return what stands for the characters that cannot be encoded: signs alike, 10^9, else their numbers."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    text = _POWER.sub(lambda power: f"^{power[0].translate(_POWERS)}", lacking)
    text = "".join(_LOOK_ALIKES.get(each, each) for each in text)
    if not _can_write(error.encoding, text):
        text = lacking.encode("ascii", "backslashreplace").decode()
    return text, error.end


codecs.register_error(_LEGIBLE, _legible)


class Advance(Protocol):
    """Tells that so many steps more are done."""

    def __call__(self, done: int = 1) -> None:
        """Tell so."""


@contextmanager
def progress(what: Text, steps: int, language: Language) -> Iterator["Advance"]:
    """Show how far a long work is, on the error output if that is a screen.

    Yields what tells that one of ``steps`` is done, or so many as it is given.
    """
    with click.progressbar(
        length=steps, label=what.in_language(language), file=sys.stderr, hidden=not sys.stderr.isatty()
    ) as bar:

        def advance(done: int = 1) -> None:
            bar.update(done)

        yield advance
