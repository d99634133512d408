"""The workbench as an application: every address, behind the guard that lets in nobody but its own pages."""

from collections.abc import Callable
from pathlib import Path

import python_multipart  # noqa: F401 - starlette reads forms with it, and says so only when one is sent
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from chronicare.workbench.access import LocalOnly
from chronicare.workbench.bench import Bench
from chronicare.workbench.routes.books import Books
from chronicare.workbench.routes.comparing import Comparing
from chronicare.workbench.routes.drafts import Drafts
from chronicare.workbench.routes.finding import Finding
from chronicare.workbench.routes.mending import Mending
from chronicare.workbench.routes.registering import Registering
from chronicare.workbench.routes.site import Site
from chronicare.workbench.routes.tables import Tables
from chronicare.workbench.routes.trying import Trying

_OUR_FAULT = 500
_STATIC = Path(__file__).parent / "static"


def make_app(bench: Bench, token: str, hosts: Callable[[], frozenset[str]]) -> LocalOnly:
    """Return the application; ``hosts`` are the names, with the port, that it is reached by."""
    site = Site(bench)
    rooms = (Finding, Tables, Mending, Drafts, Trying, Comparing, Registering, Books)
    routes = [Mount("/static", StaticFiles(directory=_STATIC)), *(each for room in rooms for each in room(site).routes)]

    async def unexpected(request: Request, error: Exception) -> Response:
        return site.page(request, "unexpected.html.j2", status=_OUR_FAULT, told=f"{type(error).__name__}：{error}")

    return LocalOnly(Starlette(routes=routes, exception_handlers={Exception: unexpected}), token, hosts)
