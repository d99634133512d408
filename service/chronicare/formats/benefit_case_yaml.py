"""Reads case files about benefits: bills, years of bills and look-ups, and what must follow, each place kept.

A case has one of three subjects: ``bill`` (one visit's sums or lines), ``bills`` (a year's, in order) or ``look_up``
(terms; left out, those whose ``expect.values`` are stated). Amounts are yuan in the file and fen here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

from chronicare.diagnostics import Code, Diagnostics, Position, Text
from chronicare.formats.nearest import suggest
from chronicare.formats.yaml_document import Path, Plain, YamlDocument, path_text
from chronicare.formats.yaml_shape import IsoDay, Shape, Written, check_shape, iso_day, refusal

_FEN_A_YUAN = 100
_CASE_DEPTH = 2
"""A case stands at ``cases[n]``, a base at ``bases.name``."""
_OUTCOMES = ("settled", "not_payable", "undecided")
_OF_A_BILL = frozenset(("outcome", "payments", "allowances", "copayment", "account", "valueless"))
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
        raise refusal(Text("不是金额", "is no amount"), _WRITE_YUAN) from None


def _outcome(word: str) -> str:
    if word not in _OUTCOMES:
        raise refusal(Text("没有这种结论", "is no outcome"), suggest(word, _OUTCOMES))
    return word


def _person(person: dict[str, object]) -> dict[str, object]:
    """Bring the birth date to ISO; null takes a base's away."""
    dated = {"birth_date"} if person.get("birth_date") is not None else set()
    return {key: iso_day(value) if key in dated else value for key, value in person.items()}


Yuan = Annotated[int, BeforeValidator(_fen)]
"""An amount in yuan, kept in fen."""
_Amounts = dict[str, Yuan]


class _Line(Shape):
    amount: Yuan
    above_price_limit: Yuan = 0
    facts: dict[str, Any] = Field(default_factory=dict)


class _Bill(Shape):
    care_date: IsoDay | None = None
    total: Yuan | None = None
    fully_self_paid: Yuan | None = None
    above_price_limit: Yuan | None = None
    advance_self_payment: Yuan | None = None
    lines: list[_Line] = Field(default_factory=list)
    account: Yuan = 0
    facts: dict[str, Any] = Field(default_factory=dict)


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
    ways: dict[str, dict[str, Any] | None] | None = None


class _Expect(_BillExpect):
    values: dict[str, Any] | None = None
    bills: list[_BillExpect | None] | None = None


class _Known(Shape):
    as_of_date: IsoDay | None = None
    person: Annotated[dict[str, Any], AfterValidator(_person)] = Field(default_factory=dict)
    facts: dict[str, Any] = Field(default_factory=dict)
    accumulators: _Amounts = Field(default_factory=dict)
    first_of_year: bool | None = None
    readings: dict[str, Written] = Field(default_factory=dict)
    look_up: list[Written] = Field(default_factory=list)


class _Case(_Known):
    name: Written
    base: Written | None = None
    without: list[Written] = Field(default_factory=list)
    bill: _Bill | None = None
    bills: list[_Bill] | None = None
    expect: _Expect


class _CaseFile(Shape):
    benefits: Written
    as_of_date: IsoDay | None = None
    bases: dict[str, _Known] = Field(default_factory=dict)
    cases: list[_Case]


@dataclass(frozen=True, slots=True)
class RawLine:
    """One line of a bill, in fen; ``facts`` by term as written."""

    amount_fen: int
    above_price_limit_fen: int
    facts: Mapping[str, Plain]


@dataclass(frozen=True, slots=True)
class RawBill:
    """One visit as written, in fen: ``sums`` (those stated, ``total`` among them) or ``lines``."""

    path: str
    care_date: str
    sums: Mapping[str, int]
    lines: tuple[RawLine, ...]
    account_fen: int
    facts: Mapping[str, Plain]


@dataclass(frozen=True, slots=True)
class RawBenefitCase:
    """One case, or a base several cases start from, as written; amounts in fen, dates ISO, nothing else interpreted.

    ``accumulators`` are those stated; the others are zero, or not known if ``first_of_year`` is false (``None``: not
    stated). ``expect`` is empty for a base. ``places`` has each field's position by its path within the case.
    """

    name: str
    base: str
    as_of_date: str
    person: Mapping[str, Plain]
    facts: Mapping[str, Plain]
    without: tuple[str, ...]
    accumulators: Mapping[str, int]
    first_of_year: bool | None
    readings: Mapping[str, str]
    bills: tuple[RawBill, ...]
    is_year: bool
    look_up: tuple[str, ...]
    expect: Mapping[str, Any]
    position: Position
    places: Mapping[str, Position] = field(repr=False)

    def where(self, path: str) -> Position:
        """Return the position of the field at ``path``, or of the nearest one that encloses it."""
        while path and path not in self.places:
            path = path[: max(path.rfind("."), path.rfind("["), 0)]
        return self.places.get(path, self.position)


@dataclass(frozen=True, slots=True)
class BenefitCaseFile:
    """A file of benefit cases under a title; ``as_of_date`` (ISO, or empty) holds for every case that states none."""

    file: str
    title: str
    as_of_date: str
    bases: Mapping[str, RawBenefitCase]
    cases: tuple[RawBenefitCase, ...]


