"""A program survives being written for another process."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chronicare.engine.description import describe_program, read_program
from chronicare.program.rules import RuleProgram


@given(st.data())
def test_round_trip(programs: st.SearchStrategy[RuleProgram], data: st.DataObject) -> None:
    program = data.draw(programs)
    description = describe_program(program)
    assert "\n" not in description
    assert read_program(description) == program


@pytest.mark.parametrize("text", ["", "{}", "[]", "[1]", "null", '["name", 3]', '["name", [[1]]]'])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the message is the JSON reader's, or ours
        read_program(text)
