"""The guards around the engine while it runs: codes, failures, threads, memory, and what is left behind."""

import gc
import os
from collections.abc import Callable
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest

from chronicare.engine import (
    DurableEngine,
    EngineBrokenError,
    EngineFailureError,
    InterpretingEngine,
)
from chronicare.engine.native import load_native_engine
from chronicare.program.rules import Rule, RuleProgram, Stratum, Tally, Term
from chronicare.program.rules import Test as Bounds

CHAIN = RuleProgram(
    "chain",
    (
        Stratum(
            (),
            tuple(
                rule
                for number in range(10)
                for rule in (
                    Rule(f"T{number}", ((Bounds(f"c{number}", 2, None),),)),
                    Rule(f"F{number}", ((Bounds(f"c{number}", None, 1),),)),
                )
            ),
        ),
        Stratum(
            (Tally("n", tuple((Term(f"T{number}", fired=True, points=1),) for number in range(10))),),
            (Rule("many", ((Bounds("n", 5, None),),)), Rule("few", ((Bounds("n", None, 4),),))),
        ),
    ),
)
MANY = {f"c{number}": 2 for number in range(5)}
FEW = {f"c{number}": 1 for number in range(5)}
MANY_FIRED = ("T0", "T1", "T2", "T3", "T4", "many")
FEW_FIRED = ("F0", "F1", "F2", "F3", "F4", "few")


class Saboteur:
    """The real engine, but for what ``replaced`` holds under a function's name."""

    def __init__(self) -> None:
        """Replace nothing."""
        self._native = load_native_engine()
        self.error = self._native.error
        self.replaced: dict[str, Callable[..., Any]] = {}
        self.calls: list[tuple[str, Any]] = []

    def __getattr__(self, name: str) -> Callable[..., Any]:
        """Return a function that notes its call and does as replaced or as the engine does."""
        function: Callable[..., Any] = self.replaced.get(name) or getattr(self._native, name)

        def call(*arguments: Any) -> Any:  # noqa: ANN401 - whatever the engine takes and gives
            answer = function(*arguments)
            self.calls.append((name, answer if name == "assert_fact" else arguments))
            return answer

        return call


@pytest.fixture
def saboteur(monkeypatch: pytest.MonkeyPatch) -> Saboteur:
    """Return the engine that new programs are loaded into."""
    native = Saboteur()
    monkeypatch.setattr("chronicare.engine.durable.load_native_engine", lambda: native)
    return native


def raising(error: BaseException) -> Callable[..., Any]:
    """Return a function that raises ``error``."""

    def function(*_: object) -> Any:  # noqa: ANN401 - never returns
        raise error

    return function


def answering(answer: object) -> Callable[..., Any]:
    """Return a function that answers ``answer``, whatever it is asked."""
    return lambda *_: answer


def firing(*names: str) -> Callable[..., Any]:
    """Return a function that answers with the firing of each of ``names``, then with none."""
    answers = [*(f'{{"{name}":{{"m":{{}}}}}}' for name in names), None]
    return lambda *_: answers.pop(0)


def first_firing(name: str) -> Callable[..., Any]:
    """Return a function that answers as the first firing does, with ``name``."""
    return answering(("{}", f'{{"{name}":{{"m":{{}}}}}}'))


# The rules of CHAIN's first fact are called 0 to 19 in the engine, its catch-all rule 20.
ASSERT, START, NEXT, RETRACT = "assert_fact", "start_action_for_state", "complete_and_start_action", "retract_fact"
MISBEHAVIOURS = [
    pytest.param({ASSERT: answering((1, 1))}, "code 1", id="no rule looks at the fact"),
    pytest.param({ASSERT: answering((2, 1))}, "code 2", id="the fact is already there"),
    pytest.param({ASSERT: answering((3, 1))}, "code 3", id="the fact is deferred"),
    pytest.param({ASSERT: raising(MemoryError("none left"))}, "none left", id="no memory"),
    pytest.param({NEXT: raising(load_native_engine().error("303"))}, "303", id="an error of the engine"),
    pytest.param({RETRACT: answering((1, 1))}, "taking a fact back", id="the fact cannot be taken back"),
    pytest.param({START: answering(None)}, "catch-all rule did not fire", id="nothing fires"),
    pytest.param({NEXT: answering(None)}, "catch-all rule did not fire", id="the catch-all does not fire"),
    pytest.param({NEXT: firing("22")}, "of another kind", id="a rule of another fact"),
    pytest.param({NEXT: firing("23")}, "of another kind", id="the catch-all of another fact"),
    pytest.param({NEXT: firing("1", "20", "0")}, "after the catch-all", id="something after the catch-all"),
    pytest.param({START: first_firing("0"), NEXT: firing(*"0" * 21)}, "more than 20", id="firings without end"),
]


