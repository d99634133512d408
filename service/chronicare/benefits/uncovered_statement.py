"""A bill the rules do not cover, in sentences: what is not held or not said, and what is covered."""

from chronicare.benefits.amount_texts import value_text
from chronicare.benefits.answer import BillAnswer
from chronicare.benefits.bill import Facts
from chronicare.benefits.care_statement import catalogue_texts
from chronicare.diagnostics import Language, Text
from chronicare.program.vocabulary import Vocabulary


def state_uncovered(answer: BillAnswer, vocabulary: Vocabulary) -> list[Text]:
    """Say that nothing is settled, and nothing refused."""
    said = Text(
        "本规则集未收录这样的就医，不作结算；这不是不予支付。",
        "These rules do not cover such care: nothing is settled, and nothing is refused.",
    )
    if answer.catalogue is not None:
        said = Text(
            "没有收录就医地的医保目录，不作结算；这不是不予支付。",
            "The catalogue of the area of care is not held: nothing is settled, and nothing is refused.",
        )
    if answer.lacking:
        said = _said_of_nobody(answer.lacking, vocabulary)
    return [
        said,
        *catalogue_texts(answer),
        *(Text(f"已收录——{each.zh}。", f"Covered: {each.en}.") for each in answer.covered),
    ]


def _said_of_nobody(lacking: Facts, vocabulary: Vocabulary) -> Text:
    """Say of which case the rules neither name a payer nor say why there is none."""
    zh, en = (
        sep.join(
            f"{vocabulary.findings[code].name.in_language(language)}{colon}"
            f"{value_text(value, code, vocabulary, language)}"
            for code, value in lacking.items()
        )
        for language, sep, colon in ((Language.ZH, "、", " "), (Language.EN, ", ", " "))
    )
    return Text(
        f"本规则集没有写这种情况由谁支付，也没有写为什么不予支付：{zh}。不作结算；这不是不予支付。",
        f"These rules say neither who pays nor why nobody does: {en}. Nothing is settled, and nothing is refused.",
    )
