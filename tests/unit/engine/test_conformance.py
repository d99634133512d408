"""What any engine behind the port must do. Expected firings are worked out by hand from the meaning of the rules."""

from collections.abc import Mapping
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chronicare.engine import (
    DurableEngine,
    Engine,
    FactsRefusedError,
    InterpretingEngine,
    Limits,
    LoadedProgram,
    ProgramRefusedError,
)
from chronicare.program.rules import Rule, RuleProgram, Stratum, Tally, Term
from chronicare.program.rules import Test as Bounds

FAR = 2**53


def one_rule(*alternatives: tuple[Bounds, ...]) -> RuleProgram:
    """Return a program with the single rule "r"."""
    return RuleProgram("one", (Stratum((), (Rule("r", alternatives),)),))


TWO_OF_THREE = RuleProgram(
    "two of three",
    (
        Stratum(
            (),
            tuple(
                rule
                for name in "abc"
                for rule in (
                    Rule(f"{name}T", ((Bounds(name, 2, None),),)),
                    Rule(f"{name}F", ((Bounds(name, None, 1),),)),
                )
            ),
        ),
        Stratum(
            (
                Tally("true", tuple((Term(f"{name}T", fired=True, points=1),) for name in "abc")),
                Tally("false", tuple((Term(f"{name}F", fired=True, points=1),) for name in "abc")),
            ),
            (Rule("T", ((Bounds("true", 2, None),),)), Rule("F", ((Bounds("false", 2, None),),))),
        ),
    ),
)

BEST_OF_ITEM = RuleProgram(
    "score",
    (
        Stratum((), tuple(Rule(name, ((Bounds(name, 1, None),),)) for name in "abc")),
        Stratum(
            (
                Tally(
                    "score",
                    (
                        (Term("a", fired=True, points=2), Term("b", fired=True, points=5)),
                        (Term("c", fired=False, points=-1), Term("c", fired=True, points=3)),
                    ),
                ),
            ),
            tuple(Rule(f"s{score}", ((Bounds("score", score, score),),)) for score in range(-1, 9)),
        ),
    ),
)

TWICE_TRUE = RuleProgram(
    "two alternatives of one rule hold",
    (
        Stratum(
            (), (Rule("a", ((Bounds("p", 1, None),), (Bounds("q", 1, None),), ())), Rule("b", ((Bounds("p", 1, 1),),)))
        ),
        Stratum(
            (Tally("n", ((Term("a", fired=True, points=1),), (Term("b", fired=True, points=1),))),),
            tuple(Rule(f"n{count}", ((Bounds("n", count, count),),)) for count in range(5)),
        ),
    ),
)

GAPS = RuleProgram(
    "strata without rules, without tallies, and a tally nobody asks for",
    (
        Stratum((), ()),
        Stratum((), (Rule("always", ((),)), Rule("never", ()))),
        Stratum((Tally("unused", ((Term("always", fired=True, points=1),),)),), ()),
        Stratum(
            (Tally("n", ((Term("always", fired=True, points=1),), (Term("never", fired=False, points=1),))),),
            (Rule("last", ((Bounds("n", 2, 2),),)),),
        ),
    ),
)


@pytest.mark.parametrize(
    ("program", "facts", "fired"),
    [
        pytest.param(one_rule((Bounds("p", 2, 3),)), {"p": 2}, ["r"], id="at the lower bound"),
        pytest.param(one_rule((Bounds("p", 2, 3),)), {"p": 3}, ["r"], id="at the upper bound"),
        pytest.param(one_rule((Bounds("p", 2, 3),)), {"p": 1}, [], id="below"),
        pytest.param(one_rule((Bounds("p", 2, 3),)), {"p": 4}, [], id="above"),
        pytest.param(one_rule((Bounds("p", 2, 3),)), {}, [], id="missing"),
        pytest.param(one_rule((Bounds("p", 2, 2),)), {"p": 2}, ["r"], id="exactly"),
        pytest.param(one_rule((Bounds("p", 3, 2),)), {"p": 2}, [], id="an empty range"),
        pytest.param(one_rule((Bounds("p", None, None),)), {"p": 0}, ["r"], id="any value"),
        pytest.param(one_rule((Bounds("p", None, None),)), {}, [], id="any value, missing"),
        pytest.param(one_rule((Bounds("p", -5, -1),)), {"p": -3}, ["r"], id="negative"),
        pytest.param(one_rule((Bounds("p", FAR, None),)), {"p": FAR}, ["r"], id="as large as allowed"),
        pytest.param(one_rule((Bounds("p", FAR, None),)), {"p": FAR - 1}, [], id="one less than that"),
        pytest.param(one_rule((Bounds("p", None, -FAR),)), {"p": -FAR}, ["r"], id="as small as allowed"),
        pytest.param(
            one_rule((Bounds("p", 1, None), Bounds("q", 1, None))), {"p": 1, "q": 0}, [], id="one of two tests"
        ),
        pytest.param(one_rule((Bounds("p", 1, None), Bounds("p", 1, None))), {"p": 1}, ["r"], id="a test repeated"),
        pytest.param(one_rule((Bounds("p", 1, 1),), (Bounds("q", 1, 1),)), {"p": 0, "q": 1}, ["r"], id="alternative"),
        pytest.param(one_rule((Bounds("p", 1, 1),), (Bounds("q", 1, 1),)), {"p": 1, "q": 1}, ["r"], id="both, once"),
        pytest.param(one_rule(()), {}, ["r"], id="no tests: always"),
        pytest.param(one_rule((), ()), {}, ["r"], id="always, twice over, once"),
        pytest.param(one_rule(), {}, [], id="no alternatives: never"),
        pytest.param(RuleProgram("empty", ()), {}, [], id="no strata"),
        pytest.param(TWO_OF_THREE, {"a": 2, "b": 3, "c": 0}, ["aT", "bT", "cF", "T"], id="two of three true"),
        pytest.param(TWO_OF_THREE, {"a": 1, "b": 0}, ["aF", "bF", "F"], id="two of three false, one unknown"),
        pytest.param(TWO_OF_THREE, {"c": 0, "a": 2}, ["aT", "cF"], id="undecided; order is the program's"),
        pytest.param(BEST_OF_ITEM, {"a": 1, "b": 1, "c": 1}, ["a", "b", "c", "s8"], id="best of each item: 5 + 3"),
        pytest.param(BEST_OF_ITEM, {"a": 1}, ["a", "s1"], id="2 and -1 for what has not fired"),
        pytest.param(BEST_OF_ITEM, {}, ["s-1"], id="no term of the first item counts: 0 - 1"),
        pytest.param(TWICE_TRUE, {"p": 1, "q": 1}, ["a", "b", "n2"], id="a rule that holds three ways counts once"),
        pytest.param(GAPS, {}, ["always", "last"], id="gaps"),
    ],
)
def test_what_fires(engine: Engine, program: RuleProgram, facts: Mapping[str, int], fired: list[str]) -> None:
    loaded = engine.load(program)
    assert loaded.run(facts) == tuple(fired)
    assert loaded.run(facts) == tuple(fired), "a second time"


