"""A decision in a few sentences: the outcome, what it rests on, what is missing or by how much it fails.

The smaller phrases it is made of are offered here as well, for those who write a decision out in full.
"""

from collections.abc import Sequence
from math import comb, prod

from chronicare.diagnostics import Language, Text
from chronicare.judging.assumed import assumed_text
from chronicare.program.entry import Entry, Group, NeedsKind, Variant
from chronicare.program.truth import Truth
from chronicare.program.vocabulary import Vocabulary
from chronicare.recognition.decision import Cause, CriterionResult, Decision, Outcome, ReadingNote
from chronicare.recognition.missing import Missing
from chronicare.recognition.phrases import (
    NamedChoice,
    canonical_value,
    choices_text,
    condensed,
    criterion_text,
    decimal_text,
    distance_text,
    duration_text,
    finding_name,
    group_name,
    lack_text,
    measurement_text,
    needs_text,
    outcome_text,
    requirement_text,
    result_text,
    truth_text,
    use_text,
    values_text,
)

__all__ = [
    "NamedChoice",
    "canonical_value",
    "choices_text",
    "condensed",
    "criterion_text",
    "decimal_text",
    "distance_text",
    "duration_text",
    "finding_name",
    "group_name",
    "lack_text",
    "measurement_text",
    "missing_text",
    "needs_text",
    "outcome_text",
    "reading_text",
    "requirement_text",
    "result_text",
    "review_text",
    "score_texts",
    "sets_texts",
    "summarise",
    "truth_text",
    "use_text",
    "values_text",
]

_MAX_ALTERNATIVES = 3
"""Alternatives to a failing criterion told in full in a summary; more are told by their numbers."""
_MAX_SETS = 3
"""Sets of missing findings named in a summary; the decision holds more."""


def summarise(decision: Decision, vocabulary: Vocabulary, language: Language) -> str:
    """Write the decision in two to five sentences. What was not asked for (see ``Detail``) is left out."""
    head = f"{decision.entry.code} {decision.entry.name.in_language(language)}"
    said = outcome_text(decision.outcome, language)
    if language is Language.ZH and decision.outcome is not Outcome.UNDECIDED:
        said = f"{said}认定标准"
    sentences = [Text(f"{head}：{said}。", f"{head}: {said}.").in_language(language)]
    assumed = [each for each in decision.entry.switches.values() if each.is_assumed]
    sentences[:0] = [assumed_text(each).in_language(language) for each in assumed]
    if decision.outcome is Outcome.MEETS:
        sentences += [_routes_text(decision, language), review_text(decision, language)]
    elif decision.outcome is Outcome.DOES_NOT_MEET:
        sentences += _refusal_texts(decision, vocabulary, language)
    elif Cause.EVIDENCE in decision.causes and decision.to_meet is not None:
        sentences.append(_complete_text(decision, vocabulary, language))
        goal = outcome_text(Outcome.MEETS, language)
        sentences.append(missing_text(decision.to_meet, vocabulary, language, goal))
    sentences += [reading_text(note, language) for note in decision.readings if note.decisive]
    return Text("", " ").in_language(language).join(filter(None, sentences))


def review_text(decision: Decision, language: Language) -> str:
    """Say when the recognition is to be looked at again, and what ends it before."""
    entry = decision.entry
    basis = Text(f"（{entry.review_basis}）", f" ({entry.review_basis})") if entry.review_basis else Text("", "")
    if entry.review_months is None:
        review = Text(f"复审周期：长期{basis.zh}。", f"No periodic review{basis.en}.")
    elif decision.review_date is None:
        review = Text(
            f"每 {entry.review_months} 个月复审{basis.zh}。", f"Review every {entry.review_months} months{basis.en}."
        )
    else:
        review = Text(
            f"每 {entry.review_months} 个月复审，下次复审日期 {decision.review_date}{basis.zh}。",
            f"Review every {entry.review_months} months, next on {decision.review_date}{basis.en}.",
        )
    ends = Text(f"终止情形：{entry.ends_when}。", f"Ends when: {entry.ends_when}.") if entry.ends_when else Text("", "")
    return (
        Text("", " ")
        .in_language(language)
        .join(filter(None, (review.in_language(language), ends.in_language(language))))
    )


def _routes_text(decision: Decision, language: Language) -> str:
    if not decision.routes:
        return Text(
            "未知的所见无论为何，总有路径成立。", "Some route holds whatever the unknown findings are."
        ).in_language(language)
    names = [group_name(decision.entry.groups[route], language) for route in decision.routes]
    return Text(f"认定路径：{'；'.join(names)}。", f"Route: {'; '.join(names)}.").in_language(language)


