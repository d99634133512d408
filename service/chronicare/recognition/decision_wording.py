"""A decision in a few sentences: the outcome, what it rests on, what is missing or by how much it fails."""

from chronicare.diagnostics import Language, Text
from chronicare.judging.cause import Cause
from chronicare.judging.policy_wording import assumed_text, ruling_text
from chronicare.program.vocabulary import Vocabulary
from chronicare.recognition.criterion_wording import finding_name, group_name
from chronicare.recognition.decision import Decision, Outcome, ReadingNote
from chronicare.recognition.missing_wording import missing_text
from chronicare.recognition.refusal_wording import refusal_texts
from chronicare.recognition.result_wording import outcome_text


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
    decisive = [note for note in decision.readings if note.decisive]
    sentences += [reading_text(note, language) for note in decisive]
    rulings = (note.switch.ruling for note in decisive)
    sentences += [ruling_text(each).in_language(language) for each in rulings if each is not None]
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
