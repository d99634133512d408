"""Finds the disease entries a request names."""

from datetime import date
from difflib import get_close_matches

from chronicare.application.release import Release
from chronicare.application.validation import require
from chronicare.cells.folding import fold_name
from chronicare.diagnostics import Code, Diagnostics, FieldPath, Text
from chronicare.judging.names import MAX_GUESSES
from chronicare.recognition.decide import EntryDecider


def find_entry(release: Release, name: str, day: date, diagnostics: Diagnostics, field: str) -> EntryDecider | None:
    """Return the decider of the entry called ``name`` in force on ``day``; without one, ``field`` is told of."""
    decider = release.find(name, day) if name else None
    if not name:
        require(field, "病种编码", "the disease entries", diagnostics)
    elif decider is None:
        tell_unknown_entry(release, name, field, diagnostics)
    return decider


def tell_unknown_entry(release: Release, name: str, path: str, diagnostics: Diagnostics) -> None:
    """Tell at ``path`` that no entry is called ``name``, and which are called alike, or which it is divided into."""
    entries = {each.entry.code: each.entry for each in release.deciders}
    below = [each for each in entries.values() if fold_name(name) in map(fold_name, (each.parent, each.parent_name))]
    if name and below:
        listed = "、".join(f"{each.code} {each.name.zh}" for each in below)
        diagnostics.add(
            Code.UNKNOWN_CODE,
            FieldPath(path),
            Text(f"「{name}」按亚类认定，不单独认定", f"{name!r} is recognised by its subtypes only"),
            Text(f"写亚类：{listed}", f"name one: {', '.join(f'{each.code} {each.name.en}' for each in below)}"),
        )
        return
    near = get_close_matches(name, release.known_names, 3) if diagnostics.count < MAX_GUESSES else ()
    diagnostics.add(
        Code.UNKNOWN_CODE,
        FieldPath(path),
        Text(f"没有病种「{name}」", f"no disease entry {name!r}"),
        Text(f"是否 {'、'.join(near)}？", f"did you mean {', '.join(near)}?")
        if near
        else Text("病种见 ListDiseases", "ListDiseases lists the entries"),
    )
