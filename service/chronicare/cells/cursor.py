"""Goes through the tokens of a cell, and stops at the first that is wrong."""

from typing import NoReturn

from chronicare.cells.fault import Fault
from chronicare.cells.folding import Span
from chronicare.cells.lexer import Token, TokenKind
from chronicare.diagnostics import Code, Text


class Stop(Exception):  # noqa: N818 - it ends the descent and never leaves the parser
    """Parsing ends here; ``fault`` says why."""

    def __init__(self, fault: Fault) -> None:
        """Keep the fault."""
        super().__init__(fault.problem.en)
        self.fault = fault


class Cursor:
    """A place among tokens."""

    def __init__(self, tokens: tuple[Token, ...]) -> None:
        """Stand before the first of ``tokens``, of which the last is an END."""
        self._tokens = tokens
        self._at = 0

    def peek(self) -> Token:
        """Return the token to read next; the last, an END, is never read."""
        return self._tokens[self._at]

    def kind_after(self, count: int = 1) -> TokenKind:
        """Return the kind of the token ``count`` after the next."""
        return self._tokens[min(self._at + count, len(self._tokens) - 1)].kind

    def ahead(self) -> tuple[Token, ...]:
        """Return the tokens after the next."""
        return self._tokens[self._at + 1 :]

    def take(self) -> Token:
        """Read the next token."""
        token = self.peek()
        self._at += 1
        return token

    def taken(self, kind: TokenKind) -> bool:
        """Read the next token if it is a ``kind``; return whether it was."""
        found = self.peek().kind is kind
        self._at += found
        return found

    def since(self, start: int) -> Span:
        """Return the stretch from ``start`` to the end of the token read last."""
        return Span(start, self._tokens[self._at - 1].span.end)

    def refuse(self, zh: str, en: str, hint: Text, code: Code = Code.SYNTAX, span: Span | None = None) -> NoReturn:
        """Stop at ``span``, by default at the next token; ``zh`` and ``en`` say what is wrong there."""
        raise Stop(Fault(code, span or self.peek().span, Text(zh, en), hint))

    def expected(self, zh: str, en: str, hint: Text) -> NoReturn:
        """Stop: something else should come next."""
        is_end = self.peek().kind is TokenKind.END
        self.refuse(
            f"{'条件到此结束' if is_end else f'「{self.peek().text}」'}，此处应为{zh}",
            f"{'the end' if is_end else repr(self.peek().text)} where {en} should be",
            hint,
        )
