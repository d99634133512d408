"""The payers' chain written out for each setting: who pays, in which order, on what, how much, up to where."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from chronicare.authoring.benefits.tables import HeldRow, conditions_text, rows_held
from chronicare.authoring.reading_status import OTHER
from chronicare.cells.types import LevelSet
from chronicare.compiler.card_cells import NO_CAP
from chronicare.diagnostics import Position
from chronicare.program.decision_table import BenefitRules, ChainStep
from chronicare.program.entry import Clause
from chronicare.program.evidence import Measurement
from chronicare.program.formula import Formula
from chronicare.program.period import Period
from chronicare.program.roles import Role
from chronicare.program.vocabulary import Vocabulary
from chronicare.reference.condition import bind_criterion


@dataclass(frozen=True, slots=True)
class ChainLine:
    """A payer's step; lines with one ``step_number`` (from 1) are alternatives, told apart by the conditions.

    ``status`` is that of the reading it holds under, ``terms`` are the codes that its amounts and ratios name.
    """

    step_number: int
    payer: str
    name: str
    payment_kind: str
    conditions: str
    base: str
    start: str
    deductible: str
    ratio: str
    limit: str
    accumulations: tuple[str, ...]
    reading: str
    status: str
    in_force: str
    clause: Clause
    anomalies: tuple[str, ...]
    position: Position
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SettingChain:
    """The payers of one setting, in order. ``setting`` is its value, empty if the chain does not ask for one."""

    setting: str
    name: str
    lines: tuple[ChainLine, ...]

    @property
    def first_payer(self) -> tuple[ChainLine, ...]:
        """The lines of the payer who comes first, but for those under a reading that is not in force."""
        return tuple(line for line in self.lines if line.payer == self.lines[0].payer and line.status != OTHER)


def write_chains(periods: Sequence[BenefitRules], vocabulary: Vocabulary) -> tuple[SettingChain, ...]:
    """Write the chain out for every setting in which somebody pays, in the order of the settings."""
    held = rows_held(periods, [(rules, rules.chain) for rules in periods if rules.chain is not None])
    if not held:
        return ()
    setting = vocabulary.playing(Role.SETTING)
    levels = setting.type.levels if setting else None
    asking = {code for code in held[0].table.inputs if _is_of(vocabulary, code, levels)}
    if levels is None or not asking:
        return (SettingChain("", "", tuple(_lines(held, vocabulary, ()))),)
    chains = []
    for level in levels.levels:
        admitted = [each for each in held if _admits(each, asking, level.value)]
        if admitted:
            lines = tuple(_lines(admitted, vocabulary, asking))
            chains.append(SettingChain(level.value, level.name.zh or level.value, lines))
    return tuple(chains)


def _is_of(vocabulary: Vocabulary, code: str, levels: LevelSet | None) -> bool:
    own = vocabulary.findings[code].type.levels
    return own is not None and levels is not None and own.name == levels.name


def _admits(held: HeldRow, asking: set[str], setting: str) -> bool:
    """Whether the row can pay in ``setting``: its cells on the terms ``asking`` for one let it pass."""
    matching = held.table.matching
    if matching is None or not held.row.node:
        return True
    (variant,) = matching.rows.groups[held.row.node].variants
    criteria = [matching.rows.criteria[name] for name in variant.members]
    return all(
        bind_criterion(each).condition(Measurement(setting), date.min) is True
        for each in criteria
        if each.finding in asking
    )


def _lines(held: Sequence[HeldRow], vocabulary: Vocabulary, left_out: set[str] | tuple[()]) -> Iterator[ChainLine]:
    numbers: dict[str, int] = {}
    for each in held:
        step = each.rules.steps[each.row.id]
        yield ChainLine(
            numbers.setdefault(step.id, len(numbers) + 1),
            step.payer,
            step.name.zh,
            step.payment_kind.value,
            conditions_text(each, vocabulary, left_out),
            _text(step.base),
            _text(step.start),
            _text(step.deductible),
            ratio_text(step),
            limit_text(step),
            tuple(f"{vocabulary.findings[one.accumulator].name.zh} += {one.amount.text}" for one in step.accumulations),
            each.reading,
            each.status,
            each.in_force,
            each.row.clause,
            each.row.anomalies,
            each.row.position,
            tuple(_terms(step)),
        )


def _text(formula: Formula | None) -> str:
    return formula.text if formula else ""


def limit_text(step: ChainStep) -> str:
    """Return what its cap says: of each line of the bill, of the whole."""
    of_items = (f"{step.item_limit.text} {Period.ITEM.value}",) if step.item_limit else ()
    return "；".join((*of_items, *((step.limit.text,) if step.limit else ()))) or NO_CAP


def ratio_text(step: ChainStep) -> str:
    """Return what its ratios say, of each band."""
    return "；".join(
        f"≤ {segment.limit.text}：{segment.ratio.text}" if segment.limit else segment.ratio.text
        for segment in step.segments
    )


def _terms(step: ChainStep) -> Mapping[str, None]:
    """Return the terms that the step's amounts and ratios name, each once."""
    return dict.fromkeys(code for formula in step.payment_formulas for code in formula.terms)
