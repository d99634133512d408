"""What is wrong inside a cell's text, down to the character."""

from typing import NamedTuple

from chronicare.cells.folding import Span
from chronicare.diagnostics import Code, Diagnostics, Hint, Position, Text


class Fault(NamedTuple):
    """One problem in a cell: its code, the stretch of text it is about, what is wrong and what would be right."""

    code: Code
    span: Span
    problem: Text
    hint: Hint

    @property
    def message(self) -> Text:
        """The problem, preceded by the number of the character it begins at (the first is 1)."""
        place = self.span.start + 1
        return Text(f"第 {place} 个字符：{self.problem.zh}", f"character {place}: {self.problem.en}")

    def report(self, where: Position, diagnostics: Diagnostics) -> None:
        """Record the fault for the cell at ``where``."""
        diagnostics.add(self.code, where, self.message, self.hint)
