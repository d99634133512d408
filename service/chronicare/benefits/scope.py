"""What the rules cover: care outside it is not answered at all, neither paid nor refused.

Nor is a case covered of which the rules say neither who pays nor why nobody does: a row that was left out of a table is
no refusal.
"""

from collections.abc import Iterable, Sequence
from types import MappingProxyType

from chronicare.benefits.applied_row import AppliedRow
from chronicare.benefits.bill import Facts
from chronicare.benefits.formula_evaluation import NotEvaluableError
from chronicare.benefits.model import BenefitModel, terms_rested_on, volatile_terms
from chronicare.benefits.term_resolver import TermResolver
from chronicare.benefits.unknowns import Wanted
from chronicare.cells.values import Given
from chronicare.diagnostics import Text
from chronicare.program.decision_table import BenefitRules, DecisionTable
from chronicare.program.formula import Absent, NoValue
from chronicare.program.roles import Role
from chronicare.program.vocabulary import Vocabulary

_ANYTHING = "-"
_WHATEVER: Facts = MappingProxyType({})
_NO_ENTITLEMENT = Absent(NoValue.NO_ENTITLEMENT)


class OutsideScopeError(NotEvaluableError):
    """The rules say nothing of such care; of covered care, they say nothing where the facts ``lacking`` hold."""

    def __init__(self, lacking: Facts = _WHATEVER) -> None:
        """Name no term: it is all of them together."""
        super().__init__("")
        self.lacking = lacking


def require_covered(resolver: TermResolver, rules: BenefitRules) -> None:
    """Raise OutsideScopeError for care the rules do not cover; where that is not known, as ``TermResolver.look_up``."""
    if rules.scope is not None and not resolver.matching_rows(rules.scope):
        raise OutsideScopeError


def require_reason(resolver: TermResolver, model: BenefitModel) -> None:
    """Raise OutsideScopeError unless a row that was consulted says why nobody pays, or a reading that is in force does.

    What is not known of that is raised as ``TermResolver.look_up`` does.
    """
    for role in (Role.WITHIN_SCOPE, Role.REFUSAL_REASON):
        code = model.roles.get(role)
        if code is not None and code in model.rules.producers:
            resolver.look_up(code)
    if any(says_why(model, each) for each in resolver.applied_rows.values()):
        return
    deciding = _deciding_readings(resolver, model)
    if not deciding:
        raise OutsideScopeError(_lacking(resolver, model))
    resolver.switches.update(deciding)


def says_why(model: BenefitModel, applied: AppliedRow) -> bool:
    """Whether the row says why nobody pays: a reason, that the funds do not, or no entitlement to what payers ask."""
    roles, chain = model.roles, model.rules.chain
    reason, within = roles.get(Role.REFUSAL_REASON), roles.get(Role.WITHIN_SCOPE)
    is_within, said = applied.outputs.get(within or ""), applied.outputs.get(reason or "")
    if is_within is False or (is_within is not True and said is not None and not _is_none(model, str(reason), said)):
        return True
    outputs = applied.row.outputs
    asked = () if chain is None else chain.inputs
    return any(code in outputs and outputs[code].expression == _NO_ENTITLEMENT for code in asked)


def _is_none(model: BenefitModel, code: str, value: Given) -> bool:
    """Whether the ``value`` of the term ``code`` is the one that says that there is none of them."""
    levels = model.vocabulary.findings[code].type.levels
    return levels is not None and any(each.exclusive and each.value == value for each in levels.levels)


def _deciding_readings(resolver: TermResolver, model: BenefitModel) -> dict[str, str]:
    """Return the readings in force, by switch, in whose place another would let somebody pay."""
    chain = model.rules.chain
    named = {pair for row in (() if chain is None else chain.rows) for pair in row.readings}
    deciding: dict[str, str] = {}
    for name, reading in sorted(named):
        in_force = resolver.readings.get(name, model.defaults[name])
        if chain is None or in_force in (None, reading):
            continue
        otherwise = TermResolver(model, resolver.as_of, resolver.facts, {**resolver.readings, name: reading})
        if otherwise.possible_rows(chain, Wanted())[0]:
            deciding[name] = str(in_force)
    return deciding


def _lacking(resolver: TermResolver, model: BenefitModel) -> Facts:
    """Return the facts of which the payers' table lacks a row: those with others in whose place somebody might pay."""
    chain = model.rules.chain
    findings = model.vocabulary.findings
    stated = [
        code
        for code in (() if chain is None else chain.inputs)
        if code in resolver.facts and findings[code].type.levels is not None
    ]

    def may_pay_without(code: str) -> bool:
        otherwise = resolver.with_facts({})
        del otherwise.facts[code]
        otherwise.forget()
        return chain is not None and bool(otherwise.possible_rows(chain, Wanted())[0])

    decisive = [code for code in stated if may_pay_without(code)]
    return {code: resolver.facts[code] for code in decisive or stated}


def terms_outside(model: BenefitModel, resolver: TermResolver, terms: Sequence[str]) -> tuple[str, ...]:
    """Return those of ``terms`` that are about care the rules do not cover.

    They rest on the setting of it; where none is covered, whatever the setting, also all that is settled by.
    """
    rules, setting = model.rules, model.roles.get(Role.SETTING)
    if rules.scope is None or setting is None or _may_be_covered(resolver, rules.scope):
        return ()
    outside = volatile_terms(rules, frozenset({setting}))
    anywhere = resolver.with_facts({})
    if anywhere.facts.pop(setting, None) is not None:
        anywhere.forget()
    if not _may_be_covered(anywhere, rules.scope):
        outside |= terms_rested_on(rules, model.vocabulary, rules.terms_of_payers)
    return tuple(code for code in dict.fromkeys(terms) if code in outside)


def _may_be_covered(resolver: TermResolver, scope: DecisionTable) -> bool:
    return bool(resolver.possible_rows(scope, Wanted())[0])


def describe_scope(rules: BenefitRules, vocabulary: Vocabulary) -> Iterable[Text]:
    """Say what is covered, a sentence a row; nothing if nothing is left out."""
    if rules.scope is None:
        return
    names = {code: vocabulary.findings[code].name for code in rules.scope.inputs}
    for row in rules.scope.rows:
        cells = {code: rules.scope.cells[row.id, code] for code in names}
        told = {code: text for code, text in cells.items() if text != _ANYTHING}
        yield Text(
            "；".join(f"{names[code].zh}：{text}" for code, text in told.items()) or "全部",
            "; ".join(f"{names[code].en}: {text}" for code, text in told.items()) or "everything",
        )
