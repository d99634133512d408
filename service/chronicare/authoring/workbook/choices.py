"""What can be chosen in a column, and what its terms mean: drawn from the tables themselves, those of lower layers too.

Nothing is compiled for it, so that rules with mistakes in them can be written out and mended in a workbook.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from chronicare.cells.types import ValueKind
from chronicare.program.decision_table import HitPolicy
from chronicare.program.formula import NoValue
from chronicare.tables import INPUT, KINDS, OUTPUT, TABLES, ColumnSpec, Kind, Row, Table

YES, NO = "是", "否"
_ONLY_YES = (
    "hidden", "default", "exclusive", "otherwise", "may_be_none", "may_be_undetected", "unchangeable", "may_be_later",
)  # fmt: skip
_NAMED_IN = {
    "finding": ("findings", "name"),
    "implied": ("findings", "name"),
    "switch": ("switches", "switch"),
    "reading": ("switches", "reading"),
    "shared": ("counters", "name"),
    "counts": ("counters", "name"),
    "anomalies": ("anomalies", "id"),
    "anomaly": ("anomalies", "id"),
    "sites": ("levels", "set"),
    "role": ("roles", "role"),
}
"""The columns that name what stands in another table, and there in which column."""
_AS_BEFORE = (
    "class", "review", "use", "needs", "payer", "manner", "base", "unit", "period", "counted", "issuer", "quantity",
    "set", "decided_by", "transaction",
)  # fmt: skip
"""The columns in which the same few words come again and again: those there are can be chosen."""
_MOST_AS_BEFORE = 60


@dataclass(frozen=True, slots=True)
class Choice:
    """What can be chosen in a column; ``is_closed`` says that nothing else can be written."""

    values: tuple[str, ...]
    is_closed: bool = False


class Words:
    """The words of a folder and the layers below it."""

    def __init__(self, tables: Iterable[Table], documents: Sequence[str]) -> None:
        """Gather them from ``tables``, each laid over the layers below; ``documents`` are the ids of the sources."""
        self._tables = tuple(tables)
        self._documents = tuple(documents)
        self._levels: dict[str, list[str]] = {}
        for row in self._rows("levels"):
            self._levels.setdefault(row.text("set"), []).append(row.text("value"))
        self._terms: dict[str, Row] = {}
        for row in self._rows("terms", "findings"):
            names = (row.text("name"), row.text("code"), *row.text("aliases").split(";"))
            for name in names:
                if name:
                    self._terms.setdefault(name, row)
        self._units: dict[str, list[str]] = {}
        for row in self._rows("units"):
            self._units.setdefault(row.text("quantity"), []).append(row.text("unit"))
        self.diseases = {
            row.text("code"): row.text("name")
            for row in self._rows("diseases", "entries")
            if row["code"] and row["name"]
        }
        self._entry_codes = tuple(row.text("code") for row in self._rows("entries"))

    def name_of(self, code: str) -> str:
        """Return the name of the disease or term with ``code``; empty if there is none."""
        row = self._terms.get(code)
        return self.diseases.get(code) or (row.text("name") if row is not None and row.text("code") == code else "")

    def term(self, column: ColumnSpec) -> Row | None:
        """Return the row that says what the input or output ``column`` of a table is about."""
        for prefix in (INPUT, OUTPUT):
            if column.name.startswith(prefix):
                return self._terms.get(column.name.removeprefix(prefix))
        return None

    def units(self, term: Row) -> tuple[str, ...]:
        """Return the units in which ``term`` can be written, the standard one first."""
        return tuple(each for each in self._units.get(term.text("values"), ()) if each)

    def choice(self, kind: Kind, column: ColumnSpec) -> Choice | None:
        """Return what can be chosen in ``column`` of a table of ``kind``; ``None`` if that cannot be said."""
        term = self.term(column)
        if term is not None:
            return self._values_of(term, is_output=column.name.startswith(OUTPUT))
        fixed = _fixed(kind, column.name)
        if fixed is not None:
            return fixed
        values = tuple(dict.fromkeys(each for each in self._listed(kind, column.name) if each))
        return Choice(values) if values else None

    def _listed(self, kind: Kind, column: str) -> Iterator[str]:
        """Yield what ``column`` may name, each as often as it is found."""
        if column == "entries" or (column == "parent" and self._entry_codes):
            yield from self._entry_codes
        elif column == "table":
            yield from (table.name for table in self._tables if table.kind.has_hit_policy)
        elif column == "document":
            yield from self._documents
        elif column == "values":
            yield from (*self._levels, *self._units)
        elif column == "place":
            yield from (f"在 {value} 之{way}" for values in self._levels.values() for value in values for way in "前后")
        elif column == "term":
            yield from (row.text("name") for row in self._rows("terms", "findings"))
        elif column in _NAMED_IN and kind.name != _NAMED_IN[column][0]:
            named, by = _NAMED_IN[column]
            yield from (row.text(by) for row in self._rows(named))
        elif column in _AS_BEFORE:
            found = dict.fromkeys(row.text(column) for row in self._rows(kind.name))
            yield from found if len(found) <= _MOST_AS_BEFORE else ()

    def _values_of(self, term: Row, *, is_output: bool) -> Choice | None:
        none = tuple(each.value for each in NoValue) if is_output else ("-",)
        if term.text("type") == ValueKind.YES_NO.value:
            return Choice((YES, NO, *none))
        values = self._levels.get(term.text("values"), ())
        if term.text("type") in (ValueKind.CODE.value, ValueKind.LEVEL.value):
            return Choice((*(values or self.diseases), *none))
        return Choice(none) if is_output else None

    def _rows(self, *kinds: str) -> Iterator[Row]:
        return (row for kind in kinds for table in self._tables if table.kind.name == kind for row in table)


def _fixed(kind: Kind, column: str) -> Choice | None:
    """Return what can be chosen where the form itself says it."""
    if column in _ONLY_YES:
        return Choice((YES,), is_closed=True)
    if column == "ordered":
        return Choice((YES, NO), is_closed=True)
    if column == "repeated":
        return Choice(("单次", "多次"), is_closed=True)
    if column == "type":
        return Choice(tuple(each.value for each in ValueKind), is_closed=True)
    if kind is TABLES and column == "kind":
        return Choice(tuple(each.title for each in KINDS.values() if each is not TABLES), is_closed=True)
    if kind is TABLES and column == "hit":
        return Choice(tuple(each.value for each in HitPolicy), is_closed=True)
    return None