@pytest.mark.parametrize(("replaced", "message"), MISBEHAVIOURS)
def test_misbehaviour_fails_the_run_and_the_next_starts_afresh(
    saboteur: Saboteur, replaced: dict[str, Callable[..., Any]], message: str
) -> None:
    program = DurableEngine().load(CHAIN)
    assert program.run(MANY) == MANY_FIRED
    saboteur.replaced.update(replaced)
    with pytest.raises(EngineFailureError, match=message):
        program.run(MANY)
    saboteur.replaced.clear()
    assert program.run(FEW) == FEW_FIRED
    gc.collect()
    called = [name for name, _ in saboteur.calls]
    assert called.count("create_ruleset") == 2
    assert not {"delete_state", "delete_ruleset"} & {*called}, "what failed is never touched again"


def test_an_interrupted_run_leaves_nothing_behind(saboteur: Saboteur) -> None:
    program = DurableEngine().load(CHAIN)
    saboteur.replaced["complete_and_start_action"] = raising(KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        program.run(MANY)
    saboteur.replaced.clear()
    assert program.run(FEW) == FEW_FIRED


def test_an_engine_that_keeps_failing_is_broken(saboteur: Saboteur) -> None:
    engine = DurableEngine()
    failing, other = engine.load(CHAIN), engine.load(CHAIN)
    saboteur.replaced["assert_fact"] = raising(MemoryError())
    with pytest.raises(EngineFailureError):
        other.run(MANY)
    saboteur.replaced.clear()
    for failure in range(3):
        saboteur.replaced["start_action_for_state"] = answering(None)
        with pytest.raises(EngineFailureError):
            failing.run(MANY)
        saboteur.replaced.clear()
        if failure < 2:
            assert failing.run(FEW) == FEW_FIRED
    assert other.run(FEW) == FEW_FIRED, "the third rebuild"
    for _ in range(2):
        with pytest.raises(EngineBrokenError):
            failing.run(FEW)
    assert other.run(MANY) == MANY_FIRED, "what never failed since is still whole"


def test_a_program_the_engine_does_not_take(saboteur: Saboteur) -> None:
    saboteur.replaced["create_ruleset"] = raising(load_native_engine().error("error code: 106"))
    with pytest.raises(EngineFailureError, match="106"):
        DurableEngine().load(CHAIN)


def test_a_warm_up_that_fires_the_wrong_rules_is_a_failure(saboteur: Saboteur) -> None:
    saboteur.replaced.update({START: first_firing("0"), NEXT: firing("20")})
    with pytest.raises(EngineFailureError, match="instead of"):
        DurableEngine().load(CHAIN)


def test_actions_are_only_started_where_the_fact_was_just_put(saboteur: Saboteur) -> None:
    """``start_action_for_state`` with a stale, deleted or unknown offset crashes."""
    program = DurableEngine().load(CHAIN)
    program.run(MANY)
    offset = None
    for name, seen in saboteur.calls:
        if name == "assert_fact":
            offset = seen[1]
        elif name in {"start_action_for_state", "complete_and_start_action"}:
            assert seen[1] == offset
    assert offset is not None


def test_nothing_stays_in_the_session(saboteur: Saboteur) -> None:
    """Whatever ran, the session holds no fact afterwards, and its id is always the same."""
    program = DurableEngine().load(CHAIN)
    created: list[int] = []
    for facts in ({}, MANY, FEW):
        program.run(facts)
        created = [seen[0] for name, seen in saboteur.calls if name == "retract_fact"]
        assert saboteur.get_facts(created[-1], "s") == "[]"
    assert len(set(created)) == 1


def resident_bytes() -> int:
    """Return how much memory this process has in use."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGESIZE")


needs_statm = pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory in use is read from /proc")


@needs_statm
@pytest.mark.slow
def test_memory_stays_flat_over_runs() -> None:
    """A session left behind would be 204 KB, a fact 9 KB: 20,000 of either are more than 150 MB."""
    program = DurableEngine().load(CHAIN)
    for _ in range(1000):
        program.run(MANY)
    before = resident_bytes()
    for _ in range(10_000):
        assert program.run(MANY) == MANY_FIRED
        assert program.run(FEW) == FEW_FIRED
    assert resident_bytes() - before < 4 * 2**20


@needs_statm
@pytest.mark.slow
def test_memory_stays_flat_over_loads() -> None:
    """Each of these programs holds some 0.6 MB in the engine; they are freed with the last reference."""
    for _ in range(20):
        DurableEngine().load(CHAIN).run(MANY)
    before = resident_bytes()
    for _ in range(200):
        DurableEngine().load(CHAIN).run(MANY)
    assert resident_bytes() - before < 8 * 2**20


def test_eight_threads_share_a_program() -> None:
    program, peer = DurableEngine().load(CHAIN), InterpretingEngine().load(CHAIN)
    cases = [{f"c{place}": (number * 7 + place * 3) % 5 for place in range(number % 11)} for number in range(40)]
    cases = [{name: value for name, value in case.items() if name != "c10"} for case in cases]
    expected = [peer.run(case) for case in cases]
    barrier = Barrier(8)
    wrong: list[object] = []

    def work(start: int) -> None:
        barrier.wait()
        for number in range(1000):
            place = (start + number) % len(cases)
            fired = program.run(cases[place])
            if fired != expected[place]:
                wrong.append((cases[place], fired))

    threads = [Thread(target=work, args=(5 * number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
    assert len(set(expected)) > 20
