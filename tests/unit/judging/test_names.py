"""What a name that nothing answers to may have meant."""

import pytest
from unit.compiler.written import FINDINGS, vocabulary, words

from chronicare.compiler import compile_vocabulary
from chronicare.diagnostics import Diagnostics, FieldPath
from chronicare.judging.names import FINDING, tell_unknown

MORE = "ca_one,糖类抗原甲,ca one,是否,单次,,,,糖类抗原一;糖类抗原1\nca_two,糖类抗原乙,ca two,是否,单次,,,,\n"


@pytest.mark.parametrize(
    ("name", "hint"), [("糖类抗元甲", "是否 糖类抗原甲、糖类抗原乙？"), ("糖类抗元1", "是否 糖类抗原1、糖类抗原乙？")]
)
def test_each_thing_that_may_be_meant_is_named_once(name: str, hint: str) -> None:
    diagnostics = Diagnostics()
    made = compile_vocabulary(words(diagnostics, findings=f"{FINDINGS}{MORE}"), diagnostics)
    assert diagnostics.sorted() == ()
    tell_unknown(name, "findings[0].finding", made, FieldPath, diagnostics, FINDING)
    (told,) = diagnostics.sorted()
    assert told.hint is not None
    assert told.hint.zh == hint


def test_where_nothing_is_like_it_the_list_is_named() -> None:
    diagnostics = Diagnostics()
    tell_unknown("完全不同", "findings[0].finding", vocabulary(), FieldPath, diagnostics, FINDING)
    assert [each.hint for each in diagnostics.sorted()] == [FINDING.listed]
