"""Terms looked up, written out for a terminal: each value with the sentence that gives it."""

from collections.abc import Iterable, Iterator, Sequence

import click

from chronicare.api.v1 import benefit_pb2, benefit_service_pb2
from chronicare.cli.pages.care_catalogue import catalogue_lines
from chronicare.cli.pages.layout import WIDTH, columns, width_of, wrapped
from chronicare.cli.pages.parts import NOTHING, BenefitParts
from chronicare.diagnostics import Language

_MAX_ALTERNATIVES = 16
"""Results listed, each with all that comes to it; the message has every alternative."""


class LookUpPage:
    """Writes values of terms in one language."""

    def __init__(self, language: Language) -> None:
        """Write in ``language``."""
        self._parts = BenefitParts(language)
        self._say = self._parts.say

    def lines(self, response: benefit_service_pb2.LookUpTermsResponse) -> Iterator[str]:
        """Yield the lines of the page: the values, or what they are under each assumption; where it says so."""
        yield from self._parts.put_in_force(response.readings_put_in_force)
        for value in response.values:
            yield from self._value(value, response.determinations)
        for term in response.undecided_terms:
            undecided = click.style(self._say("尚不能定", "undecided"), fg="yellow", bold=True)
            yield f"{term.name}{self._say('：', ': ')}{undecided}"
        yield from self._not_covered(response)
        yield from self._parts.missing(response.missing_facts)
        yield from self._parts.open_switches(response.open_switches)
        yield from self._alternatives(response.alternatives)
        yield from self._parts.usual(response.assumed_facts)
        if response.determinations:
            yield from self._parts.section("依据", "Rows that gave it")
            for row in response.determinations:
                yield from self._parts.determination(row, "  ")
        yield from catalogue_lines(response.care_catalogue, self._parts)
        yield from self._parts.readings(response.readings_used)
        yield from self._parts.rulings(response.rulings)
        yield from self._parts.provisional(response.provisional_figures)
        yield from self._parts.unused(response.ignored, response.ignored_total)
        yield from self._parts.release(response.release)

    def _value(
        self, value: benefit_pb2.TermValue, determinations: Iterable[benefit_pb2.Determination]
    ) -> Iterator[str]:
        """Yield a term and its value; of a list too long for a line, each on lines of its own."""
        said = [each.text for row in determinations for each in row.outputs if each.code == value.code]
        items = list(dict.fromkeys(said))
        name = f"{value.name}{self._say('：', ': ')}"
        if width_of(name + value.text) > WIDTH:
            yield name
            for item in items if len(items) > 1 else [value.text]:
                bullet = "  · " if len(items) > 1 else "  "
                yield from (click.style(line, bold=True) for line in wrapped(item, "    ", bullet))
        else:
            yield name + click.style(value.text, bold=True)

    def _not_covered(self, response: benefit_service_pb2.LookUpTermsResponse) -> Iterator[str]:
        """Yield the terms about care that the rules do not cover, and what they do cover."""
        for term in response.not_covered_terms:
            outside = click.style(self._say("本规则集未收录", "not covered by these rules"), fg="yellow", bold=True)
            yield f"{term.name}{self._say('：', ': ')}{outside}"
        for sentence in response.covered:
            yield from wrapped(self._say(f"已收录——{sentence}", f"Covered: {sentence}"), "    ", "  ")

    def _alternatives(self, alternatives: Sequence[benefit_service_pb2.LookUpAlternative]) -> Iterator[str]:
        if not alternatives:
            return
        yield from self._parts.section("各种情形下", "Under each assumption")
        terms = list(dict.fromkeys(value.name for each in alternatives for value in each.values))
        results: dict[tuple[str, ...], list[benefit_service_pb2.LookUpAlternative]] = {}
        for each in alternatives:
            results.setdefault(tuple(self._texts(each, terms)), []).append(each)
        shown = list(results.items())[:_MAX_ALTERNATIVES]
        rows = [[self._say("情形", "assuming"), *terms]]
        for texts, cases in shown:
            others = (each for other, apart in results.items() if other != texts for each in apart)
            rows.append([self._parts.cases(cases, (), others), *texts])
        lines = [f"  {line}" for line in columns(rows)]
        if max(map(width_of, lines)) > WIDTH:
            lines = [line for row in rows[1:] for line in wrapped(self._as_sentence(row, terms), "      ", "  ")]
        yield from lines
        if len(results) > _MAX_ALTERNATIVES:
            yield self._say(f"  …… 共 {len(results)} 种结果", f"  … {len(results)} results in all")

    def _texts(self, alternative: benefit_service_pb2.LookUpAlternative, terms: Sequence[str]) -> list[str]:
        """Return the value of each of ``terms``, or what is needed for it."""
        texts = {value.name: value.text for value in alternative.values}
        wanting = self._parts.listed(term.name for term in alternative.missing_facts)
        otherwise = self._say(f"还须知道{wanting}", f"{wanting} is needed") if wanting else NOTHING
        return [texts.get(term, otherwise) for term in terms]

    def _as_sentence(self, row: Sequence[str], terms: Sequence[str]) -> str:
        """Write a row that is too long for a table: the values, then what is assumed."""
        assumed, *texts = row
        said = (f"{term} {text}" for term, text in zip(terms, texts, strict=True) if text != NOTHING)
        return f"{self._parts.listed(said)}{self._say('：', ': ')}{assumed}"
