"""Rule directories on disk, each made for the test."""

import os
import shutil
from pathlib import Path

import pytest

from chronicare.application.ports import RuleFolders
from chronicare.diagnostics import Diagnostic, Diagnostics
from chronicare.loaders.rule_directory import find_demo, load_rules

WORDS = "name: {zh: 词表, en: Words}\nversion: '1'\n"
LEVELS = "值表,有先后,值\ngrade,是,I\n"
AREA = """\
area: "990100"
extends: national
name: {zh: 甲市, en: A City}
version: "1"
effective_from: 2025-11-01
"""
LIST = "文件,类型\nswitches.csv,开关\n"
SWITCHES = "开关,读法,说明,英文说明,默认,理由\ns,甲,甲说,a,未定,原文不明\ns,乙,乙说,b,未定,原文不明\n"
CASES = "entry: X01\nas_of_date: 2025-12-01\ncases:\n- {name: 空, expect: {outcome: UNDECIDED}}\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Make a sound rule directory."""
    rules = tmp_path / "rules"
    files = {
        "README.md": "说明",
        "national/manifest.yaml": WORDS,
        "national/tables.csv": "文件,类型\nlevels.csv,值表\n",
        "national/levels.csv": LEVELS,
        "990100-a/manifest.yaml": AREA,
        "990100-a/tables.csv": LIST,
        "990100-a/switches.csv": SWITCHES,
        "990100-a/NOTES.md": "随记",
        "990100-a/.hidden.csv": "",
        "990100-a/~$switches.xlsx": "",
        "990100-a/cases/x01.yaml": CASES,
        "990100-a/cases/README.md": "说明",
        "990100-a/demo/2.json": "{}",
        "990100-a/demo/1.json": "{}",
    }
    for name, text in files.items():
        path = rules / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return rules


def load(root: Path) -> tuple[RuleFolders, list[tuple[str, str]]]:
    """Load ``root``; return the code and place of everything found as well."""
    rules = load_rules(root)
    return rules, [(each.code.name, str(each.where)) for each in found_in(rules)]


def found_in(rules: RuleFolders) -> tuple[Diagnostic, ...]:
    """Return everything found, once."""
    diagnostics = Diagnostics()
    for found in (rules.stray, *(area.diagnostics for area in rules.areas)):
        diagnostics.extend(found)
    return diagnostics.sorted()


def test_a_sound_directory(root: Path) -> None:
    rules, found = load(root)
    assert found == []
    (area,) = rules.areas
    assert (area.area, area.name.zh, area.folder) == ("990100", "甲市", "990100-a")
    assert area.rules is not None
    assert [(table.file, table.layer) for table in area.rules.tables] == [
        ("national/levels.csv", "national"),
        ("990100-a/switches.csv", "990100-a"),
    ]
    (switches,) = area.rules.of_kind("switches")
    assert [row.text("reading") for row in switches] == ["甲", "乙"]
    assert str(switches.rows[1]["reading"].position) == "990100-a/switches.csv:B3「读法」"
    assert [(each.file, each.subject) for each in area.cases] == [("990100-a/cases/x01.yaml", "X01")]
    assert [folder.manifest.folder for folder in rules.written] == ["990100-a", "national"]
    assert [len(folder.tables) for folder in rules.written] == [1, 1]


def test_what_is_to_be_shown_is_that_of_the_first_area_with_any(root: Path) -> None:
    for name in ("980100-z/demo/notes.md", "990101-b/demo/1.json", "_990000-x/demo/1.json", "national/demo/1.json"):
        (root / name).parent.mkdir(parents=True)
        (root / name).write_text("{}", encoding="utf-8")
    assert find_demo(root) == [root / "990100-a/demo/1.json", root / "990100-a/demo/2.json"]
    shutil.rmtree(root / "990100-a")
    assert find_demo(root) == [root / "990101-b/demo/1.json"]


def test_areas_come_by_name(root: Path) -> None:
    for code in ("990300", "990200"):
        (root / f"{code}-b").mkdir()
        (root / f"{code}-b" / "manifest.yaml").write_text(AREA.replace("990100", code), encoding="utf-8")
        (root / f"{code}-b" / "tables.csv").write_text(LIST, encoding="utf-8")
        (root / f"{code}-b" / "switches.csv").write_text(SWITCHES, encoding="utf-8")
    assert [each.area for each in load(root)[0].areas] == ["990100", "990200", "990300"]


