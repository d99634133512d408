"""Persons in columns: read some at a time, each cell as a table of persons writes it."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

import pyarrow as pa
import pytest
from pyarrow import parquet

from chronicare.diagnostics import Code, Diagnostics, Position
from chronicare.formats.persons_parquet import open_persons

COLUMN = "血压"


def written(columns: Mapping[str, object]) -> BytesIO:
    data = BytesIO()
    parquet.write_table(pa.table(dict(columns)), data)
    data.seek(0)
    return data


def texts(values: Sequence[object], of: object = None) -> list[str]:
    """Return how a column of ``values`` is read."""
    read = open_persons(written({COLUMN: pa.array(values, of)}), "人.parquet", Diagnostics())
    assert read is not None
    return [row.text(COLUMN) for row in read]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "是"),
        (False, "否"),
        (" 居民 ", "居民"),
        (1200, "1200"),
        (7.25, "7.25"),
        (1200.0, "1200"),
        (1e-7, "0.0000001"),
        (1e21, "1000000000000000000000"),
        (float("nan"), ""),
        (float("inf"), "inf"),
        (Decimal("4300.50"), "4300.5"),
        (date(2025, 11, 3), "2025-11-03"),
        (datetime(2025, 11, 3), "2025-11-03"),  # noqa: DTZ001 - a day, as programs keep days
        (datetime(2025, 11, 3, 8, 30), "2025-11-03T08:30:00"),  # noqa: DTZ001 - no day: that is told when it is read
        (datetime(2025, 11, 3, tzinfo=UTC), "2025-11-03T00:00:00+00:00"),
        (["7.2 mmol/L@2025-11-01", "8 mmol/L"], "7.2 mmol/L@2025-11-01；8 mmol/L"),
        ([7.2, None], "7.2"),
    ],
)
def test_a_value_is_written_as_a_table_of_persons_has_it(value: object, text: str) -> None:
    assert texts([value, None]) == [text, ""]


def test_words_kept_as_a_dictionary_are_words() -> None:
    assert texts(["居民", "职工", "居民"], pa.dictionary(pa.int8(), pa.string())) == [
        "居民",
        "职工",
        "居民",
    ]


def test_every_row_and_cell_has_its_place_also_beyond_what_is_read_at_once() -> None:
    data = written({"编号": [str(number) for number in range(2500)], COLUMN: [1] * 2500})
    read = open_persons(data, "人.parquet", Diagnostics())
    assert read is not None
    assert list(read.headings) == ["编号", COLUMN]
    rows = list(read)
    assert len(rows) == 2500
    assert rows[2001].text("编号") == "2001"
    assert rows[2001][COLUMN].position == Position("人.parquet", 2003, 2, COLUMN)


def test_columns_that_cannot_be_read_are_told_all_at_once() -> None:
    diagnostics = Diagnostics()
    columns = {"编号": ["1"], COLUMN: [{"收缩压": 140}], "照片": [b"\x00"], "多": [[[1]]]}
    assert open_persons(written(columns), "人.parquet", diagnostics) is None
    assert [(each.code, each.where) for each in diagnostics.sorted()] == [
        (Code.BAD_VALUE, Position("人.parquet", 1, number, name))
        for number, name in ((2, COLUMN), (3, "照片"), (4, "多"))
    ]


def test_two_columns_of_one_name_are_told() -> None:
    diagnostics, data = Diagnostics(), BytesIO()
    table = pa.Table.from_arrays([pa.array([1]), pa.array([2])], names=[COLUMN, COLUMN])
    parquet.write_table(table, data)
    assert open_persons(data, "人.parquet", diagnostics) is None
    assert [each.code for each in diagnostics.sorted()] == [Code.DUPLICATE_HEADING]


@pytest.mark.parametrize(
    ("data", "code"),
    [(BytesIO(b"PAR1 cut off"), Code.BROKEN_CSV), (written({COLUMN: pa.array([], "string")}), Code.NO_ROWS)],
)
def test_what_is_no_such_file_or_an_empty_one_is_told(data: BytesIO, code: Code) -> None:
    diagnostics = Diagnostics()
    assert open_persons(data, "人.parquet", diagnostics) is None
    assert [each.code for each in diagnostics.sorted()] == [code]
