"""Makes deciders for generated entries."""

from chronicare.compiler.columns import lay_out
from chronicare.compiler.lower import Lowering
from chronicare.compiler.pipeline import directions
from chronicare.compiler.splits import find_splits
from chronicare.diagnostics import Diagnostics
from chronicare.engine import DurableEngine, Engine
from chronicare.program.entry import Entry
from chronicare.program.ranks import CompiledEntry
from chronicare.program.vocabulary import Vocabulary
from chronicare.recognition.decide import EntryDecider
from chronicare.reference import ReferenceEvaluator


def compile_generated(entry: Entry, vocabulary: Vocabulary) -> CompiledEntry | None:
    """Compile a generated entry; ``None`` if it needs too many combinations.

    The checks on sense (points, unreachable scores) are left out: the evaluators must agree on senseless entries too.
    """
    diagnostics = Diagnostics()
    columns, tests = lay_out(entry, vocabulary, diagnostics)
    splits = find_splits(entry, vocabulary, columns, tests, directions(entry), diagnostics)
    if diagnostics.has_errors:
        return None
    lowering = Lowering(entry, columns, tests)
    return CompiledEntry(
        entry, columns, tests, splits, lowering.judgement, lowering.verdicts, lowering.readings, lowering.consequences
    )


def make_decider(
    compiled: CompiledEntry, vocabulary: Vocabulary, engine: Engine | None = None, *, cross_check: bool = True
) -> EntryDecider:
    """Load a compiled entry into ``engine`` (a new one by default)."""
    engine = engine or DurableEngine()
    reference = ReferenceEvaluator(compiled.entry, vocabulary) if cross_check else None
    return EntryDecider(
        compiled, vocabulary, engine.load(compiled.judgement), engine.load(compiled.consequences), reference
    )
