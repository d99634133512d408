"""Trying the rules on somebody: the forms, and what they come to."""

from datetime import date

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from chronicare.application.benefits.requests import SettleBillRequest
from chronicare.application.errors import ApplicationError
from chronicare.application.recognition.requests import CheckRequest
from chronicare.authoring.case_recording.recorder import CaseNote
from chronicare.authoring.trials.standing import AreaStanding
from chronicare.loaders.clock import today
from chronicare.workbench.person_forms import Filled
from chronicare.workbench.recording import NotRecordedError, record_tried
from chronicare.workbench.routes.site import SEE_OTHER, Site, address
from chronicare.workbench.trying_out import bill_form, disease_form

_MOST_FIELDS = 10_000
_NAME = "case.name"


class Trying:
    """The pages on which rules are tried."""

    def __init__(self, site: Site) -> None:
        """Try what ``site`` has."""
        self._site = site

    @property
    def routes(self) -> list[Route]:
        """Their addresses."""
        return [
            Route("/try", self.choose),
            Route("/try/{area}", self.choose),
            Route("/try/{area}/disease/{code}", self.disease, methods=["GET", "POST"]),
            Route("/try/{area}/bill", self.bill, methods=["GET", "POST"]),
        ]

    def choose(self, request: Request) -> Response:
        """Offer what can be tried: the entries of an area, and a bill."""
        areas = [each for each in self._site.standing.areas.values() if each.release is not None]
        if not areas:
            return self._site.missing(request, "可以试的统筹区：各地的表都有错误")
        code = request.path_params.get("area", "")
        area = next((each for each in areas if each.code == code), areas[0])
        assert area.release is not None  # noqa: S101 - the others have been left out
        day = _today(area)
        return self._site.page(
            request,
            "try.html.j2",
            areas=areas,
            area=area,
            entries=[each.entry for each in area.release.on(day)],
            settles=any(period.chain is not None for period in area.release.rules.benefits),
        )

    async def disease(self, request: Request) -> Response:
        """Show the form of an entry, and the decision once it is filled in."""
        filled, asked = await _filled(request)
        area = self._site.standing.areas.get(request.path_params["area"])
        if area is None or area.release is None:
            return self._site.missing(request, "这个统筹区，或它的表有错误，不能试")
        day = filled.text("day") or _today(area).isoformat()
        try:
            form = disease_form(self._site.standing, area.code, request.path_params["code"], day, filled, asked=asked)
        except ApplicationError as error:
            return self._site.missing(request, error.message.zh)
        label = f"{form.description.disease.name}：{filled.text(_NAME)}"
        recorded = await self._recorded(area, form.request if form.decision is not None else None, filled, label)
        if recorded is None:
            return RedirectResponse(address(request, "draft"), SEE_OTHER)
        return self._site.page(
            request,
            "try_disease.html.j2",
            form=form,
            area=area,
            day=day,
            filled=filled,
            asked=asked,
            not_recorded=recorded,
        )

    async def bill(self, request: Request) -> Response:
        """Show the form of a bill, and the statement once it is filled in."""
        filled, asked = await _filled(request)
        area = self._site.standing.areas.get(request.path_params["area"])
        if area is None or area.release is None:
            return self._site.missing(request, "这个统筹区，或它的表有错误，不能试")
        day = filled.text("day") or _today(area).isoformat()
        setting = filled.text("of") or request.query_params.get("of", "")
        try:
            form = await run_in_threadpool(
                bill_form, area, self._site.standing.runtime, day, setting, filled, asked=asked
            )
        except ApplicationError as error:
            return self._site.missing(request, error.message.zh)
        label = f"{form.setting}账单：{filled.text(_NAME)}"
        recorded = await self._recorded(area, form.request if form.settlement is not None else None, filled, label)
        if recorded is None:
            return RedirectResponse(address(request, "draft"), SEE_OTHER)
        return self._site.page(
            request,
            "try_bill.html.j2",
            form=form,
            area=area,
            day=day,
            filled=filled,
            asked=asked,
            not_recorded=recorded,
        )

    async def _recorded(
        self, area: AreaStanding, asked: CheckRequest | SettleBillRequest | None, filled: Filled, label: str
    ) -> list[str] | None:
        """Put what was ``asked`` into the draft as a case, if that is wanted; return why not, ``None`` if it is."""
        if asked is None or not filled.is_ticked("record"):
            return []
        bench = self._site.bench
        note = CaseNote(filled.text(_NAME), filled.text("case.reason"))
        try:
            recorded = await run_in_threadpool(
                record_tried, area, self._site.standing.runtime, asked, note, bench.current
            )
        except NotRecordedError as error:
            return error.said
        bench.change(f"记案例 {label}", {recorded.file: recorded.data})
        return None


async def _filled(request: Request) -> tuple[Filled, bool]:
    if request.method == "GET":
        return Filled((("first_of_year", "1"), ("assume_usual", "1"), *request.query_params.multi_items())), False
    async with request.form(max_fields=_MOST_FIELDS) as form:
        return Filled([(name, value) for name, value in form.multi_items() if isinstance(value, str)]), True


def _today(area: AreaStanding) -> date:
    """Return the day it is in the area, or the first on which its rules hold."""
    assert area.rules is not None  # noqa: S101 - only areas that are well are tried
    manifest = area.rules.manifest
    return max(today(manifest.time_zone), manifest.effective_from or date.min)
