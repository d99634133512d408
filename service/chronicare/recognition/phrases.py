"""The phrases a decision is told in: Chinese for offices and applicants, English for developers.

The words of a rule set (names, tests, clauses) come from its tables and are passed through; only the connecting words
are here. Numbers are written exactly; one that has no short decimal is rounded and marked ``≈``.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Context, Decimal
from fractions import Fraction

from chronicare.cells.bounds import possible_range
from chronicare.cells.printing import print_amount
from chronicare.cells.typed import Compare, Operator, Range, TypedTest, View
from chronicare.cells.types import CellType, ValueKind
from chronicare.cells.values import Duration, Interval, Reported
from chronicare.cells.words import yes_or_no
from chronicare.diagnostics import Language, Text
from chronicare.program.entry import Criterion, Entry, Needs, NeedsKind, Since, Use, UseKind
from chronicare.program.evidence import Measurement
from chronicare.program.truth import Truth
from chronicare.program.vocabulary import Finding, Vocabulary
from chronicare.recognition.decision import CriterionResult, Outcome
from chronicare.recognition.distance import Distance
from chronicare.recognition.lacking import Lack, LackKind
from chronicare.recognition.units import number_in, unit_of

_MAX_DIGITS = 15
"""A decimal with more significant digits is rounded for people; what is decided is never rounded."""
_KEPT_DIGITS = 6
_MONTHS_A_YEAR = 12
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
_NEEDS = {
    NeedsKind.ALL: Text("全部", "all"),
    NeedsKind.ANY: Text("任一", "any"),
    NeedsKind.AT_LEAST: Text("至少 {}", "at least {}"),
    NeedsKind.SCORE: Text("合计≥{}（每条取最高）", "total ≥ {} (the best of each item)"),
    NeedsKind.NONE: Text("均无", "none"),
}
_USES = {
    UseKind.ANY: Text("任一次", "any measurement"),
    UseKind.ALL: Text("各次均须", "every measurement"),
    UseKind.LATEST: Text("最近一次", "the latest measurement"),
    UseKind.TIMES: Text("至少 {} 次", "at least {} measurements"),
    UseKind.DAYS: Text("至少 {} 个不同日", "on at least {} different days"),
}
_LEVEL = "级"
_UNITS = {
    "次": Text("次", "more measurements"),
    "日": Text("个不同日", "more different days"),
    _LEVEL: Text("级", "levels"),
    "× 参考上限": Text("× 参考上限", "× the upper reference limit"),
    "× 参考下限": Text("× 参考下限", "× the lower reference limit"),
}
"""The units of a distance that are words of ours and no clinical units."""
_COUNTED = ("次", "日")
_MULTIPLES = ("× 参考上限", "× 参考下限")


def outcome_text(outcome: Outcome, language: Language) -> str:
    """Name an outcome: ``符合``, ``不符合``, ``尚不能认定``."""
    return _OUTCOMES[outcome].in_language(language)


def truth_text(truth: Truth, language: Language) -> str:
    """Name the truth of a criterion or group: ``满足``, ``不满足``, ``未知``."""
    return _TRUTHS[truth].in_language(language)


def needs_text(needs: Needs, language: Language) -> str:
    """Write what a group needs of its members as the tables do: ``至少 3``."""
    return _NEEDS[needs.kind].in_language(language).format(needs.amount)


def use_text(use: Use | None, language: Language, since: Since | None = None) -> str:
    """Write which measurements count: ``近 6 个月至少 2 次``, ``自脑血管病治疗起始日期起满 3 个月``; may be empty."""
    if since is not None:
        duration = duration_text(since.duration, language)
        name = since.name.in_language(language)
        return Text(f"自{name}起满 {duration}", f"{duration} after the {name} or later").in_language(language)
    if use is None:
        return ""
    text = _USES[use.kind].in_language(language).format(use.count)
    if use.within is None:
        return text
    within = duration_text(use.within, language)
    return f"近 {within}{text}" if language is Language.ZH else f"{text} within {within}"


def duration_text(duration: Duration, language: Language) -> str:
    """Write a calendar duration: ``1 年 6 个月``."""
    years, months = divmod(duration.months, _MONTHS_A_YEAR)
    units = (
        (years, Text("年", "years")),
        (months, Text("个月", "months")),
        (duration.days, Text("天", "days")),
    )
    parts = [f"{number} {_plural(unit.in_language(language), number)}" for number, unit in units if number]
    return " ".join(parts) or f"0 {units[-1][1].in_language(language)}"


def decimal_text(number: Fraction) -> str:
    """Write a number: exactly if it has a decimal of at most 15 significant digits, else to 6 of them after a ``≈``."""
    denominator, places = number.denominator, 0
    while denominator % 10 == 0:
        denominator, places = denominator // 10, places + 1
    for factor in (2, 5):
        while denominator % factor == 0:
            denominator, places = denominator // factor, places + 1
    if denominator == 1:
        digits = number * 10**places
        if abs(digits) < 10**_MAX_DIGITS:
            return format(Decimal(int(digits)).scaleb(-places), "f")
    rounded = Context(prec=_KEPT_DIGITS).divide(Decimal(number.numerator), Decimal(number.denominator))
    return f"≈ {rounded:f}"


def canonical_value(
    value: Reported | Mapping[str, Reported], finding: Finding, language: Language, unit: str | None = None
) -> str:
    """Write a finding's canonical value with its unit: ``7 mmol/L``, ``1:80``, ``3级``, ``是``, ``收缩压 165 mmHg``.

    With ``unit`` a number is written in that one.
    """
    if isinstance(value, Mapping):
        return _compound_text(value, finding.type, language)
    return _value_text(value, finding.type, language, unit)


def _compound_text(values: Mapping[str, Reported], cell_type: CellType, language: Language) -> str:
    """Name each known component as the vocabulary first does in Chinese; by its code in English."""
    names: dict[str, str] = {}
    for name, code in cell_type.component_names.items():
        if name != code:
            names.setdefault(code, name)
    return _listed(
        [
            f"{code if language is Language.EN else names.get(code, code)} {_value_text(values[code], part, language)}"
            for code, part in cell_type.components.items()
            if code in values
        ],
        language,
    )


def _value_text(value: Reported, cell_type: CellType, language: Language, unit: str | None = None) -> str:
    if isinstance(value, Interval):
        return _interval_text(value, cell_type, language, unit)
    if isinstance(value, bool):
        return Text("是" if value else "否", "yes" if value else "no").in_language(language)
    if isinstance(value, date):
        return value.isoformat()
    if cell_type.levels is not None:
        place = value if isinstance(value, int) else cell_type.levels.index(str(value))
        level = cell_type.levels.levels[place] if isinstance(place, int) else None
        return str(value) if level is None else level.name.in_language(language) or level.value
    if isinstance(value, str):
        return value
    if unit is None:
        unit = cell_type.quantity.canonical if cell_type.quantity else ""
    number = decimal_text(number_in(Fraction(value), unit, cell_type))
    if cell_type.kind is ValueKind.TITRE:
        return f"1:{number}"
    if cell_type.kind is ValueKind.AGE:
        unit = Text("岁", "years").in_language(language)
    return print_amount(number, unit)


def _interval_text(interval: Interval, cell_type: CellType, language: Language, unit: str | None) -> str:
    """Write the bounds of a number (``< 7.2 mmol/L``), those aside that every possible value keeps."""
    lowest, highest = possible_range(cell_type)
    parts: list[str] = []
    if interval.low is not None and (interval.low != lowest or not interval.low_closed):
        parts.append(f"{'≥' if interval.low_closed else '>'} {_value_text(interval.low, cell_type, language, unit)}")
    if interval.high is not None and (interval.high != highest or not interval.high_closed):
        parts.append(f"{'≤' if interval.high_closed else '<'} {_value_text(interval.high, cell_type, language, unit)}")
    return Text("且", " and ").in_language(language).join(parts)


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
    size, count = _multiple_text(abs(amount)) if unit in _MULTIPLES else decimal_text(abs(amount)), int(abs(amount))
    english = _UNITS[unit].en if unit in _UNITS else unit
    if unit in _COUNTED:
        return Text(f"还差 {size} {_UNITS[unit].zh}", f"{size} {_plural(english, count)} needed")
    if unit == _LEVEL:
        return Text(f"差 {size} 级", f"{size} {_plural(english, count)} too {'low' if amount > 0 else 'high'}")
    if amount > 0:
        return Text(f"还差 {print_amount(size, unit)}", f"{print_amount(size, english)} too low")
    return Text(f"高出 {print_amount(size, unit)}", f"{print_amount(size, english)} too high")


def _multiple_text(multiple: Fraction) -> str:
    """Write a multiple of a limit to the hundredth: it comes from a division."""
    rounded = Fraction(round(multiple, 2))
    return decimal_text(multiple) if rounded == multiple or not rounded else f"≈ {decimal_text(rounded)}"


def finding_name(vocabulary: Vocabulary, code: str, language: Language) -> str:
    """Name a finding by its code."""
    return vocabulary.findings[code].name.in_language(language)


def criterion_text(criterion: Criterion, vocabulary: Vocabulary, language: Language) -> str:
    """Say what a criterion asks for: ``空腹血糖 ≥ 7.0 mmol/L（至少 2 次）``, ``抗SSA抗体应为「是」``."""
    name = finding_name(vocabulary, criterion.finding, language)
    test = _test_text(criterion.test, vocabulary.findings[criterion.finding], language)
    return requirement_text(name, test, use_text(criterion.use, language, criterion.since), language)


def _test_text(test: TypedTest, finding: Finding, language: Language) -> str:
    """Write a test; grades and codes by the names people know them by: ``≥ CKD3期``."""

    def named(bound: object) -> str:
        return canonical_value(bound, finding, language) if isinstance(bound, int | str) else str(bound)

    if finding.type.levels is None:
        return test.text
    match test.test:
        case Compare(Operator.EQ, bound):
            return named(bound)
        case Compare(operator, bound) if operator is not Operator.NE:
            return f"{_SIGNS[operator]} {named(bound)}"
        case Range(low, low_closed, high, high_closed):
            return f"{'[' if low_closed else '('}{named(low)}..{named(high)}{']' if high_closed else ')'}"
        case _:
            return test.text


_SIGNS = {Operator.LT: "<", Operator.LE: "≤", Operator.GT: ">", Operator.GE: "≥"}


def requirement_text(name: str, test: str, use: str, language: Language) -> str:
    """Join a finding's name, the text of a test on it and the use of its measurements (may be empty)."""
    interval = _INTERVAL.match(test)
    if interval is not None:
        both = Text("且", "and").in_language(language)
        low, high = "≥" if interval[1] == "[" else ">", "≤" if interval[4] == "]" else "<"
        text = f"{name} {low} {interval[2]} {both} {high} {interval[3]}"
    elif test[:1] in _COMPARING:
        text = f"{name} {test}"
    elif language is Language.ZH:
        text = f"{name}应为「{test}」"
    else:
        truth = yes_or_no(test)
        text = f"{name} must be {test if truth is None else 'yes' if truth else 'no'}"
    return text if not use else f"{text}{_bracketed(use, language)}"


