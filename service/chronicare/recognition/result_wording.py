"""What came of a criterion: its truth, the values it looked at as they were reported, and how far off it is."""

import math
import re
from decimal import Decimal
from fractions import Fraction

from chronicare.cells.printing import print_amount
from chronicare.cells.typed import View
from chronicare.cells.types import ValueKind
from chronicare.diagnostics import Language, Text
from chronicare.program.entry import Criterion
from chronicare.program.evidence import Measurement
from chronicare.program.truth import Truth
from chronicare.program.vocabulary import Finding, Vocabulary
from chronicare.recognition.criterion_wording import criterion_text, truth_word, written_id
from chronicare.recognition.decision import CriterionResult, Outcome
from chronicare.recognition.distance import Distance
from chronicare.recognition.joining import bracketed, listed, plural
from chronicare.recognition.units import unit_of
from chronicare.recognition.value_wording import canonical_value, decimal_text

_OUTCOMES = {
    Outcome.MEETS: Text("符合", "meets the criteria"),
    Outcome.DOES_NOT_MEET: Text("不符合", "does not meet the criteria"),
    Outcome.UNDECIDED: Text("尚不能认定", "undecided"),
}


_TRUTHS: dict[Truth, Text] = {
    True: Text("满足", "holds"),
    False: Text("不满足", "does not hold"),
    None: Text("未知", "unknown"),
}


_LEVEL = "级"
_TIMES = "倍"


_UNITS = {
    "次": Text("次", "more measurements"),
    "日": Text("个不同日", "more different days"),
    _LEVEL: Text("级", "levels"),
}
"""The units of a distance that are words of ours and no clinical units."""


_COUNTED = ("次", "日")


_SHOWN_DIGITS = 4
"""A distance of more significant digits is rounded to three: it comes from a conversion or a multiple."""


def outcome_text(outcome: Outcome, language: Language) -> str:
    """Name an outcome: ``符合``, ``不符合``, ``尚不能认定``."""
    return _OUTCOMES[outcome].in_language(language)


def truth_text(truth: Truth, language: Language) -> str:
    """Name the truth of a criterion or group: ``满足``, ``不满足``, ``未知``."""
    return _TRUTHS[truth].in_language(language)


def result_text(result: CriterionResult, vocabulary: Vocabulary, language: Language) -> str:
    """Say of one criterion what it asks for, what was found, and how far off that is."""
    finding = vocabulary.findings[result.criterion.finding]
    parts = [f"{written_id(result.criterion.id)} {criterion_text(result.criterion, vocabulary, language)}"]
    if result.values:
        values = values_text(result, finding, language)
        quoted = f"所报「{values}」" if finding.type.kind is ValueKind.YES_NO else f"所报 {values}"
        parts.append(Text(quoted, f"reported {values}").in_language(language))
    elif result.truth is not None:
        parts.append(Text("记录中没有", "none on record").in_language(language))
    if result.distance is not None and (far := distance_text(result.distance, language)):
        parts.append(far)
    return Text("，", ", ").in_language(language).join(parts)


def values_text(result: CriterionResult, finding: Finding, language: Language, most: int = 3) -> str:
    """List the values a criterion looked at, at most ``most`` of them and then how many there are."""
    values = result.values
    shown = [measurement_text(each.measurement, result.criterion, finding, language) for each in values[:most]]
    text = listed(shown, language)
    if len(values) > most:
        text += Text(f"等 {len(values)} 次", f" and others, {len(values)} in all").in_language(language)
    return text


def measurement_text(measurement: Measurement, criterion: Criterion, finding: Finding, language: Language) -> str:
    """Write a value as reported, what it is in the criterion's unit if that reads otherwise, and its day."""
    text = shown_value(measurement.given, value_in_test(measurement, criterion, finding, language), finding, language)
    limit = _limit_text(measurement, criterion, finding, language)
    beside = [each for each in (limit, "" if measurement.date is None else measurement.date.isoformat()) if each]
    return f"{text}{bracketed(Text('，', ', ').in_language(language).join(beside), language)}" if beside else text


def value_in_test(measurement: Measurement, criterion: Criterion, finding: Finding, language: Language) -> str:
    """Write a value in the unit that the criterion is written in."""
    return canonical_value(
        measurement.value, finding, language, unit_of(criterion.test, finding.type, measurement.given)
    )


