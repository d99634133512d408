from pathlib import Path

import pytest

from chronicare.diagnostics import DiagnosticError
from chronicare.rpc.access.callers import Callers, read_callers
from chronicare.rpc.access.roles import Role

CENTRE = """
[[callers]]
name = "centre"
roles = ["settle", "read-rules"]
areas = ["511900"]
certificates = ["dns:settle.example", "subject:CN=centre,O=fund"]
tokens = ["centre"]
work_per_second = 0.5
"""
HOSPITAL = """
[[callers]]
name = "hospital"
roles = ["decide"]
areas = ["*"]
certificates = ["uri:spiffe://fund/hospital"]
"""


def read(folder: Path, text: str) -> Callers:
    file = folder / "callers.toml"
    file.write_text(text, encoding="utf-8")
    return read_callers(file)


def test_callers_are_found_by_what_they_are_known_by(tmp_path: Path) -> None:
    callers = read(tmp_path, CENTRE + HOSPITAL)
    centre, hospital = callers.all
    assert (centre.name, centre.roles, centre.work_per_second) == (
        "centre",
        frozenset((Role.SETTLE, Role.READ_RULES)),
        0.5,
    )
    assert callers.of_subject("centre") is centre
    assert callers.of_certificate(["subject:CN=other", "dns:settle.example"]) is centre
    assert callers.of_certificate(["uri:spiffe://fund/hospital"]) is hospital


def test_a_name_of_one_kind_is_none_of_another(tmp_path: Path) -> None:
    callers = read(tmp_path, CENTRE)
    assert callers.of_certificate(["uri:settle.example"]) is None
    assert callers.of_certificate(["dns:centre", "subject:centre"]) is None
    assert callers.of_subject("settle.example") is None


def test_a_certificate_of_two_callers_is_nobodys(tmp_path: Path) -> None:
    callers = read(tmp_path, CENTRE + HOSPITAL)
    assert callers.of_certificate(["dns:settle.example", "uri:spiffe://fund/hospital"]) is None


def test_areas_are_those_written_or_all(tmp_path: Path) -> None:
    centre, hospital = read(tmp_path, CENTRE + HOSPITAL).all
    assert [each for each in ("511900", "320800", "") if centre.may_ask_of(each)] == ["511900"]
    assert hospital.may_ask_of("320800")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "「callers」: E1001 is missing"),
        ("callers = []", "「callers」: E1001 "),
        ("[[callers]", ": E1001 no TOML"),
        (HOSPITAL.replace("decide", "decides"), "「callers[0].roles[0]」: E1001 Input should be 'decide', 'settle'"),
        (HOSPITAL.replace('"decide"', ""), "「callers[0].roles」: E1001 "),
        (HOSPITAL.replace('"*"', '"5119"'), "「callers[0].areas[0]」: E1001 "),
        (HOSPITAL.replace("uri:", ""), "「callers[0].certificates[0]」: E1001 "),
        (HOSPITAL.replace("areas", "area"), "「callers[0].area」: E1001 there is no such setting"),
        (HOSPITAL + "work_per_second = 0", "「callers[0].work_per_second」: E1001 "),
        (HOSPITAL + "work_per_second = inf", "「callers[0].work_per_second」: E1001 "),
        (
            HOSPITAL + HOSPITAL.replace("hospital", "clinic", 1),
            "「callers[1].certificates」: E1001 'uri:spiffe://fund/",
        ),
        (CENTRE + HOSPITAL.replace('"hospital"', '"centre"'), "「callers[1].name」: E1001 'centre' stands elsewhere"),
    ],
)
def test_what_is_wrong_is_told_by_file_and_key(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(DiagnosticError) as refused:
        read(tmp_path, text)
    assert f"{tmp_path / 'callers.toml'}{told}" in str(refused.value)


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(DiagnosticError) as refused:
        read(tmp_path, CENTRE.replace("settle", "set", 1) + HOSPITAL.replace("*", "?"))
    assert len(refused.value.diagnostics) == 2
