"""Cases about benefits: bills, years of bills and look-ups, and what must follow.

A case has one of three subjects: ``bill`` (one visit's sums or lines), ``bills`` (a year's, in order) or ``look_up``
(terms; left out, those whose ``expect.values`` are stated). Amounts are yuan in the file and fen here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

from chronicare.diagnostics import Code, Diagnostics, Text
from chronicare.formats.cases.case_file import CaseFile, CaseFileShape, CaseShape, KnownShape, RawCase, make_cases
from chronicare.formats.spelling import suggest
from chronicare.formats.yaml_document import Path, Plain, YamlDocument
from chronicare.formats.yaml_shape import IsoDay, Shape, Written, check_shape, refusal

_FEN_A_YUAN = 100
_OUTCOMES = ("settled", "not_payable", "not_covered", "undecided")
SUMS = ("total", "fully_self_paid", "above_price_limit", "advance_self_payment")
"""The sums of a bill, by their keys."""
_OF_A_BILL = frozenset(("outcome", "payments", "allowances", "copayment", "account", "valueless", "certain"))
_WRITE_YUAN = Text("写元，至多两位小数，如 700 或 1444.80", "write yuan with two decimals at most: 700 or 1444.80")


def read_yuan(value: object) -> int:
    """Return an amount written in yuan (a number, or its digits as text) in fen. Raises ValueError if it is none."""
    text = value.strip().replace(",", "") if isinstance(value, str) else value
    if isinstance(text, str) and text.replace(".", "", 1).isdecimal() and text.isascii():
        text = Decimal(text)
    if not isinstance(text, Decimal) or text < 0 or text * _FEN_A_YUAN != int(text * _FEN_A_YUAN):
        raise ValueError(f"{value!r} is no amount in yuan")
    return int(text * _FEN_A_YUAN)


def _fen(value: object) -> int:
    try:
        return read_yuan(value)
    except ValueError:
        written = str(value).lower() if isinstance(value, bool) else value
        raise refusal(Text(f"写的「{written}」不是金额", f"is {written!r}, which is no amount"), _WRITE_YUAN) from None


def _outcome(word: str) -> str:
    if word not in _OUTCOMES:
        raise refusal(Text("没有这种结论", "is no outcome"), suggest(word, _OUTCOMES))
    return word


Yuan = Annotated[int, BeforeValidator(_fen)]
"""An amount in yuan, kept in fen."""
_Amounts = dict[str, Yuan]


class RawLine(Shape):
    """One line of a bill, in fen; ``facts`` by term as written."""

    amount: Yuan
    above_price_limit: Yuan = 0
    facts: dict[str, Any] = Field(default_factory=dict)


class RawBill(Shape):
    """One visit as written, in fen: ``sums`` or ``lines``, of which ``account`` is to pay what is left."""

    care_date: IsoDay | None = None
    total: Yuan | None = None
    fully_self_paid: Yuan | None = None
    above_price_limit: Yuan | None = None
    advance_self_payment: Yuan | None = None
    lines: list[RawLine] = Field(default_factory=list)
    account: Yuan | None = None
    facts: dict[str, Any] = Field(default_factory=dict)

    @property
    def sums(self) -> dict[str, int]:
        """Those stated, ``total`` among them."""
        return {name: fen for name in SUMS if (fen := getattr(self, name)) is not None}


class _BillExpect(Shape):
    outcome: Annotated[Written, AfterValidator(_outcome)] | None = None
    payments: _Amounts | None = None
    allowances: _Amounts | None = None
    copayment: Yuan | None = None
    account: Yuan | None = None
    accumulators: _Amounts | None = None
    missing: list[Written] | None = None
    switches: list[Written] | None = None
    valueless: list[Written] | None = None
    provisional: list[Written] | None = None
    certain: _Amounts | None = None
    ways: dict[str, dict[str, Any] | None] | None = None


class _Expect(_BillExpect):
    values: dict[str, Any] | None = None
    bills: list[_BillExpect | None] | None = None


class _Known(KnownShape):
    facts: dict[str, Any] = Field(default_factory=dict)
    accumulators: _Amounts = Field(default_factory=dict)
    first_of_year: bool | None = None
    readings: dict[str, Written] = Field(default_factory=dict)
    look_up: list[Written] = Field(default_factory=list)


class _Case(_Known, CaseShape):
    bill: RawBill | None = None
    bills: list[RawBill] | None = None
    expect: _Expect

    def all_bills(self) -> list[RawBill]:
        """Return the one, or those of a year; none for a look-up."""
        return [self.bill] if self.bill is not None else self.bills or []

    def states_its_day(self) -> bool:
        """Whether every bill states its own."""
        return bool(self.all_bills()) and all(each.care_date for each in self.all_bills())


class _CaseFile(CaseFileShape):
    benefits: Written
    bases: dict[str, _Known] = Field(default_factory=dict)
    cases: list[_Case]


@dataclass(frozen=True, slots=True)
class BenefitCase(RawCase):
    """What is asked of the benefit tables and what must be answered; amounts in fen.

    ``bills`` is empty for a look-up of the terms ``look_up``; ``is_year`` tells a year's bills from a single one.
    ``facts`` and ``accumulators`` are the case's own: those of ``base`` hold beside them. Accumulators stated nowhere
    are zero, or not known if it is not the ``first_of_year``. ``readings`` are forced, by switch.
    """

    base: "BenefitCase | None"
    facts: Mapping[str, Plain]
    accumulators: Mapping[str, int]
    first_of_year: bool
    readings: Mapping[str, str]
    bills: tuple[RawBill, ...]
    is_year: bool
    look_up: tuple[str, ...]


class BenefitCaseFile(CaseFile[BenefitCase]):
    """Cases about benefits, under a title."""

    __slots__ = ()


def benefit_cases_in(document: YamlDocument, diagnostics: Diagnostics) -> BenefitCaseFile | None:
    """Return the cases of a document about ``benefits``; what is wrong with it goes to ``diagnostics``.

    Told as well: no subject or several, an expectation of another kind of case, a bill without its sums.
    """
    shape = check_shape(document, _CaseFile, diagnostics, Code.BAD_CASE)
    if shape is None:
        return None
    for index, case in enumerate(shape.cases):
        _check_subject(case, shape.bases.get(case.base or ""), document, ("cases", index), diagnostics)
    return BenefitCaseFile(document.file, shape.benefits, make_cases(document, shape, _case, diagnostics))


def _case(known: _Known, base: BenefitCase | None, common: dict[str, Any]) -> BenefitCase:
    case = known if isinstance(known, _Case) else None
    first = known.first_of_year
    if first is None:
        first = base.first_of_year if base else True
    return BenefitCase(
        **common,
        base=base,
        facts=known.facts,
        accumulators=known.accumulators,
        first_of_year=first,
        readings={**(base.readings if base else {}), **known.readings},
        bills=tuple(case.all_bills()) if case is not None else (),
        is_year=case is not None and case.bills is not None,
        look_up=tuple(known.look_up) or (base.look_up if base else ()),
    )


def _check_subject(
    case: _Case, base: _Known | None, document: YamlDocument, where: Path, diagnostics: Diagnostics
) -> None:
    """Tell a case without subject, or with several, and expectations its subject cannot have."""
    looks_up = bool(case.look_up or case.expect.values is not None or (base is not None and base.look_up))
    has_bill = case.bill is not None or case.bills is not None
    if (case.bill is not None) + (case.bills is not None) + (looks_up and not has_bill) != 1 or (
        has_bill and (case.look_up or case.expect.values is not None)
    ):
        diagnostics.add(
            Code.BAD_CASE,
            document.where(where),
            Text("bill、bills、look_up 三者写且只写一种", "write just one of bill, bills and look_up"),
        )
        return
    stated = case.expect.model_fields_set
    wrong = stated - {"bills", "accumulators"} if case.bills is not None else stated & {"bills"}
    if not has_bill:
        wrong |= stated & (_OF_A_BILL | {"accumulators"})
    for key in sorted(wrong):
        diagnostics.add(
            Code.BAD_CASE,
            document.where((*where, "expect", key)),
            Text(f"这种案例的 expect 不能写 {key}", f"a case of this kind cannot expect {key}"),
            Text(
                "账单写 payments 等，bills 写 expect.bills，look_up 写 values",
                "bills expect payments …, a year expect.bills, look-ups values",
            ),
        )
    if not stated:
        diagnostics.add(Code.BAD_CASE, document.where((*where, "expect")), Text("expect 是空的", "expect is empty"))
    for number, bill in enumerate(case.all_bills()):
        path: Path = (*where, "bill") if case.bill is not None else (*where, "bills", number)
        if (bill.total is not None) is bool(bill.lines) or (bill.lines and bill.sums):
            message = Text("账单写 total 等合计，或写 lines", "a bill has total and the other sums, or lines")
            diagnostics.add(Code.BAD_CASE, document.where(path), message)
    if case.bills is not None and len(case.expect.bills or ()) not in (0, len(case.bills)):
        message = Text(
            f"bills 有 {len(case.bills)} 笔，expect.bills 有 {len(case.expect.bills or ())} 笔",
            f"{len(case.bills)} bills, but {len(case.expect.bills or ())} in expect.bills",
        )
        hint = Text("逐笔写，不看的写 null", "one for each, null where nothing is expected")
        diagnostics.add(Code.BAD_CASE, document.where((*where, "expect", "bills")), message, hint)
