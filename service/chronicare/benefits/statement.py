"""A settlement in sentences that the patient can read: why so much is paid (为什么报这么多)."""

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction

from chronicare.benefits.absence_texts import absence_text
from chronicare.benefits.amount_texts import money_text, per_cent_text, value_text
from chronicare.benefits.answer import BillAnswer, SettlementOutcome
from chronicare.benefits.care_statement import catalogue_texts
from chronicare.benefits.carried_figures import CarriedFigure
from chronicare.benefits.formula_evaluation import Absence
from chronicare.benefits.money import fen_text
from chronicare.benefits.settlement import PartSettled, Settlement
from chronicare.benefits.step_paid import StepLeftOut, StepPaid
from chronicare.benefits.uncovered_statement import state_uncovered
from chronicare.benefits.undecided_statement import state_undecided
from chronicare.diagnostics import Language, Text
from chronicare.judging.policy_wording import assumed_text, ruling_text
from chronicare.program.decision_table import PaymentKind
from chronicare.program.formula import NoValue
from chronicare.program.roles import Role
from chronicare.program.vocabulary import Vocabulary

_Days = Mapping[str, tuple[date, ...]]


def state(answer: BillAnswer, vocabulary: Vocabulary, language: Language) -> list[str]:
    """Return the sentences, in order: what was charged, each payer's step, what is left, what it rests on."""
    settlement = answer.settlement
    if answer.outcome is SettlementOutcome.NOT_COVERED:
        sentences = state_uncovered(answer, vocabulary)
    elif settlement is None:
        sentences = state_undecided(answer, vocabulary)
    elif answer.outcome is SettlementOutcome.NOT_PAYABLE:
        sentences = _refused(settlement, answer, vocabulary)
    else:
        whose = catalogue_texts(answer)
        steps = [*_payer_steps(settlement, vocabulary), *_supposed(answer, vocabulary)]
        sentences = [*_charged(settlement), *whose, *steps, *_left(settlement)]
    if settlement is not None:
        sentences += [reading_text(name, reading) for name, reading in answer.readings.items()]
    sentences += [ruling_text(each) for each in answer.rulings]
    sentences += provisional_texts(answer.provisional, vocabulary)
    sentences[:0] = [assumed_text(each) for each in answer.assumed]
    return [sentence.in_language(language) for sentence in sentences]


def reading_text(name: str, reading: str) -> Text:
    """Say that the result rests on a ``reading`` of the switch called ``name``."""
    return Text(f"本结果依「{name}」取读法「{reading}」。", f"This rests on the reading {reading!r} of {name!r}.")


def provisional_texts(figures: Iterable[CarriedFigure], vocabulary: Vocabulary) -> list[Text]:
    """Say of each figure that carries on that the result is provisional because of it."""
    return [
        Text(
            f"本结果是暂定的：「{vocabulary.findings[each.term].name.zh}」尚未公布，沿用 {each.year} 年度的"
            f" {value_text(each.value, each.term, vocabulary, Language.ZH)}，公布后须重新结算。",
            f"This is provisional: {vocabulary.findings[each.term].name.en} is not published yet, and that of"
            f" {each.year} carries on ({value_text(each.value, each.term, vocabulary, Language.EN)}); settle again once"
            " it is.",
        )
        for each in figures
    ]


def _charged(settlement: Settlement) -> list[Text]:
    charges = settlement.charges
    refused = sum(part.charges.total_fen for part in settlement.parts if part.is_refused)
    less = [
        (refused, Text("基金不予支付的", "that the funds do not pay")),
        (charges.fully_self_paid_fen - refused, Text("目录外自费", "outside the catalogues")),
        (charges.above_price_limit_fen, Text("超限价", "above price limits")),
        (charges.advance_self_payment_fen, Text("先行自付", "advance self-payment")),
    ]
    parts = [(fen_text(fen), name) for fen, name in less if fen]
    zh = "".join(f"，减{name.zh} {fen} 元" for fen, name in parts)
    en = "".join(f", less {fen} yuan {name.en}" for fen, name in parts)
    total, eligible = fen_text(charges.total_fen), fen_text(charges.eligible_fen)
    return [
        Text(
            f"总费用 {total} 元{zh}，符合医保政策的费用 {eligible} 元。",
            f"Total expense {total} yuan{en}; eligible expense {eligible} yuan.",
        )
    ]


