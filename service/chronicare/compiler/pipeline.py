"""The passes in order: vocabulary, entries of each period, structure, columns, splits, rules. Errors come at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from chronicare.compiler.benefits import compile_benefits
from chronicare.compiler.columns import lay_out
from chronicare.compiler.dates import periods, rows_in_force
from chronicare.compiler.entries import EntryBuilder
from chronicare.compiler.lower import Lowering
from chronicare.compiler.population import compile_population
from chronicare.compiler.register import Register
from chronicare.compiler.sites import written_out
from chronicare.compiler.splits import find_splits
from chronicare.compiler.structure import check_structure
from chronicare.compiler.term_comparisons import resolve_term_comparisons
from chronicare.diagnostics import Diagnostics, Text
from chronicare.program.decision_table import BenefitRules
from chronicare.program.entry import Entry, NeedsKind, Switch
from chronicare.program.population import Population
from chronicare.program.ranks import Column, CompiledEntry, CriterionTest, Split
from chronicare.program.validity import is_valid
from chronicare.program.vocabulary import Vocabulary
from chronicare.tables import RuleFolder, SourceDocument


@dataclass(frozen=True, slots=True)
class AreaRules:
    """The compiled rules of one area, and the vocabulary they speak.

    In ``entries`` a code may occur several times, with periods that do not meet. ``benefits`` has one item a period.
    """

    area: str
    name: Text
    version: str
    effective_from: date | None
    effective_until: date | None
    entries: tuple[CompiledEntry, ...]
    vocabulary: Vocabulary
    benefits: tuple[BenefitRules, ...] = ()
    documents: tuple[SourceDocument, ...] = ()
    """What the rows cite."""
    layers: tuple[str, ...] = ()
    """The folders of rules below the area's own, the lowest first."""
    switches: tuple[Switch, ...] = ()
    """Every switch that is registered, as it stands in the end: what a ruling has taken is the reading by default."""
    anomaly_count: int = 0
    """How many doubts about the documents are registered."""
    population: Population = field(default_factory=dict)
    """What sample persons are drawn from."""

    def in_force(self, day: date) -> bool:
        """Whether the area has rules on ``day``."""
        return is_valid(day, self.effective_from, self.effective_until)


def compile_area(folder: RuleFolder, vocabulary: Vocabulary, diagnostics: Diagnostics) -> AreaRules:
    """Compile an area's folder against its vocabulary; everything wrong goes to ``diagnostics``."""
    folder, vocabulary = resolve_term_comparisons(folder, vocabulary, diagnostics)
    register = Register(folder, diagnostics)
    builder = EntryBuilder(folder, vocabulary, register, diagnostics)
    entries: list[CompiledEntry] = []
    for since, until in periods(folder, diagnostics):
        for entry in builder.build(rows_in_force(folder, since), since, until):
            compiled = compile_entry(entry, vocabulary, diagnostics)
            if compiled is not None:
                entries.append(compiled)
    manifest = folder.manifest
    return AreaRules(
        manifest.area,
        manifest.name,
        manifest.version,
        manifest.effective_from,
        manifest.effective_until,
        tuple(entries),
        vocabulary,
        compile_benefits(folder, vocabulary, register, diagnostics),
        manifest.documents,
        tuple(dict.fromkeys(each.layer for each in folder.tables if each.layer not in ("", manifest.folder))),
        tuple(register.switches_on(date.max).values()),
        len(register.anomalies),
        compile_population(folder, vocabulary, diagnostics),
    )


def compile_entry(entry: Entry, vocabulary: Vocabulary, diagnostics: Diagnostics) -> CompiledEntry | None:
    """Compile one entry, or report why it cannot be and return ``None``."""
    before = diagnostics.error_count
    if not check_structure(entry, diagnostics):
        return None
    entry = written_out(entry, vocabulary, diagnostics)
    if diagnostics.error_count > before:
        return None
    columns, tests = lay_out(entry, vocabulary, diagnostics)
    splits = find_splits(entry, vocabulary, columns, tests, directions(entry), diagnostics)
    if diagnostics.error_count > before:
        return None
    in_review: CompiledEntry | None = None
    if entry.endings:
        reviewed = entry.for_review()
        its_splits = find_splits(reviewed, vocabulary, columns, tests, directions(reviewed), diagnostics)
        if diagnostics.error_count > before:
            return None
        in_review = _lowered(reviewed, columns, tests, its_splits, None)
    return _lowered(entry, columns, tests, splits, in_review)


def _lowered(
    entry: Entry,
    columns: tuple[Column, ...],
    tests: Mapping[str, CriterionTest],
    splits: tuple[Split, ...],
    in_review: CompiledEntry | None,
) -> CompiledEntry:
    lowering = Lowering(entry, columns, tests)
    return CompiledEntry(
        entry,
        columns,
        tests,
        splits,
        lowering.judgement,
        lowering.verdicts,
        lowering.readings,
        lowering.consequences,
        in_review,
    )


def directions(entry: Entry) -> Mapping[str, frozenset[bool]]:
    """Say of each criterion which truth helps the entry: true, false (inside an exclusion or 均无), or both."""
    ways: dict[str, set[bool]] = {}

    def walk(nodes: Iterable[str], helps: bool) -> None:
        for node in nodes:
            if node in entry.criteria:
                ways.setdefault(node, set()).add(helps)
                continue
            for variant in entry.groups[node].variants:
                walk(variant.members, helps is not (variant.needs.kind is NeedsKind.NONE))

    walk((group.id for group in entry.routes), True)
    walk((group.id for group in entry.exclusions), False)
    return {name: frozenset(each) for name, each in ways.items()}
