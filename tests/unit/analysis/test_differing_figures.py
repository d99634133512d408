"""One figure of the source that stands in two tables: the one that was forgotten is told."""

import pytest
from unit.benefits.written import Written, rules_of, vocabulary
from unit.compiler.written import codes

from chronicare.analysis.differing_figures import check_differing
from chronicare.compiler import AreaRules
from chronicare.diagnostics import Diagnostics, Text

ONE = "入：险种,出：应扣,出处,原文\n职工,700 元,1-1/1,起付 700 元\n居民,100 元,1-1/1,起付 700 元\n"


def told(other: str) -> list[tuple[str, str]]:
    benefits, found = rules_of({"表": Written("UNIQUE", ONE), "他": Written("UNIQUE", other)})
    assert found == []
    diagnostics = Diagnostics()
    check_differing(AreaRules("990000", Text("", ""), "1", None, None, (), vocabulary(), benefits), diagnostics)
    return codes(diagnostics)


@pytest.mark.parametrize(
    ("row", "is_told"),
    [
        ("职工,800 元,1-1/1,起付 700 元", True),
        ("职工,700 元,1-1/1,起付 700 元", False),
        ("职工,800 元,1-1/2,起付 700 元", False),  # another place
        ("-,800 元,1-1/1,起付 700 元", False),  # of everybody: another case
        ("职工,800 元 + 7 元,1-1/1,起付 700 元", False),  # several figures: which is which?
    ],
)
def test_the_same_case_of_one_clause_given_otherwise(row: str, *, is_told: bool) -> None:
    told_of = told(f"入：险种,出：上年收入,出处,原文\n{row}\n")
    assert told_of == ([("FIGURES_DIFFER", "他.csv:B2")] if is_told else [])
