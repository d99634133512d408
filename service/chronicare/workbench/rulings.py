"""What an authority has decided, written as a row of the rulings of a folder."""

from collections.abc import Callable, Mapping

from chronicare.diagnostics import Diagnostics
from chronicare.formats.csv_edit import append_row, replace_cell
from chronicare.formats.csv_records import split_records
from chronicare.formats.csv_table import column_under
from chronicare.loaders.rule_folder import TABLE_LIST
from chronicare.tables import TABLES, Kind, RuleFolder
from chronicare.tables.kinds import RULINGS

_FILE = "rulings.csv"
_BOM = "\ufeff"


def with_ruling(
    folder: RuleFolder, ruling: Mapping[str, str], current: Callable[[str], bytes | None]
) -> Mapping[str, bytes]:
    """Return the files of ``folder`` that change when ``ruling``, by the names of its columns, is added.

    ``current`` gives a file as it is by now. A folder that has no table of rulings yet gets one, and lists it.
    """
    name = folder.manifest.folder
    table = next((each for each in folder.tables if each.kind is RULINGS and each.layer == name), None)
    file = table.file if table is not None else f"{name}/{_FILE}"
    headings = (_BOM + ",".join(each.heading for each in RULINGS.columns)).encode()
    changed = {file: _added(current(file) or headings, ruling, RULINGS)}
    if table is None:
        listed = f"{name}/{TABLE_LIST}"
        row = {"file": _FILE, "kind": RULINGS.title}
        changed[listed] = _added(current(listed) or b"", row, TABLES)
    return changed


def _added(data: bytes, row: Mapping[str, str], kind: Kind) -> bytes:
    """Return ``data`` with ``row`` at its end; a column that it fills in and the file has not is added."""
    records = split_records(data.decode("utf-8-sig"), "", Diagnostics())
    names = [column.name if (column := column_under(each, kind)) else "" for each in (records or [[]])[0]]
    for column in kind.columns:
        if row.get(column.name) and column.name not in names:
            names.append(column.name)
            data = replace_cell(data, 1, len(names), column.heading)
    return append_row(data, [row.get(each, "") for each in names])
