"""Holds catalogues apart from the policy: they are asked by themselves about care of whoever is insured elsewhere."""

from collections.abc import Mapping

from chronicare.diagnostics import Code, Diagnostics, Text
from chronicare.program.decision_table import DecisionTable
from chronicare.program.vocabulary import Vocabulary


def tell_catalogues_on_policy(
    tables: Mapping[str, DecisionTable],
    producers: Mapping[str, str],
    vocabulary: Vocabulary,
    diagnostics: Diagnostics,
) -> None:
    """Tell what a catalogue rests on that a table of the policy puts out: that would be asked of the wrong area."""
    files = {table.position.file for table in tables.values() if table.is_catalogue}
    for table in (each for each in tables.values() if each.is_catalogue):
        formulas = [(row.position, formula) for row in table.rows for formula in row.outputs.values()]
        named = {code: where for where, formula in reversed(formulas) for code in formula.terms}
        named |= {code: table.headings.get(code, table.position) for code in table.inputs}
        for code, where in named.items():
            other = tables.get(producers.get(code, ""))
            if other is None or other.position.file in files:  # of the same file: a comparison in one of its cells
                continue
            name = vocabulary.findings[code].name.zh
            diagnostics.add(
                Code.WRONG_TYPE,
                where,
                Text(
                    f"「{table.name}」是医保目录，不能看「{name}」：它由「{other.name}」给出，是待遇政策",
                    f"the catalogue {table.name!r} cannot rest on {name!r}, which {other.name!r}, a policy, puts out",
                ),
                Text("目录只看直接报的事项和别的医保目录", "catalogues rest on what is stated and on other catalogues"),
            )
