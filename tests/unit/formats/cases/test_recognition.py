from decimal import Decimal

import pytest

from chronicare.diagnostics import Diagnostics, Position
from chronicare.formats import RecognitionCaseFile, read_cases

GOOD = """\
entry: M01603
as_of_date: 2025/12/1
bases:
  有症状:
    person: {birth_date: 1960年5月1日, sex: 男, insured: true}
    findings:
    - {finding: 典型糖尿病症状, value: true}
    - {finding: 空腹血糖, value: 7.0, unit: mmol/L, date: 2025-11-03}
cases:
- name: 符合
  base: 有症状
  findings:
  - finding: 血压
    value: {收缩压: 165, 舒张压: null}
    unit: mmHg
    date: 2025-11-3
    report_id: 0012
    attester: 副主任医师
    reference_range: {low: 90, high: 139.5}
  - {finding: 抗核抗体滴度, value: 1:80}
  - {finding: 病理, value: 是}
  - {finding: 随机血糖, value: 未做}
  complete_findings: [空腹血糖]
  documents: [出院证明]
  without: [合并肾病]
  as_of_date: 2025-12-02
  area: 511900
  expect:
    outcome: MEETS
    routes: [R1]
    causes: [EVIDENCE]
    missing: [[空腹血糖, 随机血糖], [合并肾病]]
    refusing: [[{any: 2, of: [口腔溃疡, 眼损害]}, 针刺试验]]
    nearest: [2, 3(1)]
    exclusions: [X1]
    decisive: [甲读法]
    ends: [E1]
    criteria: {1: true, 3(1): false, 4: null}
    documents: [1]
    review_date: 2026/12/1
- name: 不符合
  expect: {outcome: DOES_NOT_MEET}
"""


def read(text: str) -> tuple[RecognitionCaseFile | None, list[tuple[str, str]]]:
    """Return the case file, and place and hint of everything found."""
    diagnostics = Diagnostics()
    cases = read_cases(text.encode(), "c.yaml", diagnostics)
    assert {each.code.name for each in diagnostics.sorted()} <= {"BAD_CASE"}
    assert cases is None or isinstance(cases, RecognitionCaseFile)
    assert (cases is None) is diagnostics.has_errors
    return cases, [(str(each.where), each.hint.zh) for each in diagnostics.sorted()]


def good() -> RecognitionCaseFile:
    """Return the good file, read."""
    cases, found = read(GOOD)
    assert found == []
    assert cases is not None
    return cases


def test_a_file() -> None:
    cases = good()
    assert (cases.file, cases.subject) == ("c.yaml", "M01603")
    assert [(case.name, case.entry, case.as_of_date) for case in cases.cases] == [
        ("符合", "M01603", "2025-12-02"),
        ("不符合", "M01603", "2025-12-01"),
    ]
    assert [case.position for case in cases.cases] == [
        Position("c.yaml", 10, 3, "cases[0]"),
        Position("c.yaml", 41, 3, "cases[1]"),
    ]


def test_a_base() -> None:
    base = good().cases[0].base
    assert base is not None
    assert (base.name, base.base, base.as_of_date, base.expect) == ("有症状", None, "", {})
    assert base.person == {"birth_date": "1960-05-01", "sex": "男", "insured": True}
    assert base.findings == (
        {"finding": "典型糖尿病症状", "value": True},
        {"finding": "空腹血糖", "value": Decimal("7.0"), "unit": "mmol/L", "date": "2025-11-03"},
    )
    assert str(base.findings[1]["value"]) == "7.0"


def test_a_case() -> None:
    case = good().cases[0]
    assert (case.area, case.person) == ("511900", {"birth_date": "1960-05-01", "sex": "男", "insured": True})
    assert (case.complete_findings, case.documents, case.without) == (("空腹血糖",), ("出院证明",), ("合并肾病",))
    assert case.findings == (
        {
            "finding": "血压",
            "value": {"收缩压": Decimal(165), "舒张压": None},
            "unit": "mmHg",
            "date": "2025-11-03",
            "report_id": "0012",
            "attester": "副主任医师",
            "reference_range": {"low": Decimal(90), "high": Decimal("139.5")},
        },
        {"finding": "抗核抗体滴度", "value": "1:80"},
        {"finding": "病理", "value": "是"},
        {"finding": "随机血糖", "value": "未做"},
    )
    assert case.expect == {
        "outcome": "MEETS",
        "routes": ["R1"],
        "causes": ["EVIDENCE"],
        "missing": [["空腹血糖", "随机血糖"], ["合并肾病"]],
        "refusing": [[{"any": Decimal(2), "of": ["口腔溃疡", "眼损害"]}, "针刺试验"]],
        "nearest": ["2", "3(1)"],
        "exclusions": ["X1"],
        "decisive": ["甲读法"],
        "ends": ["E1"],
        "criteria": {"1": True, "3(1)": False, "4": None},
        "documents": ["1"],
        "review_date": "2026-12-01",
    }


