from collections.abc import Sequence
from pathlib import Path

import pytest

from chronicare.application.catalogue import Catalogue
from chronicare.application.ports import ProgramProber
from chronicare.application.publish import Publisher
from chronicare.diagnostics import Code, DiagnosticError, Text
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

    prepared = publisher(probe, Catalogue()).prepare(RuleDirectory(EXAMPLE), is_proven=True)
    (release,) = publisher(nothing_wrong, Catalogue()).publish().releases
    assert [each.digest for each in prepared.releases] == [release.digest]


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
