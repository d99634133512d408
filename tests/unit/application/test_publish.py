import shutil
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from chronicare.application.catalogue import Catalogue
from chronicare.application.digest import digest_of_programs
from chronicare.application.errors import BrokenRulesError
from chronicare.application.ports import AreaFolder, ProgramProber, RuleFolders
from chronicare.application.publish import Publisher
from chronicare.application.release import programs_of
from chronicare.diagnostics import Code, Diagnostic, DiagnosticError, Position, Text
from chronicare.engine import InterpretingEngine, ProbeError, Problem
from chronicare.loaders.rule_directory import RuleDirectory
from chronicare.program.rules import RuleProgram

EXAMPLE = Path(__file__).parents[2] / "data" / "rpc" / "rules"


def nothing_wrong(programs: Sequence[RuleProgram]) -> list[Problem]:
    """Find nothing wrong with any program."""
    return [Problem(Code.ENGINE_REFUSES, each.name, Text("", "")) for each in programs if not each.name]


def publisher(probe: ProgramProber, catalogue: Catalogue, rules: Path = EXAMPLE) -> Publisher:
    """Return a publisher of ``rules`` into ``catalogue``, with an engine that needs no probing."""
    return Publisher(RuleDirectory(rules), probe, InterpretingEngine(), catalogue)


def test_published_rules_are_in_force() -> None:
    catalogue = Catalogue()
    published = publisher(nothing_wrong, catalogue).publish()
    (release,) = published.releases
    assert published.warnings == ()
    assert catalogue.held("990000", release.digest) is release
    assert [each.entry.code for each in release.deciders] == ["M90100", "M90200", "M90300"]


def test_every_program_is_tried_before_it_is_used() -> None:
    tried: list[str] = []

    def probe(programs: Sequence[RuleProgram]) -> list[Problem]:
        tried.extend(program.name for program in programs)
        return []

    catalogue = Catalogue()
    (release,) = publisher(probe, catalogue).publish().releases
    wanted = {name for each in release.rules.entries for name in (each.judgement.name, each.consequences.name)}
    assert set(tried) == wanted
    publisher(probe, catalogue).publish()
    assert len(tried) == len(wanted), "what has not changed is not tried again"


def test_what_is_proven_is_not_tried_again() -> None:
    def probe(programs: Sequence[RuleProgram]) -> list[Problem]:
        raise ProbeError(f"tried {len(programs)}")

    (release,) = publisher(nothing_wrong, Catalogue()).publish().releases
    area = release.rules.area
    prepared = publisher(probe, Catalogue()).prepare(RuleDirectory(EXAMPLE), {(area, release.digest)})
    assert [each.digest for each in prepared.releases] == [release.digest]
    with pytest.raises(ProbeError):
        publisher(probe, Catalogue()).prepare(RuleDirectory(EXAMPLE), {(area, "0" * 64)})


def test_a_program_that_hangs_refuses_the_rules_at_its_entrys_row() -> None:
    def probe(programs: Sequence[RuleProgram]) -> list[Problem]:
        return [Problem(Code.ENGINE_REFUSES, programs[0].name, Text("引擎停住了", "the engine hung"))]

    catalogue = Catalogue()
    with pytest.raises(DiagnosticError) as refused:
        publisher(probe, catalogue).publish()
    (diagnostic,) = refused.value.diagnostics
    assert diagnostic.code is Code.ENGINE_REFUSES
    assert str(diagnostic.where).startswith("990000-example/entries.csv")
    assert catalogue.areas == ()


def test_a_program_of_a_decision_table_refuses_the_rules_at_the_table(tmp_path: Path) -> None:
    def probe(programs: Sequence[RuleProgram]) -> list[Problem]:
        return [Problem(Code.ENGINE_REFUSES, programs[-1].name, Text("引擎停住了", "the engine hung"))]

    shutil.copytree(EXAMPLE.parents[3] / "rules" / "national", tmp_path / "national")
    shutil.copytree(EXAMPLE.parents[1] / "card_area" / "990800-shili", tmp_path / "990800-shili")
    with pytest.raises(DiagnosticError) as refused:
        publisher(probe, Catalogue(), tmp_path).publish()
    (where,) = (each.where for each in refused.value.diagnostics if each.code is Code.ENGINE_REFUSES)
    assert str(where).startswith("990800-shili/scope.csv")


def test_a_probe_that_fails_publishes_nothing() -> None:
    def probe(programs: Sequence[RuleProgram]) -> list[Problem]:
        raise ProbeError(f"no memory for {len(programs)} programs")

    catalogue = Catalogue()
    with pytest.raises(ProbeError):
        publisher(probe, catalogue).publish()
    assert catalogue.areas == ()


def test_a_directory_without_areas_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DiagnosticError) as refused:
        publisher(nothing_wrong, Catalogue(), tmp_path).publish()
    assert {each.code for each in refused.value.diagnostics} == {Code.MISSING_FILE}


# Several areas


@pytest.fixture
def two_areas(tmp_path: Path) -> Path:
    """Copy the example, and make a second area of it."""
    rules = Path(shutil.copytree(EXAMPLE, tmp_path / "rules"))
    second = Path(shutil.copytree(rules / "990000-example", rules / "990001-second"))
    change(second / "manifest.yaml", 'area: "990000"', 'area: "990001"')
    return rules


