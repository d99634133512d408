"""Reads one folder of a rule directory: its manifest, the tables on its list, its cases."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from chronicare.diagnostics import Code, Diagnostic, Diagnostics, Position, Text
from chronicare.formats import (
    AnyCaseFile,
    TableDeclaration,
    declare_tables,
    read_cases,
    read_manifest,
    read_table,
    row_for,
    with_what_is_above,
)
from chronicare.formats.csv_records import split_records
from chronicare.formats.encoding import SAVE_AS_CSV, WORKBOOK_SUFFIXES
from chronicare.formats.kind_by_headings import is_of, kind_by_headings
from chronicare.loaders.filesystem import files_below, list_entries, name_below, read_file, text_of
from chronicare.tables import TABLES, Manifest, RuleFolder, Table

MANIFEST = "manifest.yaml"
TABLE_LIST = "tables.csv"
CASES = "cases"
DEMO = "demo"
"""Requests to the rules of an area, to be shown what it answers: JSON as the contract has it."""

REQUEST_SUFFIX = ".json"
_CASE_SUFFIXES = (".yaml", ".yml")
_NOTES_SUFFIX = ".md"
_TABLE_SUFFIX = ".csv"


class ReadFolder(NamedTuple):
    """A folder as its files say, without what lies below it; and its cases."""

    rules: RuleFolder
    cases: tuple[AnyCaseFile, ...]


def read_manifest_of(folder: Path, top: Path, diagnostics: Diagnostics) -> Manifest | None:
    """Read the manifest of ``folder``, named relative to ``top``; ``None`` if it cannot be read."""
    data = read_file(folder / MANIFEST, top, diagnostics)
    return read_manifest(data, name_below(folder / MANIFEST, top), diagnostics) if data is not None else None


def read_folder(
    folder: Path, manifest: Manifest, inherited: Collection[str], top: Path, diagnostics: Diagnostics
) -> ReadFolder:
    """Read the tables of ``folder`` and its ``cases/``; ``inherited`` are the ids of the documents of its layers.

    Files must really lie under ``top``; positions name them relative to it.
    """
    listed = read_file(folder / TABLE_LIST, top, diagnostics)
    declared: tuple[TableDeclaration, ...] = ()
    if listed is not None:
        table = read_table(listed, TABLES, name_below(folder / TABLE_LIST, top), "", diagnostics)
        declared = declare_tables(table, [each.id for each in manifest.documents], inherited, diagnostics)
    tables = [_read_filled(folder, each, manifest, top, diagnostics) for each in declared]
    cases = [
        _read_cases(path, top, diagnostics)
        for path in (list_entries(folder / CASES, top, diagnostics) if (folder / CASES).exists() else ())
        if path.suffix in _CASE_SUFFIXES
    ]
    if listed is not None:
        _tell_unlisted(folder, manifest, declared, top, diagnostics)
    return ReadFolder(
        RuleFolder(manifest, tuple(table for table in tables if table is not None)),
        tuple(each for each in cases if each is not None),
    )


def read_as_written(folder: Path, top: Path, diagnostics: Diagnostics) -> RuleFolder | None:
    """Read the tables of ``folder`` as its authors wrote them, the list of tables first; ``None`` without manifest.

    No row is filled from the row above it. ``diagnostics`` has what keeps rows or cells from being read.
    """
    manifest = read_manifest_of(folder, top, diagnostics)
    listed = read_file(folder / TABLE_LIST, top, diagnostics)
    if manifest is None or listed is None:
        return None
    table = read_table(listed, TABLES, name_below(folder / TABLE_LIST, top), "", diagnostics)
    declared = declare_tables(table, [each.id for each in manifest.documents], (), Diagnostics())
    tables = [_read_table(folder, each, manifest, top, diagnostics) for each in declared]
    return RuleFolder(manifest, (table, *(each for each in tables if each is not None)))


def _read_filled(
    folder: Path, declared: TableDeclaration, manifest: Manifest, top: Path, diagnostics: Diagnostics
) -> Table | None:
    table = _read_table(folder, declared, manifest, top, diagnostics)
    return None if table is None else with_what_is_above(table)


def _read_table(
    folder: Path, declared: TableDeclaration, manifest: Manifest, top: Path, diagnostics: Diagnostics
) -> Table | None:
    path, kind = folder / declared.file, declared.kind
    if kind.for_areas and not manifest.area:
        message = Text(f"「{kind.title}」只写在统筹区的文件夹里", f"only areas have tables of kind '{kind.name}'")
        hint = Text("各地共用的病种名称写病种目录", "names of diseases that areas share go into the catalogue")
        diagnostics.add(Code.BROKEN_MANIFEST, declared.position, message, hint)
    data = read_file(path, top, diagnostics)
    if data is None:
        return None
    table = read_table(data, kind, name_below(path, top), declared.document, diagnostics)
    return replace(table, name=declared.name, hit=declared.hit, layer=name_below(folder, top))


def _read_cases(path: Path, top: Path, diagnostics: Diagnostics) -> AnyCaseFile | None:
    data = read_file(path, top, diagnostics)
    if data is None:
        return None
    cases, found = _cases_in(data, name_below(path, top))
    diagnostics.extend(found)
    return cases


@lru_cache(maxsize=1024)
def _cases_in(data: bytes, name: str) -> tuple[AnyCaseFile | None, tuple[Diagnostic, ...]]:
    """Read a case file, or remember it: reading YAML is most of the work of reading rules that are read again."""
    diagnostics = Diagnostics()
    return read_cases(data, name, diagnostics), diagnostics.sorted()


def _tell_unlisted(
    folder: Path, manifest: Manifest, declared: Sequence[TableDeclaration], top: Path, diagnostics: Diagnostics
) -> None:
    """Warn of files in the folder that nothing reads."""
    known = {folder / MANIFEST, folder / TABLE_LIST, *(folder / each.file for each in declared)}
    for path in files_below(folder):
        is_case = path.parent == folder / CASES and path.suffix in _CASE_SUFFIXES
        is_request = path.parent == folder / DEMO and path.suffix == REQUEST_SUFFIX
        if path in known or is_case or is_request or path.suffix == _NOTES_SUFFIX:
            continue
        hint = Text("移走，或改名为以 _ 开头", "move it away, or let its name begin with _")
        if path.suffix == _TABLE_SUFFIX:
            row = _row_for(path, folder, manifest)
            hint = Text(
                f"在 {TABLE_LIST} 里加一行：{row}；用不着的删去这个文件",
                f"add a row to {TABLE_LIST}: {row}; delete the file if it is not needed",
            )
        elif path.suffix.lower() in WORKBOOK_SUFFIXES:
            hint = SAVE_AS_CSV
        message = Text("这个文件没有读", "this file is not read")
        diagnostics.add(Code.UNUSED_NAME, Position(name_below(path, top)), message, hint)


def _row_for(path: Path, folder: Path, manifest: Manifest) -> str:
    """Return the row that would list ``path``, its kind by its headings."""
    file = name_below(path, folder)
    data = read_file(path, folder, Diagnostics())
    text = None if data is None else text_of(data)
    headings = split_records(text, file, Diagnostics())[:1] if text else []
    kind = kind_by_headings(headings[0]) if headings else None
    if kind is None or not is_of([each for each in headings[0] if each], kind):
        return f"{file},（类型）"
    return row_for(file, kind, manifest.documents[0].id if manifest.documents else "")
