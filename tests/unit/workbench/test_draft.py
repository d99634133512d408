from chronicare.workbench.draft import Draft


def test_undoing_takes_back_one_change_after_the_other() -> None:
    draft = Draft()
    draft.change("一", {"a.csv": b"1"}, {"a.csv": b"0"})
    draft.change("二", {"a.csv": b"2", "b.csv": b"x"}, {"a.csv": b"0", "b.csv": None})
    assert draft.files == {"a.csv": b"2", "b.csv": b"x"}
    assert draft.saved == {"a.csv": b"0", "b.csv": None}
    undone = draft.undo()
    assert undone is not None
    assert (undone.label, dict(draft.files)) == ("二", {"a.csv": b"1"})
    draft.undo()
    assert not draft.files
    assert draft.undo() is None


def test_a_file_put_back_as_it_was_is_not_among_those_changed() -> None:
    draft = Draft()
    draft.change("改", {"a.csv": b"1"}, {"a.csv": b"0"})
    draft.change("改回", {"a.csv": b"0"}, {"a.csv": b"0"})
    assert not draft.files
    assert len(draft.steps) == 2


def test_every_change_has_a_version_of_its_own() -> None:
    draft = Draft()
    seen = [draft.version]
    for act in (lambda: draft.change("改", {"a": b"1"}, {"a": b"0"}), draft.undo, draft.clear):
        act()
        seen.append(draft.version)
    assert seen == [0, 1, 2, 3]