def change(path: Path, old: str, new: str) -> None:
    """Change one place of a file."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


BOUND = "≥ 7.0 mmol/L,至少2次"
BREAKAGES = {
    "a manifest": ("manifest.yaml", "version:", "versoin:"),
    "a row": ("criteria.csv", BOUND, "≥ 7.0 克,至少2次"),
    "a document without digest": ("manifest.yaml", '  sha256: "', '  # "'),
    "a case": ("cases/M90100.yaml", "UNDECIDED", "MEETS"),
}


@pytest.mark.parametrize("what", BREAKAGES)
def test_a_bad_area_harms_no_other(two_areas: Path, what: str) -> None:
    file, old, new = BREAKAGES[what]
    change(two_areas / "990001-second" / file, old, new)
    catalogue = Catalogue()
    published = publisher(nothing_wrong, catalogue, two_areas).publish()
    assert [each.rules.area for each in published.releases] == ["990000"]
    assert {area: {str(each.where).partition("/")[0] for each in told} for area, told in published.refused.items()} == {
        "990001": {"990001-second"}
    }
    assert catalogue.areas == ("990000",)
    with pytest.raises(BrokenRulesError) as refused:
        catalogue.newest("990001")
    count = len(published.refused["990001"])
    assert refused.value.message == Text(
        f"统筹区 990001 的规则没有生效：表有 {count} 处错误",
        f"rules of 990001 are not in force: their tables are broken ({count} problems)",
    )
    change(two_areas / "990001-second" / file, new, old)
    published = publisher(nothing_wrong, catalogue, two_areas).publish()
    assert (published.refused, catalogue.refused) == ({}, {})
    assert catalogue.newest("990001").rules.area == "990001"


def test_what_was_in_force_of_a_bad_area_stays_so_while_others_change(two_areas: Path) -> None:
    catalogue = Catalogue()
    before = {each.rules.area: each for each in publisher(nothing_wrong, catalogue, two_areas).publish().releases}
    change(two_areas / "990001-second" / "criteria.csv", BOUND, "≥ 7.0 克,至少2次")
    change(two_areas / "990000-example" / "manifest.yaml", '"2025.1"', '"2025.2"')
    publisher(nothing_wrong, catalogue, two_areas).publish()
    assert catalogue.newest("990001") is before["990001"]
    assert catalogue.newest("990000").rules.version == "2025.2"
    assert set(catalogue.refused) == set(catalogue.snapshot().refused) == {"990001"}


def test_a_bad_layer_harms_the_areas_above_it(two_areas: Path) -> None:
    other = Path(shutil.copytree(two_areas / "national", two_areas / "other"))
    change(two_areas / "990001-second" / "manifest.yaml", "extends: national", "extends: other")
    change(other / "tables.csv", "units.csv", "unit.csv")
    published = publisher(nothing_wrong, Catalogue(), two_areas).publish()
    assert [each.rules.area for each in published.releases] == ["990000"]
    assert "other/unit.csv" in {str(each.where) for each in published.refused["990001"]}


def test_with_no_good_area_nothing_is_published(two_areas: Path) -> None:
    for folder in ("990000-example", "990001-second"):
        change(two_areas / folder / "criteria.csv", BOUND, "≥ 7.0 克,至少2次")
    with pytest.raises(DiagnosticError) as refused:
        publisher(nothing_wrong, Catalogue(), two_areas).publish()
    folders = {str(each.where).partition("/")[0] for each in refused.value.diagnostics}
    assert folders == {"990000-example", "990001-second"}


def test_what_is_doubtful_for_the_author_is_a_warning_when_published(two_areas: Path) -> None:
    """The clause says four months beside ``≥ 3 个月``."""
    change(two_areas / "990001-second" / "criteria.csv", "1-1/1,发病满三个月", "1-1/1,发病满四个月")
    (warning,) = publisher(nothing_wrong, Catalogue(), two_areas).publish().warnings
    assert warning.code is Code.CLAUSE_SAYS_OTHERWISE
    assert str(warning.where).startswith("990001-second/criteria.csv:D4")


def test_a_release_is_taken_as_a_whole_and_only_if_it_compiles_to_what_was_signed() -> None:
    read = RuleDirectory(EXAMPLE).load()
    (area,) = read.areas
    (release,) = publisher(nothing_wrong, Catalogue()).publish().releases
    program = digest_of_programs(programs_of(release.rules))

    class Released:
        def __init__(self, *areas: AreaFolder) -> None:
            self._areas = areas

        def load(self) -> RuleFolders:
            return RuleFolders(self._areas, is_release=True)

    publish = publisher(nothing_wrong, Catalogue())
    july = date(2026, 7, 1)
    prepared = publish.prepare(Released(area._replace(program=program, applies_from=july)))
    assert prepared.applies_from == {("990000", release.digest): july}
    with pytest.raises(DiagnosticError) as caught:
        publish.prepare(Released(area._replace(program="0" * 64)))
    assert [each.code for each in caught.value.diagnostics] == [Code.OTHER_PROGRAM]
    broken = area._replace(
        area="990001", rules=None, diagnostics=(Diagnostic(Code.BROKEN_CSV, Position("a"), Text("", "")),)
    )
    with pytest.raises(DiagnosticError):
        publish.prepare(Released(area, broken))
