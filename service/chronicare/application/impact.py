"""Asks the same of two sets of rules: the cases beside the tables, or requests about persons and bills."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from chronicare.analysis.answers import result_of_bill, result_of_decision, result_of_refusal, result_of_terms
from chronicare.analysis.comparison import differences_of
from chronicare.analysis.impact import Affected, Impact, Result, Weighing
from chronicare.application.benefits.context import SUBJECT
from chronicare.application.errors import ApplicationError, InvalidRequestError
from chronicare.application.release import Release
from chronicare.application.runtime import Runtime
from chronicare.application.validation import refuse
from chronicare.benefits.answer import BillAnswer, YearAnswer
from chronicare.checks.benefits.questions import BenefitCases
from chronicare.checks.recognition.questions import RecognitionCases
from chronicare.diagnostics import Code, Diagnostic, Diagnostics, Language, Position, Text
from chronicare.formats import AnyCaseFile
from chronicare.formats.cases.benefits import BenefitCase
from chronicare.formats.cases.recognition import RecognitionCase

MOST_TOLD = 200
"""Of what both sets of rules refuse so many problems are told: a file may have a million rows."""
_NOT_ASKED = Text("前一笔没有定下来，这一笔没有结算", "not settled: the bill before it is undecided")


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two sets of rules: the ``release`` of the area, and the ``runtime`` that holds it."""

    runtime: Runtime
    release: Release


class Subject(Protocol):
    """Something that can be asked of either set of rules."""

    @property
    def name(self) -> str:
        """What it is called."""
        ...

    @property
    def day(self) -> date:
        """The day it is asked as of."""
        ...

    def ask(self, side: Side, language: Language) -> Sequence[Result]:
        """Return what is answered, a result for each bill of a year. Raises ApplicationError if it cannot be asked."""
        ...


def weigh(
    old: Side,
    new: Side,
    subjects: Iterable[Subject],
    language: Language,
    advance: Callable[[], None] = lambda: None,
) -> Impact:
    """Ask ``subjects`` of both sets of rules, and sum up what the new ones mean for them; ``advance`` counts them.

    What only one of them refuses is told as its answer.

    Raises:
        InvalidRequestError: something that both refuse, with what the new one says of all such: of more than
            ``MOST_TOLD`` only how many there are.
        ApplicationError: neither can answer at all, or the evaluators disagree.

    """
    weighing = Weighing(differences_of(old.release.rules, new.release.rules))
    weigh_in(weighing, old, new, subjects, language, advance)
    return weighing.impact()


def weigh_in(
    weighing: Weighing,
    old: Side,
    new: Side,
    subjects: Iterable[Subject],
    language: Language,
    advance: Callable[[], None] = lambda: None,
) -> None:
    """Ask ``subjects`` of both sets of rules, one after the other, and count them in; ``advance`` is told of each.

    Raises as ``weigh``.
    """
    refused = _Refused()
    for subject in subjects:
        for each in _affected(old, new, subject, language, refused):
            weighing.add(each)
        advance()
    refused.tell()


@dataclass(slots=True)
class _Refused:
    """What both sets of rules refuse: the first problems as they are, of the rest only how many there are."""

    told: list[Diagnostic] = field(default_factory=list)
    left_out: int = 0

    def add(self, problems: Sequence[Diagnostic]) -> None:
        """Keep ``problems``, as far as there is room."""
        room = max(0, MOST_TOLD - len(self.told))
        self.told += problems[:room]
        self.left_out += len(problems[room:])

    def tell(self) -> None:
        """Raise InvalidRequestError if there are any."""
        if not self.told:
            return
        if self.left_out:
            where = self.told[-1].where
            place = Position(where.file) if isinstance(where, Position) else where
            message = Text(f"另有 {self.left_out} 处，没有一一列出", f"{self.left_out} more are not listed")
            self.told.append(Diagnostic(Code.TOO_MANY, place, message, Text("先改好上面的", "mend those above first")))
        raise InvalidRequestError(self.told, self.left_out)


def _affected(old: Side, new: Side, subject: Subject, language: Language, both: _Refused) -> Iterable[Affected]:
    try:
        return compare(old, new, subject, language)
    except InvalidRequestError as refused:
        both.add(refused.diagnostics)
        return ()


def compare(old: Side, new: Side, subject: Subject, language: Language) -> Sequence[Affected]:
    """Ask ``subject`` of both sets of rules; of a year there is an answer for each bill.

    Raises what the new one refuses it with, if both do.
    """
    before, refused_before = _asked(old, subject, language)
    after, refused = _asked(new, subject, language)
    if refused_before is not None and refused is not None:
        raise refused
    found: list[Affected] = []
    count = max(len(before), len(after))
    for number in range(count):
        name = f"{subject.name}（{number + 1}）" if count > 1 else subject.name
        results = [each[number] if number < len(each) else each[0] for each in (before, after)]
        found.append(Affected(name, results[1].day or subject.day, *results))
    return found


def _asked(side: Side, subject: Subject, language: Language) -> tuple[Sequence[Result], ApplicationError | None]:
    try:
        return subject.ask(side, language), None
    except InvalidRequestError as error:
        return [result_of_refusal([each.message for each in error.diagnostics], language)], error
    except ApplicationError as error:
        return [result_of_refusal([error.message], language)], error


@dataclass(frozen=True, slots=True)
class CaseSubject:
    """A case that stands beside the tables; what it expects does not matter."""

    title: str
    case: RecognitionCase | BenefitCase

    @property
    def name(self) -> str:
        """The name of the case below its title."""
        return f"{self.title}「{self.case.name}」"

    @property
    def day(self) -> date:
        """The day of care of its first bill, or its as-of date."""
        first = self.case.bills[0].care_date if isinstance(self.case, BenefitCase) and self.case.bills else ""
        return date.fromisoformat(first or self.case.as_of_date)

    def ask(self, side: Side, language: Language) -> Sequence[Result]:
        """Return what is answered. Raises InvalidRequestError if the case cannot be read against these rules."""
        release, diagnostics = side.release, Diagnostics()
        if isinstance(self.case, RecognitionCase):
            entries = RecognitionCases(release)
            asked = entries.prepare(self.case, diagnostics)
            refuse(diagnostics)
            assert asked is not None  # noqa: S101 - what is wrong has been refused
            decision = side.runtime.guard.run(lambda: entries.ask(asked), SUBJECT, self.case.entry)
            return [result_of_decision(decision, release.vocabulary, language)]
        benefits = BenefitCases(release)
        question = benefits.prepare(self.case, diagnostics)
        refuse(diagnostics)
        assert question is not None  # noqa: S101 - what is wrong has been refused
        answer = side.runtime.guard.run(lambda: benefits.ask(question), SUBJECT, self.name)
        if isinstance(answer, BillAnswer):
            return [result_of_bill(answer, release.vocabulary, language)]
        if isinstance(answer, YearAnswer):
            return [
                result_of_refusal([_NOT_ASKED], language)
                if each is None
                else result_of_bill(each, release.vocabulary, language)
                for each in answer.answers
            ]
        return [result_of_terms(answer, release.vocabulary, language)]


def case_subjects(files: Iterable[AnyCaseFile]) -> Iterator[CaseSubject]:
    """Yield the cases of ``files``, each under the title of its file."""
    for file in files:
        for case in file.cases:
            yield CaseSubject(file.subject, case)
