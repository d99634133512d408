"""Rule folders written out as workbooks, and workbooks held against the rules they would change."""

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from chronicare.application.examination import examine
from chronicare.application.ports import RuleFolders
from chronicare.authoring.workbook.book_writing import write_books
from chronicare.authoring.workbook.choices import Words
from chronicare.authoring.workbook.importing import Imported, import_books
from chronicare.authoring.workbook.written import WrittenTable
from chronicare.diagnostics import STRUCTURAL, Code, Diagnostic, Diagnostics, Position
from chronicare.loaders.rule_directory import load_with, rules_of
from chronicare.loaders.rule_folder import MANIFEST, read_as_written
from chronicare.tables import RuleFolder


def folder_names(rules: Path) -> list[str]:
    """Return the names of the folders of a rule directory, drafts left out."""
    found = (each.parent.name for each in rules.glob(f"*/{MANIFEST}"))
    return sorted(each for each in found if not each.startswith(("_", ".")))


def export_folder(rules: Path, name: str, read: RuleFolders, diagnostics: Diagnostics) -> Mapping[str, bytes] | None:
    """Return the workbooks of the folder called ``name`` by file name; ``read`` is what lies below ``rules``.

    ``None``, the reason in ``diagnostics``, if rows of it cannot be read.
    """
    written, laid = _written(rules, name, diagnostics), rules_of(read, name)
    if written is None or laid is None:
        return None
    words = Words(laid.tables, [each.id for each in laid.manifest.documents])
    return write_books(written.manifest, [WrittenTable(name, each) for each in written.tables], words)


def hold_against(rules: Path, books: Mapping[str, bytes], read: RuleFolders, diagnostics: Diagnostics) -> Imported:
    """Return what ``books``, by file name, would change in the rules below ``rules``; nothing is written.

    Everything that is wrong with the books, or would be wrong with the rules and is not already, goes to
    ``diagnostics``, placed in the sheet that brings it.
    """
    illegible = Diagnostics()
    folders = {name: held for name in folder_names(rules) if (held := _written(rules, name, illegible)) is not None}
    tables = {name: [WrittenTable(name, each) for each in held.tables] for name, held in folders.items()}
    laid = [found for name in folders if (found := rules_of(read, name)) is not None]
    words = Words([table for each in laid for table in each.tables], ())
    imported = import_books(books, tables, words, diagnostics)
    if any(each.code is Code.MISSING_FILE for each in diagnostics.sorted()):
        diagnostics.extend(illegible.sorted())
    if not diagnostics.has_errors:
        diagnostics.extend(_consequences(read, rules, imported))
    return imported


def _written(rules: Path, name: str, problems: Diagnostics) -> RuleFolder | None:
    """Return the tables of a folder as written; ``None``, the reason in ``problems``, if rows of it cannot be read."""
    found = Diagnostics()
    written = read_as_written(rules / name, rules, found)
    structural = [each for each in found.sorted() if each.code in STRUCTURAL]
    problems.extend(structural)
    return None if structural else written


def _consequences(read: RuleFolders, rules: Path, imported: Imported) -> Iterable[Diagnostic]:
    """Return what would be wrong that is not already, each placed in the sheet that brings it."""
    if not imported.tables:
        return []
    changed = {file.partition("/")[0] for file in imported.tables}
    trial = load_with(rules, imported.files)
    already = {_plain(each) for each in _problems_in(read, changed)}
    found = _problems_in(trial, changed)
    return [imported.in_sheet(each) for each in dict.fromkeys(found) if _plain(each) not in already]


def _problems_in(read: RuleFolders, changed: Collection[str]) -> list[Diagnostic]:
    """Return everything wrong with the areas that the folders ``changed`` are of, or lie below."""
    concerned = [each for each in read.areas if each.folder in changed]
    if set(changed) - {each.folder for each in concerned}:
        concerned = list(read.areas)
    return [*read.stray, *(problem for each in concerned for problem in examine(each).diagnostics)]


def _plain(diagnostic: Diagnostic) -> tuple[object, ...]:
    """Return ``diagnostic`` without its row, which is another one when rows are added above it."""
    where = diagnostic.where
    place = (where.file, where.heading) if isinstance(where, Position) else (where.path,)
    return (diagnostic.code, *place, diagnostic.message.zh)
