"""A review in a few sentences: what becomes of the recognition, what ends it or is missing, and its period."""

from chronicare.diagnostics import Language, Text
from chronicare.judging.cause import Cause
from chronicare.judging.policy_wording import assumed_text
from chronicare.program.vocabulary import Vocabulary
from chronicare.recognition.criterion_wording import group_name
from chronicare.recognition.decision import Outcome
from chronicare.recognition.decision_wording import reading_text
from chronicare.recognition.missing_wording import missing_text
from chronicare.recognition.re_review import Review, ReviewStatus
from chronicare.recognition.result_wording import result_text

_STATUSES = {
    ReviewStatus.CONTINUES: Text("继续有效", "continues"),
    ReviewStatus.ENDS: Text("终止", "ends"),
    ReviewStatus.UNDECIDED: Text("尚不能定", "undecided"),
}


def status_text(status: ReviewStatus, language: Language) -> str:
    """Name what becomes of the recognition: ``继续有效``, ``终止``, ``尚不能定``."""
    return _STATUSES[status].in_language(language)


def summarise_review(review: Review, vocabulary: Vocabulary, language: Language) -> str:
    """Write the review in a few sentences. What was not asked for (see ``Detail``) is left out."""
    entry = review.decision.entry
    head = f"{entry.code} {entry.name.in_language(language)}"
    said = status_text(review.status, language)
    sentences = [Text(f"{head}：复审结论为{said}。", f"{head}, in review: {said}.").in_language(language)]
    assumed = [each for each in entry.switches.values() if each.is_assumed]
    sentences[:0] = [assumed_text(each).in_language(language) for each in assumed]
    if review.status is ReviewStatus.CONTINUES:
        sentences.append(_continuing(review).in_language(language))
    elif review.status is ReviewStatus.ENDS:
        sentences += _ending(review, vocabulary, language)
    elif Cause.EVIDENCE in review.continuing.causes and review.continuing.to_meet is not None:
        goal = status_text(ReviewStatus.CONTINUES, language)
        sentences.append(missing_text(review.continuing.to_meet, vocabulary, language, goal))
    sentences += [reading_text(note, language) for note in review.continuing.readings if note.decisive]
    sentences.append(_period(review).in_language(language))
    return Text("", " ").in_language(language).join(filter(None, sentences))


def _continuing(review: Review) -> Text:
    if review.next_review is None:
        return Text("仍符合认定标准，没有终止情形。", "The criteria are met and nothing ends it.")
    return Text(
        f"仍符合认定标准，没有终止情形；下次复审日期 {review.next_review}。",
        f"The criteria are met and nothing ends it; the next review is on {review.next_review}.",
    )


def _ending(review: Review, vocabulary: Vocabulary, language: Language) -> list[str]:
    sentences: list[str] = []
    holding = [group_name(review.decision.entry, event.group.id, language) for event in review.events if event.truth]
    if holding:
        text = Text(f"已有终止情形：{'；'.join(holding)}。", f"It is ended by: {'; '.join(holding)}.")
        sentences.append(text.in_language(language))
    failing = [each for each in review.decision.criteria if each.criterion.id in review.ended_by]
    if failing:
        told = [result_text(each, vocabulary, language) for each in failing]
        text = Text(f"不再符合认定标准：{'；'.join(told)}。", f"The criteria are no longer met: {'; '.join(told)}.")
        sentences.append(text.in_language(language))
    elif review.decision.outcome is Outcome.DOES_NOT_MEET and not holding:
        text = Text("不再符合认定标准。", "The criteria are no longer met.")
        sentences.append(text.in_language(language))
    elif not holding:
        text = Text(
            "未知的所见无论为何，不是不再符合认定标准，就是有终止情形。",
            "Whatever the unknown findings are, the criteria are not met or something ends it.",
        )
        sentences.append(text.in_language(language))
    return sentences


def _period(review: Review) -> Text:
    """Say whether the period that ran before the review had run out: the criteria decide whether it is renewed."""
    as_of = review.decision.as_of
    if review.valid_until is None:
        return Text("原认定长期有效，没有复审期限。", "The recognition had no period that could run out.")
    if review.lapsed:
        return Text(
            f"原有效期至 {review.valid_until}，到 {as_of} 已过期。",
            f"Its period ended on {review.valid_until} and had run out by {as_of}.",
        )
    return Text(
        f"原有效期至 {review.valid_until}，到 {as_of} 未过期。",
        f"Its period ends on {review.valid_until} and had not run out by {as_of}.",
    )
