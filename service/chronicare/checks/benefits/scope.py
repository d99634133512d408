"""Holds the rules to what they say they cover: every such setting has a payer, or a row that says why it has none."""

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from itertools import product

from chronicare.benefits.applied_row import AppliedRow
from chronicare.benefits.model import BenefitModel, changing_terms
from chronicare.benefits.term_resolver import TermResolver
from chronicare.benefits.unknowns import Wanted
from chronicare.cells.values import Given
from chronicare.compiler import AreaRules
from chronicare.diagnostics import Code, Diagnostics, Text
from chronicare.program.decision_table import TableRow
from chronicare.program.formula import Absent, NoValue
from chronicare.program.roles import Role

_NO_ENTITLEMENT = Absent(NoValue.NO_ENTITLEMENT)
_ANY_EXPENSE = Fraction(100_000)


def check_scope_said(rules: AreaRules, diagnostics: Diagnostics) -> None:
    """Warn of rules that settle bills without saying which."""
    for period in rules.benefits:
        if period.chain is not None and period.scope is None:
            message = Text("没有写适用范围：没有收录的就医也会答「不予支付」", "what is covered is not said")
            hint = Text(
                "加一张「适用范围」（scope）表，写明收录哪些险种、哪些结算类别", "add a table of the kind scope"
            )
            diagnostics.add(Code.NO_SCOPE, period.chain.position, message, hint)
            return


def check_payers(model: BenefitModel, diagnostics: Diagnostics) -> None:
    """Tell each covered combination that no payer can take part in, unless a row says 无此待遇 or why it is refused."""
    scope = model.rules.scope
    if scope is None or model.rules.chain is None:
        return
    for row, stated in _covered(model):
        if _is_answered(model, stated):
            continue
        named = "、".join(str(value) for value in stated.values())
        diagnostics.add(
            Code.NO_PAYER,
            row.position,
            Text(
                f"「{named}」写在适用范围里，却没有一个支付方，也没有一行说「{NoValue.NO_ENTITLEMENT.value}」",
                f"{named} is covered, but no payer takes part and no row says {NoValue.NO_ENTITLEMENT.value}",
            ),
            Text("补上第一支付方的行；没有收录的从适用范围里去掉", "add its first payer, or take it out of the scope"),
        )


def _covered(model: BenefitModel) -> Iterator[tuple[TableRow, Mapping[str, Given]]]:
    """Give each combination of values that a row of the scope covers, with the row."""
    scope = model.rules.scope
    if scope is None:
        return
    levels = {code: model.vocabulary.findings[code].type.levels for code in scope.inputs}
    tried = {code: [level.value for level in each.levels] for code, each in levels.items() if each is not None}
    for chosen in product(*tried.values()):
        stated: dict[str, Given] = dict(zip(tried, chosen, strict=True))
        rows, _ = _resolver(model, stated).possible_rows(scope, Wanted())
        if rows:
            yield rows[0][0], stated


def _is_answered(model: BenefitModel, stated: Mapping[str, Given]) -> bool:
    resolver = _resolver(model, stated)
    rows, _ = ([], ()) if model.rules.chain is None else resolver.possible_rows(model.rules.chain, Wanted())
    return bool(rows) or any(_says_why(model, each) for each in resolver.applied_rows.values())


def _says_why(model: BenefitModel, applied: AppliedRow) -> bool:
    refusal = model.roles.get(Role.REFUSAL_REASON)
    return applied.outputs.get(refusal or "") is not None or any(
        formula.expression == _NO_ENTITLEMENT for formula in applied.row.outputs.values()
    )


def _resolver(model: BenefitModel, stated: Mapping[str, Given]) -> TermResolver:
    day = model.rules.effective_from or date.min
    amounts = dict.fromkeys((*changing_terms(model.roles), *model.rules.accumulators), _ANY_EXPENSE)
    return TermResolver(model, day, {**model.dated(day), **amounts, **stated}, {})
