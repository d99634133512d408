"""How an answer says on its face that a request put a reading in force."""

from chronicare.diagnostics import Text
from chronicare.program.entry import Switch


def assumed_text(switch: Switch) -> Text:
    """Say that the reading of ``switch`` is the request's, so that nobody takes the answer for a decision."""
    return Text(
        f"【假设】以下按请求指定的读法：「{switch.name}」取「{switch.default}」，不是现行规则的结论。",
        f"[What if] By the reading the request puts in force, {switch.default!r} of {switch.name!r}: not what the rules"
        " in force decide.",
    )
