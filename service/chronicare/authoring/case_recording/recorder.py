"""Records what was answered as a case: puts it into a case file, reads it there, runs it, holds it to the answer.

Errors::

    UnsuitedError            what was asked and answered cannot be a case, or comes out otherwise as one
    DiagnosticError          the case file with the case in it is wrong: a name used twice, a name that is not known
    ApplicationError         the evaluators disagree on it, or the engine failed
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from chronicare.application.benefits.requests import SettleBillRequest, SettleYearRequest
from chronicare.application.guard import Guard, Unrecorded
from chronicare.application.recognition.requests import CheckRequest
from chronicare.application.release import Release
from chronicare.authoring.case_recording.expected import expected_of_bill, expected_of_decision, expected_of_year
from chronicare.authoring.case_recording.known import known_of_bill, known_of_person, known_of_year
from chronicare.authoring.case_recording.unsuited import UnsuitedError
from chronicare.benefits.answer import BillAnswer, YearAnswer
from chronicare.cells.values import Given
from chronicare.checks.benefits.questions import BenefitCases
from chronicare.checks.casebook import CaseKind, CaseRun, run_cases
from chronicare.checks.recognition.questions import RecognitionCases
from chronicare.diagnostics import DiagnosticError, Diagnostics, Text
from chronicare.formats import AnyCaseFile, BenefitCaseFile, RecognitionCaseFile, read_cases
from chronicare.formats.cases.writing import case_text, with_case
from chronicare.recognition.decision import Decision

_CASES = "cases"
_OF_BILLS = "recorded.yaml"
_HEAD_OF_BILLS = "benefits: 记录下来的账单\ncases:\n"
_FILE = re.compile(r"[^/\\:*?\"<>|\s][^/\\:*?\"<>|]*\.ya?ml")
_EXPECTED_FIRST = {RecognitionCaseFile: {"outcome": "UNDECIDED"}, BenefitCaseFile: {"accumulators": {}}}
"""What a case expects before it is known what comes out: each kind has to expect something."""


@dataclass(frozen=True, slots=True)
class CaseNote:
    """What a case is called, and why it is right: where that stands, or who has worked it out."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class RecordedCase:
    """The case file ``file``, named from the rule directory on, as it would be, and what is added to it."""

    file: str
    data: bytes
    text: str


