"""Answers as the messages of the contract, which is what every command shows, prints or hands on."""

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from google.protobuf import json_format
from google.protobuf.message import Message

from chronicare.application.errors import ApplicationError
from chronicare.benefits.breakdown import BreakdownError
from chronicare.cli.problems import ProblemsError, SentenceError, refusal_of
from chronicare.cli.requests.question import AnyRequest, Question
from chronicare.diagnostics import Language, Text

Given = ParamSpec("Given")
Answer = TypeVar("Answer")


def answered(
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


def plain(message: Message) -> dict[str, Any]:
    """Write a message as JSON does, with the field names of the protos."""
    return json_format.MessageToDict(message, preserving_proto_field_name=True)
