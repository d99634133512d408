"""What a use case can refuse or fail with.

The tree of errors::

    ApplicationError
    ├── NotReadyError            no rules have been published yet
    ├── InvalidRequestError      fields of the request are wrong; every one is named
    ├── BrokenRulesError         the area's rules are wrong, and none were ever in force
    ├── UnknownAreaError         there are no rules for the area
    ├── UnknownReleaseError      the release asked for is not held
    ├── NotInForceError          the rules are not in force on the as-of date
    ├── NoBenefitsError          the area has no benefit rules, or lacks a term they need
    ├── EvaluatorsDisagreeError  the two evaluators differ; there is no answer
    ├── EngineFailedError        the rule engine failed; the call can be tried again
    ├── TooMuchError             the answer takes more work or room than one request may
    ├── BusyError                too much is asked at once; the call can be tried again later
    │   └── QuotaSpentError      the caller has asked for more than its share; it can be tried again later
    ├── UnauthenticatedError     nobody knows who calls
    ├── ForbiddenError           the caller may not do this, or not here
    ├── UnrecordableError        the record of decisions cannot be written; the call can be tried again later
    └── QuarantinedError         a process ended over this very request; it is not tried again for some time
"""

from collections.abc import Iterable, Mapping

from chronicare.diagnostics import Diagnostic, DiagnosticError, Text


class ApplicationError(Exception):
    """A use case has no answer. ``message`` says why, ``metadata`` holds whatever varies in it."""

    def __init__(self, message: Text, metadata: Mapping[str, str] | None = None) -> None:
        """Keep the message and its particulars."""
        self.message = message
        self.metadata = dict(metadata or {})
        super().__init__(message.en)


class InvalidRequestError(ApplicationError):
    """Fields of the request are wrong; ``diagnostics`` names each, in order of path.

    ``left_out`` counts those that are not named.
    """

    def __init__(self, diagnostics: Iterable[Diagnostic], left_out: int = 0) -> None:
        """Sort and keep the diagnostics."""
        self.diagnostics = DiagnosticError(diagnostics).diagnostics
        self.left_out = left_out
        count = str(len(self.diagnostics) + left_out)
        super().__init__(
            Text(f"请求有 {count} 处错误", f"{count} problem{'' if count == '1' else 's'} in the request"),
            {"count": count},
        )


class NotReadyError(ApplicationError):
    """No rules have been published yet; the call can be tried again."""


class BrokenRulesError(ApplicationError):
    """There are rules for the area, but they are wrong and could not be put in force."""


class UnknownAreaError(ApplicationError):
    """There are no rules for the area."""


class UnknownReleaseError(ApplicationError):
    """The release asked for is not held by this service."""


class NotInForceError(ApplicationError):
    """The rules are not in force on the as-of date."""


class NoBenefitsError(ApplicationError):
    """The area has no benefit rules on the day asked about, or no term for what is asked."""


class EvaluatorsDisagreeError(ApplicationError):
    """The two evaluators differ on an entry; there is no answer."""


class EngineFailedError(ApplicationError):
    """The rule engine failed on an entry; the call can be tried again."""


class TooMuchError(ApplicationError):
    """The answer takes more work, or is longer, than one request may; asked in parts it is given."""

    def __init__(self) -> None:
        """Say what to do about it."""
        super().__init__(
            Text(
                "这一次请求要做的太多：分成几次；少写几行、几笔；把不明的事实写明",
                "too much for one request: ask in parts, with fewer lines or bills, and state the facts that are open",
            )
        )


class BusyError(ApplicationError):
    """Too much is asked at once; after ``retry_seconds`` it is worth trying again."""

    def __init__(self, retry_seconds: int) -> None:
        """Keep when to try again."""
        self.retry_seconds = retry_seconds
        super().__init__(
            Text(
                f"同时的请求太多，请 {retry_seconds} 秒后再试",
                f"too many calls at once; try again in {retry_seconds} s",
            )
        )


class MessageTooLongError(TooMuchError):
    """A request is longer than one may be."""

    def __init__(self, size: int, most: int) -> None:
        """Say how long it is, and may be, in bytes."""
        ApplicationError.__init__(
            self,
            Text(
                f"请求有 {size} 字节，至多 {most}：分成几次",
                f"the request has {size} bytes, at most {most}: ask in several",
            ),
        )


class QuotaSpentError(BusyError):
    """The caller has asked for more than its share; after ``retry_seconds`` it is worth trying again."""

    def __init__(self, retry_seconds: int, quota: str) -> None:
        """Keep when to try again, and which share: a setting of the caller's, as ``requests_per_second``."""
        super().__init__(retry_seconds)
        self.metadata = {"quota": quota}
        self.message = Text(
            f"超过了给这个调用方的配额（{quota}），请 {retry_seconds} 秒后再试",
            f"more than this caller's share ({quota}); try again in {retry_seconds} s",
        )


class UnauthenticatedError(ApplicationError):
    """Nobody knows who calls. ``why`` is what is wrong with what it shows; its own words are not kept."""

    def __init__(self, why: str) -> None:
        """Say what to show."""
        super().__init__(
            Text(
                f"不知道是谁在调用（{why}）：请出示有效的令牌（authorization: Bearer …）或客户端证书",
                f"who calls is not known ({why}): show a valid token (authorization: Bearer …) or client certificate",
            ),
            {"why": why},
        )


class ForbiddenError(ApplicationError):
    """The caller may not do this (``role``), or not by the rules of this area (``area_code``)."""

    def __init__(self, lacking: str, value: str) -> None:
        """Say what the caller lacks."""
        what = Text("角色", "role") if lacking == "role" else Text("统筹区", "area")
        super().__init__(
            Text(f"这个调用方没有需要的{what.zh}：{value}", f"this caller lacks the {what.en} {value}"),
            {lacking: value},
        )


class UnrecordableError(ApplicationError):
    """The record of decisions cannot be written; after ``retry_seconds`` it is worth trying again."""

    def __init__(self, retry_seconds: int) -> None:
        """Keep when to try again."""
        self.retry_seconds = retry_seconds
        super().__init__(
            Text(
                f"留痕库暂时写不了，不能留痕的不作决定，请 {retry_seconds} 秒后再试",
                f"the record of decisions cannot be written, and nothing is decided without it; try again in"
                f" {retry_seconds} s",
            )
        )


class QuarantinedError(ApplicationError):
    """A process of the service ended while it worked on this very request; it is not tried again for some time."""

    def __init__(self) -> None:
        """Say what to do about it."""
        super().__init__(
            Text(
                "处理同样的请求时，服务的一个进程中止了，已记录；原样重发暂不受理。请把请求号和时间告知服务的管理者",
                "a process of the service ended over the same request, which has been logged; it is not taken again for"
                " now. Tell those who run the service its request id and the time",
            )
        )