def _limit_text(measurement: Measurement, criterion: Criterion, finding: Finding, language: Language) -> str:
    """Write the limit of the reference range that the criterion multiplies."""
    view = criterion.test.view
    limit = {View.OF_UPPER: measurement.high, View.OF_LOWER: measurement.low}.get(view)
    if limit is None:
        return ""
    text = canonical_value(limit, finding, language, unit_of(criterion.test, finding.type, measurement.given))
    if view is View.OF_UPPER:
        return Text(f"参考上限 {text}", f"upper reference limit {text}").in_language(language)
    return Text(f"参考下限 {text}", f"lower reference limit {text}").in_language(language)


def shown_value(given: str, normalised: str, finding: Finding, language: Language) -> str:
    """Join a value as ``given`` and as ``normalised``: ``126 mg/dL = 7 mmol/L``; one where both read alike."""
    if not given:
        return normalised
    if finding.type.kind is ValueKind.YES_NO and language is Language.ZH:
        said = {normalised, *(truth_word(finding.question.zh, truth=each) for each in (True, False))}
        return given if given in said else f"{given}（{normalised}）"
    is_level = finding.type.levels is not None and language is Language.ZH
    if not (is_level or finding.type.kind in (ValueKind.NUMBER, ValueKind.TITRE, ValueKind.COUNT)):
        return normalised
    if is_level and given in normalised:
        return normalised
    return given if not normalised or _same_amount(given, normalised) else f"{given} = {normalised}".replace("= ≈", "≈")


def _same_amount(given: str, normalised: str) -> bool:
    """Whether both read as the same number (``7.0 mmol/L`` is ``7 mmol/L``) and unit, or are the same word."""
    one, other = _AMOUNT.match(given), _AMOUNT.match(normalised)
    if one is None or other is None or one[2] != other[2]:
        return given == normalised
    return Decimal(one[1]) == Decimal(other[1])


_AMOUNT = re.compile(r"([-+]?[0-9]+(?:\.[0-9]+)?)\s*(.*)\Z")


def distance_text(distance: Distance, language: Language) -> str:
    """Say how far a value was from passing: ``还差 0.1 mmol/L``, ``高出 3 kPa``, ``差 2 级``; empty for a yes/no."""
    text = Text("", "")
    if distance.met_from is not None:
        text = Text(f"自 {distance.met_from} 起满足", f"will hold from {distance.met_from} on")
    elif distance.too_old_since is not None:
        last = distance.too_old_since
        text = Text(f"只到 {last} 为止有效，现已过期", f"was good until {last} and is too old now")
    elif distance.amount is not None:
        text = _amount_text(distance.amount, distance.unit)
    return text.in_language(language)


def _amount_text(amount: Fraction, unit: str) -> Text:
    if not amount:
        return Text("恰为界值，界值本身不算", "exactly at the bound, which does not count")
    size, count = _size_text(abs(amount)), int(abs(amount))
    english = _UNITS[unit].en if unit in _UNITS else unit
    if unit in _COUNTED:
        return Text(f"还差 {size} {_UNITS[unit].zh}", f"{size} {plural(english, count)} needed")
    if unit == _LEVEL:
        return Text(f"差 {size} 级", f"{size} {plural(english, count)} too {'low' if amount > 0 else 'high'}")
    if unit == _TIMES:
        if amount > 0:
            return Text(f"须为所报的 {size} 倍", f"has to be {size} times as high")
        return Text(f"须为所报的 1/{size}", f"has to be 1/{size} of it")
    if amount > 0:
        return Text(f"还差 {print_amount(size, unit)}", f"{print_amount(size, english)} too low")
    return Text(f"高出 {print_amount(size, unit)}", f"{print_amount(size, english)} too high")


def _size_text(size: Fraction) -> str:
    """Write how far something is: exactly if that is short, else to three digits, never less than the whole units."""
    exact = decimal_text(size)
    if len(exact.removeprefix("≈ ").replace(".", "").lstrip("0")) <= _SHOWN_DIGITS and exact[0] != "≈":
        return exact
    places = max(0, _SHOWN_DIGITS - 2 - math.floor(math.log10(size)))
    rounded = Fraction(round(size, places))
    return exact if rounded == size else f"≈ {decimal_text(rounded)}"
