"""The area of care of a bill or a look-up: which it is, by which release, and the facts its catalogue is asked by."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from chronicare.application.errors import (
    BrokenRulesError,
    NotInForceError,
    UnknownAreaError,
    UnknownReleaseError,
)
from chronicare.application.release import Release
from chronicare.application.runtime import Runtime
from chronicare.benefits.bill import Bill, ChargeLine, Facts
from chronicare.benefits.care_area import CareArea, ReleaseUsed
from chronicare.benefits.model import BenefitModel, terms_rested_on
from chronicare.benefits.report import ReportedBill, ReportedInsured, ReportedLine, StatedPlace
from chronicare.cells.values import Given
from chronicare.diagnostics import Code, Diagnostics, FieldPath, Text
from chronicare.judging.report import ReportedFinding
from chronicare.program.roles import Role

_AREA_CODE = re.compile("[0-9]{6}")
OF_CATALOGUE = (Role.CHARGE_COVERED, Role.ADVANCE_RATIO)
"""What a catalogue says of a line."""
_DIGITS_OF_PROVINCE = 2


class CarePlace:
    """Where care was given: in the area of insurance, in another one, or it is not stated."""

    def __init__(
        self, code: str, insured_in: str, area: CareArea | None = None, reader: "CatalogueReader | None" = None
    ) -> None:
        """Keep the other ``area``, if it is another, and what reads in its words if its catalogue can be asked."""
        self._code = code
        self._insured_in = insured_in
        self.reader = reader
        self.area = area

    def facts(self, facts: Facts, model: BenefitModel, path: str, diagnostics: Diagnostics) -> Facts:
        """Add to ``facts`` whether care was given in the area, and the province, of insurance; refuse what contradicts.

        ``path``, empty or ending in a dot, is that of the bill.
        """
        if not self._code:
            return facts
        same = _DIGITS_OF_PROVINCE
        follows = model.roles.facts(
            {
                Role.CARE_IN_AREA: self._code == self._insured_in,
                Role.CARE_IN_PROVINCE: self._code[:same] == self._insured_in[:same],
            }
        )
        for code, value in follows.items():
            if facts.get(code, value) != value:
                name = model.vocabulary.findings[code].name
                said = Text("否", "no") if facts[code] is False else Text("是", "yes")
                message = Text(
                    f"就医统筹区 {self._code}、参保统筹区 {self._insured_in}，而所报事项说「{name.zh}」是「{said.zh}」",
                    f"care in {self._code} of somebody insured in {self._insured_in}, but the facts say "
                    f"{said.en} to {name.en!r}",
                )
                hint = Text("核对就医统筹区和就医地", "check the area of care against the facts")
                diagnostics.add(Code.CONTRADICTORY, FieldPath(f"{path}care_area_code"), message, hint)
                break
        return {**facts, **follows}

    def with_lines(
        self, bill: Bill, stated: ReportedBill, model: BenefitModel, path: str, diagnostics: Diagnostics
    ) -> Bill:
        """Return ``bill``, sent as ``stated`` at ``path``, with the area of care and what its catalogue is asked by.

        Rules (``model``) that do not say whose catalogue care elsewhere goes by settle no lines of it: that is told.
        """
        by_care = model.roles.get(Role.BY_CARE_CATALOGUE)
        if self.area is not None and bill.lines and by_care not in model.rules.producers:
            message = Text(
                "本地区的规则没有说异地就医按谁的医保目录",
                "the rules do not say whose catalogue care elsewhere goes by",
            )
            diagnostics.add(Code.BAD_FIELD, FieldPath(f"{path}care_area_code"), message)
        if self.reader is None:
            for index, sent in enumerate(stated.lines):
                if sent.catalogue_facts and self.area is None:
                    _refuse_catalogue_facts(f"{path}lines[{index}].catalogue_facts", diagnostics)
            return replace(bill, care_area=self.area)
        of_bill, lines = self.reader.shared(stated.facts), list[ChargeLine]()
        listed = stated.lines or [ReportedLine()] * len(bill.lines)  # a total of one category is a line not sent
        for index, (line, sent) in enumerate(zip(bill.lines, listed, strict=False)):
            of_line = self.reader.of_line(line, sent, f"{path}lines[{index}]", diagnostics)
            lines.append(replace(line, care_facts={**of_bill, **of_line}))
        return replace(bill, care_area=self.area, lines=tuple(lines))


class CatalogueReader:
    """Reads facts in the words of the area of care; only what its catalogue asks is of use."""

    def __init__(self, release: Release, model: BenefitModel, person: ReportedInsured, day: date) -> None:
        """Read facts about care of ``person`` on ``day`` against ``model``, one of the ``release``'s."""
        self._model = model
        self._intake = release.bill_intake(model)
        self._person = person
        self._day = day
        asked = terms_rested_on(model.rules, model.vocabulary, model.roles.of(OF_CATALOGUE))
        self._asked = asked - model.rules.producers.keys()

    def shared(self, *listed: Sequence[ReportedFinding]) -> Facts:
        """Return what is said of the person and in the lists, the last first; what the area has no word for is not."""
        facts: dict[str, Given] = {}
        for each in (self._person.facts, *listed):
            facts |= self._read([one for one in each if self._code_of(one) in self._asked], "", Diagnostics())
        return facts

    def of_line(self, line: ChargeLine, sent: ReportedLine, path: str, diagnostics: Diagnostics) -> Facts:
        """Return what is said of a ``line``: its ``catalogue_facts``, else its facts as far as the area has words."""
        listed = [one for one in sent.facts if self._code_of(one) in self._asked]
        facts = self._read(listed, "", Diagnostics())
        facts |= self._read(sent.catalogue_facts, f"{path}.catalogue_facts", diagnostics)
        for index, each in enumerate(sent.catalogue_facts):
            code = self._code_of(each)
            if code and code not in self._asked:
                name = self._model.vocabulary.findings[code].name
                message = Text(f"就医地的医保目录不看「{name.zh}」", f"that catalogue does not ask for {name.en}")
                where = FieldPath(f"{path}.catalogue_facts[{index}].finding")
                diagnostics.add(Code.BAD_FIELD, where, message, Text("去掉这一项", "leave it out"))
        return facts | {code: value for code, value in line.amount(self._model.roles).items() if code in self._asked}

    def _read(self, listed: Sequence[ReportedFinding], path: str, diagnostics: Diagnostics) -> dict[str, Given]:
        facts = self._intake.read_facts(listed, self._person, self._day, path, diagnostics)
        return {code: value for code, value in facts.items() if code in self._asked}

    def _code_of(self, reported: ReportedFinding) -> str:
        finding = self._model.vocabulary.find(reported.finding)
        return "" if finding is None else finding.code


