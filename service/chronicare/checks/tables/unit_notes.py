"""Holds a conversion of units against its note: 「1 mmol/L = 18 mg/dL」 beside ÷18."""

import re
from fractions import Fraction

from chronicare.cells.conversion import convert
from chronicare.cells.types import Conversion, Quantity
from chronicare.cells.units import find_conversion
from chronicare.compiler import AreaRules
from chronicare.diagnostics import Code, Diagnostics, Text
from chronicare.tables import RuleFolder

_NOTE = re.compile(r"(?P<one>[0-9.]+)\s*(?P<unit>\S+)\s*=\s*(?P<other>[0-9.]+)\s*(?P<other_unit>[^\s（，。；]+)")


def check_notes(folder: RuleFolder, rules: AreaRules, diagnostics: Diagnostics) -> None:
    """Warn of each unit whose note says otherwise; a note that names no two units of the quantity says nothing."""
    quantities = {
        each.type.quantity.name: each.type.quantity for each in rules.vocabulary.findings.values() if each.type.quantity
    }
    for row in (row for table in folder.of_kind("units") for row in table):
        note, quantity = _NOTE.search(row.text("note")), quantities.get(row.text("quantity"))
        if note is None or quantity is None:
            continue
        one, other = _conversion(quantity, note["unit"]), _conversion(quantity, note["other_unit"])
        if one is None or other is None:
            continue
        if convert(Fraction(note["one"]), one) != convert(Fraction(note["other"]), other):
            diagnostics.add(
                Code.NOTE_SAYS_OTHERWISE,
                row["conversion"].position,
                Text(
                    f"换算「{row.text('conversion')}」同说明「{note[0]}」不一样",
                    f"{row.text('conversion')!r} is not what the note says: {note[0]}",
                ),
                Text("÷ 和 × 写反了，或改说明", "÷ and × may be the wrong way round, or mend the note"),
            )


def _conversion(quantity: Quantity, unit: str) -> Conversion | None:
    conversion = find_conversion(quantity, unit)
    return None if conversion is None or conversion.power else conversion
