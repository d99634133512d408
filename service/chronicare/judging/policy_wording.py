"""How every answer says on its face what its policy rests on: a ruling, a reading that a request put in force."""

from chronicare.diagnostics import Text
from chronicare.program.entry import Ruling, Switch


def assumed_text(switch: Switch) -> Text:
    """Say that the reading of ``switch`` is the request's, so that nobody takes the answer for a decision."""
    return Text(
        f"【假设】以下按请求指定的读法：「{switch.name}」取「{switch.default}」，不是现行规则的结论。",
        f"[What if] By the reading the request puts in force, {switch.default!r} of {switch.name!r}: not what the rules"
        " in force decide.",
    )


def ruling_text(ruling: Ruling) -> Text:
    """Name a ruling that the answer rests on."""
    return Text(
        f"依裁定「{ruling.subject}」取「{ruling.taken}」：{ruling.decided_by} {ruling.number}（{ruling.dated}）。",
        f"By ruling, {ruling.subject!r} is {ruling.taken!r}: {ruling.decided_by} {ruling.number} ({ruling.dated}).",
    )