def _refusal_texts(decision: Decision, vocabulary: Vocabulary, language: Language) -> list[str]:
    entry = decision.entry
    sentences: list[str] = []
    if decision.exclusions:
        names = [group_name(entry.groups[each], language) for each in decision.exclusions]
        excluded = Text(f"属于排除情形：{'；'.join(names)}。", f"Excluded by: {'; '.join(names)}.")
        sentences.append(excluded.in_language(language))
    nearest = decision.nearest
    if nearest is None:
        return sentences
    route = entry.groups[nearest.route]
    failing = [each for each in decision.criteria if each.criterion.id in nearest.failing]
    scores = score_texts(decision, route, language)
    if failing or scores:
        name = group_name(route, language)
        sentences.append(Text(f"最接近的路径是{name}，", f"The nearest route is {name}; ").in_language(language))
        told = [*scores, *(_failure_text(decision, each, vocabulary, language) for each in failing)]
        sentences[-1] += Text(f"未满足之处：{'；'.join(told)}。", f"it fails on: {'; '.join(told)}.").in_language(
            language
        )
    elif not decision.exclusions:
        none = Text("未知的所见无论为何，各路径都不成立。", "No route holds whatever the unknown findings are.")
        sentences.append(none.in_language(language))
    return sentences


def _failure_text(decision: Decision, result: CriterionResult, vocabulary: Vocabulary, language: Language) -> str:
    """Say how a criterion fails, and what would have done instead of it: the other members where any one suffices."""
    text = result_text(result, vocabulary, language)
    others: list[str] = []
    for group in decision.entry.groups.values():
        for variant in _in_force(decision.entry, group):
            if variant.needs.kind is NeedsKind.ANY and result.criterion.id in variant.members:
                others += [each for each in variant.members if each != result.criterion.id and each not in others]
    alternatives = [each for each in decision.criteria if each.criterion.id in others]
    if not alternatives:
        return text
    if len(alternatives) > _MAX_ALTERNATIVES:
        names = [each.criterion.id for each in alternatives]
        return text + Text(
            f"（{'、'.join(names)} 有其一也可，均不满足）", f" ({', '.join(names)} would do as well; none holds)"
        ).in_language(language)
    told = [result_text(each, vocabulary, language) for each in alternatives]
    return text + "".join(Text(f"；或 {each}", f"; or {each}").in_language(language) for each in told)


def score_texts(decision: Decision, group: Group, language: Language) -> list[str]:
    """Say of each score at or below ``group`` that falls short how far: ``合计 6 分，须满 9 分，还差 3 分``."""
    texts: list[str] = []
    nodes = decision.judgement.nodes
    for variant in _in_force(decision.entry, group):
        if variant.needs.kind is NeedsKind.SCORE and nodes.get(group.id) is False:
            low, high = _points(decision, variant, surely=True), _points(decision, variant, surely=False)
            needed = variant.needs.amount
            known = Text(f"合计 {low} 分", f"{low} points")
            if low != high:
                known = Text(f"合计 {low} 分、至多 {high} 分", f"{low} points, at most {high}")
            texts.append(
                Text(
                    f"{known.zh}，须满 {needed} 分，还差 {needed - high} 分",
                    f"{known.en}, {needed} needed, {needed - high} short",
                ).in_language(language)
            )
        for member in variant.members:
            below = decision.entry.groups.get(member)
            if below is not None:
                texts += [text for text in score_texts(decision, below, language) if text not in texts]
    return texts


def _in_force(entry: Entry, group: Group) -> Sequence[Variant]:
    """Return the composition of ``group`` under the reading in force; all of them where none is."""
    default = entry.switches[group.switch].default if group.switch else None
    return [each for each in group.variants if default is None or each.reading == default]


def _points(decision: Decision, variant: Variant, *, surely: bool) -> int:
    """Return the points the items bring: those that hold, or (not ``surely``) also those not known to fail."""
    counted: tuple[Truth, ...] = (True,) if surely else (True, None)
    return sum(_best(decision, member, counted) for member in variant.members)


def _best(decision: Decision, node: str, counted: Sequence[Truth]) -> int:
    criterion = decision.entry.criteria.get(node)
    if criterion is not None:
        return criterion.points if decision.judgement.nodes[node] in counted else 0
    members = [
        member for variant in _in_force(decision.entry, decision.entry.groups[node]) for member in variant.members
    ]
    return max((_best(decision, member, counted) for member in members), default=0)


