"""The bills of a case stand in order of care, all in one benefit year, as those of a request do."""

from collections.abc import Iterable
from datetime import date

from chronicare.compiler import AreaRules
from chronicare.diagnostics import Code, Diagnostics, Text
from chronicare.formats import AnyCaseFile, BenefitCaseFile
from chronicare.formats.cases.benefits import BenefitCase
from chronicare.program.benefit_year import BenefitYear


def check_case_years(rules: AreaRules, cases: Iterable[AnyCaseFile], diagnostics: Diagnostics) -> None:
    """Refuse cases whose bills do not stand so by the benefit year of ``rules``."""
    if not rules.benefits:
        return
    for file in cases:
        for case in file.cases if isinstance(file, BenefitCaseFile) else ():
            check_case_year(case, rules.benefits[0].year, diagnostics)


def check_case_year(case: BenefitCase, benefit_year: BenefitYear, diagnostics: Diagnostics) -> None:
    """Refuse bills of ``case`` out of order, or of another year than the first: accumulators begin anew with it."""
    days = [date.fromisoformat(bill.care_date or case.as_of_date) for bill in case.bills]
    for number in range(1, len(days)):
        day, first, own = days[number], benefit_year.of(days[0]), benefit_year.of(days[number])
        if own == first and day >= days[number - 1]:
            continue
        message = Text(f"{day} 早于上一笔", f"{day} is before the bill above")
        hint = Text("账单按就诊日排列", "bills stand in order of care")
        if own != first:
            message = Text(
                f"{day} 在 {own} 待遇年度，第一笔在 {first}",
                f"{day} is in benefit year {own}, the first in {first}",
            )
            hint = Text("一个待遇年度写一个案例：累计到下一年重新起算", "write a case for each benefit year")
        diagnostics.add(Code.BAD_CASE, case.where(f"bills[{number}]"), message, hint)
