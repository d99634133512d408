"""What the tests of the engine room share: engines, and programs made at random."""

import pytest
from hypothesis import strategies as st

from chronicare.engine import DurableEngine, Engine, InterpretingEngine, Limits
from chronicare.program import rules

FAR = 2**53

TINY = Limits(
    conditions=2,
    terms_under_prefix=2,
    same_last_term=2,
    terms_of_condition=7,
    properties=3,
    shards_of_ruleset=2,
    rules_of_ruleset=4,
)
"""Limits so narrow that nearly every program is split over facts and rulesets."""


@pytest.fixture(params=["durable", "durable, split finely", "interpreter"])
def engine(request: pytest.FixtureRequest) -> Engine:
    """Return each engine in turn."""
    if request.param == "interpreter":
        return InterpretingEngine()
    return DurableEngine(TINY) if request.param == "durable, split finely" else DurableEngine()


@pytest.fixture(scope="session")
def tiny() -> Limits:
    """Return limits that split nearly every program."""
    return TINY


_integers = st.integers(-3, 5) | st.sampled_from([-FAR, FAR])


@st.composite
def _tests(draw: st.DrawFn, properties: list[str]) -> rules.Test:
    bound = st.none() | _integers
    return rules.Test(draw(st.sampled_from(properties)), draw(bound), draw(bound))


def _alternatives(properties: list[str]) -> st.SearchStrategy[tuple[tuple[rules.Test, ...], ...]]:
    tests = st.lists(_tests(properties), max_size=3) if properties else st.just([])
    return st.lists(tests.map(tuple), max_size=3).map(tuple)


@st.composite
def _tallies(draw: st.DrawFn, stratum: int, earlier: list[str]) -> tuple[rules.Tally, ...]:
    if not earlier:
        return ()
    term = st.builds(rules.Term, st.sampled_from(earlier), st.booleans(), st.integers(-3, 5))
    item = st.lists(term, min_size=1, max_size=1) | st.lists(term, max_size=3)
    items = st.lists(item.map(tuple), max_size=4).map(tuple)
    return tuple(rules.Tally(f"n{stratum}-{number}", draw(items)) for number in range(draw(st.sampled_from([2, 1, 0]))))


@st.composite
def _programs(draw: st.DrawFn) -> rules.RuleProgram:
    earlier: list[str] = []
    strata: list[rules.Stratum] = []
    for number in range(draw(st.sampled_from([2, 3, 4, 1, 0]))):
        tallies = draw(_tallies(number, earlier)) if number else ()
        properties = [each.property for each in tallies] if number else ["c0", "c1", "50%", "c 3", "'{c4}"]
        names = [f"r{len(earlier) + place}" for place in range(draw(st.sampled_from([3, 5, 1, 0])))]
        strata.append(
            rules.Stratum(tallies, tuple(rules.Rule(name, draw(_alternatives(properties))) for name in names))
        )
        earlier += names
    return rules.RuleProgram("random", tuple(strata))


@pytest.fixture(scope="session")
def programs() -> st.SearchStrategy[rules.RuleProgram]:
    """Return a strategy for well-formed programs of up to four strata, empty ones among them."""
    return _programs()


@pytest.fixture(scope="session")
def integers() -> st.SearchStrategy[int]:
    """Return a strategy for values near the bounds that random programs have."""
    return _integers