def missing_text(missing: Missing, vocabulary: Vocabulary, language: Language, goal: str) -> str:
    """Say which findings could bring the outcome called ``goal``: the smallest sets, the first few of them by name."""
    sets = [
        tuple(
            (each.count, tuple(_lacking_name(missing, code, vocabulary, language) for code in each.findings))
            for each in choices
        )
        for choices in missing.sets
    ]
    texts = sets_texts(sets, missing.total, language, more_than_total=missing.more_than_total)
    if not texts:
        return ""
    if len(texts) == 1:
        lacking = f"尚缺{texts[0]}" if texts[0].startswith("任意") else f"尚缺：{texts[0]}"
        return Text(
            f"{lacking}；补充后可能{goal}。", f"Missing: {texts[0]}; with it the outcome may be '{goal}'."
        ).in_language(language)
    listed = [
        Text(f"（{number}）{text}", f"({number}) {text}").in_language(language)
        for number, text in enumerate(texts[:_MAX_SETS], 1)
    ]
    more = Text("", "")
    if len(texts) > len(listed) or missing.more_than_total:
        least = Text("不止", "more than ") if missing.more_than_total else Text("共", "")
        more = Text(f"……{least.zh} {missing.total} 种", f"; {least.en}{missing.total} ways in all")
    return Text(
        f"补充下列任意一组后可能{goal}：{'；'.join(listed)}{more.zh}。",
        f"With any one of these the outcome may be '{goal}': {'; '.join(listed)}{more.en}.",
    ).in_language(language)


def _lacking_name(missing: Missing, code: str, vocabulary: Vocabulary, language: Language) -> str:
    name, lack = finding_name(vocabulary, code, language), missing.lacks.get(code)
    return name if lack is None else lack_text(lack, name, language)


def _complete_text(decision: Decision, vocabulary: Vocabulary, language: Language) -> str:
    """Say what the outcome is if what was sent is all there is; nothing if that decides nothing."""
    outcome = decision.if_record_complete
    if outcome is None or outcome is Outcome.UNDECIDED:
        return ""
    names = (
        Text("、", ", ")
        .in_language(language)
        .join(finding_name(vocabulary, code, language) for code in decision.open_lists)
    )
    said = outcome_text(outcome, language)
    return Text(
        f"按已报的记录{said}；除非另有{names}的记录。",
        f"On the record sent: '{said}', unless there are other records of {names}.",
    ).in_language(language)


def sets_texts(
    sets: Sequence[Sequence[NamedChoice]], total: int, language: Language, *, more_than_total: bool
) -> list[str]:
    """Write each of the ``sets`` of missing findings, alike ones as one if the list, ``total`` in all, is whole."""
    whole = (
        not more_than_total and sum(prod(comb(len(names), count) for count, names in each) for each in sets) == total
    )
    return [choices_text(each, language) for each in (condensed(sets) if whole else sets)]


def reading_text(note: ReadingNote, language: Language) -> str:
    """Say how a point of the source is read, and what the decision would be under each reading."""
    switch = note.switch
    names = {each.id: each.id if language is Language.ZH else each.name.en or each.id for each in switch.readings}
    outcomes = {each: outcome_text(Outcome.of(truth), language) for each, truth in note.outcomes.items()}
    anomaly = Text(f"（{switch.anomaly}）", f" ({switch.anomaly})") if switch.anomaly else Text("", "")
    if note.in_force is None:
        zh = "，".join(f"按「{names[each]}」{outcomes[each]}" for each in outcomes)
        english = "; ".join(f"under '{names[each]}' {outcomes[each]}" for each in outcomes)
        return Text(
            f"原文「{switch.name}」{anomaly.zh}有不同读法而未定：{zh}；须由医保局明确。",
            f"The source leaves '{switch.name}'{anomaly.en} undecided: {english}; the bureau has to say.",
        ).in_language(language)
    others = {each: outcome for each, outcome in outcomes.items() if outcome != outcomes[note.in_force]}
    zh = "，".join(f"若按「{names[each]}」则{outcome}" for each, outcome in others.items())
    english = "; ".join(f"under '{names[each]}' {outcome}" for each, outcome in others.items())
    if not others:
        return ""
    return Text(
        f"本结论按「{switch.name}」{anomaly.zh}的现行读法「{names[note.in_force]}」作出，{zh}。",
        f"This rests on reading '{switch.name}'{anomaly.en} as '{names[note.in_force]}'; {english}.",
    ).in_language(language)
