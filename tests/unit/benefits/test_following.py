"""Tests of what follows from a fact for a term that tables put out, where nothing it is derived from is stated."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest
from unit.benefits.written import DAY, Written, model_of, vocabulary

from chronicare.benefits.following import follows_of
from chronicare.benefits.look_up import find_terms
from chronicare.benefits.model import BenefitModel
from chronicare.benefits.term_resolver import TermResolver
from chronicare.benefits.unknowns import FactNeededError
from chronicare.cells.typed import Compare, Operator, View
from chronicare.cells.values import Given
from chronicare.compiler.partition import make_predicate
from chronicare.program.vocabulary import Implication, Vocabulary

IN_BENEFIT = Written("FIRST", "入：参保日,出：在待遇期内\n≤ 2025-03-01,是\n-,否\n")
BEFORE, AFTER = date(2025, 3, 1), date(2025, 3, 2)


def words() -> Vocabulary:
    """Return a vocabulary by which whoever is in extreme hardship is in benefit, and a civil servant is not."""
    made = vocabulary()
    identity = make_predicate(made.findings["identity"].type, View.VALUE, Compare(Operator.EQ, "特困"))
    civil = make_predicate(made.findings["civil"].type, View.VALUE, Compare(Operator.EQ, True))
    follows = (
        Implication("identity", identity, "in_benefit", True),
        Implication("civil", civil, "in_benefit", False),
        Implication("civil", civil, "entitled", True),
        Implication("civil", civil, "result", None),  # cannot be had
    )
    return replace(made, implications=follows)


def model() -> BenefitModel:
    return model_of({"期": IN_BENEFIT}, words=words())


def look_up(facts: Mapping[str, Given]) -> Given | None:
    return TermResolver(model(), DAY, facts, {}).look_up("in_benefit")


@pytest.mark.parametrize(
    ("facts", "value"),
    [
        ({"identity": ("特困",)}, True),
        ({"identity": ("低保", "特困")}, True),
        ({"civil": True}, False),
        ({"identity": ("特困",), "civil": True}, True),  # in the order of the table
        ({"identity": ("特困",), "since": AFTER}, False),  # derived from what is stated
        ({"civil": True, "since": BEFORE}, True),
        ({"identity": ("特困",), "in_benefit": False}, False),  # stated itself
    ],
)
def test_what_follows_counts_where_nothing_else_says_it(facts: Mapping[str, Given], value: bool) -> None:
    assert look_up(facts) is value


@pytest.mark.parametrize(
    ("facts", "asked"),
    [
        ({}, "civil"),  # the fact it may follow from comes first
        ({"identity": ("低保",)}, "civil"),
        ({"civil": False}, "in_benefit"),
        ({"identity": ("低保",), "civil": False}, "in_benefit"),
    ],
)
def test_what_does_not_follow_is_asked_for(facts: Mapping[str, Given], asked: str) -> None:
    with pytest.raises(FactNeededError) as needed:
        look_up(facts)
    assert needed.value.term == asked


def test_a_term_no_table_puts_out_follows_but_does_not_ask_for_another() -> None:
    assert TermResolver(model(), DAY, {"civil": True}, {}).look_up("entitled") is True
    with pytest.raises(FactNeededError) as needed:
        TermResolver(model(), DAY, {}, {}).look_up("entitled")
    assert needed.value.term == "entitled"


def test_what_cannot_be_had_does_not_follow() -> None:
    found = follows_of(words())
    assert {code: [each.source for each in follows] for code, follows in found.items()} == {
        "in_benefit": ["identity", "civil"],
        "entitled": ["civil"],
    }


def test_who_asks_for_the_term_is_told_what_follows_where_its_table_cannot_say() -> None:
    answer = find_terms(model(), DAY, ["in_benefit"], {"civil": True})
    assert answer.known is not None
    assert answer.known.values == {"in_benefit": False}
    derived = find_terms(model(), DAY, ["in_benefit"], {"civil": True, "since": BEFORE})
    assert derived.known is not None
    assert derived.known.values == {"in_benefit": True}
    assert find_terms(model(), DAY, ["in_benefit"], {}).missing == ("since",)
