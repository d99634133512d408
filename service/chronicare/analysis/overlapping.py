"""Shows rows that may match together: for whom, what each says, and a case to paste."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from chronicare.analysis.case_lines import ANY_DAY, case_line
from chronicare.analysis.table_space import TableSpace, meet
from chronicare.compiler import AreaRules
from chronicare.compiler.decision_tables import overlap_text, overlaps
from chronicare.diagnostics import WITHOUT_ROW, Code, Diagnostic, Position, Text
from chronicare.program.decision_table import BenefitRules, DecisionTable, TableRow
from chronicare.program.vocabulary import Vocabulary

_THE_SAME = Text("两行说的一样", "both say the same")


def with_overlaps_shown(found: Iterable[Diagnostic], rules: AreaRules) -> Iterator[Diagnostic]:
    """Yield ``found``, each that tells of two rows that may match together with whom they both match."""
    tables = {table.position.file: (table, period) for period in rules.benefits for table in period.tables.values()}
    for each in found:
        place = each.where.file if isinstance(each.where, Position) else ""
        told = each.code is Code.DUPLICATE_ID and place in tables
        yield (_shown(each, *tables[place], rules.vocabulary) or each) if told else each


def _shown(told: Diagnostic, table: DecisionTable, period: BenefitRules, vocabulary: Vocabulary) -> Diagnostic | None:
    """Return ``told`` with the case that passes both rows; ``None`` if it tells of something else."""
    for one, other in overlaps(table):
        if other.position != told.where or overlap_text(one, table) != told.message:
            continue
        common = _in_common(one, other, table, period, vocabulary)
        if common is None:
            return None
        said, example = common
        zh = "，".join(f"{name} {cell}" for name, cell in said) or "任何情形"
        en = ", ".join(f"{name} {cell}" for name, cell in said) or "anything"
        apart = _apart(one, other, vocabulary)
        readings = dict((*one.readings, *other.readings))
        return replace(
            told,
            message=Text(f"{told.message.zh}：{zh}（{apart.zh}）", f"{told.message.en}: {en} ({apart.en})"),
            case=case_line(f"{table.name} 两行都适用", table, period, vocabulary, example, readings),
            edit=WITHOUT_ROW if apart == _THE_SAME else None,
        )
    return None


def _in_common(
    one: TableRow, other: TableRow, table: DecisionTable, period: BenefitRules, vocabulary: Vocabulary
) -> tuple[Sequence[tuple[str, str]], Mapping[str, str]] | None:
    """Return what both rows let through, and an example of it; ``None`` where it cannot occur."""
    if table.matching is None:
        return (), {}
    space = TableSpace(table, period, vocabulary)
    boxes = dict(zip((row.id for row in table.rows), space.boxes, strict=False))
    region = meet(space.within, meet(boxes[one.id], boxes[other.id]))
    if not all(region.values()):
        return None
    return space.said(region), space.example(region, period.effective_from or ANY_DAY)


def _apart(one: TableRow, other: TableRow, vocabulary: Vocabulary) -> Text:
    """Say what the rows say differently."""
    parts = [
        (vocabulary.findings[code].name, f"{formula.text} / {other.outputs[code].text}")
        for code, formula in one.outputs.items()
        if code in other.outputs and formula.text != other.outputs[code].text
    ]
    if not parts:
        return _THE_SAME
    zh, en = (["；", "; "][at].join(f"{name[at]} {turn}" for name, turn in parts) for at in (0, 1))
    return Text(zh, en)
