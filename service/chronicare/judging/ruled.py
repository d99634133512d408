"""How an answer names what an authority has decided."""

from chronicare.diagnostics import Text
from chronicare.program.entry import Ruling


def ruling_text(ruling: Ruling) -> Text:
    """Name a ruling that the answer rests on."""
    return Text(
        f"依裁定「{ruling.subject}」取「{ruling.taken}」：{ruling.decided_by} {ruling.number}（{ruling.dated}）。",
        f"By ruling, {ruling.subject!r} is {ruling.taken!r}: {ruling.decided_by} {ruling.number} ({ruling.dated}).",
    )
