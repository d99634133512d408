"""The recognition use cases: check entries, screen them all, review a recognition, find one to describe."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from chronicare.application.catalogue import Catalogue
from chronicare.application.errors import InvalidRequestError
from chronicare.application.guard import Guard
from chronicare.application.ports import DisagreementLog
from chronicare.application.recognition.requests import (
    CheckRequest,
    DescribeRequest,
    ListDiseasesRequest,
    ReviewRequest,
)
from chronicare.application.release import Release
from chronicare.application.request import Header
from chronicare.diagnostics import Code, Diagnostics, FieldPath, Text
from chronicare.judging.intake import read_date
from chronicare.program.evidence import Evidence
from chronicare.recognition.decide import EntryDecider
from chronicare.recognition.decision import Decision, Detail
from chronicare.recognition.existing import Review, conclude, read_existing

MAX_DISEASES = 100
"""Entries asked about in one request."""


@dataclass(frozen=True, slots=True)
class Checked:
    """The decisions on one person, in the order asked, and the release they were made with."""

    release: Release
    decisions: tuple[Decision, ...]


@dataclass(frozen=True, slots=True)
class Screened:
    """The decisions on the entries something was reported about, and the entries nothing was."""

    release: Release
    decisions: tuple[Decision, ...]
    untouched: tuple[Decision, ...]


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What a review came to, and the release it was made with."""

    release: Release
    review: Review


