"""Tests of the rows that may match where not all they test is known, and of what is asked to tell."""

from collections.abc import Mapping

import pytest
from unit.benefits.written import Written, model_of, resolver

from chronicare.benefits.formula_evaluation import UnknownTermError
from chronicare.cells.values import Given, Value

BY_PERSON = "入：险种,入：公务员,入：参保年数,出：应扣\n居民,-,-,7 元\n职工,是,-,8 元\n职工,否,> 0,9 元\n"


def gone_through(
    text: str, hit: str, facts: Mapping[str, Given], possible: Mapping[str, tuple[Given, ...]]
) -> tuple[list[tuple[str, bool]], list[str]]:
    """Return what the rows that may match put out, with whether they do, and the terms looked up, in order."""
    model = model_of({"表": Written(hit, text)})
    (table,) = model.rules.tables.values()
    asked: list[str] = []

    def look_up(code: str) -> Given:
        asked.append(code)
        if code in facts:
            return facts[code]
        raise UnknownTermError(code)

    rows = resolver(model, facts).walk(table).reachable(look_up, possible.get)
    return [(row.outputs["result"].text, sure) for row, sure in rows], asked


@pytest.mark.parametrize(
    ("facts", "possible", "rows", "asked"),
    [
        ({}, {}, [("7 元", False), ("8 元", False), ("9 元", False)], ["scheme", "civil", "years"]),
        ({"scheme": "居民"}, {}, [("7 元", True)], []),
        ({"scheme": "职工"}, {}, [("8 元", False), ("9 元", False)], ["civil", "years"]),
        # an employee it is for sure: nobody is asked what residents are, nor what their row says
        ({}, {"scheme": ("职工",)}, [("8 元", False), ("9 元", False)], ["scheme", "civil", "years"]),
        ({}, {"scheme": ("居民",)}, [("7 元", False)], ["scheme"]),
        ({"civil": True}, {}, [("7 元", False), ("8 元", False)], ["scheme"]),
    ],
)
def test_rows_that_may_match(
    facts: Mapping[str, Given],
    possible: Mapping[str, tuple[Given, ...]],
    rows: list[tuple[str, bool]],
    asked: list[str],
) -> None:
    assert gone_through(BY_PERSON, "UNIQUE", facts, possible) == (rows, asked)


def test_of_rows_in_order_none_after_one_that_matches_for_sure_is_reached() -> None:
    text = "入：险种,入：公务员,出：应扣\n居民,是,7 元\n居民,-,8 元\n-,-,9 元\n"
    rows, asked = gone_through(text, "FIRST", {"scheme": "居民"}, {})
    assert (rows, asked) == ([("7 元", False), ("8 元", True)], ["civil"])


@pytest.mark.parametrize("hit", ["UNIQUE", "FIRST"])
@pytest.mark.parametrize(
    ("facts", "rows"),
    [
        ({}, [("7 元", False), ("8 元", False), ("9 元", False)]),
        ({"scheme": "居民"}, [("8 元", False), ("9 元", False)]),
        ({"scheme": "职工"}, [("7 元", True)]),
        ({"scheme": "居民", "civil": False}, [("9 元", True)]),
    ],
)
def test_what_is_left_may_match_while_no_other_row_does_for_sure(
    hit: str, facts: Mapping[str, Given], rows: list[tuple[str, bool]]
) -> None:
    text = "入：险种,入：公务员,其余,出：应扣\n职工,-,,7 元\n居民,是,,8 元\n-,-,是,9 元\n"
    assert gone_through(text, hit, facts, {})[0] == rows


def test_a_fact_of_which_one_value_alone_lets_a_row_match_follows_from_the_row() -> None:
    model = model_of({"表": Written("UNIQUE", BY_PERSON)})
    (table,) = model.rules.tables.values()
    walk = resolver(model, {}).walk(table)
    values: dict[str, tuple[Value, ...]] = {"scheme": ("职工", "居民"), "civil": (True, False), "years": ()}
    assert [walk.facts_of(row, lambda code: [(each, True) for each in values[code]]) for row in table.rows] == [
        {"scheme": "居民"},
        {"scheme": "职工", "civil": True},
        {"scheme": "职工", "civil": False},
    ]


def test_a_value_of_a_list_follows_from_the_row_only_if_nothing_can_be_stated_besides() -> None:
    model = model_of({"表": Written("FIRST", "入：救助身份,出：应扣\n无,7 元\n特困,8 元\n")})
    (table,) = model.rules.tables.values()
    walk = resolver(model, {}).walk(table)
    alone: dict[tuple[Value, ...], bool] = {("特困",): False, ("低保",): False, ("无",): True}
    # somebody of both 特困 and 低保 has the second row as well
    assert [walk.facts_of(row, lambda _code: list(alone.items())) for row in table.rows] == [{"identity": ("无",)}, {}]
