from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chronicare.diagnostics import Code, Diagnostics, Position
from chronicare.formats.yaml_document import YamlDocument, enclosing, path_text, read_yaml


def read(text: str | bytes) -> tuple[YamlDocument | None, list[tuple[str, int, int]]]:
    """Return the document and the place (code, row, column) of everything found."""
    diagnostics = Diagnostics()
    data = text.encode() if isinstance(text, str) else text
    document = read_yaml(data, "x.yaml", diagnostics, Code.BAD_CASE, ("病种",))
    places = []
    for each in diagnostics.sorted():
        assert isinstance(each.where, Position)
        places.append((each.code.name, each.where.row, each.where.column))
    return document, places


def value(written: str) -> object:
    """Return the plain value of a scalar."""
    document, found = read(f"x: {written}\n")
    assert document is not None
    assert isinstance(document.data, dict)
    assert found == []
    return document.data["x"]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("7.0", Decimal("7.0")),
        ("-2.5", Decimal("-2.5")),
        ("+5", Decimal(5)),
        (".5", Decimal("0.5")),
        ("0", Decimal(0)),
        ("1.5e3", Decimal("1.5e3")),
        ("9007199254740993", Decimal(9007199254740993)),
        ("0.1000000000000000000000001", Decimal("0.1000000000000000000000001")),
        ("true", True),
        ("False", False),
        ("~", None),
        ("null", None),
        ("", None),
        ("1:80", "1:80"),
        ("190:20:30", "190:20:30"),
        ("是", "是"),
        ("yes", "yes"),
        ("no", "no"),
        ("on", "on"),
        ("2025-11-03", "2025-11-03"),
        ("00719", "00719"),
        ("M01603", "M01603"),
        ("1e999", "1e999"),
        ("1_000", "1_000"),
        ("0x1F", "0x1F"),
        (".inf", ".inf"),
        (".nan", ".nan"),
        ("'7.0'", "7.0"),
        ('"true"', "true"),
        ("''", ""),
        ("非(闭角型)", "非(闭角型)"),
    ],
)
def test_scalars(written: str, expected: object) -> None:
    read_value = value(written)
    assert read_value == expected
    assert type(read_value) is type(expected)


def test_digits_are_kept() -> None:
    assert str(value("7.00")) == "7.00"


def test_every_key_and_item_has_its_place() -> None:
    document, _ = read("a:\n  乙: [x, {c: 1}]\n")
    assert document is not None
    assert {path_text(path): (where.row, where.column) for path, where in document.places.items()} == {
        "a": (1, 1),
        "a.乙": (2, 3),
        "a.乙[0]": (2, 7),
        "a.乙[1]": (2, 10),
        "a.乙[1].c": (2, 11),
    }
    assert document.where(("a", "乙", 1, "c", "d")) == Position("x.yaml", 2, 11, "a.乙[1].c")
    assert document.where(("z",)) == Position("x.yaml", 1, 1)


def test_an_empty_file_is_nothing() -> None:
    document, found = read("# 只有注释\n")
    assert document is not None
    assert (document.data, found) == (None, [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\nb: [1\n", ("BAD_CASE", 3, 1)),
        ("a:\n\tb: 1\n", ("BAD_CASE", 2, 1)),
        ("a: b: c\n", ("BAD_CASE", 1, 5)),
        ("a: 1\n---\nb: 2\n", ("BAD_CASE", 2, 1)),
        ("a: *x\n", ("BAD_CASE", 1, 4)),
        ("a: \x01\n", ("BAD_CASE", 0, 0)),
        ("[" * 1000, ("BAD_CASE", 1, 65)),
        ("- " * 200_000, ("BAD_CASE", 1, 129)),
        ("a: 1\nb: 2\na: 3\n", ("BAD_CASE", 3, 1)),
        ("a: &x [1]\nb: *x\n", ("BAD_CASE", 1, 4)),
        ("a: !!python/name:os.system x\n", ("BAD_CASE", 1, 4)),
        ("a: !local x\n", ("BAD_CASE", 1, 4)),
        ("? [a, b]\n: 1\n", ("BAD_CASE", 1, 3)),
        ("病种: 1\n".encode("gb18030"), ("NOT_UTF8", 0, 0)),
        ("病种: 1\n".encode("utf-16"), ("NOT_UTF8", 0, 0)),
        (b"a: 1\nb: \xff\n", ("NOT_UTF8", 2, 0)),
    ],
)
def test_what_is_refused(text: str | bytes, expected: tuple[str, int, int]) -> None:
    assert read(text)[1] == [expected]


def test_aliases_do_not_explode() -> None:
    lines = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 40)]
    _, found = read("\n".join(lines))
    assert len(found) == 78


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-1e9, max_value=1e9))
def test_numbers_are_exact(number: Decimal) -> None:
    assert value(format(number, "f")) == number


@given(st.text(st.sampled_from("a:-[]{}&*!|>'\"% #\n\t甲,?"), max_size=30))
def test_no_text_is_too_odd(text: str) -> None:
    document, found = read(text)
    assert document is not None or found


@pytest.mark.parametrize(
    ("path", "nearest"),
    [("a[0].b", "a[0].b"), ("a[0].b.c", "a[0].b"), ("a[0].d", "a[0]"), ("a[1].b", "a"), ("c.d[0]", ""), ("", "")],
)
def test_the_nearest_place_that_encloses_a_path(path: str, nearest: str) -> None:
    assert enclosing(path, {"a", "a[0]", "a[0].b"}) == nearest
