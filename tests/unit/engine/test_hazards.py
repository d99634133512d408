"""Every hang, crash and wrong answer measured on durable-rules 2.0.28, and the guard that keeps it away.

A row quotes the finding. It is kept away in one of four ways: the program is refused, the facts are refused (neither
touches the engine), what would trigger it is never written, or the case that met it is run and is right.
"""

import ast
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import chronicare.engine
from chronicare.engine import DurableEngine, FactsRefusedError, ProgramRefusedError, check_program
from chronicare.engine.native import NativeEngine, load_native_engine
from chronicare.engine.rulesets import lay_out
from chronicare.engine.shards import group_shards, split_program
from chronicare.program.rules import Rule, RuleProgram, Stratum, Tally, Term
from chronicare.program.rules import Test as Bounds

Rows = tuple[tuple[str, Any], ...]


def program_of(*rules: Rule) -> RuleProgram:
    """Return a program of one stratum."""
    return RuleProgram("hazard", (Stratum((), rules),))


def thresholds(*properties: str) -> RuleProgram:
    """Return a program with one rule for each property: it fires at 1 and more."""
    return program_of(*(Rule(f"rule {name}", ((Bounds(name, 1, None),),)) for name in properties))


def numbered(count: int) -> tuple[str, ...]:
    """Return ``count`` property names."""
    return tuple(f"p{number}" for number in range(count))


class Watched:
    """The real engine, with a time during which it must not be called."""

    error = Exception

    def __init__(self) -> None:
        """Let everything through at first."""
        self._native = load_native_engine()
        self._quiet = False

    @contextmanager
    def untouched(self) -> Iterator[None]:
        """Fail if anything is called meanwhile."""
        self._quiet = True
        yield
        self._quiet = False

    def __getattr__(self, name: str) -> Callable[..., Any]:
        """Return the real function, or fail."""
        assert not self._quiet, f"{name} was called"
        function: Callable[..., Any] = getattr(self._native, name)
        return function


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> Watched:
    """Return the engine that new programs are loaded into."""
    native = Watched()
    monkeypatch.setattr("chronicare.engine.durable.load_native_engine", lambda: native)
    return native


REFUSED_PROGRAMS: Rows = (
    (
        "`$and` terms: 200 OK; more was not tried",
        program_of(Rule("r", (tuple(Bounds(p, 1, 2) for p in numbered(100)),))),
    ),
    (
        "properties per fact: 252, then error 302",
        program_of(Rule("r", (tuple(Bounds(p, 1, 1) for p in numbered(201)),))),
    ),
    ("int > 2^63-1 clamps (10^19 == 10^20)", program_of(Rule("r", ((Bounds("p", None, 10**19),),)))),
    ("2^53+1 == 2^53 as float", program_of(Rule("r", ((Bounds("p", 2**53 + 1, None),),)))),
    ("bool equals int (true == 1)", program_of(Rule("r", ((Bounds("p", True, None),),)))),
    ('rule {"id":3} never matches fact {"id":3}', thresholds("id")),
    ("never use sid as data: 4 MB sid is SIGSEGV", thresholds("sid")),
    ("the tag is ours", thresholds("t")),
    ("`{'a':{'b':1}}` and flat 'a.b' are the same property", thresholds("a.b")),
    ("`$and` etc. are operators", thresholds("$and")),
    ("avoid `$s $m $i $time $forward`", thresholds("$s")),
    ("property names are compared by 32-bit FNV-1a only", thresholds("p23c1d91", "p592889f")),
    ("names in rules and facts are compared in their escaped text", thresholds("a\\u0062", 'a"', "血糖")),
    ("strings of >= 65,536 bytes compare by length mod 65,536", thresholds("p" * 65_537)),
    ("duplicate rule names accepted", program_of(Rule("r", ((),)), Rule("r", ()))),
    (
        "operand property missing: reads uninitialised memory",
        RuleProgram("hazard", (Stratum((), ()), Stratum((), (Rule("r", ((Bounds("gone", 1, None),),)),)))),
    ),
    (
        "sums beyond what is exact",
        RuleProgram(
            "hazard",
            (
                Stratum((), (Rule("a", ((),)),)),
                Stratum((Tally("n", ((Term("a", True, 2**53),), (Term("a", True, 1),))),), ()),
            ),
        ),
    ),
)


