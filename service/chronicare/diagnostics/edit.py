"""What would mend a cell, as data: whoever shows a problem can offer it, and write it if the author says so."""

from typing import NamedTuple

from chronicare.diagnostics.text import Text


class Edit(NamedTuple):
    """``new`` for ``old`` in the cell that the problem is told at; ``old`` stands there once, or is all that does.

    It ``is_certain`` where nothing else can have been meant: the author is asked once for all of these. An ``Edit``
    that ``takes_row_out`` is about the row the problem is told at, whatever stands in it.
    """

    old: str
    new: str
    is_certain: bool = False
    takes_row_out: bool = False


class Mending(NamedTuple):
    """A hint, in both languages, and the edit that does what it says."""

    zh: str
    en: str
    edit: Edit

    @property
    def text(self) -> Text:
        """The hint alone."""
        return Text(self.zh, self.en)


Hint = Text | Mending
"""What would be right: in words, or as an edit too."""


WITHOUT_ROW = Edit("", "", takes_row_out=True)
"""Nobody can tell whether the row is wanted: a proposal."""
