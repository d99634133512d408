"""Finds and opens files: those of a rule directory, and the source documents where they are at hand."""

import hashlib
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from chronicare.diagnostics import Code, Diagnostics, Position, Text
from chronicare.formats import read_gb18030
from chronicare.formats.encoding import MAX_BYTES
from chronicare.formats.spelling import nearest

_UNSEEN = (".", "~$", "_")
"""Hidden files, the locks office programs leave beside an open file, and drafts (``_…``)."""


def find_documents(directory: Path, wanted: Collection[str]) -> dict[str, str]:
    """Look through ``directory`` and below for the documents whose SHA-256 is ``wanted``; return their texts by it.

    Files go by any name. A document is read as UTF-8 or else GB18030; one that is not there, or is no text, is absent
    from the answer. Files that cannot be opened are passed over.
    """
    texts: dict[str, str] = {}
    for path in files_below(directory):
        if texts.keys() >= set(wanted):
            break
        try:
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            text = text_of(path.read_bytes()) if digest in wanted else None
        except OSError:
            continue
        if text is not None:
            texts[digest] = text
    return texts


def text_of(data: bytes) -> str | None:
    """Return ``data`` read as UTF-8 or else GB18030; ``None`` if it is neither."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return read_gb18030(data)


def read_file(path: Path, top: Path, diagnostics: Diagnostics) -> bytes | None:
    """Read a file that must lie under ``top``, symbolic links followed; of one too large, just enough to tell."""
    where = Position(name_below(path, top))
    try:
        real = path.resolve(strict=True)
        if not real.is_relative_to(top.resolve()):
            message = Text("链接指到了规则目录之外", "the link leads out of the rule directory")
            diagnostics.add(Code.MISSING_FILE, where, message, Text("把文件放进目录里", "put the file itself there"))
            return None
        if not real.is_file():
            message = Text("不是普通文件", "not a regular file")
            diagnostics.add(Code.MISSING_FILE, where, message, Text("此处应是一个文件", "a file is expected here"))
            return None
        with real.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        tell_missing(path, top, [each.name for each in _siblings(path)], diagnostics)
    except (OSError, RuntimeError) as error:
        _tell_unreadable(where, error, diagnostics)
    return None


def list_entries(directory: Path, top: Path, diagnostics: Diagnostics) -> list[Path]:
    """List a directory by name, without what nobody sees."""
    try:
        return sorted(each for each in directory.iterdir() if not each.name.startswith(_UNSEEN))
    except OSError as error:
        _tell_unreadable(Position(name_below(directory, top)), error, diagnostics)
        return []


def _siblings(path: Path) -> list[Path]:
    """List the files beside a missing one that might be it under another name."""
    beside = path.parent.iterdir() if path.parent.is_dir() else ()
    return sorted(each for each in beside if each.suffix.lower() == path.suffix.lower())


def files_below(directory: Path) -> Iterator[Path]:
    """Go through the files of ``directory`` and below by name; linked directories are not entered."""
    for path in sorted(directory.rglob("*")):
        hidden = any(part.startswith(_UNSEEN) for part in path.relative_to(directory).parts)
        if not hidden and path.is_file():
            yield path


def name_below(path: Path, top: Path) -> str:
    """Return ``path`` as positions name it: relative to ``top``."""
    return path.relative_to(top).as_posix() if path != top else path.name


def tell_missing(path: Path, top: Path, there: Sequence[str], diagnostics: Diagnostics) -> None:
    """Tell that ``path`` is not there, and which of the names ``there`` is like it."""
    like = nearest(path.name, there)
    hint = Text("补上它", "add it")
    if like is not None:
        hint = Text(f"是不是「{like}」？改成同一个名字", f"is it '{like}'? give both the same name")
    message = Text("没有这个文件或文件夹", "there is no such file or folder")
    diagnostics.add(Code.MISSING_FILE, Position(name_below(path, top)), message, hint)


def _tell_unreadable(where: Position, error: Exception, diagnostics: Diagnostics) -> None:
    reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
    message = Text(f"读不出（{reason}）", f"cannot be read: {reason}")
    diagnostics.add(Code.MISSING_FILE, where, message, Text("检查路径和权限", "check the path and its permissions"))
