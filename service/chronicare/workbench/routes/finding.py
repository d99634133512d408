"""The first page, the page of an area or layer with its tables, and the search."""

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from chronicare.tables import Table
from chronicare.workbench.pages import render
from chronicare.workbench.routes.site import Site

_GROUPS = (
    ("待遇卡", ("card", "counters", "scope")),
    ("病种认定", ("entries", "diseases", "criteria", "groups", "documents")),
    ("决策表", ("decision", "catalogue")),
    ("待定与裁定", ("switches", "anomalies", "rulings")),
)
_MOST = 200


class Finding:
    """The pages that lead to all others."""

    def __init__(self, site: Site) -> None:
        """Show what ``site`` has."""
        self._site = site

    @property
    def routes(self) -> list[Route]:
        """Their addresses."""
        return [Route("/", self.home), Route("/search", self.search), Route("/area/{folder}", self.area)]

    def home(self, request: Request) -> Response:
        """Show the areas and layers, with what is wrong with each."""
        self._site.bench.refresh()
        return self._site.page(request, "home.html.j2")

    def search(self, request: Request) -> Response:
        """Show what is found; only the list of it where a page asks while somebody types."""
        words = request.query_params.get("q", "")[:100]
        only = request.query_params.get("group", "")
        found = self._site.index.find(words, _MOST if only else 8)
        if only:
            found = tuple(each for each in found if each.group.name == only)
        if request.query_params.get("part"):
            base = f"{request.scope['root_path']}/"
            return HTMLResponse(render("found.html.j2", found=found, words=words, base=base, only=only))
        return self._site.page(request, "search.html.j2", found=found, words=words, only=only)

    def area(self, request: Request) -> Response:
        """Show the tables of a folder, what decides first."""
        self._site.bench.refresh()
        name = request.path_params["folder"]
        folder = self._site.standing.written.get(name)
        if folder is None:
            return self._site.missing(request, f"文件夹「{name}」，或它的表读不出")
        code = self._site.area_in(name)
        return self._site.page(
            request,
            "area.html.j2",
            folder=folder,
            area=self._site.standing.areas.get(code),
            groups=_grouped(folder.tables),
        )


def _grouped(tables: tuple[Table, ...]) -> list[tuple[str, list[Table]]]:
    groups = [(title, [each for each in tables if each.kind.name in kinds]) for title, kinds in _GROUPS]
    listed = {kind for _, kinds in _GROUPS for kind in kinds}
    groups.append(("词表与其他", [each for each in tables if each.kind.name not in listed]))
    return [(title, held) for title, held in groups if held]
