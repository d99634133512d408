"""What areas there are rules of, and how far they go."""

from collections.abc import Iterable
from dataclasses import dataclass

from chronicare.application.release import Release
from chronicare.application.runtime import Runtime
from chronicare.benefits.scope import describe_scope
from chronicare.diagnostics import Text


@dataclass(frozen=True, slots=True)
class Area:
    """An area by its ``code``; ``release`` is the one in force, ``None`` if its tables have never been well.

    ``problems`` counts what is wrong with its tables as they stand: with any, the release is an earlier one.
    """

    code: str
    release: Release | None
    problems: int

    @property
    def covered(self) -> Iterable[Text]:
        """What bills the newest rules of the release cover, a sentence for each sort; nothing: all that it settles."""
        rules = self.release.rules if self.release is not None else None
        return describe_scope(rules.benefits[-1], rules.vocabulary) if rules is not None and rules.benefits else ()


def list_areas(runtime: Runtime) -> tuple[Area, ...]:
    """Return every area there are rules of, whether they are in force or not, by code.

    NotReadyError if no rules are loaded yet.
    """
    catalogue = runtime.catalogue
    codes = sorted({*catalogue.areas, *catalogue.refused})
    if not codes:
        catalogue.newest("")
    return tuple(
        Area(
            code,
            catalogue.newest(code) if code in catalogue.areas else None,
            sum(each.is_error for each in catalogue.refused.get(code, ())),
        )
        for code in codes
    )
