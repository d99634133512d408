"""A release: one area's rules, compiled, probed and ready to decide, under the digest of its tables."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from chronicare.application.digest import digest_of
from chronicare.benefits.forms import needs_by_setting
from chronicare.benefits.intake import BillIntake
from chronicare.benefits.model import BenefitModel, changing_terms, volatile_terms
from chronicare.cells.folding import fold_name
from chronicare.checks.benefits.scope import check_payers
from chronicare.compiler import AreaRules, compile_area, compile_vocabulary
from chronicare.diagnostics import Code, Diagnostics, Position, Text
from chronicare.engine import Engine, ProgramRefusedError
from chronicare.judging.budget import uncounted
from chronicare.judging.intake import Intake
from chronicare.judging.memory import Memory
from chronicare.judging.relevant_findings import leading_to
from chronicare.judging.row_judge import RowJudge
from chronicare.program.decision_table import BenefitRules, DecisionTable
from chronicare.program.ranks import CompiledEntry
from chronicare.program.rules import RuleProgram
from chronicare.program.vocabulary import Vocabulary
from chronicare.recognition.decide import EntryDecider
from chronicare.reference import ReferenceEvaluator
from chronicare.tables import RuleFolder

_MAX_YEARS = 8
"""Years whose needs by setting are kept."""
_MAX_ASSUMED = 8
"""Sets of readings put in force that are kept ready."""


class Release:
    """Immutable once made. ``name`` is its resource name, ``digest`` the SHA-256 of its tables' content."""

    def __init__(
        self, rules: AreaRules, digest: str, deciders: Iterable[EntryDecider], models: Iterable[BenefitModel] = ()
    ) -> None:
        """Index the entries by code, alias and period."""
        self.rules = rules
        self.vocabulary = rules.vocabulary
        self._models = tuple(models)
        self.digest = digest
        self.name = f"areas/{rules.area}/releases/{digest[:12]}"
        self.deciders = tuple(deciders)
        self._names: dict[str, list[EntryDecider]] = {}
        for decider in self.deciders:
            for name in (decider.entry.code, *decider.entry.aliases, decider.entry.name.zh):
                self._names.setdefault(name, []).append(decider)
        self._folded: dict[str, list[EntryDecider]] = {}
        for name, deciders_of in self._names.items():
            self._folded.setdefault(fold_name(name), []).extend(deciders_of)
        documents = {document.code for decider in self.deciders for document in decider.entry.documents}
        self.intake = Intake(self.vocabulary, frozenset(documents))
        self._needs: dict[tuple[int, int], Mapping[str, tuple[str, ...]]] = {}
        asked = {code for each in self.deciders for code in each.findings | each.in_review.findings}
        self.used = leading_to(self.vocabulary, asked)
        """The findings that matter to some entry."""
        self._bill_intakes = {id(each): BillIntake(each, self.intake) for each in self._models}
        self.switches = {
            **{name: switch for period in rules.benefits for name, switch in period.switches.items()},
            **{name: switch for decider in self.deciders for name, switch in decider.entry.switches.items()},
        }
        """Every switch of the area by name, as it stands at the end."""
        self.assumed: Mapping[str, str] = {}
        """Readings that a request put in force."""
        self._assuming: dict[frozenset[tuple[str, str]], Release] = {}

    def assuming(self, readings: Mapping[str, str]) -> "Release":
        """Return this release with ``readings``, which its switches have, in force on every day."""
        key = frozenset(readings.items())
        made = self._assuming.get(key)
        if made is None:
            deciders = [
                each.assuming(readings, partial(ReferenceEvaluator, vocabulary=self.vocabulary))
                for each in self.deciders
            ]
            models = [_assuming(each, readings) for each in self._models]
            made = Release(self.rules, self.digest, deciders, models)
            made.assumed = dict(readings)
            if len(self._assuming) >= _MAX_ASSUMED:
                self._assuming.clear()
            self._assuming[key] = made
        return made

    def find(self, name: str, day: date) -> EntryDecider | None:
        """Return the decider of the entry called ``name`` (code, alias or Chinese name) in force on ``day``.

        Case, spaces and full-width forms do not matter, unless they alone tell two entries apart.
        """
        exact = next((each for each in self._names.get(name, ()) if each.entry.in_force(day)), None)
        if exact is not None:
            return exact
        alike = {id(each): each for each in self._folded.get(fold_name(name), ()) if each.entry.in_force(day)}
        return next(iter(alike.values())) if len(alike) == 1 else None

    def on(self, day: date) -> tuple[EntryDecider, ...]:
        """Return the deciders of all entries in force on ``day``, in the tables' order."""
        return tuple(each for each in self.deciders if each.entry.in_force(day))

    def benefits_on(self, day: date) -> BenefitModel | None:
        """Return the benefit rules in force on ``day``; ``None`` if the area has none then."""
        return next((each for each in self._models if each.rules.in_force(day)), None)

    def bill_intake(self, model: BenefitModel) -> BillIntake:
        """Return what reads bills against ``model``, one of this release's."""
        return self._bill_intakes[id(model)]

    def needs_by_setting(self, model: BenefitModel, year: int) -> Mapping[str, tuple[str, ...]]:
        """Return what bills of ``year`` may need by setting; ``model`` is one of this release's, in force in it.

        Worked out once for each of the years asked about last.
        """
        key = (id(model), year)
        found = self._needs.pop(key, None)
        if found is None:
            until = model.rules.effective_until
            last = model.rules.year.last_day(year)
            with uncounted():
                found = needs_by_setting(model, last if until is None else min(last, until - timedelta(days=1)))
        self._needs[key] = found
        while len(self._needs) > _MAX_YEARS:
            self._needs.pop(next(iter(self._needs)), None)
        return found

    @property
    def known_names(self) -> Mapping[str, list[EntryDecider]]:
        """Every code, alias and name an entry answers to."""
        return self._names


