"""A rule directory as a source of rules to publish."""

from pathlib import Path

from chronicare.diagnostics import Diagnostics
from chronicare.formats import AnyCaseFile
from chronicare.loaders.filesystem import load_rules
from chronicare.tables import RuleFolder


class RuleDirectory:
    """Reads the directory anew each time it is asked."""

    def __init__(self, root: Path) -> None:
        """Read below ``root``."""
        self._root = root

    def load(
        self, diagnostics: Diagnostics
    ) -> tuple[RuleFolder | None, tuple[tuple[RuleFolder, tuple[AnyCaseFile, ...]], ...]]:
        """Return the vocabulary and each area with its cases; everything wrong goes to ``diagnostics``."""
        loaded = load_rules(self._root, diagnostics)
        vocabulary = loaded.vocabulary.rules if loaded.vocabulary else None
        return vocabulary, tuple((area.rules, area.cases) for area in loaded.areas)
