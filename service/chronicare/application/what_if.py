"""Readings that a request puts in force: what if the source were read, or ruled, otherwise."""

from collections.abc import Mapping

from chronicare.application.release import Release
from chronicare.diagnostics import Code, Diagnostics, FieldPath, Text
from chronicare.formats.spelling import suggest

MAX_READINGS = 100
"""Readings that one request puts in force."""


def assume(release: Release, readings: Mapping[str, str], diagnostics: Diagnostics) -> Release:
    """Return ``release`` with ``readings`` in force, by switch; what there is not is told, and passed over."""
    if len(readings) > MAX_READINGS:
        message = Text(f"读法 {len(readings)} 项", f"{len(readings)} readings")
        hint = Text(f"一次至多 {MAX_READINGS} 项", f"at most {MAX_READINGS}")
        diagnostics.add(Code.TOO_MANY, FieldPath("readings"), message, hint)
        return release
    known: dict[str, str] = {}
    for name, reading in readings.items():
        switch = release.switches.get(name)
        where = FieldPath(f"readings.{name}")
        if switch is None:
            message = Text(f"没有开关「{name}」", f"there is no switch {name!r}")
            diagnostics.add(Code.UNKNOWN_CODE, where, message, suggest(name, release.switches))
        elif reading not in (ids := [each.id for each in switch.readings]):
            message = Text(f"开关「{name}」没有读法「{reading}」", f"switch {name!r} has no reading {reading!r}")
            hint = Text(f"读法：{'、'.join(ids)}", f"readings: {', '.join(ids)}")
            diagnostics.add(Code.UNKNOWN_CODE, where, message, hint)
        else:
            known[name] = reading
    return release.assuming(known) if known else release
