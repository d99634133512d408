"""What is answered about a bill: settled, not payable, or undecided with the amounts under every reading."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum

from chronicare.benefits.accumulator_checks import check_accumulators
from chronicare.benefits.alternatives import Alternative, explore, telling
from chronicare.benefits.applied_row import in_all
from chronicare.benefits.asking_least import asking_least
from chronicare.benefits.bill import Bill
from chronicare.benefits.bill_parts import lines_of
from chronicare.benefits.care_area import CatalogueWanting, ListedCharge
from chronicare.benefits.carried_figures import CarriedFigure, carried_figures
from chronicare.benefits.formula_evaluation import Absence
from chronicare.benefits.grounds import grounds_in_all
from chronicare.benefits.model import BenefitModel
from chronicare.benefits.needs import needed_terms
from chronicare.benefits.rulings import rulings_of
from chronicare.benefits.scope import describe_scope
from chronicare.benefits.settle import settle
from chronicare.benefits.settlement import Settlement, Unsettled
from chronicare.benefits.step_paid import StepPaid
from chronicare.benefits.unknowns import in_order
from chronicare.cells.values import Given
from chronicare.diagnostics import Diagnostics, Text
from chronicare.judging.cause import Cause
from chronicare.program.entry import Ruling, Switch


class SettlementOutcome(Enum):
    """How a bill comes out."""

    SETTLED = "settled"
    """Some payer may pay; the amounts, zero among them, are final."""
    NOT_PAYABLE = "not_payable"
    """No payer's step applies: the rows consulted say why."""
    NOT_COVERED = "not_covered"
    """The rules do not cover such care: nothing is said of it."""
    UNDECIDED = "undecided"
    """Facts are missing, or the policy leaves it open."""


@dataclass(frozen=True, slots=True)
class BillAnswer:
    """The answer about one bill.

    ``settlement`` is set if it is settled or not payable. If it is undecided, ``alternatives`` holds what it comes to
    under each assumption (empty if there are too many), ``missing`` the facts that are wanted, ``switches`` the open
    switches that matter, and ``valueless`` the terms that have no value, each with why. If it is not covered,
    ``covered`` says what is. ``readings`` are the readings it rests on, by switch,
    and ``rulings`` what authorities have decided that it rests on. ``assumed`` are the switches whose readings the
    request put in force, whether they matter or not. ``days`` are those a refusal goes by, by term: several where
    it rests on what is not known which. Unless it ``has_one_reason`` it is refused for one of those its rows give.
    ``catalogue`` is why it is not known what its lines are by the catalogue of the area of care, in some or all of the
    ways it may come out, and ``open_lines`` what that says so far. ``lacking`` are the facts for which covered care has
    neither a payer nor a row that says why nobody pays. ``supposed`` is what of the facts nobody stated, and
    ``supposed_readings`` of the open switches, the steps of a settled bill are told by, where they would be told
    otherwise with another though as much is paid.
    """

    bill: Bill
    outcome: SettlementOutcome
    causes: tuple[Cause, ...]
    settlement: Settlement | None
    alternatives: tuple[Alternative[Settlement | Unsettled], ...]
    missing: tuple[str, ...]
    switches: tuple[Switch, ...]
    valueless: Mapping[str, Absence]
    readings: Mapping[str, str]
    rulings: tuple[Ruling, ...] = ()
    assumed: tuple[Switch, ...] = ()
    covered: tuple[Text, ...] = ()
    days: Mapping[str, tuple[date, ...]] = field(default_factory=dict)
    has_one_reason: bool = True
    catalogue: CatalogueWanting | None = None
    open_lines: tuple[ListedCharge, ...] = ()
    supposed: Mapping[str, Given] = field(default_factory=dict)
    supposed_readings: Mapping[str, str] = field(default_factory=dict)
    lacking: Mapping[str, Given] = field(default_factory=dict)

    @property
    def listed(self) -> tuple[ListedCharge, ...]:
        """What the catalogue of the area of care says of the lines, as far as it is asked."""
        return self.open_lines if self.settlement is None else self.settlement.listed

    @property
    def provisional(self) -> tuple[CarriedFigure, ...]:
        """The figures of an earlier year that a settled bill rests on; with any, its amounts are provisional."""
        return () if self.settlement is None else carried_figures(self.settlement.applied_rows)

    @property
    def certain_steps(self) -> tuple[StepPaid, ...]:
        """Of an undecided bill the first payers' steps that are the same in every way, but for what has no base."""
        if self.settlement is not None or not self.alternatives:
            return ()
        results = [alternative.result for alternative in self.alternatives]
        ways = [each.steps if isinstance(each, Settlement) else each.done for each in results]
        certain: list[StepPaid] = []
        for steps in zip(*ways, strict=False):
            if len({(step.step.id, step.payment_fen) for step in steps}) > 1:
                break
            certain += [steps[0]] if steps[0].base or steps[0].payment_fen else []
        return tuple(certain)


