"""What a criterion or a group asks for, in the words of its table; only the connecting words are ours."""

import re

from chronicare.cells.typed import Compare, Operator, Range, TypedTest
from chronicare.cells.types import ValueKind
from chronicare.cells.values import Duration
from chronicare.cells.words import NO, YES, yes_or_no
from chronicare.diagnostics import Language, Text
from chronicare.program.entry import Criterion, Entry, Needs, NeedsKind, Since, Use, UseKind
from chronicare.program.vocabulary import AT_SITE, Finding, Vocabulary
from chronicare.recognition.joining import bracketed, plural
from chronicare.recognition.value_wording import canonical_value

_MONTHS_A_YEAR = 12


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


def needs_text(needs: Needs, language: Language) -> str:
    """Write what a group needs of its members as the tables do: ``至少 3``."""
    return _NEEDS[needs.kind].in_language(language).format(needs.amount)


def use_text(use: Use | None, language: Language, since: Since | None = None) -> str:
    """Write which measurements count: ``近 6 个月至少 2 次``, ``自脑血管病治疗起始日期起满 3 个月``; may be empty."""
    if since is not None:
        name = since.name.in_language(language)
        if not since.lasts:
            return Text(f"自{name}起", f"from the {name} on").in_language(language)
        duration = duration_text(since.duration, language)
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
    parts = [f"{number} {plural(unit.in_language(language), number)}" for number, unit in units if number]
    return " ".join(parts) or f"0 {units[-1][1].in_language(language)}"


def finding_name(vocabulary: Vocabulary, code: str, language: Language) -> str:
    """Name a finding by its code."""
    return vocabulary.findings[code].name.in_language(language)


def group_name(entry: Entry, group: str, language: Language) -> str:
    """Name a group as it is read: ``第1、2、4条（R1）``; its id alone where it has no name."""
    name, site = entry.composed(entry.groups[group]).name, entry.groups[group].site
    if not name:
        return in_words(group, language)
    said, with_site = written_id(group), name.removesuffix(f"（{site}）")
    if _IN_WORDS.search(said):  # the name says it better
        return f"{with_site}{bracketed(site, language)}" if site and with_site != name else name
    if site and with_site != name:  # one pair of brackets holds both
        return f"{with_site}{bracketed(Text(f'{site}，{said}', f'{site}, {said}').in_language(language), language)}"
    return f"{name}{bracketed(said, language)}"


_IN_WORDS = re.compile(r"[\u4e00-\u9fff]")
"""The id of a group that has no number in its document."""


def written_id(node: str) -> str:
    """Return the id of a criterion or group as its document has it, beside words that say of which site it is."""
    return node.partition(AT_SITE)[0]


def in_words(node: str, language: Language) -> str:
    """Write the id of a criterion or group with its site in words, where nothing else says it: ``1a（左眼）``."""
    name, _, site = node.partition(AT_SITE)
    return f"{name}{bracketed(site, language)}" if site else name


def criterion_text(criterion: Criterion, vocabulary: Vocabulary, language: Language) -> str:
    """Say what a criterion asks for: ``空腹血糖 ≥ 7.0 mmol/L（至少 2 次）``, ``抗SSA抗体应为「阳性」``."""
    finding = vocabulary.findings[criterion.finding]
    test = test_text(criterion.test, finding, language)
    name = asked_name(finding.name.in_language(language), test, language, is_date=finding.type.kind is ValueKind.DATE)
    use = use_text(criterion.use, language, criterion.since)
    return requirement_text(name, test, use, language, finding.question.zh)


def asked_name(name: str, test: str, language: Language, *, is_date: bool) -> str:
    """Say what ``test`` is put to: of a date (``is_date``) that a duration is asked of, how long ago it is."""
    if is_date and test[:1] in COMPARING and _DAY.search(test) is None:
        return Text(f"{name}距申请日", f"the time since {name}").in_language(language)
    return name


_DAY = re.compile(r"\d-\d")


def test_text(test: TypedTest, finding: Finding, language: Language) -> str:
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


def requirement_text(name: str, test: str, use: str, language: Language, question: str = "") -> str:
    """Join a finding's name, the text of a test on it and the use of its measurements (may be empty).

    The Chinese ``question`` that asks for a yes/no finding says in which words it is answered.
    """
    if test[:1] in COMPARING:
        text = f"{name} {bounds_text(test, language)}"
    else:
        truth = yes_or_no(test)
        if language is Language.EN:
            text = f"{name} must be {test if truth is None else 'yes' if truth else 'no'}"
        elif truth is None:
            text = f"{name}应为「{test}」"
        else:
            text = as_statement(name, truth=truth) or f"{name}应为「{truth_word(question, truth=truth)}」"
    return text if not use else f"{text}{bracketed(use, language)}"


def bounds_text(test: str, language: Language) -> str:
    """Write an interval as people read it, ``≥ 0.05 且 ≤ 0.5``; any other test stays as it is."""
    interval = _INTERVAL.match(test)
    if interval is None:
        return test if "(" in test else test.replace(", ", Text("或", " or ").in_language(language))
    both = Text("且", "and").in_language(language)
    low, high = "≥" if interval[1] == "[" else ">", "≤" if interval[4] == "]" else "<"
    return f"{low} {interval[2]} {both} {high} {interval[3]}"


_INTERVAL = re.compile(r"([\[(])([^\[(]+?)\.\.([^\])]+)([\])])\Z")


COMPARING = frozenset("≥≤><=≠[(")
"""What a test begins with that compares."""


def as_statement(name: str, *, truth: bool) -> str:
    """Say a yes/no finding whose Chinese name holds its result already: ``腮腺造影阳性``, ``腮腺造影非阳性``.

    Empty where the name leaves the result to be said.
    """
    result = next((each for each in _RESULTS if name.endswith(each)), "")
    if not result or truth:
        return name if result else ""
    method = name.removesuffix(result)
    return f"{method.removesuffix('非')}{result}" if method.endswith("非") else f"{method}非{result}"


def truth_word(question: str, *, truth: bool) -> str:
    """Answer a Chinese yes/no ``question`` in its own words: 阳性 or 阴性 where it asks 是否阳性, else 是 or 否."""
    words = _RESULTS if f"是否{_RESULTS[0]}" in question else (YES, NO)
    return words[0] if truth else words[1]


_RESULTS = ("阳性", "阴性")
