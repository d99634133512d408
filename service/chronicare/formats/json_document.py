"""JSON becomes plain data that keeps its places, as YAML does: numbers exact, nothing taken that JSON has not."""

import json
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from chronicare.diagnostics import Code, Diagnostics, Position, Text
from chronicare.formats.encoding import SAVE_AS_UTF8, decode
from chronicare.formats.yaml_document import MAX_LEVELS, YamlDocument, number_in, read_yaml

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]]|-?Infinity|NaN', re.DOTALL)
"""What is looked for before JSON is parsed; strings are among it so that nothing is found inside them."""
_TRAILING_COMMA = re.compile(r",\s*[}\]]")
_LEVEL = {"{": 1, "[": 1, "}": -1, "]": -1}
_PAIRS = Text("引号和括号要成对", "quotes and brackets must pair")
_PROBLEMS = {
    "Expecting ',' delimiter": (
        Text("缺少逗号", "a comma is missing"),
        Text("两项之间写一个半角逗号", "write an ASCII comma between items"),
    ),
    "Expecting ':' delimiter": (
        Text("键后缺少冒号", "a colon is missing after a key"),
        Text('写成 "键": 值，冒号用半角', 'write "key": value, with an ASCII colon'),
    ),
    "Expecting property name": (
        Text("此处应是一个键", "a key is expected here"),
        Text("键写在半角双引号里", "write keys in ASCII double quotes"),
    ),
    "Expecting value": (
        Text("此处应是一个值", "a value is expected here"),
        Text(
            "文字写在半角双引号里；此外只有数（7.0）、true、false、null、[…] 和 {…}",
            "write text in ASCII double quotes; else a number (7.0), true, false, null, […] or {…}",
        ),
    ),
    "Unterminated string": (Text("引号没有收尾", "a string does not end"), _PAIRS),
    "Invalid control character": (
        Text("引号里直接写了换行或制表符", "there is a line break or a tab inside quotes"),
        Text(r"写成 \n 或 \t，或补上漏掉的引号", r"write \n or \t, or the quote that is missing"),
    ),
    "Invalid \\": (
        Text(r"反斜杠后面的字符不对", r"a backslash stands before what it cannot"),
        Text(r"反斜杠本身写成 \\", r"write a backslash itself as \\"),
    ),
    "Extra data": (
        Text("结束之后还有内容", "there is more after the end"),
        Text("一个文件只写一个请求；检查括号是否成对", "a file holds one request; see that brackets pair"),
    ),
}
_BROKEN_OFF = (Text("没有写完，括号没有收尾", "it breaks off before its brackets end"), _PAIRS)
_TRAILING = (
    Text("最后一项后面多了逗号", "there is a comma after the last item"),
    Text("去掉这个逗号", "leave that comma out"),
)


def is_json(data: bytes, file: str) -> bool:
    """Whether ``file`` is JSON: by its name, or, if that tells nothing, because it begins as JSON does."""
    if file.endswith((".json", ".yaml", ".yml")):
        return file.endswith(".json")
    return data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"[")


def read_json(data: bytes, file: str, diagnostics: Diagnostics, code: Code) -> YamlDocument | None:
    """Read one JSON value; ``None`` with the reasons in ``diagnostics``, under ``code``, if it cannot be read."""
    text = decode(data, file, diagnostics, (), SAVE_AS_UTF8)
    if text is None or not _looked_through(text, file, diagnostics, code):
        return None
    repeated: list[str] = []

    def without_repeats(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
        plain = dict(pairs)
        if len(plain) < len(pairs):
            keys = [key for key, _ in pairs]
            repeated.extend(key for key in plain if keys.count(key) > 1)
        return plain

    try:
        plain = json.loads(text, parse_float=number_in, parse_int=Decimal, object_pairs_hook=without_repeats)
    except json.JSONDecodeError as error:
        row, message, hint = _problem(error, text)
        diagnostics.add(code, Position(file, row), _not_json(message), hint)
        return None
    # Read as YAML, of which JSON is part, it gives its places. Only escapes of half a character it cannot read.
    problems = Diagnostics()
    placed = read_yaml(text.replace("\t", " ").encode(), file, problems, code)
    if repeated:
        if placed is not None:
            diagnostics.extend(problems.sorted())
        else:
            _tell_repeated(repeated, file, diagnostics, code)
        return None
    return YamlDocument(file, plain, placed.places if placed is not None else {})


def _looked_through(text: str, file: str, diagnostics: Diagnostics, code: Code) -> bool:
    """Tell what Python's reader would take though JSON has no such thing, and nesting beyond ``MAX_LEVELS``."""
    level, well = 0, True
    for token in _TOKEN.finditer(text):
        word, where = token[0], Position(file, text.count("\n", 0, token.start()) + 1)
        level += _LEVEL.get(word, 0)
        if level > MAX_LEVELS:
            message = Text(f"层次超过 {MAX_LEVELS} 层", f"nested more than {MAX_LEVELS} levels")
            diagnostics.add(code, where, message, _PAIRS)
            return False
        if word[-1] in "yN":
            message = _not_json(Text(f"{word} 不是数", f"{word} is no number"))
            hint = Text("不知道就写 null，或不写这一项", "write null, or leave it out, if it is not known")
            diagnostics.add(code, where, message, hint)
            well = False
    return well


def _problem(error: json.JSONDecodeError, text: str) -> tuple[int, Text, Text]:
    """Return the row, what is wrong there and what to write. Before 3.13 Python has no words for a trailing comma."""
    comma = _TRAILING_COMMA.search(text, max(text.rfind(",", 0, error.pos + 1), 0))
    if comma is not None and comma.start() <= error.pos < comma.end():
        return (text.count("\n", 0, comma.start()) + 1, *_TRAILING)
    if error.pos >= len(text.rstrip()):
        return (error.lineno, *_BROKEN_OFF)
    known = (each for begin, each in _PROBLEMS.items() if error.msg.startswith(begin))
    return (error.lineno, *next(known, (Text(error.msg, error.msg), _PAIRS)))


def _not_json(message: Text) -> Text:
    return Text(f"不合 JSON 写法：{message.zh}", f"not valid JSON: {message.en}")


def _tell_repeated(keys: Sequence[str], file: str, diagnostics: Diagnostics, code: Code) -> None:
    for key in dict.fromkeys(keys):
        message = Text(f"「{key}」写了两次", f"'{key}' stands twice")
        diagnostics.add(code, Position(file), message, Text("合并为一处", "merge them"))
