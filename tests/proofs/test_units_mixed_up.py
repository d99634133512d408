"""A number sent with another unit of its quantity than the laboratory's is refused where no patient can have it."""

from typing import TYPE_CHECKING

import pytest

from chronicare.diagnostics import Code, Diagnostics, FieldPath
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
]
"""A finding, what a laboratory writes of it with its unit, and the unit it may be sent with by mistake."""


@pytest.mark.parametrize(("finding", "value", "unit", "mistaken"), MIXED_UP)
def test_a_number_sent_with_another_unit_is_refused(
    bazhong: "RealArea", finding: str, value: float, unit: str, mistaken: str
) -> None:
    for sent, codes in ((unit, []), (mistaken, [Code.IMPOSSIBLE_VALUE])):
        diagnostics = Diagnostics()
        report = Report(findings=[ReportedFinding(finding, value, sent)])
        bazhong.release.intake.read(report, bazhong.day, FieldPath, diagnostics)
        told = diagnostics.sorted()
        assert [each.code for each in told] == codes
        assert all(unit in each.hint.zh for each in told)


def test_a_blood_pressure_sent_with_another_unit_is_refused(bazhong: "RealArea") -> None:
    for sent, codes in (("kPa", []), ("mmHg", [Code.IMPOSSIBLE_VALUE])):
        diagnostics = Diagnostics()
        day = bazhong.day.isoformat()
        findings = [ReportedFinding("收缩压", 21.3, sent, day), ReportedFinding("舒张压", 13.3, sent, day)]
        bazhong.release.intake.read(Report(findings=findings), bazhong.day, FieldPath, diagnostics)
        assert [each.code for each in diagnostics.sorted()] == codes
