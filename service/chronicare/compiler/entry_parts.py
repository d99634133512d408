"""The rows of one entry to its criteria, its groups and its documents."""

from collections.abc import Collection

from chronicare.cells.resolve import parse_test
from chronicare.cells.types import ValueKind
from chronicare.compiler.common_cells import split_list, text_of
from chronicare.compiler.grammar import parse_needs, parse_since, parse_use
from chronicare.compiler.register import Register
from chronicare.diagnostics import Code, Diagnostics, Hint, Mending, Text
from chronicare.program.entry import (
    Criterion,
    Document,
    Group,
    Needs,
    NeedsKind,
    Use,
    UseKind,
    Variant,
)
from chronicare.program.vocabulary import Vocabulary
from chronicare.tables import Cell, Row, Table

_NOT_TESTED = ("-", "－", "—")
"""Written where an input of a decision table is not tested; a criterion always tests."""


class EntryParts:
    """Builds what an entry is made of from its rows; every problem goes to ``diagnostics``."""

    def __init__(self, vocabulary: Vocabulary, register: Register, diagnostics: Diagnostics) -> None:
        """Build by what ``vocabulary`` and ``register`` name."""
        self._vocabulary = vocabulary
        self._register = register
        self._diagnostics = diagnostics

    def criteria(self, rows: list[tuple[Table, Row]]) -> dict[str, Criterion]:
        """Build the criteria by id; of a row that is wrong none comes."""
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
            if row.text("test") in _NOT_TESTED:
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

    def groups(self, rows: list[tuple[Table, Row]]) -> dict[str, Group]:
        """Build the groups by id, a switched one of a row for each reading."""
        by_id: dict[str, list[tuple[Table, Row]]] = {}
        for table, row in rows:
            by_id.setdefault(row.text("id"), []).append((table, row))
        return {name: group for name, members in by_id.items() if (group := self._group(name, members))}

    def _group(self, name: str, rows: list[tuple[Table, Row]]) -> Group | None:
        first = rows[0][1]
        switch_name = first.text("switch")
        switch = self._register.switch_of(first)
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

    def documents(self, rows: list[tuple[Table, Row]], nodes: Collection[str]) -> tuple[Document, ...]:
        """Build the documents; each 仅当 must name one of ``nodes``, the ids of criteria and groups."""
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

    def _add(self, code: Code, cell: Cell, zh: str, en: str, hint: Hint = Text("", "")) -> None:
        self._diagnostics.add(code, cell.position, Text(zh, en), hint)


def _like(word: str, vocabulary: Vocabulary) -> Hint:
    """Return what the finding written ``word`` is to be: the name like it, or else a row of its own."""
    like = vocabulary.suggest(word)
    if word in vocabulary.hidden:
        return like
    hint = Text(
        f"{like.zh}{'没有的' if like.zh else ''}先在 findings 表里加一行", like.en or "add a row to findings first"
    )
    return Mending(*hint, like.edit) if isinstance(like, Mending) else hint
