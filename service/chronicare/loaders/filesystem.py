"""Finds and opens the files of a rule directory, and the source documents where they are at hand."""

import hashlib
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from chronicare.diagnostics import Code, Diagnostics, Position, Text
from chronicare.formats import (
    AnyCaseFile,
    TableDeclaration,
    declare_tables,
    read_cases,
    read_gb18030,
    read_manifest,
    read_table,
    row_for,
)
from chronicare.formats.csv_records import split_records
from chronicare.formats.encoding import MAX_BYTES, SAVE_AS_CSV
from chronicare.formats.kind_by_headings import is_of, kind_by_headings
from chronicare.formats.spelling import nearest
from chronicare.tables import TABLES, Manifest, RuleFolder, Table

MANIFEST = "manifest.yaml"
TABLE_LIST = "tables.csv"
VOCABULARY = "vocabulary"
CASES = "cases"
DEMO = "demo"
"""Requests to the rules of an area, to be shown what it answers: JSON as the contract has it."""

_AREA_FOLDER = re.compile(r"(\d{6})-.+", re.ASCII)
_REQUEST_SUFFIX = ".json"
_CASE_SUFFIXES = (".yaml", ".yml")
_NOTES_SUFFIX = ".md"
_TABLE_SUFFIX = ".csv"
_WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".et", ".ods")
_UNSEEN = (".", "~$", "_")
"""Hidden files, the locks office programs leave beside an open file, and drafts (``_…``)."""


class LoadedFolder(NamedTuple):
    """A rule folder with its cases."""

    rules: RuleFolder
    cases: tuple[AnyCaseFile, ...]


class LoadedRules(NamedTuple):
    """A rule directory: the shared vocabulary (``None`` if it could not be read) and the areas, by folder name."""

    vocabulary: LoadedFolder | None
    areas: tuple[LoadedFolder, ...]


def load_rules(root: Path, diagnostics: Diagnostics) -> LoadedRules:
    """Read ``vocabulary/`` and every ``<6 digits>-<name>/`` folder of ``root``.

    Everything wrong goes to ``diagnostics``, what could be read is returned. Positions name files relative to ``root``.
    """
    vocabulary: LoadedFolder | None = None
    areas: list[LoadedFolder] = []
    folders = [each for each in _entries(root, root, diagnostics) if each.is_dir()]
    if root / VOCABULARY not in folders:
        _tell_missing(root / VOCABULARY, root, [each.name for each in folders], diagnostics)
    for folder in folders:
        area = _AREA_FOLDER.fullmatch(folder.name)
        if folder.name == VOCABULARY:
            vocabulary = load_folder(folder, diagnostics, root)
        elif area is None:
            message = Text("这个文件夹没有读", "this folder is not read")
            hint = Text("统筹区的文件夹叫「6 位代码-拼音」", "the folder of an area is called <6-digit code>-<name>")
            diagnostics.add(Code.UNUSED_NAME, Position(folder.name), message, hint)
        elif (loaded := load_folder(folder, diagnostics, root)) is not None:
            _check_area(loaded, area[1], areas, diagnostics)
            areas.append(loaded)
    return LoadedRules(vocabulary, tuple(areas))


def load_folder(folder: Path, diagnostics: Diagnostics, root: Path | None = None) -> LoadedFolder | None:
    """Read the manifest of ``folder``, the tables on its list and its ``cases/``; ``None`` without a readable manifest.

    Files must really lie under ``root`` (by default the folder itself); positions name them relative to it.
    """
    top = root if root is not None else folder
    data = _read(folder / MANIFEST, top, diagnostics)
    manifest = read_manifest(data, _name(folder / MANIFEST, top), diagnostics) if data is not None else None
    if manifest is None:
        return None
    listed = _read(folder / TABLE_LIST, top, diagnostics)
    declared: tuple[TableDeclaration, ...] = ()
    if listed is not None:
        table = read_table(listed, TABLES, _name(folder / TABLE_LIST, top), "", diagnostics)
        declared = declare_tables(table, [each.id for each in manifest.documents], (), diagnostics)
    tables = [_load_table(folder, each, top, diagnostics) for each in declared]
    cases = [
        _load_cases(path, top, diagnostics)
        for path in (_entries(folder / CASES, top, diagnostics) if (folder / CASES).exists() else ())
        if path.suffix in _CASE_SUFFIXES
    ]
    if listed is not None:
        _tell_unlisted(folder, manifest, declared, top, diagnostics)
    return LoadedFolder(
        RuleFolder(manifest, tuple(table for table in tables if table is not None)),
        tuple(each for each in cases if each is not None),
    )


def find_demo(root: Path) -> list[Path]:
    """Return the requests to be shown that the first area of ``root`` with any brings, in order of name."""
    for folder in sorted(each for each in root.glob(f"*/{DEMO}") if _AREA_FOLDER.fullmatch(each.parent.name)):
        found = [each for each in _files_below(folder) if each.suffix == _REQUEST_SUFFIX]
        if found:
            return found
    return []


def find_documents(directory: Path, wanted: Collection[str]) -> dict[str, str]:
    """Look through ``directory`` and below for the documents whose SHA-256 is ``wanted``; return their texts by it.

    Files go by any name. A document is read as UTF-8 or else GB18030; one that is not there, or is no text, is absent
    from the answer. Files that cannot be opened are passed over.
    """
    texts: dict[str, str] = {}
    for path in _files_below(directory):
        if texts.keys() >= set(wanted):
            break
        try:
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            text = _document_text(path.read_bytes()) if digest in wanted else None
        except OSError:
            continue
        if text is not None:
            texts[digest] = text
    return texts


def _document_text(data: bytes) -> str | None:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return read_gb18030(data)


