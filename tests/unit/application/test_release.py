from datetime import date

from unit.compiler.written import release_of, switches

ENTRIES = (
    "编码,名称,英文名,别名,类别,复审周期,生效日,失效日\n"
    "T1,甲病,A,Alpha,慢病,长期,,2026-01-01\nT1,甲病,A,Alpha,慢病,长期,2026-01-01,\nT2,乙病,B,alpha,慢病,长期,,\n"
)
CRITERIA = "病种,编号,所见,条件,取值,分值\nT1;T2,1,症状,是,,\n"
GROUPS = "病种,编号,满足,成员,开关,读法\nT1;T2,R1,全部,1,,\n"
RELEASE = release_of(entries=ENTRIES, criteria=CRITERIA, groups=GROUPS)
BEFORE, AFTER = date(2025, 12, 31), date(2026, 1, 1)


def test_a_release_is_named_by_its_area_and_digest() -> None:
    assert RELEASE.name == f"areas/990000/releases/{RELEASE.digest[:12]}"
    assert len(RELEASE.digest) == 64
    assert release_of(entries=ENTRIES, criteria=CRITERIA, groups=GROUPS).digest == RELEASE.digest
    other = release_of(entries=ENTRIES, criteria=CRITERIA.replace("是", "否"), groups=GROUPS)
    assert other.digest != RELEASE.digest


def test_an_entry_is_found_as_it_stands_on_the_day() -> None:
    found = [RELEASE.find("T1", day) for day in (BEFORE, AFTER)]
    assert [each.entry.effective_from for each in found if each is not None] == [date(2025, 1, 1), AFTER]
    assert RELEASE.find("T1", date(2024, 12, 31)) is None
    assert [each.entry.code for each in RELEASE.on(AFTER)] == ["T1", "T2"]


def test_names_are_alike_whatever_case_and_spaces_unless_these_tell_two_apart() -> None:
    def code(name: str) -> str | None:
        decider = RELEASE.find(name, AFTER)
        return None if decider is None else decider.entry.code

    assert [code(name) for name in ("t1", " Ｔ１ ", "甲病", "乙 病")] == ["T1", "T1", "T1", "T2"]
    assert [code(name) for name in ("Alpha", "alpha", "ALPHA")] == ["T1", "T2", None]
    assert code("丙病") is None


def test_an_area_without_benefits_settles_nothing() -> None:
    assert RELEASE.benefits_on(AFTER) is None


def test_readings_put_in_force_are_kept_ready() -> None:
    groups = "病种,编号,满足,成员,开关,读法\nT1,A,全部,1,连接,甲\nT1,A,均无,1,连接,乙\nT1,R1,全部,A,,\n"
    release = release_of(
        criteria="病种,编号,所见,条件,取值,分值\nT1,1,症状,是,,\n", groups=groups, **switches(连接="甲")
    )
    assert release.switches["连接"].default == "甲"
    other = release.assuming({"连接": "乙"})
    assert other is release.assuming({"连接": "乙"})
    assert (other.switches["连接"].default, other.switches["连接"].is_assumed) == ("乙", True)
    assert release.switches["连接"].default == "甲"
