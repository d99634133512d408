"""Ratios in formulas are written with %: what stands beside one without it is told."""

from collections.abc import Sequence
from fractions import Fraction

from chronicare.cells.fault import Fault
from chronicare.cells.formula import Binary, Call, FormulaSyntax, Literal, Named
from chronicare.diagnostics import Code, Edit, Mending, Text
from chronicare.program.vocabulary import Vocabulary

PER_CENT = "%"


def missing_per_cent(literal: Literal) -> Fault:
    """Say that a ratio is written with %: 55 is 5500%, and whether 0.55 means 0.55% or 55% nobody knows."""
    written = f"{float(literal.value):g}" if isinstance(literal.value, Fraction) else str(literal.value)
    is_plain = isinstance(literal.value, Fraction) and literal.value > 1
    meant = "100%" if literal.value == 1 else f"{written}%" if is_plain else "55%"
    hint = Text(f"如 {meant}", f"such as {meant}")
    return Fault(
        Code.MISSING_UNIT,
        literal.span,
        Text(f"比率「{written}」没有写 %", f"the ratio {written} has no %"),
        Mending(*hint, Edit(written, meant)) if is_plain else hint,
    )


def lacking_per_cent(how: str, parts: Sequence[FormulaSyntax], vocabulary: Vocabulary) -> list[Fault]:
    """Tell the numbers among ``parts`` that are added to a ratio or compared with one (``how``) and have no %.

    A part of a ratio may be taken, so it is divided by any number and multiplied by one up to 1; ``80 × a ratio`` is
    more of it than anybody means.
    """
    bare = [each for each in parts if isinstance(each, Literal) and _is_bare(each)]
    if how == "÷" or not bare or not any(_is_ratio(each, vocabulary) for each in parts):
        return []
    return [
        missing_per_cent(each) for each in bare if how != "×" or (isinstance(each.value, Fraction) and each.value > 1)
    ]


def _is_bare(node: FormulaSyntax) -> bool:
    """Whether ``node`` is a number other than 0, without a unit."""
    return isinstance(node, Literal) and isinstance(node.value, Fraction) and not node.unit and node.value != 0


def _is_ratio(node: FormulaSyntax, vocabulary: Vocabulary) -> bool:
    """Whether ``node`` gives a ratio: it is written in per cent, or worked out of what is."""
    match node:
        case Literal():
            return node.unit == PER_CENT
        case Named():
            finding = vocabulary.find(node.name)
            quantity = finding.type.quantity if finding is not None else None
            return quantity is not None and quantity.canonical == PER_CENT
        case Binary("×"):
            sides = [each for each in (node.left, node.right) if not _is_bare(each)]
            return bool(sides) and all(_is_ratio(each, vocabulary) for each in sides)
        case Binary("÷"):
            return _is_ratio(node.left, vocabulary) and not _is_ratio(node.right, vocabulary)
        case Binary():
            return _is_ratio(node.left, vocabulary) or _is_ratio(node.right, vocabulary)
        case Call():
            return node.function in ("min", "max") and any(_is_ratio(each, vocabulary) for each in node.arguments)
