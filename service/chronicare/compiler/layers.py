"""Layers of folders to what holds in the one on top: its rows over those of the folders below. Before every pass.

Terms, findings, units, values and roles are the same by their codes, and merge row by row; the readings of a switch,
and the shares of a term among the population, are replaced together, tables with a name whole; everything else is
joined. Each row keeps its place in its own file.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from chronicare.compiler.catalogue import with_catalogue_names
from chronicare.compiler.common_cells import split_list
from chronicare.diagnostics import Code, Diagnostics, Hint, Text
from chronicare.formats.csv_table import tell_empty, tell_missing_heading
from chronicare.formats.spelling import suggest
from chronicare.tables import Cell, HiddenRow, Kind, Manifest, Row, RuleFolder, SourceDocument, Table

_LEVELS = "levels"
_KNOWN_AS = {"findings": "code", "terms": "code"}
"""Kinds whose rows are the same things, whichever of the kinds a row stands in."""
_FIXED = ("type", "repeated")
"""What a term is, whatever an upper layer calls it: another type would be another term."""
_DECLARING = "type"
"""The column that declares a term: a row that only calls it otherwise leaves it to the layer below."""
_NAMING = {"roles": ("term",), "implied": ("finding", "implied")}
"""The columns by which rows of a lower layer rest on a term: without the term they go too."""
_SOURCES = ("source", "clause")
_ONE_OF_A_KIND = ("scope",)
"""Kinds of which an area has one table, and a layer's is replaced as it stands."""
_TOGETHER = {"switches": "switch", "population": "term"}
"""Kinds of which the rows with the same cell in a column are replaced together."""
_PLACE = re.compile(r"在\s*(?P<other>.+?)\s*之(?P<side>前|后)")
_YES = "是"

_Key = tuple[str, ...]


def lay_over(folders: Sequence[RuleFolder], diagnostics: Diagnostics) -> RuleFolder:
    """Return what holds in the last of ``folders``, each of which extends the one before it.

    Everything in which they do not fit together goes to ``diagnostics``.
    """
    over = _Layers(diagnostics)
    for folder in folders:
        over.lay(folder)
    tables = tuple(table for table in over.tables if table.rows or table.kind.is_named or not table.kind.keys)
    _check_filled(tables, folders[-1].manifest.folder, diagnostics)
    laid = RuleFolder(join_documents(folders, diagnostics), tables, tuple(over.hidden))
    return with_catalogue_names(laid, diagnostics)


