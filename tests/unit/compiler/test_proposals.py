"""What the compiler proposes where a word is much like one that is known, as an edit of the very cell."""

import pytest
from unit.benefits.written import Written, folder_of, vocabulary
from unit.compiler.written import switches

from chronicare.compiler.benefits import compile_benefits
from chronicare.compiler.register import Register
from chronicare.diagnostics import Diagnostics, Edit


@pytest.mark.parametrize(
    ("row", "edit"),
    [
        ("职工,7 元,开关,甲种,,", Edit("甲种", "甲")),
        ("职工,7 元,开官,甲钟,,", Edit("开官", "开关")),
        ("职工,7 元,,,守册 1-1,", Edit("守册", "手册")),
        ("职工,上年收人,,,,", Edit("上年收人", "上年收入")),
        ("职工,7 元,开关,全然不同,,", None),
    ],
)
def test_a_word_like_one_that_is_known_is_proposed(row: str, edit: Edit | None) -> None:
    found = Diagnostics()
    text = f"入：险种,出：应扣,开关,读法,出处,原文\n{row}\n"
    area = folder_of(found, {"表": Written("UNIQUE", text)}, switches=switches(开关="甲钟"))
    compile_benefits(area, vocabulary(), Register(area, found), found)
    proposed = [each.edit for each in found.sorted() if each.is_error]
    assert edit in proposed
