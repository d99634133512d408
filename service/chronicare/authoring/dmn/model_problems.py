"""What of a model our form does not have, told where it stands there; and its expressions read on the way."""

from chronicare.authoring.dmn.feel.lexer import FeelSyntaxError
from chronicare.authoring.dmn.feel.parser import parse_expression
from chronicare.authoring.dmn.feel.syntax import Expression
from chronicare.authoring.dmn.model import Element, Model, Written
from chronicare.authoring.dmn.untranslatable import UntranslatableError
from chronicare.diagnostics import Code, Diagnostic, Diagnostics, Position, Text


class ModelProblems:
    """Tells problems of ``model`` to ``diagnostics``."""

    def __init__(self, model: Model, diagnostics: Diagnostics) -> None:
        """Tell them as they come."""
        self.names = model.names
        """What may stand in an expression of the model."""
        self._diagnostics = diagnostics

    @property
    def count(self) -> int:
        """How many errors were told so far."""
        return self._diagnostics.error_count

    def parsed(self, written: Written) -> Expression | None:
        """Return the syntax of an expression; ``None`` if it is not read, which is told."""
        try:
            return parse_expression(written.text, self.names)
        except FeelSyntaxError as wrong:
            self.tell_syntax(written, wrong)
            return None

    def tell_syntax(self, written: Written, wrong: FeelSyntaxError) -> None:
        """Tell that an expression is not read."""
        at = wrong.at + 1
        message = Text(f"「{written.text}」第 {at} 字：{wrong.zh}", f"{written.text!r}, character {at}: {wrong.en}")
        self._diagnostics.add(Code.NOT_IN_OUR_FORM, _where(written), message)

    def tell(self, element: Element, text: str, cannot: UntranslatableError) -> None:
        """Tell that our form has no words for ``text``, which stands in ``element``."""
        self._diagnostics.extend([problem(element, text, cannot)])


def problem(element: Element, text: str, cannot: UntranslatableError) -> Diagnostic:
    """Return that our form has no words for ``text``, which stands in ``element``."""
    message = Text(f"「{text}」：{cannot.zh}", f"{text!r}: {cannot.en}")
    return Diagnostic(Code.NOT_IN_OUR_FORM, _where(element), message)


def _where(element: Element) -> Position:
    return element.position._replace(heading=element.id or element.position.heading)
