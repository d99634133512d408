"""What is told of a bill that cannot be settled yet."""

from collections.abc import Sequence

from chronicare.benefits.absence_texts import absence_text
from chronicare.benefits.alternatives import Alternative
from chronicare.benefits.amount_texts import value_text
from chronicare.benefits.answer import BillAnswer
from chronicare.benefits.care_statement import catalogue_texts
from chronicare.benefits.formula_evaluation import Absence
from chronicare.benefits.merged_alternatives import MergedAlternative, merge
from chronicare.benefits.money import fen_text
from chronicare.benefits.settlement import Settlement, Unsettled
from chronicare.benefits.unknowns import possible_values
from chronicare.diagnostics import Language, Text
from chronicare.program.entry import Switch
from chronicare.program.vocabulary import Vocabulary


def state_undecided(answer: BillAnswer, vocabulary: Vocabulary) -> list[Text]:
    """Return what is still needed, what is certain all the same, and what each possibility comes to."""
    sentences = [Text("尚不能结算。", "Not settled yet.")]
    if answer.missing:
        names = [vocabulary.findings[code].name for code in answer.missing]
        zh, en = "、".join(name.zh for name in names), ", ".join(name.en for name in names)
        sentences.append(Text(f"还需要知道：{zh}。", f"Still needed: {en}."))
    sentences += catalogue_texts(answer)
    sentences += [_open(switch) for switch in answer.switches]
    valueless = [each for each in answer.valueless.values() if each.fault is None]
    if len(answer.alternatives) > 1:
        valueless = [each for each in valueless if not each.has_no_row]  # told with the alternative it stands in
    if valueless:
        zh, en = _listed(valueless, vocabulary)
        sentences.append(Text(f"规则没有给出所需的数——{zh}。", f"The rules do not give the value needed: {en}."))
    otherwise = [each.fault for each in answer.valueless.values() if each.fault is not None and each.is_of_bill]
    sentences += [Text(f"{each.zh}。", f"{each.en}.") for each in dict.fromkeys(otherwise)]
    faulty = [each for each in answer.valueless.values() if each.fault is not None and not each.is_of_bill]
    if faulty:
        zh, en = _listed(faulty, vocabulary)
        sentences.append(
            Text(
                f"规则表有差错，不是政策没有规定——{zh}。请报给维护规则的人。",
                f"The tables are at fault, not the policy: {en}. Tell whoever keeps them.",
            )
        )
    certain = [(each.step.name, fen_text(each.payment_fen)) for each in answer.certain_steps]
    if certain:
        zh = "、".join(f"{name.zh} {paid} 元" for name, paid in certain)
        en = ", ".join(f"{name.en} {paid} yuan" for name, paid in certain)
        sentences.append(Text(f"无论如何都已确定的：{zh}。", f"Certain in any case: {en}."))
    return [*sentences, *_under_each(answer, vocabulary)]


def _listed(absences: Sequence[Absence], vocabulary: Vocabulary) -> Text:
    whys = list(dict.fromkeys(absence_text(each, vocabulary) for each in absences))
    return Text("；".join(each.zh for each in whys), "; ".join(each.en for each in whys))


def _open(switch: Switch) -> Text:
    zh = "；".join(f"「{each.id}」{each.name.zh}" for each in switch.readings)
    en = "; ".join(f"{each.id!r}: {each.name.en}" for each in switch.readings)
    return Text(
        f"政策未定「{switch.name}」，有以下读法：{zh}。", f"The policy leaves {switch.name!r} open; readings: {en}."
    )


def _under_each(answer: BillAnswer, vocabulary: Vocabulary) -> list[Text]:
    """Say once for each amount that the funds may come to pay, or cannot, under which assumptions it is so."""
    told = [
        Alternative(each.facts, each.readings, said)
        for each in answer.alternatives
        if (each.facts or each.readings) and (said := _comes_to(each.result, vocabulary)) is not None
    ]
    merged = merge(
        told,
        lambda said: said,
        lambda code: possible_values(vocabulary, code),
        lambda _code: None,
        lambda name: {each.readings[name] for each in told if name in each.readings},
    )
    conditions: dict[Text, list[Text]] = {}
    for each in merged:
        conditions.setdefault(each.result, []).append(_assumed(each, vocabulary))
    return [
        Text(
            f"若{'；或'.join(each.zh for each in when)}：{paid.zh}。",
            f"If {'; or '.join(each.en for each in when)}: {paid.en}.",
        )
        for paid, when in conditions.items()
    ]


def _comes_to(result: Settlement | Unsettled, vocabulary: Vocabulary) -> Text | None:
    """Say what is paid, or that no row has a value that is needed; nothing where it is a fact that is wanting."""
    if isinstance(result, Unsettled):
        if result.is_outside_scope:
            return Text("本规则集未收录", "these rules do not cover it")
        if result.is_not_covered:
            return Text("没有就医地的医保目录", "the catalogue of the area of care is not held")
        absence = None if result.unknown else result.absence
        if absence is None or not absence.has_no_row:
            return None
        name = vocabulary.findings[absence.term].name
        return Text(f"规则没有给出「{name.zh}」", f"the rules do not give {name.en}")
    if not any(part.steps or part.left_out for part in result.parts):
        return Text("基金不予支付", "the funds do not pay")
    paid = fen_text(result.paid_fen)
    allowances = sum(fen for (_, is_allowance), fen in result.payments().items() if is_allowance)
    if not allowances:
        return Text(f"基金支付 {paid} 元", f"funds pay {paid} yuan")
    beside = fen_text(allowances)
    return Text(
        f"基金支付 {paid} 元，另付定额补助 {beside} 元",
        f"funds pay {paid} yuan, and {beside} yuan of allowances beside the bill",
    )


def _assumed(each: MergedAlternative[Text], vocabulary: Vocabulary) -> Text:
    zh = [
        f"{vocabulary.findings[code].name.zh}为「{value_text(values, code, vocabulary, Language.ZH)}」"
        for code, values in each.facts.items()
    ]
    zh += [f"「{name}」取「{reading}」" for name, reading in each.readings.items()]
    en = [
        f"{vocabulary.findings[code].name.en} is {value_text(values, code, vocabulary, Language.EN)}"
        for code, values in each.facts.items()
    ]
    en += [f"{name!r} read as {reading!r}" for name, reading in each.readings.items()]
    return Text("，".join(zh), ", ".join(en))
