"""Runs the cases that stand beside the tables: each is prepared, asked, and its answer held to what it expects."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from chronicare.diagnostics import Diagnostic, Diagnostics, Position, Text
from chronicare.formats import CaseFile
from chronicare.formats.cases.case_file import CaseType

Question = TypeVar("Question")
Answer = TypeVar("Answer")


class CaseKind(Protocol[CaseType, Question, Answer]):
    """How cases of recognition, or of benefits, are read against the rules, asked and judged."""

    @property
    def file_type(self) -> type[CaseFile[CaseType]]:
        """The files that hold such cases."""
        ...

    def prepare(self, case: CaseType, diagnostics: Diagnostics) -> Question | None:
        """Return what ``case`` asks; ``None`` if anything is wrong, which goes to ``diagnostics`` at its place."""
        ...

    def ask(self, question: Question) -> Answer:
        """Return what the rules answer."""
        ...

    def problems(self, question: Question, answer: Answer) -> Iterable[Text]:
        """Say how ``answer`` departs from what the case expects; nothing if it does not."""
        ...


@dataclass(frozen=True, slots=True)
class CaseResult(Generic[Question, Answer]):
    """A case that was run: what was asked and answered, and what is wrong (nothing: the case passes).

    ``file`` and ``subject`` (the entry, or a title) are those of its file; ``position`` is where the case begins.
    """

    file: str
    subject: str
    name: str
    position: Position
    question: Question
    answer: Answer
    problems: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class CaseRun(Generic[Question, Answer]):
    """The cases of one kind: those run, and what was found while reading them: errors of those that could not be."""

    results: tuple[CaseResult[Question, Answer], ...]
    diagnostics: tuple[Diagnostic, ...]

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """What is wrong with the cases that could not be run."""
        return tuple(each for each in self.diagnostics if each.is_error)

    @property
    def failures(self) -> tuple[CaseResult[Question, Answer], ...]:
        """The cases that came out otherwise."""
        return tuple(result for result in self.results if result.problems)


def differs(what: str, wanted: object, given: object) -> Text:
    """Say that ``what`` came out as ``given`` where ``wanted`` was expected."""
    return Text(f"{what} 应为 {wanted}，得 {given}", f"{what}: expected {wanted}, got {given}")


def differs_as_told(what: str, wanted: Text, given: Text) -> Text:
    """Say the same of what is told otherwise in each language."""
    return Text(f"{what} 应为 {wanted.zh}，得 {given.zh}", f"{what}: expected {wanted.en}, got {given.en}")


def run_cases(files: Iterable[CaseFile[Any]], kind: CaseKind[CaseType, Question, Answer]) -> CaseRun[Question, Answer]:
    """Run every case of that ``kind`` in ``files``; files of another kind are passed over."""
    diagnostics = Diagnostics()
    results: list[CaseResult[Question, Answer]] = []
    for file in files:
        if not isinstance(file, kind.file_type):
            continue
        for case in file.cases:
            question = kind.prepare(case, diagnostics)
            if question is not None:
                answer = kind.ask(question)
                problems = tuple(kind.problems(question, answer))
                results.append(
                    CaseResult(file.file, file.subject, case.name, case.position, question, answer, problems)
                )
    return CaseRun(tuple(results), diagnostics.sorted())