class _Layers:
    """The tables of the layers laid so far."""

    def __init__(self, diagnostics: Diagnostics) -> None:
        self.tables: list[Table] = []
        self.hidden: list[HiddenRow] = []
        self._diagnostics = diagnostics

    def lay(self, folder: RuleFolder) -> None:
        """Lay ``folder`` over what is there."""
        self._omit(folder.manifest)
        keyed = [(table.kind, row) for table in self.tables if table.kind.keys for row in table]
        held = {_key(*each) for each in keyed}
        sets = {row.text("set"): row.text("ordered") for kind, row in keyed if kind.name == _LEVELS}
        for table in folder.tables:
            if table.kind.is_named or table.kind.name in _ONE_OF_A_KIND:
                self._lay_whole(table)
            elif table.kind.name in _TOGETHER:
                self._lay_together(table, _TOGETHER[table.kind.name])
            elif table.kind.keys:
                self._lay_rows(table, held, sets)
            else:
                self.tables.append(table)

    def _omit(self, manifest: Manifest) -> None:
        for cell in manifest.omit:
            names = [table.name for table in self.tables if table.kind.is_named]
            if cell.text not in names:
                message = Text(f"下层没有名为「{cell.text}」的表", f"no layer below has a table called {cell.text!r}")
                hint = suggest(cell.text, names) if names else Text("去掉它", "take it off the list")
                self._diagnostics.add(Code.BROKEN_MANIFEST, cell.position, message, hint)
            self.tables = [each for each in self.tables if not (each.kind.is_named and each.name == cell.text)]

    def _lay_whole(self, table: Table) -> None:
        """Put ``table`` after all, in the order of its own folder, and take out the one below of the same name.

        Cards stand in the order of payers, which the folder that has the last word on a card says too.
        """
        self.tables = [
            each
            for each in self.tables
            if each.layer == table.layer or (each.kind.family, each.name) != (table.kind.family, table.name)
        ]
        self.tables.append(table)

    def _lay_together(self, table: Table, column: str) -> None:
        """Put all rows of each subject of ``table``, which ``column`` names, in the place of those below."""
        own = {row.text(column) for row in table}
        self.tables = [
            _with_rows(each, (row for row in each if row.text(column) not in own))
            if each.layer != table.layer and each.kind is table.kind
            else each
            for each in self.tables
        ]
        self.tables.append(table)

    def _lay_rows(self, table: Table, held: "set[_Key]", sets: Mapping[str, str]) -> None:
        """Lay the rows of ``table`` one by one over those with the keys ``held``; ``sets`` are value sets below."""
        new: list[Row] = []
        for row in table:
            key = _key(table.kind, row)
            known = key in held
            held.discard(key)  # a second row of this layer is no other layer's
            if row["hidden"]:
                self._hide(table.kind, row, key, known=known)
            elif known:
                self._replace(table, row, key)
            elif table.kind.name == _LEVELS and row.text("set") in sets:
                ordered = row.text("ordered") or sets[row.text("set")]
                completed = _filled(row, {"ordered": Cell(ordered, row["ordered"].position)})
                if row["place"]:
                    self._insert(replace(table, rows=(completed,)), row)
                else:
                    self._tell_unplaced(row, ordered)
                    new.append(completed)
            else:
                if row["place"]:
                    message = Text("没有别的层的值可排", "there are no values of another layer to place it among")
                    hint = Text("同一张表里按行的次序排；留空", "rows of one table stand in order: leave it empty")
                    self._diagnostics.add(Code.BAD_VOCABULARY, row["place"].position, message, hint)
                new.append(row)
        self.tables.append(replace(table, rows=tuple(new)))

    def _replace(self, table: Table, row: Row, key: _Key) -> None:
        """Put ``row`` over the one below with the same key, whose place and cells it keeps where it has none."""
        place, index, lower = self._find(key)
        self._drop_later(key)
        below = self.tables[place]
        for column in _FIXED:
            if row[column] and row.text(column) != lower.text(column):
                heading = table.kind.column(column).heading
                self._diagnostics.add(
                    Code.BAD_VOCABULARY,
                    row[column].position,
                    Text(
                        f"{heading}在 {below.layer} 里是「{lower.text(column)}」，不能改",
                        f"'{heading}' is {lower.text(column)!r} in {below.layer}, and stays so",
                    ),
                    Text("另立一项，写另一个代码", "make it another, with a code of its own"),
                )
        if table.kind.name in _KNOWN_AS:
            self._check_same(row, lower, below)
        merged = replace(table, rows=(_over(row, lower, below, table),))
        if row["place"]:
            self._split(place, index, ())
            self._insert(merged, row)
        else:
            self._split(place, index, (merged,))

    def _check_same(self, row: Row, lower: Row, below: Table) -> None:
        """Tell a term that is declared anew under the code of another: what rests on that one would mean this."""
        names = {row.text("name"), *split_list(row.text("aliases"))}
        if not row[_DECLARING] or not row["name"] or lower.text("name") in names:
            return
        code, name = row.text("code"), lower.text("name")
        self._diagnostics.add(
            Code.DUPLICATE_ID,
            row["code"].position,
            Text(
                f"代码「{code}」在 {below.layer} 里是「{name}」，这里又声明成「{row.text('name')}」",
                f"{code!r} is {name!r} in {below.layer}, and declared as {row.text('name')!r} here",
            ),
            Text(
                "是另一个事项就另取代码；只换叫法的，只写代码和名称，其他格空着",
                "give another term a code of its own; to call it otherwise, write code and name alone",
            ),
        )

    def _hide(self, kind: Kind, row: Row, key: _Key, *, known: bool) -> None:
        """Take the row below out, and what is part of it or rests on it."""
        where = row["hidden"].position
        if row.text("hidden") != _YES or not known:
            message = Text("这一列只写「是」", "this column holds 是 only")
            if row.text("hidden") == _YES:
                message = Text("下层没有这一项，不用隐藏", "there is no such row below to hide")
            self._diagnostics.add(Code.BAD_VOCABULARY, where, message, Text("留空", "leave it empty"))
            return
        place, index, lower = self._find(key)
        self._drop_later(key)
        self.hidden.append(HiddenRow(kind, lower, where))
        self._split(place, index, ())
        if kind.name in _KNOWN_AS:
            names = {lower.text("code"), lower.text("name"), *split_list(lower.text("aliases"))}
            self.tables = [
                _with_rows(
                    each,
                    (
                        other
                        for other in each
                        if other.text("part_of") != lower.text("code")
                        and names.isdisjoint(other.text(column) for column in _NAMING.get(each.kind.name, ()))
                    ),
                )
                for each in self.tables
            ]

    def _insert(self, single: Table, row: Row) -> None:
        """Put the value of ``single`` before or after the one that ``row`` names."""
        written = _PLACE.fullmatch(row.text("place"))
        values = [
            (place, index, each)
            for place, table in enumerate(self.tables)
            if table.kind.name == _LEVELS
            for index, each in enumerate(table.rows)
            if each.text("set") == row.text("set")
        ]
        words = {
            word: (place, index)
            for place, index, each in values
            for word in (*split_list(each.text("aliases")), each.text("name"), each.text("value"))
        }
        other = words.get(written["other"]) if written else None
        if written is None or other is None:
            message = Text(f"位置「{row.text('place')}」不合写法", f"bad place {row.text('place')!r}")
            hint: Hint = Text("写「在 某值 之前」或「在 某值 之后」", "write 在 <value> 之前 or 在 <value> 之后")
            if written is not None:
                message = Text(
                    f"值表「{row.text('set')}」里没有「{written['other']}」", f"no value {written['other']!r}"
                )
                hint = suggest(written["other"], [each.text("value") for _, _, each in values])
            self._diagnostics.add(Code.BAD_VOCABULARY, row["place"].position, message, hint)
            self.tables.append(single)
            return
        place, index = other
        kept = self.tables[place].rows[index]
        there = _with_rows(self.tables[place], (kept,))
        self._split(place, index, (single, there) if written["side"] == "前" else (there, single))

    def _tell_unplaced(self, row: Row, ordered: str) -> None:
        if ordered == _YES:
            name = row.text("set")
            self._diagnostics.add(
                Code.BAD_VOCABULARY,
                row["place"].position,
                Text(
                    f"值表「{name}」有先后，新加的「{row.text('value')}」没有写位置",
                    f"{name} is in order: where {row.text('value')} belongs is not said",
                ),
                Text("位置列写「在 某值 之前」或「在 某值 之后」", "write 在 <value> 之前 or 在 <value> 之后"),
            )

    def _find(self, key: _Key) -> tuple[int, int, Row]:
        """Return where the row with ``key`` stands: in which table, at which place, and the row."""
        return next(
            (place, index, row)
            for place, table in enumerate(self.tables)
            if table.kind.keys
            for index, row in enumerate(table.rows)
            if _key(table.kind, row) == key
        )

    def _drop_later(self, key: _Key) -> None:
        """Take out all rows with ``key`` but the first: those that take its place on later days."""
        first = self._find(key)[2]
        self.tables = [
            _with_rows(each, (row for row in each if row is first or _key(each.kind, row) != key))
            if each.kind.keys
            else each
            for each in self.tables
        ]

    def _split(self, place: int, index: int, between: Iterable[Table]) -> None:
        """Put ``between`` in the place of one row of a table."""
        table = self.tables[place]
        parts = (_with_rows(table, table.rows[:index]), *between, _with_rows(table, table.rows[index + 1 :]))
        self.tables[place : place + 1] = [each for each in parts if each.rows]


