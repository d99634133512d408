"""What the rules cover: care outside it is not answered at all, neither paid nor refused."""

from collections.abc import Iterable, Sequence

from chronicare.benefits.formula_evaluation import NotEvaluableError
from chronicare.benefits.model import BenefitModel, terms_rested_on, volatile_terms
from chronicare.benefits.term_resolver import TermResolver
from chronicare.benefits.unknowns import Wanted
from chronicare.diagnostics import Text
from chronicare.program.decision_table import BenefitRules, DecisionTable
from chronicare.program.roles import Role
from chronicare.program.vocabulary import Vocabulary

_ANYTHING = "-"


class OutsideScopeError(NotEvaluableError):
    """The rules say nothing of such care."""

    def __init__(self) -> None:
        """Name no term: it is all of them together."""
        super().__init__("")


def require_covered(resolver: TermResolver, rules: BenefitRules) -> None:
    """Raise OutsideScopeError for care the rules do not cover; where that is not known, as ``TermResolver.look_up``."""
    if rules.scope is not None and not resolver.matching_rows(rules.scope):
        raise OutsideScopeError


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
