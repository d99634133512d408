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
