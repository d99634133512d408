"""Tries programs in a child process, because one that hangs or crashes the engine takes its process with it.

The engine hangs in C and holds the interpreter's lock, so that neither a timer nor a signal handler of the same process
gets to run: only a kill from outside helps. A loader calls ``probe_programs`` before the service takes a rule set.

The child, ``python -m chronicare.engine.probe``, reads one program a line (see ``description``) and writes a line
before and a line after each, so that the last one tells which program it died of::

    {"program": 0, "event": "begin"}
    {"program": 0, "event": "end", "problems": []}
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from signal import Signals
from typing import NamedTuple

from chronicare.engine.description import describe_program, read_program
from chronicare.engine.durable import DurableEngine
from chronicare.engine.errors import EngineError, ProbeError, ProgramRefusedError
from chronicare.engine.problem import Problem, refuses
from chronicare.program.rules import RuleProgram


class ChildEnd(NamedTuple):
    """How a child ended: what it wrote, and its exit code; ``None`` if it was killed because time was up."""

    output: str
    errors: str
    exit_code: int | None


RunChild = Callable[[str, float], ChildEnd]
"""Starts a child with this input, waits so many seconds for its end and kills it if it has not come by then."""

TryProgram = Callable[[RuleProgram], list[str]]
"""Loads and runs a program and returns what is wrong with it."""

CHILD = (sys.executable, "-m", "chronicare.engine.probe")
"""The command of the child."""


def probe_programs(
    programs: Sequence[RuleProgram], timeout_seconds: float, run_child: RunChild | None = None
) -> list[Problem]:
    """Return which of ``programs`` hang or crash the engine or are refused by it; nothing if all are well.

    ``timeout_seconds`` is for all of them together. After a hang or a crash the programs not yet tried get a new child,
    and as much time again. Raises ProbeError if a child fails, but not by a program.
    """
    run = run_child or run_probe_child
    problems: list[Problem] = []
    waiting = list(programs)
    while waiting:
        child = run("".join(f"{describe_program(each)}\n" for each in waiting), timeout_seconds)
        begun, ended = _read(child.output)
        for number, wrongs in ended.items():
            problems += [refuses(waiting[number].name, f"引擎不接受：{wrong}", wrong) for wrong in wrongs]
        stuck = [number for number in begun if number not in ended]
        if not stuck and (len(ended) < len(waiting) or child.exit_code != 0):
            raise ProbeError(f"the probe {_manner(child, timeout_seconds)[1]}, and not by any program: {child.errors}")
        for number in stuck:
            zh, en = _manner(child, timeout_seconds)
            problems.append(refuses(waiting[number].name, f"引擎{zh}", f"the engine {en}"))
        waiting = [program for number, program in enumerate(waiting) if number not in begun]
    return problems


def run_probe_child(text: str, timeout_seconds: float, command: Sequence[str] = CHILD) -> ChildEnd:
    """Run ``command`` with ``text`` as its input; see ``RunChild``. It finds its modules where this process does."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    try:
        child = subprocess.run(  # noqa: S603 - our own interpreter and module
            command, input=text.encode(), capture_output=True, timeout=timeout_seconds, env=environment, check=False
        )
    except subprocess.TimeoutExpired as late:
        return ChildEnd((late.stdout or b"").decode(), (late.stderr or b"").decode(), None)
    return ChildEnd(child.stdout.decode(), child.stderr.decode(), child.returncode)


def try_program(program: RuleProgram) -> list[str]:
    """Load ``program``, which warms it up, and run it with each property at a bound of one of its tests."""
    try:
        loaded = DurableEngine().load(program)
        loaded.run({})
        loaded.run(_boundary_facts(program))
    except ProgramRefusedError as error:
        return [str(problem) for problem in error.problems]
    except EngineError as error:
        return [str(error)]
    return []


def answer(lines: Iterable[str], write: Callable[[str], object], attempt: TryProgram = try_program) -> None:
    """Do the child's work: try the program on each of ``lines`` and ``write`` of its beginning and its end."""
    for number, line in enumerate(lines):
        write(json.dumps({"program": number, "event": "begin"}))
        write(json.dumps({"program": number, "event": "end", "problems": attempt(read_program(line))}))


def _boundary_facts(program: RuleProgram) -> dict[str, int]:
    facts: dict[str, int] = {}
    for stratum in program.strata[:1]:
        for rule in stratum.rules:
            for tests in rule.alternatives:
                for test in tests:
                    bounds = [bound for bound in (test.low, test.high) if bound is not None]
                    facts[test.property] = bounds[0] if bounds else 0
    return facts


def _read(output: str) -> tuple[list[int], Mapping[int, list[str]]]:
    """Return the numbers of the programs begun, and what was wrong with each that ended; a torn last line is none."""
    begun: list[int] = []
    ended: dict[int, list[str]] = {}
    for line in output.split("\n")[:-1]:
        event = json.loads(line)
        if event["event"] == "begin":
            begun.append(event["program"])
        else:
            ended[event["program"]] = event["problems"]
    return begun, ended


def _manner(child: ChildEnd, timeout_seconds: float) -> tuple[str, str]:
    """Say how a child ended, in Chinese and English."""
    if child.exit_code is None:
        return f"停住了，{timeout_seconds:g} 秒内没有答复", f"hung: no answer within {timeout_seconds:g} seconds"
    if child.exit_code < 0:
        name = Signals(-child.exit_code).name
        return f"崩溃了（{name}）", f"crashed: {name}"
    return f"退出了（代码 {child.exit_code}）", f"exited with code {child.exit_code}"


if __name__ == "__main__":
    answer(sys.stdin, lambda line: print(line, flush=True))  # noqa: T201 - the child's one channel
