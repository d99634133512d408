"""From a typed request to recognise to the message that answers it: the use case asked, its answer written.

Each function fills the empty ``response`` and returns it, and raises what its use case raises. Whoever reads requests
answers them here, from the wire or from a file.
"""

from weakref import WeakKeyDictionary

from chronicare.api.v1 import recognition_service_pb2 as pb
from chronicare.application.recognition.check import check_recognition
from chronicare.application.recognition.describe import describe_disease, list_diseases
from chronicare.application.recognition.requests import (
    CheckRequest,
    DescribeRequest,
    ListDiseasesRequest,
    ReviewRequest,
)
from chronicare.application.recognition.review import review_recognition
from chronicare.application.recognition.screen import screen_recognition
from chronicare.application.release import Release
from chronicare.application.runtime import Runtime
from chronicare.diagnostics import Language
from chronicare.rpc.recognition.decisions import OUTCOMES, DecisionWriter
from chronicare.rpc.recognition.descriptions import write_description, write_disease
from chronicare.rpc.recognition.reviews import write_review
from chronicare.rpc.response_head import write_head, write_release


class Writers:
    """The writers of decisions, one for each release and language, kept as long as the release is."""

    def __init__(self) -> None:
        """Begin without any."""
        self._writers: WeakKeyDictionary[Release, dict[Language, DecisionWriter]] = WeakKeyDictionary()

    def of(self, release: Release, language: Language) -> DecisionWriter:
        """Return the writer of decisions made with ``release``, in ``language``."""
        writers = self._writers.setdefault(release, {})
        if language not in writers:
            writers[language] = DecisionWriter(release.vocabulary, language)
        return writers[language]


def respond_check(
    runtime: Runtime, request: CheckRequest, response: pb.CheckRecognitionResponse, writers: Writers
) -> pb.CheckRecognitionResponse:
    """Decide one person. Raises what ``check_recognition`` does."""
    checked = check_recognition(runtime, request)
    write_head(request.header, checked.release, checked.unused, response)
    writer = writers.of(checked.release, request.header.language)
    for decision in checked.decisions:
        writer.write(decision, request.detail, response.decisions.add())
    return response


def respond_screen(
    runtime: Runtime, request: CheckRequest, response: pb.ScreenRecognitionResponse, writers: Writers
) -> pb.ScreenRecognitionResponse:
    """Decide all entries for one person. Raises what ``screen_recognition`` does."""
    screened = screen_recognition(runtime, request)
    write_head(request.header, screened.release, screened.unused, response)
    writer = writers.of(screened.release, request.header.language)
    for decision in screened.decisions:
        writer.write(decision, request.detail, response.decisions.add())
    for decision in screened.untouched:
        response.untouched.add(
            disease_code=decision.entry.code,
            disease_name=decision.entry.name.zh,
            outcome=OUTCOMES[decision.outcome],
        )
    return response


def respond_review(
    runtime: Runtime, request: ReviewRequest, response: pb.ReviewRecognitionResponse, writers: Writers
) -> pb.ReviewRecognitionResponse:
    """Decide a recognition that exists again. Raises what ``review_recognition`` does."""
    reviewed = review_recognition(runtime, request)
    language, review = request.header.language, reviewed.review
    write_head(request.header, reviewed.release, reviewed.unused, response)
    write_review(review, request.detail, reviewed.release.vocabulary, language, response.review)
    writers.of(reviewed.release, language).write(review.decision, request.detail, response.decision)
    return response


def respond_describe(
    runtime: Runtime, request: DescribeRequest, response: pb.DescribeDiseaseResponse
) -> pb.DescribeDiseaseResponse:
    """Describe one entry. Raises what ``describe_disease`` does."""
    described = describe_disease(runtime, request)
    write_release(described.release, response.release)
    vocabulary = described.release.vocabulary
    write_description(described.entry, vocabulary, request.header.language, response.description)
    return response


def respond_diseases(
    runtime: Runtime, request: ListDiseasesRequest, response: pb.ListDiseasesResponse, page: slice
) -> pb.ListDiseasesResponse:
    """List the entries that ``page`` takes out of all. Raises what ``list_diseases`` does."""
    listed = list_diseases(runtime, request)
    response.total_count = len(listed.entries)
    write_release(listed.release, response.release)
    for entry in listed.entries[page]:
        write_disease(entry, request.header.language, response.diseases.add())
    return response
