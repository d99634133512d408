"""Decisions and reviews as the messages of the contract, which is what every command shows, prints or hands on."""

from collections.abc import Callable
from typing import Any, TypeVar

from google.protobuf import json_format
from google.protobuf.message import Message

from chronicare.api.v1 import recognition_service_pb2
from chronicare.application.errors import ApplicationError
from chronicare.application.recognition.check import check_recognition
from chronicare.application.recognition.requests import CheckRequest, ReviewRequest
from chronicare.application.recognition.review import review_recognition
from chronicare.application.release import Release
from chronicare.application.runtime import Runtime
from chronicare.cli.problems import ProblemsError, refusal_of
from chronicare.cli.requests.question import AnyRequest, Question
from chronicare.diagnostics import Language
from chronicare.rpc.recognition.answers import AnswerWriter
from chronicare.rpc.recognition.reviews import write_review

Answer = TypeVar("Answer")


def answer(
    runtime: Runtime, question: Question[AnyRequest], request: CheckRequest
) -> tuple[recognition_service_pb2.CheckRecognitionResponse, Release]:
    """Answer ``question``, made ready as ``request``. Raises a ClickException with everything wrong with it."""
    language = request.header.language
    checked = asked(lambda: check_recognition(runtime, request), question, language)
    release = checked.release
    response = recognition_service_pb2.CheckRecognitionResponse(
        request_id=request.header.request_id,
        release=release_info(release),
    )
    writer = AnswerWriter(release.vocabulary, language)
    for decision in checked.decisions:
        writer.write(decision, request.detail, response.decisions.add())
    return response, release


def answer_review(
    runtime: Runtime, question: Question[AnyRequest], request: ReviewRequest
) -> recognition_service_pb2.ReviewRecognitionResponse:
    """Answer ``question``, made ready as ``request``. Raises a ClickException with everything wrong with it."""
    language, detail = request.header.language, request.detail
    reviewed = asked(lambda: review_recognition(runtime, request), question, language)
    release, review = reviewed.release, reviewed.review
    response = recognition_service_pb2.ReviewRecognitionResponse(
        request_id=request.header.request_id,
        release=release_info(release),
    )
    write_review(review, detail, release.vocabulary, language, response.review)
    AnswerWriter(release.vocabulary, language).write(review.decision, detail, response.decision)
    return response


def asked(ask: Callable[[], Answer], question: Question[AnyRequest], language: Language) -> Answer:
    """Return what ``ask`` returns. Raises a ClickException with everything that is wrong with ``question``."""
    try:
        return ask()
    except ApplicationError as error:
        refusal = refusal_of(error, language)
        if isinstance(refusal, ProblemsError):
            refusal = ProblemsError(question.place(refusal.diagnostics), language)
        raise refusal from error


def plain(message: Message) -> dict[str, Any]:
    """Write a message as JSON does, with the field names of the protos."""
    return json_format.MessageToDict(message, preserving_proto_field_name=True)


def release_info(release: Release) -> recognition_service_pb2.ReleaseInfo:
    """Name the release an answer was made with."""
    return recognition_service_pb2.ReleaseInfo(name=release.name, digest=release.digest, version=release.rules.version)
