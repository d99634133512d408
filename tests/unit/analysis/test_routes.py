import pytest
from unit.compiler.written import codes, compiled, rows_of, switches

from chronicare.analysis.routes import check_routes
from chronicare.diagnostics import Diagnostics


def told(criteria: str, groups: str, **tables: str) -> list[tuple[str, str]]:
    rules, found = compiled(**rows_of(criteria, groups), **tables)
    assert found == []
    diagnostics = Diagnostics()
    check_routes(rules, diagnostics)
    return codes(diagnostics)


@pytest.mark.parametrize(
    ("criteria", "groups"),
    [
        ("1,体温,≥ 38 °C\n2,体温,< 37 °C", "R1,全部,1;2"),
        ("1,型,乙型\n2,型,丙型", "R1,全部,1;2"),
        ("1,症状,是\n2,咳嗽,是", "A,任一,1;2\nB,均无,1;2\nR1,全部,A;B"),
        # eleven or more is seven or more as well
        ("1,血糖,≥ 7 mmol/L,任一\n2,血糖,≥ 11 mmol/L,任一", "A,均无,1\nR1,全部,2;A"),
    ],
)
def test_a_route_that_contradicts_itself(criteria: str, groups: str) -> None:
    place = f"groups.csv:{1 + len(groups.splitlines())}"
    assert told(criteria, groups) == [("NEVER_TRUE", place)]


def test_an_exclusion_that_contradicts_itself() -> None:
    criteria = "1,症状,是\n2,体温,≥ 38 °C\n3,体温,< 37 °C"
    assert told(criteria, "R1,全部,1\nX1,全部,2;3") == [("NEVER_TRUE", "groups.csv:3")]


@pytest.mark.parametrize(
    ("criteria", "groups", "place"),
    [
        ("1,症状,是\n2,咳嗽,是", "R1,任一,1\nR2,全部,1;2", "groups.csv:3"),
        ("1,症状,是\n2,咳嗽,是", "R1,全部,1;2\nR2,任一,1", "groups.csv:2"),
        ("1,体温,≥ 38 °C\n2,体温,≥ 39 °C", "R1,全部,1\nR2,全部,2", "groups.csv:3"),
        # two that say the same: the later one is needless
        ("1,症状,是\n2,咳嗽,是", "R1,全部,1;2\nR2,至少 2,1;2", "groups.csv:3"),
    ],
)
def test_a_route_that_is_true_only_where_another_is(criteria: str, groups: str, place: str) -> None:
    assert told(criteria, groups) == [("NEEDLESS_ROUTE", place)]


@pytest.mark.parametrize(
    ("criteria", "groups"),
    [
        ("1,症状,是\n2,咳嗽,是", "R1,全部,1\nR2,全部,2"),
        ("1,体温,≥ 38 °C\n2,体温,< 37 °C", "R1,任一,1;2"),
        ("1,血糖,≥ 7 mmol/L,至少2次\n2,血糖,≥ 11 mmol/L,任一", "R1,全部,1\nR2,全部,2"),
    ],
)
def test_routes_of_which_each_has_somebody_of_its_own(criteria: str, groups: str) -> None:
    assert told(criteria, groups) == []


def test_under_an_open_switch_a_route_is_needless_only_if_it_is_under_every_reading() -> None:
    criteria = "1,症状,是\n2,咳嗽,是\n3,发热,是"
    groups = "A,任一,1;2,开,甲\nA,任一,3,开,乙\nR1,全部,A\nR2,全部,1;2"
    assert told(criteria, groups, **switches(开="")) == []
    assert told(criteria, groups, **switches(开="甲")) == [("NEEDLESS_ROUTE", "groups.csv:5")]