def _assuming(model: BenefitModel, readings: Mapping[str, str]) -> BenefitModel:
    switches = {
        name: switch.assuming(readings[name]) if name in readings else switch
        for name, switch in model.rules.switches.items()
    }
    return replace(model, rules=replace(model.rules, switches=switches))


def compile_release(folder: RuleFolder, diagnostics: Diagnostics) -> AreaRules:
    """Compile what holds in one area, the layers below in it; what is wrong goes to ``diagnostics``.

    While the vocabulary is wrong nothing is told of the tables that use it: most of it would follow from that.
    """
    own = Diagnostics()
    vocabulary = compile_vocabulary(folder, own)
    diagnostics.extend(own.sorted())
    return compile_area(folder, vocabulary, Diagnostics() if own.has_errors else diagnostics)


def tables_of(rules: AreaRules) -> list[DecisionTable]:
    """Return every decision table of the area, chains among them, of all periods."""
    return [table for period in rules.benefits for table in period.every_table]


def programs_of(rules: AreaRules) -> list[RuleProgram]:
    """Return every rule program of the area, as they are given to the engine."""
    deciding = [program for each in rules.entries for program in each.programs]
    return [*deciding, *(table.matching.program for table in tables_of(rules) if table.matching is not None)]


def make_release(
    rules: AreaRules,
    folder: RuleFolder,
    engine: Engine,
    diagnostics: Diagnostics,
    *,
    cross_check: bool = True,
    memory: Memory | None = None,
) -> Release:
    """Load the rules compiled from ``folder`` into ``engine`` and bring them together with the reference evaluator.

    ``cross_check`` off leaves the reference out: only for proving that the engine decides by itself. What was judged is
    kept in ``memory``, a bounded one of the release's own if none is given; proofs give one that keeps nothing.
    """
    vocabulary = rules.vocabulary
    memory = Memory() if memory is None else memory
    deciders: list[EntryDecider] = []
    for compiled in rules.entries:
        try:
            deciders.append(_decider(compiled, vocabulary, engine, memory, cross_check=cross_check))
        except ProgramRefusedError as refusal:
            for problem in refusal.problems:
                said = problem.message
                diagnostics.add(
                    Code.ENGINE_LIMIT,
                    compiled.entry.at("code"),
                    Text(
                        f"{compiled.entry.code} 超出规则引擎的限度：{said.zh}",
                        f"{compiled.entry.code} is beyond the engine's limits: {said.en}",
                    ),
                    Text("减少判断或组合", "use fewer criteria or groups"),
                )
    if not rules.entries and not rules.benefits:
        message = Text("既没有病种，也没有一张决策表", "there is neither a disease entry nor a decision table")
        diagnostics.add(Code.NO_ROUTE, Position(folder.manifest.file), message)
    models = [
        model
        for period in rules.benefits
        if (model := _make_model(period, vocabulary, engine, diagnostics, memory, cross_check=cross_check))
    ]
    for model in models:
        check_payers(model, diagnostics)
    return Release(rules, digest_of(folder), deciders, models)


def _make_model(
    period: BenefitRules,
    vocabulary: Vocabulary,
    engine: Engine,
    diagnostics: Diagnostics,
    memory: Memory,
    *,
    cross_check: bool,
) -> BenefitModel | None:
    """Load the tables of a period into ``engine``; ``None`` with the reasons in ``diagnostics`` if one does not fit."""
    before = diagnostics.error_count
    judges: dict[str, RowJudge] = {}
    for table in period.every_table:
        if table.matching is None:
            continue
        try:
            program = engine.load(table.matching.program)
        except ProgramRefusedError as refusal:
            for problem in refusal.problems:
                said = problem.message
                message = Text(
                    f"「{table.name}」超出规则引擎的限度：{said.zh}",
                    f"{table.name} is beyond the engine's limits: {said.en}",
                )
                diagnostics.add(Code.ENGINE_LIMIT, table.position, message, Text("分成几张表", "split the table"))
            continue
        reference = ReferenceEvaluator(table.matching.rows, vocabulary) if cross_check else None
        judges[table.name] = RowJudge(table.matching, program, reference, memory)
    changing = changing_terms(vocabulary.roles) | frozenset(period.accumulators)
    return (
        BenefitModel(period, vocabulary, judges, volatile_terms(period, changing), memory)
        if diagnostics.error_count == before
        else None
    )


def _decider(
    compiled: CompiledEntry, vocabulary: Vocabulary, engine: Engine, memory: Memory, *, cross_check: bool
) -> EntryDecider:
    judgement, consequences = engine.load(compiled.judgement), engine.load(compiled.consequences)
    reference = ReferenceEvaluator(compiled.entry, vocabulary) if cross_check else None
    in_review: EntryDecider | None = None
    if compiled.in_review is not None:
        in_review = _decider(compiled.in_review, vocabulary, engine, memory, cross_check=cross_check)
    return EntryDecider(compiled, vocabulary, judgement, consequences, reference, in_review, memory)
