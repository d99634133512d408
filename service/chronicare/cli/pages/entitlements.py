"""Entitlements written out for a terminal: setting by setting, what each payer pays by, and what is not known yet."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

import click

from chronicare.api.v1 import benefit_pb2, benefit_service_pb2
from chronicare.cli.pages import layout
from chronicare.cli.pages.parts import BenefitParts
from chronicare.diagnostics import Language

_MAX_WAYS = 3
"""Ways of one setting that are told one by one; the message has all of them."""


def _wrapped(text: str, indent: str, first: str) -> list[str]:
    """Wrap, leaving room for closing marks that must not begin a line."""
    return layout.wrapped(text, indent, first, layout.WIDTH - 4)


def _certain(entitlement: benefit_service_pb2.Entitlement) -> list[benefit_service_pb2.EntitledStep]:
    return [step for step in entitlement.steps if not step.depends_on_missing_facts]


class EntitlementsPage:
    """Writes entitlements in one language."""

    def __init__(self, language: Language) -> None:
        """Write in ``language``."""
        self._parts = BenefitParts(language)
        self._say = self._parts.say

    def lines(self, response: benefit_service_pb2.ListEntitlementsResponse) -> Iterator[str]:
        """Yield the settings in which somebody pays, then what has to be stated for the others, then what nobody pays.

        Settings of which the same is to be said stand together. A setting with many ways is not told way by way.
        """
        yield from self._parts.put_in_force(response.readings_put_in_force)
        by_setting: dict[str, list[benefit_service_pb2.Entitlement]] = {}
        unpaid = []
        for each in response.entitlements:
            if each.steps or each.missing_facts:
                by_setting.setdefault(each.setting, []).append(each)
            else:
                unpaid.append(each)
        paid = [each for entitlements in by_setting.values() for each in entitlements]
        shared = self._shared(paid)
        if shared:
            yield from self._line("以下都设：", "All of it if: ", self._parts.listed(shared), "")
        alike: dict[tuple[str, ...], list[str]] = {}
        for setting, entitlements in by_setting.items():
            lines = tuple(self._setting(entitlements, shared))
            if lines:
                alike.setdefault(lines, []).append(setting)
        if not paid and not (unpaid and all(each.is_not_covered for each in unpaid)):
            yield self._say("没有可享受的待遇", "no entitlement")
        for number, (lines, settings) in enumerate(alike.items()):
            if number or shared:
                yield ""
            yield click.style(self._parts.listed(settings), bold=True)
            yield from lines
        yield from self._to_be_stated(by_setting)
        yield from self._beside(paid)
        yield from self._unpaid(unpaid)
        yield from self._parts.unused(response.ignored, response.ignored_total)
        yield from self._parts.release(response.release)

    def _setting(self, entitlements: Sequence[benefit_service_pb2.Entitlement], told: Sequence[str]) -> Iterator[str]:
        """Yield what all ways assume besides what is ``told``, then by way what it assumes besides, and the payers.

        Of many ways, or of one not told in full, only the payers that take part for certain.
        """
        shared = self._shared(entitlements)
        ways: dict[tuple[str, ...], list[str]] = {}
        for each in entitlements:
            own = self._parts.listed(word for word in self._assumptions(each) if word not in shared)
            ways.setdefault(tuple(map(self._step, _certain(each))), []).append(own)
        if len(ways) > _MAX_WAYS:
            ways = {tuple(self._in_all(entitlements)): [""]}
        if not any(ways):
            return
        beside = [word for word in shared if word not in told]
        if beside:
            yield from self._line("设：", "If: ", self._parts.listed(beside))
        for steps, assumed in ways.items():
            indent = "    " if any(assumed) else "  "
            if any(assumed):
                yield from self._line("", "", self._say("；或", "; or ").join(assumed) + self._say("：", ":"))
            for step in steps:
                yield from _wrapped(step, f"{indent}  ", indent)
        reasons = (reason.text for each in entitlements for step in _certain(each) for reason in step.no_values)
        for reason in dict.fromkeys(reasons if len(ways) > 1 or len(entitlements) == 1 else ()):
            yield from _wrapped(reason, "    ", "  · ")

    def _in_all(self, entitlements: Sequence[benefit_service_pb2.Entitlement]) -> Iterator[str]:
        """Yield the payers that take part in every way, with the terms that are the same in all."""
        first, *others = ({step.step: step for step in each.steps} for each in entitlements)
        for name, step in first.items():
            if not all(name in each for each in others):
                continue
            same = [each[name] for each in others]
            told = benefit_service_pb2.EntitledStep()
            told.CopyFrom(step)
            fields = ("deductible_yuan", "counted_yuan", "remaining_yuan", "bands", "wanting")
            differing = [each for each in fields if any(getattr(one, each) != getattr(step, each) for one in same)]
            for each in differing:
                told.ClearField(each)
            if any(each.source != step.source for each in same):
                told.ClearField("source")
            rest = self._say("其余视情形而定", "the rest depends") if differing else ""
            yield self._step(told, rest, cap={"remaining_yuan", "wanting"}.isdisjoint(differing))

    def _to_be_stated(self, by_setting: Mapping[str, Sequence[benefit_service_pb2.Entitlement]]) -> Iterator[str]:
        """Yield which facts would make it possible to tell the settings in full, and who may pay in them besides."""
        alike: dict[tuple[str, ...], list[str]] = {}
        for setting, entitlements in by_setting.items():
            payers = dict.fromkeys(
                step.payer for each in entitlements for step in each.steps if step not in _certain(each)
            )
            facts = {term.code: term.name for each in entitlements for term in each.missing_facts}
            if len({tuple(map(self._step, _certain(each))) for each in entitlements}) > _MAX_WAYS:
                facts |= self._varying(entitlements)
            if facts:
                alike.setdefault((self._parts.listed(payers), *facts.values()), []).append(setting)
        for number, ((may, *names), settings) in enumerate(alike.items()):
            if not number:
                yield from self._parts.section("再说明这些就能列全", "To be told in full, state")
            may_pay = self._say(f"可能由{may}支付", f"{may} may pay") if may else ""
            head = f"{self._parts.listed(settings)}{self._parts.bracketed(may_pay)}{self._say('：', ': ')}"
            yield from _wrapped(f"{head}{self._parts.listed(names)}", "    ", "  ")

    def _varying(self, entitlements: Sequence[benefit_service_pb2.Entitlement]) -> dict[str, str]:
        """Return the facts, by code their names, that do not have the same value in all ways."""
        texts: dict[str, set[str]] = {}
        names: dict[str, str] = {}
        for each in entitlements:
            for fact in each.assumed_facts:
                texts.setdefault(fact.code, set()).add(fact.text)
                names[fact.code] = fact.name
        in_all = {
            code for code in names if all(any(f.code == code for f in each.assumed_facts) for each in entitlements)
        }
        return {code: name for code, name in names.items() if len(texts[code]) > 1 or code not in in_all}

    def _shared(self, entitlements: Sequence[benefit_service_pb2.Entitlement]) -> list[str]:
        """Return what all ``entitlements`` assume."""
        first, *others = map(self._assumptions, entitlements) if entitlements else [[]]
        return [word for word in first if all(word in each for each in others)]

    def _beside(self, entitlements: Sequence[benefit_service_pb2.Entitlement]) -> Iterator[str]:
        """Yield once for all of them which switches are open, and the rulings and figures carried on.

        A switch that matters only where facts are missing is just named.
        """
        switches = {each.name: each for one in entitlements for each in one.open_switches if not one.missing_facts}
        yield from self._parts.open_switches(switches.values())
        named = {each.name: each for one in entitlements for each in one.open_switches if each.name not in switches}
        if named:
            yield ""
            listed = self._parts.listed(
                f"{each.name}{self._parts.bracketed(each.anomaly_id)}" for each in named.values()
            )
            yield from self._line("政策未定而可能有关系的：", "Left open, and may matter: ", listed)
        rulings = {each.SerializeToString(): each for one in entitlements for each in one.rulings}
        figures = {each.SerializeToString(): each for one in entitlements for each in one.provisional_figures}
        if rulings or figures:
            yield ""
        yield from self._parts.rulings(rulings.values())
        yield from self._parts.provisional(figures.values())

    def _unpaid(self, entitlements: Sequence[benefit_service_pb2.Entitlement]) -> Iterator[str]:
        """Yield the settings in which nobody pays with the rows that say so, those with the same rows together.

        What the rules do not cover stands apart: it is not said that nobody pays for it.
        """
        outside = [each.setting for each in entitlements if each.is_not_covered]
        if outside:
            yield from self._parts.section(
                "本规则集未收录（不是没有待遇）", "Not covered by these rules (not: nobody pays)"
            )
            yield from self._line("", "", self._parts.listed(dict.fromkeys(outside)))
        alike: dict[str, list[str]] = {}
        for each in entitlements:
            if each.is_not_covered:
                continue
            alike.setdefault(self._parts.listed(map(self._row, each.determinations)), []).append(each.setting)
        for number, (rows, settings) in enumerate(alike.items()):
            if not number:
                yield from self._parts.section("没有支付方的结算类别", "Settings in which nobody pays")
            why = self._say("规则表里没有适用的支付方", "the tables have no payer for it")
            why += self._say(f"，所依：{rows}", f", by: {rows}") if rows else ""
            listed = self._parts.listed(settings)
            yield from self._line(f"{listed}：", f"{listed}: ", why)

    def _row(self, row: benefit_pb2.Determination) -> str:
        """Write what a row put out, and its clause."""
        said = self._parts.listed(map(self._parts.value, row.outputs))
        return f"{said}{self._parts.bracketed(row.source.citation)}「{row.source.clause}」"

    def _line(self, zh: str, en: str, text: str, indent: str = "  ") -> list[str]:
        return _wrapped(f"{self._say(zh, en)}{text}", f"{indent}  ", indent)

    def _assumptions(self, entitlement: benefit_service_pb2.Entitlement) -> list[str]:
        readings = (f"{each.switch_name}「{each.reading}」" for each in entitlement.assumed_readings)
        return [*map(self._parts.value, entitlement.assumed_facts), *readings]

    def _step(self, step: benefit_service_pb2.EntitledStep, beside: str = "", *, cap: bool = True) -> str:
        """Write a payer's terms in a line, of its ``cap`` only if that is known, and what is said ``beside`` them."""
        said = [
            self._deductible(step),
            self._amount("已计", "counted", step.counted_yuan if Fraction(step.counted_yuan or 0) else ""),
            self._say(f"比例 {ratios}", f"ratio {ratios}") if (ratios := self._ratios(step)) else "",
            self._cap(step) if cap else "",
        ]
        wanting = self._parts.listed(term.name for term in step.wanting)
        said.append(self._say(f"还缺{wanting}", f"wanting {wanting}") if wanting else "")
        terms = self._say("，", ", ").join(filter(None, [*said, beside]))
        name = f"{step.payer}{self._say('·', ' · ')}{step.name}"
        return f"{name}{self._say('：', ': ')}{terms}{self._parts.bracketed(step.source.citation)}"

    def _deductible(self, step: benefit_service_pb2.EntitledStep) -> str:
        if step.deductible_yuan and not Fraction(step.deductible_yuan):
            return self._say("无起付", "no deductible") if step.bands else ""
        return self._amount("起付标准", "deductible", step.deductible_yuan)

    def _amount(self, zh: str, en: str, yuan: str) -> str:
        if not yuan:
            return ""
        amount = self._parts.yuan(yuan)
        return self._say(f"{zh} {amount}", f"{en} {amount}")

    def _ratios(self, step: benefit_service_pb2.EntitledStep) -> str:
        bands = []
        for band in step.bands:
            ratio = self._parts.ratio(band.ratio_basis_points)
            limit = self._parts.yuan(band.limit_yuan) if band.limit_yuan else ""
            bands.append(f"≤ {limit} {ratio}" if limit else ratio)
        return self._parts.listed(bands)

    def _cap(self, step: benefit_service_pb2.EntitledStep) -> str:
        """Write what the cap leaves; without one, that there is none, unless something is not known."""
        caps = [
            self._amount("每项至多", "at most for each item", step.item_limit_yuan),
            self._amount("限额还剩", "cap leaves", step.remaining_yuan),
        ]
        if any(caps):
            return self._parts.listed(list(filter(None, caps)))
        return "" if step.wanting else self._say("不设限额", "no cap")