_INTERVAL = re.compile(r"([\[(])([^\[(]+?)\.\.([^\])]+)([\])])\Z")
_COMPARING = frozenset("≥≤><=≠[(")


def measurement_text(measurement: Measurement, criterion: Criterion, finding: Finding, language: Language) -> str:
    """Write a value as reported, what it is in the criterion's unit if that reads otherwise, and its day."""
    text = shown_value(measurement.given, value_in_test(measurement, criterion, finding, language), finding, language)
    limit = _limit_text(measurement, criterion, finding, language)
    beside = [each for each in (limit, "" if measurement.date is None else measurement.date.isoformat()) if each]
    return f"{text}{_bracketed(Text('，', ', ').in_language(language).join(beside), language)}" if beside else text


def value_in_test(measurement: Measurement, criterion: Criterion, finding: Finding, language: Language) -> str:
    """Write a value in the unit that the criterion is written in."""
    return canonical_value(measurement.value, finding, language, unit_of(criterion.test, finding.type))


def _limit_text(measurement: Measurement, criterion: Criterion, finding: Finding, language: Language) -> str:
    """Write the limit of the reference range that the criterion multiplies."""
    view = criterion.test.view
    limit = {View.OF_UPPER: measurement.high, View.OF_LOWER: measurement.low}.get(view)
    if limit is None:
        return ""
    text = canonical_value(limit, finding, language)
    if view is View.OF_UPPER:
        return Text(f"参考上限 {text}", f"upper reference limit {text}").in_language(language)
    return Text(f"参考下限 {text}", f"lower reference limit {text}").in_language(language)


