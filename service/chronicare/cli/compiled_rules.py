"""Rules compiled to be compared: a rule directory, or a release, which is a file."""

from collections.abc import Mapping
from pathlib import Path

from chronicare.application.release import compile_release
from chronicare.cli.problems import ProblemsError, SentenceError, unreadable
from chronicare.compiler import AreaRules
from chronicare.diagnostics import Diagnostics, Language, Text
from chronicare.releases.package import BrokenPackageError, read_rules


def compiled_rules(path: Path, area: str, language: Language) -> Mapping[str, AreaRules]:
    """Return the compiled rules of each area, or of ``area`` alone. Raises ProblemsError if any are wrong."""
    try:
        read = read_rules(path)
    except BrokenPackageError as broken:
        raise SentenceError(Text(f"{path}：{broken.reason.zh}", f"{path}: {broken.reason.en}"), language) from broken
    except OSError as error:
        raise unreadable(path, error, language) from error
    compiled: dict[str, AreaRules] = {}
    diagnostics = Diagnostics()
    for each in read.areas:
        if area and each.area != area:
            continue
        diagnostics.extend(each.diagnostics)
        if each.rules is not None:
            compiled[each.area] = compile_release(each.rules, diagnostics)
    if diagnostics.has_errors:
        raise ProblemsError(diagnostics.sorted(), language)
    return compiled
