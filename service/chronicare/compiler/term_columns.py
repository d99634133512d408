"""What terms have beside findings: what they may be stated instead of, their usual value, which date comes first."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from chronicare.cells.types import ValueKind
from chronicare.cells.values import Given
from chronicare.compiler.common_cells import split_list
from chronicare.compiler.formulas import compile_formula
from chronicare.diagnostics import Code, Diagnostics, Text
from chronicare.program.formula import Constant, Formula
from chronicare.program.vocabulary import Finding, Vocabulary
from chronicare.tables import Row


def complete_terms(
    rows: Sequence[Row], findings: dict[str, Finding], vocabulary: Vocabulary, diagnostics: Diagnostics
) -> None:
    """Complete ``findings``, which ``vocabulary`` holds, by the columns of ``rows`` that name other terms."""
    for row in rows:
        finding = findings.get(row.text("code"))
        if finding is None:
            continue
        if row["stands_for"]:
            other = vocabulary.find(row.text("stands_for"))
            if other is None or other.code == finding.code:
                diagnostics.add(
                    Code.UNKNOWN_FINDING,
                    row["stands_for"].position,
                    Text(f"没有别的事项「{row.text('stands_for')}」", f"no other term {row.text('stands_for')!r}"),
                    vocabulary.suggest(row.text("stands_for")),
                )
            else:
                finding = replace(finding, stands_for=other.code)
        if row["may_be_later"]:
            finding = replace(finding, may_be_later=_may_be_later(row, finding, diagnostics))
        if row["not_before"]:
            finding = replace(finding, not_before=_not_before(row, finding, vocabulary, diagnostics))
        if row["unusual_if"]:
            against = vocabulary.find(row.text("unusual_if"))
            if against is None or against.type.kind is not ValueKind.YES_NO:
                diagnostics.add(
                    Code.UNKNOWN_FINDING,
                    row["unusual_if"].position,
                    Text(f"没有是否事项「{row.text('unusual_if')}」", f"no yes-or-no term {row.text('unusual_if')!r}"),
                    vocabulary.suggest(row.text("unusual_if")),
                )
            else:
                finding = replace(finding, unusual_if=against.code)
        usual = _formula(row, "usual", finding, vocabulary, diagnostics)
        if usual is not None:
            if not isinstance(usual.expression, Constant):
                message = Text(f"惯常值「{usual.text}」不是一个值", f"the usual value {usual.text!r} is no value")
                diagnostics.add(Code.WRONG_TYPE, row["usual"].position, message)
                continue
            finding = replace(finding, usual=_value(usual.expression.value, usual.scale, finding))
        findings[finding.code] = finding


def _may_be_later(row: Row, finding: Finding, diagnostics: Diagnostics) -> bool:
    if row.text("may_be_later") != "是" or finding.type.kind is not ValueKind.DATE:
        diagnostics.add(
            Code.BAD_VOCABULARY,
            row["may_be_later"].position,
            Text("这一列只给日期写「是」", "this column is 是, for dates only"),
            Text("其他事项留空", "leave it empty for other terms"),
        )
        return False
    return True


def _not_before(row: Row, finding: Finding, vocabulary: Vocabulary, diagnostics: Diagnostics) -> tuple[str, ...]:
    earlier: list[str] = []
    for name in split_list(row.text("not_before")):
        other = vocabulary.find(name)
        if other is None or other.code == finding.code or {other.type.kind, finding.type.kind} != {ValueKind.DATE}:
            diagnostics.add(
                Code.UNKNOWN_FINDING,
                row["not_before"].position,
                Text(f"没有别的日期「{name}」，或这一项不是日期", f"no other date {name!r}, or this is no date"),
                vocabulary.suggest(name),
            )
        else:
            earlier.append(other.code)
    return tuple(earlier)


def _formula(
    row: Row, column: str, finding: Finding, vocabulary: Vocabulary, diagnostics: Diagnostics
) -> Formula | None:
    return compile_formula(row[column], finding.type, vocabulary, diagnostics) if row[column] else None


def _value(constant: Given, scale: Fraction, finding: Finding) -> Given:
    """Return a constant as facts hold it: a level or a count as an integer, one of a repeated term in a list."""
    value = constant
    if isinstance(value, Fraction):
        counted = finding.type.kind in (ValueKind.LEVEL, ValueKind.COUNT)
        value = int(value) if counted else value * scale
    return (value,) if finding.repeated and not isinstance(value, tuple) else value
