from decimal import Decimal

import pytest

from chronicare.diagnostics import Code, Diagnostics, Language, Position
from chronicare.formats.json_document import is_json, read_json
from chronicare.formats.yaml_document import YamlDocument


def read(text: str) -> tuple[YamlDocument | None, list[tuple[int, str]]]:
    """Return the document, and the row and the English text of everything that is wrong."""
    diagnostics = Diagnostics()
    document = read_json(text.encode(), "x.json", diagnostics, Code.BAD_FIELD)
    told = []
    for each in diagnostics.sorted():
        assert isinstance(each.where, Position)
        told.append((each.where.row, each.message.in_language(Language.EN)))
    return document, told


@pytest.mark.parametrize(
    ("text", "row", "said"),
    [
        ('{"a": 1,\n"b": 2,\n}', 2, "a comma after the last item"),
        ('{"a": [1,\n2 , ]}', 2, "a comma after the last item"),
        ('{"a": 1\n"b": 2}', 2, "a comma is missing"),
        ('{"a"\n1}', 2, "a colon is missing"),
        ('{"a": [1', 1, "it breaks off"),
        ('{"a": 1,\n"b"', 2, "it breaks off"),
        ("{'a': 1}", 1, "a key is expected"),
        ('{"a": 是}', 1, "a value is expected"),
        ('{"a": "是}', 1, "a string does not end"),
        ('{"a": "是\n"}', 1, "a line break or a tab inside quotes"),
        ('{"a": "\\x"}', 1, "a backslash"),
        ('{"a": 1}\n{"b": 2}', 2, "more after the end"),
        ('{"a": 1,\n"b": NaN}', 2, "NaN is no number"),
        ('{"a": -Infinity}', 1, "-Infinity is no number"),
        ('{"a": 1,\n"b": 2,\n"a": 3}', 3, "'a' stands twice"),
        ("[" * 65 + "]" * 65, 1, "nested more than 64"),
    ],
)
def test_what_is_no_json_is_told_at_its_line_in_terms_of_json(text: str, row: int, said: str) -> None:
    document, ((told_row, message),) = read(text)
    assert document is None
    assert told_row == row
    assert said in message
    assert "YAML" not in message


def test_every_number_that_is_none_is_told() -> None:
    assert [row for row, _ in read('{"a": NaN,\n"b": Infinity}')[1]] == [1, 2]


def test_a_key_that_stands_twice_is_told_also_where_places_are_not_known() -> None:
    assert read('{"😀": "\\ud83d\\ude00", "a": 1, "a": 2}')[1][0][1] == "'a' stands twice"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"a": 7.0}', Decimal("7.0")),
        ('{"a": 6.99999999999999999999}', Decimal("6.99999999999999999999")),
        ('{"a": 9007199254740993}', Decimal(9007199254740993)),
        ('{"a": 1e999999999}', "1e999999999"),
        ('{"a": "NaN, ]}"}', "NaN, ]}"),
        ('{"a": "\\ud83d\\ude00"}', "😀"),
        ('{\t"a":\ttrue}', True),
        ('{"a": null}', None),
    ],
)
def test_values_are_those_of_json_with_numbers_exact(text: str, value: object) -> None:
    document, told = read(text)
    assert told == []
    assert document is not None
    assert isinstance(document.data, dict)
    assert document.data == {"a": value}
    assert type(document.data["a"]) is type(value)


def test_places_are_kept() -> None:
    document, _ = read('{\n\t"a": [\n{"b": 1},\n{"b": 2}]}')
    assert document is not None
    assert document.where(("a", 1, "b")).row == 4


@pytest.mark.parametrize(
    ("data", "file", "expected"),
    [
        (b'{"a": 1}', "stdin", True),
        (b"\xef\xbb\xbf [1]", "stdin", True),
        (b"a: 1", "stdin", False),
        (b"{a: 1}", "x.yaml", False),
        (b"a: 1", "x.json", True),
    ],
)
def test_json_is_known_by_its_name_or_its_beginning(data: bytes, file: str, *, expected: bool) -> None:
    assert is_json(data, file) is expected
