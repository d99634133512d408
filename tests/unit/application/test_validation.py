import pytest

from chronicare.application.errors import InvalidRequestError
from chronicare.application.validation import refuse, require
from chronicare.diagnostics import Code, Diagnostics, FieldPath, Text


def test_a_required_field_is_told_at_its_path() -> None:
    diagnostics = Diagnostics()
    require("person.birth_date", "出生日期", "the birth date", diagnostics)
    (told,) = diagnostics.sorted()
    assert (told.code, told.where) == (Code.REQUIRED_FIELD, FieldPath("person.birth_date"))
    assert told.message == Text("没有写出生日期", "the birth date is required")


def test_everything_is_refused_together() -> None:
    diagnostics = Diagnostics()
    require("b", "乙", "b", diagnostics)
    require("a", "甲", "a", diagnostics)
    with pytest.raises(InvalidRequestError) as refused:
        refuse(diagnostics)
    assert [str(each.where) for each in refused.value.diagnostics] == ["a", "b"]


def test_what_is_no_error_refuses_nothing() -> None:
    diagnostics = Diagnostics()
    refuse(diagnostics)
    diagnostics.add(Code.UNUSED_NAME, FieldPath("a"), Text("没有用到", "unused"))
    refuse(diagnostics)
