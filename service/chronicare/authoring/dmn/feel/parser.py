"""FEEL tokens to syntax, by recursive descent: ``or`` binds weakest, then ``and``, comparisons, sums, products, powers.

Of the full language there are no ``for``, no functions and contexts written out, no ``instance of``, no time of day.
"""

from collections.abc import Callable, Collection
from typing import NoReturn

from chronicare.authoring.dmn.feel.builtins import BUILTINS
from chronicare.authoring.dmn.feel.lexer import FeelSyntaxError, Token, read_tokens
from chronicare.authoring.dmn.feel.syntax import (
    INPUT,
    Arithmetic,
    Call,
    Choice,
    Comparison,
    Connective,
    Constant,
    Expression,
    Filter,
    Interval,
    Listed,
    Membership,
    Name,
    Negation,
    Path,
    Quantified,
    Tests,
)

MAX_NESTING = 40
"""How deep expressions may nest."""
MAX_TOKENS = 1000
_COMPARISONS = ("=", "!=", "<=", ">=", "<", ">")
_CONSTANTS = {"null": None, "true": True, "false": False}


def parse_expression(text: str, names: Collection[str] = ()) -> Expression:
    """Read an expression in which ``names`` may stand. Raises FeelSyntaxError at the first thing wrong."""
    return _Parser(text, names).whole()


def parse_tests(text: str, names: Collection[str] = ()) -> Tests:
    """Read the cell of an input, which modelers leave empty for ``-``; raises as ``parse_expression``."""
    return Tests(()) if text.strip() in ("", "-") else _Parser(text, names).whole_tests()


