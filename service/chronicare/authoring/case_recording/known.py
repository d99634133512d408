"""What a request says, as a case states what is known.

Findings and terms go by their names, amounts are yuan. What a case has no words for is no case: where the care was
given in another area, a day of a fact, what is only supposed of a reading of an entry.

Errors::

    UnsuitedError            the request says something that a case cannot
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from chronicare.application.benefits.requests import SettleBillRequest, SettleYearRequest
from chronicare.application.recognition.requests import CheckRequest
from chronicare.authoring.case_recording.unsuited import UnsuitedError
from chronicare.benefits.report import ReportedBill, ReportedCharges
from chronicare.cells.values import Given
from chronicare.diagnostics import Text
from chronicare.formats.cases.benefits import SUMS
from chronicare.judging.report import ReportedFinding
from chronicare.program.vocabulary import Finding, Vocabulary

_FEN = Decimal(100)
_DAY, _ABOVE = "care_date", "above_price_limit"


def known_of_person(request: CheckRequest, vocabulary: Vocabulary) -> dict[str, Any]:
    """Return what ``request`` says of somebody to be recognised, by the keys of a case."""
    if request.header.readings:
        raise UnsuitedError(
            Text(
                "认定的案例按规则现在的读法，不能另写读法：去掉 readings",
                "a case of an entry goes by the readings of the rules: leave the readings out",
            )
        )
    report = request.report
    known: dict[str, Any] = {"as_of_date": request.as_of_date}
    if report.person.birth_date:
        known["person"] = {"birth_date": report.person.birth_date}
    if report.findings:
        known["findings"] = [_finding(each, vocabulary) for each in report.findings]
    if report.complete_findings:
        known["complete_findings"] = [_name(each, vocabulary) for each in report.complete_findings]
    if report.record_complete:
        known["record_complete"] = True
    if report.documents:
        known["documents"] = list(report.documents)
    return known


def known_of_bill(request: SettleBillRequest, assumed: Mapping[str, Given], vocabulary: Vocabulary) -> dict[str, Any]:
    """Return what ``request`` says of a bill, by the keys of a case, with the usual values that were ``assumed``."""
    known: dict[str, Any] = {"as_of_date": request.bill.care_date, **_insured(request, vocabulary)}
    facts = _facts((*request.person.facts, *request.bill.facts), vocabulary)
    facts |= {vocabulary.findings[code].name.zh: _value(each, code, vocabulary) for code, each in assumed.items()}
    return {**known, "facts": facts, "bill": _bill(request.bill, vocabulary)}


def known_of_year(
    request: SettleYearRequest, assumed: Sequence[Mapping[str, Given]], vocabulary: Vocabulary
) -> dict[str, Any]:
    """Return what ``request`` says of a year's bills; ``assumed`` are the usual values taken of each."""
    if request.without_visit_ids or request.compare_release:
        raise UnsuitedError(
            Text(
                "案例不能与别的算法比：去掉 without_visit_ids、compare_release", "a case compares nothing: leave it out"
            )
        )
    bills = []
    for bill, usual in zip(request.bills, assumed, strict=True):
        facts = _facts(bill.facts, vocabulary)
        facts |= {vocabulary.findings[code].name.zh: _value(each, code, vocabulary) for code, each in usual.items()}
        written = {_DAY: bill.care_date, **_bill(bill, vocabulary)}
        bills.append({**written, "facts": facts} if facts else written)
    facts = _facts(request.person.facts, vocabulary)
    return {**_insured(request, vocabulary), **({"facts": facts} if facts else {}), "bills": bills}


def _insured(request: SettleBillRequest | SettleYearRequest, vocabulary: Vocabulary) -> dict[str, Any]:
    """Return who it is, what was used up before, and the readings that are put in force."""
    stated = request.accumulators
    if stated.changed_within_year:
        raise UnsuitedError(
            Text("案例不能写年内换过险种、身份（changed_within_year）", "a case cannot say that the scheme changed")
        )
    known: dict[str, Any] = {}
    if request.person.birth_date:
        known["person"] = {"birth_date": request.person.birth_date}
    if request.header.readings:
        known["readings"] = dict(request.header.readings)
    if not stated.first_of_year:
        known["first_of_year"] = False
    if stated.amounts:
        known["accumulators"] = {
            _name(each.code, vocabulary): yuan_of(each.amount_fen) if each.count is None else _number(each.count)
            for each in stated.amounts
        }
    return known


