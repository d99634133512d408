"""What ``ask`` can be asked: the terms that tables put out, and words that state what one table alone asks for.

「起付标准」 is a term. 「工伤」 is no term, but can only be a value of one that a single table asks for: what that
table puts out is meant. A word that may mean more means nothing by itself; what is near it is told.
"""

from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from typing import NamedTuple

from chronicare.benefits.model import BenefitModel
from chronicare.cells.types import Level
from chronicare.program.decision_table import DecisionTable

_MAX_NEAR = 8
_LIKENESS = 0.5
_COMPARED = " − "
"""Between the names of two terms that a table compares: nobody asks how far they are apart."""


class Meaning(NamedTuple):
    """What a word asks: ``terms`` by code, under the fact ``stated`` (name and value) if it states one."""

    terms: tuple[str, ...]
    stated: tuple[str, str] | None = None


class Asked(NamedTuple):
    """A term that has to be told, its values, and the tables that ask for it."""

    code: str
    name: str
    levels: Sequence[Level]
    tables: Sequence[DecisionTable]
    in_chain: bool

    @property
    def by(self) -> DecisionTable | None:
        """The table, if it is the only one that asks."""
        return self.tables[0] if len(self.tables) == 1 and not self.in_chain else None


class Askable:
    """The words that ``model`` answers; ``asked`` are the terms that have to be told it."""

    def __init__(self, model: BenefitModel) -> None:
        """Gather the terms that tables ask for and that have to be told."""
        self.model = model
        self.asked = tuple(self._told())

    def meaning(self, word: str) -> Meaning | None:
        """Return what ``word`` asks, ``None`` if that is not one thing."""
        finding = self.model.vocabulary.find(word)
        if finding is not None:
            return Meaning((finding.code,)) if finding.code in self.model.rules.producers else None
        stating = self._stating(word)
        if len(stating) != 1:
            return None
        asked, level = stating[0]
        return None if asked.by is None else Meaning(asked.by.outputs, (asked.name, level.value))

    def stated(self, word: str) -> tuple[str, str] | None:
        """Return the name of the one term that ``word`` can be a value of, and the value; ``None`` without one."""
        stating = self._stating(word)
        return (stating[0][0].name, stating[0][1].value) if len(stating) == 1 else None

    def _stating(self, word: str) -> list[tuple[Asked, Level]]:
        return [(each, level) for each in self.asked for level in each.levels if word in _words_of(level)]

    def near(self, word: str) -> list[str]:
        """Return what can be asked and rests on ``word``, has a part in common with it, or looks like it."""
        words, vocabulary = self._words(), self.model.vocabulary
        stated = self._stating(word)
        near = [
            *(
                f"{vocabulary.findings[each.by.outputs[0]].name.zh} --fact {each.name}={level.value}"
                for each, level in stated
                if each.by is not None
            ),
            *self.resting(word),
            *(said for other, said in words.items() if word in other or other in word),
            *(words[each] for each in get_close_matches(word, list(words), _MAX_NEAR, _LIKENESS)),
        ]
        return _first(near)

    def resting(self, word: str) -> list[str]:
        """Return what can be asked and rests on ``word``, a term or a value of one."""
        vocabulary = self.model.vocabulary
        finding = vocabulary.find(word)
        named = {each.code for each, _ in self._stating(word)} | ({finding.code} if finding is not None else set())
        tables = (each for each in self.model.rules.tables.values() if not named.isdisjoint(each.rests_on))
        return _first(vocabulary.findings[code].name.zh for table in tables for code in table.outputs)

    def _told(self) -> Iterator[Asked]:
        rules, vocabulary = self.model.rules, self.model.vocabulary
        chain = rules.chain.inputs if rules.chain is not None else ()
        for code, finding in vocabulary.findings.items():
            tables = [table for table in rules.tables.values() if code in table.inputs]
            levels = finding.type.levels
            if (tables or code in chain) and levels is not None and code not in rules.producers:
                yield Asked(code, finding.name.zh, levels.levels, tables, code in chain)

    def _words(self) -> dict[str, str]:
        """Return every word that can be asked, each with the one to say for it."""
        vocabulary = self.model.vocabulary
        words: dict[str, str] = {}
        for code in self.model.rules.producers:
            finding = vocabulary.findings[code]
            words |= dict.fromkeys((finding.name.zh, *finding.aliases), finding.name.zh)
        for asked in self.asked:
            for level in asked.levels:
                words |= {each: level.value for each in _words_of(level) if self.meaning(each) is not None}
        return words


def _first(names: Iterable[str]) -> list[str]:
    return [each for each in dict.fromkeys(names) if _COMPARED not in each][:_MAX_NEAR]


def _words_of(level: Level) -> tuple[str, ...]:
    return (level.value, level.name.zh, *level.aliases)
