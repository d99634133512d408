"""A case written as case files are, and put at the end of the cases of a file, every other byte left as it is."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import yaml

from chronicare.formats.yaml_document import number_in

_WIDTH = 1_000_000
"""No line is broken: a case is read line by line."""
_TOP_KEY = re.compile(r"(?P<key>[^\s#-][^:]*):(?=\s|$)")
_ITEM = re.compile(r"(?P<indent> *)- ")
_BOM = "\ufeff"


class _Dumper(yaml.SafeDumper):
    """Writes text without quotes wherever ``read_yaml`` reads it as text: a date is text to it."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - declared so by PyYAML

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 - the signature PyYAML calls it by
        """Write what stands twice twice."""
        return True


def _represent_text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    plain = isinstance(number_in(text), str) and text not in ("", "~") and text.lower() not in ("null", "true", "false")
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, None if plain else "'")


def _represent_number(dumper: _Dumper, number: Decimal) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", f"{number:f}")


_Dumper.add_representer(str, _represent_text)
_Dumper.add_representer(Decimal, _represent_number)
_Dumper.add_representer(int, lambda dumper, number: _represent_number(dumper, Decimal(number)))
_Dumper.add_representer(
    bool, lambda dumper, value: dumper.represent_scalar("tag:yaml.org,2002:str", "true" if value else "false")
)
_Dumper.add_representer(type(None), lambda dumper, _: dumper.represent_scalar("tag:yaml.org,2002:str", "null"))


def case_text(case: Mapping[str, Any], comment: str) -> str:
    """Return ``case`` as it stands in a file, below the lines of ``comment``; what holds no list or mapping is inline.

    Values are text, ``Decimal``, ``int``, ``bool``, ``None``, and lists and mappings of these.
    """
    written = yaml.dump(
        [case], Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=_WIDTH, default_flow_style=None
    )
    return "".join(f"# {line}\n" for line in comment.splitlines()) + written


def with_case(data: bytes, text: str) -> bytes:
    """Return the case file ``data``, which is UTF-8, with the case ``text`` after its last one.

    Indented as the cases before it are, its lines ended as theirs. Raises ValueError if the file has no ``cases``.
    """
    whole = data.decode("utf-8")
    lines = whole.splitlines(keepends=True)
    keys = [(number, found["key"]) for number, line in enumerate(lines) if (found := _TOP_KEY.match(line.lstrip(_BOM)))]
    start = next((number for number, key in keys if key.strip() == "cases"), None)
    if start is None:
        raise ValueError("there are no cases")
    end = next((number for number, _ in keys if number > start), len(lines))
    # What stands right above the next key, blank lines and comments, is about that.
    above = ("", "#") if end < len(lines) else ("",)
    while end - 1 > start and lines[end - 1].strip()[:1] in above:
        end -= 1
    indent = next((found["indent"] for line in lines[start + 1 : end] if (found := _ITEM.match(line))), "")
    newline = "\r\n" if "\r\n" in whole else "\n"
    added = "".join(f"{indent}{line}{newline}" for line in text.splitlines())
    before = "".join(lines[:end])
    if before and not before.endswith(("\n", "\r")):
        before += newline
    return (before + added + "".join(lines[end:])).encode("utf-8")