def test_everything_wrong_is_told_at_once(root: Path) -> None:
    (root / "national" / "levels.csv").rename(root / "national" / "level.csv")
    (root / "990100-a" / "manifest.yaml").write_text(AREA.replace("990100", "990200"), encoding="utf-8")
    (root / "990100-a" / "switches.csv").unlink()
    (root / "990100-a" / "switches.csv").mkdir()
    (root / "990100-a" / "groups.xlsx").write_bytes(b"PK\x03\x04")
    (root / "990100-a" / "cases" / "x02.yaml").write_text("entry: 3\n", encoding="utf-8")
    (root / "990100-a" / "cases" / "x03.txt").write_text("", encoding="utf-8")
    (root / "99010-b").mkdir()
    (root / "990300-c").mkdir()
    rules, found = load(root)
    assert found == [
        ("UNUSED_NAME", "99010-b"),
        ("BAD_CASE", "990100-a/cases/x02.yaml:A1"),
        ("UNUSED_NAME", "990100-a/cases/x03.txt"),
        ("UNUSED_NAME", "990100-a/groups.xlsx"),
        ("BROKEN_MANIFEST", "990100-a/manifest.yaml"),
        ("MISSING_FILE", "990100-a/switches.csv"),
        ("MISSING_FILE", "990300-c/manifest.yaml"),
        ("UNUSED_NAME", "national/level.csv"),
        ("MISSING_FILE", "national/levels.csv"),
    ]
    assert [area.rules for area in rules.areas] == [None, None]


def test_a_missing_file_hints_at_one_like_it(root: Path) -> None:
    (root / "national" / "levels.csv").rename(root / "national" / "Level.csv")
    found = found_in(load_rules(root))
    hints = {str(each.where): each.hint.zh for each in found}
    assert hints["national/levels.csv"] == "是不是「Level.csv」？改成同一个名字"


def test_a_workbook_hints_at_saving_it_as_csv(root: Path) -> None:
    (root / "990100-a" / "groups.xlsx").write_bytes(b"PK\x03\x04")
    (only,) = found_in(load_rules(root))
    assert (str(only.where), only.is_error) == ("990100-a/groups.xlsx", False)
    assert "CSV UTF-8" in only.hint.zh


@pytest.mark.parametrize(
    ("name", "text", "row"),
    [
        ("groups.csv", "病种,编号,满足,成员,出处,原文\n", "groups.csv,组合"),
        ("more/fees.csv", "入：险种,出：起付,出处,原文\n", "more/fees.csv,决策表,名称,UNIQUE"),
        ("strange.csv", "甲,乙\n", "strange.csv,（类型）"),
        ("empty.csv", "", "empty.csv,（类型）"),
    ],
)
def test_a_table_that_is_not_listed_is_told_with_its_row(root: Path, name: str, text: str, row: str) -> None:
    (root / "990100-a" / name).parent.mkdir(exist_ok=True)
    (root / "990100-a" / name).write_text(text, encoding="utf-8-sig")
    found = found_in(load_rules(root))
    assert [(each.code.name, str(each.where), each.hint.zh) for each in found] == [
        ("UNUSED_NAME", f"990100-a/{name}", f"在 tables.csv 里加一行：{row}；用不着的删去这个文件")
    ]


def test_without_a_list_the_files_are_not_told_one_by_one(root: Path) -> None:
    (root / "990100-a" / "tables.csv").unlink()
    rules, found = load(root)
    assert found == [("MISSING_FILE", "990100-a/tables.csv")]
    assert rules.areas[0].rules is None


def test_what_is_wrong_with_the_list_is_told(root: Path) -> None:
    (root / "990100-a" / "tables.csv").write_text("文件,类型\nswitches.csv,开光\n", encoding="utf-8")
    assert ("BROKEN_MANIFEST", "990100-a/tables.csv:B2「类型」") in load(root)[1]


@pytest.mark.parametrize("name", ["national", "national/manifest.yaml"])
def test_a_layer_that_is_not_there(root: Path, name: str) -> None:
    (root / name).rename(root / "away.md")
    rules, found = load(root)
    assert ("BROKEN_MANIFEST", "990100-a/manifest.yaml:A2「extends」") in found
    assert [area.rules for area in rules.areas] == [None]


def add(root: Path, folder: str, manifest: str, **files: str) -> None:
    """Add a folder with a manifest and an empty list of tables, and ``files`` by their names without suffix."""
    (root / folder).mkdir(exist_ok=True)
    (root / folder / "manifest.yaml").write_text(manifest, encoding="utf-8")
    for name, text in {"tables": "文件,类型\n", **files}.items():
        (root / folder / f"{name}.csv").write_text(text, encoding="utf-8")


def layer(extends: str = "") -> str:
    """Return the manifest of a layer."""
    return f"name: {{zh: 省, en: Province}}\nversion: '1'\n{f'extends: {extends}' if extends else ''}\n"


