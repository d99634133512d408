"""A review written out for a terminal: what becomes of the recognition, then the decision on the criteria."""

from collections.abc import Iterator, Mapping

import click

from chronicare.api.v1 import decision_pb2, recognition_service_pb2, review_pb2
from chronicare.cli.pages.decision import CAUSES, MARKS, MAX_REFUSING, MAX_SETS, DecisionPage
from chronicare.cli.pages.layout import padded, width_of, wrapped
from chronicare.cli.pages.parts import Parts
from chronicare.diagnostics import Language, Text

_STATUSES: Mapping[int, tuple[Text, str]] = {
    review_pb2.REVIEW_STATUS_CONTINUES: (Text("继续有效", "continues"), "green"),
    review_pb2.REVIEW_STATUS_ENDS: (Text("终止", "ends"), "red"),
    review_pb2.REVIEW_STATUS_UNDECIDED: (Text("尚不能定", "undecided"), "yellow"),
}
_EVENTS: Mapping[int, tuple[Text, str]] = {
    decision_pb2.TRUTH_TRUE: (Text("有", "holds"), "red"),
    decision_pb2.TRUTH_FALSE: (Text("没有", "does not hold"), "green"),
    decision_pb2.TRUTH_UNKNOWN: (Text("不详", "unknown"), "yellow"),
}


class ReviewPage:
    """Writes reviews in one language."""

    def __init__(self, language: Language) -> None:
        """Write in ``language``."""
        self._language = language
        self._decisions = DecisionPage(language)
        self._parts = Parts(language)
        self._say = self._parts.say
        self._section = self._parts.section

    def lines(self, response: recognition_service_pb2.ReviewRecognitionResponse) -> Iterator[str]:
        """Yield the lines of the page, the marks in colour."""
        review = response.review
        yield from self._head(response)
        yield from self._period(review)
        yield from self._events(review)
        if review.to_continue != response.decision.to_meet:  # else the decision below tells it
            yield from self._decisions.missing(review.to_continue, *_TO_CONTINUE)
            yield from self._decisions.missing(review.to_end, *_TO_END)
        yield ""
        yield click.style(self._say("━━━ 按认定标准重新判定 ━━━", "━━━ Decided again by the criteria ━━━"), bold=True)
        yield from self._decisions.lines(response.decision, response)

    def _head(self, response: recognition_service_pb2.ReviewRecognitionResponse) -> Iterator[str]:
        review, decision = response.review, response.decision
        said, colour = _STATUSES[review.status]
        status = click.style(said.in_language(self._language), fg=colour, bold=True)
        causes = self._parts.listed(CAUSES[cause].in_language(self._language) for cause in review.causes)
        yield click.style(f"{decision.disease_code} {decision.disease_name}", bold=True) + self._say(
            f"  {decision.disease_class}  复审日 {decision.as_of_date}",
            f"  {decision.disease_class}  reviewed as of {decision.as_of_date}",
        )
        yield (self._say("复审结论：", "Review: ") + status + self._parts.bracketed(causes))
        if review.summary:
            yield ""
            yield from wrapped(review.summary, "  ")

    def _period(self, review: review_pb2.Review) -> Iterator[str]:
        yield from self._section("原认定", "The recognition")
        held = review.recognition
        last = self._say("没有复审过", "never reviewed")
        if held.last_review_date:
            last = self._say(f"上次复审 {held.last_review_date}", f"last reviewed {held.last_review_date}")
        yield self._say(f"  自 {held.start_date} 起，{last}", f"  since {held.start_date}, {last}")
        if not review.valid_until:
            yield self._say("  长期，没有复审期限", "  no period set (长期)")
        else:
            lapsed = (
                self._say("，已过期", ", has run out")
                if review.has_lapsed
                else self._say("，未过期", ", still running")
            )
            yield self._say(f"  有效期至 {review.valid_until}", f"  valid until {review.valid_until}") + lapsed
        if review.next_review_date:
            yield self._say(f"  下次复审 {review.next_review_date}", f"  next review {review.next_review_date}")

    def _events(self, review: review_pb2.Review) -> Iterator[str]:
        if not review.ending_events:
            return
        yield from self._section(
            "终止情形（E 为终止，X 为排除；有一即终止）", "What ends it (E events, X exclusions; any one does)"
        )
        width = max(width_of(each.id) for each in review.ending_events)
        for each in review.ending_events:
            said, colour = _EVENTS[each.truth]
            state, mark = said.in_language(self._language), MARKS[each.truth][0]
            name = self._say(f"{each.name}：{state}", f"{each.name}: {state}") if each.name else state
            yield f"  {click.style(mark, fg=colour)} {padded(each.id, width)}  {name}"
            yield from self._parts.clause(each.source, " " * (width + 6))


_TO_CONTINUE = (Text("查明下列任意一组，可能继续有效", "Any one of these could bring 'continues'"), MAX_SETS)
_TO_END = (Text("查明下列任意一组，可能终止", "Any one of these could bring 'ends'"), MAX_REFUSING)