def _refuse_catalogue_facts(path: str, diagnostics: Diagnostics) -> None:
    message = Text(
        "就医地目录的事项只在写了另一个就医统筹区时写",
        "facts for the catalogue of the area of care go with another area of care only",
    )
    hint = Text("写 care_area_code，或去掉 catalogue_facts", "state care_area_code, or leave them out")
    diagnostics.add(Code.BAD_FIELD, FieldPath(path), message, hint)


def open_place(
    runtime: Runtime,
    insured: Release,
    day: date,
    stated: StatedPlace,
    person: ReportedInsured,
    path: str,
    diagnostics: Diagnostics,
) -> CarePlace:
    """Find the rules of the area of care on ``day`` of somebody ``insured`` by a release.

    ``path``, empty or ending in a dot, is that of the bill or the request that states it.

    Rules that are not held, broken, or not in force on the day are none: only what needs them is not answered.
    Raises UnknownReleaseError for a release that is not held, and NotReadyError.
    """
    insured_in, where = insured.rules.area, FieldPath(f"{path}care_area_code")
    if stated.code and not _AREA_CODE.fullmatch(stated.code):
        message = Text(f"「{stated.code}」不是统筹区代码", f"{stated.code!r} is no code of a pooling area")
        diagnostics.add(Code.BAD_VALUE, where, message, Text("写 6 位行政区划代码", "write its 6 digits"))
        return CarePlace("", insured_in)
    elsewhere = stated.code not in ("", insured_in)
    if stated.release and not elsewhere:
        message = Text(
            "就医地的发布只在写了另一个就医统筹区时写", "a release of the area of care goes with another area only"
        )
        diagnostics.add(Code.BAD_FIELD, FieldPath(f"{path}care_release"), message, Text("去掉它", "leave it out"))
    if not elsewhere:
        return CarePlace(stated.code, insured_in)
    try:
        release = runtime.catalogue.find(stated.code, stated.release, day)
    except (UnknownAreaError, BrokenRulesError, NotInForceError) as none:
        area = CareArea(stated.code, _name_of(runtime, stated.code), unavailable=none.message)
        return CarePlace(stated.code, insured_in, area)
    except UnknownReleaseError as unknown:
        said = unknown.message
        message = Text(f"care_release：{said.zh}", f"care_release: {said.en}")
        raise UnknownReleaseError(message, unknown.metadata) from unknown
    name, model = release.rules.name, release.benefits_on(day)
    used = ReleaseUsed(release.name, release.digest, release.rules.version)
    if model is None or not _has_catalogue(model):
        unavailable = Text(f"{name.zh}没有医保目录", f"there is no catalogue of {name.en}")
        return CarePlace(stated.code, insured_in, CareArea(stated.code, name, None, used, unavailable))
    reader = CatalogueReader(release, model, person, day)
    return CarePlace(stated.code, insured_in, CareArea(stated.code, name, model, used), reader)


def _has_catalogue(model: BenefitModel) -> bool:
    return all(model.roles.get(role) in model.rules.catalogue for role in OF_CATALOGUE)


def _name_of(runtime: Runtime, code: str) -> Text:
    """Return the name of an area, as far as rules of it are held; else its code."""
    return runtime.catalogue.newest(code).rules.name if code in runtime.catalogue.areas else Text(code, code)
