"""The six calls of the recognition service: read the request, ask the use case, write the answer."""

import asyncio
from collections.abc import Callable
from time import monotonic
from typing import TypeVar
from weakref import WeakKeyDictionary

from chronicare.api.v1 import recognition_service_pb2 as pb
from chronicare.application.errors import InvalidRequestError
from chronicare.application.recognize import RecognitionService
from chronicare.application.release import Release
from chronicare.diagnostics import Code, Diagnostics, FieldPath, Language, Text
from chronicare.rpc.answers import OUTCOMES, AnswerWriter
from chronicare.rpc.calls import Call, report_failure
from chronicare.rpc.convert import language_of, read_check, read_describe, read_list, read_review
from chronicare.rpc.descriptions import write_description, write_disease
from chronicare.rpc.log import ServerStats
from chronicare.rpc.paging import read_page, write_token
from chronicare.rpc.reviews import write_review
from chronicare.rpc.settings import Settings
from chronicare.rpc.status import write_request_error

Answer = TypeVar("Answer")

_SECONDS_AT_A_STRETCH = 0.005
"""After so long a batch lets other calls have their turn."""


class RecognitionServicer:
    """Answers the calls. Deciding runs in the event loop: it takes about as long as handing it to a thread would.

    The methods raise what the use cases raise; ``calls`` makes a status of it.
    """

    def __init__(self, service: RecognitionService, settings: Settings, stats: ServerStats) -> None:
        """Ask ``service``, within the limits of ``settings``; count faults in ``stats``."""
        self._service = service
        self._settings = settings
        self._stats = stats
        self._writers: WeakKeyDictionary[Release, dict[Language, AnswerWriter]] = WeakKeyDictionary()

    async def CheckRecognition(self, request: pb.CheckRecognitionRequest, _: Call) -> pb.CheckRecognitionResponse:
        """Decide one person."""
        response = pb.CheckRecognitionResponse()
        self._check(self._service, request, response)
        return response

    async def ScreenRecognition(self, request: pb.ScreenRecognitionRequest, _: Call) -> pb.ScreenRecognitionResponse:
        """Decide all entries for one person."""
        found = Diagnostics()
        question = read_check(request.request, found)
        screened = _answered(lambda: self._service.screen(question.report, question.detail), found)
        response = pb.ScreenRecognitionResponse(request_id=request.request.request_id)
        _write_release(screened.release, response.release)
        writer = self._writer(screened.release, question.language)
        for decision in screened.decisions:
            writer.write(decision, question.detail, response.decisions.add())
        for decision in screened.untouched:
            response.untouched.add(
                disease_code=decision.entry.code,
                disease_name=decision.entry.name.zh,
                outcome=OUTCOMES[decision.outcome],
            )
        return response

    async def BatchCheckRecognition(
        self, request: pb.BatchCheckRecognitionRequest, call: Call
    ) -> pb.BatchCheckRecognitionResponse:
        """Decide many persons, all with the rules in force when the batch came."""
        self._refuse_large(request)
        service = self._service.snapshot()
        response = pb.BatchCheckRecognitionResponse()
        pause = monotonic() + _SECONDS_AT_A_STRETCH
        for each in request.requests:
            if monotonic() > pause:
                await asyncio.sleep(0)
                await call.refuse_if_late()
                pause = monotonic() + _SECONDS_AT_A_STRETCH
            item = response.items.add()
            try:
                self._check(service, each, item.response)
            except Exception as error:  # noqa: BLE001 - one person's error does not touch the others
                failure = report_failure(error, language_of(each.language_code), self._stats)
                item.error.SetInParent()
                write_request_error(failure, item.error)
        return response

    async def ReviewRecognition(self, request: pb.ReviewRecognitionRequest, _: Call) -> pb.ReviewRecognitionResponse:
        """Decide a recognition that exists again."""
        found = Diagnostics()
        question = read_review(request, found)
        reviewed = _answered(lambda: self._service.review(question.report, question.detail), found)
        response = pb.ReviewRecognitionResponse(request_id=request.request_id)
        _write_release(reviewed.release, response.release)
        write_review(reviewed.review, question.detail, reviewed.release.vocabulary, question.language, response.review)
        writer = self._writer(reviewed.release, question.language)
        writer.write(reviewed.review.decision, question.detail, response.decision)
        return response

    async def DescribeDisease(self, request: pb.DescribeDiseaseRequest, _: Call) -> pb.DescribeDiseaseResponse:
        """Describe one entry."""
        found = Diagnostics()
        question = read_describe(request, found)
        release, decider, _day = _answered(lambda: self._service.find(question.report), found)
        response = pb.DescribeDiseaseResponse()
        _write_release(release, response.release)
        write_description(decider.entry, release.vocabulary, question.language, response.description)
        return response

    async def ListDiseases(self, request: pb.ListDiseasesRequest, _: Call) -> pb.ListDiseasesResponse:
        """List the entries, page by page."""
        found = Diagnostics()
        question = read_list(request, found)
        query = f"{request.area_code}|{request.as_of_date}|{request.release}"
        page = read_page(request.page_size, request.page_token, query, found)
        if page.digest:
            question.report["release"] = page.digest
        release, deciders = _answered(lambda: self._service.list_diseases(question.report), found)
        response = pb.ListDiseasesResponse(total_count=len(deciders))
        _write_release(release, response.release)
        end = page.start + page.size
        for decider in deciders[page.start : end]:
            write_disease(decider.entry, question.language, response.diseases.add())
        if end < len(deciders):
            response.next_page_token = write_token(release.digest, end, query)
        return response

    def _check(
        self,
        service: RecognitionService,
        request: pb.CheckRecognitionRequest,
        response: pb.CheckRecognitionResponse,
    ) -> None:
        found = Diagnostics()
        question = read_check(request, found)
        checked = _answered(lambda: service.check(question.report, question.detail), found)
        if request.request_id:
            response.request_id = request.request_id
        _write_release(checked.release, response.release)
        writer = self._writer(checked.release, question.language)
        for decision in checked.decisions:
            writer.write(decision, question.detail, response.decisions.add())

    def _writer(self, release: Release, language: Language) -> AnswerWriter:
        writers = self._writers.setdefault(release, {})
        if language not in writers:
            writers[language] = AnswerWriter(release.vocabulary, language)
        return writers[language]

    def _refuse_large(self, request: pb.BatchCheckRecognitionRequest) -> None:
        count, most = len(request.requests), self._settings.max_batch_requests
        found = Diagnostics()
        if not count:
            found.add(Code.REQUIRED_FIELD, FieldPath("requests"), Text("没有请求", "there are no requests"))
        if count > most:
            found.add(
                Code.TOO_MANY,
                FieldPath("requests"),
                Text(f"一批 {count} 个请求", f"{count} requests in one batch"),
                Text(f"一批至多 {most} 个", f"at most {most}"),
            )
            _refuse(found)
        decisions, most = sum(len(each.disease_codes) for each in request.requests), self._settings.max_batch_decisions
        if decisions > most:
            found.add(
                Code.TOO_MANY,
                FieldPath("requests"),
                Text(f"一批 {decisions} 个病种编码", f"{decisions} disease codes in one batch"),
                Text(f"各请求合计至多 {most} 个", f"at most {most}, all requests together"),
            )
        _refuse(found)


def _write_release(release: Release, message: pb.ReleaseInfo) -> None:
    message.name = release.name
    message.digest = release.digest
    message.version = release.rules.version


def _answered(ask: Callable[[], Answer], found: Diagnostics) -> Answer:
    """Return what ``ask`` returns; refuse together what is in ``found`` and what ``ask`` refuses."""
    try:
        answer = ask()
    except InvalidRequestError as refused:
        raise InvalidRequestError((*found.sorted(), *refused.diagnostics)) from None
    _refuse(found)
    return answer


def _refuse(found: Diagnostics) -> None:
    if found.has_errors:
        raise InvalidRequestError(found.sorted())
