"""Tokens to a syntax tree, by recursive descent. Commas bind weakest, then 或, then 且, then 非."""

from dataclasses import replace
from typing import NoReturn

from chronicare.cells.cursor import Cursor, Stop
from chronicare.cells.fault import Fault
from chronicare.cells.folding import Span
from chronicare.cells.lexer import Token, TokenKind, read_tokens
from chronicare.cells.operands import LIMIT_HINT, OPERANDS, WORDS, at_call, read_operand
from chronicare.cells.syntax import (
    Amount,
    Both,
    Comparison,
    Interval,
    Node,
    OneOf,
    Opposite,
    Part,
    Wildcard,
    Word,
)
from chronicare.cells.typed import Operator
from chronicare.diagnostics import Code, Text

MAX_CHARACTERS = 2000
"""The longest text of a cell."""
MAX_NESTING = 32
"""How deep brackets and 非 may nest."""

_RANGE = Text("范围写作 [3..5]，方括号含端点，圆括号不含", "a range is written [3..5]; ( and ) leave the end out")
_OPENS_A_TEST = (TokenKind.OPERATOR, TokenKind.NOT, TokenKind.OPEN, TokenKind.OPEN_SQUARE)
_NOT_BEFORE_DOTS = (TokenKind.COMMA, TokenKind.AND, TokenKind.OR, TokenKind.OPERATOR, TokenKind.NOT, TokenKind.END)


def parse_syntax(text: str) -> Node | Fault:
    """Return the syntax tree of a cell's ``text``, or the first thing wrong with it. Never raises."""
    if len(text) > MAX_CHARACTERS:
        return Fault(
            Code.SYNTAX,
            Span(MAX_CHARACTERS, len(text)),
            Text("条件太长", "the condition is too long"),
            Text(f"至多 {MAX_CHARACTERS} 个字符", f"at most {MAX_CHARACTERS} characters"),
        )
    tokens = read_tokens(text)
    if isinstance(tokens, Fault):
        return tokens
    try:
        return _Parser(tokens).whole()
    except Stop as stop:
        return stop.fault