@dataclass(frozen=True, slots=True)
class YearAnswer:
    """A year's bills in order. A bill after an undecided one has no answer: what came before it is not known.

    ``changed`` pairs the answers, before and after, of the visits that come out otherwise without those left out.
    """

    answers: tuple[BillAnswer | None, ...]
    bills: tuple[Bill, ...]
    accumulators: Mapping[str, int]
    changed: tuple[tuple[BillAnswer, BillAnswer], ...]


def answer_bill(
    model: BenefitModel,
    bill: Bill,
    accumulators: Mapping[str, int],
    diagnostics: Diagnostics | None = None,
    *,
    changed_within_year: bool = False,
    assume_usual: bool = False,
) -> BillAnswer:
    """Settle ``bill``, trying every reading and value that is open.

    Accumulators beyond their caps, or that contradict each other, go to ``diagnostics``, unless the person's status
    ``changed_within_year``. With ``assume_usual`` facts nobody stated have their usual values.
    """
    lines = lines_of(bill)
    one = bill.as_one_line()
    one_line = lines_of(one)
    assumed = _assumed(model)

    def run(facts: Mapping[str, Given], readings: Mapping[str, str]) -> Settlement | Unsettled:
        supposed, of_it = (bill, lines)
        if bill.is_undivided and not model.of_category.isdisjoint(facts):  # as it will be settled once that is stated
            supposed, of_it = (one, one_line)
        known = {**bill.facts, **facts}
        return settle(model, supposed, known, accumulators, readings, of_it, assume_usual=assume_usual)

    exploration = explore(run, _essence)
    results = [alternative.result for alternative in exploration.alternatives]
    settlements = [each for each in results if isinstance(each, Settlement)]
    if diagnostics is not None and not changed_within_year:
        check_accumulators(model, accumulators, settlements, diagnostics)
    if results and len(settlements) == len(results) and not exploration.terms and not exploration.switches:
        return _settled(model, bill, exploration.alternatives, settlements)
    unsettled = [each for each in results if isinstance(each, Unsettled)]
    wanting = next((each.catalogue for each in unsettled if each.catalogue is not None), None)
    if results and all(isinstance(each, Unsettled) and each.is_not_covered for each in results):
        outside = any(each.is_outside_scope for each in unsettled)
        covered = tuple(describe_scope(model.rules, model.vocabulary)) if outside else ()
        return BillAnswer(
            bill,
            SettlementOutcome.NOT_COVERED,
            (),
            None,
            (),
            (),
            (),
            {},
            {},
            (),
            assumed,
            covered,
            catalogue=wanting,
            lacking=next((each.lacking for each in unsettled if each.lacking), {}),
        )
    valueless = {
        each.term: each.absence or Absence(None, each.term)
        for each in unsettled
        if not (each.unknown or each.is_not_covered or each.catalogue)
    }
    listed = tuple(dict.fromkeys(line for each in unsettled for line in each.listed))
    lacks_facts = wanting is CatalogueWanting.NOT_STATED or any(each.missing for each in listed)
    if not results or lacks_facts or any(each.unknown for each in unsettled):
        missing = needed_terms(model, bill, accumulators, lines, assume_usual=assume_usual)
        if not (results or missing):  # nothing matters, but there are too many ways to see that all come to the same
            missing = in_order(model.vocabulary, exploration.terms)
    else:
        missing = in_order(model.vocabulary, exploration.terms)
    causes = [Cause.EVIDENCE] if missing or lacks_facts else []
    # Where a fact is missing, that no row has one of its values does not make the policy open.
    given = [each for each in valueless.values() if each.fault is None and not (missing and each.has_no_row)]
    if exploration.switches or given or any(each.switches or each.absences for each in listed):
        causes.append(Cause.POLICY)
    readings = {name: reading for each in results for name, reading in each.switches.items()}
    rows = [row for each in results for row in each.applied_rows]
    return BillAnswer(
        bill,
        SettlementOutcome.UNDECIDED,
        tuple(causes),
        None,
        exploration.alternatives,
        missing,
        exploration.switches,
        valueless,
        readings,
        rulings_of(model.rules.switches, readings, rows),
        assumed,
        catalogue=wanting,
        open_lines=listed,
    )