@pytest.mark.parametrize(("finding", "program"), REFUSED_PROGRAMS, ids=[row[0] for row in REFUSED_PROGRAMS])
def test_refused_when_loaded(finding: str, program: RuleProgram, watched: Watched) -> None:
    engine = DurableEngine()
    with watched.untouched(), pytest.raises(ProgramRefusedError):
        engine.load(program)
    assert finding


REFUSED_VALUES: Rows = (
    ("bool equals int (true == 1, true >= 1)", True),
    ('int 7 == "7", "8" >= 7', "7"),
    ('"abc" >= 7', "abc"),
    ("7.0 == '7.0'; -0.0 == 0", 7.0),
    ("1e-05, 1e22: json text with exponent but no dot: error 204", 1e-05),
    ("inf", float("inf")),
    ("NaN is read as null: every comparison False", float("nan")),
    ("null != 5 is False; `$ex` is true for null", None),
    ("lone surrogate", "\ud800"),
    ("string value of 65,536 bytes equals anything with the same rest", "abc" + "x" * 65_536),
    ("nested arrays; raw JSON 1e6 deep: SIGSEGV", [[[]]]),
    ("nested object = itself + each member, dotted", {"b": 1}),
    ("int > 2^63-1 clamps", 10**19),
    ("negative beyond the range", -(2**63) - 1),
)


@pytest.mark.parametrize(("finding", "value"), REFUSED_VALUES, ids=[row[0] for row in REFUSED_VALUES])
def test_refused_when_run(finding: str, value: Any, watched: Watched) -> None:  # noqa: ANN401 - anything at all
    program = DurableEngine().load(thresholds("p", "q"))
    with watched.untouched(), pytest.raises(FactsRefusedError):
        program.run({"q": 1, "p": value})
    assert program.run({"q": 1}) == ("rule q",), finding


@pytest.mark.parametrize("name", ["id", "sid", "t", "$s", "$time", "p.x", 'p","id":"g'])
def test_a_fact_cannot_bring_a_name_of_its_own(name: str, watched: Watched) -> None:
    program = DurableEngine().load(thresholds("p"))
    with watched.untouched(), pytest.raises(FactsRefusedError):
        program.run({"p": 1, name: 1})


LARGE = RuleProgram(
    "large",
    (
        Stratum(
            (), (*thresholds(*numbered(1300)).strata[0].rules, *(Rule(f"always {n}", ((), ())) for n in range(500)))
        ),
        Stratum(
            (Tally("n", tuple((Term(f"rule p{number}", True, 1),) for number in range(1300))),),
            tuple(Rule(f"n{number}", ((Bounds("n", number, number),),)) for number in range(0, 1301, 2)),
        ),
    ),
)
"""A program in which every measured limit is exceeded, if all of it were handed over as it stands."""


@cache
def written_rulesets(program: RuleProgram) -> list[dict[str, Any]]:
    """Return the rulesets written for a checked ``program``."""
    assert not check_program(program)
    return [json.loads(lay_out(shards)[0]) for shards in group_shards(split_program(program))]


