"""From a message to its answer: it is read, then answered; what either refuses is refused together."""

from collections.abc import Callable
from typing import TypeVar

from chronicare.application.errors import InvalidRequestError
from chronicare.application.validation import refuse
from chronicare.diagnostics import Diagnostics

Answer = TypeVar("Answer")
Sent = TypeVar("Sent")
Typed = TypeVar("Typed")


def answer_request(
    request: Sent, read: Callable[[Sent, Diagnostics], Typed], respond: Callable[[Typed], Answer]
) -> Answer:
    """Read ``request`` and return what ``respond`` does; refuse together what reading and answering refuse.

    Raises InvalidRequestError for that, and whatever else ``respond`` raises.
    """
    diagnostics = Diagnostics()
    typed = read(request, diagnostics)
    return answer_or_refuse(lambda: respond(typed), diagnostics)


def answer_or_refuse(ask: Callable[[], Answer], diagnostics: Diagnostics) -> Answer:
    """Return what ``ask`` returns; refuse together what is in ``diagnostics`` and what ``ask`` refuses.

    Raises InvalidRequestError for that, and whatever else ``ask`` raises.
    """
    try:
        answer = ask()
    except InvalidRequestError as refused:
        diagnostics.extend(refused.diagnostics)
        raise InvalidRequestError(diagnostics.sorted(), diagnostics.left_out + refused.left_out) from None
    refuse(diagnostics)
    return answer