def _payer_steps(settlement: Settlement, vocabulary: Vocabulary) -> list[Text]:
    sentences: list[Text] = []
    parts = [part for part in settlement.parts if _has_something(part)] or settlement.parts
    for part in parts:
        if part.is_refused:
            sentences.append(_refused_part(part, vocabulary))
        elif len(settlement.parts) > 1:
            eligible = fen_text(part.charges.eligible_fen)
            sentences.append(
                Text(f"其中按「{part.setting}」结算 {eligible} 元：", f"Of it under {part.setting!r}, {eligible} yuan:")
            )
        sentences += [payer_step_text(step) for step in part.steps]
        sentences += [_left_out(each, vocabulary) for each in part.left_out]
    return [*sentences, *_where_rounded(settlement.steps)]


def _has_something(part: PartSettled) -> bool:
    """Whether there is anything to tell of a part: an expense to pay on, a payment, or what the funds do not pay."""
    if part.is_refused:
        return bool(part.charges.total_fen)
    return bool(part.charges.eligible_fen) or any(step.payment_fen for step in part.steps)


def _refused_part(part: PartSettled, vocabulary: Vocabulary) -> Text:
    """Say that the funds pay nothing of a part, and why."""
    total, reason = fen_text(part.charges.total_fen), vocabulary.roles.get(Role.REFUSAL_REASON)
    zh, en = (
        value_text(part.refused_for, reason, vocabulary, language) if reason and part.refused_for else ""
        for language in (Language.ZH, Language.EN)
    )
    return Text(
        f"其中按「{part.setting}」的 {total} 元，医保基金不予支付{f'：{zh}' if zh else ''}。",
        f"Of it under {part.setting!r}, {total} yuan: the funds do not pay{f': {en}' if en else ''}.",
    )


def payer_step_text(step: StepPaid) -> Text:
    """Say one payer's step, with its arithmetic."""
    name, paid = step.step.name, fen_text(step.payment_fen)
    if step.step.payment_kind is PaymentKind.ALLOWANCE:
        return Text(f"{name.zh}：定额补助 {paid} 元。", f"{name.en}: an allowance of {paid} yuan.")
    base = money_text(step.base)
    zh = [f"{name.zh}：以{_spaced(base)} 元为基数"]
    en = [f"{name.en}: on {base.en} yuan"]
    if step.start:
        within, start = step.step.period.within, money_text(step.start)
        zh.append(f"{within.zh}此前已计{_spaced(start)} 元")
        en.append(f"{start.en} yuan counted earlier {within.en}")
    if step.deductible:
        standard, borne = money_text(step.deductible), money_text(step.deductible_borne)
        zh.append(f"起付标准{_spaced(standard)} 元（本次负担{_spaced(borne)} 元）")
        en.append(f"deductible {standard.en} yuan ({borne.en} borne here)")
    for segment in step.segments:
        inside, amount = money_text(max(segment.high - segment.low, Fraction(0))), money_text(segment.amount)
        ratio, most = per_cent_text(segment.ratio), None if step.item_limit is None else money_text(step.item_limit)
        zh.append(
            f"{inside.zh} 元按 {ratio}{f'、每项至多{_spaced(most)} 元，合计' if most else ' '}为{_spaced(amount)} 元"
        )
        en.append(f"{inside.en} yuan at {ratio}{f', at most {most.en} yuan each' if most else ''} is {amount.en} yuan")
    if step.ratio_beyond is not None and step.deductible:
        ratio = per_cent_text(step.ratio_beyond)
        zh.append(f"没有超过起付标准（超过的部分才按 {ratio} 支付）")
        en.append(f"not beyond the deductible, what is beyond is paid at {ratio}")
    due = sum((segment.amount for segment in step.segments), Fraction(0))
    is_capped = step.limit is not None and step.limit < due
    limit = Text("", "") if step.limit is None else money_text(step.limit)
    if step.step.payment_kind is PaymentKind.ACCOUNT:
        if is_capped:
            zh.append(f"个人账户至多可付{_spaced(limit)} 元")
            en.append(f"the personal account can pay {limit.en} yuan at the most")
        return Text(
            f"{'，'.join(zh)}，由个人账户支付 {paid} 元（不是基金支付）。",
            f"{', '.join(en)}; the personal account pays {paid} yuan (no fund does).",
        )
    if is_capped:
        zh.append(f"限额内还可支付{_spaced(limit)} 元")
        en.append(f"the cap still allows {limit.en} yuan")
    return Text(f"{'，'.join(zh)}，支付 {paid} 元。", f"{', '.join(en)}; pays {paid} yuan.")


