"""A number sent with another unit of its quantity is asked about; who does have it is not refused."""

from typing import TYPE_CHECKING

import pytest

from chronicare.diagnostics import Code, Diagnostic, Diagnostics, FieldPath
from chronicare.judging.report import Report, ReportedFinding

if TYPE_CHECKING:
    from proofs.conftest import RealArea

MIXED_UP = [
    ("空腹血糖", 126, "mg/dL", "mmol/L"),
    ("随机血糖", 200, "mg/dL", "mmol/L"),
    ("OGTT 2小时血糖", 199.8, "mg/dL", "mmol/L"),
    ("血甘油三酯", 150, "mg/dL", "mmol/L"),
    ("纤维蛋白原", 149, "mg/dL", "g/L"),
    ("血浆白蛋白", 3.5, "g/dL", "g/L"),
    ("血清球蛋白", 4.51, "g/dL", "g/L"),
    ("24小时尿蛋白", 3500, "mg/24h", "g/24h"),
    ("24小时尿蛋白", 80, "mg/24h", "g/24h"),
    ("血尿酸", 7.2, "mg/dL", "μmol/L"),
    ("血尿酸", 0.48, "mmol/L", "μmol/L"),
    ("前列腺横径", 4.2, "cm", "mm"),
    ("前列腺纵径", 5.5, "cm", "mm"),
    ("左室室壁厚度", 1.3, "cm", "mm"),
    ("射血分数", 0.45, "比值", "%"),
    ("舒张剂后FEV1/FVC", 0.65, "比值", "%"),
    ("发热体温", 102, "°F", "°C"),
    ("平均肺动脉压", 3.6, "kPa", "mmHg"),
    ("超声肺动脉收缩压", 5.6, "kPa", "mmHg"),
    ("血清γ-球蛋白", 0.9, "g/dL", "g/L"),
    ("年生长速率", 45, "mm/年", "cm/年"),
    ("24小时尿铜", 1.6, "μmol/24h", "μg/24h"),
    ("肝铜含量", 4, "μmol/g", "μg/g"),
]
"""A finding, what a laboratory writes of it with its unit, and the unit it may be sent with by mistake."""


@pytest.mark.parametrize(("finding", "value", "unit", "mistaken"), MIXED_UP)
def test_a_number_sent_with_another_unit_is_refused(
    bazhong: "RealArea", finding: str, value: float, unit: str, mistaken: str
) -> None:
    assert _told(bazhong, ReportedFinding(finding, value, unit)) == []
    [told] = _told(bazhong, ReportedFinding(finding, value, mistaken))
    assert told.code in (Code.IMPOSSIBLE_VALUE, Code.DOUBTFUL_VALUE)
    assert unit in told.hint.zh


TRUE_PATIENTS = [
    ("随机血糖", "83.3", "mmol/L"),  # hyperosmolar state: 1,500 mg/dL
    ("随机血糖", "147.6", "mmol/L"),  # the highest survived on record: 2,656 mg/dL
    ("空腹血糖", "0.3", "mmol/L"),
    ("血甘油三酯", "120", "mmol/L"),  # familial chylomicronaemia
    ("血清球蛋白", "4", "g/L"),  # agammaglobulinaemia
    ("血清γ-球蛋白", "0.2", "g/L"),
    ("血浆白蛋白", "5", "g/L"),
    ("24小时尿蛋白", "65", "g/24h"),
    ("血尿酸", "12", "μmol/L"),  # hereditary renal hypouricaemia
    ("前列腺横径", "6", "mm"),  # after resection
    ("左室室壁厚度", "2", "mm"),  # a newborn
    ("平均肺动脉压", "5", "mmHg"),
    ("超声肺动脉收缩压", "7", "mmHg"),
    ("年生长速率", "35", "cm/年"),
    ("24小时尿铜", "2", "μg/24h"),
    ("肝铜含量", "5", "μg/g"),
]
"""What single patients have had, though nearly always the unit is wrong."""


@pytest.mark.parametrize(("finding", "value", "unit"), TRUE_PATIENTS)
def test_what_a_patient_may_have_is_asked_about_and_taken_once_it_was_checked(
    bazhong: "RealArea", finding: str, value: str, unit: str
) -> None:
    [told] = _told(bazhong, ReportedFinding(finding, value, unit))
    assert (told.code, f"{value} 已复核" in told.hint.zh) == (Code.DOUBTFUL_VALUE, True)
    for checked in (f"{value} 已复核", f"{value}{unit}（已复核）"):
        assert _told(bazhong, ReportedFinding(finding, checked, unit)) == []


def _told(area: "RealArea", finding: ReportedFinding) -> list[Diagnostic]:
    diagnostics = Diagnostics()
    area.release.intake.read(Report(findings=[finding]), area.day, FieldPath, diagnostics)
    return list(diagnostics.sorted())


def test_a_blood_pressure_sent_with_another_unit_is_refused(bazhong: "RealArea") -> None:
    for sent, codes in (("kPa", []), ("mmHg", [Code.DOUBTFUL_VALUE])):
        diagnostics = Diagnostics()
        day = bazhong.day.isoformat()
        findings = [ReportedFinding("收缩压", 21.3, sent, day), ReportedFinding("舒张压", 13.3, sent, day)]
        bazhong.release.intake.read(Report(findings=findings), bazhong.day, FieldPath, diagnostics)
        assert [each.code for each in diagnostics.sorted()] == codes
