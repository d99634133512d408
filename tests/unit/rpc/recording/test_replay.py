"""A recorded decision comes out the same by the release it names, years and changes of policy later."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from unit.releases.made import package_of
from unit.rpc.recording.kept import EXAMPLE, Recorded, request_of

from chronicare.api.v1 import recognition_service_pb2 as pb
from chronicare.engine import InterpretingEngine
from chronicare.records.entry import Entry
from chronicare.records.opening import open_store
from chronicare.records.policy import MaskingPolicy
from chronicare.records.store import Column
from chronicare.releases.store import ReleaseStore
from chronicare.rpc.recording.messages import read_answer
from chronicare.rpc.recording.replay import ReplayOutcome, replay
from chronicare.rpc.recording.shelf import ReleaseShelf


def entry_of(place: Path, entry_id: str) -> Entry:
    (link,) = open_store(str(place)).find(Column.ID, entry_id)
    return link.entry()


def shelf_of(store: Path | None = None, rules: Path | None = EXAMPLE) -> ReleaseShelf:
    return ReleaseShelf(store, rules, InterpretingEngine())


def changed(entry: Entry, change: Callable[[pb.CheckRecognitionResponse], object]) -> Entry:
    """Return ``entry`` with another answer."""
    answer = read_answer(entry)
    assert isinstance(answer, pb.CheckRecognitionResponse)
    change(answer)
    return Entry(entry.head, entry.request, answer.SerializeToString())


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a record of one decision, called ``id`` in the file beside it."""
    made: Path = tmp_path_factory.mktemp("record")
    (entry_id,) = Recorded(made / "record").check([request_of(request_id="病例-1", ignore_unknown=True)])
    (made / "id").write_text(entry_id)
    return made


@pytest.fixture
def entry(place: Path) -> Entry:
    """Give the decision."""
    return entry_of(place / "record", (place / "id").read_text())


def test_the_answer_is_the_same_to_the_byte(entry: Entry) -> None:
    assert replay(entry, shelf_of()).outcome is ReplayOutcome.SAME


def test_every_method_comes_out_the_same(tmp_path: Path) -> None:
    recorded = Recorded(tmp_path / "record")
    screened, reviewed = (
        request_of(request_id="s"),
        pb.ReviewRecognitionRequest(area_code="990000", as_of_date="2025-12-01", findings=request_of().findings),
    )
    del screened.disease_codes[:]
    reviewed.recognition.disease_code, reviewed.recognition.start_date = "M90100", "2024-01-01"
    recorded.call("ScreenRecognition", pb.ScreenRecognitionRequest(request=screened))
    recorded.call("ReviewRecognition", reviewed)
    batch = [request_of(detail="DETAIL_TRACE"), request_of(language_code="en")]
    recorded.call("BatchCheckRecognition", pb.BatchCheckRecognitionRequest(requests=batch))
    entries = [each.entry() for each in open_store(str(tmp_path / "record")).read(0)]
    assert [each.head["method"] for each in entries] == [
        "ScreenRecognition",
        "ReviewRecognition",
        "CheckRecognition",
        "CheckRecognition",
    ]
    shelf = shelf_of()
    assert {replay(each, shelf).outcome for each in entries} == {ReplayOutcome.SAME}


def test_after_a_change_of_policy_the_old_release_answers_as_then(entry: Entry, tmp_path: Path) -> None:
    rules = Path(shutil.copytree(EXAMPLE, tmp_path / "rules"))
    (criteria,) = rules.glob("*/criteria.csv")
    text = criteria.read_text("utf-8-sig")
    assert "7.0" in text
    criteria.write_text(text.replace("7.0", "9.0"), "utf-8-sig")
    gone = replay(entry, shelf_of(rules=rules))
    assert gone.outcome is ReplayOutcome.IMPOSSIBLE
    assert gone.reason is not None
    assert entry.head["releases"][0]["digest"] in gone.reason.en
    ReleaseStore(tmp_path / "store").add(package_of())
    assert replay(entry, shelf_of(tmp_path / "store", rules)).outcome is ReplayOutcome.SAME


def test_what_comes_out_otherwise_is_shown_field_by_field(entry: Entry) -> None:
    def change(answer: pb.CheckRecognitionResponse) -> None:
        answer.decisions[0].outcome = 2  # type: ignore[assignment] # DOES_NOT_MEET
        answer.decisions[0].summary = "不同的话"
        del answer.decisions[0].routes[:]

    replayed = replay(changed(entry, change), shelf_of())
    assert replayed.outcome is ReplayOutcome.DIFFERENT
    found = {each.path: (each.before, each.after) for each in replayed.differences}
    assert found["decisions[0].outcome"] == ("OUTCOME_DOES_NOT_MEET", "OUTCOME_MEETS")
    assert found["decisions[0].routes"] == (None, ["R1"])
    assert set(found) == {"decisions[0].outcome", "decisions[0].routes", "decisions[0].summary"}


def test_other_words_are_told_apart_from_another_decision(entry: Entry) -> None:
    def change(answer: pb.CheckRecognitionResponse) -> None:
        answer.decisions[0].summary = "不同的话"

    assert replay(changed(entry, change), shelf_of()).outcome is ReplayOutcome.REWORDED


def test_other_ids_are_no_difference(entry: Entry) -> None:
    def change(answer: pb.CheckRecognitionResponse) -> None:
        answer.record_id = answer.decisions[0].decision_id = "x"

    assert replay(changed(entry, change), shelf_of()).outcome is ReplayOutcome.SAME


def test_what_was_not_kept_is_said_to_be_wanting(tmp_path: Path) -> None:
    policy = MaskingPolicy.model_validate({"fields": {"birth_date": "drop", "value": "drop"}})
    (entry_id,) = Recorded(tmp_path / "record", policy=policy).check([request_of()])
    kept = entry_of(tmp_path / "record", entry_id)
    assert kept.head["masked"] == ["birth_date", "value"]
    replayed = replay(kept, shelf_of())
    assert replayed.outcome is ReplayOutcome.IMPOSSIBLE
    assert replayed.reason is not None
    assert "birth_date、value" in replayed.reason.zh


def test_what_was_not_kept_and_does_not_matter_is_no_obstacle(tmp_path: Path) -> None:
    policy = MaskingPolicy.model_validate({"fields": {"birth_date": "drop"}})
    (entry_id,) = Recorded(tmp_path / "record", policy=policy).check([request_of()])
    assert replay(entry_of(tmp_path / "record", entry_id), shelf_of()).outcome is ReplayOutcome.SAME


def test_a_release_that_is_not_there_is_named(entry: Entry, tmp_path: Path) -> None:
    replayed = replay(entry, shelf_of(tmp_path / "nothing", None))
    assert replayed.reason is not None
    assert "areas/990000/releases/" in replayed.reason.en