def _spaced(amount: Text) -> str:
    """Return the amount as it stands after a word: a number apart from it, 约 not."""
    return amount.zh if amount.zh.startswith("约") else f" {amount.zh}"


def _where_rounded(steps: Iterable[StepPaid]) -> list[Text]:
    """Say where what is told to be about so much is rounded, if anything is."""
    amounts = (
        amount
        for each in steps
        for amount in (
            each.base,
            each.start,
            each.deductible or Fraction(0),
            each.deductible_borne,
            *(segment.high - segment.low for segment in each.segments),
            *(segment.amount for segment in each.segments),
        )
    )
    if all((amount * 100).denominator == 1 for amount in amounts):
        return []
    return [
        Text(
            "标「约」的数算到分以下，没有取整；只有各支付方支付的数四舍五入到分，各一次。",
            "What is told as about so much is reckoned beyond the fen and not rounded: each payment is, once.",
        )
    ]


def _supposed(answer: BillAnswer, vocabulary: Vocabulary) -> list[Text]:
    """Say that the steps are told by what nobody stated or the policy leaves open, though all comes to the same."""
    told: list[Text] = []
    if answer.supposed:
        names = [vocabulary.findings[code].name for code in answer.supposed]
        values = [
            Text(*(value_text(value, code, vocabulary, language) for language in (Language.ZH, Language.EN)))
            for code, value in answer.supposed.items()
        ]
        zh = "、".join(f"{name.zh}「{value.zh}」" for name, value in zip(names, values, strict=True))
        en = ", ".join(f"{name.en} {value.en!r}" for name, value in zip(names, values, strict=True))
        told.append(
            Text(
                f"没有写明{'、'.join(name.zh for name in names)}；不论怎样，支付的数都一样。以上起付、比例按{zh}写出。",
                f"Not stated: {', '.join(name.en for name in names)}; what is paid is the same whatever it may be. The"
                f" steps are told by {en}.",
            )
        )
    told += [
        Text(
            f"政策未定「{name}」；各种读法支付的数都一样。以上按「{reading}」写出。",
            f"The policy leaves {name!r} open; what is paid is the same under each reading. The steps are told by"
            f" {reading!r}.",
        )
        for name, reading in answer.supposed_readings.items()
    ]
    return told


def _left_out(each: StepLeftOut, vocabulary: Vocabulary) -> Text:
    name = each.step.name
    why = absence_text(Absence(NoValue.NO_ENTITLEMENT, each.term, each.row), vocabulary)
    return Text(f"{name.zh}：没有这项待遇；{why.zh}。", f"{name.en}: no entitlement; {why.en}.")


