"""Writes a document, or its digest, into the text of a ``manifest.yaml``; all else stays as its author wrote it."""

import json
import re

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

_KEY, _DIGEST = "documents", "sha256"
_PLAIN = re.compile(r"[^\W\d][\w·（）《》〔〕-]*|[0-9a-f]{64}")
"""What needs no quotes: a word that YAML reads as nothing else, and a digest."""
_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off"})


def with_digest(text: str, index: int, sha256: str) -> str:
    """Return the manifest ``text`` with the digest of the document at ``index`` set."""
    documents = _documents(text)
    if documents is None:
        raise LookupError("a manifest with a document has a list of them")
    entry = documents.value[index]
    found = next((value for key, value in entry.value if key.value == _DIGEST), None)
    if found is not None:
        return text[: found.start_mark.index] + sha256 + text[found.end_mark.index :]
    if entry.flow_style:
        end = entry.end_mark.index - 1
        return f"{text[:end].rstrip()}, {_DIGEST}: {sha256}{text[end:]}"
    first, last = entry.value[0][0], entry.value[-1][1]
    return _after_line(text, last.end_mark.index, f"{' ' * first.start_mark.column}{_DIGEST}: {sha256}")


def with_document(text: str, document: dict[str, str]) -> str:
    """Return the manifest ``text`` with ``document``, its values by key, after the documents there are."""
    lines = [f"{key}: {_scalar(value)}" for key, value in document.items()]
    there = _documents(text)
    if isinstance(there, SequenceNode) and there.value and not there.flow_style:
        indent = " " * there.start_mark.column
        return _after_line(text, _end(there.value[-1]), "\n".join(_item(lines, indent)))
    block = "\n".join([f"{_KEY}:", *_item(lines, "")])
    if isinstance(there, SequenceNode) and there.value:
        flow = f", {{{', '.join(lines)}}}"
        end = there.end_mark.index - 1
        return text[:end].rstrip() + flow + text[end:]
    if there is None:
        return f"{text.rstrip()}\n{block}\n"
    start = text.rindex(_KEY, 0, there.start_mark.index)
    return text[:start] + block + text[there.end_mark.index :]


def _item(lines: list[str], indent: str) -> list[str]:
    return [f"{indent}{'- ' if number == 0 else '  '}{line}" for number, line in enumerate(lines)]


def _documents(text: str) -> Node | None:
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    entries = root.value if isinstance(root, MappingNode) else []
    return next((value for key, value in entries if isinstance(key, ScalarNode) and key.value == _KEY), None)


def _end(node: Node) -> int:
    """Return where the last thing written in ``node`` ends; a block's own end is where the next thing begins."""
    while isinstance(node, MappingNode) and not node.flow_style and node.value:
        node = node.value[-1][1]
    return int(node.end_mark.index)


def _after_line(text: str, place: int, line: str) -> str:
    """Put ``line`` below the one that ``place`` is in."""
    end = text.find("\n", place)
    return f"{text.rstrip()}\n{line}\n" if end < 0 else f"{text[:end]}\n{line}{text[end:]}"


def _scalar(value: str) -> str:
    plain = _PLAIN.fullmatch(value) is not None and value.lower() not in _WORDS
    return value if plain else json.dumps(value, ensure_ascii=False)
