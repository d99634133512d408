"""What an employee is told rests on what the manual says of employees, and the same of residents."""

from proofs.conftest import RealArea

from chronicare.checks.benefits.questions import BenefitCases, bill_answers
from chronicare.checks.casebook import run_cases

OTHERS = {"职工": "3-", "居民": "2-"}
"""How the places begin that speak of the other scheme alone: chapter 3 of residents, 2 of employees."""
SHARED = frozenset(
    {
        "上年人均可支配收入",  # the income that assistance of either scheme goes by stands in 3-22 alone
        "居民产前检查费标准",  # what is taken off what a spouse has
        "居民生育医疗费限额",
        "生育距待遇起始天数",  # a count of days; the row that goes by it cites its own question
    }
)


def test_nobody_is_told_a_question_about_the_other_scheme(bazhong: RealArea) -> None:
    told, seen = set[tuple[str, str, str]](), 0
    for result in run_cases(bazhong.folder.cases, BenefitCases(bazhong.release)).results:
        for answer in bill_answers(result.answer):
            scheme = str(answer.bill.facts.get("scheme", ""))
            if (
                answer.settlement is None
                or scheme not in OTHERS
                or answer.readings.get("职工转诊起付差额") == "参照居民"
            ):
                continue
            seen += 1
            told |= {
                (scheme, row.table, row.row.clause.source)
                for row in answer.settlement.applied_rows
                if row.row.clause.source.startswith(OTHERS[scheme]) and row.table not in SHARED
            }
    assert seen > len(OTHERS) * 100
    assert told == set()
