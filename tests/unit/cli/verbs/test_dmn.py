"""The kit by one command: what comes out otherwise, and what is not read, is told and counted."""

from collections.abc import Callable
from pathlib import Path

from click.testing import Result
from unit.authoring.dmn.written import definitions, expression, given, table

Run = Callable[..., Result]
CASES = """\
<testCases xmlns="urn:t" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="urn:x">
<testCase id="001">
<inputNode name="a"><value xsi:type="xsd:decimal">{}</value></inputNode>
<resultNode name="d"><expected><value xsi:type="xsd:decimal">2</value></expected></resultNode>
</testCase></testCases>
"""


def put(folder: Path, model: str, value: int = 1) -> None:
    folder.mkdir(parents=True)
    (folder / "m.dmn").write_text(model, encoding="utf-8")
    (folder / "m-test-01.xml").write_text(CASES.format(value), encoding="utf-8")


def test_the_kit(run: Run, tmp_path: Path) -> None:
    kit, out = tmp_path / "TestCases", tmp_path / "out.csv"
    put(kit / "level" / "one", definitions(given("a", "number"), expression("d", "a + 1")))
    assert run("dmn", "tck", kit, "--out", out).stdout == (
        "模型 1，案例 1：符合 1，不符 0，没有运行 0。决策 1：由编译的表判定 1，由 FEEL 算出 0\n"
    )
    assert out.read_text(encoding="utf-8") == '"level/one","m-test-01","001","SUCCESS",""\n'
    put(kit / "level" / "two", definitions(given("a", "number"), expression("d", "a ** 2")), 3)
    put(kit / "level" / "three", definitions(given("a", "time"), table("d", ["a"], ["x"], ["1|1"])))
    (kit / "level" / "three" / "m-test-02.xml").write_text("<no", encoding="utf-8")
    told = run("dmn", "tck", kit, "--out", out, "--lang", "en", code=1).stdout.splitlines()
    assert told[-1] == (
        "3 models, 4 cases: 1 as expected, 1 not, 2 not run; 2 decisions: 1 by compiled tables, 1 by FEEL"
    )
    lines = out.read_text(encoding="utf-8").splitlines()
    assert lines[0] == '"level/one","m-test-01","001","SUCCESS",""'
    assert lines[1].startswith('"level/three","m-test-01","001","IGNORED","m.dmn:2「i_a」: E0902 the type')
    assert lines[2].startswith('"level/three","m-test-02","","IGNORED","no XML')
    assert lines[3] == '"level/two","m-test-01","001","ERROR","d: Decimal(\'9\'), expected Decimal(\'2\')"'


def test_a_folder_without_models(run: Run, tmp_path: Path) -> None:
    assert "没有 .dmn 文件" in run("dmn", "tck", tmp_path, code=2).stderr


MODEL = definitions(
    given("年龄", "number"),
    table("结论", ["年龄"], ["甲||7"], [">= 18|1"], requires=["i_年龄"]),
    expression("倍", "结论 * 2", requires=["d_结论"]),
)


def test_a_model_becomes_a_folder_of_rules(run: Run, tmp_path: Path) -> None:
    model, rules = tmp_path / "m.dmn", tmp_path / "rules"
    model.write_text(MODEL, encoding="utf-8")
    rules.mkdir()
    folder = rules / "990700-x"
    told = run("dmn", "import", model, folder, "--code", "990700", "--name", "示例市").stdout
    assert told.startswith(f"已写入 {folder}：")
    checked = run("check", rules, code=1)
    assert [line.split(": ")[1][:5] for line in checked.stderr.splitlines() if ": E" in line] == ["E0701"], (
        checked.stderr
    )
    for age, expected in (("18", "2"), ("17", "14")):
        assert f"倍：{expected}" in run("ask", "倍", "--fact", f"年龄={age}", "--rules", rules).stdout.replace(" ", "")
    assert "已有" in run("dmn", "import", model, folder, "--code", "990700", "--name", "示例市", code=2).stderr


def test_of_a_model_that_cannot_be_imported_nothing_is_written(run: Run, tmp_path: Path) -> None:
    model = tmp_path / "m.dmn"
    model.write_text(
        definitions(
            given("年龄", "number"),
            table("结论", ["年龄"], ["甲"], ["null|1"], requires=["i_年龄"]),
            expression("称呼", '"致" + string(年龄)', "string"),
        ),
        encoding="utf-8",
    )
    told = run(
        "dmn", "import", model, tmp_path / "out", "--code", "990700", "--name", "示例市", code=1
    ).stderr.splitlines()
    assert told[:2] == [
        "m.dmn:4「t_结论」: E0902 「null」：条件里不能写 null：没有值即不知道",
        'm.dmn:6「d_称呼」: E0902 「"致" + string(年龄)」：结果是 string 的，只能写定一个值',
    ]
    assert not (tmp_path / "out").exists()
    assert "不是 6 位" in run("dmn", "import", model, tmp_path / "out", "--code", "1", "--name", "x", code=2).stderr


def test_what_is_exported_is_read_back(run: Run, tmp_path: Path) -> None:
    model, rules, out = tmp_path / "m.dmn", tmp_path / "rules", tmp_path / "out.dmn"
    model.write_text(MODEL, encoding="utf-8")
    rules.mkdir()
    run("dmn", "import", model, rules / "990700-x", "--code", "990700", "--name", "示例市")
    told = run("dmn", "export", out, "--rules", rules, "--dmn", "1.3").stdout
    assert told == f"已写入 {out}：DMN 1.3，决策表 2 张，写不了的 0 张\n"
    run("dmn", "import", out, tmp_path / "again", "--code", "990701", "--name", "又一市")
    assert "没有决策表「无」" in run("dmn", "export", out, "--rules", rules, "--table", "无", code=2).stderr