def shown_value(given: str, normalised: str, finding: Finding, language: Language) -> str:
    """Join a value as ``given`` and as ``normalised``: ``126 mg/dL = 7 mmol/L``; one where both read alike."""
    if not given:
        return normalised
    if finding.type.kind is ValueKind.YES_NO and language is Language.ZH:
        return normalised if given == normalised else f"{given}（{normalised}）"
    is_level = finding.type.levels is not None and language is Language.ZH
    if not (is_level or finding.type.kind in (ValueKind.NUMBER, ValueKind.TITRE, ValueKind.COUNT)):
        return normalised
    return given if not normalised or _same_amount(given, normalised) else f"{given} = {normalised}".replace("= ≈", "≈")


def _same_amount(given: str, normalised: str) -> bool:
    """Whether both read as the same number (``7.0 mmol/L`` is ``7 mmol/L``) and unit, or are the same word."""
    one, other = _AMOUNT.match(given), _AMOUNT.match(normalised)
    if one is None or other is None or one[2] != other[2]:
        return given == normalised
    return Decimal(one[1]) == Decimal(other[1])


_AMOUNT = re.compile(r"([-+]?[0-9]+(?:\.[0-9]+)?)\s*(.*)\Z")


def values_text(result: CriterionResult, finding: Finding, language: Language, most: int = 3) -> str:
    """List the values a criterion looked at, at most ``most`` of them and then how many there are."""
    values = result.values
    shown = [measurement_text(each.measurement, result.criterion, finding, language) for each in values[:most]]
    text = _listed(shown, language)
    if len(values) > most:
        text += Text(f"等 {len(values)} 次", f" and others, {len(values)} in all").in_language(language)
    return text


