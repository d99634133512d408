"""Cases listed as having no row: the reason is told where one holds for certain, and decides nothing."""

import pytest
from unit.benefits.written import DAY, Written, folder_of, rules_of, vocabulary
from unit.compiler.written import table

from chronicare.benefits.known_gap import known_gap
from chronicare.benefits.unknowns import FactNeededError
from chronicare.cells.values import Given
from chronicare.compiler.known_gaps import compile_gaps
from chronicare.diagnostics import Diagnostics
from chronicare.tables import RuleFolder

TABLES = {"表": Written("UNIQUE", "入：险种,入：机构等级,入：救助身份,出：应扣\n职工,三级,特困,7 元\n")}
LISTED = """表,情形,理由
表,险种：居民,只写职工
表,险种：职工；机构等级：≤ 二级,只写三级
表,救助身份：低保,只写特困
"""


def reason(facts: dict[str, Given], listed: str = LISTED) -> str | None:
    """Return the reason told of a case; a fact that is not given is asked for."""
    (rules,), found = rules_of(TABLES)
    assert found == []
    area = folder_of(Diagnostics(), TABLES)
    gaps = compile_gaps(
        RuleFolder(area.manifest, (*area.tables, table("gaps", listed, Diagnostics()))), rules.tables, vocabulary()
    )

    def tested(code: str) -> Given | None:
        if code not in facts:
            raise FactNeededError(code, ())
        return facts[code]

    told = known_gap(gaps.get("表", ()), tested, DAY)
    return None if told is None else told.reason


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"scheme": "居民"}, "只写职工"),
        ({"scheme": "职工", "level": 1, "identity": ("无",)}, "只写三级"),
        ({"scheme": "职工", "level": 2, "identity": ("无", "低保")}, "只写特困"),
        ({"scheme": "职工", "level": 2, "identity": ("无",)}, None),
        ({"scheme": "职工", "identity": ("无",)}, None),  # the level is not known
        ({"level": 1}, None),
    ],
)
def test_the_reason_of_the_case_that_holds(facts: dict[str, Given], expected: str | None) -> None:
    assert reason(facts) == expected


def test_any_case_at_all_may_be_listed() -> None:
    assert reason({}, "表,情形,理由\n表,-,别的情形没有\n") == "别的情形没有"


def test_what_cannot_be_read_or_is_of_no_table_is_left_to_the_check() -> None:
    assert reason({"scheme": "居民"}, "表,情形,理由\n别表,-,没有这张表\n表,没有：三级,没有这一列\n") is None
