"""A cell's text to tokens, each with the stretch of text it came from. Whatever people type is folded on the way."""

import re
from enum import Enum
from typing import NamedTuple

from chronicare.cells.fault import Fault
from chronicare.cells.folding import FoldedText, Span, fold
from chronicare.cells.scanning import SUPERSCRIPTS, find_keyword, name_end, starts_name, unit_stretch
from chronicare.diagnostics import Code, Text

MAX_DIGITS = 40
"""The longest number a cell may hold."""
MAX_POWER = 30
"""The highest power of ten a cell may hold."""


class TokenKind(Enum):
    """What a token is."""

    NUMBER = "number"
    UNIT = "unit"
    RATIO = "ratio"
    DATE = "date"
    STRING = "string"
    NAME = "name"
    OPERATOR = "operator"
    OPEN = "("
    CLOSE = ")"
    OPEN_SQUARE = "["
    CLOSE_SQUARE = "]"
    DOTS = ".."
    COMMA = ","
    TIMES = "×"
    MINUS = "-"
    AT = "@"
    AND = "and"
    OR = "or"
    NOT = "not"
    END = "end"


class Token(NamedTuple):
    """A token; ``text`` is folded, that of a STRING is what stands between the quotes, as written."""

    kind: TokenKind
    text: str
    span: Span


_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])")
_LIKE_A_DATE = re.compile(r"([0-9]{4})\s*[-/.年]\s*([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})(?![0-9])\s*日?")
_RATIO = re.compile(r"([0-9]+)\s*:\s*([0-9]+)(\s*:)?")
_THOUSANDS = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])")
_POWER = re.compile(rf"10(?:\^(-?[0-9]+)|([⁺⁻]?[{SUPERSCRIPTS}]+))")
_ESCAPE = re.compile(r"[\\＼](.)", re.DOTALL)
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?|\.[0-9]+")
_NEGATIVE = re.compile(r"-\s*(?=\.?[0-9])")
_OPERATOR = re.compile(r"<=|>=|!=|<>|==|[<>=≤≥≠]")
_REVERSED = re.compile(r"=[<>]|[<>!]\s+=")
_OPERATORS = {"≤": "<=", "≥": ">=", "≠": "!=", "<>": "!=", "==": "="}
_SYMBOLS = {
    "(": TokenKind.OPEN,
    ")": TokenKind.CLOSE,
    "[": TokenKind.OPEN_SQUARE,
    "]": TokenKind.CLOSE_SQUARE,
    "..": TokenKind.DOTS,
    ",": TokenKind.COMMA,
    "、": TokenKind.COMMA,
    ";": TokenKind.COMMA,
    "×": TokenKind.TIMES,
    "*": TokenKind.TIMES,
    "-": TokenKind.MINUS,
    "~": TokenKind.MINUS,
    "@": TokenKind.AT,
}
_KEYWORDS = {"and": TokenKind.AND, "or": TokenKind.OR, "not": TokenKind.NOT}
_BEFORE_A_MINUS = {
    TokenKind.NUMBER,
    TokenKind.UNIT,
    TokenKind.RATIO,
    TokenKind.DATE,
    TokenKind.STRING,
    TokenKind.NAME,
    TokenKind.CLOSE,
}
"""After these a minus cannot be the sign of a number."""


def read_tokens(text: str) -> tuple[Token, ...] | Fault:
    """Cut ``text`` into tokens, the last an END, or return the first thing that is no token."""
    lexer = _Lexer(fold(text))
    while lexer.fault is None and lexer.step():
        pass
    return lexer.fault or tuple(lexer.tokens)


