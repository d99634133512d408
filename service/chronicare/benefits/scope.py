"""What the rules cover: care outside it is not answered at all, neither paid nor refused."""

from collections.abc import Iterable, Sequence

from chronicare.benefits.formula_evaluation import NotEvaluableError
from chronicare.benefits.model import BenefitModel, volatile_terms
from chronicare.benefits.term_resolver import TermResolver
from chronicare.benefits.unknowns import FactNeededError, ReadingNeededError
from chronicare.diagnostics import Text
from chronicare.program.decision_table import BenefitRules
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
    """Return those of ``terms`` that are about care the rules do not cover: they rest on the setting of it.

    Nothing, unless all that the scope asks for is stated.
    """
    scope, setting = model.rules.scope, model.roles.get(Role.SETTING)
    if scope is None or setting is None or not all(code in resolver.facts for code in scope.inputs):
        return ()
    try:
        if resolver.matching_rows(scope):
            return ()
    except (NotEvaluableError, FactNeededError, ReadingNeededError):
        return ()
    of_care = volatile_terms(model.rules, frozenset({setting}))
    return tuple(code for code in dict.fromkeys(terms) if code in of_care)


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
