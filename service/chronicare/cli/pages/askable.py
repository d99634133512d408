"""All that can be asked, written out for a terminal."""

from collections.abc import Iterator

import click

from chronicare.api.v1 import benefit_service_pb2
from chronicare.cli.pages.layout import wrapped
from chronicare.cli.pages.parts import Parts
from chronicare.cli.requests.askable import Askable
from chronicare.diagnostics import Language


class AskablePage:
    """Writes what ``askable`` understands in one language."""

    def __init__(self, askable: Askable, language: Language) -> None:
        """Write in ``language``."""
        self._askable = askable
        self._parts = Parts(language)

    def lines(self, response: benefit_service_pb2.ListTermsResponse) -> Iterator[str]:
        """Yield the page that lists everything: the terms table by table, then the words that need no term."""
        parts, askable = self._parts, self._askable
        vocabulary = askable.model.vocabulary
        names = {code: finding.name.in_language(parts.language) for code, finding in vocabulary.findings.items()}
        tables: dict[str, list[benefit_service_pb2.DerivedTerm]] = {}
        for derived in response.derived:
            tables.setdefault(derived.table, []).append(derived)
        yield click.style(
            parts.say("可以问的事项（chronicare ask 事项 --fact 名称=值）", "Terms to ask for"), bold=True
        )
        for table, terms in tables.items():
            said = parts.listed(
                each.term.name + parts.bracketed(parts.listed(vocabulary.findings[each.term.code].aliases))
                for each in terms
            )
            facts = dict.fromkeys(code for each in terms for code in each.rests_on)
            rests = parts.listed(names[code] for code in facts)
            text = parts.say(f"{said} ← {rests}", f"{said} <- {rests}") if rests else said
            alone = [each.term.name for each in terms] == [table]  # it is named once
            yield from wrapped(text, "      ", "  " if alone else f"  {table}{parts.say('：', ': ')}")
        yield from parts.section("可以直接问的词（chronicare ask 词）", "Words to ask by themselves")
        for asked in askable.asked:
            said = parts.listed(
                level.value + parts.bracketed(parts.listed(level.aliases))
                for level in asked.levels
                if askable.meaning(level.value) is not None
            )
            if said:
                yield from wrapped(said, "      ", f"  {names[asked.code]}{parts.say('：', ': ')}")