def test_a_layer_may_extend_a_layer(root: Path) -> None:
    listed = "文件,类型\nlevels.csv,值表\n"
    add(root, "99-province", layer("national"), tables=listed, levels="值表,值,名称\ngrade,I,壹\n")
    add(root, "990200-b", AREA.replace("990100", "990200").replace("national", "99-province"))
    rules, found = load(root)
    assert found == []
    names = [
        [row.text("name") for table in area.rules.of_kind("levels") for row in table]
        for area in rules.areas
        if area.rules is not None
    ]
    assert names == [[""], ["壹"]], "what a layer says is said to those above it only"


def test_an_area_may_stand_alone(root: Path) -> None:
    add(root, "990200-b", AREA.replace("990100", "990200").replace("extends: national\n", ""))
    rules, found = load(root)
    assert found == []
    assert [len(area.rules.tables) for area in rules.areas if area.rules is not None] == [2, 0]


@pytest.mark.parametrize(
    ("extends", "hint"),
    [
        ("nationl", "是不是「national」？"),
        ("990100-a", "可写：national"),
    ],
)
def test_what_is_no_layer_cannot_be_extended(root: Path, extends: str, hint: str) -> None:
    add(root, "990200-b", AREA.replace("990100", "990200").replace("national", extends))
    rules = load_rules(root)
    assert [(str(each.where), each.hint.zh) for each in found_in(rules)] == [
        ("990200-b/manifest.yaml:A2「extends」", hint)
    ]
    assert [area.rules is None for area in rules.areas] == [False, True]


def test_the_cases_of_a_layer_are_those_of_the_areas_above_it(root: Path) -> None:
    listed = "文件,类型,名称,取法\nlevels.csv,值表,,\nlaw.csv,决策表,除外,UNIQUE\nwho.csv,决策表,对象,UNIQUE\n"
    table = "入：甲,出：乙,出处,原文\n-,是,1,文\n"
    add(root, "national", WORDS, tables=listed, law=table, who=table)
    add(
        root,
        "990200-b",
        AREA.replace("990100", "990200"),
        tables=f"{listed.splitlines()[0]}\nwho.csv,决策表,对象,UNIQUE\n",
        who=table,
    )
    (root / "national" / "cases").mkdir()
    for name, subject in (("law", "除外"), ("who", "对象"), ("both", "两张表")):
        text = (
            f"benefits: {subject}\nas_of_date: 2025-10-31\ncases:\n- {{name: 一, expect: {{values: {{乙: true}}}}}}\n"
        )
        text += "- {name: 二, as_of_date: 2025-11-02, expect: {values: {乙: true}}}\n"
        (root / "national" / "cases" / f"{name}.yaml").write_text(text, encoding="utf-8")
    a, b = load(root)[0].areas
    assert [file.subject for file in a.cases] == ["两张表", "除外", "对象", "X01"]
    assert [file.subject for file in b.cases] == ["两张表", "除外"], "its own table has its own cases"
    days = [case.as_of_date for case in b.cases[0].cases]
    assert days == ["2025-11-01", "2025-11-02"], "a day before the time of the area is its first"


def test_a_circle_of_layers_is_told_in_each_of_them(root: Path) -> None:
    add(root, "one", layer("two"))
    add(root, "two", layer("one"))
    add(root, "self", layer("self"))
    add(root, "990200-b", AREA.replace("990100", "990200").replace("national", "one"))
    rules, found = load(root)
    assert found == [
        ("BROKEN_MANIFEST", "one/manifest.yaml:A3「extends」"),
        ("BROKEN_MANIFEST", "self/manifest.yaml:A3「extends」"),
        ("BROKEN_MANIFEST", "two/manifest.yaml:A3「extends」"),
    ]
    assert [area.rules is None for area in rules.areas] == [False, True]


def test_a_broken_folder_harms_only_what_stands_on_it(root: Path) -> None:
    add(root, "broken", layer(), tables="文件,类型\nlevels.csv,值表\n")
    add(root, "990200-b", AREA.replace("990100", "990200").replace("national", "broken"))
    add(root, "990300-c", AREA.replace("990100", "990300"), tables="文件,类型\nterms.csv,待遇事项\n")
    rules, _ = load(root)
    told = {area.area: [str(each.where) for each in area.diagnostics] for area in rules.areas}
    assert told == {"990100": [], "990200": ["broken/levels.csv"], "990300": ["990300-c/terms.csv"]}
    assert [area.rules is None for area in rules.areas] == [False, True, True]
    assert rules.stray == ()


