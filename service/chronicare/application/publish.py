"""Publishes rules: loads, compiles, tries and self-tests them, and puts them in force; of each area all or nothing."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from chronicare.application.catalogue import Catalogue
from chronicare.application.digest import digest_of, digest_of_programs
from chronicare.application.ports import AreaFolder, ProgramProber, RuleSource
from chronicare.application.probing import tell_problems
from chronicare.application.release import Release, compile_release, make_release, programs_of
from chronicare.checks.benefits.questions import BenefitCases
from chronicare.checks.casebook import CaseRun, run_cases
from chronicare.checks.recognition.questions import RecognitionCases
from chronicare.checks.sources import check_digests
from chronicare.checks.tables.table_checks import check_tables
from chronicare.diagnostics import Code, Diagnostic, DiagnosticError, Diagnostics, Position, Text
from chronicare.engine import Engine
from chronicare.formats import AnyCaseFile


@dataclass(frozen=True, slots=True)
class Published:
    """Releases that can be put in force, those that had not changed among them, and the warnings about their tables.

    ``refused`` are the areas whose rules are wrong, each with everything that is, by code.
    """

    releases: tuple[Release, ...]
    warnings: tuple[Diagnostic, ...]
    refused: Mapping[str, tuple[Diagnostic, ...]]
    applies_from: Mapping[tuple[str, str], date] = field(default_factory=dict)
    """The day from which a release applies, by area and digest; others apply on any day."""


class Publisher:
    """The use case over one catalogue. Not for several threads at once."""

    def __init__(self, source: RuleSource, probe: ProgramProber, engine: Engine, catalogue: Catalogue) -> None:
        """Take rules from ``source``, try them with ``probe``, load them into ``engine``, put them in ``catalogue``."""
        self._source = source
        self._probe = probe
        self._engine = engine
        self._catalogue = catalogue

    def publish(self) -> Published:
        """Publish the rules as they stand now; raises as ``prepare`` does, and then what was in force stays so."""
        prepared = self.prepare(self._source)
        self._catalogue.publish(prepared.releases, prepared.refused, prepared.applies_from)
        return prepared

    def prepare(self, source: RuleSource, proven: Collection[tuple[str, str]] = ()) -> Published:
        """Make releases of the rules of ``source`` without putting them in force; a bad area harms no other.

        Releases that are ``proven``, by area and digest, are not tried and tested again.
        Raises DiagnosticError with everything that is wrong if there is no area, or none whose rules are well; and
        EngineError if the engine fails for another reason than the rules.
        """
        read = source.load()
        found, releases = Diagnostics(), list[Release]()
        found.extend(read.stray)
        refused: dict[str, tuple[Diagnostic, ...]] = {}
        applies_from: dict[tuple[str, str], date] = {}
        for area in read.areas:
            own = Diagnostics()
            own.extend(area.diagnostics)
            release = self._release(area, own, proven)
            if release is not None and not own.has_errors:
                releases.append(release)
                found.extend(own.sorted())
                if area.applies_from is not None:
                    applies_from[area.area, release.digest] = area.applies_from
            else:
                refused[area.area] = own.sorted()
        if not read.areas:
            message = Text("没有任何统筹区的规则", "there are no rules of any area")
            found.add(Code.MISSING_FILE, Position("."), message)
        if not releases or (read.is_release and refused):
            found.extend(each for told in refused.values() for each in told)
            raise DiagnosticError(found.sorted())
        return Published(tuple(releases), found.sorted(), refused, applies_from)

    def _release(
        self, area: AreaFolder, diagnostics: Diagnostics, proven: Collection[tuple[str, str]]
    ) -> Release | None:
        """Return the release held of ``area`` if its tables say the same, else a new one, tried and self-tested."""
        if area.rules is None or diagnostics.has_errors:
            return None
        digest = digest_of(area.rules)
        held, is_proven = self._catalogue.held(area.area, digest), (area.area, digest) in proven
        if held is not None:
            return held
        rules = compile_release(area.rules, diagnostics)
        if diagnostics.has_errors:
            return None
        if area.program and digest_of_programs(programs_of(rules)) != area.program:
            _tell_other_program(area, diagnostics)
        if not is_proven:
            check_digests(area.rules, diagnostics, Code.SOURCE_DIGEST)
            check_tables(area.rules, rules, area.cases, diagnostics)
            tell_problems(rules, self._probe(programs_of(rules)), diagnostics)
        if diagnostics.has_errors:
            return None
        made = make_release(rules, area.rules, self._engine, diagnostics)
        if not (is_proven or diagnostics.has_errors):
            _test(made, area.cases, diagnostics)
        return made


def _tell_other_program(area: AreaFolder, diagnostics: Diagnostics) -> None:
    message = Text(
        f"{area.area} 编译出的规则与签发时的不同：由另一版本的程序签发",
        f"the rules of {area.area} do not compile to what was released: another version of the program made them",
    )
    hint = Text("用现在的版本重新签发", "build and sign the release anew with this version")
    diagnostics.add(Code.OTHER_PROGRAM, Position(area.folder), message, hint)


def _test(release: Release, cases: Sequence[AnyCaseFile], diagnostics: Diagnostics) -> None:
    """Have the release decide the cases that stand beside its tables; a case that comes out otherwise refuses it."""
    runs: list[CaseRun[Any, Any]] = [
        run_cases(cases, RecognitionCases(release)),
        run_cases(cases, BenefitCases(release)),
    ]
    for run in runs:
        diagnostics.extend(run.diagnostics)
        for failure in run.failures:
            name = f"{failure.subject} {failure.name}"
            for problem in failure.problems:
                message = Text(f"案例「{name}」{problem.zh}", f"case '{name}': {problem.en}")
                diagnostics.add(Code.CASE_FAILS, failure.position, message)