def result_text(result: CriterionResult, vocabulary: Vocabulary, language: Language) -> str:
    """Say of one criterion what it asks for, what was found, and how far off that is."""
    finding = vocabulary.findings[result.criterion.finding]
    parts = [f"{result.criterion.id} {criterion_text(result.criterion, vocabulary, language)}"]
    if result.values:
        values = values_text(result, finding, language)
        quoted = f"所报「{values}」" if finding.type.kind is ValueKind.YES_NO else f"所报 {values}"
        parts.append(Text(quoted, f"reported {values}").in_language(language))
    elif result.truth is not None:
        parts.append(Text("记录中没有", "none on record").in_language(language))
    if result.distance is not None and (far := distance_text(result.distance, language)):
        parts.append(far)
    return Text("，", ", ").in_language(language).join(parts)


def lack_text(lack: Lack, name: str, language: Language) -> str:
    """Say what of the finding called ``name`` is lacking: ``血清球蛋白的参考范围``, ``「青春期：否」``."""
    count = lack.count
    passing = Text(f"达到「{lack.wanted}」", f" that pass {lack.wanted}") if lack.wanted else Text("", "")
    return {
        LackKind.VALUE: _value_lacking(lack, name),
        LackKind.TIMES: Text(f"另外 {count} 次的{name}{passing.zh}", f"{count} more of {name}{passing.en}"),
        LackKind.DAYS: Text(
            f"另外 {count} 天的{name}{passing.zh}", f"{name} on {count} more different days{passing.en}"
        ),
        LackKind.DATE: Text(f"{name}的日期", f"the date of {name}"),
        LackKind.REFERENCE_RANGE: Text(f"{name}的参考范围", f"the reference range of {name}"),
        LackKind.COMPLETENESS: Text(
            f"{name}的记录已完整的声明", f"the declaration that the record of {name} is complete"
        ),
    }[lack.kind].in_language(language)


