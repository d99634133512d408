"""Reads the list of the tables of a rule folder (目录): which files it has, of what kind, citing which document."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from chronicare.diagnostics import Code, Diagnostics, Position, Text
from chronicare.formats.spelling import suggest
from chronicare.tables import KINDS, TABLES, Kind, Row, Table

_CITES = "source"
"""A kind with this column cites a document in each row."""
_LISTED = {kind.title: kind for kind in KINDS.values() if kind is not TABLES}
_NAMES = {name: kind for name, kind in KINDS.items() if kind is not TABLES}


@dataclass(frozen=True, slots=True)
class TableDeclaration:
    """A table the list promises: its file (relative to the folder, parts joined by ``/``), kind, cited document.

    ``name`` and ``hit`` (the hit policy) are empty where the kind has none.
    """

    file: str
    kind: Kind
    document: str
    position: Position
    name: str = ""
    hit: str = ""


def declare_tables(
    listed: Table, documents: Sequence[str], inherited: Collection[str], diagnostics: Diagnostics
) -> tuple[TableDeclaration, ...]:
    """Return the tables that ``listed`` promises, in its order; everything wrong goes to ``diagnostics``.

    ``documents`` are the ids of the folder's own documents, ``inherited`` those of the layers below it. A table that
    names no document cites the folder's only one. Tables of an unknown kind, and files that cannot be, are left out.
    """
    declared: dict[str, TableDeclaration] = {}
    for row in listed:
        made = _declare(row, documents, inherited, diagnostics)
        if made is None:
            continue
        if made.file in declared:
            diagnostics.add(
                Code.DUPLICATE_ID,
                row["file"].position,
                Text(f"「{made.file}」写了两次", f"'{made.file}' stands twice"),
                Text("每张表只写一行", "one row for each table"),
            )
            continue
        declared[made.file] = made
    _tell_uncited(
        [each for each in declared.values() if _cites(each.kind) and not each.document], documents, diagnostics
    )
    return tuple(declared.values())


def row_for(file: str, kind: Kind, document: str) -> str:
    """Return the row that lists ``file``, as its author would write it."""
    name, hit = ("名称" if kind.is_named else "", "UNIQUE" if kind.has_hit_policy else "")
    cited = document if _cites(kind) else ""
    return f"{file},{kind.title},{name},{hit},{cited}".rstrip(",")


def _declare(
    row: Row, documents: Sequence[str], inherited: Collection[str], diagnostics: Diagnostics
) -> TableDeclaration | None:
    file, written = row.text("file"), row.text("kind")
    kind = _LISTED.get(written) or _NAMES.get(written)
    is_file = (
        file.endswith(".csv")
        and "\\" not in file
        and not any(part.strip() in ("", ".", "..") for part in file.split("/"))
    )
    if not is_file and row["file"]:
        message = Text(f"「{file}」应是本文件夹里的 .csv 文件", f"'{file}' must be a .csv file inside the folder")
        diagnostics.add(Code.BROKEN_MANIFEST, row["file"].position, message)
    if kind is None and row["kind"]:
        message = Text(f"没有「{written}」这种表", f"there is no kind of table '{written}'")
        diagnostics.add(Code.BROKEN_MANIFEST, row["kind"].position, message, suggest(written, _LISTED))
    if kind is None or not is_file:
        return None
    cited = row.text("document") or (documents[0] if len(documents) == 1 else "")
    known = [*documents, *inherited]
    if cited and cited not in known:
        message = Text(f"manifest.yaml 的 documents 里没有「{cited}」", f"'{cited}' is not among the documents")
        diagnostics.add(Code.UNKNOWN_DOCUMENT, row["document"].position, message, suggest(cited, known))
    _check_cell(row, "name", kind, "如 住院待遇", needed=kind.is_named, diagnostics=diagnostics)
    _check_cell(row, "hit", kind, "如 UNIQUE", needed=kind.has_hit_policy, diagnostics=diagnostics)
    return TableDeclaration(file, kind, cited, row.position, row.text("name"), row.text("hit"))


def _cites(kind: Kind) -> bool:
    return any(column.name == _CITES for column in kind.columns)


def _tell_uncited(tables: Sequence[TableDeclaration], documents: Sequence[str], diagnostics: Diagnostics) -> None:
    """Tell once, whatever the number of ``tables``, that it is not said which document they cite."""
    if not tables:
        return
    first = tables[0].position
    if not documents:
        message = Text("还没有登记依据文件", "no document is registered yet")
        hint = Text("运行 chronicare cite 文件夹 文件 --id …", "run chronicare cite FOLDER FILE --id …")
        diagnostics.add(Code.UNKNOWN_DOCUMENT, Position(first.file), message, hint)
        return
    rows = [str(each.position.row) for each in tables]
    diagnostics.add(
        Code.UNKNOWN_DOCUMENT,
        first,
        Text(
            f"依据文件不止一份，{len(tables)} 张表没有写依据哪份：第 {'、'.join(rows)} 行",
            f"there are several documents, and {len(tables)} tables do not say which they cite: rows {', '.join(rows)}",
        ),
        Text(f"「依据文件」里写 {'、'.join(documents)} 之一", f"write one of {', '.join(documents)}"),
    )


def _check_cell(row: Row, column: str, kind: Kind, example: str, *, needed: bool, diagnostics: Diagnostics) -> None:
    """Require that the cell is filled where the kind needs it, and nowhere else."""
    heading = TABLES.column(column).heading
    if needed and not row[column]:
        message = Text(f"「{kind.title}」要写{heading}", f"a table of kind '{kind.name}' needs '{column}'")
        diagnostics.add(Code.BROKEN_MANIFEST, row[column].position, message, Text(example, example[2:]))
    elif row[column] and not needed:
        message = Text(f"「{kind.title}」不写{heading}", f"a table of kind '{kind.name}' has no '{column}'")
        diagnostics.add(Code.BROKEN_MANIFEST, row[column].position, message, Text("留空", "leave it empty"))
