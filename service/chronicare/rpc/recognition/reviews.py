"""Reviews as messages."""

from collections.abc import Mapping

from chronicare.api.v1 import review_pb2
from chronicare.diagnostics import Language
from chronicare.program.vocabulary import Vocabulary
from chronicare.recognition.decision import Detail
from chronicare.recognition.re_review import Review, ReviewStatus
from chronicare.recognition.review_wording import summarise_review
from chronicare.rpc.recognition.decisions import CAUSES, TRUTHS, write_missing
from chronicare.rpc.rule_parts import day_text, write_source

_STATUSES: Mapping[ReviewStatus, review_pb2.ReviewStatus] = {
    ReviewStatus.CONTINUES: review_pb2.REVIEW_STATUS_CONTINUES,
    ReviewStatus.ENDS: review_pb2.REVIEW_STATUS_ENDS,
    ReviewStatus.UNDECIDED: review_pb2.REVIEW_STATUS_UNDECIDED,
}


def write_review(
    review: Review, detail: Detail, vocabulary: Vocabulary, language: Language, message: review_pb2.Review
) -> None:
    """Write ``review`` into the empty ``message``, as far as ``detail`` goes; its decision is written apart."""
    entry, continuing = review.decision.entry, review.continuing
    message.recognition.disease_code = entry.code
    message.recognition.start_date = review.existing.start.isoformat()
    message.recognition.last_review_date = day_text(review.existing.last_review)
    message.status = _STATUSES[review.status]
    message.causes.extend([CAUSES[cause] for cause in continuing.causes])
    message.valid_until = day_text(review.valid_until)
    message.has_lapsed = review.lapsed
    message.next_review_date = day_text(review.next_review)
    for event in review.events:
        variant = entry.composed(event.group)
        told = message.ending_events.add(id=event.group.id, name=variant.name, truth=TRUTHS[event.truth])
        write_source(variant.clause, variant.position, told.source)
    message.ended_by.extend(review.ended_by)
    if detail is Detail.OUTCOME:
        return
    message.summary = summarise_review(review, vocabulary, language)
    if continuing.to_meet is not None:
        write_missing(continuing.to_meet, vocabulary, language, message.to_continue)
    if continuing.to_refuse is not None:
        write_missing(continuing.to_refuse, vocabulary, language, message.to_end)