def _load_table(folder: Path, declared: TableDeclaration, top: Path, diagnostics: Diagnostics) -> Table | None:
    path = folder / declared.file
    data = _read(path, top, diagnostics)
    if data is None:
        return None
    table = read_table(data, declared.kind, _name(path, top), declared.document, diagnostics)
    return replace(table, name=declared.name, hit=declared.hit)


def _load_cases(path: Path, top: Path, diagnostics: Diagnostics) -> AnyCaseFile | None:
    data = _read(path, top, diagnostics)
    return None if data is None else read_cases(data, _name(path, top), diagnostics)


def _check_area(
    loaded: LoadedFolder, folder_area: str, before: Sequence[LoadedFolder], diagnostics: Diagnostics
) -> None:
    """Tell an area under another code than its folder's, and one that is there ``before``."""
    manifest = loaded.rules.manifest
    first = next((each.rules.manifest for each in before if each.rules.manifest.area == manifest.area), None)
    if first is not None:
        message = Text(
            f"统筹区 {manifest.area} 已有一个文件夹：{first.file}", f"area {manifest.area} has a folder: {first.file}"
        )
        hint = Text(
            "副本改名为以 _ 开头（不读入），或移走", "let a copy's name begin with _ (not read), or move it away"
        )
        diagnostics.add(Code.DUPLICATE_ID, Position(manifest.file), message, hint)
    if manifest.area != folder_area:
        message = Text(
            f"area 是「{manifest.area}」，文件夹名却是 {folder_area}",
            f"area is '{manifest.area}', but the folder is named {folder_area}",
        )
        hint = Text("两处写同一个代码", "write the same code in both")
        diagnostics.add(Code.BROKEN_MANIFEST, Position(manifest.file), message, hint)


def _tell_unlisted(
    folder: Path, manifest: Manifest, declared: Sequence[TableDeclaration], top: Path, diagnostics: Diagnostics
) -> None:
    """Warn of files in the folder that nothing reads."""
    known = {folder / MANIFEST, folder / TABLE_LIST, *(folder / each.file for each in declared)}
    for path in _files_below(folder):
        is_case = path.parent == folder / CASES and path.suffix in _CASE_SUFFIXES
        is_request = path.parent == folder / DEMO and path.suffix == _REQUEST_SUFFIX
        if path in known or is_case or is_request or path.suffix == _NOTES_SUFFIX:
            continue
        hint = Text("移走，或改名为以 _ 开头", "move it away, or let its name begin with _")
        if path.suffix == _TABLE_SUFFIX:
            row = _row_for(path, folder, manifest)
            hint = Text(f"在 {TABLE_LIST} 里加一行：{row}", f"add a row to {TABLE_LIST}: {row}")
        elif path.suffix.lower() in _WORKBOOKS:
            hint = SAVE_AS_CSV
        message = Text("这个文件没有读", "this file is not read")
        diagnostics.add(Code.UNUSED_NAME, Position(_name(path, top)), message, hint)


def _row_for(path: Path, folder: Path, manifest: Manifest) -> str:
    """Return the row that would list ``path``, its kind by its headings."""
    file = _name(path, folder)
    data = _read(path, folder, Diagnostics())
    text = None if data is None else _document_text(data)
    headings = split_records(text, file, Diagnostics())[:1] if text else []
    kind = kind_by_headings(headings[0]) if headings else None
    if kind is None or not is_of([each for each in headings[0] if each], kind):
        return f"{file},（类型）"
    return row_for(file, kind, manifest.documents[0].id if manifest.documents else "")


def _read(path: Path, top: Path, diagnostics: Diagnostics) -> bytes | None:
    """Read a file that must lie under ``top``, symbolic links followed; of one too large, just enough to tell."""
    where = Position(_name(path, top))
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
        _tell_missing(path, top, [each.name for each in _siblings(path)], diagnostics)
    except (OSError, RuntimeError) as error:
        _tell_unreadable(where, error, diagnostics)
    return None


def _entries(directory: Path, top: Path, diagnostics: Diagnostics) -> list[Path]:
    """List a directory by name, without what nobody sees."""
    try:
        return sorted(each for each in directory.iterdir() if not each.name.startswith(_UNSEEN))
    except OSError as error:
        _tell_unreadable(Position(_name(directory, top)), error, diagnostics)
        return []


def _siblings(path: Path) -> list[Path]:
    """List the files beside a missing one that might be it under another name."""
    beside = path.parent.iterdir() if path.parent.is_dir() else ()
    return sorted(each for each in beside if each.suffix.lower() == path.suffix.lower())


def _files_below(directory: Path) -> Iterator[Path]:
    """Go through the files of ``directory`` and below by name; linked directories are not entered."""
    for path in sorted(directory.rglob("*")):
        hidden = any(part.startswith(_UNSEEN) for part in path.relative_to(directory).parts)
        if not hidden and path.is_file():
            yield path


def _name(path: Path, top: Path) -> str:
    return path.relative_to(top).as_posix() if path != top else path.name


def _tell_missing(path: Path, top: Path, there: Sequence[str], diagnostics: Diagnostics) -> None:
    like = nearest(path.name, there)
    hint = Text("补上它", "add it")
    if like is not None:
        hint = Text(f"是不是「{like}」？改成同一个名字", f"is it '{like}'? give both the same name")
    message = Text("没有这个文件或文件夹", "there is no such file or folder")
    diagnostics.add(Code.MISSING_FILE, Position(_name(path, top)), message, hint)


def _tell_unreadable(where: Position, error: Exception, diagnostics: Diagnostics) -> None:
    reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
    message = Text(f"读不出（{reason}）", f"cannot be read: {reason}")
    diagnostics.add(Code.MISSING_FILE, where, message, Text("检查路径和权限", "check the path and its permissions"))