def _settled(
    model: BenefitModel,
    bill: Bill,
    alternatives: Sequence[Alternative[Settlement | Unsettled]],
    settlements: Sequence[Settlement],
) -> BillAnswer:
    """Return the answer about a bill that comes to the same in all ``alternatives``."""
    told_by = asking_least(model, alternatives)
    first = settlements[alternatives.index(told_by)]
    days: Mapping[str, tuple[date, ...]] = {}
    has_one_reason = True
    is_payable = any(part.steps or part.left_out for part in first.parts)
    if not is_payable:  # what holds of one who is refused is told, whatever is not known of them
        common = in_all([each.applied_rows for each in settlements])
        facts = [{**bill.facts, **each.facts} for each in alternatives]
        behind, days = grounds_in_all(model, settlements, facts, common)
        first, has_one_reason = replace(first, applied_rows=behind), bool(common)
    if not all(each.listed for each in settlements):  # by whose catalogue is not known, and makes no difference
        first = replace(first, listed=())
    outcome = SettlementOutcome.SETTLED if is_payable else SettlementOutcome.NOT_PAYABLE
    decisive = telling(alternatives, [_told(each) for each in settlements]) if is_payable else set()
    # An open switch that was tried and made no difference is no reading the amounts rest on.
    in_force = {
        name: reading for name, reading in first.switches.items() if model.rules.switches[name].default is not None
    }
    return BillAnswer(
        bill,
        outcome,
        (),
        first,
        (),
        (),
        (),
        {},
        in_force,
        rulings_of(model.rules.switches, in_force, first.applied_rows),
        _assumed(model),
        days=days,
        has_one_reason=has_one_reason,
        supposed={code: value for code, value in told_by.facts.items() if code in decisive},
        supposed_readings={name: reading for name, reading in told_by.readings.items() if name in decisive},
    )


def _assumed(model: BenefitModel) -> tuple[Switch, ...]:
    """Return the switches whose readings the request put in force."""
    return tuple(each for each in model.rules.switches.values() if each.is_assumed)


def _essence(result: Settlement | Unsettled) -> Hashable:
    """Return what makes two results the same: payments, accumulators and what is left to the person."""
    if isinstance(result, Unsettled):
        step = result.step.id if result.step else ""
        return (result.term, result.unknown, result.is_outside_scope, result.catalogue, step)
    return (
        tuple(sorted(result.payments().items())),
        tuple(sorted(result.accumulators.items())),
        result.charges,
        result.account_fen,
    )


def _told(settlement: Settlement) -> Hashable:
    """Return what is told of the steps of a bill besides what they pay."""
    steps = tuple(
        (each.step.id, each.base, each.start, each.deductible, each.segments, each.ratio_beyond, each.limit)
        for each in settlement.steps
    )
    return steps, tuple(each.step.id for part in settlement.parts for each in part.left_out)


def answer_year(
    bills: Sequence[tuple[BenefitModel, Bill]],
    accumulators: Mapping[str, int],
    without: frozenset[str],
    diagnostics: Diagnostics | None = None,
    *,
    assume_usual: bool = False,
) -> YearAnswer:
    """Settle a year in order; with visits left ``without``, tell which others come out otherwise.

    Accumulators that are beyond their caps when the first bill comes go to ``diagnostics``, if it is given.
    """
    kept = [(model, bill) for model, bill in bills if bill.visit_id not in without]
    answers, after = _in_order(kept, accumulators, assume_usual, diagnostics)
    changed: list[tuple[BillAnswer, BillAnswer]] = []
    if without:
        every, _ = _in_order(bills, accumulators, assume_usual)
        before = {answer.bill.visit_id: answer for answer in every if answer is not None}
        for answer in answers:
            other = before.get(answer.bill.visit_id) if answer is not None else None
            if answer is not None and other is not None and amounts_of(answer) != amounts_of(other):
                changed.append((other, answer))
    return YearAnswer(tuple(answers), tuple(bill for _, bill in kept), after, tuple(changed))


def _in_order(
    bills: Sequence[tuple[BenefitModel, Bill]],
    accumulators: Mapping[str, int],
    assume_usual: bool,
    diagnostics: Diagnostics | None = None,
) -> tuple[list[BillAnswer | None], Mapping[str, int]]:
    answers: list[BillAnswer | None] = []
    known: Mapping[str, int] | None = accumulators
    before: date | None = None
    for model, bill in bills:
        if known is None:
            answers.append(None)
            continue
        known = _still_counted(model, known, before or bill.care_date, bill.care_date)
        answer = answer_bill(model, bill, known, None if answers else diagnostics, assume_usual=assume_usual)
        answers.append(answer)
        before = bill.care_date
        known = None if answer.settlement is None else answer.settlement.accumulators
    return answers, known or {}


def _still_counted(model: BenefitModel, accumulators: Mapping[str, int], before: date, day: date) -> Mapping[str, int]:
    """Return what of the ``accumulators``, as they stood after care ``before``, still counts on ``day``."""
    periods = model.rules.periods
    return {
        code: 0 if code in periods and periods[code].begins_anew(before, day) else fen
        for code, fen in accumulators.items()
    }


def amounts_of(answer: BillAnswer) -> Hashable:
    """Return what was paid: accumulators differ in any case."""
    if answer.settlement is None:
        return answer.outcome
    return tuple(sorted(answer.settlement.payments().items()))
