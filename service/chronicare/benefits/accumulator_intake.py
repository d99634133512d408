"""The accumulators a caller sends with a bill or for a list of entitlements."""

import re
from difflib import get_close_matches

from chronicare.benefits.fen import read_fen
from chronicare.benefits.model import BenefitModel
from chronicare.benefits.report import ReportedAccumulators, ReportedAmount
from chronicare.diagnostics import Code, Diagnostics, FieldPath, Text
from chronicare.judging.names import MAX_GUESSES
from chronicare.program.vocabulary import Finding

MAX_COUNT = 100_000
"""No number of visits or days is larger."""
_DIGITS = re.compile("[0-9]{1,20}")


def read_accumulators(
    model: BenefitModel, stated: ReportedAccumulators, year: int, diagnostics: Diagnostics
) -> dict[str, int]:
    """Return the accumulators sent, in fen, visits or days by code; all zero for a first visit of the year."""
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
            message = Text(f"没有累计项「{name}」", f"no accumulator {name!r}")
            named = [model.vocabulary.findings[code].name.zh for code in known]
            near = get_close_matches(name, (*known, *named), 3) if diagnostics.count < MAX_GUESSES else ()
            hint = Text(f"已有：{'、'.join(near or named)}", f"known: {', '.join(near or known)}")
            diagnostics.add(Code.UNKNOWN_CODE, FieldPath(f"{path}code"), message, hint)
            continue
        amount = _stands_at(model, each, finding, path, diagnostics)
        if finding.code in read:
            message = Text(f"累计项 {name} 写了两次", f"accumulator {name} is given twice")
            diagnostics.add(Code.CONTRADICTORY, FieldPath(f"{path}code"), message)
        read[finding.code] = amount or 0
    return read


def _stands_at(
    model: BenefitModel, stated: ReportedAmount, finding: Finding, path: str, diagnostics: Diagnostics
) -> int | None:
    """Read what the accumulator stands at, in fen or in visits or days; the other field must be empty."""
    is_money = model.vocabulary.is_money(finding.code)
    own, other = ("amount_fen", "count") if is_money else ("count", "amount_fen")
    if getattr(stated, other):
        message = Text(
            f"「{finding.name.zh}」按{'金额' if is_money else '次数或天数'}累计",
            f"{finding.name.en} counts {'money' if is_money else 'visits or days'}",
        )
        diagnostics.add(
            Code.BAD_FIELD, FieldPath(f"{path}{other}"), message, Text(f"写在 {own} 里", f"give it in {own}")
        )
    read = read_fen if is_money else _read_count
    return read(getattr(stated, own), f"{path}{own}", diagnostics)


def _read_count(raw: object, path: str, diagnostics: Diagnostics) -> int | None:
    """Read a whole number of visits or days; JSON may write it as a string of digits. ``None``: none was sent."""
    number = int(raw) if isinstance(raw, str) and _DIGITS.fullmatch(raw) else raw
    if number is None:
        return None
    if isinstance(number, int) and not isinstance(number, bool) and 0 <= number <= MAX_COUNT:
        return number
    message = Text(f"「{raw}」不是次数或天数", f"{raw!r} is no number of visits or days")
    diagnostics.add(Code.BAD_VALUE, FieldPath(path), message, Text("写整数，如 3", "a whole number such as 3"))
    return None
