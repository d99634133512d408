"""Goes through a batch: each request has an item of its own, which holds the answer or the error."""

from collections.abc import Callable, Iterable
from typing import Protocol, TypeVar

from chronicare.api.v1 import benefit_service_pb2, error_reason_pb2, recognition_service_pb2
from chronicare.application.validation import refuse
from chronicare.diagnostics import Code, Diagnostics, FieldPath, Text
from chronicare.judging.budget import AbandonedError, spend
from chronicare.rpc.access.areas import refuse_other_areas
from chronicare.rpc.headers import language_of
from chronicare.rpc.log import ServerStats
from chronicare.rpc.quarantine import noted_apart
from chronicare.rpc.status import write_request_error
from chronicare.rpc.working_out import refuse_oversized, report_failure


class BatchItem(Protocol):
    """The answer to one request of a batch: besides what it answers with, it can hold an error."""

    @property
    def error(self) -> error_reason_pb2.RequestError:
        """Why there is no answer."""
        ...


Request = TypeVar("Request", benefit_service_pb2.SettleBillRequest, recognition_service_pb2.CheckRecognitionRequest)
Item = TypeVar("Item", bound=BatchItem)


def refuse_large(count: int, most: int) -> None:
    """Raise InvalidRequestError if a batch of ``count`` requests is empty or larger than ``most``."""
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
                refuse_other_areas(each)
                answer(each, item)
        except AbandonedError:
            raise
        except Exception as error:  # noqa: BLE001 - one request's error does not touch the others
            item.error.SetInParent()
            write_request_error(report_failure(error, language_of(each.language_code), stats), item.error)
