"""Holds the rules to what they say they cover: every such setting has a payer, or a row that says why it has none."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from itertools import product

from chronicare.benefits.amount_texts import value_text
from chronicare.benefits.model import BenefitModel, changing_terms
from chronicare.benefits.scope import says_why
from chronicare.benefits.term_resolver import TermResolver
from chronicare.benefits.unknowns import Wanted, possible_values
from chronicare.cells.values import Given
from chronicare.compiler import AreaRules
from chronicare.diagnostics import Code, Diagnostics, Language, Text
from chronicare.program.decision_table import ChainStep, TableRow
from chronicare.program.formula import Absent, Expression, NoValue, Operation, Term
from chronicare.program.roles import Role

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
    """Tell each covered combination without a first payer, unless a row says 无此待遇 or why it is refused.

    A payer of what others left is none: where nobody pays before, it would pay in the place of whom the table lacks.
    """
    scope = model.rules.scope
    if scope is None or model.rules.chain is None:
        return
    for row, stated in _covered(model):
        payers, is_answered = _payers(model, stated)
        if is_answered:
            continue
        if first := _first_payers(model, payers):
            _check_other_columns(model, stated, first[0], diagnostics)
            continue
        named = _named(model, stated)
        hint = Text(
            "补上第一支付方的行；没有收录的从适用范围里去掉", "add its first payer, or take it out of the scope"
        )
        message = Text(
            f"「{named.zh}」写在适用范围里，却没有一个支付方，也没有一行说「{NoValue.NO_ENTITLEMENT.value}」",
            f"{named.en} is covered, but no payer takes part and no row says {NoValue.NO_ENTITLEMENT.value}",
        )
        if payers:
            names = "、".join(dict.fromkeys(model.rules.steps[each.id].payer for each in payers))
            message = Text(
                f"「{named.zh}」写在适用范围里，却没有第一支付方：{names} 的基数都是前面付剩下的",
                f"{named.en} is covered, but has no first payer: {names} pay of what others left",
            )
            hint = Text(
                f"{hint.zh}；本来就先付的，基数写 合规费用", f"{hint.en}; who pays first has 合规费用 for a base"
            )
        diagnostics.add(Code.NO_PAYER, row.position, message, hint)


def _check_other_columns(
    model: BenefitModel, stated: Mapping[str, Given], payer: TableRow, diagnostics: Diagnostics
) -> None:
    """Tell the values of one more column under which nobody pays first of what ``payer`` otherwise does."""
    chain, findings = model.rules.chain, model.vocabulary.findings
    if chain is None:
        return
    for code in chain.inputs:
        if code in stated or code in model.rules.producers:
            continue
        lacking = [
            value
            for value in possible_values(model.vocabulary, code)
            if not _is_answered(model, {**stated, code: value})
        ]
        if not lacking:
            continue
        named, lacked, name = (
            _named(model, stated),
            _listed(model, [(code, each) for each in lacking]),
            findings[code].name,
        )
        diagnostics.add(
            Code.NO_PAYER,
            payer.position,
            Text(
                f"「{named.zh}」的「{name.zh}」是 {lacked.zh} 时没有第一支付方，也没有一行说"
                f"「{NoValue.NO_ENTITLEMENT.value}」",
                f"{named.en} with {name.en} {lacked.en} has no first payer, and no row says "
                f"{NoValue.NO_ENTITLEMENT.value}",
            ),
            Text(
                "补上它的行；本来不付的写明理由；没有收录的从适用范围里去掉",
                "add its row, say why nothing is paid, or take it out of the scope",
            ),
        )


def _named(model: BenefitModel, stated: Mapping[str, Given]) -> Text:
    return _listed(model, stated.items())


def _listed(model: BenefitModel, values: Iterable[tuple[str, Given]]) -> Text:
    values = list(values)
    zh, en = (
        [value_text(value, code, model.vocabulary, language) for code, value in values]
        for language in (Language.ZH, Language.EN)
    )
    return Text("、".join(zh), ", ".join(en))


def _is_answered(model: BenefitModel, stated: Mapping[str, Given]) -> bool:
    """Whether there is a first payer, or a row that says why there is none."""
    payers, is_answered = _payers(model, stated)
    return is_answered or bool(_first_payers(model, payers))


def _first_payers(model: BenefitModel, payers: Sequence[TableRow]) -> list[TableRow]:
    """Return those of ``payers`` that do not pay of what others left."""
    return [each for each in payers if not _is_of_what_is_left(model, model.rules.steps[each.id])]


def _covered(model: BenefitModel) -> Iterator[tuple[TableRow, Mapping[str, Given]]]:
    """Give each combination of values that a row of the scope covers, with the row."""
    scope = model.rules.scope
    if scope is None:
        return
    values = {code: possible_values(model.vocabulary, code) for code in scope.inputs}
    tried = {code: each for code, each in values.items() if each}
    for chosen in product(*tried.values()):
        stated: dict[str, Given] = dict(zip(tried, chosen, strict=True))
        rows, _ = _resolver(model, stated).possible_rows(scope, Wanted())
        if rows:
            yield rows[0][0], stated


def _payers(model: BenefitModel, stated: Mapping[str, Given]) -> tuple[list[TableRow], bool]:
    """Return the rows of the payers that may take part, and whether a row says why there is none."""
    resolver = _resolver(model, stated)
    rows, _ = ([], ()) if model.rules.chain is None else resolver.possible_rows(model.rules.chain, Wanted())
    is_answered = any(says_why(model, each) for each in resolver.applied_rows.values())
    return [row for row, _ in rows], is_answered


def _is_of_what_is_left(model: BenefitModel, step: ChainStep) -> bool:
    """Whether the step pays of what those before it left, with whatever added or taken away, itself or by a table."""
    rules = model.rules
    left = {model.roles.get(role) for role in (Role.REMAINING_ELIGIBLE, Role.BEYOND_CAP)}

    def rests_on_it(expression: Expression) -> bool:
        if isinstance(expression, Operation) and expression.name in ("+", "-", "max"):
            return any(map(rests_on_it, expression.arguments[:1] if expression.name == "-" else expression.arguments))
        if not isinstance(expression, Term) or expression.code in left:
            return isinstance(expression, Term)
        rows = rules.tables[rules.producers[expression.code]].rows if expression.code in rules.producers else ()
        given = [row.outputs[expression.code].expression for row in rows]
        given = [each for each in given if not isinstance(each, Absent)]
        return bool(given) and all(map(rests_on_it, given))

    return step.base is not None and rests_on_it(step.base.expression)


def _resolver(model: BenefitModel, stated: Mapping[str, Given]) -> TermResolver:
    day = model.rules.effective_from or date.min
    amounts = dict.fromkeys((*changing_terms(model.roles), *model.rules.accumulators), _ANY_EXPENSE)
    return TermResolver(model, day, {**model.dated(day), **amounts, **stated}, {})
