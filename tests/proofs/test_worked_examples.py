"""The worked examples R-01 … R-28 of the entries there are tables for.

Each runs twice. First everything that is not mentioned is stated as examined and negative or normal, and lists are
whole; then what is not mentioned is unknown.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from typed import typed

from chronicare.cells.types import ValueKind
from chronicare.diagnostics import Diagnostics, FieldPath
from chronicare.judging.report import Report
from chronicare.recognition.decide import EntryDecider
from chronicare.recognition.decision import Decision, Detail, Outcome

if TYPE_CHECKING:
    from proofs.conftest import RealArea

AS_OF = date(2025, 12, 15)
YES, NO, OPEN = Outcome.MEETS, Outcome.DOES_NOT_MEET, Outcome.UNDECIDED

ENTRIES = {
    "R-01": "M01603", "R-02": "M01603", "R-03": "M01603", "R-04": "M03911", "R-05": "M07200", "R-06": "M02300",
    "R-07": "M04803", "R-08": "M04803", "R-09": "M07106", "R-10": "M07900", "R-11": "M03600", "R-12": "M01904",
    "R-13": "M01902", "R-14": "M08301", "R-15": "M06000", "R-16": "M01506", "R-17": "M07105", "R-18": "M07107",
    "R-19": "M11200", "R-20": "M07807", "R-21": "M03701", "R-22": "M04301", "R-23": "M07603", "R-24": "M07700",
    "R-25": "M10800", "R-26": "M04000", "R-27": "M05400", "R-28": "M00300",
}  # fmt: skip
"""The entry each example is about."""

NORMAL: Mapping[str, Any] = {
    "裂隙灯检查已完成": True,
    # scores, grades and laboratory values of a healthy person
    "GCS评分": 15, "Lovett肌力": "V", "Ashworth痉挛量表": "0", "Brunnstrom偏瘫运动评定": "无偏瘫",
    "BDAE失语程度": "无失语", "MMSE评分": 30, "脑卒中神经功能缺损程度": "轻型",
    "Schirmer试验": (15, "mm/5min"), "角膜染色评分": 0, "唇腺淋巴细胞灶": (0, "灶"), "唾液流率": (5, "mL/15min"),
    "青光眼术后眼压正常时长": (0, "月"), "青光眼术后视野无恶化时长": (0, "月"),
    "发热体温": (36.5, "°C"), "发热持续时间": (0, "天"), "血细胞减少系数": 0, "血甘油三酯": (1, "mmol/L"),
    "纤维蛋白原": (3, "g/L"), "血清铁蛋白": (100, "μg/L"), "血浆可溶性CD25": (500, "U/mL"),
    "腰痛僵硬时长": (0, "月"), "左侧骶髂关节炎": "0", "右侧骶髂关节炎": "0", "急性尿潴留次数": 0, "I-PSS评分": 0,
    "口腔溃疡年发作次数": 0, "慢性肾脏病分期": "无", "平均肺动脉压": (15, "mmHg"), "肺毛细血管楔压": (10, "mmHg"),
    "舒张试验FEV1增加率": (0, "%"), "舒张试验FEV1增加值": (0, "mL"),
    # examined means done
    "右心导管检查已完成": True,
    # other diseases examined for and not found are excluded
    "帕金森病已排除其他疾病": True, "溃疡性结肠炎已排除": True, "肠结核已排除": True, "缺血性肠炎已排除": True,
    "放射性肠炎已排除": True,
}  # fmt: skip
"""What is normal; a yes/no that is not listed is no, a list is whole and empty."""


class Example(NamedTuple):
    """One example: what is stated (a value, (value, unit), or a list of them on different days), what comes out."""

    number: str
    stated: Mapping[str, Any]
    outcome: Outcome
    rest_unknown: Outcome
    entry: str = ""
    born: str = ""


def yes(*names: str) -> dict[str, bool]:
    """State every one of ``names``."""
    return dict.fromkeys(names, True)


def glucose(*values: float) -> list[tuple[float, str]]:
    """State results in mmol/L."""
    return [(value, "mmol/L") for value in values]


def pressures(high: int, low: int) -> list[tuple[dict[str, int], str]]:
    """State the same blood pressure on three days."""
    return [({"收缩压": high, "舒张压": low}, "mmHg")] * 3


STROKE = {**yes("急性脑血管病病史", "脑血管病客观检查依据"), "脑血管病治疗起始日期": "2025-01-01"}
PARKINSON = yes("运动迟缓", "静止性震颤", "头部影像支持帕金森病", "帕金森病已排除其他疾病")
SICCA = {"干燥综合征典型症状": True, "Schirmer试验": (5, "mm/5min")}
CLOSED_ANGLE = {"青光眼类型": "闭角型", **yes("前房浅", "裂隙灯房角窄", "房角检查示窄房角")}
SHORT = {
    "青春期": True, "年生长速率": (5.5, "cm/年"), "身高百分位": 2, "身高标准差分值": -2.3, "匀称性矮小": True,
    "面容幼稚": True, "骨龄落后": (24, "月"), "第一项激发试验GH峰值": (3, "μg/L"), "第二项激发试验GH峰值": (3, "μg/L"),
    "血清IGF-1": (60, "μg/L"), "认定资料日期": "2025-11-01", "矮小的其他基础疾病已排除": True,
}  # fmt: skip
TRANSPLANT = yes("器官移植术病历资料", "移植病历由有资质机构出具", "移植临床诊断明确", "需要长期抗排斥治疗")
CROHN = yes("克罗恩病典型病史", "非连续性肠道病变", "肠壁全层炎症", "肠道病变伴脓肿", "肠道病变伴狭窄")
FIVE_OF_EIGHT = {
    "发热体温": (38.5, "°C"), "发热持续时间": (8, "天"), "脾大": True, "血细胞减少系数": 2,
    "血清铁蛋白": (500, "μg/L"), "NK细胞活性降低或缺乏": True,
}  # fmt: skip
DIAGNOSED = yes("骨质疏松症诊断")
PROSTATE = {
    "影像提示前列腺增生": True, "前列腺横径": [(4, "cm")], "前列腺纵径": [(4, "cm")], "急性尿潴留次数": 1,
    "尿流率": [(9.9, "mL/s")], "I-PSS评分": 9,
}  # fmt: skip
STAGE_3 = {"慢性肾脏病分期": "3", "专科医生认定慢性肾脏病分期": True, "透析治疗中": False}
NEOVASCULAR = yes("血管造影符合湿性黄斑变性或脉络膜新生血管")
HEART = yes("心衰症状或体征", "超声示心脏结构异常")
NEPHROTIC = {"慢性肾脏病病史": True, "24小时尿蛋白": [(3.5, "g/24h")], "血浆白蛋白": [(29, "g/L")]}
SIGNED = yes(
    "肾病综合征明显临床表现", "肾病综合征诊断证明书已签署", "肾病综合征病情说明已签署", "依据资料认定为肾病综合征"
)
HYPERTENSIVE = yes("肺动脉高压病史明确", "需长期服肺动脉高压药的医嘱")
ASTHMA = {"支气管哮喘典型临床表现": True, "舒张试验FEV1增加率": (12, "%")}

EXAMPLES = (
    Example("R-01", {"典型糖尿病症状": True, "空腹血糖": glucose(7.0), "合并肾病": True}, YES, YES),
    Example("R-02", {"典型糖尿病症状": False, "空腹血糖": glucose(7.0, 7.0), "须用降糖注射剂": True}, YES, YES),
    Example("R-03", {"典型糖尿病症状": True, "空腹血糖": glucose(6.9)}, NO, OPEN),
    Example("R-03", {"典型糖尿病症状": True, "空腹血糖": glucose(6.9), "合并肾病": True}, NO, OPEN),
    Example("R-04", {"血压": pressures(160, 99)}, YES, YES),
    Example("R-04", {"血压": pressures(159, 99)}, NO, OPEN),
    Example("R-05", {"胸廓活动度降低": True, "左侧骶髂关节炎": "II", "右侧骶髂关节炎": "II"}, YES, YES),
    Example("R-05", {"胸廓活动度降低": True, "左侧骶髂关节炎": "II"}, NO, OPEN),
    Example("R-05", {"胸廓活动度降低": True, "右侧骶髂关节炎": "II"}, NO, OPEN),
    Example("R-05", {"胸廓活动度降低": True, "左侧骶髂关节炎": "III"}, YES, YES),
    Example("R-05", {"胸廓活动度降低": True, "右侧骶髂关节炎": "III"}, YES, YES),
    Example("R-05", {"左侧骶髂关节炎": "III"}, NO, OPEN),
    Example("R-06", {**PARKINSON, "多巴类药物治疗有效": False}, YES, YES),
    Example("R-07", {**STROKE, "MMSE评分": 16}, YES, YES),
    Example("R-07", {**STROKE, "MMSE评分": 17}, NO, OPEN),
    Example("R-07", {**STROKE, "GCS评分": 11}, NO, OPEN),
    Example("R-07", {**STROKE, "GCS评分": 10}, YES, YES),
    Example("R-08", {**STROKE, "Ashworth痉挛量表": "III"}, YES, YES),
    Example("R-08", {**STROKE, "Ashworth痉挛量表": "II"}, NO, OPEN),
    Example("R-09", {**SICCA, "唇腺淋巴细胞灶": (1, "灶"), "抗SSA抗体": True}, YES, YES),
    Example("R-09", {**SICCA, "抗SSA抗体": True}, NO, OPEN),
    Example("R-09", {**SICCA, "唇腺淋巴细胞灶": (1, "灶"), "唾液流率": (1.5, "mL/15min")}, NO, OPEN),
    Example("R-10", PROSTATE, YES, YES),
    Example("R-10", {**PROSTATE, "I-PSS评分": 8}, NO, NO),
    Example("R-10", {**PROSTATE, "尿流率": [(10, "mL/s")], "残余尿": [(49, "mL")]}, NO, OPEN),
    Example("R-11", {**CLOSED_ANGLE, "眼压": [(22, "mmHg")]}, YES, OPEN),
    Example("R-11", {**CLOSED_ANGLE, "眼压": [(21, "mmHg")]}, NO, OPEN),
    Example("R-11", {**CLOSED_ANGLE, "眼压": [(22, "mmHg")], "绝对期青光眼": True}, NO, OPEN),
    Example("R-12", {"血清铜蓝蛋白": [(199, "mg/L")], "角膜色素环": True}, YES, YES),
    Example("R-12", {"血清铜蓝蛋白": [(199, "mg/L")]}, NO, OPEN),
    Example("R-13", SHORT, YES, YES, born="2006-12-16"),
    Example("R-13", SHORT, NO, NO, born="2006-12-15"),
    Example("R-13", {**SHORT, "认定资料日期": "2025-08-15"}, NO, NO, born="2006-12-16"),
    Example("R-14", TRANSPLANT, YES, YES),
    Example("R-14", TRANSPLANT, NO, OPEN, entry="M08311"),
    Example("R-15", {**CROHN, **yes("黏膜铺路石样", "裂沟形成")}, YES, YES),
    Example("R-15", {**CROHN, **yes("结节性非干酪样肉芽肿")}, YES, OPEN),
    Example("R-15", {**CROHN, **yes("裂沟形成")}, NO, OPEN),
    Example("R-16", {**FIVE_OF_EIGHT, "噬血细胞综合征分子诊断": True}, YES, YES),
    Example("R-16", FIVE_OF_EIGHT, NO, OPEN),
    Example("R-17", yes("手指肿胀", "手指硬化", "雷诺现象", "抗着丝点抗体"), YES, YES),
    Example("R-17", yes("手指硬化", "毛细血管扩张", "甲褶微循环异常"), NO, OPEN),
    Example("R-17", yes("手指硬化", "雷诺现象", "毛细血管扩张"), YES, YES),
    Example("R-18", {"口腔溃疡年发作次数": 3, **yes("复发性生殖器溃疡", "针刺试验")}, YES, YES),
    Example("R-18", {"口腔溃疡年发作次数": 3, **yes("针刺试验")}, NO, OPEN),
    Example("R-18", {"口腔溃疡年发作次数": 3, **yes("前葡萄膜炎", "后葡萄膜炎")}, NO, OPEN),
    Example("R-19", yes("尼氏征", "细胞间棘层松解", "ELISA抗Dsg抗体"), YES, YES),
    Example("R-19", yes("尼氏征", "黏膜水疱", "IIF抗表皮细胞间抗体", "ELISA抗Dsg抗体"), YES, YES),
    Example("R-19", yes("尼氏征", "ELISA抗Dsg抗体"), NO, OPEN),
    Example("R-20", {"肾小球滤过率eGFR": [(59.9, "mL/(min·1.73m²)")]}, YES, YES),
    Example("R-20", {"肾小球滤过率eGFR": [(60, "mL/(min·1.73m²)")]}, NO, OPEN),
    Example("R-20", {"肾小球滤过率eGFR": [(60, "mL/(min·1.73m²)")], **STAGE_3}, YES, YES),
    Example("R-21", {**NEOVASCULAR, "病眼基线矫正视力": [0.04]}, NO, OPEN),
    Example("R-21", {**NEOVASCULAR, "病眼基线矫正视力": [0.05]}, YES, YES),
    Example("R-21", {**NEOVASCULAR, "病眼基线矫正视力": [0.5]}, YES, YES),
    Example("R-21", {**NEOVASCULAR, "病眼基线矫正视力": [0.6]}, NO, OPEN),
    Example("R-22", {**HEART, "射血分数": [(49, "%")], "BNP": [(35, "ng/L")]}, NO, OPEN),
    Example("R-22", {**HEART, "射血分数": [(49, "%")], "BNP": [(36, "ng/L")]}, YES, YES),
    Example("R-22", {**HEART, "BNP": [(36, "ng/L")], "射血分数": [(50, "%")]}, NO, OPEN),
    Example("R-23", {"慢性肾小球肾炎临床表现": True, "24小时尿蛋白": [(3.0, "g/24h")]}, NO, OPEN),
    Example("R-23", {"慢性肾小球肾炎临床表现": True, "24小时尿蛋白": [(3.1, "g/24h")]}, YES, YES),
    Example("R-24", NEPHROTIC, NO, OPEN),
    Example("R-24", {**NEPHROTIC, **SIGNED}, NO, OPEN),
    Example("R-25", {**DIAGNOSED, "脆性骨折": True, "腰椎T值": [-2.5]}, YES, YES),
    Example("R-25", {**DIAGNOSED, "脆性骨折": False, "腰椎T值": [-2.9]}, NO, OPEN),
    Example("R-25", {**DIAGNOSED, "脆性骨折": False, "腰椎T值": [-3.0]}, YES, YES),
    Example("R-26", {**HYPERTENSIVE, "平均肺动脉压": (25, "mmHg"), "肺毛细血管楔压": (15, "mmHg")}, YES, YES),
    Example("R-26", {**HYPERTENSIVE, "超声肺动脉收缩压": [(40, "mmHg")]}, YES, YES),
    Example("R-27", {**ASTHMA, "舒张试验FEV1增加值": (200, "mL")}, YES, YES),
    Example("R-27", {**ASTHMA, "舒张试验FEV1增加值": (199, "mL")}, NO, OPEN),
    Example("R-28", {"HIV抗体筛查非阴性": True, "HIV核酸定量": [(1000, "拷贝/mL")]}, NO, OPEN),
    Example("R-28", {"HIV抗体筛查非阴性": True, "HIV核酸定量": [(1001, "拷贝/mL")]}, YES, YES),
)


def decider_of(area: "RealArea", example: Example) -> EntryDecider:
    found = area.release.find(example.entry or ENTRIES[example.number], AS_OF)
    assert found is not None
    return found


def decide(area: "RealArea", example: Example, *, rest_unknown: bool) -> Decision:
    """Decide ``example``; what it does not state is normal, or unknown. Of two eyes it is the left."""
    decider = decider_of(area, example)
    report: dict[str, Any] = {"person": {"birth_date": example.born or "1960-01-01"}, "findings": []}
    stated = {area.vocabulary.names[name]: value for name, value in example.stated.items()}
    normal = {area.vocabulary.names[name]: value for name, value in NORMAL.items()}
    complete: list[str] = []
    for code in decider.findings:
        finding = area.vocabulary.findings[code]
        if finding.type.kind is ValueKind.AGE or finding.sites is not None:
            continue
        declared = finding.site_of or code
        if declared in stated and finding.site in ("", "左眼"):
            report["findings"] += measurements(code, stated[declared])
        elif not rest_unknown and not finding.repeated:
            assert finding.type.kind is ValueKind.YES_NO or declared in normal, f"what is normal for {finding.name.zh}?"
            report["findings"] += measurements(code, normal.get(declared, False))
        if finding.repeated and not rest_unknown:
            complete.append(code)
    assert stated.keys() <= decider.findings
    diagnostics = Diagnostics()
    evidence = area.release.intake.read(typed(Report, report), AS_OF, FieldPath, diagnostics)
    assert diagnostics.sorted() == ()
    # A list not stated is normal: there is none.
    return decider.decide(replace(evidence, complete=evidence.complete | set(complete)), Detail.TRACE)


def measurements(code: str, value: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - whatever is stated
    """Report a value, or the values of a list on days of their own."""
    if isinstance(value, list):
        return [
            {**measurements(code, each)[0], "date": str(AS_OF - timedelta(days=7 * place))}
            for place, each in enumerate(value, 1)
        ]
    number, unit = value if isinstance(value, tuple) else (value, "")
    reference = {"reference_range": {"low": 110, "high": 420}} if code == "serum_igf1" else {}
    return [{"finding": code, "value": number, "unit": unit, **reference}]


def _name(example: Example) -> str:
    return f"{example.number} {'+'.join(list(example.stated)[-3:])} {example.outcome.value}"


@pytest.mark.parametrize("example", EXAMPLES, ids=_name)
def test_the_worked_examples_come_out_as_worked(bazhong: "RealArea", example: Example) -> None:
    assert decide(bazhong, example, rest_unknown=False).outcome is example.outcome
    assert decide(bazhong, example, rest_unknown=True).outcome is example.rest_unknown


def test_no_worked_example_of_an_entry_there_is_has_been_left_out(bazhong: "RealArea") -> None:
    encoded = {number for number, code in ENTRIES.items() if bazhong.release.find(code, AS_OF)}
    assert {example.number for example in EXAMPLES} == encoded


def test_r02_asks_for_the_plan_of_a_deputy_chief_physician(bazhong: "RealArea") -> None:
    (example,) = (each for each in EXAMPLES if each.number == "R-02")
    decision = decide(bazhong, example, rest_unknown=False)
    needed = [each.document for each in decision.documents if each.required and each.document.only_if]
    assert [each for each in needed if "副" in each.name.zh + each.issuer + each.clause.text] != []
    (other,) = (each for each in EXAMPLES if each.number == "R-01")
    assert [each for each in decide(bazhong, other, rest_unknown=False).documents if each.document in needed] == []


@pytest.mark.parametrize(
    ("number", "switch", "outcome"),
    [
        ("R-14", "M08300 第2条范围", YES),
        ("R-16", "M01506 两条的关系", NO),
        ("R-18", "M07107 两条以上", YES),
        ("R-19", "M11200 病理和免疫", NO),
        ("R-22", "M04301 射血分数", NO),
        ("R-26", "M04000 导管与超声", YES),
    ],
)
def test_what_rests_on_a_reading_says_so(bazhong: "RealArea", number: str, switch: str, outcome: Outcome) -> None:
    notes = [
        note
        for example in EXAMPLES
        if (example.number, example.outcome) == (number, outcome)
        for note in decide(bazhong, example, rest_unknown=False).readings
        if note.switch.name == switch and note.decisive
    ]
    (note,) = notes
    other = [truth for reading, truth in note.outcomes.items() if reading != note.in_force]
    assert other == [outcome is NO]


@pytest.mark.parametrize(
    ("number", "anomaly", "criteria"),
    [("R-22", "A-BZ-27", ["3a", "3b", "3c"]), ("R-23", "A-BZ-20", ["2"]), ("R-24", "A-BZ-21", ["1a", "2b", "2c"])],
)
def test_what_is_doubtful_in_the_source_comes_with_its_note(
    bazhong: "RealArea", number: str, anomaly: str, criteria: Sequence[str]
) -> None:
    example = next(each for each in EXAMPLES if each.number == number)
    decision = decide(bazhong, example, rest_unknown=False)
    assert [each.criterion.id for each in decision.criteria if anomaly in each.criterion.anomalies] == criteria
    (note,) = (each for each in decision.entry.anomalies if each.id == anomaly)
    assert (note.reading.zh, note.reading.en) != ("", "")


def test_r24_meets_neither_route_by_number(bazhong: "RealArea") -> None:
    for example in (each for each in EXAMPLES if each.number == "R-24"):
        truths = {each.criterion.id: each.truth for each in decide(bazhong, example, rest_unknown=False).criteria}
        assert (truths["1a"], truths["1b"], truths["2b"]) == (False, True, False)


def test_r05_a_single_side_of_grade_3_meets_the_radiological_standard(bazhong: "RealArea") -> None:
    example = Example("R-05", {"左侧骶髂关节炎": "III"}, NO, OPEN)
    for rest_unknown in (False, True):
        assert decide(bazhong, example, rest_unknown=rest_unknown).judgement.nodes["2"] is True


@pytest.mark.parametrize(
    ("points", "names"),
    [(4, ["手指肿胀", "手指硬化"]), (10, ["手指肿胀", "手指硬化", "雷诺现象", "抗着丝点抗体"])],
)
def test_r17_counts_the_best_of_each_item_only(bazhong: "RealArea", points: int, names: Sequence[str]) -> None:
    decision = decide(bazhong, Example("R-17", yes(*names), YES, YES), rest_unknown=False)
    entry = decision.entry
    items = [entry.groups[each].variants[0].members if each in entry.groups else (each,) for each in "12345678"]
    holding = [name for name, truth in decision.judgement.nodes.items() if truth and name in entry.criteria]
    best = [max((entry.criteria[name].points for name in item if name in holding), default=0) for item in items]
    assert sum(best) == points
    assert (decision.outcome is YES) is (points >= entry.groups["R1"].variants[0].needs.amount)
