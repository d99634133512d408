"""What a disease entry brings: the rows of the decision tables that name it, and the terms of its class's setting."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from chronicare.authoring.benefits.chains import SettingChain
from chronicare.authoring.benefits.tables import HeldRow, all_rows, conditions_text, result_text
from chronicare.authoring.reading_status import OTHER
from chronicare.cells.typed import AnyOf, Compare, Operator, Test
from chronicare.compiler.level_sets import DISEASES
from chronicare.diagnostics import Position
from chronicare.program.decision_table import BenefitRules
from chronicare.program.entry import Clause, Entry
from chronicare.program.roles import Role
from chronicare.program.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class EntitlementLine:
    """A row that says something of an entry: what (the outputs' names), under which conditions, how much."""

    name: str
    conditions: str
    result: str
    reading: str
    in_force: str
    clause: Clause
    anomalies: tuple[str, ...]
    position: Position


@dataclass(frozen=True, slots=True)
class EntryBenefits:
    """The chains of the settings under which an entry's expense is settled, and what is said of it.

    ``lines`` name the entry; ``general`` is what its class's first payer goes by, the same for every entry of it.
    """

    chains: tuple[SettingChain, ...]
    lines: tuple[EntitlementLine, ...]
    general: tuple[EntitlementLine, ...]


class EntryBenefitsFinder:
    """Finds what each entry brings, in the tables of one area."""

    def __init__(self, periods: Sequence[BenefitRules], chains: Sequence[SettingChain], vocabulary: Vocabulary) -> None:
        """Note which tables ask for a disease entry."""
        self._chains = chains
        self._vocabulary = vocabulary
        self._rows = all_rows(periods)
        self._asking = {
            code
            for code, finding in vocabulary.findings.items()
            if finding.type.levels is not None and finding.type.levels.name == DISEASES
        }

    def find(self, entry: Entry) -> EntryBenefits:
        """Return the benefits of ``entry``: rows that name it, then what its class's first payer goes by.

        Of the latter only what is in force or open: the other readings stand in the tables.
        """
        chains = tuple(self._of_class(entry.disease_class))
        named = [held for held in self._rows if self._names(held, entry.code)]
        general = self._put_out([code for chain in chains for line in chain.first_payer for code in line.terms])
        return EntryBenefits(
            chains, tuple(self._line(held) for held in named), tuple(self._line(held) for held in general)
        )

    def _of_class(self, disease_class: str) -> Iterable[SettingChain]:
        """Return the chains whose setting is, by name or alias, that of the class."""
        finding = self._vocabulary.playing(Role.DISEASE_CLASS)
        levels = finding.type.levels if finding else None
        place = levels.index(disease_class) if levels else None
        if levels is None or place is None:
            return []
        return [chain for chain in self._chains if levels.index(chain.setting) == place]

    def _names(self, held: HeldRow, code: str) -> bool:
        """Whether a cell of the row on a disease entry names ``code``."""
        matching = held.table.matching
        if matching is None or not held.row.node:
            return False
        (variant,) = matching.rows.groups[held.row.node].variants
        criteria = [matching.rows.criteria[name] for name in variant.members]
        return any(each.finding in self._asking and _lists(each.test.test, code) for each in criteria)

    def _put_out(self, terms: Iterable[str]) -> list[HeldRow]:
        """Return the rows that put ``terms`` out, in their order, each followed by those of the terms it names."""
        general = [held for held in self._rows if not self._asking & set(held.table.inputs) and held.status != OTHER]
        found: dict[int, HeldRow] = {}
        seen: set[str] = set()

        def follow(code: str) -> None:
            if code in seen:
                return
            seen.add(code)
            rows = [held for held in general if code in held.table.outputs]
            found.update({id(held): held for held in rows})
            for held in rows:
                formula = held.row.outputs[code]
                for named in formula.terms:
                    follow(named)

        for term in terms:
            follow(term)
        return list(found.values())

    def _line(self, held: HeldRow) -> EntitlementLine:
        findings = [self._vocabulary.findings[code] for code in held.table.outputs]
        texts = [result_text(held.row.outputs[each.code], each) for each in findings]
        alone = len(findings) == 1
        return EntitlementLine(
            findings[0].name.zh if alone else held.table.name,
            conditions_text(held, self._vocabulary, self._asking),
            texts[0]
            if alone
            else "；".join(f"{each.name.zh} {text}" for each, text in zip(findings, texts, strict=True)),
            held.reading,
            held.in_force,
            held.row.clause,
            held.row.anomalies,
            held.row.position,
        )


def _lists(test: Test, code: str) -> bool:
    match test:
        case Compare(Operator.EQ, bound):
            return bound == code
        case AnyOf(tests):
            return any(_lists(each, code) for each in tests)
        case _:
            return False
