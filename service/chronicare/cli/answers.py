"""Answers as the messages of the contract, which is what every command shows, prints or hands on."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Generic, ParamSpec, TypeVar

import click
from google.protobuf import json_format
from google.protobuf.message import Message

from chronicare.api.v1.error_reason_pb2 import RequestError
from chronicare.application.benefits.requests import EntitlementsRequest, LookUpRequest
from chronicare.application.errors import ApplicationError, InvalidRequestError
from chronicare.benefits.breakdown import BreakdownError
from chronicare.cli.open_rules import OpenedRules
from chronicare.cli.output import echo_json
from chronicare.cli.problems import ProblemsError, SentenceError, refusal_of
from chronicare.cli.requests.files import language_of, read_files, shown_name
from chronicare.cli.requests.question import AnyRequest, Question, Request_co
from chronicare.diagnostics import Diagnostics, Language, Text
from chronicare.rpc.status import failure_of, write_request_error

Given = ParamSpec("Given")
Answer = TypeVar("Answer")
Response = TypeVar("Response", bound=Message)
Dated = TypeVar("Dated", EntitlementsRequest, LookUpRequest)


def answer_or_refuse(
    question: Question[AnyRequest] | None,
    language: Language,
    respond: Callable[Given, Answer],
    *given: Given.args,
    **named: Given.kwargs,
) -> Answer:
    """Return what ``respond`` returns to what is ``given`` it.

    Raises a ClickException with everything that is wrong, at its place in the file of ``question`` if there is one.
    """
    try:
        return respond(*given, **named)
    except ApplicationError as error:
        refusal = refusal_of(error, language)
        if isinstance(refusal, ProblemsError) and question is not None:
            refusal = ProblemsError(question.place(refusal.diagnostics), language)
        raise refusal from error
    except BreakdownError as fault:
        sentence = Text(f"分项与合计不符，不予作答：{fault}", f"the amounts do not add up, there is no answer: {fault}")
        raise SentenceError(sentence, language, 2) from fault


def with_defaults(
    question: Question[Dated],
    request: Dated,
    opened: OpenedRules,
    language: Language,
    day: date | None = None,
    *,
    assume_usual: bool,
) -> Dated:
    """Return ``request``, of ``question``, as of ``day``; without one as of the day it names, or today in its area.

    Raises SentenceError if this machine cannot tell what day it is there.
    """
    as_of_date = request.as_of_date
    if day is not None or not as_of_date:
        as_of_date = (day or opened.today(request.header.area_code, language)).isoformat()
    usual = assume_usual or question.request.assume_usual_values
    return replace(request, as_of_date=as_of_date, assume_usual_values=usual)


@dataclass(frozen=True, slots=True)
class Answered(Generic[Response]):
    """What the request called ``name`` came to: a ``response``, or the ``refusal`` that is told in its place."""

    name: str
    language: Language
    response: Response | None
    refusal: click.ClickException | None = None


def answer_files(
    files: Iterable[str],
    read: Callable[[bytes, str, Diagnostics], Sequence[Question[Request_co]]],
    language: Language,
    answer: Callable[[Question[Request_co], Language], Response],
) -> list[Answered[Response]]:
    """Return what ``answer`` returns to each request in ``files``, in the language it asks for, in order.

    Each is answered for itself: one that is refused, or a file that cannot be read, keeps no other from its answer.
    """
    answers: list[Answered[Response]] = []
    for file in files:
        try:
            questions = read_files([file], read, language)
        except click.ClickException as refusal:
            answers.append(Answered(shown_name(file), language, None, refusal))
            continue
        for question in questions:
            spoken = language_of(question, language)
            try:
                answers.append(Answered(question.name, spoken, answer(question, spoken)))
            except click.ClickException as refusal:
                answers.append(Answered(question.name, spoken, None, refusal))
    return answers


def show(
    answers: Sequence[Answered[Response]],
    lines: Callable[[Response, Language], Iterator[str]],
    *,
    as_json: bool,
) -> None:
    """Write ``answers`` as JSON, or the ``lines`` of each below its name, refusals to standard error in their place.

    As JSON a refusal among several is an ``error`` as in a batch of the contract. Whoever calls goes on to ``finish``.
    """
    if as_json and any(each.response is not None for each in answers):
        echo_json([_refused(each) if each.response is None else plain(each.response) for each in answers])
    for each in answers:
        if len(answers) > 1 and not as_json:
            click.echo(click.style(f"── {each.name} ──", bold=True))
        if each.refusal is not None:
            each.refusal.show()
        elif each.response is not None and not as_json:
            click.echo("\n".join(lines(each.response, each.language)))
        if len(answers) > 1 and not as_json:
            click.echo()


def finish(answers: Iterable[Answered[Response]]) -> None:
    """End the command with the gravest exit code of the refusals among ``answers``; go on if there are none."""
    codes = [each.refusal.exit_code for each in answers if each.refusal is not None]
    if codes:
        raise click.exceptions.Exit(max(codes))


def plain(message: Message) -> dict[str, Any]:
    """Write a message as JSON does, with the field names of the protos."""
    return json_format.MessageToDict(message, preserving_proto_field_name=True)


def _refused(answer: Answered[Response]) -> dict[str, Any]:
    """Write a refusal as a batch's item has it."""
    refusal, error = answer.refusal, RequestError()
    cause = refusal.__cause__ if refusal is not None else None
    if isinstance(refusal, ProblemsError):
        cause = InvalidRequestError(refusal.diagnostics)
    if isinstance(cause, ApplicationError):
        write_request_error(failure_of(cause, answer.language), error)
    elif refusal is not None:
        error.message = refusal.message
    return {"error": plain(error)}
