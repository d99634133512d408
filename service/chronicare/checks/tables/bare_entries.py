"""Tells entries that nobody has tried: without a case, or with nothing of their own to hand in."""

from collections import Counter
from collections.abc import Iterable
from pathlib import PurePosixPath

from chronicare.compiler import AreaRules
from chronicare.diagnostics import Code, Diagnostics, Position, Text
from chronicare.formats import AnyCaseFile
from chronicare.tables import RuleFolder

CASES = "cases"


def check_entries(folder: RuleFolder, rules: AreaRules, cases: Iterable[AnyCaseFile], diagnostics: Diagnostics) -> None:
    """Refuse an area without any case, and each entry without one; warn of one without documents where most have.

    What every entry asks for is no document of one's own.
    """
    tried = {each.subject for each in cases}
    if not tried:
        where = Position(str(PurePosixPath(folder.manifest.file).with_name(CASES)))
        message = Text("没有一个案例", "there is no case")
        hint = Text("没有案例的规则不能发布：补上案例文件", "rules without cases are not published: add case files")
        diagnostics.add(Code.BAD_CASE, where, message, hint)
        return
    entries = {each.entry.code: each.entry for each in rules.entries}
    rows = Counter(document.position for each in entries.values() for document in each.documents)
    own = {code for code, each in entries.items() if any(rows[one.position] < len(entries) for one in each.documents)}
    for entry in entries.values():
        if tried.isdisjoint((entry.code, entry.name.zh, *entry.aliases)):
            diagnostics.add(
                Code.BAD_CASE,
                entry.at("code"),
                Text(f"{entry.code} 没有一个案例", f"{entry.code} has no case"),
                Text(f"在 {CASES} 里加 {entry.code}.yaml", f"add {entry.code}.yaml to {CASES}"),
            )
        if entry.code not in own and 2 * len(own) >= len(entries):
            diagnostics.add(
                Code.NO_DOCUMENT,
                entry.at("code"),
                Text(f"{entry.code} 没有一件自己的认定材料", f"{entry.code} asks for no document of its own"),
                Text("在 documents 表里加一行", "add a row to documents"),
            )
