"""What the servicers have in common: refusing everything wrong together, naming the release, going through a batch."""

from collections.abc import Callable, Iterable
from typing import Protocol, TypeVar

from google.protobuf.internal.containers import RepeatedCompositeFieldContainer

from chronicare.api.v1 import benefit_service_pb2, error_reason_pb2, finding_pb2, recognition_service_pb2
from chronicare.application.errors import InvalidRequestError
from chronicare.application.release import Release
from chronicare.application.request import Header
from chronicare.application.validation import refuse
from chronicare.diagnostics import Code, Diagnostics, FieldPath, Text, Unused
from chronicare.judging.budget import AbandonedError, spend
from chronicare.rpc.calls import refuse_oversized, report_failure
from chronicare.rpc.headers import language_of
from chronicare.rpc.log import ServerStats
from chronicare.rpc.quarantine import noted_apart
from chronicare.rpc.status import write_request_error


class BatchItem(Protocol):
    """The answer to one request of a batch: besides what it answers with, it can hold an error."""

    @property
    def error(self) -> error_reason_pb2.RequestError:
        """Why there is no answer."""
        ...


Answer = TypeVar("Answer")
Sent = TypeVar("Sent")
Typed = TypeVar("Typed")
Request = TypeVar("Request", benefit_service_pb2.SettleBillRequest, recognition_service_pb2.CheckRecognitionRequest)
Item = TypeVar("Item", bound=BatchItem)


def write_release(release: Release, message: recognition_service_pb2.ReleaseInfo) -> None:
    """Write which release an answer was made with."""
    message.name = release.name
    message.digest = release.digest
    message.version = release.rules.version


class Identified(Protocol):
    """An answer that gives back what the caller calls its request."""

    request_id: str

    @property
    def release(self) -> recognition_service_pb2.ReleaseInfo:
        """The release it was made with."""
        ...


class Telling(Identified, Protocol):
    """An answer that tells what was reported and not used."""

    ignored_total: int

    @property
    def ignored(self) -> RepeatedCompositeFieldContainer[finding_pb2.IgnoredItem]:
        """The first of them."""
        ...


def write_identity(header: Header, release: Release, message: Identified) -> None:
    """Write whose answer it is: the ``request_id`` of ``header``, and the release."""
    message.request_id = header.request_id
    write_release(release, message.release)


def write_head(header: Header, release: Release, unused: Unused, message: Telling) -> None:
    """Write what answers to reports begin with: whose they are, by which release, what was reported and not used."""
    write_identity(header, release, message)
    message.ignored_total = unused.total
    for each in unused.items:
        message.ignored.add(name=each.name, path=str(each.where), is_known=each.is_known, nearest_names=each.near)


def answer_request(
    request: Sent, read: Callable[[Sent, Diagnostics], Typed], respond: Callable[[Typed], Answer]
) -> Answer:
    """Read ``request`` and have it answered; refuse together what reading and answering refuse."""
    diagnostics = Diagnostics()
    typed = read(request, diagnostics)
    return answered(lambda: respond(typed), diagnostics)


def answered(ask: Callable[[], Answer], diagnostics: Diagnostics) -> Answer:
    """Return what ``ask`` returns; refuse together what is in ``diagnostics`` and what ``ask`` refuses."""
    try:
        answer = ask()
    except InvalidRequestError as refused:
        diagnostics.extend(refused.diagnostics)
        raise InvalidRequestError(diagnostics.sorted(), diagnostics.left_out + refused.left_out) from None
    refuse(diagnostics)
    return answer


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


def answer_each(
    requests: Iterable[Request],
    add_item: Callable[[], Item],
    answer: Callable[[Request, Item], None],
    stats: ServerStats,
) -> None:
    """Let ``answer`` write the item of each request, in order; where it raises, the item holds the error instead."""
    for each in requests:
        item = add_item()
        try:
            spend()
            with noted_apart(each):
                refuse_oversized(each)
                answer(each, item)
        except AbandonedError:
            raise
        except Exception as error:  # noqa: BLE001 - one request's error does not touch the others
            item.error.SetInParent()
            write_request_error(report_failure(error, language_of(each.language_code), stats), item.error)
