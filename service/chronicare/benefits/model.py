"""The benefit rules of a period, made ready to be looked up in; and which terms change while a bill is settled."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from itertools import count

from chronicare.benefits.following import Following, follows_of
from chronicare.benefits.money import to_yuan
from chronicare.benefits.prepared_table import PreparedTable, prepare_table
from chronicare.cells.types import ValueKind
from chronicare.cells.values import Given
from chronicare.judging.memo import JudgementMemo
from chronicare.judging.memory import Memory
from chronicare.judging.relevant_findings import leading_to
from chronicare.judging.row_judge import RowJudge
from chronicare.program.counters import Counter, counters_of
from chronicare.program.decision_table import BenefitRules, DecisionTable
from chronicare.program.roles import Role, Roles
from chronicare.program.vocabulary import Vocabulary

QUANTITIES = (
    Role.TOTAL_EXPENSE,
    Role.FULLY_SELF_PAID,
    Role.ABOVE_PRICE_LIMIT,
    Role.ADVANCE_SELF_PAYMENT,
    Role.ELIGIBLE_EXPENSE,
    Role.REMAINING_ELIGIBLE,
    Role.DEDUCTIBLE_BORNE,
    Role.BEYOND_CAP,
    Role.STEP_BASE,
    Role.STEP_DEDUCTIBLE,
    Role.STEP_PAYMENT,
)
"""Terms that a settlement itself gives, in the order it comes to know them."""
SETTLED_HERE = (*QUANTITIES, Role.CARE_DATE, Role.BENEFIT_YEAR, Role.QUERIED_YEAR, Role.CHARGE_AMOUNT)
"""What a bill says by itself."""
_CATALOGUED = (Role.CHARGE_COVERED, Role.ADVANCE_RATIO)
_TOLD_OF_LINES = (Role.SEPARATE_SETTING, *_CATALOGUED)
_TOLD_OF_BILL = (
    Role.SEPARATE_SETTING,
    Role.WITHIN_SCOPE,
    Role.REFUSAL_REASON,
    Role.BEARER,
    Role.PAID_ELSEWHERE,
    Role.BY_CARE_CATALOGUE,
)
"""What a settlement asks of tables besides what payers ask."""


@dataclass(frozen=True, slots=True)
class BenefitModel:
    """The benefit rules of a period, ready to be looked up in: ``judges`` say which rows of a table match."""

    rules: BenefitRules
    vocabulary: Vocabulary
    judges: Mapping[str, RowJudge]
    volatile: frozenset[str]
    """Terms that change in the course of a settlement, and whatever is looked up from them: never remembered."""
    memory: Memory = field(default_factory=Memory, compare=False, repr=False)
    prepared: Mapping[str, PreparedTable] = field(init=False, repr=False)
    """Every table, and the chain, made ready to be gone through, by name."""
    defaults: Mapping[str, str | None] = field(init=False, repr=False)
    """The reading each switch has by default; ``None`` if it is open."""
    money: frozenset[str] = field(init=False, compare=False, repr=False)
    """The accumulators that are amounts; the others count visits or days."""
    memo: JudgementMemo = field(init=False, compare=False, repr=False)
    """What its tables were found to say before, kept in ``memory``."""
    counters: Mapping[str, Counter] = field(init=False, repr=False)
    """What the steps of the chain count that may be sent in another form, by row id."""
    follows: Mapping[str, tuple[Following, ...]] = field(init=False, repr=False)
    """What a term that is not known has by another fact, by its code."""
    asked_of_lines: frozenset[str] = field(init=False, repr=False)
    """What the tables say of a line may rest on these terms, and on no others."""
    of_category: frozenset[str] = field(init=False, repr=False)
    """The category of a charge and what catalogues alone ask for: a bill that states one is of one category."""

    @property
    def roles(self) -> Roles:
        """The terms that code relies on."""
        return self.vocabulary.roles

    @property
    def lines_rest_on_amount(self) -> bool:
        """Whether what the tables say of a line may rest on its amount."""
        return not self.asked_of_lines.isdisjoint(self.roles.of((Role.CHARGE_AMOUNT,)))

    def dated(self, day: date) -> dict[str, Given]:
        """Return what care on ``day`` has for facts: the day itself and its benefit year."""
        return self.roles.facts({Role.CARE_DATE: day, Role.BENEFIT_YEAR: self.rules.year.of(day)})

    def counted(self, accumulators: Mapping[str, int]) -> dict[str, Given]:
        """Return what ``accumulators`` stand at, by code, as formulas read it: yuan, visits or days."""
        money = self.money
        return {code: to_yuan(number) if code in money else Fraction(number) for code, number in accumulators.items()}

    def __post_init__(self) -> None:
        """Prepare the tables."""
        prepared = {
            each.name: prepare_table(
                each, self.rules.producers, self.judges.get(each.name), self.vocabulary.findings, self.rules.figures
            )
            for each in self.rules.every_table
        }
        object.__setattr__(self, "prepared", prepared)
        money = frozenset(code for code in self.rules.accumulators if self.vocabulary.is_money(code))
        object.__setattr__(self, "money", money)
        object.__setattr__(self, "memo", JudgementMemo(self.memory))
        object.__setattr__(self, "follows", follows_of(self.vocabulary))
        of_lines = terms_rested_on(self.rules, self.vocabulary, self.roles.of(_TOLD_OF_LINES))
        object.__setattr__(self, "asked_of_lines", of_lines)
        object.__setattr__(self, "of_category", _of_category(self.rules, self.vocabulary))
        object.__setattr__(self, "counters", counters_of(self.rules, self.vocabulary))
        object.__setattr__(self, "defaults", {each.name: each.default for each in self.rules.switches.values()})


def changing_terms(roles: Roles) -> frozenset[str]:
    """Return the terms that change in the course of a settlement; accumulators change from visit to visit only."""
    return roles.of((*QUANTITIES, Role.ACCOUNT_BALANCE))


def volatile_terms(rules: BenefitRules, changing: frozenset[str]) -> frozenset[str]:
    """Return ``changing`` and every term whose table rests on one of them."""
    volatile = set(changing)
    for _ in count():
        more = {
            code
            for code, name in rules.producers.items()
            if code not in volatile and not volatile.isdisjoint(_rests_on(rules, rules.tables[name]))
        }
        if not more:
            return frozenset(volatile)
        volatile |= more
    raise AssertionError


def terms_rested_on(rules: BenefitRules, vocabulary: Vocabulary, terms: frozenset[str]) -> frozenset[str]:
    """Return ``terms``, all that their tables rest on, and whatever one of these follows from."""
    found = leading_to(vocabulary, terms)
    for _ in count():
        tables = (rules.tables[rules.producers[code]] for code in found if code in rules.producers)
        more = leading_to(vocabulary, found.union(*(_rests_on(rules, table) for table in tables)))
        if more == found:
            return found
        found = more
    raise AssertionError


def _of_category(rules: BenefitRules, vocabulary: Vocabulary) -> frozenset[str]:
    roles, scope = vocabulary.roles, () if rules.scope is None else rules.scope.rests_on
    asked = frozenset((*rules.terms_of_payers, *scope, *roles.of(_TOLD_OF_BILL)))
    of_catalogues = terms_rested_on(rules, vocabulary, roles.of(_CATALOGUED)) - rules.producers.keys()
    of_policy = terms_rested_on(rules, vocabulary, asked) - roles.of((Role.CHARGE_CATEGORY,))
    return of_catalogues - of_policy


def _rests_on(rules: BenefitRules, table: DecisionTable) -> Iterator[str]:
    """Yield what ``table`` is looked up from, and what the figures ruled for its outputs are."""
    yield from table.rests_on
    for code in table.outputs:
        if code in rules.figures:
            yield from rules.figures[code].figure.terms


def input_terms(model: BenefitModel) -> frozenset[str]:
    """Return the terms that can be given: used by a table or the chain, and put out by none or stated instead."""
    rules = model.rules
    used = rules.terms_of_payers.union(*(table.rests_on for table in rules.every_table))
    ages = {code for code, each in model.vocabulary.findings.items() if each.type.kind is ValueKind.AGE}
    derived = {code for code in rules.producers if not model.vocabulary.findings[code].stands_for}
    return frozenset(used - derived - model.roles.of(SETTLED_HERE) - set(rules.accumulators) - ages)
