"""Accumulators as sent: held against the caps they count against, and those that say the same against each other."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from chronicare.benefits.model import BenefitModel
from chronicare.benefits.money import fen_text, round_to_fen, to_yuan
from chronicare.benefits.settlement import Settlement
from chronicare.benefits.step_paid import StepPaid
from chronicare.diagnostics import Code, Diagnostics, FieldPath, Text
from chronicare.program.counters import Counter
from chronicare.program.formula import Formula

_HINT = Text(
    "核对累计；年内变更过险种或身份的写 changed_within_year: true",
    "check them; if scheme or status changed within the year, send changed_within_year: true",
)


def check_accumulators(
    model: BenefitModel, accumulators: Mapping[str, int], settlements: Sequence[Settlement], diagnostics: Diagnostics
) -> None:
    """Tell ``accumulators``, in fen in the order of the request, that the ``settlements`` of a bill show to be wrong.

    They are beyond a cap, or the deductible used is not what the expense behind it, or what was paid, makes of it.
    """
    places = {code: f"accumulators.amounts[{index}].amount_fen" for index, code in enumerate(accumulators)}
    told: set[str] = set()
    for settlement in settlements:
        for step in settlement.steps:
            for cap in _exceeded(step):
                name = step.step.name
                diagnostics.add(
                    Code.CONTRADICTORY,
                    FieldPath("accumulators.amounts"),
                    Text(
                        f"累计已超过「{name.zh}」的限额（{cap.text}）",
                        f"accumulators are beyond the cap of {name.en} ({cap.text})",
                    ),
                    _HINT,
                )
        for counter, wanted in _wrong_deductibles(model, accumulators, settlement):
            if counter.deductible not in told:
                told.add(counter.deductible)
                _tell(model, counter, wanted, places[counter.deductible], diagnostics)


def _exceeded(step: StepPaid) -> Iterator[Formula]:
    """Give the caps of ``step`` that less than nothing is left of, whatever accumulators nobody stated may be."""
    for used in step.formulas:
        if used.role == "limit" and isinstance(used.result, Fraction) and used.result < 0:
            yield used.formula
    if step.step.limit is not None and step.limit_at_most is not None and step.limit_at_most < 0:
        yield step.step.limit


def _tell(model: BenefitModel, counter: Counter, wanted: Fraction, place: str, diagnostics: Diagnostics) -> None:
    findings = model.vocabulary.findings
    name, base, due = findings[counter.deductible].name, findings[counter.base].name, fen_text(round_to_fen(wanted))
    diagnostics.add(
        Code.CONTRADICTORY,
        FieldPath(place),
        Text(
            f"「{name.zh}」与「{base.zh}」、已付或起付标准不合：应为 {due} 元",
            f"{name.en!r} does not go with {base.en!r}, what was paid or the standard: it would be {due} yuan",
        ),
        _HINT,
    )


def _wrong_deductibles(
    model: BenefitModel, accumulators: Mapping[str, int], settlement: Settlement
) -> Iterator[tuple[Counter, Fraction]]:
    """Give the deductibles used that are not what they would have to be, and what that is, in yuan.

    A deductible that is charged visit by visit, or that rests on accumulators itself, says nothing of the year.
    """
    seen: set[str] = set()
    for step in settlement.steps:
        counter = model.counters.get(step.row.id)
        if counter is None or counter.deductible in seen or counter.deductible not in accumulators:
            continue
        seen.add(counter.deductible)
        behind = _behind(model, settlement, step.step.start)
        if step.deductible is None or counter.base not in behind or _behind(model, settlement, step.step.deductible):
            continue
        used = to_yuan(accumulators[counter.deductible])
        wanted = _due(counter, accumulators, used, step.deductible) if behind == {counter.base} else used
        wanted = min(wanted, step.deductible)
        if wanted != used:
            yield counter, wanted


def _due(counter: Counter, accumulators: Mapping[str, int], used: Fraction, standard: Fraction) -> Fraction:
    """Return what of the ``standard`` must have been used, of which ``used`` is said to be."""
    if counter.base in accumulators:
        return to_yuan(accumulators[counter.base])
    return standard if accumulators.get(counter.paid) else used


def _behind(model: BenefitModel, settlement: Settlement, formula: Formula | None) -> set[str]:
    """Return the accumulators that ``formula`` names, or the rows that gave the terms it names."""
    if formula is None:
        return set()
    found = {code for code in formula.terms if code in model.rules.accumulators}
    for code in formula.terms:
        for each in settlement.applied_rows:
            if code in each.row.outputs:
                found |= _behind(model, settlement, each.row.outputs[code])
    return found
