"""A settlement written out for a terminal, so that the patient can follow every amount to the sentence behind it."""

from collections.abc import Generator, Iterable, Iterator, Mapping
from fractions import Fraction

import click

from chronicare.api.v1 import benefit_pb2, benefit_service_pb2
from chronicare.benefits.statement import reading_text
from chronicare.cli.pages.care_catalogue import catalogue_lines
from chronicare.cli.pages.layout import amounts_in_line, columns, wrapped
from chronicare.cli.pages.parts import NOTHING, BenefitParts
from chronicare.cli.pages.undecided import UndecidedPart
from chronicare.diagnostics import Language, Text, unused_text

_OUTCOMES: Mapping[int, tuple[Text, str]] = {
    benefit_pb2.SETTLEMENT_OUTCOME_SETTLED: (Text("已结算", "settled"), "green"),
    benefit_pb2.SETTLEMENT_OUTCOME_NOT_PAYABLE: (Text("不予支付", "not payable"), "red"),
    benefit_pb2.SETTLEMENT_OUTCOME_NOT_COVERED: (Text("本规则集未收录", "not covered by these rules"), "yellow"),
    benefit_pb2.SETTLEMENT_OUTCOME_UNDECIDED: (Text("尚不能结算", "undecided"), "yellow"),
}
_CAUSES: Mapping[int, Text] = {
    benefit_pb2.SETTLEMENT_CAUSE_EVIDENCE: Text("缺少资料", "facts are missing"),
    benefit_pb2.SETTLEMENT_CAUSE_POLICY: Text("政策未定", "the policy is open"),
}
_INNER = " " * 6


