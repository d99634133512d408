"""The worked examples of a table: every way a formula can be taken, or that there is none to show."""

import pytest
from unit.benefits.written import Written, rules_of, vocabulary

from chronicare.authoring.benefits.worked import Worked, WorkedExamples


def worked(formula: str) -> tuple[Worked, ...]:
    benefits, found = rules_of({"表": Written("UNIQUE", f'入：险种,出：应扣\n职工,"{formula}"\n')})
    assert found == []
    return WorkedExamples(benefits, vocabulary()).of("表.csv")


@pytest.mark.parametrize(
    ("formula", "examples", "unseen"),
    [
        ("最小(上年收入, 700 元)", 2, 0),
        ("上年收入 × 50%", 1, 0),
        # what is at least the income is never the lesser of the two
        ("最小(上年收入, 最大(上年收入, 700 元))", 2, 1),
    ],
)
def test_each_way_has_an_example_or_it_is_said_that_it_has_none(formula: str, examples: int, unseen: int) -> None:
    (each,) = worked(formula)
    assert (len(each.examples), each.unseen) == (examples, unseen)


def test_a_figure_needs_none() -> None:
    assert worked("700 元") == ()
