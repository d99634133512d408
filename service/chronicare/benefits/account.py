"""The personal account (个人账户) as a payer: what a bill may draw on, and what its steps have drawn.

What is in the account is a fact (个人账户余额), what the person wants paid from it at most is said by the bill. A step
draws on the smaller of the two. If neither is stated nothing is drawn, unless a fund pays after it: then it is asked
for.
"""

from collections.abc import Iterable
from fractions import Fraction

from chronicare.benefits.bill import Bill, Facts
from chronicare.benefits.formula_evaluation import as_number
from chronicare.benefits.money import to_yuan
from chronicare.benefits.step_paid import StepPaid
from chronicare.program.decision_table import ChainStep, PaymentKind
from chronicare.program.roles import Role, Roles

_NOTHING = Fraction(0)


def balance_of(roles: Roles, bill: Bill) -> Facts:
    """Return what ``bill`` may draw on, in yuan, by the code of the term; nothing if that is not stated."""
    code = roles.get(Role.ACCOUNT_BALANCE)
    if code is None:
        return {}
    wanted = [] if bill.account_fen is None else [to_yuan(bill.account_fen)]
    held = [as_number(bill.facts[code])] if code in bill.facts else []
    return {code: min(wanted + held)} if wanted or held else {}


def unless_it_matters(roles: Roles, known: Facts, after: Iterable[ChainStep]) -> Facts:
    """Return that nothing is drawn on an account nobody states, where no fund of those ``after`` rests on it."""
    code = roles.get(Role.ACCOUNT_BALANCE)
    if code is None or code in known or any(each.payment_kind is PaymentKind.REIMBURSEMENT for each in after):
        return {}
    return {code: _NOTHING}


def drawn_fen(steps: Iterable[StepPaid]) -> int:
    """Return what the ``steps`` drew on the account, in fen."""
    return sum(each.payment_fen for each in steps if each.step.payment_kind is PaymentKind.ACCOUNT)
