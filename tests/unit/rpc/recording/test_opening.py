from pathlib import Path

import pytest

from chronicare.records.policy import Treatment
from chronicare.records.pseudonyms import new_key
from chronicare.rpc.recording.opening import KEYS_VARIABLE, RecordSettingsError, find_keys, open_record, read_policy
from chronicare.rpc.settings import Settings


def test_keys_are_in_a_file_or_in_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    line = new_key()
    path = tmp_path / "keys"
    path.write_text(line, encoding="utf-8-sig")
    monkeypatch.setenv(KEYS_VARIABLE, line)
    assert find_keys(path) == find_keys(None)


@pytest.mark.parametrize("content", [None, "k1 short"])
def test_keys_that_cannot_be_read_are_told(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "keys"
    if content:
        path.write_text(content)
    with pytest.raises(RecordSettingsError, match="keys") as refused:
        find_keys(path)
    assert "short" not in refused.value.reason.en


def test_without_keys_it_is_said_how_to_make_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(KEYS_VARIABLE, raising=False)
    with pytest.raises(RecordSettingsError, match="chronicare record keygen FILE"):
        find_keys(None)


def test_the_usual_policy_hashes_identifiers_and_keeps_the_rest() -> None:
    policy = read_policy(None)
    assert [policy.of(each) for each in ("request_id", "visit_id", "report_id", "attester")] == [Treatment.HASH] * 4
    assert policy.of("birth_date") is Treatment.KEEP


def test_a_policy_is_read(tmp_path: Path) -> None:
    path = tmp_path / "policy.yaml"
    path.write_text("fields:\n  birth_date: drop\n  attester: keep\n")
    policy = read_policy(path)
    assert (policy.of("birth_date"), policy.of("attester")) == (Treatment.DROP, Treatment.KEEP)
    path.write_text("")
    assert read_policy(path) == read_policy(None)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("fields: {birth_day: drop}", "no request has a field birth_day"),
        ("fields: {birth_date: hash}", "birth_date can be kept or dropped only"),
        ("fields: {birth_date: hide}", "fields.birth_date"),
        ("feilds: {}", "feilds"),
        ("fields: [", "policy.yaml"),
        (None, "policy.yaml"),
    ],
)
def test_a_policy_that_makes_no_sense_is_told(tmp_path: Path, text: str | None, told: str) -> None:
    path = tmp_path / "policy.yaml"
    if text is not None:
        path.write_text(text)
    with pytest.raises(RecordSettingsError, match=told):
        read_policy(path)


def test_a_place_that_makes_no_sense_is_told(tmp_path: Path) -> None:
    path = tmp_path / "keys"
    path.write_text(new_key())
    settings = Settings(rules=tmp_path, record="mysql://x/y", record_keys=path)
    with pytest.raises(RecordSettingsError, match="mysql:// is not known"):
        open_record(settings, lambda _: None)
