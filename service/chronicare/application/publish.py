"""Publishes rules: loads, compiles, tries and self-tests them, and puts them in force; all of it or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from chronicare.application.catalogue import Catalogue
from chronicare.application.digest import digest_of
from chronicare.application.ports import ProgramProber, RuleSource
from chronicare.application.release import Release, compile_release, make_release, programs_of
from chronicare.checks.benefits.questions import BenefitCases
from chronicare.checks.benefits.scope import check_scope_said
from chronicare.checks.casebook import CaseRun, run_cases
from chronicare.checks.recognition.questions import RecognitionCases
from chronicare.checks.tables.bare_entries import check_entries
from chronicare.compiler import AreaRules
from chronicare.diagnostics import Code, Diagnostic, Diagnostics, Position, Text
from chronicare.engine import Engine
from chronicare.formats import AnyCaseFile
from chronicare.tables import RuleFolder


@dataclass(frozen=True, slots=True)
class Published:
    """Releases that can be put in force, those that had not changed among them, and the warnings about their tables."""

    releases: tuple[Release, ...]
    warnings: tuple[Diagnostic, ...]


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
        self._catalogue.publish(prepared.releases)
        return prepared

    def prepare(self, source: RuleSource, *, is_proven: bool = False) -> Published:
        """Make releases of the rules of ``source`` without putting them in force.

        What has been in force, ``is_proven``, is not tried and tested again.
        Raises DiagnosticError with everything that is wrong, and EngineError if the engine fails for another reason
        than the rules.
        """
        diagnostics = Diagnostics()
        folder, areas = source.load(diagnostics)
        diagnostics.raise_errors()
        if folder is None or not areas:
            diagnostics.add(
                Code.MISSING_FILE, Position("."), Text("没有任何统筹区的规则", "there are no rules of any area")
            )
            diagnostics.raise_errors()
            raise LookupError("a missing folder is refused above")
        releases = self._releases(folder, areas, diagnostics, is_proven=is_proven)
        diagnostics.raise_errors()
        return Published(releases, diagnostics.sorted())

    def _releases(
        self,
        folder: RuleFolder,
        areas: Sequence[tuple[RuleFolder, tuple[AnyCaseFile, ...]]],
        diagnostics: Diagnostics,
        *,
        is_proven: bool,
    ) -> tuple[Release, ...]:
        """Return a release for each area: the one held if its tables say the same, else a new one."""
        held = [self._catalogue.held(area.manifest.area, digest_of((folder, area))) for area, _ in areas]
        if all(held):
            return tuple(release for release in held if release is not None)
        compiled = [
            None if release else compile_release(folder, area, diagnostics)
            for release, (area, _) in zip(held, areas, strict=True)
        ]
        diagnostics.raise_errors()
        for rules, (area, cases) in zip(compiled, areas, strict=True):
            if rules is not None and not is_proven:
                check_entries(area, rules, cases, diagnostics)
                check_scope_said(rules, diagnostics)
                self._try(rules, diagnostics)
        diagnostics.raise_errors()
        releases: list[Release] = []
        for release, rules, (area, cases) in zip(held, compiled, areas, strict=True):
            if rules is None:
                releases += [release] if release else []
                continue
            made = make_release(rules, (folder, area), self._engine, diagnostics)
            diagnostics.raise_errors()
            if not is_proven:
                _test(made, cases, diagnostics)
            releases.append(made)
        return tuple(releases)

    def _try(self, rules: AreaRules, diagnostics: Diagnostics) -> None:
        """Have the compiled programs tried where one that hangs or crashes the engine does no harm."""
        places = {program.name: each.entry.at("code") for each in rules.entries for program in each.programs}
        for problem in self._probe(programs_of(rules)):
            where = places.get(problem.place, Position(rules.area))
            diagnostics.add(
                problem.code,
                where,
                Text(f"{problem.place}：{problem.message.zh}", f"{problem.place}: {problem.message.en}"),
            )


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
