"""Columns of an author's own: which headings make one, and what it is called."""

import pytest

from chronicare.tables import KINDS

DECISION, CATALOGUE, CARD, LEVELS = (KINDS[name] for name in ("decision", "catalogue", "card", "levels"))


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("入：险种", "入：险种"),
        ("出：应扣", "出：应扣"),
        ("入:险种", "入：险种"),
        (" 入： 险种 ", "入：险种"),
        ("入：支付（元）", "入：支付(元)"),
        ("入：出：应扣", "入：出:应扣"),
    ],
)
def test_a_heading_makes_a_column_of_its_own(heading: str, name: str) -> None:
    column = DECISION.own_column(heading)
    assert column is not None
    assert (column.name, column.heading, column.required, column.separator) == (name, name, False, "")


@pytest.mark.parametrize("heading", ["险种", "入", "入：", "入： ", "出:", "入险种", "：险种", "", "原文"])
def test_what_makes_none(heading: str) -> None:
    assert DECISION.own_column(heading) is None


def test_a_card_has_inputs_only_and_other_kinds_have_none() -> None:
    assert CARD.own_column("入：险种") is not None
    assert CARD.own_column("出：应扣") is None
    assert LEVELS.own_column("入：险种") is None
    assert {name for name, kind in KINDS.items() if kind.prefixes} == {
        "decision",
        "catalogue",
        "card",
        "scope",
        "population",
    }


def test_a_catalogue_is_a_decision_table_of_its_own_title() -> None:
    assert (CATALOGUE.family, DECISION.family, CARD.family) == ("decision", "decision", "card")
    assert CATALOGUE.columns == DECISION.columns
    assert (CATALOGUE.title, DECISION.title) == ("医保目录", "决策表")
