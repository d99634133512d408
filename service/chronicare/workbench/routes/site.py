"""What every page shares: the bench, the frame around a page, and what is found in the rules as the draft has them."""

from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from chronicare.authoring.mending import CellMending, mendings_of
from chronicare.authoring.search import SearchIndex
from chronicare.authoring.trials.standing import Standing
from chronicare.authoring.workbook.choices import Words
from chronicare.diagnostics import Diagnostic, Diagnostics
from chronicare.formats import read_table
from chronicare.loaders.rule_folder import TABLE_LIST
from chronicare.tables import TABLES, RuleFolder, Table
from chronicare.workbench.bench import Bench
from chronicare.workbench.pages import render

NOT_FOUND = 404
SEE_OTHER = 303


class Site:
    """The pages of one ``bench``."""

    def __init__(self, bench: Bench) -> None:
        """Begin with nothing indexed."""
        self.bench = bench
        self._index: tuple[Standing, SearchIndex] | None = None
        self._words: tuple[Standing, dict[str, Words]] | None = None

    @property
    def standing(self) -> Standing:
        """The rules as the draft has them, as soon as they have been read so; else as saved."""
        return self.bench.drafted

    @property
    def index(self) -> SearchIndex:
        """What can be found in them."""
        standing = self.standing
        if self._index is None or self._index[0] is not standing:
            self._index = (standing, SearchIndex(standing))
        return self._index[1]

    def words(self, folder: RuleFolder) -> Words:
        """Return the words that the tables of ``folder`` can use, those of the layers below among them."""
        standing, name = self.standing, folder.manifest.folder
        if self._words is None or self._words[0] is not standing:
            self._words = (standing, {})
        held = self._words[1]
        if name not in held:
            area = standing.areas.get(self.area_in(name))
            laid = area.rules if area is not None and area.rules is not None else folder
            held[name] = Words(laid.tables, [each.id for each in laid.manifest.documents])
        return held[name]

    def page(self, request: Request, template: str, *, status: int = 200, **given: Any) -> Response:  # noqa: ANN401
        """Return the page that ``template`` makes, in the frame of all pages."""
        shared = {
            "base": f"{request.scope['root_path']}/",
            "bench": self.bench,
            "draft": self.bench.draft,
            "trial": self.bench.trial,
            "standing": self.standing,
            "mending_of": self.mending_of,
        }
        return HTMLResponse(render(template, **{**shared, **given}), status)

    def mending_of(self, problem: Diagnostic) -> CellMending | None:
        """Return the edit that ``problem`` proposes, of the draft as it is."""
        return next(mendings_of([problem], self.bench.current), None)

    def missing(self, request: Request, what: str) -> Response:
        """Say that there is no such thing."""
        return self.page(request, "missing.html.j2", status=NOT_FOUND, what=what)

    def folder_of(self, file: str) -> RuleFolder | None:
        """Return the folder that ``file`` lies in; as saved if the draft keeps it from being read."""
        name = file.partition("/")[0]
        return self.standing.written.get(name) or self.bench.saved.written.get(name)

    def table(self, file: str) -> Table | None:
        """Return the table that stands in ``file``, or the list of tables."""
        folder = self.folder_of(file)
        if folder is None:
            return None
        if file == f"{folder.manifest.folder}/{TABLE_LIST}":
            data = self.bench.current(file)
            return None if data is None else read_table(data, TABLES, file, "", Diagnostics())
        return next((each for each in folder.tables if each.file == file), None)

    def area_in(self, folder: str) -> str:
        """Return the code of the area that has the ``folder``; empty for a layer's."""
        return next((each.code for each in self.standing.areas.values() if each.folder == folder), "")


def back(request: Request) -> Response:
    """Lead back to the page that asked, which is one of ours."""
    came_from = request.headers.get("referer", "")
    own = f"http://{request.headers.get('host', '')}{request.scope['root_path']}/"
    return RedirectResponse(came_from if came_from.startswith(own) else address(request, "draft"), SEE_OTHER)


def address(request: Request, page: str) -> str:
    """Return the address of a ``page``."""
    return f"{request.scope['root_path']}/{page}"
