"""The page on a bill that cannot be settled yet: what is missing, and a table of what it may come to."""

from collections.abc import Container, Iterable, Iterator, Sequence

from chronicare.api.v1 import benefit_pb2
from chronicare.cli.pages.care_catalogue import catalogue_lines
from chronicare.cli.pages.layout import amounts_in_line, width_of, wrapped
from chronicare.cli.pages.parts import NOTHING, BenefitParts

_MAX_ALTERNATIVES = 16
"""Alternatives listed; the message has all of them."""


class UndecidedPart:
    """Writes of undecided settlements what comes below their head."""

    def __init__(self, parts: BenefitParts) -> None:
        """Write with ``parts``, in their language."""
        self._parts = parts
        self._say = parts.say

    def lines(self, settlement: benefit_pb2.Settlement, sentences: Iterable[str]) -> Iterator[str]:
        """Yield what has to be known, and what the bill comes to under each assumption; else its ``sentences``."""
        if not (settlement.missing_facts or settlement.open_switches or settlement.values_not_given):
            for sentence in sentences:
                yield from wrapped(sentence, "  ")
            yield from catalogue_lines(settlement.care_catalogue, self._parts)
            return
        yield from self._parts.missing(settlement.missing_facts)
        yield from self._parts.open_switches(settlement.open_switches)
        absent = [each for each in settlement.no_values if len(settlement.alternatives) == 1 or not _has_no_row(each)]
        for number, why in enumerate(dict.fromkeys(each.text for each in absent)):
            if not number:
                yield from self._parts.section("规则没有给出", "The rules give no value for")
            yield from wrapped(why, "    ", "  ")
        if settlement.certain_steps:
            yield from self._parts.section("无论如何都已确定的支付", "Paid in any case")
            yield from self._parts.amounts(
                (f"{each.payer} {each.name}", each.payment_fen) for each in settlement.certain_steps
            )
        yield from self._alternatives(settlement)
        yield from catalogue_lines(settlement.care_catalogue, self._parts)

    def _alternatives(self, settlement: benefit_pb2.Settlement) -> Iterator[str]:
        """Yield a table of what each payer pays under which assumptions; without a row where but a fact is wanting."""
        missing = {term.code for term in settlement.missing_facts}
        alternatives = list(settlement.alternatives)
        known = [
            each
            for each in alternatives
            if each.HasField("amounts") or each.steps_before or each.wanting.code not in missing
        ]
        if not settlement.alternatives and not settlement.missing_facts:
            yield from self._parts.section("各种情形下的金额（元）", "Amounts under each assumption (yuan)")
            yield self._say("  情形太多，没有逐一列出", "  too many to be listed")
        if not known or len(settlement.alternatives) == 1:
            return
        payers = list(dict.fromkeys(step.payer for each in known for step in _steps(each) if not step.is_allowance))
        beside = any(step.is_allowance for each in known for step in _steps(each))
        results: dict[tuple[str, ...], list[benefit_pb2.Alternative]] = {}
        for each in known:
            allowances = self._allowances(each) if beside else []
            key = (*self._alternative(each, payers), *allowances, self._lacking(each, missing))
            results.setdefault(key, []).append(each)
        listed = list(results.items())[:_MAX_ALTERNATIVES]
        allowance = [self._say("另付定额补助", "allowances beside the bill")] if beside else []
        headings = [*payers, *self._parts.sums_headings()[1:], *allowance]
        rows = [headings, *(list(key[:-1]) for key, _ in listed)]
        matters = {each.name for each in settlement.open_switches}
        indifferent = {read.switch_name for each in known for read in each.assumed_readings} - matters
        told = [
            self._say("情形", "assuming"),
            *(self._parts.cases(cases, indifferent, _all_but(cases, alternatives)) + key[-1] for key, cases in listed),
        ]
        yield from self._parts.section("各种情形下的金额（元）", "Amounts under each assumption (yuan)")
        for cells, case in zip(amounts_in_line(rows), told, strict=True):
            line = f"  {'  '.join(cells)}  "
            yield from wrapped(case, " " * width_of(line), line)
        if len(results) > _MAX_ALTERNATIVES:
            yield self._say(f"  …… 共 {len(results)} 种金额", f"  … {len(results)} amounts in all")

    def _alternative(self, each: benefit_pb2.Alternative, payers: Sequence[str]) -> list[str]:
        """Return what the payers pay, then the sums, as far as they are known."""
        paid: dict[str, int] = {}
        for step in (step for step in _steps(each) if not step.is_allowance):
            paid[step.payer] = paid.get(step.payer, 0) + step.payment_fen
        row = [self._parts.plain_fen(paid[payer]) if payer in paid else NOTHING for payer in payers]
        if not each.HasField("amounts"):
            return [*row, NOTHING, NOTHING]
        return [*row, *map(self._parts.plain_fen, (each.amounts.fund_payment_fen, each.amounts.personal_burden_fen))]

    def _allowances(self, each: benefit_pb2.Alternative) -> list[str]:
        """Return what is paid beside the bill."""
        paid = [step.payment_fen for step in _steps(each) if step.is_allowance]
        return [self._parts.plain_fen(sum(paid)) if paid else NOTHING]

    def _lacking(self, each: benefit_pb2.Alternative, missing: Container[str]) -> str:
        """Write, where it goes no further, what is wanting: one of the ``missing`` facts, or a value of the rules."""
        if each.is_not_covered:
            return self._parts.bracketed(self._say("未收录", "not covered"))
        name = each.wanting.name
        if each.HasField("amounts") or not name:
            return ""
        if each.wanting.code in missing:
            return self._parts.bracketed(self._say(f"还须知道{name}", f"{name} is needed"))
        return self._parts.bracketed(self._say(f"规则没有给出{name}", f"the rules do not give {name}"))


def _has_no_row(absence: benefit_pb2.NoValue) -> bool:
    return absence.reason == benefit_pb2.NO_VALUE_REASON_NO_ROW and not absence.HasField("source")


def _all_but(
    some: Sequence[benefit_pb2.Alternative], all_there_are: Iterable[benefit_pb2.Alternative]
) -> Iterator[benefit_pb2.Alternative]:
    taken = set(map(id, some))
    return (each for each in all_there_are if id(each) not in taken)


def _steps(alternative: benefit_pb2.Alternative) -> list[benefit_pb2.PayerStep]:
    if alternative.HasField("amounts"):
        return [step for part in alternative.amounts.parts for step in part.steps]
    return list(alternative.steps_before)
