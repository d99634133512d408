"""Names at once all that an undecided bill can still depend on, in the order of a form.

The payers are gone through once, in order, with the facts that are known and, for what is not, the bounds within which
it lies: a fact is named if a payer that may take part may come to ask for it. What can be told of a payer by its own
row alone is taken for it: a row for employees asks what is asked of employees.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from types import MappingProxyType

from chronicare.benefits.account import balance_of, unless_it_matters
from chronicare.benefits.bill import Bill, Facts
from chronicare.benefits.bill_parts import BillPart, lines_of, split_bill
from chronicare.benefits.care_area import is_in_area
from chronicare.benefits.formula_evaluation import NotEvaluableError, as_number
from chronicare.benefits.lines import LineMemo
from chronicare.benefits.model import QUANTITIES, BenefitModel
from chronicare.benefits.money import to_yuan
from chronicare.benefits.reach import Reach
from chronicare.benefits.step_reach import Paid, go_through_step
from chronicare.benefits.term_resolver import TermResolver
from chronicare.benefits.unknowns import FactNeededError, ReadingNeededError, in_order, possible_values
from chronicare.cells.values import Given
from chronicare.compiler.formula_ranges import ANYTHING, NumberRange
from chronicare.program.decision_table import ChainStep, PaymentKind, TableRow
from chronicare.program.roles import Role

_NOTHING = Fraction(0)
_NO_AMOUNT = NumberRange(_NOTHING, _NOTHING)
_OF_CATALOGUE = (Role.CHARGE_COVERED, Role.ADVANCE_RATIO)
_NOT_TOLD = (NotEvaluableError, FactNeededError, ReadingNeededError)


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of the bill that may be settled by itself: its facts and, in yuan, what of it is eligible."""

    facts: Facts
    eligible: NumberRange


@dataclass(slots=True)
class _Search:
    """What is known of the bill, what has been ``wanted`` so far, and what parts before may have ``counted``."""

    model: BenefitModel
    bill: Bill
    known: Facts
    assume_usual: bool
    wanted: set[str]
    counted: dict[str, NumberRange] = field(default_factory=dict)

    def reach(
        self, facts: Facts, amounts: Mapping[Role, NumberRange] = MappingProxyType({}), taken: "Sequence[_Taken]" = ()
    ) -> Reach:
        """Return what may be looked up with ``facts`` besides.

        ``amounts`` are what the settlement works out; the payers ``taken`` before have counted theirs.
        """
        roles = self.model.roles
        given = {roles[role]: amount for role, amount in amounts.items() if role in roles.codes} | self.counted
        for each in taken:
            given |= each.counted
        known = {code: value for code, value in {**self.known, **facts}.items() if code not in given}
        resolver = TermResolver(self.model, self.bill.care_date, known, {}, assume_usual=self.assume_usual)
        return Reach(self.model, resolver, given, self.wanted)

    def count(self, step: ChainStep, reach: Reach) -> dict[str, NumberRange]:
        """Return what ``step`` may add to, with what it may be then; note what may be asked for to tell how much."""
        counted: dict[str, NumberRange] = {}
        for each in step.accumulations:
            reach.go(each.amount.terms)
            code = each.accumulator
            if code in self.known:
                counted[code] = NumberRange(as_number(self.known[code]))
        return counted


@dataclass(frozen=True, slots=True)
class _Taken:
    """A payer that may take part, what it may come to, and the rows ``beside`` which it may do so."""

    row: TableRow
    beside: frozenset[str]
    kind: PaymentKind
    paid: Paid
    counted: Mapping[str, NumberRange]

    def is_before(self, row: TableRow, beside: frozenset[str]) -> bool:
        """Whether it may have paid where ``row`` does, which may do so ``beside`` others."""
        return self.row.id in beside and row.id in self.beside

    def leave(self, amounts: dict[Role, NumberRange]) -> None:
        """Note in ``amounts`` what there is once it has paid."""
        if self.kind is PaymentKind.ALLOWANCE:
            return
        amounts[Role.REMAINING_ELIGIBLE] = _without(amounts[Role.REMAINING_ELIGIBLE], self.paid.payment)
        if self.kind is PaymentKind.REIMBURSEMENT:
            amounts[Role.DEDUCTIBLE_BORNE] = _with(amounts[Role.DEDUCTIBLE_BORNE], self.paid.deductible)
            amounts[Role.BEYOND_CAP] = _with(amounts[Role.BEYOND_CAP], self.paid.beyond_cap)


def needed_terms(
    model: BenefitModel,
    bill: Bill,
    accumulators: Mapping[str, int],
    lines: LineMemo[dict[str, BillPart]],
    *,
    assume_usual: bool = False,
) -> tuple[str, ...]:
    """Return the facts and accumulators that settling ``bill`` may come to want, in the order of a form."""
    known = {
        **bill.facts,
        **model.dated(bill.care_date),
        **model.counted(accumulators),
        **balance_of(model.roles, bill),
    }
    wanted: set[str] = set()
    _note_needed(_Search(model, bill, known, assume_usual, wanted), lines)
    if bill.is_undivided and not model.of_category.isdisjoint(wanted):  # it is one line once its category is stated
        one = bill.as_one_line()
        _note_needed(_Search(model, one, known, assume_usual, wanted), lines_of(one))
    return in_order(model.vocabulary, wanted)


def _note_needed(whole: _Search, lines: LineMemo[dict[str, BillPart]]) -> None:
    """Note what settling the bill may come to want."""
    model = whole.model
    for facts in _apart(whole):
        search = replace(whole, known=facts, counted={})
        for part in list(_parts(search, lines)):
            _go_through(search, part)
        elsewhere = model.roles.get(Role.PAID_ELSEWHERE)
        if elsewhere in model.rules.producers:
            search.reach({}).go([str(elsewhere)])


