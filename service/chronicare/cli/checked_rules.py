"""A rule directory checked: everything that is wrong with it, how much there is, and what came of each area."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from chronicare.analysis.notes import note_tables
from chronicare.application.examination import Running, examine
from chronicare.application.ports import AreaFolder, RuleFolders
from chronicare.checks.sources import check_digests, check_sources
from chronicare.checks.unencoded import check_questions
from chronicare.cli.open_rules import open_engine
from chronicare.cli.problems import SentenceError
from chronicare.compiler import AreaRules
from chronicare.diagnostics import Diagnostic, Diagnostics, Language, Position, Text
from chronicare.engine import ProbeError
from chronicare.engine.probe import probe_programs
from chronicare.loaders.filesystem import find_documents
from chronicare.tables import RuleFolder

_PROBE_SECONDS = 60.0


@dataclass(slots=True)
class Counts:
    """How much there is in the rule directory, and how many of its clauses were found in their documents."""

    areas: int = 0
    entries: int = 0
    criteria: int = 0
    groups: int = 0
    findings: int = 0
    documents: int = 0
    clauses: int = 0
    clauses_proved: int = 0

    def text(self, language: Language, *, proving: bool) -> str:
        """Say it for people."""
        proved = Text("", "")
        if proving:
            proved = Text(f"（核对无误 {self.clauses_proved}）", f" ({self.clauses_proved} proved)")
        return Text(
            f"统筹区 {self.areas}，病种 {self.entries}，判断 {self.criteria}，组合 {self.groups}，"
            f"临床所见 {self.findings}，材料 {self.documents}，原文 {self.clauses}{proved.zh}",
            f"{self.areas} areas, {self.entries} entries, {self.criteria} criteria, {self.groups} groups, "
            f"{self.findings} findings, {self.documents} documents, {self.clauses} clauses{proved.en}",
        ).in_language(language)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of one area."""

    area: str
    name: Text
    errors: int
    warnings: int

    def text(self, language: Language) -> str:
        """Say it for people."""
        zh, en = f"错误 {self.errors}，提醒 {self.warnings}", f"{self.errors} errors, {self.warnings} warnings"
        return Text(zh, en).in_language(language)

    def plain(self) -> dict[str, object]:
        """Write it for machines."""
        return {"area": self.area, "errors": self.errors, "warnings": self.warnings}


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of the check: everything wrong, in order of place."""

    diagnostics: tuple[Diagnostic, ...]
    counts: Counts
    verdicts: tuple[Verdict, ...]

    @property
    def has_errors(self) -> bool:
        """Whether the rules must be refused."""
        return any(each.is_error for each in self.diagnostics)


@dataclass(slots=True)
class Checking:
    """How rules are to be checked: clauses against the documents below ``sources``; ``with_notes``: told too."""

    language: Language
    sources: Path | None = None
    with_notes: bool = False
    _running: Running = field(init=False)

    def __post_init__(self) -> None:
        """Open the engine that programs are tried by."""
        self._running = Running(open_engine(self.language), partial(probe_programs, timeout_seconds=_PROBE_SECONDS))

    def check(self, read: RuleFolders) -> Checked:
        """Return what came of ``read``. Raises SentenceError if its programs cannot be tried."""
        counts = Counts(areas=len(read.areas), clauses=_clauses(read.written))
        every = Diagnostics()
        every.extend(read.stray)
        for folder in read.written:
            check_digests(folder, every)
        if self.sources is not None:
            counts.clauses_proved = _prove(read.written, self.sources, every)
        unproved = every.sorted()
        findings: set[str] = set()
        verdicts = []
        for area in read.areas:
            own = tuple(each for each in unproved if _folder_of(each) == area.folder)
            found = self._examine(area, own, counts, findings)
            verdicts.append(Verdict(area.area, area.name, *errors_and_warnings(found)))
            every.extend(found)
        counts.findings = len(findings)
        return Checked(every.sorted(), counts, tuple(verdicts))

    def _examine(
        self, area: AreaFolder, unproved: tuple[Diagnostic, ...], counts: Counts, findings: set[str]
    ) -> tuple[Diagnostic, ...]:
        """Return everything wrong with ``area``, its layers included; ``unproved`` is what its documents do not say."""
        try:
            examined = examine(area, unproved, self._running)
        except ProbeError as error:
            sentence = Text(
                f"规则没能在子进程里试运行：{error}", f"the rules could not be tried in a child process: {error}"
            )
            raise SentenceError(sentence, self.language, 2) from error
        if examined.rules is not None:
            findings |= {code for code, each in examined.rules.vocabulary.findings.items() if not each.site_of}
            _count(examined.rules, counts)
        if not self.with_notes or examined.release is None:
            return examined.diagnostics
        notes = Diagnostics()
        notes.extend(examined.diagnostics)
        note_tables(examined.release.rules, notes)
        return notes.sorted()


def _count(rules: AreaRules, counts: Counts) -> None:
    entries = [each.entry.as_written for each in rules.entries]
    counts.entries += len({entry.code for entry in entries})
    counts.criteria += len({(entry.code, name) for entry in entries for name in entry.criteria})
    counts.groups += len({(entry.code, name) for entry in entries for name in entry.groups})
    counts.documents += len({(entry.code, each.id) for entry in entries for each in entry.documents})


def _clauses(folders: Iterable[RuleFolder]) -> int:
    return sum(1 for folder in folders for table in folder.tables for row in table if row["clause"])


def _prove(folders: Sequence[RuleFolder], sources: Path, diagnostics: Diagnostics) -> int:
    """Hold every folder's clauses against the documents below ``sources``; return how many are proved."""
    wanted = {document.sha256 for folder in folders for document in folder.manifest.documents}
    texts = find_documents(sources, wanted)
    for folder in folders:
        check_questions(folder, texts, diagnostics)
    return sum(check_sources(folder, texts, diagnostics) for folder in folders)


def _folder_of(diagnostic: Diagnostic) -> str:
    return diagnostic.where.file.partition("/")[0] if isinstance(diagnostic.where, Position) else ""


def errors_and_warnings(diagnostics: Sequence[Diagnostic]) -> tuple[int, int]:
    """Count those that refuse the rules, and those that are only told; notes are neither."""
    errors = sum(1 for each in diagnostics if each.is_error)
    return errors, sum(1 for each in diagnostics if not each.is_error and not each.is_note)
