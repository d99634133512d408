"""Formulas: what an output cell of a decision table, or a cell of a payers' chain, computes.

::

    formula = product { ("+" | "−") product }
    product = factor { ("×" | "÷") factor }
    factor  = number [unit] | date | name | '"' name '"' | function "(" formula { "," formula } ")" | "(" formula ")"
            | "−" factor

Names are terms of the vocabulary. A formula is read whole or refused with the first thing wrong in it; ``FUNCTIONS`` is
the closed list of what it can call.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import NoReturn

from chronicare.cells.cursor import Stop
from chronicare.cells.fault import Fault
from chronicare.cells.folding import FoldedText, Span, fold
from chronicare.cells.literals import parse_date
from chronicare.diagnostics import Code, Text

MAX_CHARACTERS = 1000
"""The longest formula."""
MAX_NESTING = 20
"""How deep brackets may nest."""
MAX_PARTS = 100
"""Numbers, names and signs of one formula: whoever goes through it goes a step deeper for each sign in a row."""

FUNCTIONS = {
    "最小": "min",
    "名额": "quota",
    "min": "min",
    "最大": "max",
    "max": "max",
    "日期": "date",
    "date": "date",
    "年份": "year",
    "year": "year",
    "月份": "month",
    "month": "month",
    "日数": "day",
    "day": "day",
    "天数": "days",
    "days": "days",
    "月数": "months",
    "months": "months",
    "到分": "cents",
    "cents": "cents",
    "属于": "among",
    "among": "among",
}
"""Every spelling of a function, and the function."""


@dataclass(frozen=True, slots=True)
class Literal:
    """A number with its unit (as written, empty: none) or a date."""

    value: Fraction | date
    unit: str
    span: Span


@dataclass(frozen=True, slots=True)
class Named:
    """A term, by name as written."""

    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class Binary:
    """``left operator right``; the operator is one of ``+ - × ÷``."""

    operator: str
    left: "FormulaSyntax"
    right: "FormulaSyntax"
    span: Span


@dataclass(frozen=True, slots=True)
class Call:
    """A function of ``FUNCTIONS`` (by its English name) and its arguments."""

    function: str
    arguments: "tuple[FormulaSyntax, ...]"
    span: Span


FormulaSyntax = Literal | Named | Binary | Call

_TOKEN = re.compile(
    r"(?P<space>\s+)"
    r"|(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"|(?P<number>[0-9]{1,20}(?:\.[0-9]{1,20})?)(?:\s*(?P<unit>%|[A-Za-z\u4e00-\u9fff]+))?(?![0-9_.])"
    r"|\"(?P<quoted>[^\"]+)\""
    r"|(?P<name>[A-Za-z_\u4e00-\u9fff][0-9A-Za-z_\u4e00-\u9fff]*)"
    r"|(?P<symbol>[-+*/×÷(),])"
)
_OPERATORS = {"*": "×", "/": "÷"}
_HINT = Text(
    "如 700 元、5% × 上年人均可支配收入、最大(起付标准 - 本次治疗已扣起付, 0)",
    "such as 700 元, 5% × 上年人均可支配收入, 最大(起付标准 - 本次治疗已扣起付, 0)",
)


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    unit: str
    span: Span


def parse_formula(text: str) -> FormulaSyntax | Fault:
    """Return the syntax of the formula ``text``, or the first thing wrong with it. Never raises."""
    if len(text) > MAX_CHARACTERS:
        return Fault(
            Code.SYNTAX,
            Span(MAX_CHARACTERS, len(text)),
            Text("算式太长", "the formula is too long"),
            Text(f"至多 {MAX_CHARACTERS} 个字符", f"at most {MAX_CHARACTERS} characters"),
        )
    try:
        return _Parser(fold(text)).whole()
    except Stop as stop:
        return stop.fault


class _Parser:
    """One reading of one formula."""

    def __init__(self, folded: FoldedText) -> None:
        self._tokens = [*self._read(folded), _Token("end", "", "", folded.span(len(folded.text), len(folded.text)))]
        self._at = 0
        self._depth = 0
        if len(self._tokens) > MAX_PARTS + 1:
            self._at = MAX_PARTS
            hint = Text(f"至多 {MAX_PARTS} 个数、名称和符号", f"at most {MAX_PARTS} numbers, names and signs")
            self._refuse("算式太长", "the formula is too long", hint)

    @staticmethod
    def _read(folded: FoldedText) -> Iterator[_Token]:
        at = 0
        while at < len(folded.text):
            match = _TOKEN.match(folded.text, at)
            if match is None:
                character = folded.text[at]
                raise Stop(
                    Fault(
                        Code.SYNTAX,
                        folded.span(at, at + 1),
                        Text(f"不认识「{character}」", f"unexpected {character!r}"),
                        _HINT,
                    )
                )
            at = match.end()
            kind = match.lastgroup if match.lastgroup != "unit" else "number"
            if kind == "space":
                continue
            word = match["date"] or match["number"] or match["quoted"] or match["name"] or match["symbol"]
            yield _Token(kind or "", word, match["unit"] or "", folded.span(match.start(), at))

    def whole(self) -> FormulaSyntax:
        """Read the whole formula."""
        node = self._sum()
        if self._next.kind != "end":
            self._refuse(f"「{self._next.text}」前缺运算符", f"an operator is missing before {self._next.text!r}")
        return node

    @property
    def _next(self) -> _Token:
        return self._tokens[self._at]

    def _take(self) -> _Token:
        token = self._next
        self._at += 1
        return token

    def _taken(self, *symbols: str) -> str:
        """Read the next token if it is one of ``symbols``; return it in its canonical form."""
        if self._next.kind == "symbol" and self._next.text in symbols:
            symbol = self._take().text
            return _OPERATORS.get(symbol, symbol)
        return ""

    def _since(self, start: Span) -> Span:
        return Span(start.start, self._tokens[self._at - 1].span.end)

    def _refuse(self, zh: str, en: str, hint: Text = _HINT) -> NoReturn:
        raise Stop(Fault(Code.SYNTAX, self._next.span, Text(zh, en), hint))

    def _sum(self) -> FormulaSyntax:
        start = self._next.span
        node = self._product()
        while operator := self._taken("+", "-"):
            node = Binary(operator, node, self._product(), self._since(start))
        return node

    def _product(self) -> FormulaSyntax:
        start = self._next.span
        node = self._factor()
        while operator := self._taken("×", "÷", "*", "/"):
            node = Binary(operator, node, self._factor(), self._since(start))
        return node

    def _factor(self) -> FormulaSyntax:
        token = self._next
        if token.kind == "symbol" and token.text == "-":
            self._take()
            zero = Literal(Fraction(0), "", token.span)
            return Binary("-", zero, self._nested(self._factor), self._since(token.span))
        if token.kind == "symbol" and token.text == "(":
            self._take()
            return self._bracketed()
        if token.kind == "number":
            self._take()
            return Literal(Fraction(token.text), token.unit, token.span)
        if token.kind == "date":
            day = parse_date(token.text)
            if day is None:
                self._refuse(f"没有日期「{token.text}」", f"there is no date {token.text!r}")
            self._take()
            return Literal(day, "", token.span)
        if token.kind in ("name", "quoted"):
            return self._named()
        return self._nothing_to_read(token)

    def _nothing_to_read(self, token: _Token) -> NoReturn:
        what = "算式到此结束" if token.kind == "end" else f"「{token.text}」"
        self._refuse(f"{what}，此处应为数、日期或事项", f"a number, date or term is expected, not {token.text!r}")

    def _named(self) -> FormulaSyntax:
        token = self._take()
        if token.kind == "quoted" or self._next.text != "(" or self._next.kind != "symbol":
            return Named(token.text, token.span)
        function = FUNCTIONS.get(token.text.lower())
        if function is None:
            self._at -= 1
            known = "、".join(name for name in FUNCTIONS if not name.isascii())
            self._refuse(
                f"没有函数「{token.text}」",
                f"no function {token.text!r}",
                Text(f"可用：{known}；名称里有括号时加引号", f"known: {known}; quote a name with brackets"),
            )
        self._take()
        arguments = [self._deeper()]
        while self._taken(","):
            arguments.append(self._deeper())
        self._close()
        return Call(function, tuple(arguments), self._since(token.span))

    def _bracketed(self) -> FormulaSyntax:
        node = self._deeper()
        self._close()
        return node

    def _deeper(self) -> FormulaSyntax:
        return self._nested(self._sum)

    def _nested(self, read: Callable[[], FormulaSyntax]) -> FormulaSyntax:
        if self._depth == MAX_NESTING:
            self._refuse("括号或负号嵌套太深", "brackets or signs nest too deeply")
        self._depth += 1
        node = read()
        self._depth -= 1
        return node

    def _close(self) -> None:
        if not self._taken(")"):
            self._refuse("缺右括号", "a closing bracket is missing")