def _bill(bill: ReportedBill, vocabulary: Vocabulary) -> dict[str, Any]:
    if bill.care.code or bill.care.release:
        raise UnsuitedError(
            Text("案例不能写在别的统筹区就医的账单（care_area_code）", "a case cannot have care given in another area")
        )
    written: dict[str, Any] = {}
    charges = bill.charges or ReportedCharges()
    for name in SUMS:
        fen = getattr(charges, f"{name}_fen")
        if fen is not None and (fen or name == "total"):
            written[name] = yuan_of(fen)
    lines = []
    for each in bill.lines:
        if each.catalogue_facts:
            raise UnsuitedError(
                Text("案例不能写按就医地目录的费用（catalogue_facts）", "a case cannot have facts of another catalogue")
            )
        line: dict[str, Any] = {"amount": yuan_of(each.amount_fen)}
        if each.above_price_limit_fen:
            line[_ABOVE] = yuan_of(each.above_price_limit_fen)
        if each.facts:
            line["facts"] = _facts(each.facts, vocabulary)
        lines.append(line)
    if lines:
        written["lines"] = lines
    if bill.personal_account_fen is not None:
        written["account"] = yuan_of(bill.personal_account_fen)
    return written


def _facts(facts: Iterable[ReportedFinding], vocabulary: Vocabulary) -> dict[str, Any]:
    """Return facts by name; of several values of one a list."""
    found: dict[str, list[Any]] = {}
    for each in facts:
        if each.date or each.any_of or each.site or each.attester or each.reference_range is not None:
            raise UnsuitedError(
                Text(
                    f"待遇案例里的事项只写值：「{each.finding}」还写了日期、部位之类",
                    f"a fact of a benefit case is its value alone: {each.finding!r} says more",
                )
            )
        found.setdefault(_name(each.finding, vocabulary), []).append(_reported(each, vocabulary))
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}


def _reported(fact: ReportedFinding, vocabulary: Vocabulary) -> object:
    """Return the value a fact was reported with; a bare number is in the unit that is meant where none is written."""
    finding, value = vocabulary.find(fact.finding), _plain(fact.value)
    if not fact.unit or finding is None or _is_meant(fact.unit, finding, vocabulary):
        return value
    return f"{value} {fact.unit}"


def _value(value: Given, code: str, vocabulary: Vocabulary) -> object:
    """Return a value the rules have, as an author would write it."""
    finding = vocabulary.findings[code]
    levels = finding.type.levels
    if isinstance(value, tuple):
        return [_value(each, code, vocabulary) for each in value]
    if isinstance(value, bool):
        return value
    if levels is not None and isinstance(value, int | Fraction):
        return levels.levels[int(value)].value
    if isinstance(value, Fraction):
        number, unit = _number(value), finding.type.quantity.canonical if finding.type.quantity else ""
        return number if not unit or _is_meant(unit, finding, vocabulary) else f"{number} {unit}"
    return value.isoformat() if isinstance(value, date) else str(value)


def _is_meant(unit: str, finding: Finding, vocabulary: Vocabulary) -> bool:
    """Whether a number without ``unit`` is read in it: an amount in yuan is."""
    quantity = finding.type.quantity
    return quantity is not None and unit == quantity.canonical and vocabulary.is_money(finding.code)


def _finding(reported: ReportedFinding, vocabulary: Vocabulary) -> dict[str, Any]:
    written: dict[str, Any] = {}
    if reported.any_of:
        written["any_of"] = [_name(each, vocabulary) for each in reported.any_of]
    else:
        written["finding"] = _name(reported.finding, vocabulary)
    written["value"] = _plain(reported.value)
    for key in ("unit", "date", "site", "report_id", "attester"):
        if getattr(reported, key):
            written[key] = getattr(reported, key)
    limits = reported.reference_range
    if limits is not None:
        stated = {"low": _plain(limits.low), "high": _plain(limits.high)}
        written["reference_range"] = {key: value for key, value in stated.items() if value is not None}
    return written


def _name(called: str, vocabulary: Vocabulary) -> str:
    """Return the Chinese name of what is ``called`` so; as it is called where that is no name of it."""
    finding = vocabulary.find(called)
    if finding is None:
        return called
    named = vocabulary.find(finding.name.zh)
    return finding.name.zh if named is not None and named.code == finding.code else called


def _plain(value: object) -> object:
    """Return a reported value as YAML has it."""
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if value is None or isinstance(value, bool | str):
        return value
    return _number(value)


def _number(value: object) -> Decimal | str:
    """Return the number ``value`` is; as text if it is none, for whoever reads the case to say so."""
    if isinstance(value, Fraction):
        return Decimal(value.numerator) / Decimal(value.denominator)
    try:
        number = Decimal(repr(value) if isinstance(value, float) else str(value))
    except ArithmeticError:
        return str(value)
    whole = number == number.to_integral_value()
    return number.quantize(Decimal(1)) if isinstance(value, float) and whole else number


def yuan_of(fen: object) -> object:
    """Return an amount in yuan as a case writes it: ``700`` or ``1444.80``; what is no amount as it is."""
    if not isinstance(fen, int) or isinstance(fen, bool):
        return str(fen)
    yuan = Decimal(fen) / _FEN
    return yuan.quantize(Decimal(1)) if fen % 100 == 0 else yuan.quantize(Decimal("0.01"))
