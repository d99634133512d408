"""The vocabulary of findings: each one named, typed fact a rule can test and a caller can report."""

from collections.abc import Mapping
from dataclasses import dataclass

from chronicare.cells.types import CellType
from chronicare.diagnostics import Position, Text


@dataclass(frozen=True, slots=True)
class Finding:
    """A declared finding.

    ``code`` is the stable identifier callers send; ``name`` the label people see and tables use. A ``repeated`` finding
    is a list of measurements. ``question`` is what a form asks, ``attester`` who may judge it (empty: anyone).
    """

    code: str
    name: Text
    type: CellType
    repeated: bool
    question: Text
    attester: str
    aliases: tuple[str, ...]
    loinc: str
    position: Position


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All findings; ``names`` maps every code, Chinese name and alias to the code."""

    findings: Mapping[str, Finding]
    names: Mapping[str, str]
    unknown_words: frozenset[str]

    def find(self, word: str) -> Finding | None:
        """Return the finding called ``word`` (code, Chinese name or alias)."""
        code = self.names.get(word)
        return None if code is None else self.findings[code]
