"""The register of what the authority is to decide, with what it has decided; rulings are entered here."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from chronicare.authoring.register import RegisterChapter, compile_register
from chronicare.tables.kinds import RULINGS
from chronicare.workbench.routes.site import SEE_OTHER, Site, address
from chronicare.workbench.rulings import with_ruling


class Registering:
    """The pages of the register."""

    def __init__(self, site: Site) -> None:
        """Show what ``site`` has."""
        self._site = site

    @property
    def routes(self) -> list[Route]:
        """Their addresses."""
        return [
            Route("/register", self.register),
            Route("/register/{area}", self.register),
            Route("/register/{area}/rule", self.rule, methods=["POST"]),
        ]

    def register(self, request: Request) -> Response:
        """Show everything there is to confirm in an area, what still awaits a ruling first if only that is wanted."""
        areas = [each for each in self._site.standing.areas.values() if each.rules is not None and each.release]
        if not areas:
            return self._site.missing(request, "登记册：各地的表都有错误")
        code = request.path_params.get("area", "")
        area = next((each for each in areas if each.code == code), areas[0])
        assert area.rules is not None  # noqa: S101 - the others have been left out
        chapters = compile_register(area.rules)
        return self._site.page(
            request,
            "register.html.j2",
            areas=areas,
            area=area,
            chapters=chapters,
            awaiting=_awaiting(chapters),
            only_awaiting=bool(request.query_params.get("awaiting")),
        )

    async def rule(self, request: Request) -> Response:
        """Add a ruling to the draft."""
        async with request.form() as form:
            ruling = {each.name: str(form[each.name]).strip() for each in RULINGS.columns if form.get(each.name)}
        code = request.path_params["area"]
        area = self._site.standing.areas.get(code)
        folder = self._site.folder_of(area.folder) if area is not None else None
        if area is None or folder is None:
            return self._site.missing(request, "这个统筹区，或它的表读不出")
        bench = self._site.bench
        label = f"裁定「{ruling.get('subject', '')}」：{ruling.get('taken', '')}"
        bench.change(label, with_ruling(folder, ruling, bench.current))
        return RedirectResponse(address(request, "draft"), SEE_OTHER)


def _awaiting(chapters: tuple[RegisterChapter, ...]) -> int:
    return sum(each.awaiting_count for each in chapters)
