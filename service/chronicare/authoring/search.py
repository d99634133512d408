"""Finds anything in the rules by what people call it: areas, diseases, tables, terms, findings, clauses, doubts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from chronicare.authoring.trials.standing import Standing
from chronicare.cells.folding import fold_name
from chronicare.program.formula import NoValue
from chronicare.tables import OUTPUT, Row, RuleFolder, Table


class Group(Enum):
    """What is found; the value is its heading."""

    AREA = "统筹区"
    DISEASE = "病种"
    TABLE = "表"
    TERM = "待遇事项"
    FINDING = "临床所见"
    QUESTION = "待定的问题"
    CLAUSE = "原文"


_OF_KIND = {
    "entries": Group.DISEASE,
    "diseases": Group.DISEASE,
    "terms": Group.TERM,
    "findings": Group.FINDING,
    "counters": Group.TERM,
    "switches": Group.QUESTION,
    "anomalies": Group.QUESTION,
}
_NAMING = ("name", "code", "aliases", "switch", "id", "entries", "name_en")
MOST = 8
"""What is shown of one group; of more it is told how many there are."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: its title, what is said of it, and the page it is on, below the address of the workbench."""

    group: Group
    title: str
    detail: str
    page: str
    names: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Found:
    """What was found of one group: the best first, and how many there are in all."""

    group: Group
    hits: tuple[Hit, ...]
    total: int


class SearchIndex:
    """All that can be found in one standing of the rules."""

    def __init__(self, standing: Standing) -> None:
        """Gather it."""
        self._hits = tuple(dict.fromkeys(_everything(standing)))

    def find(self, words: str, most: int = MOST) -> tuple[Found, ...]:
        """Return what has every one of ``words``, by group; exact names and codes come first."""
        wanted = [fold_name(each) for each in words.split() if fold_name(each)]
        if not wanted:
            return ()
        ranked: dict[Group, list[tuple[int, int, Hit]]] = {}
        for place, hit in enumerate(self._hits):
            if all(any(word in name for name in hit.names) or word in hit.text for word in wanted):
                ranked.setdefault(hit.group, []).append((_rank(hit, wanted), place, hit))
        found = []
        for group in Group:
            hits = sorted(ranked.get(group, ()), key=lambda each: each[:2])
            if hits:
                found.append(Found(group, tuple(hit for _, _, hit in hits[:most]), len(hits)))
        return tuple(found)


def _rank(hit: Hit, wanted: Sequence[str]) -> int:
    whole = "".join(wanted)
    if whole in hit.names:
        return 0
    if any(name.startswith(whole) for name in hit.names):
        return 1
    return 2 if any(all(word in name for word in wanted) for name in hit.names) else 3


def _everything(standing: Standing) -> Iterator[Hit]:
    for area in standing.areas.values():
        names = (fold_name(area.name.zh), fold_name(area.code), fold_name(area.folder))
        yield Hit(Group.AREA, area.name.zh, area.code, f"area/{area.folder}", names, "")
    for folder in standing.written.values():
        for table in folder.tables:
            yield from _of_table(folder, table)


def _of_table(folder: RuleFolder, table: Table) -> Iterator[Hit]:
    page, where = f"table/{table.file}", folder.manifest.name.zh
    title = table.name or table.kind.title
    detail = f"{where} · {table.kind.title} · {len(table.rows)} 行"
    yield Hit(Group.TABLE, title, detail, page, (fold_name(title), fold_name(table.file)), fold_name(where))
    group = _OF_KIND.get(table.kind.name)
    for row in table:
        at = f"{page}#r{row.position.row}"
        if group is not None:
            yield _named(row, group, where, at)
        if row["clause"]:
            clause = row.text("clause")
            detail = f"{where} · {title} 第 {row.position.row} 行 · {row.text('source')}"
            yield Hit(Group.CLAUSE, clause, detail, at, (), fold_name(clause))
        if _is_unpublished(row):
            names = (fold_name(title),)
            yield Hit(Group.QUESTION, f"{title}：未公布", f"{where} · 第 {row.position.row} 行", at, names, "未公布")


def _named(row: Row, group: Group, where: str, at: str) -> Hit:
    names = tuple(fold_name(part) for column in _NAMING for part in row.text(column).replace("；", ";").split(";"))
    code = row.text("code") or row.text("id")
    title = row.text("name") or row.text("switch") or row.text("reading") or code
    if row.text("switch"):
        title = f"{row.text('switch')}：{row.text('name')}"
    elif group is Group.QUESTION:
        title = row.text("clause") or row.text("reading")
    shown = code if group in (Group.DISEASE, Group.QUESTION) else row.text("type")
    details = [shown, row.text("class"), where]
    text = fold_name(f"{where}{row.text('reading')}{row.text('reason')}{title}")
    return Hit(
        group, title, " · ".join(each for each in details if each), at, tuple(each for each in names if each), text
    )


def _is_unpublished(row: Row) -> bool:
    word = NoValue.NOT_PUBLISHED.value
    return any(name.startswith(OUTPUT) and cell.text == word for name, cell in row.cells.items())
