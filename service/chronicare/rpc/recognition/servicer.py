"""The calls of the recognition service: read the request, have it answered."""

from collections.abc import Callable
from dataclasses import replace

from chronicare.api.v1 import recognition_service_pb2 as pb
from chronicare.application.runtime import Runtime
from chronicare.application.validation import refuse
from chronicare.diagnostics import Code, Diagnostics, FieldPath, Text
from chronicare.rpc.batch import answer_each, refuse_large
from chronicare.rpc.dispatch import answer_or_refuse, answer_request
from chronicare.rpc.log import ServerStats
from chronicare.rpc.paging import read_page, write_token
from chronicare.rpc.recognition.requests import read_check, read_describe, read_list, read_review
from chronicare.rpc.recognition.responses import (
    Writers,
    respond_check,
    respond_describe,
    respond_diseases,
    respond_review,
    respond_screen,
)
from chronicare.rpc.settings import Settings


class RecognitionServicer:
    """Answers the calls, several at once in threads.

    The methods raise what the use cases raise; ``calls`` makes a status of it.
    """

    def __init__(self, runtime: Runtime, settings: Settings, stats: ServerStats) -> None:
        """Answer with ``runtime``, within the limits of ``settings``; count faults in ``stats``."""
        self._runtime = runtime
        self._settings = settings
        self._stats = stats
        self._writers = Writers()

    def CheckRecognition(self, request: pb.CheckRecognitionRequest) -> pb.CheckRecognitionResponse:
        """Decide one person."""
        response = pb.CheckRecognitionResponse()
        self._check(self._runtime, request, response)
        return response

    def ScreenRecognition(self, request: pb.ScreenRecognitionRequest) -> pb.ScreenRecognitionResponse:
        """Decide all entries for one person."""
        response = pb.ScreenRecognitionResponse()
        return answer_request(
            request.request,
            read_check,
            lambda typed: respond_screen(self._runtime, typed, response, self._writers),
        )

    def BatchCheckRecognition(self, request: pb.BatchCheckRecognitionRequest) -> pb.BatchCheckRecognitionResponse:
        """Decide many persons, all with the rules in force when the batch came; an item that fails holds its error."""
        self._refuse_large(request)
        runtime = self._runtime.snapshot()
        response = pb.BatchCheckRecognitionResponse()

        def answer(each: pb.CheckRecognitionRequest, item: pb.BatchCheckRecognitionItem) -> None:
            self._check(runtime, each, item.response)

        answer_each(request.requests, response.items.add, answer, self._stats)
        return response

    def StreamCheckRecognition(self) -> Callable[[pb.CheckRecognitionRequest], pb.CheckRecognitionResponse]:
        """Return what decides one person after another, all with the rules in force now."""
        runtime = self._runtime.snapshot()

        def answer(request: pb.CheckRecognitionRequest) -> pb.CheckRecognitionResponse:
            response = pb.CheckRecognitionResponse()
            self._check(runtime, request, response)
            return response

        return answer

    def ReviewRecognition(self, request: pb.ReviewRecognitionRequest) -> pb.ReviewRecognitionResponse:
        """Decide a recognition that exists again."""
        response = pb.ReviewRecognitionResponse()
        return answer_request(
            request, read_review, lambda typed: respond_review(self._runtime, typed, response, self._writers)
        )

    def DescribeDisease(self, request: pb.DescribeDiseaseRequest) -> pb.DescribeDiseaseResponse:
        """Describe one entry."""
        response = pb.DescribeDiseaseResponse()
        return answer_request(request, read_describe, lambda typed: respond_describe(self._runtime, typed, response))

    def ListDiseases(self, request: pb.ListDiseasesRequest) -> pb.ListDiseasesResponse:
        """List the entries, page by page."""
        diagnostics = Diagnostics()
        typed = read_list(request, diagnostics)
        query = f"{request.area_code}|{request.as_of_date}|{request.release}"
        page = read_page(request.page_size, request.page_token, query, diagnostics)
        if page.digest:
            typed = replace(typed, header=replace(typed.header, release=page.digest))
        response, end = pb.ListDiseasesResponse(), page.start + page.size
        answer_or_refuse(lambda: respond_diseases(self._runtime, typed, response, slice(page.start, end)), diagnostics)
        if end < response.total_count:
            response.next_page_token = write_token(response.release.digest, end, query)
        return response

    def _check(
        self,
        runtime: Runtime,
        request: pb.CheckRecognitionRequest,
        response: pb.CheckRecognitionResponse,
    ) -> None:
        answer_request(request, read_check, lambda typed: respond_check(runtime, typed, response, self._writers))

    def _refuse_large(self, request: pb.BatchCheckRecognitionRequest) -> None:
        refuse_large(len(request.requests), self._settings.max_batch_requests)
        diagnostics = Diagnostics()
        decisions, most = sum(len(each.disease_codes) for each in request.requests), self._settings.max_batch_decisions
        if decisions > most:
            diagnostics.add(
                Code.TOO_MANY,
                FieldPath("requests"),
                Text(f"一批 {decisions} 个病种编码", f"{decisions} disease codes in one batch"),
                Text(f"各请求合计至多 {most} 个", f"at most {most}, all requests together"),
            )
        refuse(diagnostics)
