"""The six calls of the recognition service: read the request, ask the use case, write the answer."""

from dataclasses import replace
from weakref import WeakKeyDictionary

from chronicare.api.v1 import recognition_service_pb2 as pb
from chronicare.application.recognition.check import check_recognition
from chronicare.application.recognition.describe import describe_disease, list_diseases
from chronicare.application.recognition.review import review_recognition
from chronicare.application.recognition.screen import screen_recognition
from chronicare.application.release import Release
from chronicare.application.runtime import Runtime
from chronicare.diagnostics import Code, Diagnostics, FieldPath, Language, Text
from chronicare.rpc.calls import Call
from chronicare.rpc.log import ServerStats
from chronicare.rpc.paging import read_page, write_token
from chronicare.rpc.recognition.answers import OUTCOMES, AnswerWriter
from chronicare.rpc.recognition.descriptions import write_description, write_disease
from chronicare.rpc.recognition.reading import read_check, read_describe, read_list, read_review
from chronicare.rpc.recognition.reviews import write_review
from chronicare.rpc.servicing import answer_each, answered, refuse, refuse_large, write_release
from chronicare.rpc.settings import Settings


class RecognitionServicer:
    """Answers the calls. Deciding runs in the event loop: it takes about as long as handing it to a thread would.

    The methods raise what the use cases raise; ``calls`` makes a status of it.
    """

    def __init__(self, runtime: Runtime, settings: Settings, stats: ServerStats) -> None:
        """Answer with ``runtime``, within the limits of ``settings``; count faults in ``stats``."""
        self._runtime = runtime
        self._settings = settings
        self._stats = stats
        self._writers: WeakKeyDictionary[Release, dict[Language, AnswerWriter]] = WeakKeyDictionary()

    async def CheckRecognition(self, request: pb.CheckRecognitionRequest, _: Call) -> pb.CheckRecognitionResponse:
        """Decide one person."""
        response = pb.CheckRecognitionResponse()
        self._check(self._runtime, request, response)
        return response

    async def ScreenRecognition(self, request: pb.ScreenRecognitionRequest, _: Call) -> pb.ScreenRecognitionResponse:
        """Decide all entries for one person."""
        diagnostics = Diagnostics()
        asked = read_check(request.request, diagnostics)
        screened = answered(lambda: screen_recognition(self._runtime, asked), diagnostics)
        response = pb.ScreenRecognitionResponse(request_id=request.request.request_id)
        write_release(screened.release, response.release)
        writer = self._writer(screened.release, asked.header.language)
        for decision in screened.decisions:
            writer.write(decision, asked.detail, response.decisions.add())
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
        runtime = self._runtime.snapshot()
        response = pb.BatchCheckRecognitionResponse()

        def answer(each: pb.CheckRecognitionRequest, item: pb.BatchCheckRecognitionItem) -> None:
            self._check(runtime, each, item.response)

        await answer_each(request.requests, response.items.add, answer, call, self._stats)
        return response

    async def ReviewRecognition(self, request: pb.ReviewRecognitionRequest, _: Call) -> pb.ReviewRecognitionResponse:
        """Decide a recognition that exists again."""
        diagnostics = Diagnostics()
        asked = read_review(request, diagnostics)
        reviewed = answered(lambda: review_recognition(self._runtime, asked), diagnostics)
        response = pb.ReviewRecognitionResponse(request_id=request.request_id)
        write_release(reviewed.release, response.release)
        write_review(reviewed.review, asked.detail, reviewed.release.vocabulary, asked.header.language, response.review)
        writer = self._writer(reviewed.release, asked.header.language)
        writer.write(reviewed.review.decision, asked.detail, response.decision)
        return response

    async def DescribeDisease(self, request: pb.DescribeDiseaseRequest, _: Call) -> pb.DescribeDiseaseResponse:
        """Describe one entry."""
        diagnostics = Diagnostics()
        asked = read_describe(request, diagnostics)
        described = answered(lambda: describe_disease(self._runtime, asked), diagnostics)
        response = pb.DescribeDiseaseResponse()
        release = described.release
        write_release(release, response.release)
        write_description(described.entry, release.vocabulary, asked.header.language, response.description)
        return response

    async def ListDiseases(self, request: pb.ListDiseasesRequest, _: Call) -> pb.ListDiseasesResponse:
        """List the entries, page by page."""
        diagnostics = Diagnostics()
        asked = read_list(request, diagnostics)
        query = f"{request.area_code}|{request.as_of_date}|{request.release}"
        page = read_page(request.page_size, request.page_token, query, diagnostics)
        if page.digest:
            asked = replace(asked, header=replace(asked.header, release=page.digest))
        listed = answered(lambda: list_diseases(self._runtime, asked), diagnostics)
        response = pb.ListDiseasesResponse(total_count=len(listed.entries))
        write_release(listed.release, response.release)
        end = page.start + page.size
        for entry in listed.entries[page.start : end]:
            write_disease(entry, asked.header.language, response.diseases.add())
        if end < len(listed.entries):
            response.next_page_token = write_token(listed.release.digest, end, query)
        return response

    def _check(
        self,
        runtime: Runtime,
        request: pb.CheckRecognitionRequest,
        response: pb.CheckRecognitionResponse,
    ) -> None:
        diagnostics = Diagnostics()
        asked = read_check(request, diagnostics)
        checked = answered(lambda: check_recognition(runtime, asked), diagnostics)
        if request.request_id:
            response.request_id = request.request_id
        write_release(checked.release, response.release)
        writer = self._writer(checked.release, asked.header.language)
        for decision in checked.decisions:
            writer.write(decision, asked.detail, response.decisions.add())

    def _writer(self, release: Release, language: Language) -> AnswerWriter:
        writers = self._writers.setdefault(release, {})
        if language not in writers:
            writers[language] = AnswerWriter(release.vocabulary, language)
        return writers[language]

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
