"""What people report of the real findings, at its edges: understood as it is meant, or refused with what to write."""

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from chronicare.api.v1 import disease_pb2
from chronicare.diagnostics import Code, Diagnostic, Diagnostics, FieldPath, Language
from chronicare.judging.report import Report, ReportedFinding
from chronicare.program.evidence import Evidence
from chronicare.recognition.decision_wording import summarise
from chronicare.rpc.recognition.descriptions import write_description

if TYPE_CHECKING:
    from proofs.conftest import RealArea

DAY = date(2025, 12, 15)


def read(area: "RealArea", *findings: tuple[Any, ...], **more: Any) -> tuple[Evidence, tuple[Diagnostic, ...]]:  # noqa: ANN401 - raw JSON
    diagnostics = Diagnostics()
    report = Report(findings=[ReportedFinding(*each) for each in findings], **more)
    return area.release.intake.read(report, DAY, FieldPath, diagnostics), diagnostics.sorted()


LOVETT, NYHA, BRUNNSTROM = "Lovett肌力", "NYHA心功能分级", "Brunnstrom偏瘫运动评定"


@pytest.mark.parametrize(
    ("name", "value", "unit", "code", "meant"),
    [
        ("FBG", 126, "mg/dL", "fasting_plasma_glucose", Fraction(7)),
        ("fbg", "7.0 ↑", "mmol/L", "fasting_plasma_glucose", Fraction(7)),
        ("空腹 血糖", "７．０", "ｍｍｏｌ／Ｌ", "fasting_plasma_glucose", Fraction(7)),
        ("ＦＰＧ", "1.26", "g/L", "fasting_plasma_glucose", Fraction(7)),
        ("MMSE评分", "16", "分", "mmse_score", Fraction(16)),
        ("身高标准差分值", "-2.1", "SD", "height_sds", Fraction(-21, 10)),
        ("急性尿潴留次数", "2", "次", "acute_urinary_retention_count", 2),
        ("矫正视力", "0.05", "小数", "baseline_corrected_visual_acuity", Fraction(1, 20)),
        ("矫正视力", "20/200", "", "baseline_corrected_visual_acuity", Fraction(1, 10)),
        ("典型糖尿病症状", "+", "", "typical_diabetes_symptoms", True),
        ("典型糖尿病症状", "-", "", "typical_diabetes_symptoms", False),
        ("典型糖尿病症状", "（＋）", "", "typical_diabetes_symptoms", True),
    ],
)
def test_what_laboratories_and_people_write_is_understood(
    bazhong: "RealArea", name: str, value: object, unit: str, code: str, meant: object
) -> None:
    evidence, problems = read(bazhong, (name, value, unit))
    assert problems == ()
    assert [each.value for each in evidence.findings[code]] == [meant]


@pytest.mark.parametrize(
    ("name", "value", "grade"),
    [
        ("慢性肾脏病分期", "CKD 5期", "5"),
        ("慢性肾脏病分期", "CKD5", "5"),
        ("CKD分期", "5 期", "5"),
        ("Brunnstrom分期", "III", "III"),
        (BRUNNSTROM, "Ⅲ期", "III"),
        (BRUNNSTROM, "3级", "III"),
        (BRUNNSTROM, "Brunnstrom III", "III"),
        (LOVETT, "III级", "III"),
        (LOVETT, "3", "III"),
        ("NYHA心功能分级", "NYHA III级", "III"),
        ("NYHA心功能分级", "心功能 III 级", "III"),
    ],
)
def test_a_grade_is_understood_however_it_is_written(bazhong: "RealArea", name: str, value: str, grade: str) -> None:
    evidence, problems = read(bazhong, (name, value))
    assert problems == ()
    finding = bazhong.vocabulary.find(name)
    assert finding is not None
    assert finding.type.levels is not None
    (measurement,) = evidence.findings[finding.code]
    assert finding.type.levels.levels[int(str(measurement.value))].value == grade


@pytest.mark.parametrize("word", ["未做", "未回", "结果未回", "待报告", "不详", "未提供", "未评定", None])
def test_what_is_not_there_is_not_known_whatever_is_said_to_be_complete(bazhong: "RealArea", word: str | None) -> None:
    evidence, problems = read(bazhong, ("24小时尿蛋白", word), complete_findings=["24小时尿蛋白"], record_complete=True)
    assert problems == ()
    assert "urine_protein_24h" not in evidence.findings
    assert "urine_protein_24h" not in evidence.complete


