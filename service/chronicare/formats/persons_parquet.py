"""Persons and bills in columns, as a data warehouse exports them: Parquet whose columns are the names of terms."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import BinaryIO

from pyarrow import ArrowException, DataType, types
from pyarrow.parquet import ParquetFile

from chronicare.diagnostics import Code, Diagnostics, Position, Text
from chronicare.tables import Cell, Row

_AT_ONCE = 1_000
"""Rows that are held in memory at one time."""
_PLAIN = (
    types.is_null,
    types.is_boolean,
    types.is_integer,
    types.is_floating,
    types.is_decimal,
    types.is_date,
    types.is_timestamp,
    types.is_string,
    types.is_large_string,
)


class PersonsInColumns:
    """The rows of an open Parquet file, read some at a time.

    Row ``n`` is numbered ``n + 1``, as if the file had been saved as CSV, with its headings in row 1.
    """

    def __init__(self, parquet: ParquetFile, file: str) -> None:
        """Keep the file, which was found to be well."""
        self._parquet = parquet
        self._file = file

    @property
    def parquet(self) -> ParquetFile:
        """The file itself, whose columns are of types that are read."""
        return self._parquet

    @property
    def headings(self) -> Mapping[str, Cell]:
        """The names of the columns, each where it stands."""
        names = self._parquet.schema_arrow.names
        return {name: Cell(name, Position(self._file, 1, number, name)) for number, name in enumerate(names, start=1)}

    def __iter__(self) -> Iterator[Row]:
        """Yield the rows, each with its cells by heading, written as tables of persons are."""
        names = self._parquet.schema_arrow.names
        number = 1
        for batch in self._parquet.iter_batches(batch_size=_AT_ONCE):
            for values in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                number += 1
                yield row_of(dict(zip(names, values, strict=True)), Position(self._file, number))


def row_of(values: Mapping[str, object], where: Position) -> Row:
    """Return a row of ``values`` by heading, written as tables of persons have them."""
    return Row(
        where,
        {
            name: Cell(written(value), where._replace(column=column, heading=name))
            for column, (name, value) in enumerate(values.items(), start=1)
        },
    )


def open_persons(data: BinaryIO, file: str, diagnostics: Diagnostics) -> PersonsInColumns | None:
    """Open ``data``, which stays open while the rows are read; ``None`` with the reasons if it is not such a file."""
    try:
        parquet = ParquetFile(data)
    except (ArrowException, OSError):
        message = Text("不是 Parquet 文件，或已损坏", "this is no Parquet file, or a damaged one")
        diagnostics.add(Code.BROKEN_CSV, Position(file), message, Text("重新导出，或存成 CSV", "export it anew"))
        return None
    before = len(diagnostics.sorted())
    seen: set[str] = set()
    for number, column in enumerate(parquet.schema_arrow, start=1):
        where = Position(file, 1, number, column.name)
        if column.name in seen:
            message = Text(f"列「{column.name}」有两个", f"there are two columns {column.name!r}")
            diagnostics.add(Code.DUPLICATE_HEADING, where, message, Text("合并成一列", "merge them"))
        elif not _is_read(column.type):
            message = Text(f"这一列的类型是 {column.type}，读不了", f"columns of the type {column.type} are not read")
            hint = Text(
                "用文字、数、是否、日期或它们的列表；每次有日期的写成文字：7.2 mmol/L@2025-11-01",
                "texts, numbers, booleans, dates or lists of them; with its day as text: 7.2 mmol/L@2025-11-01",
            )
            diagnostics.add(Code.BAD_VALUE, where, message, hint)
        seen.add(column.name)
    if len(diagnostics.sorted()) == before and not parquet.metadata.num_rows:
        message = Text("没有一行", "there is no row")
        diagnostics.add(Code.NO_ROWS, Position(file), message, Text("一人或一笔账单一行", "a person or bill a row"))
    return PersonsInColumns(parquet, file) if len(diagnostics.sorted()) == before else None


def _is_read(of: DataType) -> bool:
    if types.is_dictionary(of):
        return _is_read(of.value_type)
    if types.is_list(of) or types.is_large_list(of):
        return not types.is_list(of.value_type) and _is_read(of.value_type)
    return any(is_one(of) for is_one in _PLAIN)


def written(value: object) -> str:
    """Write a value as a table of persons has it; nothing for what is not there."""
    if value is None or value != value:  # noqa: PLR0124 - what is not a number is what a missing one has become
        return ""
    if isinstance(value, list):
        return "；".join(filter(None, map(written, value)))
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float | Decimal):
        number = Decimal(repr(value)) if isinstance(value, float) else value
        return f"{number.normalize():f}" if number.is_finite() else str(value)
    if isinstance(value, datetime) and value.time() == time() and value.tzinfo is None:
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value).strip()
