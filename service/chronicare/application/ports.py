"""What the use cases need of the outside world."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple, Protocol

from chronicare.diagnostics import Diagnostic, Text
from chronicare.engine import Problem
from chronicare.formats import AnyCaseFile
from chronicare.program.rules import RuleProgram
from chronicare.program.truth import Judgement
from chronicare.tables import RuleFolder


class AreaFolder(NamedTuple):
    """The rules of one area as they were read: the area's code and name, the folder it has, what holds in it.

    ``rules`` has the layers below in it, and is ``None`` if rows could not be read; ``cases`` stand beside the area's
    tables. ``diagnostics`` is everything found about the area and the layers below it, and about no other area.
    Rules out of a release apply to requests as of ``applies_from`` and later, and compile to ``program`` (a digest).
    """

    area: str
    name: Text
    folder: str
    rules: RuleFolder | None
    cases: tuple[AnyCaseFile, ...]
    diagnostics: tuple[Diagnostic, ...]
    applies_from: date | None = None
    program: str = ""


class RuleFolders(NamedTuple):
    """All areas there are, by folder; and what was found about folders that are no area's.

    ``written`` are the folders, layers and areas, whose rows could be read, each with its own tables only and with the
    documents of the layers below. What ``is_release`` is taken as a whole or not at all.
    """

    areas: tuple[AreaFolder, ...]
    stray: tuple[Diagnostic, ...] = ()
    written: tuple[RuleFolder, ...] = ()
    is_release: bool = False


class RuleSource(Protocol):
    """Where rule folders come from."""

    def load(self) -> RuleFolders:
        """Return every area as it stands now."""
        ...


class ProgramProber(Protocol):
    """Tries rule programs where one that hangs or crashes the engine does no harm."""

    def __call__(self, programs: Sequence[RuleProgram]) -> Sequence[Problem]:
        """Return what is wrong with any of ``programs``; ``place`` is the program's name. Raises ProbeError."""
        ...


class DisagreementLog(Protocol):
    """Where a disagreement of the two evaluators is written down and counted."""

    def record(self, entry: str, engine: Judgement, reference: Judgement, firings: tuple[str, ...]) -> None:
        """Write down both judgements and the engine's firings."""
        ...
