"""Made-up persons to decide M07106 for, an entry of nine criteria, and where its rules are.

Each person is given in the shape of a request and, if nothing is unknown, with short ASCII names for other engines.
"""

import random
from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import count
from pathlib import Path
from shutil import copytree
from typing import Any, NamedTuple

import yaml
from typed import to_check

from chronicare.application.recognition.requests import CheckRequest
from chronicare.application.release import Release, compile_release, make_release
from chronicare.diagnostics import Diagnostics, FieldPath
from chronicare.engine import DurableEngine
from chronicare.judging.dates import read_date
from chronicare.judging.memory import Memory
from chronicare.loaders.rule_directory import load_rules
from chronicare.program.evidence import Evidence
from chronicare.recognition.decide import EntryDecider
from chronicare.recognition.decision import Detail, Outcome
from chronicare.tables import RuleFolder

RULES = Path(__file__).parents[2] / "rules"
AREA_FOLDER = "511900-bazhong"
LAYER_FOLDER = "national"
AREA = "511900"
DISEASE = "M07106"
AS_OF = "2025-12-01"
_SEED = 20251201
_UNKNOWN_SHARE = 0.3
_LITTLES = count(1)


class _Field(NamedTuple):
    """One thing known of a person: the finding, its unit, and how a value is drawn, on either side of its bound."""

    finding: str
    unit: str
    draw: Callable[[random.Random], bool | float]


def _yes_no(rng: random.Random) -> bool:
    return rng.random() < 0.6


def _tenths(most: int) -> Callable[[random.Random], float]:
    return lambda rng: rng.randint(0, 10 * most) / 10


_FIELDS: Mapping[str, _Field] = {
    "symptoms": _Field("干燥综合征典型症状", "", _yes_no),
    "schirmer": _Field("Schirmer试验", "mm/5min", _tenths(12)),
    "vb": _Field("角膜染色评分", "", lambda rng: rng.randint(0, 9)),
    "foci": _Field("唇腺淋巴细胞灶", "灶", _tenths(3)),
    "flow": _Field("唾液流率", "mL/15min", _tenths(4)),
    "sialo": _Field("腮腺造影阳性", "", _yes_no),
    "scinti": _Field("唾液腺核素检查阳性", "", _yes_no),
    "ssa": _Field("抗SSA抗体", "", _yes_no),
    "ssb": _Field("抗SSB抗体", "", _yes_no),
}


FINDINGS = {name: each.finding for name, each in _FIELDS.items()}
"""What each is called in the rules, by ASCII name."""


class Person(NamedTuple):
    """A person: as a request, as typed evidence, as plain ``values`` by ASCII name, and what the decision is."""

    report: dict[str, Any]
    evidence: Evidence
    values: dict[str, bool | float]
    outcome: Outcome


def area_alone(place: Path) -> Path:
    """Copy the rules of the area and of the layer below it to ``place``, of each file of cases the first one.

    A release is served only once its cases pass, and each entry has one; all of them take longer than all else.
    """
    for folder in (LAYER_FOLDER, AREA_FOLDER):
        copytree(RULES / folder, place / folder)
        for path in (place / folder / "cases").rglob("*.yaml"):
            read = yaml.safe_load(path.read_text(encoding="utf-8"))
            read["cases"] = read["cases"][:1]
            path.write_text(yaml.safe_dump(read, allow_unicode=True), encoding="utf-8")
    return place


def open_release(root: Path, engine: DurableEngine, memory: Memory | None = None) -> Release:
    """Compile and load the area's rules below ``root``, with the usual or another ``memory``.

    Raises DiagnosticError if they are wrong.
    """
    diagnostics = Diagnostics()
    folder = folder_of(root)
    release = make_release(compile_release(folder, diagnostics), folder, engine, diagnostics, memory=memory)
    diagnostics.raise_errors()
    return release


def folder_of(root: Path) -> RuleFolder:
    """Read what holds in the area below ``root``. Raises DiagnosticError if it is wrong."""
    (area,) = (each for each in load_rules(root).areas if each.area == AREA)
    diagnostics = Diagnostics()
    diagnostics.extend(area.diagnostics)
    diagnostics.raise_errors()
    if area.rules is None:
        raise LookupError("a folder that cannot be read is refused above")
    return area.rules


def decider_of(release: Release) -> EntryDecider:
    """Return the decider of DISEASE."""
    day = read_date(AS_OF, "as_of_date", FieldPath, Diagnostics())
    decider = None if day is None else release.find(DISEASE, day)
    if decider is None:
        raise LookupError(f"{release.name} has no entry {DISEASE}")
    return decider


def draw_persons(release: Release, of_each_outcome: int) -> list[Person]:
    """Draw different persons in turn: one who meets the criteria, one who does not, one of whom too little is known."""
    rng = random.Random(_SEED)
    drawn: dict[Outcome, list[Person]] = {outcome: [] for outcome in Outcome}
    seen: set[tuple[tuple[str, bool | float], ...]] = set()
    while any(len(persons) < of_each_outcome for persons in drawn.values()):
        complete = rng.random() < 2 / 3
        values = {name: each.draw(rng) for name, each in _FIELDS.items() if complete or rng.random() >= _UNKNOWN_SHARE}
        person = _person(release, values)
        wanted = complete is not (person.outcome is Outcome.UNDECIDED) and tuple(values.items()) not in seen
        if wanted and len(drawn[person.outcome]) < of_each_outcome:
            drawn[person.outcome].append(person)
            seen.add(tuple(values.items()))
    return [person for three in zip(*drawn.values(), strict=True) for person in three]


def with_new_numbers(report: dict[str, Any]) -> dict[str, Any]:
    """Return ``report`` with every number a little different from any before, so that nothing remembered is of use."""
    little = next(_LITTLES) / 10**9
    findings = [{**each, "value": _less(each["value"], little)} for each in report["findings"]]
    return {**report, "findings": findings}


def asked_anew(request: CheckRequest) -> CheckRequest:
    """Return ``request`` with new numbers, as ``with_new_numbers`` makes them."""
    little = next(_LITTLES) / 10**9
    findings = tuple(each._replace(value=_less(each.value, little)) for each in request.report.findings)
    return replace(request, report=replace(request.report, findings=findings))


def _less(value: object, little: float) -> object:
    return abs(value - little) if isinstance(value, int | float) and not isinstance(value, bool) else value


def _person(release: Release, values: dict[str, bool | float]) -> Person:
    diagnostics = Diagnostics()
    day = read_date(AS_OF, "as_of_date", FieldPath, diagnostics)
    report = {
        "area_code": AREA,
        "as_of_date": AS_OF,
        "disease_codes": [DISEASE],
        "findings": [
            {"finding": _FIELDS[name].finding, "value": value, "unit": _FIELDS[name].unit, "date": "2025-11-20"}
            for name, value in values.items()
        ],
    }
    if day is None:
        raise ValueError(f"{AS_OF} is not a date")
    evidence = release.intake.read(to_check(report).report, day, FieldPath, diagnostics)
    diagnostics.raise_errors()
    return Person(report, evidence, values, decider_of(release).decide(evidence, Detail.OUTCOME).outcome)
