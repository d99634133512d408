"""Holds what a counter runs over against its clause: a cap of 「一个自然年度」 is not one of a month."""

from chronicare.checks.tables.row_notes import RowNotes
from chronicare.diagnostics import Code, Diagnostics, Text
from chronicare.program.period import Period
from chronicare.tables import RuleFolder

_SAID = {
    Period.YEAR.value: ("年",),
    Period.QUARTER.value: ("季",),
    Period.MONTH.value: ("月",),
    Period.DAY.value: ("日", "天"),
    Period.COURSE.value: ("疗程", "周期"),
}
"""How clauses speak of each period."""


def check_periods(folder: RuleFolder, notes: RowNotes, diagnostics: Diagnostics) -> None:
    """Warn of each counter whose row speaks of other periods, and not of its own."""
    for row in (row for table in folder.of_kind("counters") for row in table):
        own = _SAID.get(row.text("period"), ())
        anomalies = [each.strip() for each in row.text("anomalies").replace("；", ";").split(";")]
        words = f"{row.text('correction') or row.text('clause')} {notes.said(anomalies)}"
        others = [word for said in _SAID.values() for word in said if word in words]
        if own and others and not any(word in words for word in own):
            diagnostics.add(
                Code.CLAUSE_SAYS_OTHERWISE,
                row["period"].position,
                Text(
                    f"原文里没有说「{row.text('period')}」，说的是{'、'.join(dict.fromkeys(others))}",
                    f"the clause says nothing of {row.text('period')!r}, but speaks of {', '.join(others)}",
                ),
                Text(
                    "核对原文；原文有误的写更正，或在异常里写明", "check the clause; name what is wrong with it as 异常"
                ),
            )
