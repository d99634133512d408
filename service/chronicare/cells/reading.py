"""A reported value to a canonical one: typed, in the canonical unit, possible. The unknown is ``None``."""

import re
from collections.abc import Callable, Mapping
from fractions import Fraction

from chronicare.cells.bounds import find_level
from chronicare.cells.folding import fold, fold_name
from chronicare.cells.laboratory_flags import CHECKED, without_check, without_flags
from chronicare.cells.reported_amount import read_amount, read_titre, to_canonical
from chronicare.cells.reported_level import read_level
from chronicare.cells.reported_word import read_day, read_yes_no
from chronicare.cells.types import CellType, ValueKind
from chronicare.cells.value_problem import ValueProblem, no_unit, number_hint, refuse_long, wrong_type
from chronicare.cells.values import Reported
from chronicare.cells.words import DASH
from chronicare.cells.written_number import read_number
from chronicare.diagnostics import Code, Text


def read_value(
    raw: object, unit: str, cell_type: CellType, unknown_words: frozenset[str]
) -> tuple[Reported | dict[str, Reported] | None, str]:
    """Return the canonical value of ``raw``, reported in ``unit``, and its text as given (``126 mg/dL``).

    ``raw`` is what JSON, YAML or a protobuf ``Value`` yields, or a ``Decimal`` or ``date``; a mapping of component
    names for a COMPOUND finding, or their numbers as ``160/90``. ``None`` and the ``unknown_words`` (as ``fold_name``
    folds them) are unknown: the value is ``None``, and an unknown component is left out. A float counts as the shortest
    decimal that names it. A bound of a number (``<7.2``) is an interval; so is a negative titre, which may be anything
    below the dilution the laboratory starts at. A plain number may be written as a fraction, as visual acuity is
    (``20/200``), unless it could be a score out of its total (``16/30``).

    Raises:
        ValueProblem: the value or its unit cannot be taken.

    """
    if cell_type.kind is ValueKind.COMPOUND:
        return _compound(raw, unit, cell_type, unknown_words)
    return _single(raw, unit, cell_type, unknown_words)


def read_limit(raw: object, unit: str, cell_type: CellType, *, upper: bool = False) -> Fraction | None:
    """Return a limit of the laboratory's reference range, reported in ``unit``, in the canonical unit.

    ``None`` stays ``None``. A limit need not be a possible value: a range may begin at 0, but, of what cannot be
    negative, not end there (``upper``).

    Raises:
        ValueProblem: the limit or its unit cannot be taken, or the finding is no number.

    """
    if raw is None:
        return None
    if cell_type.kind is not ValueKind.NUMBER:
        raise ValueProblem(
            Code.BAD_VALUE,
            Text("只有数值才有参考范围", "only a number has a reference range"),
            Text("去掉参考范围", "leave the reference range out"),
        )
    refuse_long(raw, unit)
    number, text = read_number(raw, how=number_hint(cell_type))
    limit = to_canonical(number, text, unit, cell_type)
    if cell_type.low is not None and cell_type.low >= 0 and (limit < 0 or (upper and limit == 0)):
        least = (
            Text("参考上限须大于 0", "an upper limit is above 0") if upper else Text("不能小于 0", "none is below 0")
        )
        hint = Text(f"{least.zh}；报告没有参考范围的不写", f"{least.en}; leave out what the report does not give")
        raise ValueProblem(Code.BAD_VALUE, Text(f"{text} 不是参考范围的界", f"{text} is no reference limit"), hint)
    return limit


def _single(raw: object, unit: str, cell_type: CellType, unknown_words: frozenset[str]) -> tuple[Reported | None, str]:
    refuse_long(raw, unit)
    if raw is None:
        return None, ""
    if isinstance(raw, str) and _is_unknown(raw, cell_type, unknown_words):
        return None, raw.strip()
    if cell_type.kind in (ValueKind.NUMBER, ValueKind.COUNT, ValueKind.AGE):
        return read_amount(raw, unit, cell_type)
    if cell_type.levels is not None:
        return read_level(raw, unit, cell_type)
    if unit.strip():
        raise no_unit(unit)
    return _READERS[cell_type.kind](raw, cell_type)