def _key(kind: Kind, row: Row) -> _Key:
    return (_KNOWN_AS.get(kind.name, kind.name), *(row.text(column) for column in kind.keys))


def _with_rows(table: Table, rows: Iterable[Row]) -> Table:
    return replace(table, rows=tuple(rows))


def _filled(row: Row, cells: Mapping[str, Cell]) -> Row:
    return Row(row.position, {**row.cells, **cells})


def _over(row: Row, lower: Row, below: Table, table: Table) -> Row:
    """Return ``row`` with the cells of ``lower`` where its own are empty; a place keeps naming its own document."""
    cells = {**lower.cells, **{name: cell for name, cell in row.cells.items() if cell or not lower[name]}}
    if not row["source"] and lower["source"] and below.document != table.document and " " not in lower.text("source"):
        cells["source"] = Cell(f"{below.document} {lower.text('source')}", lower["source"].position)
    return Row(row.position, cells)


def _check_filled(tables: Iterable[Table], top: str, diagnostics: Diagnostics) -> None:
    """Tell the cells that are empty in every layer and must not be: of a column a file leaves out, once.

    A catalogue of diseases below ``top`` lists codes and names; which of them an area has, it says with a source.
    """
    for table in tables:
        for column in table.kind.columns:
            if not column.required or table.kind.requires(column):
                continue
            if table.kind.name == "diseases" and table.layer != top and column.name in _SOURCES:
                continue
            empty = [row for row in table if not row[column.name]]
            for row in empty:
                if column.name in row.cells:
                    tell_empty(column, [row[column.name].position], None, diagnostics)
                else:
                    tell_missing_heading(column, row.position.file, diagnostics)


def join_documents(folders: Sequence[RuleFolder], diagnostics: Diagnostics | None = None) -> Manifest:
    """Return the manifest of the last of ``folders`` with the documents, and the words for "not known", of all.

    Two documents of one id go to ``diagnostics``.
    """
    own = folders[-1].manifest
    documents: dict[str, SourceDocument] = {each.id: each for each in own.documents}
    for folder in folders[-2::-1]:
        for each in folder.manifest.documents:
            there = documents.setdefault(each.id, each)
            if there.sha256 != each.sha256 and diagnostics is not None:
                diagnostics.add(
                    Code.DUPLICATE_ID,
                    there.position,
                    Text(
                        f"「{each.id}」在 {folder.manifest.folder} 里是另一份文件",
                        f"'{each.id}' is another document in {folder.manifest.folder}",
                    ),
                    Text("换一个 id", "give it another id"),
                )
    words = dict.fromkeys(word for folder in folders for word in folder.manifest.unknown_words)
    return replace(own, documents=tuple(documents.values()), unknown_words=tuple(words))
