"""What is told of a program that cannot be loaded: everything at once, each with its place."""

import pytest

from chronicare.diagnostics import Code
from chronicare.engine import LIMITS, Limits, check_program
from chronicare.engine.check import OWN_PROPERTIES
from chronicare.engine.hashing import engine_hash
from chronicare.engine.rulesets import FACT_ID, SESSION_ID
from chronicare.program.rules import Rule, RuleProgram, Stratum, Tally, Term
from chronicare.program.rules import Test as Bounds

REFUSES, LIMIT = Code.ENGINE_REFUSES, Code.ENGINE_LIMIT
A = Rule("a", ((Bounds("p", 1, None),),))


def strata(*members: Stratum) -> RuleProgram:
    """Return a program of these strata."""
    return RuleProgram("program", members)


def counting(rule: str, points: int = 1) -> tuple[Term, ...]:
    """Return an item with one term."""
    return (Term(rule, fired=True, points=points),)


@pytest.mark.parametrize(
    ("program", "problems"),
    [
        pytest.param(strata(), [], id="nothing at all"),
        pytest.param(strata(Stratum((), (A,))), [], id="well-formed"),
        pytest.param(strata(Stratum((), (Rule("", ((),)),))), [(REFUSES, '""')], id="an empty rule name"),
        pytest.param(strata(Stratum((), (Rule('a"', ((),)),))), [(REFUSES, 'a"')], id="a quotation mark"),
        pytest.param(strata(Stratum((), (Rule("规则", ((),)),))), [(REFUSES, "规则")], id="not ASCII"),
        pytest.param(strata(Stratum((), (Rule("a\n", ((),)),))), [(REFUSES, "a\n")], id="a control character"),
        pytest.param(strata(Stratum((), (Rule("x" * 100, ((),)),))), [], id="as long as allowed"),
        pytest.param(strata(Stratum((), (Rule("x" * 101, ((),)),))), [(LIMIT, "x" * 20 + "…")], id="too long"),
        pytest.param(strata(Stratum((), (A, A))), [(REFUSES, "a")], id="two rules of one name"),
        pytest.param(
            strata(Stratum((), (A,)), Stratum((Tally("p", ()),), ())), [(REFUSES, "p")], id="a tally named as an input"
        ),
        pytest.param(
            strata(Stratum((), (A,)), Stratum((Tally("n", ()),), ()), Stratum((Tally("n", ()),), ())),
            [(REFUSES, "n")],
            id="two tallies of one name",
        ),
        pytest.param(
            strata(Stratum((), (Rule("r", ((Bounds("sid", 1.5, 2),),)),))),  # type: ignore[arg-type]  # on purpose
            [(REFUSES, "sid"), (REFUSES, "r")],
            id="two problems in one place",
        ),
        pytest.param(strata(Stratum((Tally("n", ()),), (A,))), [(REFUSES, "n")], id="a tally in the first stratum"),
        pytest.param(
            strata(Stratum((), (A,)), Stratum((Tally("n", (counting("b"),)),), (Rule("b", ((),)),))),
            [(REFUSES, "b")],
            id="a tally of its own stratum's rule",
        ),
        pytest.param(
            strata(Stratum((), (A,)), Stratum((), (Rule("b", ((Bounds("p", 1, 1),),)),))),
            [(REFUSES, "p")],
            id="the input seen from a later stratum",
        ),
        pytest.param(
            strata(Stratum((), (A,)), Stratum((Tally("n", (counting("a", 2**53 + 1),)),), ())),
            [(REFUSES, "n")],
            id="points out of range",
        ),
        pytest.param(
            strata(Stratum((), (A,)), Stratum((Tally("n", (counting("a", -(2**53)), counting("a", -1))),), ())),
            [(LIMIT, "n")],
            id="a sum out of range",
        ),
        pytest.param(
            strata(Stratum((), (Rule("r", (tuple(Bounds(f"p{n}", 1, None) for n in range(199)),)),))),
            [],
            id="199 terms and the tag",
        ),
        pytest.param(
            strata(Stratum((), (Rule("r", (tuple(Bounds(f"p{n}", 1, None) for n in range(200)),)),))),
            [(LIMIT, "r")],
            id="200 terms and the tag",
        ),
        pytest.param(
            strata(Stratum((), (Rule("r", (tuple(Bounds(f"p{n}", 1, None) for n in range(201)),)),))),
            [(LIMIT, "r"), (LIMIT, "r")],
            id="201 terms and 201 properties",
        ),
    ],
)
def test_problems(program: RuleProgram, problems: list[tuple[Code, str]]) -> None:
    assert [(problem.code, problem.place) for problem in check_program(program)] == problems


def test_narrower_limits_are_kept() -> None:
    program = strata(Stratum((), (Rule("r", ((Bounds("p", 1, 3),),)),)))
    assert not check_program(program, Limits(terms_of_condition=3))
    assert [problem.code for problem in check_program(program, Limits(terms_of_condition=2))] == [LIMIT]


def test_the_limits_in_force_stay_below_those_measured() -> None:
    assert LIMITS.conditions < 64
    assert LIMITS.terms_under_prefix < 511
    assert LIMITS.same_last_term < 255
    assert LIMITS.terms_of_condition <= 200
    assert LIMITS.properties + len(OWN_PROPERTIES) < 252
    assert LIMITS.shards_of_ruleset < 511
    assert LIMITS.rules_of_ruleset < 4096


@pytest.mark.parametrize(
    ("name", "value"),
    [("id", 926444256), ("sid", 3593476751), ("$and", 3746487396), ("$gte", 3645344263), ("all", 321211332)],
)
def test_the_hash_is_the_engines(name: str, value: int) -> None:
    """The values are the constants of the engine's own source."""
    assert engine_hash(name) == value


@pytest.mark.parametrize(("one", "other"), [("p23c1d91", "p592889f"), ("f6059", "f264602"), ("4295b62e", "ba16ab97")])
def test_names_that_the_engine_was_seen_to_confuse(one: str, other: str) -> None:
    assert engine_hash(one) == engine_hash(other)
    assert engine_hash(one, signed=False) == engine_hash(other, signed=False)


def test_signed_and_unsigned_bytes_differ_beyond_ascii_only() -> None:
    assert engine_hash("空腹血糖") != engine_hash("空腹血糖", signed=False)
    assert engine_hash("!~ c0-x") == engine_hash("!~ c0-x", signed=False)


def test_collisions_are_told_across_strata_and_with_names_of_the_engine() -> None:
    program = strata(
        Stratum((), (Rule("a", ((Bounds("p23c1d91", 1, 1),),)),)), Stratum((Tally("p592889f", (counting("a"),)),), ())
    )
    (problem,) = check_program(program)
    assert (problem.code, problem.place) == (REFUSES, "p592889f")
    assert "p23c1d91" in problem.message.en


def test_our_one_fact_is_told_from_the_sessions_own() -> None:
    """The session index keeps only the hash of an id; the engine's own message is called "sid-" and the session."""
    assert engine_hash(FACT_ID) != engine_hash(f"sid-{SESSION_ID}")
