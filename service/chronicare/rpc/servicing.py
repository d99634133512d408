"""What the servicers have in common: refusing everything wrong together, naming the release, going through a batch."""

import asyncio
from collections.abc import Callable, Iterable
from time import monotonic
from typing import Protocol, TypeVar

from chronicare.api.v1 import error_reason_pb2, recognition_service_pb2
from chronicare.application.errors import InvalidRequestError
from chronicare.application.release import Release
from chronicare.diagnostics import Code, Diagnostics, FieldPath, Text
from chronicare.rpc.calls import Call, report_failure
from chronicare.rpc.headers import language_of
from chronicare.rpc.log import ServerStats
from chronicare.rpc.status import write_request_error

_SECONDS_AT_A_STRETCH = 0.005
"""After so long a batch lets other calls have their turn."""


class BatchRequest(Protocol):
    """One request of a batch."""

    @property
    def language_code(self) -> str:
        """The language its answer is wanted in."""
        ...


class BatchItem(Protocol):
    """The answer to one request of a batch: besides what it answers with, it can hold an error."""

    @property
    def error(self) -> error_reason_pb2.RequestError:
        """Why there is no answer."""
        ...


Answer = TypeVar("Answer")
Request = TypeVar("Request", bound=BatchRequest)
Item = TypeVar("Item", bound=BatchItem)


def write_release(release: Release, message: recognition_service_pb2.ReleaseInfo) -> None:
    """Write which release an answer was made with."""
    message.name = release.name
    message.digest = release.digest
    message.version = release.rules.version


def answered(ask: Callable[[], Answer], diagnostics: Diagnostics) -> Answer:
    """Return what ``ask`` returns; refuse together what is in ``found`` and what ``ask`` refuses."""
    try:
        answer = ask()
    except InvalidRequestError as refused:
        raise InvalidRequestError((*diagnostics.sorted(), *refused.diagnostics)) from None
    refuse(diagnostics)
    return answer


def refuse(diagnostics: Diagnostics) -> None:
    """Raise InvalidRequestError if there are errors in ``found``."""
    if diagnostics.has_errors:
        raise InvalidRequestError(diagnostics.sorted())


def refuse_large(count: int, most: int) -> None:
    """Refuse a batch of ``count`` requests if it is empty or there are more than ``most``."""
    diagnostics = Diagnostics()
    if not count:
        diagnostics.add(Code.REQUIRED_FIELD, FieldPath("requests"), Text("没有请求", "there are no requests"))
    if count > most:
        diagnostics.add(
            Code.TOO_MANY,
            FieldPath("requests"),
            Text(f"一批 {count} 个请求", f"{count} requests in one batch"),
            Text(f"一批至多 {most} 个", f"at most {most}"),
        )
    refuse(diagnostics)


async def answer_each(
    requests: Iterable[Request],
    add_item: Callable[[], Item],
    answer: Callable[[Request, Item], None],
    call: Call,
    stats: ServerStats,
) -> None:
    """Let ``answer`` write the item of each request, in order; where it raises, the item holds the error instead.

    From time to time other calls have their turn, and the batch ends if its deadline has passed.
    """
    pause = monotonic() + _SECONDS_AT_A_STRETCH
    for each in requests:
        if monotonic() > pause:
            await asyncio.sleep(0)
            await call.refuse_if_late()
            pause = monotonic() + _SECONDS_AT_A_STRETCH
        item = add_item()
        try:
            answer(each, item)
        except Exception as error:  # noqa: BLE001 - one request's error does not touch the others
            item.error.SetInParent()
            write_request_error(report_failure(error, language_of(each.language_code), stats), item.error)
