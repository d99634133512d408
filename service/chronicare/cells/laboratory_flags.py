"""The marks a laboratory puts beside a result that is high, low or doubtful: they are no part of the value."""

import re

from chronicare.cells.types import CellType
from chronicare.cells.unit_spelling import loose_unit

_SIGN = r"[↑↓⇑⇓⬆⬇▲▼*★]+"
_WORD = r"HH|LL|H|L|偏高|偏低|高|低"
_BEFORE = re.compile(rf"{_SIGN}\s*(?=[0-9<>≤≥.+-])")
_AFTER_NUMBER = re.compile(rf"(?<=[0-9])\s*(?:{_SIGN}|({_WORD})(?=\s))(?!\s*[0-9.])")
_AT_END = re.compile(rf"\s*(?:{_SIGN}|[(\[](?:{_SIGN}|({_WORD}))[)\]]|(?<=[0-9\s])({_WORD}))$")
CHECKED = "已复核"
"""How it is said of a number beyond what is plausible that it was checked and does stand in the report."""
_CHECKED = re.compile(
    rf"\s*[(（\[【,，;；]?\s*(?:{CHECKED}|已复查|已核对|已核实|verified|confirmed|rechecked)\s*[)）\]】]?\s*$",
    re.IGNORECASE,
)


def without_check(raw: object) -> tuple[object, bool]:
    """Return what is reported without the remark that it was checked (``75 已复核``), and whether it had one."""
    match = _CHECKED.search(raw) if isinstance(raw, str) else None
    return (raw, False) if match is None else (match.string[: match.start()], True)


def without_flags(written: str, cell_type: CellType) -> str:
    """Return ``written``, a folded number with or without its unit, without the laboratory's marks.

    A letter that may be a unit of the finding (the L of a volume) is no mark.
    """
    bare = _BEFORE.sub("", written, count=1) if _BEFORE.match(written) else written
    for place in (_AT_END, _AFTER_NUMBER):
        match = place.search(bare)
        if match is not None and not _may_be_unit(next(filter(None, match.groups()), ""), cell_type):
            bare = f"{bare[: match.start()]} {bare[match.end() :]}"
    return bare.strip()


def _may_be_unit(mark: str, cell_type: CellType) -> bool:
    units = () if cell_type.quantity is None else cell_type.quantity.units
    return bool(mark) and loose_unit(mark) in map(loose_unit, units)