def _left(settlement: Settlement) -> list[Text]:
    paid, copay = fen_text(settlement.paid_fen), fen_text(settlement.copayment_fen)
    burden = settlement.burden_fen
    elsewhere = fen_text(settlement.paid_elsewhere_fen)
    other_zh = f"另一险种已支付 {elsewhere} 元；" if settlement.paid_elsewhere_fen else ""
    other_en = f"another scheme has paid {elsewhere} yuan; " if settlement.paid_elsewhere_fen else ""
    allowances = sum(fen for (_, is_allowance), fen in settlement.payments().items() if is_allowance)
    beside_zh = f"，另付定额补助 {fen_text(allowances)} 元（不在账单之内）" if allowances else ""
    beside_en = f", and {fen_text(allowances)} yuan of allowances beside the bill" if allowances else ""
    zh = f"各项基金合计支付 {paid} 元{beside_zh}；{other_zh}个人自付 {copay} 元，个人共负担 {fen_text(burden)} 元"
    en = f"Funds pay {paid} yuan in all{beside_en}; {other_en}copayment {copay} yuan, "
    en += f"the person bears {fen_text(burden)} yuan in all"
    if settlement.account_fen:
        account, cash = fen_text(settlement.account_fen), fen_text(burden - settlement.account_fen)
        zh += f"（个人账户 {account} 元，现金 {cash} 元）"
        en += f" ({account} from the personal account, {cash} in cash)"
    return [Text(f"{zh}。", f"{en}.")]


def _refused(settlement: Settlement, answer: BillAnswer, vocabulary: Vocabulary) -> list[Text]:
    """Say that nothing is paid, why, in a word and by the clauses of the rows consulted, and who bears it instead."""
    reason = vocabulary.roles.get(Role.REFUSAL_REASON)
    reasons = [
        (code, value)
        for each in settlement.applied_rows
        for code, value in each.outputs.items()
        if code == reason and value is not None
    ]
    either = Text("、", ", ") if answer.has_one_reason else Text("，或", ", or ")
    zh, en = (
        either.in_language(language).join(
            dict.fromkeys(value_text(value, code, vocabulary, language) for code, value in reasons)
        )
        for language in (Language.ZH, Language.EN)
    )
    total = fen_text(settlement.charges.total_fen)
    why = Text(f"：{zh}", f": {en}") if reasons else Text("", "")
    if not answer.has_one_reason:
        why = Text(f"，没有写明的事项不论怎样都一样{why.zh}", f" whatever is not stated may be{why.en}")
    said = Text(
        f"总费用 {total} 元，医保基金不予支付{why.zh}。", f"Total expense {total} yuan; the funds do not pay{why.en}."
    )
    clauses = [
        Text(
            f"依据：{each.row.clause.document} {each.row.clause.source}「{each.row.clause.text}」",
            f"Source: {each.row.clause.document} {each.row.clause.source} {each.row.clause.text!r}",
        )
        for each in settlement.applied_rows
    ]
    return [
        said,
        *_by_days(answer.days, vocabulary),
        *_borne_elsewhere(settlement, vocabulary),
        *dict.fromkeys(clauses),
    ]


def _by_days(days: _Days, vocabulary: Vocabulary) -> list[Text]:
    """Say by which days it is refused."""
    if not days:
        return []
    names = {code: vocabulary.findings[code].name for code in days}
    zh = "、".join(f"{names[code].zh} {' 或 '.join(map(str, each))}" for code, each in days.items())
    en = ", ".join(f"{names[code].en} {' or '.join(map(str, each))}" for code, each in days.items())
    return [Text(f"所依日期：{zh}。", f"By these days: {en}.")]


def _borne_elsewhere(settlement: Settlement, vocabulary: Vocabulary) -> list[Text]:
    borne = settlement.borne_elsewhere
    if borne is None:
        return []
    zh, en = (
        value_text(borne.bearer, vocabulary.roles[Role.BEARER], vocabulary, language)
        for language in (Language.ZH, Language.EN)
    )
    final = settlement.final_burden_fen
    if borne.fen is None or final is None:
        return [
            Text(
                f"本应由医保支付的由{zh}承担，数额待补齐资料后算出。",
                f"What the insurance would pay is borne by the {en}; how much needs more facts.",
            )
        ]
    paid, left = fen_text(borne.fen), fen_text(final)
    return [
        Text(
            f"本应由医保支付的 {paid} 元由{zh}承担，个人最终负担 {left} 元。",
            f"The {paid} yuan the insurance would pay the {en} bears; {left} yuan are left to the person in the end.",
        )
    ]
