"""A decision written out for a terminal, from the message a caller of the service gets."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import click

from chronicare.api.v1 import decision_pb2, recognition_service_pb2
from chronicare.cli.pages.layout import padded, width_of, wrapped
from chronicare.cli.pages.parts import Parts, site_text
from chronicare.diagnostics import Language, Text
from chronicare.recognition.condensing import Pick
from chronicare.recognition.criterion_wording import in_words, written_id
from chronicare.recognition.missing_wording import sets_texts

_OUTCOMES: Mapping[int, tuple[Text, str]] = {
    decision_pb2.OUTCOME_MEETS: (Text("符合", "meets the criteria"), "green"),
    decision_pb2.OUTCOME_DOES_NOT_MEET: (Text("不符合", "does not meet the criteria"), "red"),
    decision_pb2.OUTCOME_UNDECIDED: (Text("尚不能认定", "undecided"), "yellow"),
}
MARKS: Mapping[int, tuple[str, str]] = {
    decision_pb2.TRUTH_TRUE: ("✓", "green"),
    decision_pb2.TRUTH_FALSE: ("✗", "red"),
    decision_pb2.TRUTH_UNKNOWN: ("?", "yellow"),
}
CAUSES: Mapping[int, Text] = {
    decision_pb2.UNDECIDED_CAUSE_EVIDENCE: Text("缺少资料", "evidence is missing"),
    decision_pb2.UNDECIDED_CAUSE_POLICY: Text("政策未定", "the policy is open"),
}
MAX_SETS = 10
"""Sets of missing findings listed; the message has up to 20."""
MAX_REFUSING = 3

Answer = recognition_service_pb2.CheckRecognitionResponse | recognition_service_pb2.ReviewRecognitionResponse
"""What a decision comes in."""


class DecisionPage:
    """Writes decisions in one language."""

    def __init__(self, language: Language) -> None:
        """Write in ``language``."""
        self._language = language
        self._parts = Parts(language)
        self._say = self._parts.say
        self._section = self._parts.section

    def lines(self, decision: decision_pb2.Decision, answer: Answer) -> Iterator[str]:
        """Yield the lines of the page, the marks in colour; ``answer`` is the one that ``decision`` stands in."""
        is_review = isinstance(answer, recognition_service_pb2.ReviewRecognitionResponse)
        yield from self._head(decision, is_review=is_review)
        yield from self._criteria(decision)
        yield from self._groups(decision)
        yield from self._missing(decision)
        yield from self._documents(decision)
        yield from self._review(decision)
        yield from self._readings(decision)
        yield from self._parts.anomalies(decision.anomalies)
        yield from self._trace(decision)
        yield from self._parts.unused(answer.ignored, answer.ignored_total)
        yield from self._parts.release(answer.release)

    def _head(self, decision: decision_pb2.Decision, *, is_review: bool) -> Iterator[str]:
        said, colour = _OUTCOMES[decision.outcome]
        name = f"{decision.disease_code} {decision.disease_name}"
        outcome = click.style(said.in_language(self._language), fg=colour, bold=True)
        causes = self._parts.listed(CAUSES[cause].in_language(self._language) for cause in decision.causes)
        yield click.style(name, bold=True) + self._say(
            f"  {decision.disease_class}  {'复审日' if is_review else '申请日'} {decision.as_of_date}",
            f"  {decision.disease_class}  as of {decision.as_of_date}",
        )
        yield (self._say("结论：", "Outcome: ") + outcome + self._parts.bracketed(causes))
        yield ""
        yield from wrapped(decision.summary, "  ")

    def _criteria(self, decision: decision_pb2.Decision) -> Iterator[str]:
        of_endings = criteria_of_endings(decision)
        asked_always = [
            each for each in decision.criteria if each.id not in of_endings and not each.is_of_other_reading
        ]
        asked_otherwise = [each for each in decision.criteria if each.is_of_other_reading]
        asked_in_reviews = [each for each in decision.criteria if each.id in of_endings]
        if asked_always:
            yield from self._section("认定依据", "Criteria")
            yield from self._criterion_lines(asked_always)
        if asked_otherwise:
            yield from self._section(
                "只按另一读法才看的依据（不影响结论，读法见后）",
                "Criteria of another reading only (they do not bear on the outcome; the readings follow)",
            )
            yield from self._criterion_lines(asked_otherwise)
        if asked_in_reviews:
            yield from self._section(
                "终止情形（只看已有的认定，不影响结论）", "Ending events (only of a recognition that exists)"
            )
            yield from self._criterion_lines(asked_in_reviews)

    def _criterion_lines(self, criteria: Sequence[decision_pb2.CriterionResult]) -> Iterator[str]:
        width = max(width_of(written_id(each.id)) for each in criteria)
        indent = " " * (width + 6)
        for each in criteria:
            mark, colour = MARKS[each.truth]
            yield f"  {click.style(mark, fg=colour)} {padded(written_id(each.id), width)}  {each.description}"
            found = [self.value_text(value, each.site) for value in each.values]
            if found:
                text = self._parts.listed(found)
                if each.distance:
                    text += self._say(f"，{each.distance}", f", {each.distance}")
                yield from wrapped(self._say(f"所报：{text}", f"reported: {text}"), indent)
            elif each.distance:
                yield from wrapped(
                    self._say(f"记录中没有，{each.distance}", f"none on record, {each.distance}"), indent
                )
            yield from self._parts.clause(each.source, indent)

    def value_text(self, value: decision_pb2.UsedValue, site: str) -> str:
        """Write a value as reported and in the unit of the criterion, with its day, site, report and mark.

        ``site`` is the criterion's, empty if it has none.
        """
        text = value.description
        taken = (
            value.date,
            site_text(value.site, site).in_language(self._parts.language),
            value.report_id,
            value.attester,
        )
        beside = [each for each in taken if each]
        if beside:
            text += self._say(f"（{'，'.join(beside)}）", f" ({', '.join(beside)})")
        mark, colour = MARKS[value.passes]
        return f"{text} {click.style(mark, fg=colour)}"

    def _groups(self, decision: decision_pb2.Decision) -> Iterator[str]:
        if not decision.groups:
            return
        yield from self._section(
            "组合（R 为路径，X 为排除，E 为终止）", "Groups (R is a route, X an exclusion, E ends)"
        )
        names = {each.id: in_words(each.id, self._language) for each in decision.groups}
        width = max(map(width_of, names.values()))
        for each in decision.groups:
            mark, colour = MARKS[each.truth]
            members = self._parts.listed(in_words(member, self._language) for member in each.members)
            name = self._parts.bracketed(each.name)
            composed = self._say(f"{each.needs}{name}：{members}", f"{each.needs}{name}: {members}")
            head = f"  {click.style(mark, fg=colour)} {padded(names[each.id], width)}  "
            yield from wrapped(composed, " " * (width + 6), head)

    def _missing(self, decision: decision_pb2.Decision) -> Iterator[str]:
        heading = Text("补充下列任意一组，可能符合", "Any one of these could bring 'meets'")
        yield from self.missing(decision.to_meet, heading, MAX_SETS)
        heading = Text("查明下列任意一组，可能不符合", "Any one of these could bring 'does not meet'")
        yield from self.missing(decision.to_refuse, heading, MAX_REFUSING)

    def missing(self, missing: decision_pb2.MissingEvidence, heading: Text, most: int) -> Iterator[str]:
        """Yield at most ``most`` sets of missing findings below ``heading``; nothing if there are none."""
        if not missing.sets:
            return
        yield from self._section(heading.zh, heading.en)
        texts = evidence_texts(missing, self._language)
        for number, text in enumerate(texts[:most], 1):
            yield from wrapped(text, "     ", f"  {number:>2} ")
        if len(texts) > most or missing.is_lower_bound:
            least = self._say("不止", "more than ") if missing.is_lower_bound else self._say("共", "")
            yield self._say(
                f"     …… {least} {missing.total_count} 种", f"     … {least}{missing.total_count} ways in all"
            )

    def _documents(self, decision: decision_pb2.Decision) -> Iterator[str]:
        if not decision.documents:
            return
        yield from self._section("认定材料（不影响结论）", "Documents (they do not bear on the outcome)")
        for each in decision.documents:
            box = "☑" if each.is_held else "☐"
            state = ""
            if not each.is_required:
                state = self._say("，视所用路径而定", ", depending on the route")
            elif each.HasField("is_held") and not each.is_held:
                state = self._say("，尚缺", ", lacking")
            issuer = self._parts.bracketed(each.issuer)
            yield f"  {box} {each.name}{issuer}{state}"

    def _review(self, decision: decision_pb2.Decision) -> Iterator[str]:
        yield from self._section("复审", "Review")
        if decision.HasField("review_months"):
            months = decision.review_months
            text = self._say(f"每 {months} 个月", f"every {months} months")
            if decision.review_date:
                text += self._say(f"，下次 {decision.review_date}", f", next on {decision.review_date}")
        else:
            text = self._say("长期", "none set (长期)")
        yield f"  {text}"
        if decision.ends_when:
            yield from wrapped(self._say(f"终止：{decision.ends_when}", f"ends when: {decision.ends_when}"), "  ")

    def _readings(self, decision: decision_pb2.Decision) -> Iterator[str]:
        def said(reading: decision_pb2.ReadingOutcome) -> str:
            outcome = _OUTCOMES[reading.outcome][0].in_language(self._language) if reading.outcome else ""
            return self._say(f"{reading.description}：{outcome}", f"{reading.description}: {outcome}")

        def weight(note: decision_pb2.PolicyReading) -> str:
            return self._say("，影响本结论", ", this decision rests on it") if note.is_decisive else ""

        yield from self._parts.points(decision.policy_readings, said, weight)

    def _trace(self, decision: decision_pb2.Decision) -> Iterator[str]:
        if not decision.trace:
            return
        yield from self._section("规则触发次序", "Rules fired, in order")
        for each in decision.trace:
            mark = f"{MARKS[each.truth][0]} {each.node}" if each.node else ""
            yield f"  {padded(each.rule, 24)} {mark}".rstrip()


def criteria_of_endings(decision: decision_pb2.Decision) -> frozenset[str]:
    """Return the criteria that only ending events rest on: an application is not asked for them."""
    members = {each.id: tuple(each.members) for each in decision.groups}

    def below(names: Iterable[str]) -> set[str]:
        reached: set[str] = set()
        waiting = list(names)
        while waiting:
            name = waiting.pop()
            if name not in reached:
                reached.add(name)
                waiting.extend(members.get(name, ()))
        return reached

    inside = {member for each in members.values() for member in each}
    roots = [name for name in members if name not in inside]
    endings = below(name for name in roots if name.startswith("E"))
    return frozenset(endings - below(name for name in roots if not name.startswith("E")) - members.keys())


def evidence_texts(missing: decision_pb2.MissingEvidence, language: Language) -> list[str]:
    """Write each set of missing findings."""
    sets = [
        [Pick(choice.count, tuple(item.description for item in choice.items)) for choice in each.choices]
        for each in missing.sets
    ]
    return sets_texts(sets, missing.total_count, language, more_than_total=missing.is_lower_bound)
