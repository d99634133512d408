"""Words that people write in requests about the real entries: understood, or told what to write."""

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from chronicare.application.entries import tell_unknown_entry
from chronicare.diagnostics import Diagnostics, FieldPath
from chronicare.judging.report import Report, ReportedFinding

if TYPE_CHECKING:
    from proofs.conftest import RealArea


@pytest.mark.parametrize(("value", "unit"), [("P3", ""), ("p3", ""), ("P3", "百分位"), ("3", "百分位"), (3, "")])
def test_the_third_percentile(bazhong: "RealArea", value: object, unit: str) -> None:
    diagnostics = Diagnostics()
    report = Report(findings=[ReportedFinding("身高百分位", value, unit)])
    evidence = bazhong.release.intake.read(report, bazhong.day, FieldPath, diagnostics)
    assert diagnostics.sorted() == ()
    assert [each.value for each in evidence.findings["height_percentile"]] == [Fraction(3)]


@pytest.mark.parametrize("name", ["M02100", "m02100", "重症精神障碍"])
def test_a_disease_that_is_recognised_by_its_subtypes_names_them(bazhong: "RealArea", name: str) -> None:
    diagnostics = Diagnostics()
    tell_unknown_entry(bazhong.release, name, "disease_codes[0]", diagnostics)
    (told,) = diagnostics.sorted()
    assert told.message.zh == f"「{name}」按亚类认定，不单独认定"
    assert told.hint.zh == (
        "写亚类：M02101 精神分裂症、M02102 双相（情感）障碍、M02103 偏执性精神病、M02104 分裂情感性障碍、"
        "M02105 癫痫所致精神障碍、M02106 精神发育迟滞伴发精神障碍"
    )
