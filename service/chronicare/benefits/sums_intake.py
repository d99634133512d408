"""The sums of a bill, read; and what may not stand beside the category of the whole bill."""

from dataclasses import fields

from chronicare.benefits.bill import Bill, Charges
from chronicare.benefits.bill_parts import lines_of, split_bill
from chronicare.benefits.fen import read_fen
from chronicare.benefits.formula_evaluation import NotEvaluableError
from chronicare.benefits.model import BenefitModel
from chronicare.benefits.report import ReportedBill
from chronicare.benefits.term_resolver import TermResolver
from chronicare.benefits.unknowns import FactNeededError, ReadingNeededError
from chronicare.diagnostics import Code, Diagnostics, FieldPath, Text

_BY_CATEGORY = {
    "fully_self_paid_fen": Text("全自费", "fully self-paid"),
    "advance_self_payment_fen": Text("先行自付", "paid in advance"),
}


def read_sums(bill: ReportedBill, path: str, diagnostics: Diagnostics) -> Charges:
    """Return the sums of ``bill``, which stands at ``path`` (empty, or ending in a dot)."""
    stated = bill.charges
    if stated is None or stated.total_fen is None:
        diagnostics.add(
            Code.REQUIRED_FIELD,
            FieldPath(f"{path}charges.total_fen"),
            Text("没有写总费用", "the total expense is required"),
            Text("写 charges.total_fen（分），或逐行写 lines", "give charges.total_fen (fen), or lines"),
        )
        return Charges(0)
    total, *sums = (
        read_fen(getattr(stated, each.name), f"{path}charges.{each.name}", diagnostics) for each in fields(stated)
    )
    parts = [each or 0 for each in sums]
    if total is not None and sum(parts) > total:
        diagnostics.add(
            Code.CONTRADICTORY,
            FieldPath(f"{path}charges"),
            Text(
                f"全自费、超限价、先行自付合计 {sum(parts)} 分，超过总费用 {total} 分",
                f"the parts come to {sum(parts)} fen, more than the total of {total} fen",
            ),
            Text("核对各项金额，单位是分", "check the amounts; they are in fen"),
        )
    return Charges(total or 0, *parts)


def says_as_derived(model: BenefitModel, stated: Charges, one: Bill) -> bool:
    """Whether the sums ``stated`` beside the category of a bill are what the rules say of it as ``one`` line.

    A bill that says one thing twice says nothing wrong. What the rules cannot tell yet is not as they say.
    """
    if not any(getattr(stated, each) for each in _BY_CATEGORY):
        return True
    resolver = TermResolver(model, one.care_date, {**one.facts, **model.dated(one.care_date)}, {})
    try:
        parts = split_bill(resolver, one, lines_of(one))
    except (NotEvaluableError, FactNeededError, ReadingNeededError):
        return False
    return sum((part.told(0) for part in parts.values()), Charges(0)) == stated


def refuse_divided(charges: Charges, stated: Text, path: str, diagnostics: Diagnostics) -> None:
    """Refuse what the rules derive from the category of the whole bill, ``stated``, beside that."""
    for each, called in _BY_CATEGORY.items():
        if not getattr(charges, each):
            continue
        message = Text(
            f"写了「{stated.zh}」的账单整笔照一行费用算，{called.zh}由规则得出，不能再写",
            f"a bill that states its {stated.en} is taken for one line: the rules say what of it is {called.en}",
        )
        hint = Text(
            f"只写总费用（和超限价）；不止一类的逐行写 lines；或去掉「{stated.zh}」，照写好的各项结算",
            "state the total (and what is above price limits) alone; of several categories, state lines; or leave "
            f"the {stated.en} out, and the sums stand as they are stated",
        )
        diagnostics.add(Code.CONTRADICTORY, FieldPath(f"{path}.{each}"), message, hint)
