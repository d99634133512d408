"""YAML 1.2 becomes plain data that keeps every place: numbers exact, ``1:80`` and ``是`` text, yes/no true/false only.

A number is a ``Decimal`` of the very digits written; a date stays text. Anchors, aliases, tags and repeated keys are
refused: a rule file says what it says where it says it.
"""

import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from chronicare.diagnostics import Code, Diagnostics, Position, Text
from chronicare.formats.encoding import SAVE_AS_UTF8, decode

Plain = None | bool | Decimal | str | list["Plain"] | dict[str, "Plain"]
Path = tuple[str | int, ...]
"""The keys and list indexes (from 0) that lead to a value."""

_NUMBER = re.compile(r"[-+]?(\.\d+|(0|[1-9]\d*)(\.\d*)?)([eE][-+]?\d{1,2})?")
"""Leading zeros make a code, not a number; an exponent of more digits is no clinical value and stays text."""
MAX_LEVELS = 64
"""How deep lists and mappings may be nested."""

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_TRUTHS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_CORE_TAG = re.compile(r"tag:yaml\.org,2002:(str|int|float|bool|null|timestamp|map|seq|merge|value)")
_HINT = Text(
    "看看这一行附近：缩进用空格不用 Tab，冒号用半角且后面空一格，引号和括号成对",
    "look near this line: indent with spaces, an ASCII colon and a space after keys, quotes and brackets in pairs",
)


def path_text(path: Path) -> str:
    """Write a path as people do: ``documents[0].sha256``."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def enclosing(path: str, known: Container[str]) -> str:
    """Return ``path``, as people write it, or else the longest that encloses it and is ``known``; empty if none is."""
    while path and path not in known:
        path = path[: max(path.rfind("."), path.rfind("["), 0)]
    return path


@dataclass(frozen=True, slots=True)
class YamlDocument:
    """A YAML or JSON file as plain ``data``; ``places`` has the position of each key and list item by its path."""

    file: str
    data: Plain
    places: Mapping[Path, Position]

    def where(self, path: Path) -> Position:
        """Return the position of ``path``, or of the nearest thing above it that is there."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, Position(self.file, 1, 1))


def read_yaml(
    data: bytes, file: str, diagnostics: Diagnostics, code: Code, marks: Iterable[str] = ()
) -> YamlDocument | None:
    """Read one YAML document; ``None`` with the reason in ``diagnostics``, under ``code``, if it cannot be read.

    ``marks`` are words the file must hold if it is in GB18030 (see ``encoding.decode``).
    """
    text = decode(data, file, diagnostics, marks, SAVE_AS_UTF8)
    if text is None:
        return None
    try:
        too_deep = _too_deep(text)
        if too_deep is not None:
            diagnostics.add(
                code,
                Position(file, *too_deep),
                Text(f"层次超过 {MAX_LEVELS} 层", f"nested more than {MAX_LEVELS} levels"),
                _HINT,
            )
            return None
        root = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = Position(file, mark.line + 1, mark.column + 1) if mark is not None else Position(file)
        problem = error.problem or "cannot be read"
        diagnostics.add(code, where, Text(f"不合 YAML 写法（{problem}）", f"not valid YAML: {problem}"), _HINT)
        return None
    except yaml.YAMLError as error:
        problem = str(error).splitlines()[0]
        diagnostics.add(code, Position(file), Text(f"不合 YAML 写法（{problem}）", f"not valid YAML: {problem}"), _HINT)
        return None
    reader = _Reader(file, diagnostics, code)
    plain = reader.read(root, ()) if root is not None else None
    return YamlDocument(file, plain, reader.places)


def _too_deep(text: str) -> tuple[int, int] | None:
    """Return where nesting goes beyond ``MAX_LEVELS``: composing is recursive in C, deep nesting would crash it."""
    level = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            level += 1
            if level > MAX_LEVELS:
                mark = event.start_mark
                return (mark.line + 1, mark.column + 1) if mark is not None else (0, 0)
        elif isinstance(event, yaml.CollectionEndEvent):
            level -= 1
    return None


class _Reader:
    """Walks the nodes of one file once, gathering places and problems."""

    def __init__(self, file: str, diagnostics: Diagnostics, code: Code) -> None:
        self.places: dict[Path, Position] = {}
        self._file = file
        self._diagnostics = diagnostics
        self._code = code
        self._seen: set[int] = set()

    def read(self, node: Node, path: Path) -> Plain:
        """Return the plain value of ``node``, which stands at ``path``."""
        where = self._position(node, path)
        if id(node) in self._seen:
            message = Text("不支持 YAML 的引用（&、*）", "YAML anchors and aliases are not supported")
            self._diagnostics.add(self._code, where, message, Text("把内容直接写出来", "write the content out"))
            return None
        self._seen.add(id(node))
        if not _CORE_TAG.fullmatch(str(node.tag)):
            message = Text(f"不支持 YAML 的标签 {node.tag}", f"YAML tags are not supported: {node.tag}")
            self._diagnostics.add(self._code, where, message, Text("去掉标签", "leave the tag out"))
            return None
        if isinstance(node, MappingNode):
            return self._read_mapping(node, path)
        if isinstance(node, SequenceNode):
            items: list[Plain] = []
            for index, item in enumerate(node.value):
                inner = (*path, index)
                self.places[inner] = self._position(item, inner)
                items.append(self.read(item, inner))
            return items
        return _read_scalar(node) if isinstance(node, ScalarNode) else None

    def _read_mapping(self, node: MappingNode, path: Path) -> dict[str, Plain]:
        plain: dict[str, Plain] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, ScalarNode):
                where = self._position(key_node, path)
                self._diagnostics.add(
                    self._code,
                    where,
                    Text("键必须是一个词", "a key must be one word"),
                    Text("花括号开头的文字要加引号", "quote text that begins with a brace or bracket"),
                )
                continue
            key = str(key_node.value)
            inner = (*path, key)
            where = self._position(key_node, inner)
            if key in plain:
                first = self.places[inner].row
                self._diagnostics.add(
                    self._code,
                    where,
                    Text(f"「{key}」写了两次", f"'{key}' stands twice"),
                    Text(f"第 {first} 行已经写过，合并为一处", f"merge it with line {first}"),
                )
                continue
            self.places[inner] = where
            plain[key] = self.read(value_node, inner)
        return plain

    def _position(self, node: Node, path: Path) -> Position:
        mark = node.start_mark
        return Position(self._file, mark.line + 1, mark.column + 1, path_text(path))


def _read_scalar(node: ScalarNode) -> Plain:
    text = str(node.value)
    if node.style:
        return text
    if text in _NULLS:
        return None
    if text in _TRUTHS:
        return _TRUTHS[text]
    return number_in(text)


def number_in(text: str) -> Decimal | str:
    """Return the number that is written as ``text``, digit for digit; what is none stays text."""
    return Decimal(text) if _NUMBER.fullmatch(text) else text
