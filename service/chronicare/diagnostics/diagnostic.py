"""One finding about an input, and the collection that gathers them all before anybody is told.

Errors of this package::

    DiagnosticError            an input (rule files or a request) is wrong; carries every diagnostic, sorted
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from chronicare.diagnostics.code import Code
from chronicare.diagnostics.edit import Edit, Hint, Mending
from chronicare.diagnostics.place import FieldPath, Position
from chronicare.diagnostics.text import Language, Text
from chronicare.diagnostics.unused import Unused

MAX_FIELDS = 100
"""Wrong fields of a request that are told; of more it is only told how many there are."""


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """What is wrong (``message``), where, and what would be right (``hint``).

    ``case`` shows it, written as case files are. ``edit`` would mend it.
    """

    code: Code
    where: Position | FieldPath
    message: Text
    hint: Text = Text("", "")
    case: str = ""
    edit: Edit | None = None

    @property
    def is_error(self) -> bool:
        """Whether the input must be refused (codes ``E…``); a warning (``W…``) is only told."""
        return self.code.value.startswith("E")

    @property
    def is_note(self) -> bool:
        """Whether nothing is wrong, and it is told only to who asks (codes ``N…``)."""
        return self.code.value.startswith("N")

    def render(self, language: Language = Language.ZH) -> str:
        """Write the diagnostic on one line: place, code, message, remedy."""
        hint = self.hint.in_language(language)
        return f"{self.where}: {self.code.value} {self.message.in_language(language)}{f' → {hint}' if hint else ''}"


_NUMBER = re.compile(r"([0-9]+)")


def _order(diagnostic: Diagnostic) -> tuple[object, ...]:
    where = diagnostic.where
    if isinstance(where, Position):
        return (0, where.file, where.row, where.column, diagnostic.code.value, diagnostic.message.zh)
    parts = [int(part) if place % 2 else part for place, part in enumerate(_NUMBER.split(where.path))]
    return (1, parts, 0, 0, diagnostic.code.value, diagnostic.message.zh)


class DiagnosticError(Exception):
    """An input is refused; ``diagnostics`` holds everything wrong with it, in order of place."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Sort and keep ``diagnostics``."""
        self.diagnostics = tuple(sorted(diagnostics, key=_order))
        super().__init__("\n".join(each.render(Language.EN) for each in self.diagnostics))


class Diagnostics:
    """Gathers diagnostics during one reading, so that all problems are told at once.

    Those of rule files are all kept. Of a request's fields MAX_FIELDS errors are, the first ones found: whoever sends
    them does not pay for them. ``unused`` takes what is no error because it may be left out.
    """

    def __init__(self, unused: Unused | None = None) -> None:
        """Start with nothing found. Without ``unused`` nothing may be left out."""
        self.unused = unused or Unused()
        self._diagnostics: list[Diagnostic] = []
        self._fields = 0

    def add(self, code: Code, where: Position | FieldPath, message: Text, hint: Hint = Text("", "")) -> None:
        """Record one diagnostic; a ``Mending`` is a hint with the edit that does what it says."""
        if isinstance(hint, Mending):
            self.extend((Diagnostic(code, where, message, hint.text, edit=hint.edit),))
        else:
            self.extend((Diagnostic(code, where, message, hint),))

    def extend(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Record several."""
        for each in diagnostics:
            if each.is_error and isinstance(each.where, FieldPath):
                self._fields += 1
                if self._fields > MAX_FIELDS:
                    continue
            self._diagnostics.append(each)

    def extend_about(self, name: Text, diagnostics: "Diagnostics") -> None:
        """Record what ``diagnostics`` found about the field called ``name``, which each message then names."""
        self.extend(
            replace(each, message=Text(f"{name.zh}：{each.message.zh}", f"{name.en}: {each.message.en}"))
            for each in diagnostics.sorted()
        )

    @property
    def count(self) -> int:
        """How many have been found so far."""
        return len(self._diagnostics) + self.left_out

    @property
    def left_out(self) -> int:
        """How many errors in a request were found beyond those that are kept."""
        return max(0, self._fields - MAX_FIELDS)

    @property
    def has_errors(self) -> bool:
        """Whether anything found so far refuses the input."""
        return any(each.is_error for each in self._diagnostics)

    @property
    def error_count(self) -> int:
        """How many errors were found so far, each as often as it was found."""
        return sum(each.is_error for each in self._diagnostics) + self.left_out

    def sorted(self) -> tuple[Diagnostic, ...]:
        """Return everything found, in order of place.

        Each comes once, however often it was found: a row that several entries share is read for each of them. What
        comes with the edit that mends it goes before the same without one.
        """
        mended = {(each.code, each.where, each.message) for each in self._diagnostics if each.edit is not None}
        kept = (
            each
            for each in dict.fromkeys(self._diagnostics)
            if each.edit is not None or (each.code, each.where, each.message) not in mended
        )
        return tuple(sorted(kept, key=_order))

    def raise_errors(self) -> None:
        """Raise ``DiagnosticError`` with everything found if anything is an error."""
        if self.has_errors:
            raise DiagnosticError(self.sorted())
