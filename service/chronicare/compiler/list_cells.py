"""Cells that hold a list."""

import re


def split_list(text: str) -> tuple[str, ...]:
    """Split a list cell at ``;`` ``；`` ``、``; parts are trimmed, empty ones dropped."""
    return tuple(part.strip() for part in re.split(r"[;；、]", text) if part.strip())
