"""The tables as workbooks: downloaded, and uploaded again, first only to be told what they would change."""

import secrets
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from chronicare.diagnostics import Diagnostics
from chronicare.loaders.rule_directory import laid_over, load_rules
from chronicare.workbench.routes.site import SEE_OTHER, Site, address

try:
    from chronicare.authoring.workbook.exchange import export_folder, hold_against
except ModuleNotFoundError as _missing:  # the extra is not installed: the page says which command mends it
    _LACKING = _missing.name
else:
    _LACKING = None

_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MOST_BOOKS = 20
_MOST_WAITING = 4


class Books:
    """The pages of workbooks."""

    def __init__(self, site: Site) -> None:
        """Write out and hold against what ``site`` has."""
        self._site = site
        self._written: tuple[tuple[str, int, object], Mapping[str, bytes]] | None = None
        self._waiting: dict[str, tuple[str, int, Mapping[str, bytes]]] = {}

    @property
    def routes(self) -> list[Route]:
        """Their addresses."""
        return [
            Route("/books", self.books, methods=["GET", "POST"]),
            Route("/books/apply", self.apply, methods=["POST"]),
            Route("/books/{folder}", self.folder),
            Route("/books/{folder}/{book}", self.book),
        ]

    async def books(self, request: Request) -> Response:
        """Offer the folders; of workbooks that are sent, tell every change and everything that is wrong."""
        given: dict[str, Any] = {"needed": _LACKING, "folders": self._site.standing.written}
        if request.method == "GET" or _LACKING is not None:
            return self._site.page(request, "books.html.j2", imported=None, problems=(), waiting="", **given)
        async with request.form(max_files=_MOST_BOOKS) as form:
            sent = [each for each in form.getlist("book") if isinstance(each, UploadFile) and each.filename]
            books = {each.filename or "": await each.read() for each in sent}
        if not books:
            return self._site.page(request, "books.html.j2", imported=None, problems=(), waiting="", **given)
        return await run_in_threadpool(self._told, request, books, given)

    def _told(self, request: Request, books: Mapping[str, bytes], given: Mapping[str, Any]) -> Response:
        bench = self._site.bench
        diagnostics = Diagnostics()
        with laid_over(bench.root, bench.draft.files) as rules:
            imported = hold_against(rules, books, load_rules(rules), diagnostics)
        waiting = ""
        if imported.tables and not diagnostics.has_errors:
            waiting = secrets.token_hex(8)
            self._waiting[waiting] = ("、".join(books), bench.draft.version, imported.files)
            while len(self._waiting) > _MOST_WAITING:
                self._waiting.pop(next(iter(self._waiting)))
        found = diagnostics.sorted()
        return self._site.page(request, "books.html.j2", imported=imported, problems=found, waiting=waiting, **given)

    async def apply(self, request: Request) -> Response:
        """Put what a workbook changes, as it was told, into the draft."""
        async with request.form() as form:
            held = self._waiting.pop(str(form.get("waiting", "")), None)
        bench = self._site.bench
        if held is None or held[1] != bench.draft.version:
            return self._site.missing(request, "这次上传：草稿已经不同，请再上传一次")
        name, _, files = held
        bench.change(f"导入 {name}", files)
        return RedirectResponse(address(request, "draft"), SEE_OTHER)

    def folder(self, request: Request) -> Response:
        """Show the workbooks of a folder."""
        name = request.path_params["folder"]
        if _LACKING is not None or name not in self._site.standing.written:
            return self._site.missing(request, f"文件夹「{name}」的工作簿")
        books = self._books_of(name)
        return self._site.page(request, "books_of.html.j2", folder=self._site.standing.written[name], books=list(books))

    def book(self, request: Request) -> Response:
        """Hand out one workbook."""
        name, title = request.path_params["folder"], request.path_params["book"]
        data = self._books_of(name).get(title) if name in self._site.standing.written else None
        if data is None:
            return self._site.missing(request, f"工作簿「{title}」")
        return Response(
            data, media_type=_WORKBOOK, headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quote(title)}"}
        )

    def _books_of(self, name: str) -> Mapping[str, bytes]:
        bench = self._site.bench
        key = (name, bench.draft.version, bench.saved)
        if self._written is None or self._written[0] != key:
            with laid_over(bench.root, bench.draft.files) as rules:
                made = export_folder(rules, name, load_rules(rules), Diagnostics())
            self._written = (key, made or {})
        return self._written[1]
