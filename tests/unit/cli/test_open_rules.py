"""Every verb that needs the rule engine says in one sentence that it cannot have it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from chronicare.diagnostics import Text
from chronicare.engine import EngineUnsuitableError

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
