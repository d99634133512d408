"""Loads rules in a process of its own, screens patients with them, and writes what it took to standard output as JSON.

``python loading.py RULES PATIENTS``: the rule directory, and how many patients to screen.
"""

import gc
import json
import random
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any

from in_process import service_of
from persons import AREA, AS_OF, folder_of
from programs import resident_bytes
from typed import to_check

from chronicare.application.recognition.screen import screen_recognition
from chronicare.application.release import Release, compile_release, make_release, programs_of
from chronicare.cells.types import CellType, ValueKind
from chronicare.compiler import AreaRules
from chronicare.diagnostics import Diagnostics
from chronicare.engine import DurableEngine
from chronicare.engine.probe import probe_programs
from chronicare.program.vocabulary import Finding, Vocabulary
from chronicare.recognition.decision import Detail
from chronicare.tables import RuleFolder

_PROBE_SECONDS = 60.0
_FINDINGS = 60
_SEED = 60
_HIGH = 100
"""Taken for the highest possible value where the vocabulary names none."""


@dataclass
class Screening:
    """Screening one patient: the seconds of processor time, and how many entries something was reported on."""

    seconds: float
    decided: float


@dataclass
class Loaded:
    """What loading took: seconds of each pass; bytes before, with the tables' entries, and with all copies."""

    entries: int
    read_seconds: float
    compile_seconds: float
    probe_seconds: float
    engine_seconds: float
    bytes_before: int
    bytes_after: int
    screening: Screening


def load(root: Path, patients: int) -> Loaded:
    """Load the tables below ``root`` and screen ``patients`` with them."""
    engine = DurableEngine()
    before = _bytes()
    started = perf_counter()
    folder = folder_of(root)
    read = perf_counter()
    rules = _compiled(folder)
    compiled = perf_counter()
    if problems := probe_programs(programs_of(rules), _PROBE_SECONDS):
        raise SystemExit(f"the engine does not take the rules: {problems}")
    probed = perf_counter()
    release = _made(rules, folder, engine)
    made = perf_counter()
    after = _bytes()
    reports = [_report(rules.vocabulary, release, random.Random(_SEED + number)) for number in range(patients)]
    screening = _screen(release, reports)
    return Loaded(
        len(rules.entries),
        read - started,
        compiled - read,
        probed - compiled,
        made - probed,
        before,
        after,
        screening,
    )


def _compiled(folder: RuleFolder) -> AreaRules:
    diagnostics = Diagnostics()
    compiled = compile_release(folder, diagnostics)
    diagnostics.raise_errors()
    return compiled


def _made(rules: AreaRules, folder: RuleFolder, engine: DurableEngine) -> Release:
    diagnostics = Diagnostics()
    release = make_release(rules, folder, engine, diagnostics)
    diagnostics.raise_errors()
    return release


def _screen(release: Release, reports: Iterable[dict[str, Any]]) -> Screening:
    """Screen each patient twice and time the second time, when the answers without evidence are at hand."""
    service = service_of(release)
    seconds: list[float] = []
    decided: list[int] = []
    for report in reports:
        request = to_check(report, Detail.OUTCOME)
        screen_recognition(service, request)
        started = process_time()
        screened = screen_recognition(service, request)
        seconds.append(process_time() - started)
        decided.append(len(screened.decisions))
    return Screening(median(seconds), sum(decided) / len(decided))


def _report(vocabulary: Vocabulary, release: Release, rng: random.Random) -> dict[str, Any]:
    """Make up a patient of whom much is reported: findings that some entry tests, with any possible value."""
    tested = sorted({code for decider in release.deciders for code in decider.findings})
    tied = {code for each in vocabulary.implications for code in (each.finding, each.implied)}  # may contradict others
    findings = [vocabulary.findings[code] for code in tested if code not in tied]
    findings = [each for each in findings if each.type.kind is not ValueKind.AGE and each.relation is None]
    drawn = rng.sample(findings, min(_FINDINGS, len(findings)))
    return {
        "area_code": AREA,
        "as_of_date": AS_OF,
        "person": {"birth_date": "1961-05-04"},
        "findings": [_reported(each, rng) for each in drawn],
    }


def _reported(finding: Finding, rng: random.Random) -> dict[str, Any]:
    quantity = finding.type.quantity or next((part.quantity for part in finding.type.components.values()), None)
    unit = quantity.canonical if quantity else ""
    return {"finding": finding.code, "value": _value(finding.type, rng), "unit": unit, "date": "2025-11-20"}


def _value(cell_type: CellType, rng: random.Random) -> Any:  # noqa: ANN401 - whatever JSON can hold
    if cell_type.components:
        return {code: _value(part, rng) for code, part in cell_type.components.items()}
    if cell_type.levels is not None:
        return rng.choice(cell_type.levels.levels).value
    match cell_type.kind:
        case ValueKind.YES_NO:
            return rng.random() < 1 / 2
        case ValueKind.DATE:
            return "2024-03-01"
        case ValueKind.TITRE:
            return "1:80"
    low, high = float(cell_type.low or 0), float(_HIGH if cell_type.high is None else cell_type.high)
    drawn = rng.uniform(low, high)
    return int(drawn) if cell_type.kind is ValueKind.COUNT else round(drawn, 1)


def _bytes() -> int:
    gc.collect()
    return resident_bytes()


if __name__ == "__main__":
    print(json.dumps(asdict(load(Path(sys.argv[1]), int(sys.argv[2])))))