def terms_of(rule: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the terms of the one message of an engine's rule."""
    (message,) = rule["all"]
    terms: list[dict[str, Any]] = message["m"].get("$and", [message["m"]])
    return terms


def words(rule: object) -> Iterator[str]:
    """Yield every key in an engine's rule."""
    if isinstance(rule, dict):
        for key, value in rule.items():
            yield key
            yield from words(value)
    if isinstance(rule, list):
        for value in rule:
            yield from words(value)


def widest_prefix(ruleset: Mapping[str, Any]) -> int:
    """Return how many different terms follow the same beginning, at most."""
    followers: dict[str, set[str]] = {}
    for rule in ruleset.values():
        terms = [json.dumps(term) for term in terms_of(rule)]
        for length, term in enumerate(terms):
            followers.setdefault("".join(terms[:length]), set()).add(term)
    return max(map(len, followers.values()))


def most_alike(ruleset: Mapping[str, Any]) -> int:
    """Return how many rules end in the same node, at most."""
    return max(Counter(json.dumps(terms_of(rule)) for rule in ruleset.values()).values())


def most_together(ruleset: Mapping[str, Any]) -> int:
    """Return how many rules look at one fact, at most, its catch-all left out."""
    return max(Counter(json.dumps(terms_of(rule)[0]) for rule in ruleset.values()).values()) - 1


def most_properties(ruleset: Mapping[str, Any]) -> int:
    """Return how many properties the rules that look at one fact mention, at most, the tag included."""
    mentioned: dict[str, set[str]] = {}
    for rule in ruleset.values():
        terms = terms_of(rule)
        mentioned.setdefault(json.dumps(terms[0]), set()).update(
            word for word in words(terms) if not word.startswith("$")
        )
    return max(map(len, mentioned.values()))


def has_last_catch_all(ruleset: Mapping[str, Any]) -> bool:
    """Whether every kind of fact has exactly one rule of lower priority, and that one tests the tag alone."""
    tags = Counter(json.dumps(terms_of(rule)[0]) for rule in ruleset.values())
    catch_alls = Counter(json.dumps(terms_of(rule)[0]) for rule in ruleset.values() if rule["pri"] == 2)
    alone = all(len(terms_of(rule)) == 1 for rule in ruleset.values() if rule["pri"] == 2)
    return alone and catch_alls == dict.fromkeys(tags, 1)


NEVER_WRITTEN: tuple[tuple[str, Callable[[dict[str, Any]], bool]], ...] = (
    ("512 terms under one parent: the first assert hangs", lambda ruleset: widest_prefix(ruleset) <= 400),
    ("rules per ruleset 4096, then error 106", lambda ruleset: len(ruleset) <= 600),
    ("65 terms matched at once: error 303", lambda ruleset: most_together(ruleset) <= 60),
    ("256 rules with the same last term: a rule of another list fires", lambda ruleset: most_alike(ruleset) <= 200),
    ("253 properties: error 302", lambda ruleset: most_properties(ruleset) <= 201),
    ("17 messages in one `all`: error 304", lambda ruleset: all(len(rule["all"]) == 1 for rule in ruleset.values())),
    (
        "`$and`/`$or` groups: about 15, then error 113",
        lambda ruleset: all([*words(rule)].count("$and") <= 1 for rule in ruleset.values()),
    ),
    ("`{'$and':[]}`, `{}` never fire", lambda ruleset: all(map(terms_of, ruleset.values()))),
    (
        "`$nex` also matches the internal state message: always AND with a tag",
        lambda ruleset: all(terms_of(rule)[0].keys() == {"t"} for rule in ruleset.values()),
    ),
    (
        "`$or` fires once per true branch; `$not` is order-dependent; `$nex`, `$neq`, `$mt`, `$div`: SIGFPE",
        lambda ruleset: (
            {word for word in words([*ruleset.values()]) if word.startswith("$")} <= {"$and", "$gte", "$lte", "$ex"}
        ),
    ),
    (
        "`any` of two messages fires thrice; count/cap; unknown key `alll` is error 105",
        lambda ruleset: all(rule.keys() == {"all", "pri"} for rule in ruleset.values()),
    ),
    (
        "comparing with another message's missing property is error 311; arithmetic reads uninitialised memory",
        lambda ruleset: all(
            isinstance(value, int) for rule in ruleset.values() for term in terms_of(rule) for value in leaves(term)
        ),
    ),
    (
        "priority is 16 bits unsigned: -1 -> 65535, 70000 -> 4464",
        lambda ruleset: {rule["pri"] for rule in ruleset.values()} == {1, 2},
    ),
    ("delete_state where no action ever ran is SIGSEGV: a catch-all rule", has_last_catch_all),
)


def leaves(term: Mapping[str, Any]) -> list[Any]:
    """Return what a term's properties are compared with."""
    return [leaf for value in term.values() for leaf in (value.values() if isinstance(value, dict) else [value])]


@pytest.mark.parametrize(("finding", "safe"), NEVER_WRITTEN, ids=[row[0] for row in NEVER_WRITTEN])
def test_never_written(finding: str, safe: Callable[[dict[str, Any]], bool]) -> None:
    odd = program_of(Rule("r", ((Bounds("p", None, None), Bounds("q", 1, 1)), (Bounds("p", 0, 3),), ())), Rule("s", ()))
    rulesets = [*written_rulesets(LARGE), *written_rulesets(odd)]
    assert len(rulesets) > 2
    assert all(map(safe, rulesets)), finding


def test_a_program_beyond_every_limit_runs_right() -> None:
    program = DurableEngine().load(LARGE)
    always = [f"always {number}" for number in range(500)]
    assert [*program.run({})] == [*always, "n0"]
    all_true = program.run(dict.fromkeys(numbered(1300), 1))
    assert [*all_true] == [*(f"rule {name}" for name in numbered(1300)), *always, "n1300"]
    assert [*program.run(dict.fromkeys(numbered(1300)[::25], 1))][-1] == "n52"


@pytest.mark.parametrize("count", [59, 60, 61, 64, 65, 255, 256, 257, 511, 512, 513])
def test_around_the_measured_limits(count: int) -> None:
    different = DurableEngine().load(thresholds(*numbered(count)))
    assert different.run(dict.fromkeys(numbered(count), 1)) == tuple(f"rule {name}" for name in numbered(count))
    alike = DurableEngine().load(program_of(*(Rule(name, ((Bounds("p", 7, None),),)) for name in numbered(count))))
    assert alike.run({"p": 7}) == numbered(count)
    assert alike.run({"p": 6}) == ()


@pytest.mark.slow
def test_equal_facts_are_never_taken_for_one_seen_before() -> None:
    """Ids made of the content collide after some 53,000 facts; ours is one id, and the fact is taken back."""
    program = DurableEngine().load(thresholds("p"))
    assert all(program.run({"p": number % 3}) == (("rule p",) if number % 3 else ()) for number in range(60_000))


def test_more_runs_than_there_is_room_for_sessions() -> None:
    """Live sids per ruleset: 1024, MemoryError at 1025. There is only one."""
    program = DurableEngine().load(thresholds("p"))
    assert all(program.run({"p": 1}) for _ in range(1100))


def test_a_program_that_never_ran_is_freed_without_a_crash() -> None:
    """Deleting the state of a session in which no action ever ran is SIGSEGV; loading warms it up."""
    for _ in range(20):
        program = DurableEngine().load(program_of(Rule("never", ())))
        del program


def room_imports() -> set[str]:
    """Return the modules that the files of the room import, and the constant strings they hand to import_module."""
    folder = Path(chronicare.engine.__file__).parent
    nodes = [node for file in folder.glob("*.py") for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))]
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module}
    return names | {
        argument.value
        for node in nodes
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "import_module"
        for argument in node.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    }


def test_the_stock_host_is_left_alone() -> None:
    """Stock ``Host``: segfaults with several sids, timers that steal actions, exceptions in actions swallowed."""
    imported = room_imports()
    assert "durable_rules_engine" in imported
    assert not [name for name in imported if re.match(r"durable(\.|$)", name)]


def test_only_the_safe_functions_are_used() -> None:
    """Batches lose facts silently, asserting no facts crashes, state updates and timers post messages of their own."""
    functions = {name for name in vars(NativeEngine) if not name.startswith("_")}
    assert functions == {
        "create_ruleset",
        "assert_fact",
        "start_action_for_state",
        "complete_and_start_action",
        "retract_fact",
        "delete_state",
        "delete_ruleset",
    }
