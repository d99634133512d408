"""Entry tables to entries: each with the rows that name it. One call is one day's view of the rows."""

from collections.abc import Iterable, Mapping
from datetime import date

from chronicare.cells.types import LevelSet
from chronicare.compiler.catalogue import ALL_ENTRIES
from chronicare.compiler.common_cells import split_list, text_of
from chronicare.compiler.entry_parts import EntryParts
from chronicare.compiler.grammar import parse_review
from chronicare.compiler.register import Register
from chronicare.compiler.structure import check_structure, members_of
from chronicare.diagnostics import Code, Diagnostics, Edit, Hint, Mending, Position, Text
from chronicare.formats.spelling import nearest, suggest
from chronicare.program.entry import (
    Entry,
)
from chronicare.program.roles import Role
from chronicare.program.vocabulary import Vocabulary
from chronicare.tables import Cell, Row, RuleFolder, Table


class EntryBuilder:
    """Builds the entries of one area from the rows in force; every problem goes to ``diagnostics``."""

    def __init__(
        self, folder: RuleFolder, vocabulary: Vocabulary, register: Register, diagnostics: Diagnostics
    ) -> None:
        """Note what does not depend on a date."""
        self._vocabulary = vocabulary
        self._diagnostics = diagnostics
        files = {table.file for kind in ("criteria", "groups") for table in folder.of_kind(kind)}
        self._has_unread_rows = any(
            each.code is Code.EMPTY_REQUIRED_CELL and isinstance(each.where, Position) and each.where.file in files
            for each in diagnostics.sorted()
        )
        self._ever = {
            name
            for table in folder.of_kind("entries")
            for row in table
            for name in (row.text("code"), *split_list(row.text("aliases")))
        }
        self._register = register
        self._anomalies = register.anomalies
        self._parts = EntryParts(vocabulary, register, diagnostics)

    def build(
        self, in_force: Mapping[str, list[tuple[Table, Row]]], since: date | None, until: date | None
    ) -> tuple[Entry, ...]:
        """Build the entries from ``in_force`` (kind → rows), valid from ``since`` until ``until``."""
        rows = in_force["entries"]
        parents = {row.text("parent") for _, row in rows if row["parent"]}
        self._children: dict[str, list[str]] = {code: [] for code in parents}
        self._leaves: dict[str, tuple[Table, Row]] = {}
        self._names: dict[str, str] = {}
        heads: dict[str, tuple[Table, Row]] = {}
        for table, row in rows:
            code = row.text("code")
            for name in (code, *split_list(row.text("aliases"))):
                if self._names.setdefault(name, code) != code:
                    self._add(
                        Code.DUPLICATE_ID,
                        row["code"],
                        f"「{name}」已属于 {self._names[name]}",
                        f"{name!r} already names {self._names[name]}",
                    )
            if code in heads:
                self._add(Code.DUPLICATE_ID, row["code"], f"病种 {code} 重复", f"entry {code} is given twice")
            self._check_class(row)
            heads[code] = (table, row)
            if code in parents:
                continue
            self._leaves[code] = (table, row)
            if row["parent"]:
                self._children[row.text("parent")].append(code)
        for _, row in rows:
            if row["parent"] and row.text("parent") not in heads:
                self._add(
                    Code.UNKNOWN_ENTRY,
                    row["parent"],
                    f"没有上级 {row.text('parent')}",
                    f"no parent {row.text('parent')}",
                )
        criteria = self._spread(in_force["criteria"])
        groups = self._spread(in_force["groups"])
        documents = self._spread(in_force["documents"])
        entries = (
            self._entry(
                table, row, heads, criteria.get(code, []), groups.get(code, []), documents.get(code, []), since, until
            )
            for code, (table, row) in self._leaves.items()
        )
        return tuple(entry for entry in entries if entry is not None)

    def _add(self, code: Code, cell: Cell | Position, zh: str, en: str, hint: Hint = Text("", "")) -> None:
        self._diagnostics.add(code, cell.position if isinstance(cell, Cell) else cell, Text(zh, en), hint)

    def _check_class(self, row: Row) -> None:
        """Hold the class of an entry to the values of the term that stands for it."""
        term = self._vocabulary.playing(Role.DISEASE_CLASS)
        levels = term.type.levels if term else None
        if levels is not None and levels.index(row.text("class")) is None:
            self._add(
                Code.UNKNOWN_NAME,
                row["class"],
                f"值表「{levels.name}」里没有「{row.text('class')}」",
                f"{row.text('class')!r} is no value of {levels.name}",
                suggest(row.text("class"), [each.value for each in levels.levels]),
            )

    def _spread(self, rows: Iterable[tuple[Table, Row]]) -> dict[str, list[tuple[Table, Row]]]:
        """Give each row to every entry its 病种 cell names: a code, an alias, a parent (all its children) or ``*``.

        An entry that is not in force takes its rows along: they need no dates of their own.
        """
        spread: dict[str, list[tuple[Table, Row]]] = {}
        for table, row in rows:
            codes: list[str] = []
            for word in split_list(row.text("entries")):
                code = self._names.get(word, word)
                if word == ALL_ENTRIES:
                    codes.extend(self._leaves)
                elif code in self._children:
                    codes.extend(self._children[code])
                elif code in self._leaves:
                    codes.append(code)
                elif word not in self._ever:
                    self._ever.add(word)  # the rows of an entry that is missing have one cause
                    like = nearest(word, self._names)
                    self._add(
                        Code.UNKNOWN_ENTRY,
                        row["entries"],
                        f"没有病种「{word}」",
                        f"no entry {word!r}",
                        Mending(
                            f"是不是「{like}」？没有的先在 entries 表里加一行",
                            f"did you mean {like!r}?",
                            Edit(word, like),
                        )
                        if like
                        else Text("先在 entries 表里加一行", "add a row to entries first"),
                    )
            for code in dict.fromkeys(codes):
                spread.setdefault(code, []).append((table, row))
        return spread

    def _entry(
        self,
        table: Table,
        row: Row,
        heads: Mapping[str, tuple[Table, Row]],
        criterion_rows: list[tuple[Table, Row]],
        group_rows: list[tuple[Table, Row]],
        document_rows: list[tuple[Table, Row]],
        since: date | None,
        until: date | None,
    ) -> Entry | None:
        """Build one entry; ``None`` if any of its rows is wrong: then its composition is only checked."""
        before = self._diagnostics.error_count
        criteria = self._parts.criteria(criterion_rows)
        groups = self._parts.groups(group_rows)
        unread = frozenset(each.text("id") for _, each in (*criterion_rows, *group_rows))
        unread -= criteria.keys() | groups.keys()
        if self._has_unread_rows:  # one that was left out for an empty cell, told already, may be what is named
            unread |= {member for group in groups.values() for member in members_of(group)} - {*criteria, *groups}
        if set(criteria) & set(groups):
            for shared in sorted(set(criteria) & set(groups)):
                self._add(
                    Code.DUPLICATE_ID,
                    groups[shared].variants[0].at("id"),
                    f"编号 {shared} 既是判断又是组合",
                    f"{shared} is both a criterion and a group",
                )
        documents = self._parts.documents(document_rows, {*criteria, *groups, *unread})
        parent = heads.get(row.text("parent"))
        named = [each.anomalies for each in criteria.values()]
        named += [each.anomalies for each in groups.values()]
        named += [each.anomalies for each in documents]
        used = {name for each in named for name in each}
        used |= set(self._register.named_anomalies(row))
        standing = self._register.switches_on(since)
        switches = {
            name: standing[name]
            for name in dict.fromkeys(group.switch for group in groups.values() if group.switch)
            if name in self._register.switches
        }
        used |= {switch.anomaly for switch in switches.values() if switch.anomaly}
        entry = Entry(
            row.text("code"),
            split_list(row.text("aliases")),
            text_of(row),
            row.text("parent"),
            parent[1].text("name") if parent else "",
            row.text("class"),
            parse_review(row["review"], self._diagnostics),
            row.text("review_basis"),
            row.text("ends_when"),
            self._register.clause(table, row),
            tuple(anomaly for name, anomaly in self._anomalies.items() if name in used),
            criteria,
            groups,
            documents,
            switches,
            since,
            until,
            row.position,
            sites=self._sites(row),
            cells=row.places,
        )
        if unread or self._diagnostics.error_count > before:
            check_structure(entry, self._diagnostics, unread)
            return None
        return entry

    def _sites(self, row: Row) -> LevelSet | None:
        """Read 按部位: the level set of the sites for each of which the entry is judged."""
        name = row.text("sites")
        sites = self._vocabulary.level_sets.get(name)
        if name and sites is None:
            like = suggest(name, self._vocabulary.level_sets)
            self._add(Code.UNKNOWN_NAME, row["sites"], f"没有值表「{name}」", f"no level set {name!r}", like)
        return sites
