"""Where a reading stands: in force, the other one, or left open by the source."""

from chronicare.program.entry import Switch

TAKEN, OTHER, OPEN = "采用", "另一读法", "原文未定"


def reading_status(switch: Switch, reading: str) -> str:
    """Say whether ``reading`` is the one in force, another one, or one of those the source leaves open."""
    if switch.default is None:
        return OPEN
    return TAKEN if reading == switch.default else OTHER
