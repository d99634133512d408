"""How long a decision takes in one process: from typed evidence, and from a report as it comes in."""

from collections.abc import Callable, Mapping, Sequence

from page import Figure, at_most, microseconds
from peers import Contexts, Values, contexts_of, zen_compiled_graph, zen_expression, zen_expressions, zen_graph
from persons import Person, asked_anew, decider_of
from rounds import Timings, over, take_turns
from typed import to_check

from chronicare.application.catalogue import Catalogue
from chronicare.application.guard import Guard
from chronicare.application.recognition.check import check_recognition
from chronicare.application.release import Release
from chronicare.application.runtime import Runtime
from chronicare.engine import DurableEngine
from chronicare.program.truth import Judgement
from chronicare.recognition.decide import EntryDecider
from chronicare.recognition.decision import Detail, Outcome
from chronicare.reference import ReferenceEvaluator

_GRAPH_GOAL = 1 / 3


class Unrecorded:
    """Keeps no record of disagreements: one would end the run."""

    def record(self, entry: str, engine: Judgement, reference: Judgement, firings: tuple[str, ...]) -> None:
        """Do nothing."""


def service_of(*releases: Release) -> Runtime:
    """Return the use cases over ``releases``."""
    catalogue = Catalogue()
    catalogue.publish(releases)
    return Runtime(catalogue, Guard(Unrecorded()))


def measure_decisions(
    release: Release, forgetful: Release, engine: DurableEngine, persons: Sequence[Person], rounds: int
) -> list[Figure]:
    """Time decisions from typed evidence, and the same logic in zen; ``forgetful`` is the release without memory."""
    decider, cold = decider_of(release), decider_of(forgetful)
    compiled = decider.compiled
    alone = EntryDecider(
        compiled, release.vocabulary, engine.load(compiled.judgement), engine.load(compiled.consequences), None
    )
    reference = ReferenceEvaluator(compiled.entry, release.vocabulary)
    complete = [person for person in persons if person.outcome is not Outcome.UNDECIDED]
    known = [person.evidence for person in complete]
    unknown = [person.evidence for person in persons if person.outcome is Outcome.UNDECIDED]
    values = [person.values for person in complete]
    contexts = [contexts_of(each) for each in values]
    graph, compiled_graph = zen_graph(), zen_compiled_graph()
    expressions, expression = zen_expressions(), zen_expression()
    _compare(complete, {"graph": graph, "compiled graph": compiled_graph, "expression": expression}, expressions)
    timings = take_turns(
        {
            "outcome": over(known, lambda each: decider.decide(each, Detail.OUTCOME)),
            "outcome, nothing remembered": over(known, lambda each: cold.decide(each, Detail.OUTCOME)),
            "trace": over(known, lambda each: decider.decide(each, Detail.TRACE)),
            "outcome, undecided": over(unknown, lambda each: decider.decide(each, Detail.OUTCOME)),
            "trace, undecided": over(unknown, lambda each: decider.decide(each, Detail.TRACE)),
            "engine": over(known, lambda each: alone.decide(each, Detail.OUTCOME)),
            "reference": over(known, reference.judge),
            "graph": over(values, graph),
            "compiled graph": over(values, compiled_graph),
            "expressions": over(contexts, expressions),
            "expression": over(values, expression),
        },
        rounds,
    )
    return _figures(timings)


def _figures(timings: Timings) -> list[Figure]:
    meanings = {
        "outcome": "decided: what the engine derived of such facts is remembered, the reference evaluator compared",
        "outcome, nothing remembered": "decided: engine and reference evaluator, compared",
        "trace": "decided, with reasons, nearest route and the rules that fired",
        "outcome, undecided": "as the first, for persons of whom too little is known",
        "trace, undecided": "as the second, for these: with the least evidence that would settle it",
        "engine": "as the first, without the reference evaluator",
        "reference": "the bare reference evaluator",
        "graph": "zen-engine: the same criteria as a decision graph by create_decision; outcome only",
        "compiled graph": "zen-engine: the same graph by its static loader, compiled once; outcome only",
        "expressions": "zen-engine: nine compiled tests, each given its own value only, and one to compose them",
        "expression": "zen-engine: all in one compiled expression, yes or no",
    }
    figures = [Figure(way, microseconds(timings.median(way)), meaning) for way, meaning in meanings.items()]
    goal = at_most(
        timings.ratio("outcome", "graph"), _GRAPH_GOAL, "both evaluators against the graph by create_decision"
    )
    return [
        *figures,
        Figure("outcome / graph", *goal),
        Figure("engine / graph", times(timings, "engine", "graph"), "the engine alone against that graph"),
        Figure(
            "outcome / compiled graph", times(timings, "outcome", "compiled graph"), "against the graph compiled once"
        ),
        Figure("outcome / expressions", times(timings, "outcome", "expressions"), "against the ten expressions"),
        Figure("outcome / expression", times(timings, "outcome", "expression"), "against the one expression"),
        Figure("outcome / reference", times(timings, "outcome", "reference"), "against the bare reference evaluator"),
    ]


def measure_reports(release: Release, persons: Sequence[Person], rounds: int) -> list[Figure]:
    """Time the whole use case: names resolved, units converted, the release and the entry found, then decided."""
    service, decider = service_of(release), decider_of(release)
    requests = [to_check(person.report, Detail.OUTCOME) for person in persons]
    timings = take_turns(
        {
            "new": over(requests, lambda each: check_recognition(service, each), asked_anew),
            "report": over(requests, lambda each: check_recognition(service, each)),
            "decision": over(
                [person.evidence for person in persons], lambda each: decider.decide(each, Detail.OUTCOME)
            ),
        },
        rounds,
    )
    return [
        Figure(
            "report, new numbers", microseconds(timings.median("new")), "every number one that was never read before"
        ),
        Figure("report, seen numbers", microseconds(timings.median("report")), "the same reports again and again"),
        Figure("  of it the decision", microseconds(timings.median("decision")), "the same persons, evidence typed"),
        Figure("new / decision", times(timings, "new", "decision"), "what reading the report adds"),
        Figure("new / seen", times(timings, "new", "report"), "what remembering numbers read before saves"),
    ]


def _compare(
    persons: Sequence[Person],
    of_values: Mapping[str, Callable[[Values], bool]],
    expressions: Callable[[Contexts], bool],
) -> None:
    """Leave if a peer decides otherwise: then it would not do the same work."""
    for person in persons:
        meets = person.outcome is Outcome.MEETS
        said = {name: decide(person.values) for name, decide in of_values.items()}
        said["expressions"] = expressions(contexts_of(person.values))
        if wrong := [name for name, answer in said.items() if answer is not meets]:
            raise SystemExit(f"zen decides otherwise ({', '.join(wrong)}) for {person.values}")


def times(timings: Timings, way: str, other: str) -> str:
    """Write how many times as long ``way`` takes as ``other``."""
    return f"{timings.ratio(way, other):.2f} ×"
