"""Whose catalogue the lines of a bill go by, in sentences that the patient can read; or what is wanting to tell."""

from chronicare.benefits.answer import BillAnswer, SettlementOutcome
from chronicare.benefits.bill import Bill
from chronicare.benefits.care_area import CareArea, CatalogueWanting
from chronicare.diagnostics import Text

_HOW_ELSE = Text(
    "就医地已经分好的，不逐行，把全自费、先行自付写成合计",
    "If they are sorted already, send the sums fully self-paid and paid in advance instead of lines",
)


def catalogue_texts(answer: BillAnswer) -> list[Text]:
    """Return the sentences; none for a bill of sums, or of care where the person is insured."""
    bill, area, wanting = answer.bill, answer.bill.care_area, answer.catalogue
    if wanting is CatalogueWanting.NOT_STATED:
        return [
            Text(
                "直接结算的，费用能不能报、先自付多少按就医地的医保目录：还需要知道就医地是哪个统筹区（care_area_code）。",
                "Settled directly, what is covered goes by the catalogue of the area of care: which area that is"
                " (care_area_code) is still needed.",
            )
        ]
    if area is None or not bill.lines:
        return []
    if wanting is CatalogueWanting.NOT_HELD and area.unavailable is not None:
        said = area.unavailable
        zh = f"直接结算的，费用能不能报、先自付多少按就医地的医保目录；{said.zh}。{_HOW_ELSE.zh}。"
        en = f"Settled directly, what is covered goes by the catalogue of the area of care; {said.en}. {_HOW_ELSE.en}."
        return [Text(zh, en)]
    if wanting is CatalogueWanting.OPEN:
        return _open(answer, area)
    if answer.outcome is not SettlementOutcome.SETTLED:
        return []
    return [_whose(bill, area, is_listed=bool(answer.listed))]


def _whose(bill: Bill, area: CareArea, *, is_listed: bool) -> Text:
    where = Text(f"{area.name.zh}（{area.code}）", f"{area.name.en} ({area.code})")
    if is_listed:
        return Text(
            f"费用能不能报、先自付多少，按就医地{where.zh} {bill.care_date} 的医保目录；起付、比例、限额按参保地政策。",
            f"What is covered goes by the catalogue of {where.en}, where the care was given, on {bill.care_date};"
            " deductible, ratio and cap by the policy of the area of insurance.",
        )
    return Text(
        f"费用能不能报、先自付多少，按参保地的医保目录，不按就医地{where.zh}的。",
        f"What is covered goes by the catalogue of the area of insurance, not by that of {where.en}, where the care was"
        " given.",
    )


def _open(answer: BillAnswer, area: CareArea) -> list[Text]:
    """Say what the catalogue of the area of care still wants of the lines, or leaves open."""
    if area.model is None:
        return []
    findings = area.model.vocabulary.findings
    names = [findings[code].name for code in dict.fromkeys(code for each in answer.listed for code in each.missing)]
    switches = dict.fromkeys(switch.name for each in answer.listed for switch in each.switches)
    absent = [findings[code].name for code in dict.fromkeys(code for each in answer.listed for code in each.absences)]
    told = [
        (names, "还需要知道各行的", "of the lines is still needed: "),
        (absent, "没有给出", "does not give: "),
    ]
    zh = [f"{said}{'、'.join(each.zh for each in listed)}" for listed, said, _ in told if listed]
    en = [f"{said}{', '.join(each.en for each in listed)}" for listed, _, said in told if listed]
    zh += [f"政策未定「{'」「'.join(switches)}」"] if switches else []
    en += [f"open policy: {', '.join(switches)}"] if switches else []
    return [
        Text(
            f"按就医地{area.name.zh}的医保目录，{'；'.join(zh)}。",
            f"By the catalogue of {area.name.en}, {'; '.join(en)}.",
        )
    ]
