"""The draft: what it changes and what comes of that, undoing, discarding and saving it."""

from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from chronicare.analysis.impact import Effect
from chronicare.workbench.bench import RefusedError
from chronicare.workbench.pages import render
from chronicare.workbench.routes.site import Site, back

if TYPE_CHECKING:
    from chronicare.diagnostics import Diagnostic

_CHANGED = (Effect.GAINS, Effect.LOSES, Effect.OTHERWISE)


class Drafts:
    """The pages of the draft."""

    def __init__(self, site: Site) -> None:
        """Show what ``site`` has."""
        self._site = site
        self._refused: tuple[Diagnostic, ...] = ()
        self._reason = ""
        self._saved: tuple[str, ...] = ()
        self._told_at = -1

    @property
    def routes(self) -> list[Route]:
        """Their addresses."""
        return [
            Route("/draft", self.draft),
            Route("/draft/panel", self.panel),
            Route("/draft/undo", self.undo, methods=["POST"]),
            Route("/draft/discard", self.discard, methods=["POST"]),
            Route("/draft/save", self.save, methods=["POST"]),
        ]

    def draft(self, request: Request) -> Response:
        """Show the whole of it."""
        return self._site.page(request, "draft.html.j2", kept=self._site.bench, **self._given())

    def panel(self, request: Request) -> Response:
        """Show it beside a table, as far as its trial is."""
        bench = self._site.bench
        base = f"{request.scope['root_path']}/"
        page = render(
            "panel.html.j2",
            base=base,
            draft=bench.draft,
            trial=bench.trial,
            mending_of=self._site.mending_of,
            **self._given(),
        )
        is_done = bench.trial.is_done and bench.trial.version == bench.draft.version
        return HTMLResponse(
            page,
            headers={
                "X-Done": "1" if is_done else "0",
                "X-Steps": str(len(bench.draft.steps) if bench.draft.files else 0),
            },
        )

    def undo(self, request: Request) -> Response:
        """Take the last change back."""
        self._site.bench.undo()
        return back(request)

    def discard(self, request: Request) -> Response:
        """Forget all changes."""
        self._site.bench.discard()
        return back(request)

    def save(self, request: Request) -> Response:
        """Write the draft, or say why not."""
        bench = self._site.bench
        try:
            self._saved, self._refused, self._reason = bench.save(), (), ""
        except RefusedError as refused:
            self._saved, self._refused, self._reason = (), refused.problems, refused.reason
        self._told_at = bench.draft.version
        return back(request)

    def _given(self) -> dict[str, Any]:
        is_told = self._told_at == self._site.bench.draft.version
        return {
            "refused": self._refused if is_told else (),
            "reason": self._reason if is_told else "",
            "saved": self._saved if is_told else (),
            "effects": _CHANGED,
            "Effect": Effect,
        }
