"""The one list of what is taken for the same. The marks are those that occur in the manual."""

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chronicare.formats import SourceText, normal_form

MANUAL = Path(__file__).parents[4] / "shared" / "seeds" / "002_6dc5632ce2988a73.txt"


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("<p>1.临床标准</p>", "1.临床标准"),
        ("<b>1000</b>", "1000"),
        ("<i>甲</i><br/>乙<BR>丙", "甲乙丙"),
        ("2.7cm/m <sup>2</sup> ,", "2.7cm/m2,"),
        ("H<sub>2</sub>O", "H2O"),
        ("双侧骶髂关节炎<math>\\geq 2</math>级", "双侧骶髂关节炎≥2级"),
        ("<math>&lt; III</math>级肌力", "<III级肌力"),
        ("所占百分比&lt;70%", "所占百分比<70%"),
        ("NT-proBNP&gt;125ng/L", "NT-proBNP>125ng/L"),
        ("甲&nbsp;乙&amp;丙", "甲乙&丙"),
        ("&amp;lt;", "&lt;"),
        ("T-值 $\\leq -2.5$ ；", "T-值≤-2.5；"),
        ("$< 80\\text{mg}/\\text{cm}^3$", "<80mg/cm3"),
        ("80mg/cm³", "80mg/cm3"),
        ("$\\geq 420\\mu\\text{mol/L}$", "≥420μmol/L"),
        ("420 µmol/L", "420μmol/L"),
        ("<math>\\geq 38.5^{\\circ}\\text{C}</math>", "≥38.5°C"),
        ("38.5℃", "38.5°C"),
        ("<math>\\gamma</math>-干扰素", "γ-干扰素"),
        ("\\alpha\\beta\\pm\\times", "αβ±×"),
        ("$(4200-100) \\times 90\\%=3690$", "(4200-100)×90%=3690"),
        ("\\mathrm{m^{2}}", "m2"),
        ("eGFR<60mL/（min·1.73m <sup>2</sup> ）", "eGFR<60mL/（min·1.73m2）"),
        ("3 个\n月\t以\u3000上\u200b", "3个月以上"),
        ("e\u0301", "é"),
    ],
)
def test_marks_that_occur(written: str, plain: str) -> None:
    assert normal_form(written) == plain


@pytest.mark.parametrize("text", ["≥", "＜", "（", "，", "<div>", "\\left", "\\leqq", "&copy;", "a<p", "**", "①"])
def test_nothing_else_is_taken_for_the_same(text: str) -> None:
    assert normal_form(text) == text


def test_a_quotation_is_word_for_word() -> None:
    source = SourceText("满足以下条件：\n 1.血浆白蛋白<math>&lt; 30\\text{g/L}</math>；\n 2.其他")
    assert source.holds("血浆白蛋白 < 30g/L；")
    assert source.holds("条件：1.血浆白蛋白")
    assert not source.holds("血浆白蛋白＜30g/L")
    assert not source.holds("血浆白蛋白<30mg/L")
    assert not source.holds("血浆蛋白")
    assert not source.holds("")
    assert not source.holds(" <p> ")


@given(st.text(st.sampled_from("甲乙<>&^$\\{} \n12"), max_size=30))
def test_white_space_never_matters(text: str) -> None:
    assert normal_form(text) == normal_form(f" {text}\n")
    assert not any(character.isspace() for character in normal_form(text))


@given(st.text(st.sampled_from("甲乙丙丁1≥"), min_size=1), st.text(max_size=5), st.text(max_size=5))
def test_what_is_there_is_found(clause: str, before: str, after: str) -> None:
    assert SourceText(f"{before}\n{clause}\n{after}").holds(" ".join(clause))


@pytest.mark.skipif(not MANUAL.exists(), reason="the manual is not at hand beside the project")
@pytest.mark.parametrize(
    ("clause", "held"),
    [
        ("尿流率检查<10ml/s,或残余尿≥50ml", True),
        ("血尿酸≥420μmol/L（7mg/dl）", True),
        ("发热：体温≥38.5℃，持续>7天", True),
        ("QCT腰椎骨密度<80mg/cm³", True),
        ("空腹静脉血浆葡萄糖≥7.0mmol/L", True),
        ("左心室舒张期末内径>2.7cm/m²", True),
        ("球蛋白、γ-球蛋白水平超过正常1.5倍", True),
        ("空腹静脉血浆葡萄糖≥7.1mmol/L", False),
        ("尿流率检查<10ml/s，或残余尿≥50ml", False),
    ],
)
def test_clauses_of_the_manual(clause: str, *, held: bool) -> None:
    data = MANUAL.read_bytes()
    assert hashlib.sha256(data).hexdigest() == "082e8255a789d444ef87e34508312ba54ad3628352f4dc39a6308151838acf4f"
    assert SourceText(data.decode()).holds(clause) is held


DOCUMENT = SourceText("职工支付比例为 70%，城乡居民支付比例为 60%。**起付标准**为 400 元，二级医疗机构执行。")


@pytest.mark.parametrize(
    ("clause", "passage"),
    [
        ("职工支付比例是70%，城乡居民支付比例为60%", "职工支付比例为70%，城乡居民支付比例为60%"),
        ("取工支付比例为70%，城乡居民支付比例为60%", "职工支付比例为70%，城乡居民支付比例为60%"),
        ("城乡居民支付比例为60", "城乡居民支付比例为60"),
        ("职工支付比例为70%，", "职工支付比例为70%，"),
        ("门诊统筹支付比例按年度调整", None),
        ("职工", None),
    ],
)
def test_the_passage_that_a_clause_was_copied_from(clause: str, passage: str | None) -> None:
    assert DOCUMENT.nearest(clause) == passage
