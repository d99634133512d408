"""Which eye a reported value is of: said, said wrongly, not said; what is known of each eye, and of both."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from typed import typed
from unit.by_site import vocabulary

from chronicare.diagnostics import Diagnostics, FieldPath
from chronicare.judging.intake import Intake
from chronicare.judging.report import Report
from chronicare.judging.sites import MAX_PLACINGS, by_site, placings
from chronicare.program.evidence import Evidence, Measurement

DAY = date(2025, 12, 15)
SITES = {"haze": ("haze@左眼", "haze@右眼"), "tension": ("tension@左眼", "tension@右眼")}
LISTS = frozenset({"tension"})


def read(*findings: dict[str, Any], **report: Any) -> tuple[Evidence, list[tuple[str, str]]]:  # noqa: ANN401 - raw JSON
    diagnostics = Diagnostics()
    sent = typed(Report, {"findings": list(findings), **report})
    evidence = Intake(vocabulary(), ()).read(sent, DAY, FieldPath, diagnostics)
    return evidence, [(each.code.name, str(each.where)) for each in diagnostics.sorted()]


def haze(value: object, site: str = "") -> dict[str, Any]:
    return {"finding": "混浊", "value": value, "site": site}


def tension(value: int, site: str = "", **more: object) -> dict[str, Any]:
    return {"finding": "眼压", "value": value, "unit": "mmHg", "site": site, **more}


def values(evidence: Evidence) -> dict[str, list[object]]:
    return {code: [each.value for each in found] for code, found in evidence.findings.items()}


@pytest.mark.parametrize("site", ["左眼", "左", "OS", "os", " 左眼 ", "left eye"])
def test_the_site_is_read_by_any_of_its_names(site: str) -> None:
    evidence, found = read(haze(True, site))
    assert found == []
    assert values(evidence)["haze@左眼"] == values(evidence)["haze"] == [True]
    assert "haze@右眼" not in evidence.findings
    assert evidence.findings["haze"][0].site == "左眼"


def test_a_finding_made_for_a_site_is_reported_by_its_name_as_well() -> None:
    evidence, found = read({"finding": "左眼混浊", "value": True}, {"finding": "haze@右眼", "value": False})
    assert found == []
    assert (values(evidence)["haze@左眼"], values(evidence)["haze@右眼"]) == ([True], [False])


def test_what_is_known_at_one_site_says_what_follows_there() -> None:
    evidence, found = read(haze(True, "左"))
    assert found == []
    assert values(evidence)["examined@左眼"] == values(evidence)["seen"] == [True]
    assert "examined@右眼" not in evidence.findings


def test_what_the_person_says_follows_at_every_site() -> None:
    evidence, _ = read({"finding": "已就诊", "value": False})
    assert values(evidence)["examined@左眼"] == values(evidence)["examined@右眼"] == [False]


def test_the_site_of_any_other_finding_is_kept() -> None:
    evidence, found = read({"finding": "咳嗽", "value": True, "site": "左肺"})
    assert found == []
    assert evidence.findings["cough"] == (Measurement(True, given="是", site="左肺"),)


def test_several_findings_in_one_statement_are_at_one_site() -> None:
    evidence, found = read({"any_of": ["混浊", "房角窄"], "value": True, "site": "右"})
    assert found == []
    assert evidence.statements == {frozenset({"haze@右眼", "narrow@右眼"})}
    evidence, found = read({"finding": "混浊或房角窄", "value": False, "site": "右"})
    assert found == []
    assert (values(evidence)["haze@右眼"], values(evidence)["narrow@右眼"]) == ([False], [False])


@pytest.mark.parametrize(
    ("findings", "found"),
    [
        ([haze(True, "双眼")], [("BAD_VALUE", "findings[0].site")]),
        ([{"finding": "左眼混浊", "value": True, "site": "右"}], [("BAD_VALUE", "findings[0].site")]),
        ([haze(True, "左"), haze(False, "OS")], [("CONTRADICTORY", "findings[1].value")]),
        ([haze(True), haze(False)], [("CONTRADICTORY", "findings[1].value")]),
        ([haze(False, "左"), haze(False, "右"), haze(True)], [("CONTRADICTORY", "findings[2].value")]),
        ([{"any_of": ["混浊", "房角窄"], "value": True}], [("REQUIRED_FIELD", "findings[0].site")]),
        (
            [{"finding": "眼科已查", "value": False, "site": "左"}, haze(True, "左")],
            [("CONTRADICTORY", "findings[0].value")],
        ),
        (
            [tension(20, "左", report_id="1"), tension(30, "左", report_id="1")],
            [("CONTRADICTORY", "findings[1].value")],
        ),
    ],
)
def test_what_cannot_be_is_told(findings: list[dict[str, Any]], found: list[tuple[str, str]]) -> None:
    assert read(*findings)[1] == found


@pytest.mark.parametrize(
    "findings",
    [
        [haze(True, "左"), haze(False, "右")],
        [haze(True, "左"), haze(False)],
        [tension(20, "左", report_id="1"), tension(30, "右", report_id="1")],
        [{"finding": "眼科已查", "value": False, "site": "左"}, haze(True, "右")],
    ],
)
def test_two_sites_do_not_contradict(findings: list[dict[str, Any]]) -> None:
    assert read(*findings)[1] == []


def test_a_whole_list_is_whole_at_the_sites_it_was_reported_of() -> None:
    evidence, _ = read(tension(20, "左"), complete_findings=["眼压"])
    assert evidence.complete == {"tension", "tension@左眼"}
    evidence, _ = read(tension(20, "左"), tension(18, "右"), record_complete=True)
    assert evidence.complete == {"tension", "tension@左眼", "tension@右眼"}
    evidence, _ = read(tension(20, "左"), tension(18, "右"), complete_findings=["右眼眼压"])
    assert evidence.complete == {"tension@右眼"}
    assert evidence.open_lists == {"tension", "tension@左眼"}


def test_a_list_is_not_whole_at_a_site_while_a_value_may_belong_to_it() -> None:
    evidence, _ = read(tension(20, "左"), tension(18), complete_findings=["眼压"])
    assert evidence.complete == {"tension"}
    evidence, _ = read(tension(20, "左"), {"finding": "眼压", "value": None}, record_complete=True)
    assert evidence.complete == set()


def test_findings_by_site() -> None:
    findings = vocabulary().findings
    assert by_site(findings[code] for code in ("tension@左眼", "cough", "tension@右眼", "haze@左眼")) == {
        "tension": ("tension@左眼", "tension@右眼"),
        "haze": ("haze@左眼",),
    }


def known(**findings: list[Measurement]) -> Evidence:
    return Evidence(DAY, {code.replace("_", "@"): tuple(each) for code, each in findings.items()})


YES, NO = Measurement(True), Measurement(False)


def test_a_value_goes_where_it_can() -> None:
    certain, ways = placings(known(haze=[YES]), SITES, LISTS)
    assert "haze@左眼" not in certain.findings
    assert [way.findings for way in ways] == [
        {"haze": (YES,), "haze@左眼": (YES,)},
        {"haze": (YES,), "haze@右眼": (YES,)},
    ]


def test_a_value_that_differs_from_one_eye_is_the_others() -> None:
    certain, ways = placings(known(haze=[YES, NO._replace(site="左眼")], haze_左眼=[NO]), SITES, LISTS)
    assert certain.findings["haze@右眼"] == (YES,)
    assert ways == ()


def test_a_value_known_of_one_eye_says_nothing_more() -> None:
    evidence = known(haze=[YES, YES._replace(site="左眼")], haze_左眼=[YES])
    assert placings(evidence, SITES, LISTS) == (evidence, ())


def test_measurements_are_placed_one_by_one() -> None:
    low, high = Measurement(Fraction(18)), Measurement(Fraction(28))
    evidence = replace(known(tension=[low, high]), complete=frozenset({"tension"}))
    _, ways = placings(evidence, SITES, LISTS)
    placed = [(way.findings.get("tension@左眼", ()), way.findings.get("tension@右眼", ())) for way in ways]
    assert placed == [((low, high), ()), ((low,), (high,)), ((high,), (low,)), ((), (low, high))]
    assert [way.complete - {"tension"} for way in ways] == [
        {"tension@左眼"},
        {"tension@左眼", "tension@右眼"},
        {"tension@左眼", "tension@右眼"},
        {"tension@右眼"},
    ]


def test_too_many_ways_are_not_gone_through() -> None:
    many = [Measurement(Fraction(number)) for number in range(6)]
    assert len(placings(known(tension=many), SITES, LISTS).ways) == MAX_PLACINGS
    assert placings(known(tension=[*many, YES]), SITES, LISTS).ways == ()