def test_properties_are_those_of_the_first_stratum(engine: Engine) -> None:
    assert engine.load(TWO_OF_THREE).properties == {"a", "b", "c"}
    assert engine.load(GAPS).properties == frozenset()


@pytest.mark.parametrize("value", [True, 1.0, "1", None, [1], {"x": 1}, 2**53 + 1, -(2**53) - 1, 10**400])
def test_a_value_that_is_no_integer_in_range_is_refused(engine: Engine, value: object) -> None:
    loaded = engine.load(TWO_OF_THREE)
    facts: dict[str, object] = {"a": 2, "b": value, "z": 1}
    with pytest.raises(FactsRefusedError) as refusal:
        loaded.run(facts)  # type: ignore[arg-type]  # that is the point
    assert [problem.place for problem in refusal.value.problems] == ["b", "z"]
    assert loaded.run({"a": 2, "b": 2}) == ("aT", "bT", "T")


def test_an_ill_formed_program_is_refused(engine: Engine) -> None:
    with pytest.raises(ProgramRefusedError) as refusal:
        engine.load(one_rule((Bounds("id", 1, 1),), (Bounds("x.y", 1, 1),)))
    assert [problem.place for problem in refusal.value.problems] == ["id", "x.y"]


@given(st.data())
def test_engines_agree(
    programs: st.SearchStrategy[RuleProgram], integers: st.SearchStrategy[int], tiny: Limits, data: st.DataObject
) -> None:
    program = data.draw(programs)
    peer = InterpretingEngine().load(program)
    whole, split = DurableEngine().load(program), DurableEngine(tiny).load(program)
    facts = st.fixed_dictionaries({}, optional=dict.fromkeys(sorted(peer.properties), integers))
    for case in data.draw(st.lists(facts, min_size=10, max_size=30)):
        expected = peer.run(case)
        assert whole.run(case) == expected
        assert split.run(case) == expected


@given(st.data())
def test_a_case_knows_nothing_of_the_one_before(
    programs: st.SearchStrategy[RuleProgram], integers: st.SearchStrategy[int], data: st.DataObject
) -> None:
    program = data.draw(programs)
    used, fresh = DurableEngine().load(program), DurableEngine().load(program)
    facts = st.fixed_dictionaries({}, optional=dict.fromkeys(sorted(used.properties), integers))
    used.run(data.draw(facts))
    case = data.draw(facts)
    assert used.run(case) == fresh.run(case)


def wide_program(properties: int, rules: int) -> RuleProgram:
    """Return ``rules`` two-sided rules over ``properties``, each a bit different, and a count of those that fired."""
    first = tuple(
        Rule(f"r{number}", ((Bounds(f"p{number % properties}", number % 3, number % 3 + number % 4),),))
        for number in range(rules)
    )
    count = Tally("n", tuple((Term(rule.name, fired=True, points=1),) for rule in first))
    second = tuple(Rule(f"at least {number}", ((Bounds("n", number, None),),)) for number in (1, rules // 2, rules))
    return RuleProgram("wide", (Stratum((), first), Stratum((count,), second)))


@cache
def wide_pair(properties: int, rules: int) -> tuple[LoadedProgram, LoadedProgram]:
    """Return the wide program loaded by either engine, once."""
    program = wide_program(properties, rules)
    return DurableEngine().load(program), InterpretingEngine().load(program)


@pytest.mark.parametrize(
    ("properties", "rules"), [(1, 60), (60, 60), (61, 61), (200, 200), (201, 402), (7, 600), (400, 1200)]
)
@given(seed=st.lists(st.integers(0, 5), min_size=1, max_size=40), absent=st.integers(2, 50))
def test_engines_agree_at_and_beyond_the_limits(properties: int, rules: int, seed: list[int], absent: int) -> None:
    durable, peer = wide_pair(properties, rules)
    case = {f"p{number}": seed[number % len(seed)] for number in range(properties) if number % absent != 1}
    assert durable.run(case) == peer.run(case)