class Recorder:
    """Records cases of one area: of its ``release``, whose own tables and cases are in ``folder``."""

    def __init__(
        self,
        release: Release,
        folder: str,
        files: Sequence[AnyCaseFile],
        current: Callable[[str], bytes | None],
    ) -> None:
        """Put them into the case ``files``; ``current`` gives the content of one, ``None`` if there is none."""
        self._release = release
        self._folder = folder
        self._files = [each for each in files if each.file.startswith(f"{folder}/")]
        self._current = current
        self._guard = Guard(Unrecorded())

    def decision(self, request: CheckRequest, decision: Decision, note: CaseNote) -> RecordedCase:
        """Record that ``decision`` was made on the entry that ``request`` asks about."""
        vocabulary, entry = self._release.vocabulary, decision.entry
        names = {entry.code, *entry.aliases, entry.name.zh}
        own = (each for each in self._files if isinstance(each, RecognitionCaseFile) and each.subject in names)
        found = next(own, None)
        return self._record(
            found.file if found is not None else f"{self._folder}/{_CASES}/{entry.code}.yaml",
            f"entry: {entry.code}\ncases:\n",
            note,
            known_of_person(request, vocabulary),
            RecognitionCases(self._release),
            lambda _, answer: expected_of_decision(answer, vocabulary),
            decision,
        )

    def bill(self, request: SettleBillRequest, answer: BillAnswer, note: CaseNote, into: str = "") -> RecordedCase:
        """Record what was answered of a bill; ``into`` is the name of a file of cases about benefits."""
        vocabulary = self._release.vocabulary
        return self._record(
            self._file_of_bills(into),
            _HEAD_OF_BILLS,
            note,
            known_of_bill(request, _assumed(answer), vocabulary),
            BenefitCases(self._release),
            lambda question, given: expected_of_bill(given, question.accumulators, vocabulary),
            answer,
        )

    def year(self, request: SettleYearRequest, answer: YearAnswer, note: CaseNote, into: str = "") -> RecordedCase:
        """Record what was answered of a year's bills."""
        vocabulary = self._release.vocabulary
        assumed = [{} if each is None else _assumed(each) for each in answer.answers]
        return self._record(
            self._file_of_bills(into),
            _HEAD_OF_BILLS,
            note,
            known_of_year(request, assumed, vocabulary),
            BenefitCases(self._release),
            lambda question, given: expected_of_year(given, question.accumulators, vocabulary),
            answer,
        )

    def _file_of_bills(self, into: str) -> str:
        if into and not _FILE.fullmatch(into):
            raise UnsuitedError(
                Text(
                    f"「{into}」不是案例文件的名字：只写文件名，如 benefits-2026.yaml",
                    f"{into!r} is no name of a case file: write it alone, as benefits-2026.yaml",
                )
            )
        file = f"{self._folder}/{_CASES}/{into or _OF_BILLS}"
        if self._current(file) is not None and not any(
            each.file == file and isinstance(each, BenefitCaseFile) for each in self._files
        ):
            raise UnsuitedError(Text(f"{file} 不是待遇的案例文件", f"{file} is no file of cases about benefits"))
        return file

    def _record(
        self,
        file: str,
        head: str,
        note: CaseNote,
        known: Mapping[str, Any],
        kind: CaseKind[Any, Any, Any],
        expect: Callable[[Any, Any], Mapping[str, Any]],
        shown: Any,  # noqa: ANN401 - the answer of that kind of case
    ) -> RecordedCase:
        """Write the case, read it as it stands in the file, run it, and hold what comes out to what was ``shown``."""
        name, reason = note.name.strip(), note.reason.strip()
        if not name or not reason:
            raise UnsuitedError(
                Text(
                    "案例要有名字，还要有理由：出自哪一条、哪一题，或谁怎样算出来的",
                    "a case needs a name, and a reason: where it stands, or who has worked it out and how",
                )
            )
        draft = {"name": name, **known, "expect": _EXPECTED_FIRST[kind.file_type]}
        (drafted,) = self._run(file, f"{head}{case_text(draft, reason)}".encode(), kind).results
        expected = expect(drafted.question, drafted.answer)
        if expected != expect(drafted.question, shown):
            raise UnsuitedError(
                Text(
                    "写成案例再算，结论和刚才所示的不同，不能记录：请求里有案例写不出的内容",
                    "as a case it comes out otherwise than shown: the request says something that a case cannot",
                )
            )
        text = case_text({"name": name, **known, "expect": expected}, reason)
        current = self._current(file)
        try:
            data = with_case(head.encode() if current is None else current, text)
        except ValueError as error:
            raise UnsuitedError(Text(f"{file} 里没有 cases", f"there are no cases in {file}")) from error
        run = self._run(file, data, kind, name)
        problems = [problem for each in run.results for problem in each.problems]
        if len(run.results) != 1 or problems:
            zh, en = "；".join(each.zh for each in problems), "; ".join(each.en for each in problems)
            raise UnsuitedError(Text(f"写进 {file} 再跑没有通过：{zh}", f"run in {file} it does not pass: {en}"))
        return RecordedCase(file, data, text)

    def _run(self, file: str, data: bytes, kind: CaseKind[Any, Any, Any], only: str = "") -> CaseRun[Any, Any]:
        """Run the cases of ``data``, or the one called ``only``. Raises DiagnosticError if it cannot be read."""
        found = Diagnostics()
        read = read_cases(data, file, found)
        found.raise_errors()
        if read is None:
            raise LookupError("what cannot be read has been told")
        cases: tuple[Any, ...] = read.cases
        chosen = replace(read, cases=tuple(each for each in cases if only in ("", each.name)))
        run = self._guard.run(lambda: run_cases([chosen], kind), "about", only or file)
        if run.errors:
            raise DiagnosticError(run.errors)
        return run


def _assumed(answer: BillAnswer) -> Mapping[str, Given]:
    """Return the usual values it rests on: stated in the case, it rests on nothing that may change."""
    return answer.settlement.assumed if answer.settlement is not None else {}
