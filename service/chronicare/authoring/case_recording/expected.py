"""What was answered, as a case expects it."""

from collections.abc import Iterable, Mapping
from typing import Any

from chronicare.authoring.case_recording.known import yuan_of
from chronicare.benefits.answer import BillAnswer, SettlementOutcome, YearAnswer
from chronicare.benefits.settlement import Settlement
from chronicare.program.vocabulary import Vocabulary
from chronicare.recognition.decision import Decision, Outcome
from chronicare.recognition.missing_sets import MissingSets

_MOST_SETS = 6
"""Of more ways to meet or refuse an entry a case says nothing: nobody has read them."""


def expected_of_decision(decision: Decision, vocabulary: Vocabulary) -> dict[str, Any]:
    """Return what a case expects that stands for ``decision``, by its keys."""
    nodes = decision.judgement.nodes
    expected: dict[str, Any] = {"outcome": decision.outcome.value}
    for key, names in (
        ("routes", decision.routes),
        ("exclusions", decision.exclusions),
        ("ends", [group.id for group in decision.entry.endings if nodes[group.id]]),
        ("causes", [cause.value for cause in decision.causes]),
        ("decisive", [note.switch.name for note in decision.readings if note.decisive]),
    ):
        if names:
            expected[key] = list(names)
    if decision.review_date is not None:
        expected["review_date"] = decision.review_date.isoformat()
    if decision.outcome is Outcome.UNDECIDED:
        for key, found in (("missing", decision.to_meet), ("refusing", decision.to_refuse)):
            if found is not None and found.sets and found.total <= _MOST_SETS and not found.more_than_total:
                expected[key] = _sets(found, vocabulary)
    return expected


def expected_of_bill(
    answer: BillAnswer, before: Mapping[str, int], vocabulary: Vocabulary, *, with_accumulators: bool = True
) -> dict[str, Any]:
    """Return what a case expects that stands for ``answer``; ``before`` are the accumulators, in fen, it began with."""
    expected: dict[str, Any] = {}
    if answer.outcome is not SettlementOutcome.SETTLED:
        expected["outcome"] = answer.outcome.value
    if answer.settlement is not None:
        expected |= _expected_of_settlement(answer.settlement, before, vocabulary, with_accumulators=with_accumulators)
    for key, names in (
        ("missing", _names(answer.missing, vocabulary)),
        ("switches", [each.name for each in answer.switches]),
        ("valueless", _names(filter(None, answer.valueless), vocabulary)),
        ("provisional", _names((each.term for each in answer.provisional), vocabulary)),
    ):
        if names:
            expected[key] = list(dict.fromkeys(names))
    certain = {each.step.id: yuan_of(each.payment_fen) for each in answer.certain_steps if each.payment_fen}
    return {**expected, "certain": certain} if certain else expected


def expected_of_year(answer: YearAnswer, before: Mapping[str, int], vocabulary: Vocabulary) -> dict[str, Any]:
    """Return what a case expects that stands for ``answer``: each bill, ``null`` for one not reached."""
    bills = [
        None if each is None else expected_of_bill(each, before, vocabulary, with_accumulators=False) or None
        for each in answer.answers
    ]
    changed = _changed(answer.accumulators, before, vocabulary)
    return {"bills": bills, **({"accumulators": changed} if changed else {})}


def _expected_of_settlement(
    settlement: Settlement, before: Mapping[str, int], vocabulary: Vocabulary, *, with_accumulators: bool
) -> dict[str, Any]:
    paid: dict[bool, dict[str, object]] = {False: {}, True: {}}
    for (step, is_allowance), fen in settlement.payments().items():
        if fen:
            paid[is_allowance][step] = yuan_of(fen)
    expected: dict[str, Any] = {"payments": paid[False]}
    if paid[True]:
        expected["allowances"] = paid[True]
    expected["copayment"] = yuan_of(settlement.copayment_fen)
    if settlement.account_fen:
        expected["account"] = yuan_of(settlement.account_fen)
    changed = _changed(settlement.accumulators, before, vocabulary) if with_accumulators else {}
    return {**expected, "accumulators": changed} if changed else expected


def _changed(after: Mapping[str, int], before: Mapping[str, int], vocabulary: Vocabulary) -> dict[str, object]:
    """Return the accumulators that have become others, by name: amounts in yuan, counts as they are."""
    return {
        vocabulary.findings[code].name.zh: yuan_of(value) if vocabulary.is_money(code) else value
        for code, value in after.items()
        if value != before.get(code)
    }


def _names(codes: Iterable[str], vocabulary: Vocabulary) -> list[str]:
    return [vocabulary.findings[code].name.zh for code in codes]


def _sets(found: MissingSets, vocabulary: Vocabulary) -> list[Any]:
    sets = []
    for each in found.sets:
        items: list[Any] = []
        for choice in each:
            names = _names(choice.findings, vocabulary)
            items += names if len(names) == choice.count == 1 else [{"any": choice.count, "of": names}]
        sets.append(items)
    return sets
