"""The probe says which program hangs or crashes the engine, and goes on with the others."""

import sys
from functools import partial

import pytest

from chronicare.diagnostics import Code
from chronicare.engine import ProbeError
from chronicare.engine.description import describe_program
from chronicare.engine.probe import ChildEnd, RunChild, probe_programs, run_probe_child
from chronicare.program.rules import Rule, RuleProgram, Stratum
from chronicare.program.rules import Test as Bounds

# A child that loads programs with no limits at all, and kills itself, by a stale offset, for the one called "crashes".
UNGUARDED_CHILD = """
import sys
from chronicare.engine import DurableEngine, Limits, probe
from chronicare.engine.native import load_native_engine

NO_LIMITS = Limits(*[10**6] * 7)

def attempt(program):
    DurableEngine(NO_LIMITS).load(program)
    if program.name == "crashes":
        native = load_native_engine()
        handle = native.create_ruleset("crashes", '{"r":{"all":[{"m":{"t":0}}]}}')
        native.start_action_for_state(handle, 2**31)
    return []

probe.answer(sys.stdin, lambda line: print(line, flush=True), attempt)
"""


def program(name: str, rules: int = 3) -> RuleProgram:
    """Return a program of ``rules`` rules, each with a term of its own."""
    return RuleProgram(name, (Stratum((), tuple(Rule(f"r{n}", ((Bounds(f"p{n}", 1, None),),)) for n in range(rules))),))


REFUSED = RuleProgram("refused", (Stratum((), (Rule("r", ((Bounds("id", 1, 1),),)),)),))


def child_of(*command: str) -> RunChild:
    """Return a way to run another child than the real one."""
    return partial(run_probe_child, command=(sys.executable, *command))


def test_all_well() -> None:
    assert probe_programs([program("small"), program("split", 600), RuleProgram("empty", ())], 30) == []


def test_no_programs_need_no_child() -> None:
    assert probe_programs([], 1, run_child=lambda *_: pytest.fail("a child was started")) == []


def test_what_the_engine_refuses_is_told() -> None:
    (problem,) = probe_programs([program("well"), REFUSED], 30)
    assert (problem.code, problem.place) == (Code.ENGINE_REFUSES, "refused")
    assert "id" in problem.message.en


@pytest.mark.slow
def test_hangs_and_crashes_are_laid_at_the_right_door() -> None:
    programs = [
        program("well"),
        program("crashes"),
        program("511 terms are the most", 511),
        program("512 terms hang", 512),
        program("well too"),
    ]
    problems = probe_programs(programs, 6, run_child=child_of("-c", UNGUARDED_CHILD))
    assert [(problem.place, problem.message.en) for problem in problems] == [
        ("crashes", "the engine crashed: SIGSEGV"),
        ("512 terms hang", "the engine hung: no answer within 6 seconds"),
    ]


def test_a_child_that_leaves_of_itself_is_told_too() -> None:
    leaving = 'import os; print(\'{"program": 0, "event": "begin"}\', flush=True); os._exit(3)'
    (problem,) = probe_programs([program("odd")], 30, run_child=child_of("-c", leaving))
    assert (problem.place, problem.message.en) == ("odd", "the engine exited with code 3")


@pytest.mark.parametrize(
    "end",
    [
        ChildEnd("", "no such module", 1),
        ChildEnd("", "", 0),
        ChildEnd("", "", None),
        ChildEnd('{"program": 0, "event": "begin"}\n{"program": 0, "event": "end", "problems": []}\n', "", -11),
    ],
)
def test_a_child_that_fails_by_no_program_is_an_error(end: ChildEnd) -> None:
    with pytest.raises(ProbeError):
        probe_programs([program("well")], 1, run_child=lambda *_: end)


def test_a_torn_line_counts_for_nothing() -> None:
    ends = iter([ChildEnd('{"program": 0, "event": "begin"}\n{"program": 0, "ev', "", None)])
    (problem,) = probe_programs([program("slow")], 2, run_child=lambda *_: next(ends))
    assert problem.message.en == "the engine hung: no answer within 2 seconds"


def test_the_child_tells_of_each_program_as_it_goes() -> None:
    end = run_probe_child(describe_program(program("one")) + "\n", 30)
    assert end == ChildEnd('{"program": 0, "event": "begin"}\n{"program": 0, "event": "end", "problems": []}\n', "", 0)
