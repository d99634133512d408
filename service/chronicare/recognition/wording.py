"""A decision in a few sentences: the outcome, what it rests on, what is missing or by how much it fails.

The smaller phrases it is made of are offered here as well, for those who write a decision out in full.
"""

from collections.abc import Sequence
from math import comb, prod

from chronicare.diagnostics import Language, Text
from chronicare.judging.assumed import assumed_text
from chronicare.program.vocabulary import Vocabulary
from chronicare.recognition.decision import Cause, Decision, Outcome, ReadingNote
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
from chronicare.recognition.refusal_wording import refusal_texts, score_texts

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
        sentences += refusal_texts(decision, vocabulary, language)
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
    names = [group_name(decision.entry, route, language) for route in decision.routes]
    return Text(f"认定路径：{'；'.join(names)}。", f"Route: {'; '.join(names)}.").in_language(language)


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
        return Text(
            f"尚缺：{texts[0]}；补充后可能{goal}。", f"Missing: {texts[0]}; with it the outcome may be '{goal}'."
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
