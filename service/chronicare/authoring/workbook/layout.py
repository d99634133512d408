"""Which workbook each table stands in, and what its sheet is called."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from chronicare.authoring.workbook.written import WrittenTable

_VOCABULARY = "词表"
_VOCABULARY_KINDS = ("findings", "terms", "units", "levels", "implied", "roles", "fields")
_BY_FOLDER = {"benefits": "待遇卡", "enrolment": "参保", "procedures": "手续"}
"""What the folders of an area hold (rules/README.md), in the words of those who work there."""
_RECOGNITION, _OTHER = "病种认定", "规则表"
_FIRST_KINDS = ("entries", "diseases", "criteria", "groups", "documents", "card", "counters", "scope", "decision")
_LONGEST_NAME = 31
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
_RESERVED = ("history", "历史记录")
"""Names that Excel keeps for a sheet of its own."""
CONTENTS, CHOICES, ORIGINALS = "目录", "选项", "底本"
"""The sheets that hold no table: links to the others, what the drop-downs offer, and what was written out."""


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook: its title and its tables, each under the name of its sheet."""

    title: str
    sheets: tuple[tuple[str, WrittenTable], ...]


def arrange(tables: Sequence[WrittenTable]) -> tuple[Book, ...]:
    """Return the workbooks of one folder; in each what decides comes first, what is kept on it last."""
    at_top = {each.kind.family for each in tables if _folder(each) not in _BY_FOLDER}
    top = _RECOGNITION if "entries" in at_top else _BY_FOLDER["benefits"] if "card" in at_top else _OTHER
    by_title: dict[str, list[WrittenTable]] = {}
    for each in tables:
        by_title.setdefault(_title(each, top), []).append(each)
    return tuple(Book(title, tuple(_named(sorted(held, key=_rank)))) for title, held in by_title.items())


def _title(table: WrittenTable, top: str) -> str:
    if table.kind.family in _VOCABULARY_KINDS:
        return _VOCABULARY
    folder = _folder(table)
    is_own = bool(folder) and table.kind.family not in _FIRST_KINDS[:-1]
    return _BY_FOLDER.get(folder, folder if is_own else top)


def _folder(table: WrittenTable) -> str:
    """Return the folder within the rule folder that ``table`` stands in; empty at the top."""
    return table.name_in_folder.rpartition("/")[0].partition("/")[0]


def _rank(table: WrittenTable) -> int:
    order = (*_FIRST_KINDS, *_VOCABULARY_KINDS)
    return order.index(table.kind.family) if table.kind.family in order else len(order)


def _named(tables: Iterable[WrittenTable]) -> Iterable[tuple[str, WrittenTable]]:
    """Yield each table with a name of its own: what authors call it, and its file where several are called so."""
    held = list(tables)
    called = [each.title for each in held]
    taken = {CONTENTS, CHOICES, ORIGINALS, *_RESERVED}
    for each in held:
        stem = each.name_in_folder.removesuffix(".csv")
        wanted = each.title if called.count(each.title) == 1 else f"{each.title} {stem.replace('/', '.')}"
        name, number = _cut(wanted, _LONGEST_NAME) or _cut(stem, _LONGEST_NAME), 1
        while name.casefold() in taken:
            number += 1
            name = f"{_cut(wanted, _LONGEST_NAME - 4)} {number}"
        taken.add(name.casefold())
        yield name, each


def _cut(name: str, longest: int) -> str:
    """Return as much of ``name`` as a sheet can be called, ``longest`` units of UTF-16 at most."""
    plain = _NOT_IN_NAMES.sub(" ", name).encode("utf-16-le")[: 2 * longest].decode("utf-16-le", "ignore")
    return plain.strip("' ")
