"""Entry tables to entries: names resolved, cells typed, groups composed. One call is one day's view of the rows."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from chronicare.cells.resolve import parse_test
from chronicare.cells.types import LevelSet, ValueKind
from chronicare.compiler.catalogue import ALL_ENTRIES
from chronicare.compiler.common_cells import split_list, text_of
from chronicare.compiler.grammar import parse_needs, parse_review, parse_since, parse_use
from chronicare.compiler.register import Register
from chronicare.compiler.structure import check_structure, members_of
from chronicare.diagnostics import Code, Diagnostics, Position, Text
from chronicare.formats.spelling import nearest, suggest
from chronicare.program.entry import (
    Criterion,
    Document,
    Entry,
    Group,
    Needs,
    NeedsKind,
    Use,
    UseKind,
    Variant,
)
from chronicare.program.roles import Role
from chronicare.program.vocabulary import Vocabulary
from chronicare.tables import Cell, Row, RuleFolder, Table

ANYTHING = ("-", "－", "—")
"""Written where an input of a decision table is not tested; a criterion always tests."""


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
        self._switches = register.switches

    def build(
        self, in_force: "Mapping[str, list[tuple[Table, Row]]]", since: date | None, until: date | None
    ) -> tuple[Entry, ...]:
        """Build the entries from ``in_force`` (kind → rows), valid from ``since`` until ``until``."""
        rows = in_force["entries"]
        parents = {row.text("parent") for _, row in rows if row["parent"]}
        self._children = {code: [] for code in parents}  # type: dict[str, list[str]]
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

    def _add(self, code: Code, cell: Cell | Position, zh: str, en: str, hint: Text = Text("", "")) -> None:
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
                        Text(f"是不是「{like}」？没有的先在 entries 表里加一行", f"did you mean {like!r}?")
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
        criteria = self._criteria(criterion_rows)
        groups = self._groups(group_rows)
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
        documents = self._documents_of(document_rows, {*criteria, *groups, *unread})
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
            if name in self._switches
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

    def _criteria(self, rows: list[tuple[Table, Row]]) -> dict[str, Criterion]:
        criteria: dict[str, Criterion] = {}
        for table, row in rows:
            finding = self._vocabulary.find(row.text("finding"))
            if finding is None:
                self._add(
                    Code.UNKNOWN_FINDING,
                    row["finding"],
                    f"词表里没有所见「{row.text('finding')}」",
                    f"no finding {row.text('finding')!r}",
                    _like(row.text("finding"), self._vocabulary),
                )
                continue
            if row.text("test") in ANYTHING:
                self._add(
                    Code.ALWAYS_SAME,
                    row["test"],
                    f"「{row.text('test')}」什么都符合，不是判断",
                    f"{row.text('test')!r} lets everything through: that is no criterion",
                    Text("写一个条件，或删去这一行", "write a test, or delete the row"),
                )
                continue
            test = parse_test(row.text("test"), finding.type, row["test"].position, self._diagnostics)
            use = self._use(row) if finding.repeated else None
            since = None
            if row["use"] and not finding.repeated:
                since = parse_since(row["use"], self._vocabulary, self._diagnostics)
            points = self._points(row)
            if row.text("id") in criteria:
                self._add(
                    Code.DUPLICATE_ID,
                    row["id"],
                    f"编号 {row.text('id')} 重复",
                    f"criterion {row.text('id')} is given twice",
                )
            if test is not None:
                criteria[row.text("id")] = Criterion(
                    row.text("id"),
                    finding.code,
                    test,
                    use,
                    points,
                    self._register.clause(table, row),
                    self._register.named_anomalies(row),
                    row.position,
                    since,
                    row.places,
                )
            if use and use.within and finding.type.kind is ValueKind.AGE:
                self._add(Code.BAD_USE, row["use"], "年龄没有时限", "an age takes no period")
        return criteria

    def _use(self, row: Row) -> Use | None:
        if row["use"]:
            return parse_use(row["use"], self._diagnostics)
        self._add(
            Code.BAD_USE,
            row["use"],
            "多次所见须写取值",
            "a repeated finding needs a use",
            Text("如 任一、至少2次", "such as 任一 or 至少2次"),
        )
        return Use(UseKind.ANY)

    def _points(self, row: Row) -> int:
        text = row.text("points")
        if text and not (text.isascii() and text.isdigit()):
            self._add(
                Code.BAD_POINTS, row["points"], f"分值「{text}」不是非负整数", f"points {text!r} is not a whole number"
            )
            return 0
        return int(text or 0)

    def _groups(self, rows: list[tuple[Table, Row]]) -> dict[str, Group]:
        by_id: dict[str, list[tuple[Table, Row]]] = {}
        for table, row in rows:
            by_id.setdefault(row.text("id"), []).append((table, row))
        return {name: group for name, members in by_id.items() if (group := self._group(name, members))}

    def _group(self, name: str, rows: list[tuple[Table, Row]]) -> Group | None:
        first = rows[0][1]
        switch_name = first.text("switch")
        switch = self._switches.get(switch_name)
        if switch_name and switch is None:
            self._add(
                Code.UNKNOWN_SWITCH,
                first["switch"],
                f"switches 表里没有开关「{switch_name}」",
                f"no switch {switch_name!r}",
            )
        readings = [row.text("reading") for _, row in rows]
        expected = [reading.id for reading in switch.readings] if switch else [""]
        if any(row.text("switch") != switch_name for _, row in rows) or sorted(readings) != sorted(expected):
            wanted = f"每种读法各一行：{'、'.join(expected)}" if switch else "没有开关的组合只写一行、读法留空"
            self._add(
                Code.BAD_SWITCH,
                first["id"],
                f"组合 {name} 的各行与开关的读法不相配",
                f"the rows of group {name} do not match its switch's readings",
                Text(wanted, f"one row each for: {expected}"),
            )
        variants: list[Variant] = []
        for table, row in rows:
            needs = parse_needs(row["needs"], self._diagnostics)
            members = split_list(row.text("members"))
            if needs is None:
                continue
            self._check_amount(needs, members, row)
            variants.append(
                Variant(
                    row.text("reading"),
                    needs,
                    members,
                    self._register.clause(table, row),
                    row.position,
                    row.text("name"),
                    row.places,
                )
            )
        anomalies = tuple(dict.fromkeys(each for _, row in rows for each in self._register.named_anomalies(row)))
        return Group(name, switch_name, tuple(variants), anomalies) if variants else None

    def _check_amount(self, needs: Needs, members: tuple[str, ...], row: Row) -> None:
        if not members:
            self._add(Code.BAD_NEEDS, row["members"], "没有成员", "the group has no members")
        if len(set(members)) != len(members):
            self._add(Code.BAD_NEEDS, row["members"], "成员重复", "a member is named twice")
        if needs.kind is NeedsKind.AT_LEAST and not 1 <= needs.amount <= len(members):
            self._add(
                Code.BAD_NEEDS,
                row["needs"],
                f"至少 {needs.amount} 条，而成员有 {len(members)} 条",
                f"at least {needs.amount} of {len(members)} members",
            )

    def _documents_of(self, rows: list[tuple[Table, Row]], nodes: Collection[str]) -> tuple[Document, ...]:
        documents: dict[str, Document] = {}
        for table, row in rows:
            name = row.text("id")
            only_if = split_list(row.text("only_if"))
            if name in documents:
                self._add(Code.DUPLICATE_ID, row["id"], f"材料编号 {name} 重复", f"document {name} is given twice")
            for node in only_if:
                if node not in nodes:
                    self._add(
                        Code.UNKNOWN_MEMBER,
                        row["only_if"],
                        f"没有编号为 {node} 的判断或组合",
                        f"no criterion or group {node}",
                    )
            documents[name] = Document(
                name,
                row.text("code"),
                text_of(row),
                row.text("issuer"),
                only_if,
                self._register.clause(table, row),
                self._register.named_anomalies(row),
                row.position,
            )
        return tuple(documents.values())


def _like(word: str, vocabulary: Vocabulary) -> Text:
    """Return what the finding written ``word`` is to be: the name like it, or else a row of its own."""
    like = vocabulary.suggest(word)
    if word in vocabulary.hidden:
        return like
    return Text(
        f"{like.zh}{'没有的' if like.zh else ''}先在 findings 表里加一行", like.en or "add a row to findings first"
    )
