"""Rules compiled to be compared: a rule directory, or a release, which is a file."""

from collections.abc import Mapping
from pathlib import Path

from chronicare.application.release import compile_release
from chronicare.cli.open_rules import read_folders
from chronicare.cli.problems import ProblemsError
from chronicare.compiler import AreaRules
from chronicare.diagnostics import Diagnostics, Language


def compiled_rules(path: Path, area: str, language: Language) -> Mapping[str, AreaRules]:
    """Return the compiled rules of each area, or of ``area`` alone. Raises ProblemsError if any are wrong.

    Raises SentenceError if they cannot be read.
    """
    compiled: dict[str, AreaRules] = {}
    diagnostics = Diagnostics()
    for each in read_folders(path, language).areas:
        if area and each.area != area:
            continue
        diagnostics.extend(each.diagnostics)
        if each.rules is not None:
            compiled[each.area] = compile_release(each.rules, diagnostics)
    if diagnostics.has_errors:
        raise ProblemsError(diagnostics.sorted(), language)
    return compiled
