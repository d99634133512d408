"""Forms drawn from the rules, and what is filled into them as requests: somebody to be recognised, or a bill."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from google.protobuf import json_format

from chronicare.api.v1 import benefit_pb2, benefit_service_pb2, disease_pb2, recognition_service_pb2

_NUMBERS = (disease_pb2.VALUE_KIND_NUMBER, disease_pb2.VALUE_KIND_COUNT, disease_pb2.VALUE_KIND_AGE)
_CHOICES = (disease_pb2.VALUE_KIND_LEVEL, disease_pb2.VALUE_KIND_CODE)
_AMOUNTS = tuple(field.name for field in benefit_pb2.Charges.DESCRIPTOR.fields)
"""The sums of a bill, by the names the contract has for them."""
_FIELD = re.compile(r"f\.(?P<code>[^.]+)\.(?P<number>\d{1,4})\.(?P<part>.+)", re.ASCII)
FEN_A_YUAN = 100


@dataclass(frozen=True, slots=True)
class Field:
    """A finding to be filled in, ``filled`` once for each time it was; ``problems`` are sentences about it.

    It ``is_wanted`` if the answer rests on it and it was not filled in.
    """

    finding: disease_pb2.FindingDescription
    filled: tuple[Mapping[str, str], ...]
    problems: tuple[str, ...] = ()
    is_wanted: bool = False

    @property
    def widget(self) -> str:
        """How a value is given."""
        kind = self.finding.kind
        if kind == disease_pb2.VALUE_KIND_YES_NO:
            return "yes_no"
        if kind == disease_pb2.VALUE_KIND_COMPOUND:
            return "compound"
        if kind in _CHOICES and self.finding.allowed_values:
            return "choice"
        return "date" if kind == disease_pb2.VALUE_KIND_DATE else "text"

    @property
    def is_filled(self) -> bool:
        """Whether anything was."""
        return any(value for each in self.filled for name, value in each.items() if name.partition(".")[0] == "value")


class Filled:
    """What was filled into a form: the names of its fields are ``f.code.number.part``."""

    def __init__(self, given: Iterable[tuple[str, str]]) -> None:
        """Read it."""
        self._plain: dict[str, str] = {}
        self._findings: dict[str, dict[int, dict[str, str]]] = {}
        for name, value in given:
            found = _FIELD.fullmatch(name)
            if found is not None:
                times = self._findings.setdefault(found["code"], {})
                times.setdefault(int(found["number"]), {})[found["part"]] = value.strip()
            else:
                self._plain[name] = value.strip()

    def text(self, name: str) -> str:
        """Return what stands in the field called ``name``."""
        return self._plain.get(name, "")

    def is_ticked(self, name: str) -> bool:
        """Whether the box called ``name`` is."""
        return bool(self.text(name))

    def of(self, code: str) -> tuple[Mapping[str, str], ...]:
        """Return what was filled in for a finding, each time."""
        return tuple(each for _, each in sorted(self._findings.get(code, {}).items()))

    def amounts(self, prefix: str) -> Iterator[tuple[str, str]]:
        """Yield the names below ``prefix`` that were filled in."""
        for name, value in self._plain.items():
            if name.startswith(prefix) and value:
                yield name.removeprefix(prefix), value


def reported(findings: Iterable[disease_pb2.FindingDescription], filled: Filled) -> Iterator[dict[str, Any]]:
    """Yield what was filled in, as the contract has reported findings."""
    for finding in findings:
        for each in filled.of(finding.code):
            value = _value(finding, each)
            if value is None:
                continue
            said: dict[str, Any] = {"finding": finding.code, "value": value}
            said |= {name: each[name] for name in ("unit", "date", "site", "attester") if each.get(name)}
            limits = {name: _number(each[name]) for name in ("low", "high") if each.get(name)}
            if limits:
                said["reference_range"] = limits
            yield said


def check_request(
    area: str, day: str, disease: disease_pb2.DiseaseDescription, filled: Filled
) -> tuple[recognition_service_pb2.CheckRecognitionRequest, list[str]]:
    """Return the request that the form makes, and the code of each finding in it, in its order."""
    findings = list(reported(disease.findings, filled))
    request = {
        "area_code": area,
        "as_of_date": day,
        "disease_codes": [disease.disease.disease_code],
        "person": {"birth_date": filled.text("birth_date")},
        "findings": findings,
        "record_complete": filled.is_ticked("record_complete"),
        "documents": [each.code for each in disease.documents if filled.is_ticked(f"document.{each.code}")],
    }
    message = json_format.ParseDict(request, recognition_service_pb2.CheckRecognitionRequest())
    return message, [each["finding"] for each in findings]


def bill_request(
    area: str,
    day: str,
    facts: Sequence[disease_pb2.FindingDescription],
    money: frozenset[str],
    filled: Filled,
) -> tuple[benefit_service_pb2.SettleBillRequest, list[str], list[str]]:
    """Return the request that the form makes, the code of each fact in it, and what of its amounts is no number.

    ``money`` are the accumulators in yuan; the others count.
    """
    wrong: list[str] = []
    stated = list(reported(facts, filled))
    charges = {name: _fen(filled.text(name), name, wrong) for name in _AMOUNTS if filled.text(name)}
    amounts = []
    for code, text in filled.amounts("acc."):
        if code in money:
            amounts.append({"code": code, "amount_fen": _fen(text, f"acc.{code}", wrong)})
        else:
            amounts.append({"code": code, "count": int(text) if text.isdecimal() else _wrong(f"acc.{code}", wrong)})
    request: dict[str, Any] = {
        "area_code": area,
        "person": {"birth_date": filled.text("birth_date")},
        "bill": {"facts": stated, "charges": charges},
        "accumulators": {"first_of_year": filled.is_ticked("first_of_year"), "amounts": amounts},
        "assume_usual_values": filled.is_ticked("assume_usual"),
    }
    message = json_format.ParseDict(request, benefit_service_pb2.SettleBillRequest())
    message.bill.care_date = day
    return message, [each["finding"] for each in stated], wrong


def _value(finding: disease_pb2.FindingDescription, filled: Mapping[str, str]) -> object | None:
    if finding.kind == disease_pb2.VALUE_KIND_COMPOUND:
        parts = {
            each.code: value
            for each in finding.components
            if (value := _plain(each, filled.get(f"value.{each.code}", ""))) is not None
        }
        return parts or None
    return _plain(finding, filled.get("value", ""))


def _plain(finding: disease_pb2.FindingDescription, text: str) -> object | None:
    if not text:
        return None
    if finding.kind == disease_pb2.VALUE_KIND_YES_NO and text in ("是", "否"):
        return text == "是"
    return _number(text) if finding.kind in _NUMBERS else text


def _number(text: str) -> object:
    """Return the number ``text`` is, or ``text`` itself for the rules to read or refuse: a bound, a word, a slip."""
    try:
        number = json.loads(text)
    except json.JSONDecodeError:
        return text
    return number if isinstance(number, (int, float)) and not isinstance(number, bool) else text


def _fen(text: str, name: str, wrong: list[str]) -> int:
    try:
        fen = Decimal(text.replace(",", "").replace("，", "").removesuffix("元").strip()) * FEN_A_YUAN
    except InvalidOperation:
        return _wrong(name, wrong)
    return int(fen) if fen.is_finite() and fen == fen.to_integral_value() and abs(fen) < 10**15 else _wrong(name, wrong)


def _wrong(name: str, wrong: list[str]) -> int:
    wrong.append(name)
    return 0