class SettlementPage:
    """Writes settlements in one language."""

    def __init__(self, language: Language) -> None:
        """Write in ``language``."""
        self._parts = BenefitParts(language)
        self._say = self._parts.say
        self._fen = self._parts.fen
        self._undecided = UndecidedPart(self._parts)

    def lines(
        self, response: benefit_service_pb2.SettleBillResponse | benefit_service_pb2.SettleYearResponse
    ) -> Iterator[str]:
        """Yield the lines of the page on a bill, or of the pages on a year's bills and the year in sum."""
        told_below = unused_text(response.ignored_total).in_language(self._parts.language)
        if isinstance(response, benefit_service_pb2.SettleYearResponse):
            yield from self._year(response, told_below)
        else:
            yield from self._settlement(response.settlement, told_below)
        yield from self._parts.unused(response.ignored, response.ignored_total)
        yield from self._parts.release(response.release)

    def _year(self, response: benefit_service_pb2.SettleYearResponse, told_below: str) -> Iterator[str]:
        for settlement in response.settlements:
            yield from self._settlement(settlement, told_below)
            yield ""
        yield click.style(self._say("━━━ 全年 ━━━", "━━━ The year ━━━"), bold=True)
        sums = amounts_in_line([self._parts.sums_headings(), *map(self._sums, response.settlements)])
        visits = [[self._say("就诊", "visit"), self._say("日期", "day")]]
        visits += [[each.visit_id, each.care_date] for each in response.settlements]
        yield from columns([[*visit, *cells] for visit, cells in zip(visits, sums, strict=True)])
        yield from self._accumulators(response.accumulators)
        if response.changes:
            yield from self._parts.section("去掉所列就诊后金额有变的就诊", "Visits that come out otherwise")
            pairs = [each for change in response.changes for each in (change.before, change.after)]
            sums = amounts_in_line([self._parts.sums_headings(), *map(self._sums, pairs)])
            heads = [[self._say("就诊", "visit"), ""]]
            for change in response.changes:
                heads += [[change.after.visit_id, self._say("原来", "before")], ["", self._say("现在", "now")]]
            rows = [[*head, *cells] for head, cells in zip(heads, sums, strict=True)]
            yield from (f"  {line}" for line in columns(rows))

    def _settlement(self, settlement: benefit_pb2.Settlement, told_below: str) -> Iterator[str]:
        """Yield the page on one bill; of its statement ``told_below`` is left out, and the readings, told in full."""
        texts = (reading_text(each.switch_name, each.reading) for each in settlement.readings_used)
        told = {told_below, *(each.in_language(self._parts.language) for each in texts)}
        sentences = [each for each in settlement.statement if each not in told]
        yield from self._head(settlement)
        if settlement.outcome == benefit_pb2.SETTLEMENT_OUTCOME_NOT_PAYABLE:
            yield from self._not_payable(settlement, sentences)
        elif settlement.HasField("amounts"):
            yield from self._parts.section("为什么报这么多", "Why so much is paid")
            for sentence in sentences:
                yield from wrapped(sentence, "  ")
            yield from self._charges(settlement.amounts)
            shown = yield from self._payers(settlement)
            yield from self._burden(settlement.amounts)
            yield from self._rest(settlement, shown)
            yield from catalogue_lines(settlement.care_catalogue, self._parts)
            yield from self._accumulators(settlement.amounts.accumulators)
        else:
            yield from self._undecided.lines(settlement, sentences)
        yield from self._parts.readings(settlement.readings_used)

    def _not_payable(self, settlement: benefit_pb2.Settlement, sentences: Iterable[str]) -> Iterator[str]:
        """Yield why nothing is paid, each row that says so once, and what it comes to."""
        yield from self._parts.section("为什么不予支付", "Why nothing is paid")
        clauses = [row.source.clause for row in settlement.determinations]
        for number, sentence in enumerate(sentences):
            if not number or not any(clause in sentence for clause in clauses):  # clauses follow, with their rows
                yield from wrapped(sentence, "  ")
        said = {(row.source.place, row.source.clause): row for row in reversed(settlement.determinations)}
        for row in settlement.determinations:
            if said[row.source.place, row.source.clause] is row:  # what several rows say is said once
                yield from self._parts.source(row.source, row.anomaly_ids, "  ")
        yield from self._burden(settlement.amounts, paid=False)
        yield from self._accumulators(settlement.amounts.accumulators)

    def _head(self, settlement: benefit_pb2.Settlement) -> Iterator[str]:
        said, colour = _OUTCOMES[settlement.outcome]
        beside = [_CAUSES[each].in_language(self._parts.language) for each in settlement.causes]
        beside += [self._say("暂定", "provisional")] if settlement.is_provisional else []
        outcome = click.style(said.in_language(self._parts.language), fg=colour, bold=True)
        visit = f"{settlement.visit_id}  " if settlement.visit_id else ""
        day = self._say(f"就诊日 {settlement.care_date}", f"day of care {settlement.care_date}")
        yield click.style(visit, bold=True) + day
        yield self._say("结果：", "Result: ") + outcome + self._parts.bracketed(self._parts.listed(beside))

    def _charges(self, amounts: benefit_pb2.Amounts) -> Iterator[str]:
        yield from self._parts.section("费用", "Charges")
        refused = sum(part.charges.total_fen for part in amounts.parts if _is_refused(part))
        own = amounts.charges.fully_self_paid_fen - refused
        less = [
            (self._say("减：基金不予支付的", "less: what the funds do not pay"), refused),
            (self._say("减：自费（目录外）", "less: outside the catalogues"), own),
            (self._say("减：超限价", "less: above price limits"), amounts.charges.above_price_limit_fen),
            (self._say("减：先行自付", "less: advance self-payment"), amounts.charges.advance_self_payment_fen),
        ]
        yield from self._parts.amounts(
            [
                (self._say("总费用", "total"), amounts.charges.total_fen),
                *((name, fen) for name, fen in less if fen),
                (self._say("合规费用（政策范围内）", "eligible expense"), amounts.eligible_fen),
            ]
        )

    def _payers(self, settlement: benefit_pb2.Settlement) -> Generator[str, None, set[tuple[str, str]]]:
        """Yield each payer's step; return the rows that are shown with one."""
        shown: set[tuple[str, str]] = set()
        parts = settlement.amounts.parts
        for part in [part for part in parts if _has_something(part)] or parts:
            if not part.steps and not part.left_out:
                continue
            under = self._parts.bracketed(part.setting)
            yield from self._parts.section(f"支付{under}", f"Payers{under}")
            if len(parts) > 1:
                eligible = self._fen(_eligible_fen(part.charges))
                yield self._say(f"  合规费用 {eligible}", f"  eligible expense {eligible}")
            for step in part.steps:
                used = {value.code for formula in step.formulas for value in formula.values}
                rows = [
                    each for each in settlement.determinations if not used.isdisjoint(out.code for out in each.outputs)
                ]
                shown.update((each.table, each.row) for each in rows)
                yield from self._step(step, rows)
            for left_out in part.left_out:
                text = self._say(
                    f"{left_out.name}：没有这项待遇（{left_out.term.name}：无此待遇）",
                    f"{left_out.name}: no entitlement ({left_out.term.name}: none)",
                )
                yield from wrapped(text, _INNER, "  ")
                yield from self._parts.source(left_out.source, (), _INNER)
        return shown

    def _step(self, step: benefit_pb2.PayerStep, rows: Iterable[benefit_pb2.Determination]) -> Iterator[str]:
        paid = click.style(self._fen(step.payment_fen), bold=True)
        name = f"{step.payer} {step.name}"
        if step.is_allowance:
            yield self._say(f"  {name}：定额补助 {paid}", f"  {name}: an allowance of {paid}")
        else:
            yield self._say(f"  {name}：支付 {paid}", f"  {name}: pays {paid}")
            for text in self._arithmetic(step):
                yield from wrapped(text, _INNER)
        yield from self._parts.source(step.source, step.anomaly_ids, _INNER)
        for row in rows:
            yield from self._parts.determination(row, _INNER)

    def _arithmetic(self, step: benefit_pb2.PayerStep) -> Iterator[str]:
        yuan = self._parts.yuan
        base = self._say(f"基数 {yuan(step.base_yuan)}", f"base {yuan(step.base_yuan)}")
        if Fraction(step.counted_before_yuan or 0):
            counted = yuan(step.counted_before_yuan)
            base += self._say(f"，本年此前已计 {counted}", f", counted earlier this year {counted}")
        yield base
        if Fraction(step.deductible_yuan or 0):
            standard, borne = yuan(step.deductible_yuan), yuan(step.deductible_borne_yuan or "0")
            yield self._say(f"起付标准 {standard}，本次扣 {borne}", f"deductible {standard}, {borne} of it borne here")
        if not step.segments and Fraction(step.deductible_yuan or 0):
            yield self._say("没有超过起付标准", "not beyond the deductible")
            if step.HasField("ratio_beyond_basis_points"):
                ratio = self._parts.ratio(step.ratio_beyond_basis_points)
                yield self._say(f"超过的部分按 {ratio}", f"what is beyond is paid at {ratio}")
        for each in step.segments:
            low, high = Fraction(each.low_yuan or 0), Fraction(each.high_yuan or 0)
            band = ""
            if len(step.segments) > 1 or low:
                ends = (yuan(str(low)), yuan(str(high)))
                band = self._say(
                    f"起付以上 {ends[0]} 至 {ends[1]}：", f"beyond the deductible {ends[0]} to {ends[1]}: "
                )
            ratio = self._parts.ratio(each.ratio_basis_points)
            product = f"{yuan(str(high - low))} × {ratio} = {yuan(each.amount_yuan or '0')}"
            yield f"{band}{product.replace('= ≈', '≈')}"
        if step.limit_yuan:
            yield self._say(f"限额内还可支付 {yuan(step.limit_yuan)}", f"the cap still allows {yuan(step.limit_yuan)}")
        if step.limit_at_least_yuan:
            least = yuan(step.limit_at_least_yuan)
            yield self._say(
                f"限额内至少还可支付 {least}，这一次用不完",
                f"the cap still allows {least} at the least, more than is due",
            )

    def _burden(self, amounts: benefit_pb2.Amounts, *, paid: bool = True) -> Iterator[str]:
        """Yield who bears how much; unless anything can be ``paid`` the person's part is not told apart."""
        own = [
            (self._say("  自付", "  copayment"), amounts.copayment_fen),
            (self._say("  先行自付", "  advance self-payment"), amounts.charges.advance_self_payment_fen),
            (self._say("  自费", "  outside the catalogues"), amounts.charges.fully_self_paid_fen),
            (self._say("  超限价", "  above price limits"), amounts.charges.above_price_limit_fen),
        ]
        by = [
            (self._say("其中个人账户", "of it from the personal account"), amounts.personal_account_fen),
            (self._say("其中现金", "of it in cash"), amounts.cash_fen),
        ]
        yield from self._parts.section("合计", "In sum")
        rows = [] if paid else [(self._say("总费用", "total"), amounts.charges.total_fen)]
        rows += [
            (self._say("基金支付", "paid by funds"), amounts.fund_payment_fen),
            (self._say("个人负担", "borne by the person"), amounts.personal_burden_fen),
            *((name, fen) for name, fen in (*(own if paid else ()), *by) if fen),
            *self._to_be_borne(amounts),
        ]
        if amounts.paid_elsewhere_fen:
            other = (self._say("另一险种已支付", "paid by another scheme"), amounts.paid_elsewhere_fen)
            rows.insert(1 if paid else 2, other)
        if amounts.allowance_fen:
            rows.append((self._say("另付定额补助", "allowances beside the bill"), amounts.allowance_fen))
        yield from self._parts.amounts(rows)

    def _to_be_borne(self, amounts: benefit_pb2.Amounts) -> Iterator[tuple[str, int]]:
        """Yield how much of it somebody else has to make good, and what is left to the person in the end."""
        borne, final = amounts.borne_elsewhere, amounts.final_personal_burden_fen
        if not (borne.HasField("amount_fen") and amounts.HasField("final_personal_burden_fen")):
            return
        name, of_bill = borne.name, amounts.personal_burden_fen - final
        yield self._say(f"应由{name}承担", f"to be made good by the {name}"), of_bill
        if borne.amount_fen > of_bill:
            beside = self._say(f"另应由{name}付定额补助", f"allowances beside the bill, due from the {name}")
            yield beside, borne.amount_fen - of_bill
        yield self._say("个人最终负担", "left to the person in the end"), final

    def _rest(self, settlement: benefit_pb2.Settlement, shown: set[tuple[str, str]]) -> Iterator[str]:
        """Yield the rows that no payer's step shows."""
        rows = [each for each in settlement.determinations if (each.table, each.row) not in shown]
        for number, each in enumerate(rows):
            if not number:
                yield from self._parts.section("其他依据", "Other rows used")
            yield from self._parts.determination(each, "  ")

    def _accumulators(self, accumulators: Iterable[benefit_pb2.Accumulator]) -> Iterator[str]:
        listed = list(accumulators)
        rows = [(each.name or each.code, each.amount_fen) for each in listed if each.amount_fen]
        counts = [f"  {each.name or each.code} {each.count}" for each in listed if each.count]
        if rows or counts:
            yield from self._parts.section("年内累计（本次之后）", "Accumulators after this")
            yield from self._parts.amounts(rows)
            yield from counts

    def _sums(self, settlement: benefit_pb2.Settlement) -> list[str]:
        if not settlement.HasField("amounts"):
            return [_OUTCOMES[settlement.outcome][0].in_language(self._parts.language), NOTHING, NOTHING]
        amounts = settlement.amounts
        sums = (amounts.charges.total_fen, amounts.fund_payment_fen, amounts.personal_burden_fen)
        return [self._parts.plain_fen(each) for each in sums]


def _is_refused(part: benefit_pb2.SettledPart) -> bool:
    """Whether the funds pay nothing of a part, and all of it is the person's."""
    charges = part.charges
    return not part.steps and not part.left_out and charges.fully_self_paid_fen == charges.total_fen


def _eligible_fen(charges: benefit_pb2.Charges) -> int:
    own = charges.fully_self_paid_fen + charges.above_price_limit_fen + charges.advance_self_payment_fen
    return charges.total_fen - own


def _has_something(part: benefit_pb2.SettledPart) -> bool:
    """Whether there is an expense of a part that is paid on, or a payment."""
    return bool(_eligible_fen(part.charges)) or any(step.payment_fen for step in part.steps)
