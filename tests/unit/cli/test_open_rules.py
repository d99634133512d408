"""Rules opened for one command: area by area as they are asked for; without an engine it says so in one sentence."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from chronicare.application.release import compile_release
from chronicare.cli.open_rules import open_rules
from chronicare.compiler import AreaRules
from chronicare.diagnostics import Diagnostics, Language, Text
from chronicare.engine import EngineUnsuitableError
from chronicare.tables import RuleFolder

Run = Callable[..., Result]
SENTENCE = Text("引擎装入不了，请运行：mend it", "no engine; run: mend it")


@pytest.fixture
def unsuitable(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the command without an engine."""

    def refuse() -> None:
        raise EngineUnsuitableError(SENTENCE)

    def serve(*_: object) -> None:
        raise AssertionError("workers were started")

    monkeypatch.setattr("chronicare.engine.durable.load_native_engine", refuse)
    monkeypatch.setattr("chronicare.cli.verbs.serve.supervise", serve)


@pytest.mark.usefixtures("unsuitable")
@pytest.mark.parametrize("words", [("diseases",), ("cases", "RULES"), ("check", "RULES"), ("serve", "--port", "0")])
def test_a_verb_without_an_engine_says_one_sentence(run: Run, rules: Path, words: tuple[str, ...]) -> None:
    arguments = [rules if word == "RULES" else word for word in words]
    refused = run(*arguments, code=2)
    assert refused.stderr == f"{SENTENCE.zh}\n"
    assert refused.stdout == ""


@pytest.mark.usefixtures("unsuitable")
def test_the_sentence_is_in_the_language_asked_for(run: Run, rules: Path) -> None:
    assert run("check", rules, "--lang", "en", code=2).stderr == f"{SENTENCE.en}\n"


@pytest.fixture
def two_areas(rules: Path, tmp_path: Path) -> Path:
    """Return the small rules with a second area, whose entries cannot be read."""
    shutil.copytree(rules, tmp_path, dirs_exist_ok=True)
    shutil.copytree(tmp_path / "999900-shiyan", tmp_path / "999800-huai")
    manifest = tmp_path / "999800-huai" / "manifest.yaml"
    manifest.write_text(manifest.read_text("utf-8").replace("999900", "999800"), "utf-8")
    (tmp_path / "999800-huai" / "entries.csv").write_text("编码\nT1\n", "utf-8")
    return tmp_path


def test_an_area_is_compiled_when_it_is_asked_for(two_areas: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []

    def compile_noting(folder: RuleFolder, diagnostics: Diagnostics) -> AreaRules:
        compiled.append(folder.manifest.area)
        return compile_release(folder, diagnostics)

    monkeypatch.setattr("chronicare.cli.open_rules.compile_release", compile_noting)
    opened = open_rules(two_areas, Language.ZH)
    assert compiled == []
    assert opened.runtime.catalogue.newest("999900").rules.area == "999900"
    assert opened.release("999900") is opened.runtime.catalogue.newest("999900")
    assert compiled == ["999900"]


def test_a_broken_area_is_told_to_whoever_asks_for_it_only(two_areas: Path, run: Run) -> None:
    assert run("diseases", "--area", "999900", "--rules", two_areas, "--as-of", "2025-12-01").stderr.startswith(
        "试验市"
    )
    assert "999800-huai/entries.csv" in run("diseases", "--area", "999800", "--rules", two_areas, code=1).stderr


def test_an_area_there_is_none_of_is_told_with_those_there_are(two_areas: Path, run: Run) -> None:
    refused = run("diseases", "--area", "110000", "--rules", two_areas, "--as-of", "2025-12-01", code=1).stderr
    assert "没有统筹区 110000 的规则；已有：999900" in refused


def test_several_areas_have_to_be_told_apart(two_areas: Path, run: Run) -> None:
    assert run("diseases", "--rules", two_areas, code=2).stderr == "有几个统筹区，请写明是哪一个：999800、999900\n"