@pytest.mark.parametrize(
    ("path", "row", "column"),
    [
        ("findings[0].value.收缩压", 14, 13),
        ("findings[1]", 20, 5),
        ("findings[1].unit", 20, 5),
        ("findings[9].unit", 12, 3),
        ("expect.criteria.3(1)", 38, 25),
        ("person.birth_date", 10, 3),
        ("", 10, 3),
    ],
)
def test_a_field_knows_its_place(path: str, row: int, column: int) -> None:
    where = good().cases[0].where(path)
    assert (where.row, where.column) == (row, column)


@pytest.mark.parametrize(
    ("old", "new", "key", "path", "hint"),
    [
        ("entry: M01603\n", "", "as_of_date", "", ""),
        ("entry: M01603", "entry: [M01603]", "entry", "entry", ""),
        ("as_of_date: 2025/12/1\n", "as_of: 2025/12/1\n", "as_of", "as_of", "是不是「as_of_date」？"),
        ("2025/12/1", "去年", "as_of_date", "as_of_date", "日期写成 2025-11-01"),
        ("1960年5月1日", "1960", "person", "bases.有症状.person", "日期写成 2025-11-01"),
        ("{finding: 典型糖尿病症状, value: true}", "症状", "症状\n    - {", "bases.有症状.findings[0]", ""),
        ("finding: 空腹血糖, ", "", "{value: 7.0", "bases.有症状.findings[1]", "写 finding，或 any_of"),
        ("date: 2025-11-03", "dat: 2025-11-03", "dat: ", "bases.有症状.findings[1].dat", "是不是「date」？"),
        ("value: 7.0", "value: [7.0]", "value: [7.0]", "bases.有症状.findings[1].value", "多次测量各写一项"),
        ("  base: 有症状", "  base: 有症壮", "base: 有症壮", "cases[0].base", "是不是「有症状」？"),
        ("low: 90", "low: 低", "low: 低", "cases[0].findings[0].reference_range.low", ""),
        ("[空腹血糖]\n", "空腹血糖\n", "complete_findings", "cases[0].complete_findings", ""),
        ("outcome: MEETS", "outcomes: MEETS", "outcomes", "cases[0].expect.outcomes", "是不是「outcome」？"),
        ("1: true", "1: 是", "1: 是", "cases[0].expect.criteria.1", ""),
        (", [合并肾病]]", ", 合并肾病]", "合并肾病]\n    refu", "cases[0].expect.missing[1]", ""),
        ("any: 2", "any: 0", "any: 0", "cases[0].expect.refusing[0][0].any", ""),
        ("any: 2", "any: 1.5", "any: 1.5", "cases[0].expect.refusing[0][0].any", ""),
        ("any: 2, ", "", "{of: [口", "cases[0].expect.refusing[0][0]", ""),
        ("any: 2", "an: 2, any: 2", "an: 2", "cases[0].expect.refusing[0][0].an", "是不是「any」？"),
        (", 针刺试验]", ", [针刺试验]]", "[针刺试验]", "cases[0].expect.refusing[0][1]", ""),
        ("name: 不符合", "name: 符合", "name: 符合\n  expect", "cases[1].name", "第 10 行的案例已用此名"),
        ("  expect: {outcome: DOES_NOT_MEET}", "  base: 有症状", "name: 不符合", "cases[1]", ""),
    ],
)
def test_each_error_has_its_place(old: str, new: str, key: str, path: str, hint: str) -> None:
    assert old in GOOD
    text = GOOD.replace(old, new, 1)
    before = text[: text.index(key)].split("\n")
    where = Position("c.yaml", len(before), len(before[-1]) + 1, path)
    assert read(text)[1] == [(str(where), hint)]


def test_a_base_expects_nothing() -> None:
    text = GOOD.replace("  有症状:\n", "  有症状:\n    expect: {outcome: MEETS}\n", 1)
    keys = "可写：as_of_date、person、area、findings、complete_findings、record_complete、documents"
    assert read(text)[1] == [("c.yaml:E5「bases.有症状.expect」", keys)]


def test_a_case_must_have_a_date_from_somewhere() -> None:
    undated = "entry: X\nbases: {b: {as_of_date: 2025-12-01}}\ncases:\n"
    undated += "- {name: a, base: b, expect: {}}\n- {name: c, expect: {}}\n"
    assert [place for place, _ in read(undated)[1]] == ["c.yaml:C5「cases[1]」"]


def test_all_errors_at_once() -> None:
    found = read("entry:\ncase: []\ncases:\n- {nam: a}\n- 4\n")[1]
    assert [place for place, _ in found] == [
        "c.yaml:A1「entry」",
        "c.yaml:A2「case」",
        "c.yaml:C4「cases[0]」",
        "c.yaml:C4「cases[0]」",
        "c.yaml:D4「cases[0].nam」",
        "c.yaml:C5「cases[1]」",
    ]
