"""The calls of the service that tells what rules there are."""

from chronicare.api.v1 import rule_set_service_pb2 as pb
from chronicare.application.runtime import Runtime
from chronicare.application.validation import refuse
from chronicare.diagnostics import Diagnostics
from chronicare.rpc.headers import read_language
from chronicare.rpc.rule_sets.areas import respond_areas


class RuleSetServicer:
    """Answers the calls, several at once in threads.

    The methods raise what the use cases raise; ``calls`` makes a status of it.
    """

    def __init__(self, runtime: Runtime) -> None:
        """Answer with ``runtime``."""
        self._runtime = runtime

    def ListAreas(self, request: pb.ListAreasRequest) -> pb.ListAreasResponse:
        """List the areas."""
        diagnostics = Diagnostics()
        language = read_language(request, diagnostics)
        refuse(diagnostics)
        return respond_areas(self._runtime, language, pb.ListAreasResponse(request_id=request.request_id))