class RecognitionService:
    """The use cases over one catalogue. Thread-safe as far as the engine is."""

    def __init__(
        self,
        catalogue: Catalogue,
        disagreements: DisagreementLog,
        on_broken: Callable[[], None] = lambda: None,
    ) -> None:
        """Use ``catalogue``; call ``on_broken`` when the engine should not be trusted in this process any more."""
        self.catalogue = catalogue
        self._disagreements = disagreements
        self._on_broken = on_broken
        self._guard = Guard(disagreements, on_broken)
        self._empty: dict[tuple[str, str, date], Decision] = {}

    def snapshot(self) -> "RecognitionService":
        """Return the same use cases over the releases held now, whatever is published afterwards."""
        copy = RecognitionService(self.catalogue.snapshot(), self._disagreements, self._on_broken)
        copy._empty = self._empty
        return copy

    def check(self, request: CheckRequest) -> Checked:
        """Decide the entries named in ``disease_codes``. InvalidRequestError names all bad fields."""
        diagnostics = Diagnostics()
        release, day = self._opened(request.header, request.as_of_date, diagnostics)
        deciders = self._deciders(release, request.disease_codes, day, diagnostics)
        evidence = release.intake.read(request.report, day, FieldPath, diagnostics)
        _refuse(diagnostics)
        documents = request.report.documents
        return Checked(release, tuple(self.decide(each, evidence, request.detail, documents) for each in deciders))

    def screen(self, request: CheckRequest) -> Screened:
        """Decide every entry in force; one none of whose findings was reported takes its decision without evidence."""
        diagnostics = Diagnostics()
        release, day = self._opened(request.header, request.as_of_date, diagnostics)
        if request.disease_codes:
            diagnostics.add(
                Code.BAD_FIELD,
                FieldPath("disease_codes"),
                Text("筛查不写病种", "a screening names no diseases"),
                Text("留空，或改用 CheckRecognition", "leave it empty, or call CheckRecognition"),
            )
        evidence = release.intake.read(request.report, day, FieldPath, diagnostics)
        _refuse(diagnostics)
        known = evidence.findings.keys() | evidence.complete
        decisions: list[Decision] = []
        untouched: list[Decision] = []
        for decider in release.on(day):
            if decider.findings.isdisjoint(known):
                untouched.append(self._without_evidence(release, decider, day))
            else:
                decisions.append(self.decide(decider, evidence, request.detail, request.report.documents))
        return Screened(release, tuple(decisions), tuple(untouched))

    def review(self, request: ReviewRequest) -> Reviewed:
        """Decide the recognition in ``recognition`` again. InvalidRequestError names all bad fields."""
        diagnostics = Diagnostics()
        release, day = self._opened(request.header, request.as_of_date, diagnostics)
        code = request.recognition.disease_code
        deciders = self._deciders(release, [code] if code else [], day, diagnostics, "recognition.disease_code")
        existing = read_existing(request.recognition, request.report.person, day, FieldPath, diagnostics)
        evidence = release.intake.read(request.report, day, FieldPath, diagnostics)
        _refuse(diagnostics)
        if not deciders or existing is None:
            raise LookupError("a missing decider or recognition is refused above")
        decider = deciders[0]
        documents = request.report.documents
        decision = self.decide(decider, evidence, request.detail, documents)
        continuing = decision
        if decider.in_review is not decider:
            continuing = self.decide(decider.in_review, evidence, request.detail, documents)
        return Reviewed(release, conclude(existing, decision, continuing))

    def find(self, request: DescribeRequest) -> tuple[Release, EntryDecider, date]:
        """Return the entry named by ``disease_code`` in a request of the describing kind."""
        diagnostics = Diagnostics()
        release, day = self._opened(request.header, request.as_of_date, diagnostics)
        codes = [request.disease_code] if request.disease_code else []
        (decider,) = self._deciders(release, codes, day, diagnostics, "disease_code")[:1] or (None,)
        _refuse(diagnostics)
        if decider is None:
            raise LookupError("a missing decider is refused above")
        return release, decider, day

    def list_diseases(self, request: ListDiseasesRequest) -> tuple[Release, tuple[EntryDecider, ...]]:
        """Return the entries in force, in the tables' order."""
        diagnostics = Diagnostics()
        release, day = self._opened(request.header, request.as_of_date, diagnostics)
        _refuse(diagnostics)
        return release, release.on(day)

    def decide(
        self, decider: EntryDecider, evidence: Evidence, detail: Detail, documents: Sequence[str] = ()
    ) -> Decision:
        """Decide one entry; a disagreement is recorded and refused, never answered."""
        return self._guard.run(
            lambda: decider.decide(evidence, detail, documents or None), "disease_code", decider.entry.code
        )

    def _without_evidence(self, release: Release, decider: EntryDecider, day: date) -> Decision:
        """Return the decision without evidence, made once for each release, entry and day."""
        key = (release.digest, decider.entry.code, day)
        if key not in self._empty:
            if len(self._empty) > _MAX_EMPTY:
                self._empty.clear()
            self._empty[key] = self.decide(decider, Evidence(day, {}), Detail.OUTCOME)
        return self._empty[key]

    def _opened(self, header: Header, as_of_date: str, diagnostics: Diagnostics) -> tuple[Release, date]:
        """Find the release; with a bad date or area there is nothing to check the rest against: refused at once."""
        day = None
        if as_of_date:
            day = read_date(as_of_date, "as_of_date", FieldPath, diagnostics)
        else:
            _required("as_of_date", "申请日期", "the date of the application", diagnostics)
        if not header.area_code:
            _required("area_code", "统筹区代码", "the pooling area", diagnostics)
        _refuse(diagnostics)
        if day is None:
            raise LookupError("a missing date is refused above")
        return self.catalogue.find(header.area_code, header.release, day), day

    def _deciders(
        self, release: Release, codes: Sequence[str], day: date, diagnostics: Diagnostics, field: str = "disease_codes"
    ) -> list[EntryDecider]:
        if not codes:
            _required(field, "病种编码", "the disease entries", diagnostics)
        if len(codes) > MAX_DISEASES:
            diagnostics.add(
                Code.TOO_MANY,
                FieldPath(field),
                Text(f"病种 {len(codes)} 个", f"{len(codes)} disease entries"),
                Text(
                    f"一次至多 {MAX_DISEASES} 个；要全部请用 ScreenRecognition",
                    f"at most {MAX_DISEASES}; for all of them call ScreenRecognition",
                ),
            )
            return []
        deciders: list[EntryDecider] = []
        for index, code in enumerate(codes):
            decider = release.find(code, day)
            if decider is not None:
                deciders.append(decider)
                continue
            path = field if field.endswith("disease_code") else f"{field}[{index}]"
            near = get_close_matches(code, release.known_names, 3)
            diagnostics.add(
                Code.UNKNOWN_CODE,
                FieldPath(path),
                Text(f"没有病种「{code}」", f"no disease entry {code!r}"),
                Text(f"是否 {'、'.join(near)}？", f"did you mean {', '.join(near)}?")
                if near
                else Text("病种见 ListDiseases", "ListDiseases lists the entries"),
            )
        return deciders


_MAX_EMPTY = 10_000


def _required(path: str, zh: str, en: str, diagnostics: Diagnostics) -> None:
    diagnostics.add(Code.REQUIRED_FIELD, FieldPath(path), Text(f"没有写{zh}", f"{en} is required"))


def _refuse(diagnostics: Diagnostics) -> None:
    if diagnostics.has_errors:
        raise InvalidRequestError(diagnostics.sorted())