class _Parser(Cursor):
    """One reading of one cell's tokens."""

    def __init__(self, tokens: tuple[Token, ...]) -> None:
        super().__init__(tokens)
        self.depth = 0

    def whole(self) -> Node:
        """Read the whole cell."""
        if self.peek().kind is TokenKind.END:
            self.refuse("没有写条件", "there is no condition", Text("什么都行写 -", "write - for anything"))
        if self.peek().kind is TokenKind.MINUS and self.peek().text == "-" and self.kind_after() is TokenKind.END:
            return Wildcard(self.take().span)
        node = self.listed()
        if self.peek().kind is not TokenKind.END:
            self._left_over()
        return node

    def _left_over(self) -> NoReturn:
        kind, text = self.peek().kind, self.peek().text
        if kind is TokenKind.MINUS:
            self.refuse(f"多出「{text}」", f"unexpected {text!r}", _RANGE)
        if kind in (TokenKind.CLOSE, TokenKind.CLOSE_SQUARE):
            hint = Text("左边缺一个括号，或去掉它", "open it on the left, or take it away")
            self.refuse(f"「{text}」没有对应的左括号", f"{text!r} closes nothing", hint)
        if kind is TokenKind.OPERATOR:
            hint = Text(
                "范围写作 [3..5]；两个条件之间写 且 或 或", "write a range [3..5], or put 且 or 或 between two tests"
            )
            self.refuse(f"多出「{text}」", f"unexpected {text!r}", hint)
        if kind in (TokenKind.TIMES, TokenKind.DOTS):
            self.refuse(f"多出「{text}」", f"unexpected {text!r}", LIMIT_HINT if kind is TokenKind.TIMES else _RANGE)
        hint = Text("几个值之间写逗号，两个条件之间写 且 或 或", "put a comma between values, 且 or 或 between tests")
        self.refuse(f"「{text}」前缺连接", f"nothing joins {text!r} to what is before it", hint)

    def listed(self) -> Node:
        """Read tests with commas between them."""
        start = self.peek().span.start
        tests = [self.either()]
        while self.taken(TokenKind.COMMA):
            tests.append(self.either())
        return self._one_of(tests, listed=True, start=start)

    def either(self) -> Node:
        """Read tests with 或 between them."""
        start = self.peek().span.start
        tests = [self.both()]
        while self.taken(TokenKind.OR):
            tests.append(self.both())
        return self._one_of(tests, listed=False, start=start)

    def _one_of(self, tests: list[Node], *, listed: bool, start: int) -> Node:
        if len(tests) == 1:
            return tests[0]
        flat: list[Node] = []
        for test in tests:
            flat += test.tests if isinstance(test, OneOf) and test.listed is listed else (test,)
        return OneOf(tuple(flat), listed, self.since(start))

    def both(self) -> Node:
        """Read tests with 且 between them."""
        start = self.peek().span.start
        tests = [self.single()]
        while self.taken(TokenKind.AND):
            tests.append(self.single())
        if len(tests) == 1:
            return tests[0]
        flat: list[Node] = []
        for test in tests:
            flat += test.tests if isinstance(test, Both) else (test,)
        return Both(tuple(flat), self.since(start))

    def single(self) -> Node:
        """Read one test: negated, in brackets, of a component, an interval or a comparison."""
        if self.depth == MAX_NESTING:
            self.refuse(
                "嵌套太深", "too deeply nested", Text(f"至多 {MAX_NESTING} 层", f"at most {MAX_NESTING} levels")
            )
        self.depth += 1
        node = self._single()
        self.depth -= 1
        return node

    def _single(self) -> Node:
        token = self.peek()
        start = token.span.start
        if self.taken(TokenKind.NOT):
            bracketed = self.peek().kind is TokenKind.OPEN and not self._at_open_interval()
            test = self._single() if bracketed else self.single()  # 非(…) is one level, not two
            return Opposite(test, self.since(start))
        if token.kind in (TokenKind.OPEN_SQUARE, TokenKind.CLOSE_SQUARE) or self._at_open_interval():
            return self.interval()
        if self.taken(TokenKind.OPEN):
            node = self.listed()
            if not self.taken(TokenKind.CLOSE):
                self.expected("右括号", "a closing bracket", Text("补上 )", "add )"))
            return node
        if self._at_component():
            self.take()
            name = Word(token.text, token.kind is TokenKind.STRING, token.span)
            return Part(name, self.single(), self.since(start))
        operator = Operator(self.take().text) if token.kind is TokenKind.OPERATOR else Operator.EQ
        return Comparison(operator, read_operand(self), self.since(start))

    def _at_component(self) -> bool:
        """Whether a name stands here with a test of its own after it."""
        if self.peek().kind not in WORDS or at_call(self):
            return False
        if self.kind_after() is TokenKind.CLOSE_SQUARE:
            return self.kind_after(2) in OPERANDS
        return self.kind_after() in _OPENS_A_TEST

    def _at_open_interval(self) -> bool:
        """Whether the bracket that opens here is an interval's: ``..`` comes before anything that joins tests."""
        if self.peek().kind is not TokenKind.OPEN:
            return False
        depth = 0
        for token in self.ahead():
            if token.kind is TokenKind.DOTS:
                return depth == 0
            depth += (token.kind is TokenKind.OPEN) - (token.kind is TokenKind.CLOSE)
            if depth < 0 or token.kind in _NOT_BEFORE_DOTS or token.kind is TokenKind.OPEN_SQUARE:
                return False
        return False

    def interval(self) -> Node:
        """Read ``[low..high]``; a number without a unit takes that of the other end."""
        start = self.peek().span.start
        low_closed = self.take().kind is TokenKind.OPEN_SQUARE
        low = read_operand(self)
        if not self.taken(TokenKind.DOTS):
            self.expected("「..」", "'..'", _RANGE)
        high = read_operand(self)
        if self.peek().kind not in (TokenKind.CLOSE_SQUARE, TokenKind.CLOSE, TokenKind.OPEN_SQUARE):
            self.expected("「]」或「)」", "']' or ')'", _RANGE)
        high_closed = self.take().kind is TokenKind.CLOSE_SQUARE
        if isinstance(low, Amount) and isinstance(high, Amount) and not low.unit:
            low = replace(low, unit=high.unit)
        return Interval(low, low_closed, high, high_closed, self.since(start))
