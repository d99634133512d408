"""A release: one area's rules, compiled, probed and ready to decide, under the digest of its tables."""

from collections.abc import Iterable, Mapping
from datetime import date

from chronicare.application.digest import digest_of
from chronicare.compiler import AreaRules, compile_area, compile_vocabulary
from chronicare.diagnostics import Code, Diagnostics, Position, Text
from chronicare.engine import Engine, ProgramRefusedError
from chronicare.judging.intake import Intake
from chronicare.program.entry import Entry
from chronicare.program.rules import RuleProgram
from chronicare.program.vocabulary import Vocabulary
from chronicare.recognition.decide import EntryDecider
from chronicare.reference import ReferenceEvaluator
from chronicare.tables import RuleFolder


class Release:
    """Immutable once made. ``name`` is its resource name, ``digest`` the SHA-256 of its tables' content."""

    def __init__(self, rules: AreaRules, vocabulary: Vocabulary, digest: str, deciders: Iterable[EntryDecider]) -> None:
        """Index the entries by code, alias and period."""
        self.rules = rules
        self.vocabulary = vocabulary
        self.digest = digest
        self.name = f"areas/{rules.area}/releases/{digest[:12]}"
        self.deciders = tuple(deciders)
        self._names: dict[str, list[EntryDecider]] = {}
        for decider in self.deciders:
            for name in (decider.entry.code, *decider.entry.aliases, decider.entry.name.zh):
                self._names.setdefault(name, []).append(decider)
        documents = {document.code for decider in self.deciders for document in decider.entry.documents}
        self.intake = Intake(vocabulary, frozenset(documents))

    def find(self, name: str, day: date) -> EntryDecider | None:
        """Return the decider of the entry called ``name`` (code, alias or Chinese name) in force on ``day``."""
        return next((each for each in self._names.get(name, ()) if _in_force(each.entry, day)), None)

    def on(self, day: date) -> tuple[EntryDecider, ...]:
        """Return the deciders of all entries in force on ``day``, in the tables' order."""
        return tuple(each for each in self.deciders if _in_force(each.entry, day))

    @property
    def known_names(self) -> Mapping[str, list[EntryDecider]]:
        """Every code, alias and name an entry answers to."""
        return self._names


def _in_force(entry: Entry, day: date) -> bool:
    return (entry.effective_from is None or entry.effective_from <= day) and (
        entry.effective_until is None or day < entry.effective_until
    )


def compile_release(
    vocabulary_folder: RuleFolder, folder: RuleFolder, found: Diagnostics
) -> tuple[AreaRules, Vocabulary]:
    """Compile the tables of one area; everything wrong goes to ``found``."""
    vocabulary = compile_vocabulary(vocabulary_folder, found)
    return compile_area(folder, vocabulary, found), vocabulary


def programs_of(rules: AreaRules) -> list[RuleProgram]:
    """Return every rule program of the area, as they are given to the engine."""
    return [program for each in rules.entries for program in (each.judgement, each.consequences)]


def make_release(
    rules: AreaRules,
    vocabulary: Vocabulary,
    folders: tuple[RuleFolder, RuleFolder],
    engine: Engine,
    found: Diagnostics,
    *,
    cross_check: bool = True,
) -> Release:
    """Load the compiled rules into ``engine`` and bring them together with the reference evaluator.

    ``cross_check`` off leaves the reference out: only for proving that the engine decides by itself.
    """
    deciders: list[EntryDecider] = []
    for compiled in rules.entries:
        try:
            judgement, consequences = engine.load(compiled.judgement), engine.load(compiled.consequences)
        except ProgramRefusedError as refusal:
            for problem in refusal.problems:
                found.add(
                    Code.ENGINE_LIMIT,
                    compiled.entry.position,
                    Text(f"{compiled.entry.code} 超出规则引擎的限度：{problem}", f"{compiled.entry.code}: {problem}"),
                    Text("减少判断或组合", "use fewer criteria or groups"),
                )
            continue
        witness = ReferenceEvaluator(compiled.entry, vocabulary) if cross_check else None
        deciders.append(EntryDecider(compiled, vocabulary, judgement, consequences, witness))
    if not rules.entries:
        found.add(
            Code.NO_ROUTE, Position(folders[1].manifest.file), Text("没有任何病种", "there are no disease entries")
        )
    return Release(rules, vocabulary, digest_of(folders), deciders)