def test_what_is_wrong_with_a_layer_nobody_extends_is_nobodys(root: Path) -> None:
    add(root, "unused", layer(), tables="文件,类型\nlevels.csv,值表\n")
    rules, _ = load(root)
    assert [str(each.where) for each in rules.stray] == ["unused/levels.csv"]
    assert [area.diagnostics for area in rules.areas] == [()]


def test_recognition_is_an_areas_own(root: Path) -> None:
    with (root / "national" / "tables.csv").open("a", encoding="utf-8") as file:
        file.write("entries.csv,病种\n")
    (root / "national" / "entries.csv").write_text("编码,名称,英文名,类别,出处,原文\n", encoding="utf-8")
    found = load(root)[1]
    assert ("BROKEN_MANIFEST", "national/tables.csv:3") in found


def test_a_layers_documents_may_be_cited_above_it(root: Path) -> None:
    document = "documents:\n- {id: 问答, title: 问答, publisher: 局, edition: '1', sha256: 'ab" + "0" * 62 + "'}\n"
    (root / "national" / "manifest.yaml").write_text(WORDS + document, encoding="utf-8")
    (root / "990100-a" / "tables.csv").write_text("文件,类型,依据文件\nswitches.csv,开关,问答\n", encoding="utf-8")
    rules, found = load(root)
    assert found == []
    assert [[each.id for each in folder.manifest.documents] for folder in rules.written] == [["问答"], ["问答"]]


def test_an_area_code_in_a_folder_that_is_no_areas(root: Path) -> None:
    add(root, "99010-b", AREA)
    assert load(root)[1] == [("BROKEN_MANIFEST", "99010-b/manifest.yaml")]


def test_a_directory_that_is_not_there(tmp_path: Path) -> None:
    rules, found = load(tmp_path / "none")
    assert rules.areas == ()
    assert rules.written == ()
    assert {code for code, _ in found} == {"MISSING_FILE"}


def test_a_link_must_not_lead_out(root: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.csv"
    outside.write_text(SWITCHES, encoding="utf-8")
    (root / "990100-a" / "switches.csv").unlink()
    (root / "990100-a" / "switches.csv").symlink_to(outside)
    rules, found = load(root)
    assert found == [("MISSING_FILE", "990100-a/switches.csv")]
    assert rules.areas[0].rules is None


def test_a_linked_folder_must_not_lead_out(root: Path, tmp_path: Path) -> None:
    (root / "990100-a").rename(tmp_path / "elsewhere")
    (root / "990100-a").symlink_to(tmp_path / "elsewhere")
    rules, found = load(root)
    assert found == [("MISSING_FILE", "990100-a/manifest.yaml")]
    assert [area.rules for area in rules.areas] == [None]


def test_a_link_within_is_followed(root: Path) -> None:
    (root / "990100-a" / "switches.csv").rename(root / "990100-a" / "shared.md")
    (root / "990100-a" / "switches.csv").symlink_to("shared.md")
    rules, found = load(root)
    assert found == []
    assert rules.areas[0].rules is not None


@pytest.mark.parametrize("target", ["switches.csv", "none.csv"])
def test_a_link_that_leads_nowhere(root: Path, target: str) -> None:
    (root / "990100-a" / "switches.csv").unlink()
    (root / "990100-a" / "switches.csv").symlink_to(target)
    assert load(root)[1] == [("MISSING_FILE", "990100-a/switches.csv")]


def test_a_pipe_is_not_waited_for(root: Path) -> None:
    (root / "990100-a" / "switches.csv").unlink()
    os.mkfifo(root / "990100-a" / "switches.csv")
    assert load(root)[1] == [("MISSING_FILE", "990100-a/switches.csv")]


def test_a_file_too_large(root: Path) -> None:
    with (root / "990100-a" / "switches.csv").open("ab") as file:
        file.truncate(9 * 1024 * 1024)
    assert load(root)[1] == [("FILE_TOO_LARGE", "990100-a/switches.csv")]


def test_a_copy_of_an_areas_folder_is_refused_and_so_is_the_folder(root: Path) -> None:
    shutil.copytree(root / "990100-a", root / "990100-a - 副本")
    told = found_in(load_rules(root))
    assert [(each.code.name, str(each.where)) for each in told] == [
        ("DUPLICATE_ID", "990100-a - 副本/manifest.yaml"),
        ("DUPLICATE_ID", "990100-a/manifest.yaml"),
    ]
    assert told[0].message.zh == "统筹区 990100 另有一个文件夹：990100-a"


def test_a_draft_beside_the_folder_is_not_read(root: Path) -> None:
    shutil.copytree(root / "990100-a", root / "_990100-a - 副本")
    assert load(root)[1] == []
