"""What was tried on a form, recorded as a case of the draft."""

from collections.abc import Callable

from chronicare.application.benefits.requests import SettleBillRequest
from chronicare.application.benefits.settle_bill import settle_bill
from chronicare.application.errors import ApplicationError
from chronicare.application.recognition.check import check_recognition
from chronicare.application.recognition.requests import CheckRequest
from chronicare.application.runtime import Runtime
from chronicare.authoring.case_recording.recorder import CaseNote, RecordedCase, Recorder
from chronicare.authoring.case_recording.unsuited import UnsuitedError
from chronicare.authoring.trials.standing import AreaStanding
from chronicare.diagnostics import DiagnosticError, Language


class NotRecordedError(Exception):
    """It cannot be recorded; ``said`` says why, in sentences."""

    def __init__(self, said: list[str]) -> None:
        """Keep them."""
        super().__init__("; ".join(said))
        self.said = said


def record_tried(
    area: AreaStanding,
    runtime: Runtime,
    request: CheckRequest | SettleBillRequest,
    note: CaseNote,
    current: Callable[[str], bytes | None],
) -> RecordedCase:
    """Answer ``request`` once more and make a case of it; ``current`` gives a case file as the draft has it.

    Raises NotRecordedError.
    """
    if area.release is None:
        raise LookupError("only areas that are well are tried")
    recorder = Recorder(area.release, area.folder, area.cases, current)
    try:
        if isinstance(request, CheckRequest):
            (decision,) = check_recognition(runtime, request).decisions
            return recorder.decision(request, decision, note)
        return recorder.bill(request, settle_bill(runtime, request).answer, note)
    except UnsuitedError as error:
        raise NotRecordedError([error.reason.zh]) from error
    except DiagnosticError as error:
        raise NotRecordedError([each.render(Language.ZH) for each in error.diagnostics]) from error
    except ApplicationError as error:
        raise NotRecordedError([error.message.zh]) from error