class _Lexer:
    """The state of one reading: where it stands and what it has."""

    def __init__(self, folded: FoldedText) -> None:
        self.folded = folded
        self.text = folded.text
        self.at = 0
        self.tokens: list[Token] = []
        self.fault: Fault | None = None

    def step(self) -> bool:
        """Read one token (a number with its unit); return whether there is more."""
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1
        if self.at == len(self.text):
            self.add(TokenKind.END, "", self.at)
            return False
        character = self.text[self.at]
        if character in "\"'":
            self.string(character)
        elif not (self.date_or_ratio() or self.number() or self.symbol() or self.word()):
            self.refuse(
                self.at + 1,
                Text(f"不认识「{character}」", f"unexpected {character!r}"),
                Text("名称里有特别的字符时加引号", "put a name with special characters in quotes"),
            )
        return True

    def add(self, kind: TokenKind, text: str, end: int) -> None:
        """Add the token that stands from here to ``end`` and move there."""
        self.tokens.append(Token(kind, text, self.folded.span(self.at, end)))
        self.at = end

    def refuse(self, end: int, problem: Text, hint: Text, code: Code = Code.SYNTAX) -> None:
        """Stop: what stands from here to ``end`` is wrong."""
        self.fault = Fault(code, self.folded.span(self.at, end), problem, hint)

    def string(self, quote: str) -> None:
        """Read a string in quotes; a backslash takes the next character as it is."""
        end = self.at + 1
        while end < len(self.text) and self.text[end] != quote:
            end += 2 if self.text[end] == "\\" else 1
        if end >= len(self.text):
            self.refuse(
                self.at + 1,
                Text("引号没有结束", "the string is not closed"),
                Text("补上另一个引号", "add the closing quote"),
            )
        else:
            origins = self.folded.origins
            written = self.folded.original[origins[self.at] + 1 : origins[end]]
            self.add(TokenKind.STRING, _ESCAPE.sub(r"\1", written), end + 1)

    def date_or_ratio(self) -> bool:
        """Read a date or a ratio, if one stands here; refuse what is meant as one."""
        if match := _DATE.match(self.text, self.at):
            self.add(TokenKind.DATE, match[0], match.end())
        elif match := _LIKE_A_DATE.match(self.text, self.at):
            iso = f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}"
            self.refuse(
                match.end(),
                Text(f"日期「{match[0]}」不合写法", f"bad date {match[0]!r}"),
                Text(f"写作 {iso}", f"write {iso}"),
                Code.BAD_LITERAL,
            )
        elif match := _RATIO.match(self.text, self.at):
            if match[3] or max(len(match[1]), len(match[2])) > MAX_DIGITS:
                self.refuse(
                    match.end(),
                    Text(f"「{match[0]}」不是比值", f"{match[0]!r} is no ratio"),
                    Text(
                        "滴度写作 1:80；表格软件可能把它当成了时间", "write 1:80; a spreadsheet may have made it a time"
                    ),
                    Code.BAD_LITERAL,
                )
            else:
                self.add(TokenKind.RATIO, f"{match[1]}:{match[2]}", match.end())
        else:
            return False
        return True

    def number(self) -> bool:
        """Read a number and the unit after it, if one stands here."""
        sign = None
        if not self.tokens or self.tokens[-1].kind not in _BEFORE_A_MINUS:
            sign = _NEGATIVE.match(self.text, self.at)
        start = sign.end() if sign else self.at
        power = _POWER.match(self.text, start)
        match = power or _NUMBER.match(self.text, start)
        if match is None:
            return False
        if fault := self._bad_number(start, match, power):
            self.refuse(*fault, Code.BAD_LITERAL)
            return True
        number = f"10^{_exponent(power)}" if power else match[0]
        number = f"0{number}" if number.startswith(".") else number
        self.add(TokenKind.NUMBER, f"-{number}" if sign else number, match.end())
        if stretch := unit_stretch(self.text, self.at):
            self.at = stretch[0]
            self.add(TokenKind.UNIT, " ".join(self.text[stretch[0] : stretch[1]].split()), stretch[1])
        return True

    def _bad_number(
        self, start: int, match: re.Match[str], power: re.Match[str] | None
    ) -> tuple[int, Text, Text] | None:
        end = match.end()
        if len(match[0].lstrip(".")) >= MAX_DIGITS or (power and abs(_exponent(power)) > MAX_POWER):
            return (
                end,
                Text("数太长", "the number is too long"),
                Text(f"至多 {MAX_DIGITS} 位、10^{MAX_POWER}", f"at most {MAX_DIGITS} digits, 10^{MAX_POWER}"),
            )
        if thousands := _THOUSANDS.match(self.text, start):
            plain = thousands[0].replace(",", "")
            return (
                thousands.end(),
                Text(f"「{thousands[0]}」不知是一个数还是几个数", f"{thousands[0]!r} may be one number or several"),
                Text(
                    f"一个数写作 {plain}，几个数之间逗号后空一格",
                    f"write {plain}, or a space after each comma of a list",
                ),
            )
        if self.text[end : end + 1] == "." and self.text[end : end + 2] != "..":
            return end + 1, Text("小数点多余", "a stray decimal point"), Text("写作 7 或 7.0", "write 7 or 7.0")
        return None

    def symbol(self) -> bool:
        """Read an operator, a bracket or a separator, if one stands here."""
        if match := _REVERSED.match(self.text, self.at):
            right = {"<": "≤", ">": "≥", "!": "≠"}[re.sub(r"[=\s]", "", match[0])]
            self.refuse(
                match.end(),
                Text(f"不认识「{match[0]}」", f"unexpected {match[0]!r}"),
                Text(f"写作 {right}", f"write {right}"),
            )
            return True
        if match := _OPERATOR.match(self.text, self.at):
            self.add(TokenKind.OPERATOR, _OPERATORS.get(match[0], match[0]), match.end())
            return True
        for symbol in (self.text[self.at : self.at + 2], self.text[self.at]):
            if symbol in _SYMBOLS:
                self.add(_SYMBOLS[symbol], symbol, self.at + len(symbol))
                return True
        return False

    def word(self) -> bool:
        """Read a keyword or a name, if one stands here."""
        if keyword := find_keyword(self.text, self.at):
            self.add(_KEYWORDS[keyword[0]], keyword[0], keyword[1])
            return True
        if not starts_name(self.text[self.at]):
            return False
        end = name_end(self.text, self.at)
        self.add(TokenKind.NAME, self.text[self.at : end], end)
        return True


def _exponent(power: re.Match[str]) -> int:
    raised = power[1] or power[2].translate(str.maketrans(f"⁺⁻{SUPERSCRIPTS}", "+-0123456789"))
    return int(raised) if len(raised) < MAX_DIGITS else MAX_POWER + 1
