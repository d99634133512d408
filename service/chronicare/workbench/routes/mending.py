"""What a problem proposes, written into the draft by a click."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from chronicare.authoring.mending import mended_files, mendings_of
from chronicare.workbench.routes.site import Site, back


class Mending:
    """The edits that problems propose."""

    def __init__(self, site: Site) -> None:
        """Make them in the draft of ``site``."""
        self._site = site

    @property
    def routes(self) -> list[Route]:
        """Its address."""
        return [Route("/mend", self.mend, methods=["POST"])]

    async def mend(self, request: Request) -> Response:
        """Make the edit that was shown; if what is proposed is no more that, make none."""
        async with request.form() as form:
            said = {name: str(form.get(name, "")) for name in ("place", "old", "new")}
        bench, standing = self._site.bench, self._site.standing
        of_areas = (each for area in standing.areas.values() for each in area.diagnostics)
        for each in mendings_of((*bench.trial.problems, *standing.stray, *of_areas), bench.current):
            if {"place": str(each.where), "old": each.old, "new": each.new} == said:
                label = f"{each.where} {'删去这一行' if each.edit.takes_row_out else f'{each.old} → {each.new}'}"
                bench.change(f"照提议改：{label}", mended_files([each], bench.current))
                break
        return back(request)