class _Parser:
    """One reading of one text."""

    def __init__(self, text: str, names: Collection[str]) -> None:
        self._tokens = [*read_tokens(text, {*names, *BUILTINS})]
        if len(self._tokens) > MAX_TOKENS:
            raise FeelSyntaxError("太长", "too long", self._tokens[MAX_TOKENS].at)
        self._at = 0
        self._depth = 0

    def whole(self) -> Expression:
        node = self._expression()
        self._end()
        return node

    def whole_tests(self) -> Tests:
        if self._is("not") and self._tokens[self._at + 1].text == "(":
            after = self._at
            self._at += 2
            tests = self._tests()
            if self._taken(")") and self._next.kind == "end":
                return Tests(tests, negated=True)
            self._at = after  # not(…) was the beginning of an expression
        tests = self._tests()
        self._end()
        return Tests(tests)

    @property
    def _next(self) -> Token:
        return self._tokens[self._at]

    def _is(self, *texts: str) -> bool:
        return self._next.kind in ("symbol", "keyword", "name") and self._next.text in texts

    def _taken(self, *texts: str) -> str:
        """Read the next token if it is one of ``texts``; return it."""
        if self._is(*texts):
            self._at += 1
            return self._tokens[self._at - 1].text
        return ""

    def _refuse(self, zh: str, en: str) -> NoReturn:
        raise FeelSyntaxError(zh, en, self._next.at)

    def _must(self, text: str) -> None:
        if not self._taken(text):
            self._refuse(f"此处应为「{text}」", f"{text!r} is expected")

    def _end(self) -> None:
        if self._next.kind != "end":
            self._refuse(f"多出「{self._next.text}」", f"unexpected {self._next.text!r}")

    def _nested(self, read: Callable[[], Expression]) -> Expression:
        if self._depth == MAX_NESTING:
            self._refuse("嵌套太深", "too deeply nested")
        self._depth += 1
        node = read()
        self._depth -= 1
        return node

    def _tests(self) -> tuple[Expression, ...]:
        tests = [self._test()]
        while self._taken(","):
            tests.append(self._test())
        return tuple(tests)

    def _test(self) -> Expression:
        if operator := self._taken(*_COMPARISONS):
            return Comparison(operator, Name(INPUT), self._nested(self._sum))
        return self._expression()

    def _expression(self) -> Expression:
        return self._nested(self._any_expression)

    def _any_expression(self) -> Expression:
        if self._taken("if"):
            condition = self._expression()
            self._must("then")
            yes = self._expression()
            self._must("else")
            return Choice(condition, yes, self._expression())
        if quantifier := self._taken("some", "every"):
            if self._next.kind != "name":
                self._refuse("此处应为名称", "a name is expected")
            variable = self._next.text
            self._at += 1
            self._must("in")
            source = self._sum()
            self._must("satisfies")
            return Quantified(quantifier == "every", variable, source, self._expression())
        return self._either()

    def _either(self) -> Expression:
        node = self._both()
        while self._taken("or"):
            node = Connective("or", node, self._both())
        return node

    def _both(self) -> Expression:
        node = self._comparison()
        while self._taken("and"):
            node = Connective("and", node, self._comparison())
        return node

    def _comparison(self) -> Expression:
        node = self._sum()
        if operator := self._taken(*_COMPARISONS):
            return Comparison(operator, node, self._sum())
        if self._taken("between"):
            low = self._sum()
            self._must("and")
            return Membership(node, Tests((Interval(low, True, self._sum(), True),)))
        if self._taken("in"):
            return self._membership(node)
        return node

    def _membership(self, node: Expression) -> Expression:
        if self._is("("):
            start = self._at
            self._at += 1
            tests = self._tests()
            if self._taken(")"):
                return Membership(node, Tests(tests))
            self._at = start  # the bracket opened a range
        return Membership(node, Tests((self._test() if self._is(*_COMPARISONS) else self._sum(),)))

    def _sum(self) -> Expression:
        node = self._product()
        while operator := self._taken("+", "-"):
            node = Arithmetic(operator, node, self._product())
        return node

    def _product(self) -> Expression:
        node = self._power()
        while operator := self._taken("*", "/"):
            node = Arithmetic(operator, node, self._power())
        return node

    def _power(self) -> Expression:
        node = self._signed()
        while self._taken("**"):
            node = Arithmetic("**", node, self._signed())
        return node

    def _signed(self) -> Expression:
        return Negation(self._nested(self._signed)) if self._taken("-") else self._part()

    def _part(self) -> Expression:
        node = self._primary()
        while True:
            if self._taken("."):
                if self._next.kind != "name":
                    self._refuse("「.」后应为名称", "a name is expected after '.'")
                node = Path(node, self._next.text)
                self._at += 1
            elif self._taken("["):
                node = Filter(node, self._expression())
                self._must("]")
            else:
                return node

    def _primary(self) -> Expression:
        token = self._next
        if token.kind == "keyword" and token.text in _CONSTANTS:
            self._at += 1
            return Constant(_CONSTANTS[token.text])
        if token.kind in ("number", "string"):
            self._at += 1
            return Constant(token.value if token.kind == "number" else token.text)
        if token.kind == "name":
            self._at += 1
            return self._called(token.text) if self._is("(") else Name(token.text)
        if self._taken("@"):
            if self._next.kind != "string":
                self._refuse("「@」后应为字符串", "a string is expected after '@'")
            self._at += 1
            text = self._tokens[self._at - 1].text
            return Call("duration" if text.lstrip("-").startswith("P") else "date", (Constant(text),))
        if self._is("[", "(", "]"):
            return self._bracketed()
        return self._nothing(token)

    def _nothing(self, token: Token) -> NoReturn:
        word = f"不是「{token.text}」" if token.text else "写到一半就完了"
        self._refuse(f"此处应为值，{word}", f"a value is expected, not {token.text!r}")

    def _called(self, name: str) -> Expression:
        self._must("(")
        arguments: list[Expression] = []
        while not self._taken(")"):
            if arguments:
                self._must(",")
            arguments.append(self._expression())
        return Call(name, tuple(arguments))

    def _bracketed(self) -> Expression:
        """Read a list, a range or an expression in brackets."""
        opening = self._taken("[", "(", "]")
        if opening == "[" and self._taken("]"):
            return Listed(())
        first = self._expression()
        if self._taken(".."):
            high = self._expression()
            closing = self._taken("]", ")", "[")
            if not closing:
                self._refuse("此处应为「]」或「)」", "']' or ')' is expected")
            return Interval(first, opening == "[", high, closing == "]")
        if opening == "(":
            self._must(")")
            return first
        if opening == "]":
            self._refuse("此处应为「..」", "'..' is expected")
        items = [first]
        while self._taken(","):
            items.append(self._expression())
        self._must("]")
        return Listed(tuple(items))
