"""An engine that will not do is told in one sentence, with the command that mends it."""

import re
import sys
from importlib.metadata import PackageNotFoundError

import pytest

from chronicare.engine import DurableEngine, EngineUnsuitableError

COMMAND = (
    "CPPFLAGS='-O2 -DPyEval_CallObject=PyObject_CallObject' {} -m pip install --force-reinstall --no-cache-dir "
    "--no-deps durable-rules==2.0.28"
)


def refusal() -> EngineUnsuitableError:
    """Return what comes of asking for an engine; one sentence on one line in both languages, ending in the command."""
    with pytest.raises(EngineUnsuitableError) as refused:
        DurableEngine()
    for told in refused.value.message:
        assert told.endswith(COMMAND.format(sys.executable))
        assert "\n" not in told
    assert str(refused.value) == refused.value.message.en
    return refused.value


def test_an_engine_that_does_not_import_names_the_command_and_no_symbol(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def undefined(_: str) -> object:
        raise ImportError("durable_rules_engine.so: undefined symbol: PyEval_CallObject")

    monkeypatch.setattr("chronicare.engine.native.import_module", undefined)
    refused = refusal()
    assert "cannot import" in refused.message.en
    assert "装入不了" in refused.message.zh
    assert "undefined symbol" not in str(refused)
    assert isinstance(refused.__cause__, ImportError)


def test_another_release_of_the_engine_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chronicare.engine.native.version", lambda _: "2.0.29")
    assert re.search(r"installed as 2\.0\.29", str(refusal()))


def test_an_engine_that_is_missing_is_said_to_be_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> str:
        raise PackageNotFoundError(name)

    monkeypatch.setattr("chronicare.engine.native.version", missing)
    assert "is not installed" in str(refusal())


def test_the_command_takes_an_interpreter_whose_path_has_spaces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chronicare.engine.native.version", lambda _: "2.0.29")
    monkeypatch.setattr(sys, "executable", "/opt/my python/bin/python")
    with pytest.raises(EngineUnsuitableError, match="' '/opt/my python/bin/python' -m pip"):
        DurableEngine()
