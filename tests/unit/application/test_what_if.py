from datetime import date

import pytest
from unit.compiler.written import release_of, rows_of, switches

from chronicare.application.release import Release
from chronicare.application.what_if import MAX_READINGS, assume
from chronicare.diagnostics import Code, Diagnostics
from chronicare.program.evidence import Evidence, Measurement
from chronicare.recognition.decision import Outcome

DAY = date(2025, 12, 1)
ROWS = rows_of("1,症状,是\n2,咳嗽,是", "A,全部,1;2,连接,甲\nA,任一,1;2,连接,乙\nR1,全部,A")


@pytest.fixture(scope="module")
def release() -> Release:
    return release_of(**ROWS, **switches(连接="甲"))


def outcome(release: Release) -> Outcome:
    decider = release.find("T1", DAY)
    assert decider is not None
    findings = {"symptom": (Measurement(True),), "cough": (Measurement(False),)}
    return decider.decide(Evidence(DAY, findings)).outcome


def test_a_reading_put_in_force_decides_and_the_release_stays_as_it_is(release: Release) -> None:
    diagnostics = Diagnostics()
    other = assume(release, {"连接": "乙"}, diagnostics)
    assert diagnostics.sorted() == ()
    assert (outcome(release), outcome(other)) == (Outcome.DOES_NOT_MEET, Outcome.MEETS)
    assert (release.assumed, other.assumed) == ({}, {"连接": "乙"})
    assert other.digest == release.digest


@pytest.mark.parametrize(
    ("readings", "where", "hint"),
    [({"联接": "乙"}, "readings.联接", "连接"), ({"连接": "丙"}, "readings.连接", "甲、乙")],
)
def test_what_there_is_not_is_told_and_passed_over(
    release: Release, readings: dict[str, str], where: str, hint: str
) -> None:
    diagnostics = Diagnostics()
    assert assume(release, readings, diagnostics) is release
    (told,) = diagnostics.sorted()
    assert (told.code, str(told.where)) == (Code.UNKNOWN_CODE, where)
    assert hint in told.hint.zh


def test_what_is_well_is_taken_beside_what_is_not(release: Release) -> None:
    diagnostics = Diagnostics()
    assert assume(release, {"别处": "甲", "连接": "乙"}, diagnostics).assumed == {"连接": "乙"}
    assert diagnostics.has_errors


def test_too_many_readings_are_not_read(release: Release) -> None:
    diagnostics = Diagnostics()
    readings = {f"开关{number}": "甲" for number in range(MAX_READINGS + 1)}
    assert assume(release, readings, diagnostics) is release
    assert [(each.code, str(each.where)) for each in diagnostics.sorted()] == [(Code.TOO_MANY, "readings")]
