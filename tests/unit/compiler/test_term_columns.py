"""What terms have beside findings: what they stand for, their usual value, unless what; whether they may be later."""

import pytest
from unit.compiler.written import codes, words

from chronicare.compiler import compile_vocabulary
from chronicare.diagnostics import Diagnostics
from chronicare.program.vocabulary import Vocabulary

HEAD = "代码,名称,类型,单次或多次,量或值表,代替,惯常值,惯常值除非,可晚于就诊日,不早于\n"
OTHERS = "late,迟到,是否,单次,,,,,,\nday,到期日,日期,单次,,,,,,\ntimes,回数,次数,单次,,,,,,\n"


def read(row: str) -> tuple[Vocabulary, list[tuple[str, str]]]:
    """Compile the term written in ``row`` (row 2) beside one yes-or-no term and one date."""
    diagnostics = Diagnostics()
    made = compile_vocabulary(words(diagnostics, terms=f"{HEAD}{row}\n{OTHERS}"), diagnostics)
    return made, codes(diagnostics)


def test_a_usual_value_may_depend_on_a_yes_or_no_term() -> None:
    made, found = read("paid,已付,次数,单次,,,2,迟到,,")
    assert found == []
    assert (made.findings["paid"].usual, made.findings["paid"].unusual_if) == (2, "late")
    assert (made.findings["late"].usual, made.findings["late"].unusual_if) == (None, "")


def test_a_term_may_be_stated_instead_of_another_and_a_date_be_later_than_the_care() -> None:
    made, found = read("paid_on,缴费日,日期,单次,,到期日,,,是,")
    assert found == []
    assert (made.findings["paid_on"].stands_for, made.findings["paid_on"].may_be_later) == ("day", True)


def test_a_date_has_others_that_it_cannot_be_before() -> None:
    made, found = read("paid_on,缴费日,日期,单次,,,,,,到期日")
    assert found == []
    assert (made.findings["paid_on"].not_before, made.findings["day"].not_before) == (("day",), ())


@pytest.mark.parametrize(
    ("row", "error"),
    [
        ("paid,已付,次数,单次,,,2,早到,,", ("UNKNOWN_FINDING", "terms.csv:H2")),  # there is no such term
        ("paid,已付,次数,单次,,,2,到期日,,", ("UNKNOWN_FINDING", "terms.csv:H2")),  # a date is neither yes nor no
        ("paid,已付,次数,单次,,早到,,,,", ("UNKNOWN_FINDING", "terms.csv:F2")),
        ("paid,已付,次数,单次,,已付,,,,", ("UNKNOWN_FINDING", "terms.csv:F2")),  # itself
        ("paid,已付,次数,单次,,,回数,,,", ("WRONG_TYPE", "terms.csv:G2")),  # another term is no value
        ("paid,已付,次数,单次,,,,,是,", ("BAD_VOCABULARY", "terms.csv:I2")),  # no date
        ("paid,已付,日期,单次,,,,,否,", ("BAD_VOCABULARY", "terms.csv:I2")),
        ("paid,已付,日期,单次,,,,,,早到", ("UNKNOWN_FINDING", "terms.csv:J2")),  # there is no such term
        ("paid,已付,日期,单次,,,,,,已付", ("UNKNOWN_FINDING", "terms.csv:J2")),  # itself
        ("paid,已付,日期,单次,,,,,,到期日；迟到", ("UNKNOWN_FINDING", "terms.csv:J2")),  # no date
        ("paid,已付,次数,单次,,,,,,到期日", ("UNKNOWN_FINDING", "terms.csv:J2")),  # is none itself
    ],
)
def test_what_cannot_be_is_told_at_its_cell(row: str, error: tuple[str, str]) -> None:
    assert read(row)[1] == [error]
