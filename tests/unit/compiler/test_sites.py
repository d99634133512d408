"""Findings of each eye, what follows at the same eye, and entries written out for each."""

import pytest
from unit.by_site import CRITERIA, ENTRIES, GROUPS, compiled, release, vocabulary
from unit.compiler.written import FINDINGS, codes, words

from chronicare.compiler import compile_vocabulary
from chronicare.diagnostics import Diagnostics
from chronicare.program.entry import NeedsKind


def test_a_finding_is_made_for_each_site() -> None:
    words = vocabulary()
    for word in ("tension@左眼", "左眼眼压", "左眼压", "左 眼压", "OSIOP", "左眼IOP"):
        found = words.find(word)
        assert found is not None, word
        assert (found.code, found.site, found.site_of) == ("tension@左眼", "左眼", "tension"), word
    left, declared = words.findings["tension@左眼"], words.findings["tension"]
    assert (left.name.zh, left.name.en, left.question.zh) == ("左眼眼压", "tension (left eye)", "左眼：眼压")
    assert left.type is declared.type
    assert words.at_each_site("tension") == ("tension@左眼", "tension@右眼")
    assert words.at_each_site("glucose") == words.at_each_site("tension@左眼") == ()


def test_what_follows_does_so_at_the_same_site() -> None:
    follows = {(each.finding, each.implied) for each in vocabulary().implications}
    assert follows == {
        ("haze", "examined"),
        ("haze@左眼", "examined@左眼"),
        ("haze@右眼", "examined@右眼"),
        ("haze", "seen"),
        ("haze@左眼", "seen"),
        ("haze@右眼", "seen"),
        ("seen", "examined@左眼"),
        ("seen", "examined@右眼"),
    }


def test_an_unknown_or_ordered_set_of_sites_is_told() -> None:
    for name in ("耳别", "肌力分级"):
        diagnostics = Diagnostics()
        findings = (
            FINDINGS.replace("可能范围,别名", "可能范围,别名,部位").replace(",\n", ",,\n").replace("GLU\n", "GLU,\n")
        )
        tables = words(diagnostics, findings=findings + f"haze,混浊,haze,是否,单次,,,,,{name}\n")
        compile_vocabulary(tables, diagnostics)
        assert codes(diagnostics) == [("BAD_VOCABULARY", "findings.csv:J21")], name


def test_the_entry_is_written_out_for_each_site() -> None:
    (decider,) = release().deciders
    entry = decider.entry
    assert list(entry.criteria) == [
        *("a", "b", "1@左眼", "2@左眼", "3@左眼", "4@左眼", "x@左眼"),
        *("1@右眼", "2@右眼", "3@右眼", "4@右眼", "x@右眼"),
    ]
    assert entry.criteria["4@右眼"].finding == "tension@右眼"
    assert (entry.criteria["4@右眼"].site, entry.criteria["a"].site) == ("右眼", "")
    assert [group.id for group in entry.routes] == ["R1@左眼", "R2@左眼", "R1@右眼", "R2@右眼"]
    assert entry.exclusions == ()
    assert [group.id for group in entry.groups.values() if group.excludes_site] == ["X1@左眼", "X1@右眼"]
    (route,) = entry.groups["R1@右眼"].variants
    assert route.members == ("a", "1@右眼", "3@右眼", "4@右眼", "无排除@右眼")
    (condition,) = entry.groups["无排除@右眼"].variants
    assert (condition.needs.kind, condition.members) == (NeedsKind.NONE, ("X1@右眼",))
    assert list(entry.as_written.criteria) == ["a", "b", "1", "2", "3", "4", "x"]
    assert entry.as_written.as_written is entry.as_written


def test_a_route_of_any_of_several_keeps_its_needs_beside_the_exclusions() -> None:
    made, _ = compiled(ENTRIES, CRITERIA, "R1,任一,a;b;1;2;3;4\nX1,任一,x\n")
    assert made is not None
    (decider,) = made.deciders
    (route,) = decider.entry.groups["R1@左眼"].variants
    assert (route.needs.kind, route.members) == (NeedsKind.ALL, ("径R1@左眼", "无排除@左眼"))
    (inner,) = decider.entry.groups["径R1@左眼"].variants
    assert (inner.needs.kind, inner.members) == (NeedsKind.ANY, ("a", "b", "1@左眼", "2@左眼", "3@左眼", "4@左眼"))


def test_an_exclusion_of_the_person_stays_one() -> None:
    made, _ = compiled(ENTRIES, "1,混浊,是\nx,咳嗽,是\n", "R1,全部,1\nX1,任一,x\n")
    assert made is not None
    (decider,) = made.deciders
    assert [group.id for group in decider.entry.exclusions] == ["X1"]
    assert decider.entry.groups["R1@左眼"].variants[0].members == ("1@左眼",)


@pytest.mark.parametrize(
    ("entries", "criteria", "groups", "found"),
    [
        (ENTRIES.replace("长期,眼别", "长期,耳别"), CRITERIA, GROUPS, [("UNKNOWN_NAME", "entries.csv:F2")]),
        (ENTRIES.replace("长期,眼别", "长期,"), "1,混浊,是\n", "R1,全部,1\n", [("BAD_SITES", "criteria.csv:C2")]),
        (ENTRIES, "1,咳嗽,是\n", "R1,全部,1\n", [("BAD_SITES", "entries.csv:F2")]),
        (ENTRIES, "1,混浊,是\n2,失明,是\n", "R1,全部,1\nE1,任一,2\n", [("BAD_SITES", "groups.csv:D3")]),
    ],
)
def test_what_cannot_be_judged_by_site_is_told(
    entries: str, criteria: str, groups: str, found: list[tuple[str, str]]
) -> None:
    assert compiled(entries, criteria, groups) == (None, found)


def test_a_list_may_be_asked_of_the_person_as_a_whole() -> None:
    made, found = compiled(ENTRIES.replace("长期,眼别", "长期,"), "4,眼压,> 21 mmHg,任一\n", "R1,全部,4\n")
    assert made is not None, found
    assert list(made.deciders[0].entry.criteria) == ["4"]
