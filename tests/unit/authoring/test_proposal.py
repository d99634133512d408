"""A proposal in its file: what it says, and that only what it says can be accepted, on the rules it was made on."""

import pytest

from chronicare.authoring.cell_edits import CellEdit, edited_files, unified_diff
from chronicare.authoring.proposal import Proposal, StaleProposalError, accepted_files, digest_of_files

FILES = {"区/表.csv": "甲,乙\n1,二\n3,四\n".encode(), "区/manifest.yaml": b"x: 1\n"}
EDITS = [CellEdit("区/表.csv", 2, "乙", "五")]


def proposal(*said: str) -> Proposal:
    changed = edited_files(EDITS, [], FILES)
    return Proposal(digest_of_files(FILES), EDITS, [], said, unified_diff(FILES, changed))


def test_what_is_proposed_is_accepted_on_the_rules_it_was_made_on() -> None:
    changed, patch = accepted_files(proposal("理由：文件第三条").data, FILES)
    assert changed == {"区/表.csv": "甲,乙\n1,五\n3,四\n".encode()}
    assert "-1,二\n+1,五\n" in patch
    assert "# 理由：文件第三条\n" in proposal("理由：文件第三条").data.decode()


@pytest.mark.parametrize("name", list(FILES))
def test_rules_that_have_changed_since_are_told(name: str) -> None:
    with pytest.raises(StaleProposalError, match="changed since"):
        accepted_files(proposal().data, {**FILES, name: FILES[name] + b"#\n"})


def test_a_patch_that_is_not_what_its_changes_give_is_refused() -> None:
    data = proposal().data
    assert b"+1,\xe4\xba\x94" in data
    for other in (data.replace("+1,五".encode(), "+1,六".encode()), data + b"+", data.replace(b"@@", b"@", 1)):
        with pytest.raises(StaleProposalError, match="not what its changes give"):
            accepted_files(other, FILES)


def test_a_reason_cannot_pass_for_other_changes() -> None:
    other = proposal().data.decode().split("# changes: ")[1].split("\n")[0].replace("五", "六")
    changed, _ = accepted_files(proposal(f"理由：x\nchanges: {other}").data, FILES)
    assert changed == {"区/表.csv": "甲,乙\n1,五\n3,四\n".encode()}


@pytest.mark.parametrize("data", [b"", b"--- a/x\n", b"\xff\xfe", "# chronicare 提议 1\n# changes: {}\n".encode()])
def test_what_is_no_proposal_is_told(data: bytes) -> None:
    with pytest.raises(StaleProposalError):
        accepted_files(data, FILES)