def _apart(search: _Search) -> Iterator[Facts]:
    """Give what is known with each value of a fact that tells most payers apart, as long as there is one."""
    chain, words = search.model.rules.chain, search.model.vocabulary
    amounts = dict.fromkeys(QUANTITIES, ANYTHING)
    trial = replace(search, wanted=set())
    reach = trial.reach({}, amounts)
    if chain is None:
        yield search.known
        return
    payers = reach.rows(chain)
    telling = Counter(
        code for row, _ in payers for code in reach.facts_of(chain, row) if possible_values(words, code)
    ).most_common(1)
    if not telling or 2 * telling[0][1] < len(payers):
        yield search.known
        return
    code = telling[0][0]
    search.wanted.add(code)
    for value in possible_values(words, code):
        yield from _apart(replace(search, known={**search.known, code: value}))


def _parts(search: _Search, lines: LineMemo[dict[str, BillPart]]) -> Iterator[_Part]:
    """Give the parts the bill may fall into; where that is not known, all it may be of any setting."""
    model, bill = search.model, search.bill
    setting = model.roles[Role.SETTING]
    reach = search.reach({})
    own = _settings(reach, setting)
    try:
        parts = split_bill(reach.resolver, bill, lines)
    except _NOT_TOLD:
        pass
    else:
        for each, part in parts.items():
            eligible = to_yuan(part.eligible_fen)
            yield _Part({**part.facts, setting: each}, NumberRange(eligible, eligible))
        return
    if bill.charges is None:
        whole = NumberRange(_NOTHING, to_yuan(sum(each.amount_fen for each in bill.lines)))
    else:
        whole = NumberRange(to_yuan(bill.charges.eligible_fen), to_yuan(bill.charges.eligible_fen))
    for value in own:
        yield _Part({} if value is None else {setting: value}, whole)
    if bill.charges is not None:
        return
    roles = model.roles
    own_catalogue = [] if _is_listed_elsewhere(reach, model, bill) else _OF_CATALOGUE
    for group in lines.groups(by_amount=model.lines_rest_on_amount):
        line = group.lines[0]
        stated = {**line.facts, **line.amount(roles)}
        inner = search.reach(stated)
        inner.go([roles[Role.SEPARATE_SETTING], *(roles[each] for each in own_catalogue)])
        for value in _settings(inner, roles[Role.SEPARATE_SETTING]):
            if value is not None:
                yield _Part({**line.facts, setting: value}, whole)


def _is_listed_elsewhere(reach: Reach, model: BenefitModel, bill: Bill) -> bool:
    """Whether lines are known to go by another catalogue; what may be asked for to tell whose is noted."""
    by_care = model.roles.get(Role.BY_CARE_CATALOGUE)
    if by_care is None or by_care not in model.rules.producers or is_in_area(model.roles, bill.facts):
        return False
    try:
        return reach.look_up(by_care) is True
    except _NOT_TOLD:
        return False


def _settings(reach: Reach, code: str) -> list[Given | None]:
    """Return the settings that the term ``code`` may say; what may be asked for to tell is noted."""
    try:
        return [reach.look_up(code)]
    except _NOT_TOLD:
        values = reach.values_of(code)
        return [None] if values is None else list(values)


def _go_through(search: _Search, part: _Part) -> None:
    """Go through the payers of ``part`` in order."""
    rules, roles = search.model.rules, search.model.roles
    amounts = dict.fromkeys(QUANTITIES, ANYTHING)
    amounts |= {Role.ELIGIBLE_EXPENSE: part.eligible, Role.REMAINING_ELIGIBLE: part.eligible}
    amounts |= {Role.DEDUCTIBLE_BORNE: _NO_AMOUNT, Role.BEYOND_CAP: _NO_AMOUNT}
    reach = search.reach(part.facts, amounts)
    if rules.chain is None or (rules.scope is not None and not reach.rows(rules.scope)):
        return
    payers = reach.rows(rules.chain)
    taken: list[_Taken] = []
    for place, (row, _) in enumerate(payers):
        step = rules.steps[row.id]
        of_row = reach.facts_of(rules.chain, row)
        account: Facts = {}
        if step.payment_kind is PaymentKind.ACCOUNT:
            after = (rules.steps[each.id] for each, _ in payers[place + 1 :])
            account = unless_it_matters(roles, {**search.known, **part.facts}, after)
        facts = {**part.facts, **of_row, **account}
        others = search.reach(facts, amounts).rows(rules.chain) if of_row else payers
        beside = frozenset(each.id for each, _ in others)
        if row.id not in beside:
            continue  # none of whom it speaks matches it
        before = [each for each in taken if each.is_before(row, beside)]
        left = dict(amounts)
        for each in before:
            each.leave(left)
        inner = search.reach(facts, left, before)
        paid = go_through_step(
            inner,
            step,
            search.model.counters.get(row.id),
            left[Role.REMAINING_ELIGIBLE],
            roles,
            of_lines=search.bill.lists_items,
        )
        taken.append(_Taken(row, beside, step.payment_kind, paid, search.count(step, inner)))
    for each in taken:
        search.counted |= each.counted
    within = roles.get(Role.WITHIN_SCOPE)
    if within in rules.producers and not any(is_sure for _, is_sure in payers):
        reach.go([str(within)])


def _without(remaining: NumberRange, most: Fraction | None) -> NumberRange:
    low = None if remaining.low is None or most is None else remaining.low - most
    return NumberRange(max(low or _NOTHING, _NOTHING), remaining.high)


def _with(borne: NumberRange, most: Fraction | None) -> NumberRange:
    return NumberRange(borne.low, None if borne.high is None or most is None else borne.high + max(most, _NOTHING))