def _value_lacking(lack: Lack, name: str) -> Text:
    """Name a finding never reported; of a yes or no say which would help."""
    if lack.count > 1:
        if lack.by_days:
            return Text(f"{name}（{lack.count} 个不同日）", f"{name} (on {lack.count} different days)")
        return Text(f"{name}（{lack.count} 次）", f"{name} ({lack.count} measurements)")
    if lack.part.zh:
        return Text(f"{name}的{lack.part.zh}", f"{lack.part.en} of {name}")
    truth = yes_or_no(lack.wanted)
    return (
        Text(name, name)
        if truth is None
        else Text(f"「{name}：{lack.wanted}」", f"{name} ({'yes' if truth else 'no'})")
    )


NamedChoice = tuple[int, tuple[str, ...]]
"""A choice by names: any so many of these findings."""


def choices_text(choices: Sequence[NamedChoice], language: Language) -> str:
    """Write a set of missing findings, all of it needed: ``抗SSA抗体，另加（唾液流率、腮腺造影阳性任选其一）``."""
    plain = [name for count, names in choices if count == len(names) for name in names]
    picks = [_pick_text(count, names, language) for count, names in choices if count < len(names)]
    if not plain and len(picks) == 1:
        return picks[0]
    parts = [_together(plain, language)] if plain else []
    return (
        Text("，另加", ", plus ").in_language(language).join([*parts, *(_enclosed(each, language) for each in picks)])
    )


def _pick_text(count: int, names: Sequence[str], language: Language) -> str:
    listed = _listed(names, language)
    chosen = "任选其一" if count == 1 else f"任选 {count} 项"
    return Text(f"{listed}{chosen}", f"any {count} of: {listed}").in_language(language)


def _together(names: Sequence[str], language: Language) -> str:
    """Write names of which all are needed: ``甲、乙和丙``."""
    *others, last = names
    if not others:
        return last
    return f"{_listed(others, language)}{Text('和', ' and ').in_language(language)}{last}"


def _enclosed(text: str, language: Language) -> str:
    return f"（{text}）" if language is Language.ZH else f"({text})"


def condensed(sets: Sequence[Sequence[NamedChoice]]) -> list[tuple[NamedChoice, ...]]:
    """Bring sets that differ in one finding together as a choice of one among several; only for a list that is whole.

    The sets of the answer stand for exactly the same sets as those given.
    """
    waiting = [tuple(each) for each in sets]
    while True:
        rests: dict[frozenset[NamedChoice], list[tuple[tuple[NamedChoice, ...], NamedChoice]]] = {}
        for each in waiting:
            for choice in each:
                if choice[0] == 1:
                    rests.setdefault(frozenset(each) - {choice}, []).append((each, choice))
        alike = max(rests.values(), key=len, default=[])
        if len(alike) < _FEWEST_ALIKE:
            return waiting
        first, replaced = alike[0]
        names = tuple(dict.fromkeys(name for _, (_, listed) in alike for name in listed))
        merged = tuple((1, names) if choice == replaced else choice for choice in first)
        gone = [each for each, _ in alike[1:]]
        waiting = [merged if each == first else each for each in waiting if each not in gone]


_FEWEST_ALIKE = 2


def group_name(entry: Entry, group: str, language: Language) -> str:
    """Name a group as it is read: ``第1、2、4条（R1）``; its id alone where it has no name."""
    name = entry.composed(entry.groups[group]).name
    return f"{name}{_bracketed(group, language)}" if name else group


def _listed(parts: Sequence[str], language: Language) -> str:
    return Text("、", ", ").in_language(language).join(parts)


def _bracketed(text: str, language: Language) -> str:
    return _enclosed(text, language) if language is Language.ZH else f" {_enclosed(text, language)}"


def _plural(unit: str, number: int) -> str:
    """Bring an English unit to the singular for one; Chinese words have no plural."""
    return unit.removesuffix("s") if number == 1 else unit
