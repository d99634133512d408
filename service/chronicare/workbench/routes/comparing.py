"""Two sets of rules side by side: the saved ones, the draft, releases that are brought; and whom the change hits."""

import hashlib
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from chronicare.analysis.comparison import Comparison, Difference, compare
from chronicare.application.impact import Side
from chronicare.authoring.impact_page import ImpactOf, write_impact
from chronicare.authoring.trials.standing import Standing
from chronicare.releases.package import BrokenPackageError, open_package
from chronicare.workbench.pages import days_of
from chronicare.workbench.routes.site import SEE_OTHER, Site, address
from chronicare.workbench.weighing import Weighed, Weighings

_SAVED, _DRAFT = "saved", "draft"
_MOST_BROUGHT = 4
_SHORT = 0.4
"""Seconds that a page waits for a comparison before it says how far it is."""


@dataclass(frozen=True, slots=True)
class _Compared:
    code: str
    name: str
    comparison: Comparison | None


class Comparing:
    """The pages of comparisons."""

    def __init__(self, site: Site) -> None:
        """Compare what ``site`` has."""
        self._site = site
        self._brought: dict[str, tuple[str, Standing]] = {}
        self._weighings = Weighings()

    @property
    def routes(self) -> list[Route]:
        """Their addresses."""
        return [
            Route("/compare", self.compare),
            Route("/compare/bring", self.bring, methods=["POST"]),
            Route("/compare/impact", self.impact),
        ]

    def compare(self, request: Request) -> Response:
        """Show how two sets of rules differ, area by area, in the words of the policy."""
        old, new = self._asked(request)
        before, after = self._standing(old), self._standing(new)
        compared = []
        for code, area in after.areas.items():
            was = before.areas.get(code)
            if was is not None and was.fingerprint == area.fingerprint:
                continue
            made = None
            if area.release is not None and was is not None and was.release is not None:
                made = compare(was.release.rules, area.release.rules)
            compared.append(_Compared(code, area.name.zh, made))
        return self._site.page(
            request, "compare.html.j2", sides=self._sides(), old=old, new=new, compared=compared, problem=""
        )

    async def bring(self, request: Request) -> Response:
        """Take a release that is sent, to be compared; it is kept in memory only."""
        async with request.form(max_files=1) as form:
            sent = form.get("release")
            name, data = (sent.filename or "", await sent.read()) if isinstance(sent, UploadFile) else ("", b"")
        try:
            key = hashlib.sha256(data).hexdigest()
            read = await run_in_threadpool(lambda: open_package(data, key).load())
        except BrokenPackageError as broken:
            old, new = self._asked(request)
            problem = f"{name or '没有选文件'}：{broken.reason.zh}"
            return self._site.page(
                request, "compare.html.j2", sides=self._sides(), old=old, new=new, compared=[], problem=problem
            )
        self._brought[key] = (name, await run_in_threadpool(self._site.bench.take, read, key))
        while len(self._brought) > _MOST_BROUGHT:
            self._brought.pop(next(iter(self._brought)))
        new = _DRAFT if self._site.bench.draft.files else _SAVED
        return RedirectResponse(address(request, f"compare?old={key}&new={new}"), SEE_OTHER)

    def impact(self, request: Request) -> Response:
        """Show whom the change hits: the sample persons of the draft's trial as far as it is, else the cases."""
        old, new = self._asked(request)
        before, after = self._standing(old), self._standing(new)
        of_trial = self._site.bench.trial.impacts if (old, new) == (_SAVED, _DRAFT) else {}
        wanted = request.query_params.get("area", "")
        changed = {
            code: (was, area, sides)
            for code, area in after.areas.items()
            if wanted in ("", code)
            and (was := before.areas.get(code)) is not None
            and was.fingerprint != area.fingerprint
            and (sides := _both(before.side(code), after.side(code))) is not None
        }
        if not changed:
            return self._site.missing(request, "影响：两边一样，或有错误")
        asked = {code: (*sides, area.cases) for code, (_, area, sides) in changed.items() if code not in of_trial}
        impacts = dict(of_trial)
        if asked:
            key = tuple((code, was.fingerprint, area.fingerprint) for code, (was, area, _) in changed.items())
            weighed = self._weighings.of(key, lambda: Weighed(asked))
            if not weighed.wait(_SHORT):
                return self._site.page(request, "weighing.html.j2", weighed=weighed)
            if weighed.failed:
                return self._site.missing(request, f"影响：{weighed.failed}")
            impacts |= weighed.impacts
        found = [ImpactOf(code, area.name, impacts[code], _said) for code, (_, area, _) in changed.items()]
        return HTMLResponse(write_impact(found))

    def _asked(self, request: Request) -> tuple[str, str]:
        known = self._sides()
        old, new = request.query_params.get("old", _SAVED), request.query_params.get("new", _DRAFT)
        return (old if old in known else _SAVED), (new if new in known else _DRAFT)

    def _sides(self) -> dict[str, str]:
        brought = {key: f"发布 {name}" for key, (name, _) in self._brought.items()}
        return {_SAVED: "现在保存的", _DRAFT: "草稿", **brought}

    def _standing(self, key: str) -> Standing:
        if key == _SAVED:
            return self._site.bench.saved
        return self._brought[key][1] if key in self._brought else self._site.standing


def _both(old: Side | None, new: Side | None) -> tuple[Side, Side] | None:
    """Return both sides, if both are well."""
    return None if old is None or new is None else (old, new)


def _said(difference: Difference | None) -> str:
    """Say a difference in one line."""
    if difference is None:
        return "没有找到是哪一行（值表、推断、行的次序等不同）"
    key = difference.key
    place = " ".join(each for each in (key.place, key.aspect) if each)
    turn = f"{difference.before or '（无）'} → {difference.after or '（无）'}"
    where = difference.stands or difference.stood
    return f"{days_of(difference)}{key.subject} {place}：{turn}（{where}）"
