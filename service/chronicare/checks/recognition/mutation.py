"""Mutation of an entry: its cases are judged again, by the reference evaluator, under each mutant."""

from collections.abc import Iterable

from chronicare.checks.mutation import MutationReport, mutate
from chronicare.checks.recognition.equivalence import differ_somewhere
from chronicare.checks.recognition.mutants import EntryMutant, mutants_of_entry
from chronicare.checks.recognition.questions import RecognitionResult
from chronicare.compiler.sites import written_out
from chronicare.diagnostics import Diagnostics
from chronicare.program.entry import Entry
from chronicare.program.vocabulary import Vocabulary
from chronicare.recognition.decision import Outcome
from chronicare.reference import ReferenceEvaluator


def mutate_entry(entry: Entry, vocabulary: Vocabulary, results: Iterable[RecognitionResult]) -> MutationReport:
    """Make every mutant of ``entry`` and count which are noticed by those of ``results`` that are about it."""
    own = [result for result in results if result.question.entry.code == entry.code]
    return mutate(
        entry.code,
        mutants_of_entry(entry.as_written),
        lambda mutant: _is_noticed(mutant, vocabulary, own),
        lambda mutant: differ_somewhere(entry.as_written, mutant.entry, vocabulary),
    )


def _is_noticed(mutant: EntryMutant, vocabulary: Vocabulary, results: Iterable[RecognitionResult]) -> bool:
    """Whether a case comes to another outcome than it expects, or to other ending events."""
    entry = written_out(mutant.entry, vocabulary, Diagnostics())
    evaluator = ReferenceEvaluator(entry, vocabulary)
    for result in results:
        judgement = evaluator.judge(result.question.evidence)
        ends = [group.id for group in mutant.entry.endings if judgement.nodes[group.id]]
        expected = result.question.expected
        if Outcome.of(judgement.outcome).value != expected["outcome"] or ends != expected.get("ends", ends):
            return True
    return False