def _is_unknown(raw: str, cell_type: CellType, unknown_words: frozenset[str]) -> bool:
    """Whether ``raw`` says that nothing is known; a dash does unless it is a value."""
    word = fold_name(raw)
    if word == DASH and cell_type.kind is not ValueKind.YES_NO:
        return cell_type.levels is None or find_level(cell_type.levels, word) is None
    return word in unknown_words


_READERS: dict[ValueKind, Callable[[object, CellType], tuple[Reported, str]]] = {
    ValueKind.YES_NO: read_yes_no,
    ValueKind.DATE: read_day,
    ValueKind.TITRE: read_titre,
}


def _components(raw: str, unit: str, cell_type: CellType) -> tuple[object, str]:
    """Split ``160/90 mmHg`` into the components, in the vocabulary's order, and the unit; else it stays as it is."""
    bare, is_checked = without_check(raw)
    written = without_flags(fold(str(bare)).text.strip(), cell_type)
    match = re.fullmatch(r"([0-9.]+(?:\s*/\s*[0-9.]+)+)\s*(.*)", written)
    parts = match[1].split("/") if match else []
    if match is None or len(parts) != len(cell_type.components) or (match[2] and unit.strip()):
        return raw, unit
    if is_checked:
        parts = [f"{part} {CHECKED}" for part in parts]
    names = {code: name for name, code in reversed(list(cell_type.component_names.items())) if name != code}
    return dict(zip([names.get(code, code) for code in cell_type.components], parts, strict=True)), match[2] or unit


def _how_together(cell_type: CellType) -> Text:
    """Return how the components are written: by name, or their numbers as laboratories do."""
    names = {code: name for name, code in reversed(list(cell_type.component_names.items())) if name != code}
    parts, codes = ", ".join(f"{names.get(code, code)}: …" for code in cell_type.components), list(cell_type.components)
    return Text(
        f"写明各组成部分 {{{parts}}}，或按次序连写，数之间用 / 隔开",
        f"give {{{', '.join(f'{code}: …' for code in codes)}}}, or the numbers in this order with / between",
    )


def _compound(
    raw: object, unit: str, cell_type: CellType, unknown_words: frozenset[str]
) -> tuple[dict[str, Reported] | None, str]:
    refuse_long(raw, unit)
    if raw is None:
        return None, ""
    if isinstance(raw, str) and _is_unknown(raw, cell_type, unknown_words):
        return None, raw.strip()
    if isinstance(raw, str):
        raw, unit = _components(raw, unit, cell_type)
    if not isinstance(raw, Mapping):
        raise wrong_type(raw, ValueKind.COMPOUND, _how_together(cell_type))
    values: dict[str, Reported] = {}
    named: set[str] = set()
    texts: list[str] = []
    for name, part in raw.items():
        code = cell_type.component_names.get(name) if isinstance(name, str) else None
        if code is None or code not in cell_type.components:
            hint = "、".join(cell_type.component_names)
            message = Text(f"没有组成部分「{name}」", f"there is no component {name!r}")
            raise ValueProblem(Code.UNKNOWN_CODE, message, Text(f"可写：{hint}", f"one of: {hint}"))
        if code in named:
            message = Text(f"「{name}」写了两次", f"{name!r} is given twice")
            raise ValueProblem(Code.CONTRADICTORY, message, Text("只留一个", "keep one"))
        component = cell_type.components[code]
        value, text = _single(part, unit if component.quantity else "", component, unknown_words)
        named.add(code)
        if text:
            texts.append(f"{name} {text}")
        if value is not None:
            values[code] = value
    if unit.strip() and not any(component.quantity for component in cell_type.components.values()):
        raise no_unit(unit)
    return values or None, ", ".join(texts)