@pytest.mark.parametrize(
    ("findings", "place", "code", "said"),
    [
        (
            [("血压", {"收缩压": 82, "舒张压": 125}, "mmHg")],
            "findings[0].value",
            Code.CONTRADICTORY,
            "检查两个数是否写反",
        ),
        ([("血压", "125/160", "mmHg")], "findings[0].value", Code.CONTRADICTORY, "检查两个数是否写反"),
        ([("血浆可溶性CD25", 2400, "pg/mL")], "findings[0].unit", Code.BAD_UNIT, "可用单位：U/mL、kU/L、U/L"),
        ([("血清铁蛋白", 5, "mcmol/L")], "findings[0].unit", Code.BAD_UNIT, "可用单位：μg/L、"),
        ([("典型糖尿病症状", "±")], "findings[0].value", Code.BAD_VALUE, "写 阳性 或 阴性"),
        ([("抗核抗体滴度", "强阳性")], "findings[0].value", Code.BAD_VALUE, "写作 1:80 或 80"),
        ([("疼痛关节数", "几个")], "findings[0].value", Code.BAD_VALUE, "写一个整数，如 3"),
        ([("空腹血糖", [7.1, 7.2], "mmol/L")], "findings[0].value", Code.BAD_VALUE, "几次的结果各报一项"),
        (
            [("舒张剂后FEV1/FVC", 60, "%"), ("肺功能检查已完成", False)],
            "findings[1].value",
            Code.CONTRADICTORY,
            "不用报，或报 是",
        ),
    ],
)
def test_what_cannot_be_taken_is_refused_at_its_field_with_what_to_write(
    bazhong: "RealArea", findings: list[tuple[Any, ...]], place: str, code: Code, said: str
) -> None:
    _, (told, *others) = read(bazhong, *findings)
    assert (str(told.where), told.code, others) == (place, code, [])
    assert said in told.hint.zh
    assert "是不是" not in told.hint.zh


def test_all_that_is_wrong_of_a_request_is_told_at_once_each_by_its_name(bazhong: "RealArea") -> None:
    wrong: list[tuple[Any, ...]] = [
        ("空腹血糖", 126, "mmol/L", "2025-11-01"),
        ("空腹血塘", 7, "mmol/L"),
        ("随机血糖", 11, "mmol"),
        ("OGTT 2小时血糖", "高", "mmol/L"),
        ("合并肾病", "也许"),
        ("典型糖尿病症状", True, "", "2025-02-30"),
        ("空腹血糖", 7, "mmol/L", "2099-01-01"),
        ("合并冠心病", True, "级"),
        ("合并高血压", True),
        ("血压", "90/160", "mmHg"),
        ("合并高血压", False),
    ]
    _, problems = read(bazhong, *wrong)
    told = [(str(each.where), each.message.zh) for each in problems]
    assert [(where, message.partition("：")[0]) for where, message in told[:7]] == [
        ("findings[0].value", "空腹血糖"),
        ("findings[1].finding", "没有临床所见「空腹血塘」"),
        ("findings[2].unit", "随机血糖"),
        ("findings[3].value", "OGTT 2小时血糖"),
        ("findings[4].value", "合并肾病"),
        ("findings[5].date", "典型糖尿病症状"),
        ("findings[6].date", "空腹血糖"),
    ]
    assert [where for where, _ in told[7:]] == ["findings[7].unit", "findings[9].value", "findings[10].value"]


def test_what_is_missing_is_said_by_the_reading_in_force(bazhong: "RealArea") -> None:
    """Of the liver biopsy at least G2 and S3 are wanted, 4-4/8; exactly so only by another reading."""
    evidence, _ = read(bazhong)
    decider = bazhong.release.find("M06200", DAY)
    assert decider is not None
    decision = decider.decide(evidence)
    assert decision.to_meet is not None
    wanted = {code: lack.wanted for code, lack in decision.to_meet.lacks.items()}
    assert (wanted["liver_inflammation_grade"], wanted["liver_fibrosis_stage"]) == ("≥ G2", "≥ S3")
    said = summarise(decision, bazhong.vocabulary, Language.ZH)
    assert "「肝脏炎症活动度 ≥ G2级」和「肝脏纤维化分期 ≥ S3期」" in said


def test_the_nearest_route_of_a_kidney_disease_is_the_one_that_lacks_one_stage(bazhong: "RealArea") -> None:
    """Stage 2 lacks one stage of 「3期及以上」; an eGFR of 75 lacks 15 of 「<60」, 4-6/13."""
    findings = [("慢性肾脏病分期", "2期"), ("eGFR", 75, "mL/(min·1.73m²)", "2025-11-01"), ("透析治疗中", False)]
    attested = ("专科医生认定慢性肾脏病分期", True)
    evidence, problems = read(bazhong, *findings, attested, record_complete=True)
    assert problems == ()
    decider = bazhong.release.find("M07807", DAY)
    assert decider is not None
    said = summarise(decider.decide(evidence), bazhong.vocabulary, Language.ZH)
    assert "未满足之处：2a 慢性肾脏病分期 ≥ 3期，所报 2期，差 1 级" in said


def test_each_reading_of_a_group_is_described_by_its_own_name(bazhong: "RealArea") -> None:
    decider = bazhong.release.find("M06501", DAY)
    assert decider is not None
    message = disease_pb2.DiseaseDescription()
    write_description(decider.entry, bazhong.vocabulary, Language.ZH, message)
    named = {(each.reading, each.name) for each in message.groups if each.id == "前提病程"}
    assert named == {("4周", "病程满 4 周"), ("6周", "病程满 6 周")}
    said = {each.id: each.description for each in message.criteria}
    assert (said["前提b"], said["前提c"]) == ("溃疡性结肠炎病程 ≥ 4 周", "溃疡性结肠炎病程 ≥ 6 周")
