"""计量单位: the quantities, their canonical units and the conversions into them."""

from chronicare.cells.conversion import CANONICAL, normalise_unit, parse_conversion
from chronicare.cells.types import Conversion, Quantity
from chronicare.compiler.common_cells import split_list
from chronicare.diagnostics import Code, Diagnostics, Text
from chronicare.tables import RuleFolder


def compile_quantities(folder: RuleFolder, diagnostics: Diagnostics) -> dict[str, Quantity]:
    """Build the quantities by name, each with its canonical unit and what else it may be reported in."""
    units: dict[str, dict[str, Conversion]] = {}
    accepted: dict[str, list[str]] = {}
    for row in (row for table in folder.of_kind("units") for row in table):
        name = row.text("quantity")
        conversion = parse_conversion(row.text("conversion"), row["conversion"].position, diagnostics)
        if conversion is None:
            continue
        known = units.setdefault(name, {})
        if known and not row["unit"]:
            diagnostics.add(
                Code.BAD_VOCABULARY,
                row["unit"].position,
                Text("没有写单位", "the unit is missing"),
                Text(
                    "只有标准单位可以留空（评分、百分位）", "only a canonical unit may be empty (scores, percentiles)"
                ),
            )
        if not known and conversion is not CANONICAL:
            diagnostics.add(
                Code.BAD_VOCABULARY,
                row["conversion"].position,
                Text(f"「{name}」的第一个单位须是标准单位", f"the first unit of {name} must be the canonical one"),
                Text("换算写 1", "write 1"),
            )
        accepted.setdefault(name, []).append(row.text("unit"))
        for spelling in (row.text("unit"), *split_list(row.text("aliases"))):
            key = normalise_unit(spelling)
            if key in known:
                diagnostics.add(
                    Code.DUPLICATE_NAME,
                    row["unit"].position,
                    Text(f"「{name}」的单位「{spelling}」重复", f"unit {spelling!r} of {name} is given twice"),
                )
            known[key] = conversion
    return {name: Quantity(name, accepted[name][0], tuple(accepted[name]), known) for name, known in units.items()}
