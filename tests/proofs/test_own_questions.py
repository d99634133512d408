"""What an employee is told rests on what the manual says of employees, and the same of residents."""

from datetime import date

from proofs.conftest import RealArea, real_area

from chronicare.benefits.look_up import find_terms
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
    for result in run_cases(bazhong.folder.cases, BenefitCases(bazhong.remembering)).results:
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


def test_who_paid_for_a_year_is_not_told_what_holds_of_the_years_after(bazhong: RealArea) -> None:
    model = bazhong.release.benefits_on(date(2025, 12, 15))
    assert model is not None
    facts: dict[str, str | bool | date] = {
        "enrolment_case": "居民参保",
        "insured_last_year": True,
        "payment_date": date(2025, 6, 15),
    }
    for day in (date(2025, 7, 1), date(2025, 12, 15)):
        found = find_terms(model, day, ["in_benefit"], facts)
        assert found.known is not None
        # three months after 15 June: 15 September
        assert found.known.values == {"in_benefit": day >= date(2025, 9, 15)}
        told = [row.row.clause.text for row in found.known.applied_rows]
        assert [each for each in told if "2026" in each or "2027" in each] == []


def test_everybody_is_not_told_the_question_of_students() -> None:
    # 440 yuan for students (question 32) and for everybody (question 14): whether it is a student is not known
    area = real_area("320800")
    model = area.release.benefits_on(area.day)
    assert model is not None
    found = find_terms(model, area.day, ["resident_premium"], {"premium_year": 2026})
    assert found.known is not None
    assert found.known.values == {"resident_premium": 440}
    assert [row.row.clause.source for row in found.known.applied_rows] == ["14"]
