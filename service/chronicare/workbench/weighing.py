"""Two sets of rules weighed by their cases beside the pages: it takes a while, and a page says how far it is."""

import threading
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from chronicare.application.errors import ApplicationError
from chronicare.application.impact import Side, case_subjects, weigh
from chronicare.diagnostics import Language
from chronicare.formats import AnyCaseFile

if TYPE_CHECKING:
    from chronicare.analysis.impact import Impact

_KEPT = 4
"""Comparisons that are remembered."""


class Weighed:
    """One comparison under way: ``done`` of ``total`` cases, by area what came of it, or why it ``failed``."""

    def __init__(self, areas: Mapping[str, tuple[Side, Side, tuple[AnyCaseFile, ...]]]) -> None:
        """Begin to weigh each of ``areas``: its old side, its new one, and the cases to ask."""
        self.done = 0
        self.total = sum(len(file.cases) for *_, files in areas.values() for file in files)
        self.impacts: dict[str, Impact] = {}
        self.failed = ""
        self._areas = areas
        self._worker = threading.Thread(target=self._work, name="weighing", daemon=True)
        self._worker.start()

    @property
    def is_done(self) -> bool:
        """Whether there is nothing more to come."""
        return not self._worker.is_alive()

    def wait(self, seconds: float) -> bool:
        """Wait so long at most; return whether it is done."""
        self._worker.join(seconds)
        return self.is_done

    def _work(self) -> None:
        try:
            for code, (old, new, files) in self._areas.items():
                self.impacts[code] = weigh(old, new, case_subjects(files), Language.ZH, self._advance)
        except ApplicationError as error:
            self.failed = error.message.zh

    def _advance(self) -> None:
        self.done += 1


class Weighings:
    """The comparisons asked for, by what they compare: who asks again is told of the same one."""

    def __init__(self) -> None:
        """Begin with none."""
        self._held: dict[object, Weighed] = {}
        self._lock = threading.Lock()

    def of(self, key: object, begin: Callable[[], Weighed]) -> Weighed:
        """Return the comparison called ``key``, begun now if it has not been."""
        with self._lock:
            if key not in self._held:
                self._held[key] = begin()
                while len(self._held) > _KEPT:
                    self._held.pop(next(iter(self._held)))
            return self._held[key]
