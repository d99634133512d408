"""The accumulators a caller sends with a bill or for a list of entitlements."""

from difflib import get_close_matches

from chronicare.benefits.fen import read_fen
from chronicare.benefits.model import BenefitModel
from chronicare.benefits.report import ReportedAccumulators
from chronicare.diagnostics import Code, Diagnostics, FieldPath, Text
from chronicare.judging.names import MAX_GUESSES


def read_accumulators(
    model: BenefitModel, stated: ReportedAccumulators, year: int, diagnostics: Diagnostics
) -> dict[str, int]:
    """Return the accumulators sent, in fen by code; all zero for an explicit first visit of the year."""
    known = model.rules.accumulators
    states_them = stated.year if stated.first_of_year else stated.amounts
    if states_them and stated.year != year:
        diagnostics.add(
            Code.BAD_FIELD,
            FieldPath("accumulators.year"),
            Text(
                f"累计是 {stated.year} 年的，就诊在 {year} 年" if stated.year else "没有写累计是哪一年的",
                f"accumulators of {stated.year}, care in {year}" if stated.year else "the year is required",
            ),
            Text("送当年的累计；年内首次就诊写 first_of_year: true", "send this year's, or first_of_year: true"),
        )
    if stated.first_of_year:
        if stated.amounts:
            message = Text("年内首次就诊没有累计", "a first visit of the year has no accumulators")
            hint = Text("去掉 amounts，或去掉 first_of_year", "leave amounts or first_of_year out")
            diagnostics.add(Code.CONTRADICTORY, FieldPath("accumulators.amounts"), message, hint)
        return dict.fromkeys(known, 0)
    read: dict[str, int] = {}
    for index, each in enumerate(stated.amounts):
        path = f"accumulators.amounts[{index}]."
        name = each.code
        finding = model.vocabulary.find(name)
        if finding is None and name and diagnostics.unused.take_unknown(name, FieldPath(f"{path}code"), known):
            continue
        if finding is None or finding.code not in known:
            near = get_close_matches(name, known, 3) if diagnostics.count < MAX_GUESSES else ()
            message = Text(f"没有累计项「{name}」", f"no accumulator {name!r}")
            hint = Text(f"已有：{'、'.join(near or known)}", f"known: {', '.join(near or known)}")
            diagnostics.add(Code.UNKNOWN_CODE, FieldPath(f"{path}code"), message, hint)
            continue
        amount = read_fen(each.amount_fen, f"{path}amount_fen", diagnostics)
        if finding.code in read:
            message = Text(f"累计项 {name} 写了两次", f"accumulator {name} is given twice")
            diagnostics.add(Code.CONTRADICTORY, FieldPath(f"{path}code"), message)
        read[finding.code] = amount or 0
    return read