def benefit_cases_in(document: YamlDocument, diagnostics: Diagnostics) -> BenefitCaseFile | None:
    """Return the cases of a document about ``benefits``; ``None`` with every problem in ``found`` if it cannot be read.

    Told as well: a base that is not there, a name used twice, no date, no subject or several, an expectation of
    another kind of case.
    """
    shape = check_shape(document, _CaseFile, diagnostics, Code.BAD_CASE)
    if shape is None:
        return None
    _check_cases(shape, document, diagnostics)
    places = _places_by_case(document)
    return BenefitCaseFile(
        file=document.file,
        title=shape.benefits,
        as_of_date=shape.as_of_date or "",
        bases={
            name: _raw(name, known, document.where(("bases", name)), places.get(("bases", name), {}))
            for name, known in shape.bases.items()
        },
        cases=tuple(
            _raw(each.name, each, document.where(("cases", index)), places.get(("cases", index), {}))
            for index, each in enumerate(shape.cases)
        ),
    )


def _raw(name: str, known: _Known, position: Position, places: Mapping[str, Position]) -> RawBenefitCase:
    case = known if isinstance(known, _Case) else None
    bills: list[RawBill] = []
    if case is not None and case.bill is not None:
        bills = [_bill(case.bill, "bill")]
    elif case is not None and case.bills is not None:
        bills = [_bill(each, f"bills[{index}]") for index, each in enumerate(case.bills)]
    return RawBenefitCase(
        name=name,
        base=(case.base or "") if case is not None else "",
        as_of_date=known.as_of_date or "",
        person=known.person,
        facts=known.facts,
        without=tuple(case.without) if case is not None else (),
        accumulators=known.accumulators,
        first_of_year=known.first_of_year,
        readings=known.readings,
        bills=tuple(bills),
        is_year=case is not None and case.bills is not None,
        look_up=tuple(known.look_up),
        expect=case.expect.model_dump(exclude_unset=True) if case is not None else {},
        position=position,
        places=places,
    )


def _bill(bill: _Bill, path: str) -> RawBill:
    stated = {
        "total": bill.total,
        "fully_self_paid": bill.fully_self_paid,
        "above_price_limit": bill.above_price_limit,
        "advance_self_payment": bill.advance_self_payment,
    }
    return RawBill(
        path,
        bill.care_date or "",
        {name: amount for name, amount in stated.items() if amount is not None},
        tuple(RawLine(each.amount, each.above_price_limit, each.facts) for each in bill.lines),
        bill.account,
        bill.facts,
    )


def _places_by_case(document: YamlDocument) -> dict[Path, dict[str, Position]]:
    """Gather the positions inside each base and case, by their path within it."""
    places: dict[Path, dict[str, Position]] = {}
    for path, position in document.places.items():
        if len(path) > _CASE_DEPTH:
            places.setdefault(path[:_CASE_DEPTH], {})[path_text(path[_CASE_DEPTH:])] = position
    return places


def _check_cases(shape: _CaseFile, document: YamlDocument, diagnostics: Diagnostics) -> None:
    first: dict[str, int] = {}
    for index, case in enumerate(shape.cases):
        where: Path = ("cases", index)
        base = shape.bases.get(case.base) if case.base is not None else None
        if case.base is not None and base is None:
            message = Text(f"bases 里没有「{case.base}」", f"there is no base '{case.base}'")
            diagnostics.add(Code.BAD_CASE, document.where((*where, "base")), message, suggest(case.base, shape.bases))
        if case.name in first:
            row = document.where(("cases", first[case.name])).row
            message = Text(f"案例「{case.name}」重名", f"the name '{case.name}' is used twice")
            hint = Text(f"第 {row} 行的案例已用此名", f"the case at line {row} has it")
            diagnostics.add(Code.BAD_CASE, document.where((*where, "name")), message, hint)
        first.setdefault(case.name, index)
        _check_subject(case, base, document, where, diagnostics)
        dated = case.as_of_date or shape.as_of_date or (base is not None and base.as_of_date)
        bills = [*([case.bill] if case.bill is not None else ()), *(case.bills or ())]
        if not dated and not (bills and all(each.care_date for each in bills)):
            diagnostics.add(
                Code.BAD_CASE,
                document.where(where),
                Text("没有写日期（as_of_date，或账单的 care_date）", "no date is given: as_of_date, or care_date"),
                Text("在文件开头写 as_of_date: 2025-12-15", "write as_of_date: 2025-12-15 at the top of the file"),
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
    for number, bill in enumerate([case.bill] if case.bill is not None else case.bills or []):
        path: Path = (*where, "bill") if case.bill is not None else (*where, "bills", number)
        has_sums = bool(bill.model_fields_set & {"fully_self_paid", "above_price_limit", "advance_self_payment"})
        if (bill.total is not None) is bool(bill.lines) or (bill.lines and has_sums):
            message = Text("账单写 total 等合计，或写 lines", "a bill has total and the other sums, or lines")
            diagnostics.add(Code.BAD_CASE, document.where(path), message)
    if case.bills is not None and len(case.expect.bills or ()) not in (0, len(case.bills)):
        message = Text(
            f"bills 有 {len(case.bills)} 笔，expect.bills 有 {len(case.expect.bills or ())} 笔",
            f"{len(case.bills)} bills, but {len(case.expect.bills or ())} in expect.bills",
        )
        hint = Text("逐笔写，不看的写 null", "one for each, null where nothing is expected")
        diagnostics.add(Code.BAD_CASE, document.where((*where, "expect", "bills")), message, hint)
