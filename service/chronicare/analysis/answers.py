"""Answers of every kind, made alike so that those of two sets of rules can be held against each other."""

from collections.abc import Iterable, Iterator, Mapping

from chronicare.analysis.impact import Result
from chronicare.analysis.rule_texts import entry_subject
from chronicare.benefits.amount_texts import value_text
from chronicare.benefits.answer import BillAnswer, SettlementOutcome
from chronicare.benefits.applied_row import AppliedRow
from chronicare.benefits.look_up import LookUpAnswer
from chronicare.benefits.settlement import Settlement, Unsettled
from chronicare.benefits.statement import state
from chronicare.diagnostics import Language, Position, Text
from chronicare.program.vocabulary import Vocabulary
from chronicare.recognition.decision import Decision, Outcome
from chronicare.recognition.decision_wording import summarise
from chronicare.recognition.result_wording import outcome_text

_OUTCOMES = {
    SettlementOutcome.SETTLED: Text("已结算", "settled"),
    SettlementOutcome.NOT_PAYABLE: Text("不予支付", "not payable"),
    SettlementOutcome.NOT_COVERED: Text("未收录", "not covered"),
    SettlementOutcome.UNDECIDED: Text("尚不能结算", "undecided"),
}
_FOUND, _NOT_FOUND = Text("已查得", "looked up"), Text("尚不能查得", "cannot be looked up yet")
_REFUSED = Text("不能作答", "no answer")


def result_of_bill(answer: BillAnswer, vocabulary: Vocabulary, language: Language) -> Result:
    """Return what is answered of a bill."""
    settlement = answer.settlement
    results = [settlement] if settlement is not None else [each.result for each in answer.alternatives]
    return Result(
        _OUTCOMES[answer.outcome],
        tuple(state(answer, vocabulary, language)),
        None if settlement is None else _payers(settlement),
        None if settlement is None else settlement.burden_fen,
        rows=frozenset(where for each in results for where in _rows_of(each)),
        readings=answer.readings,
        day=answer.bill.care_date,
    )


def result_of_decision(decision: Decision, vocabulary: Vocabulary, language: Language) -> Result:
    """Return what is decided of an entry."""
    return Result(
        Text(*(outcome_text(decision.outcome, each) for each in (Language.ZH, Language.EN))),
        (summarise(decision, vocabulary, language),),
        meets={Outcome.MEETS: True, Outcome.DOES_NOT_MEET: False}.get(decision.outcome),
        readings={note.switch.name: note.in_force or "" for note in decision.readings if note.decisive},
        subject=entry_subject(decision.entry),
        truths=decision.judgement.nodes,
        day=decision.as_of,
    )


def result_of_terms(answer: LookUpAnswer, vocabulary: Vocabulary, language: Language) -> Result:
    """Return what is looked up."""
    known: Mapping[str, object] = {} if answer.known is None else answer.known.values
    found = [code for code in answer.asked if code in known]
    said = [
        f"{vocabulary.findings[code].name.in_language(language)}："
        f"{value_text(answer.known.values[code], code, vocabulary, language)}"
        for code in found
        if answer.known is not None
    ]
    readings = {name: reading for each in answer.results for name, reading in each.switches.items()}
    return Result(
        _FOUND if len(found) == len(answer.asked) else _NOT_FOUND,
        tuple(said),
        rows=frozenset(where for each in answer.results for where in _applied(each.applied_rows)),
        readings=readings,
    )


def result_of_refusal(reasons: Iterable[Text], language: Language) -> Result:
    """Return that the rules refuse the question, and why."""
    return Result(_REFUSED, tuple(each.in_language(language) for each in reasons))


def _payers(settlement: Settlement) -> Mapping[str, int]:
    paid: dict[str, int] = {}
    for each in settlement.steps:
        paid[each.step.payer] = paid.get(each.step.payer, 0) + each.payment_fen
    return {payer: fen for payer, fen in paid.items() if fen}


def _rows_of(result: Settlement | Unsettled) -> Iterator[Position]:
    yield from _applied(result.applied_rows)
    if isinstance(result, Unsettled):
        yield from (each.row.position for each in result.done)
        return
    for part in result.parts:
        yield from (each.row.position for each in part.steps)
        yield from (each.row.position for each in part.left_out)


def _applied(rows: Iterable[AppliedRow]) -> Iterator[Position]:
    for each in rows:
        yield each.row.position
        yield from (ruling.position for ruling in each.rulings.values())
