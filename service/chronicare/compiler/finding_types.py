"""What the answers to a finding or term are: its kind, and with it a quantity, a level set or components."""

import re
from fractions import Fraction

from chronicare.cells.types import CellType, LevelSet, Quantity, ValueKind
from chronicare.compiler.common_cells import split_list
from chronicare.compiler.vocabulary_words import says_yes, tell_unknown, word_of
from chronicare.diagnostics import Code, Diagnostics, Text
from chronicare.tables import Cell, Row

_RANGE = re.compile(r"\[\s*(-?\d+(?:\.\d+)?)\s*\.\.\s*(-?\d+(?:\.\d+)?)\s*\]\Z")
_KINDS = {kind.value: kind for kind in ValueKind}


def type_of(
    row: Row,
    quantities: dict[str, Quantity],
    level_sets: dict[str, LevelSet],
    components: dict[str, list[Row]],
    diagnostics: Diagnostics,
) -> CellType | None:
    """Return the type of the finding in ``row``; ``None``, and told, when its columns make none.

    ``components`` are the rows of the components, by the code of the compound finding.
    """
    kind = word_of(row, "type", _KINDS, diagnostics)
    if kind is None:
        return None
    low, high = _possible(row, diagnostics)
    undetected = _may_be_undetected(row, kind, low, diagnostics)
    values = row["values"]
    if kind in (ValueKind.LEVEL, ValueKind.CODE):
        levels = level_sets.get(values.text)
        if levels is None or levels.ordered is not (kind is ValueKind.LEVEL):
            tell_unknown(values.position, values.text, "值表", level_sets.keys(), diagnostics)
            return None
        return CellType(kind, levels=levels)
    if kind in (ValueKind.NUMBER, ValueKind.COUNT, ValueKind.AGE) and values:
        quantity = quantities.get(values.text)
        if quantity is None:
            tell_unknown(values.position, values.text, "量", quantities.keys(), diagnostics)
            return None
        plausible = _plausible(row, (low, high), diagnostics)
        return CellType(kind, quantity=quantity, low=low, high=high, plausible=plausible, may_be_undetected=undetected)
    if kind is ValueKind.COMPOUND:
        parts = components.get(row.text("code"), [])
        types = {part.text("code"): type_of(part, quantities, level_sets, {}, diagnostics) for part in parts}
        names = {
            name: part.text("code")
            for part in parts
            for name in (part.text("code"), part.text("name"), *split_list(part.text("aliases")))
        }
        if not parts:
            diagnostics.add(
                Code.BAD_VOCABULARY,
                row["type"].position,
                Text("复合所见没有组成部分", "a compound finding has no components"),
                Text("组成部分各占一行，「所属」写本行代码", "give each component a row whose 所属 is this code"),
            )
        return CellType(kind, components={code: each for code, each in types.items() if each}, component_names=names)
    if values:
        diagnostics.add(
            Code.BAD_VOCABULARY,
            values.position,
            Text(f"类型「{kind.value}」不用量或值表", f"type {kind.name} takes no quantity or level set"),
            Text("留空", "leave it empty"),
        )
    plausible = _plausible(row, (low, high), diagnostics)
    return CellType(kind, low=low, high=high, plausible=plausible, may_be_undetected=undetected)


def _may_be_undetected(row: Row, kind: ValueKind, low: Fraction | None, diagnostics: Diagnostics) -> bool:
    """Read 可未检出, which stands with a count, or a number that begins at 0."""
    if not says_yes(row, "may_be_undetected", diagnostics):
        return False
    if kind is ValueKind.COUNT or (kind is ValueKind.NUMBER and low == 0):
        return True
    diagnostics.add(
        Code.BAD_VOCABULARY,
        row["may_be_undetected"].position,
        Text("可未检出只用于从 0 起的数值、次数", "only a number that begins at 0 or a count may be undetected"),
        Text("留空", "leave it empty"),
    )
    return False


def _possible(row: Row, diagnostics: Diagnostics) -> tuple[Fraction | None, Fraction | None]:
    return _range(row["possible"], "可能范围", diagnostics) or (None, None)


def _plausible(
    row: Row, possible: tuple[Fraction | None, Fraction | None], diagnostics: Diagnostics
) -> tuple[Fraction, Fraction] | None:
    """Read 常见范围, which lies in the possible range: without one every number would be taken once checked."""
    plausible = _range(row["plausible"], "常见范围", diagnostics)
    low, high = possible
    if plausible is None or (low is not None and high is not None and low <= plausible[0] and plausible[1] <= high):
        return plausible
    diagnostics.add(
        Code.BAD_VOCABULARY,
        row["plausible"].position,
        Text("常见范围不在可能范围之内", "the plausible range is not within the possible one"),
        Text("可能范围写得同它一样宽或更宽", "make the possible range as wide or wider"),
    )
    return None


def _range(cell: Cell, heading: str, diagnostics: Diagnostics) -> tuple[Fraction, Fraction] | None:
    if not cell:
        return None
    match = _RANGE.match(cell.text)
    if match is not None and Fraction(match[1]) < Fraction(match[2]):
        return Fraction(match[1]), Fraction(match[2])
    diagnostics.add(
        Code.BAD_VOCABULARY,
        cell.position,
        Text(f"{heading}「{cell.text}」不合写法", f"bad range {cell.text!r}"),
        Text("如 [0.1..100]，按标准单位，小的在前", "such as [0.1..100], canonical unit, smaller first"),
    )
    return None
