"""Everything that the rules of an area say on a day, each thing by what it is said of: what a comparison goes by."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from chronicare.compiler import AreaRules
from chronicare.diagnostics import Position
from chronicare.program.decision_table import BenefitRules, ChainStep, DecisionTable, TableRow
from chronicare.program.entry import Criterion, Entry, Switch, Use, UseKind, Variant
from chronicare.program.vocabulary import Vocabulary

SWITCH_SUBJECT = "开关"
"""The subject of what is said of switches; the place is the switch."""


class Key(NamedTuple):
    """What a thing is said of: a ``subject`` (an entry, a table, a card), a ``place`` in it, an ``aspect`` of that."""

    subject: str
    place: str
    aspect: str


class Said(NamedTuple):
    """What is said, and the row that says it."""

    text: str
    where: Position


def said_on(rules: AreaRules, day: date) -> Mapping[Key, Said]:
    """Return all that ``rules`` say on ``day``."""
    said: dict[Key, Said] = {}
    for key, text, where in _said(rules, day):
        before = said.get(key)
        said[key] = Said(
            text if before is None else f"{before.text}；{text}", where if before is None else before.where
        )
    return said


def turning_days(rules: AreaRules) -> set[date]:
    """Return the days on which something begins or ends to hold; the first day of all stands for what always has."""
    spans = [
        (rules.effective_from, rules.effective_until),
        *((each.entry.effective_from, each.entry.effective_until) for each in rules.entries),
        *((each.effective_from, each.effective_until) for each in rules.benefits),
    ]
    begin = {date.min if since is None else since for since, _ in spans}
    return begin | {until for _, until in spans if until is not None}


def _said(rules: AreaRules, day: date) -> Iterator[tuple[Key, str, Position]]:
    for compiled in rules.entries:
        if compiled.entry.in_force(day):
            yield from _of_entry(compiled.entry.as_written, rules.vocabulary)
    for period in rules.benefits:
        if period.in_force(day):
            yield from _of_period(period, rules.vocabulary)


# Entries


def entry_subject(entry: Entry) -> str:
    """Return how an entry is called in a comparison."""
    return f"{entry.code} {entry.name.zh}"


def _of_entry(entry: Entry, vocabulary: Vocabulary) -> Iterator[tuple[Key, str, Position]]:
    subject = entry_subject(entry)
    review = "长期" if entry.review_months is None else f"{entry.review_months} 个月"
    yield Key(subject, "", "类别"), entry.disease_class, entry.at("class")
    yield Key(subject, "", "复审周期"), review, entry.at("review")
    for criterion in entry.criteria.values():
        yield Key(subject, criterion.id, "条件"), _criterion(criterion, vocabulary), criterion.at("test")
    for group in entry.groups.values():
        for variant in group.variants:
            place = f"{group.id}（{group.switch}：{variant.reading}）" if group.switch else group.id
            yield Key(subject, place, "组合"), _variant(variant), variant.position
    for document in entry.documents:
        when = f"，{'、'.join(document.only_if)} 成立时" if document.only_if else ""
        text = f"{document.name.zh}{f'（{document.issuer}）' if document.issuer else ''}{when}"
        yield Key(subject, f"材料 {document.id}", "材料"), text, document.position
    yield from _of_switches(entry.switches, entry.position)


def _criterion(criterion: Criterion, vocabulary: Vocabulary) -> str:
    finding = vocabulary.findings.get(criterion.finding)
    parts = [f"{finding.name.zh if finding else criterion.finding} {criterion.test.text}"]
    if criterion.use is not None:
        parts.append(_use(criterion.use))
    if criterion.since is not None:
        months, days = criterion.since.duration
        lasted = "".join([f"满 {months} 个月" if months else "", f"满 {days} 天" if days else ""])
        parts.append(f"自{criterion.since.name.zh}{lasted or '起'}")
    if criterion.points:
        parts.append(f"{criterion.points} 分")
    return "，".join(parts)


def _use(use: Use) -> str:
    kinds = {UseKind.TIMES: f"至少 {use.count} 次", UseKind.DAYS: f"至少 {use.count} 天"}
    return kinds.get(use.kind, use.kind.value)


def _variant(variant: Variant) -> str:
    needs = variant.needs
    return f"{needs.kind.value}{f' {needs.amount}' if needs.amount else ''}：{'、'.join(variant.members)}"


# Benefits


def _of_period(period: BenefitRules, vocabulary: Vocabulary) -> Iterator[tuple[Key, str, Position]]:
    head = next(iter(period.tables.values())).position if period.tables else Position("")
    yield Key("待遇年度", "", "起始"), f"{period.year.month:02d}-{period.year.day:02d}", head
    for table in period.tables.values():
        yield Key(f"表「{table.name}」", "", "取法"), table.hit.value, table.position
        for row in table.rows:
            for code, formula in row.outputs.items():
                key = Key(f"表「{table.name}」", _case(table, row, vocabulary), vocabulary.findings[code].name.zh)
                yield key, formula.text, row.position
    if period.scope is not None:
        for row in period.scope.rows:
            yield Key("适用范围", _case(period.scope, row, vocabulary), "收录"), "是", row.position
    if period.chain is not None:
        for row in period.chain.rows:
            step = period.steps[row.id]
            subject = f"待遇卡「{step.card}」" if step.card else "支付次序"
            case = _case(period.chain, row, vocabulary)
            for aspect, text in _step(step):
                yield Key(subject, f"{step.name.zh}（{case}）", aspect), text, row.position
    yield from _of_switches(period.switches, head)
    for code, ruled in period.figures.items():
        text = f"{ruled.figure.text}（{ruled.ruling.decided_by} {ruled.ruling.number}）"
        yield Key("裁定", vocabulary.findings[code].name.zh, "数"), text, ruled.ruling.position


def _case(table: DecisionTable, row: TableRow, vocabulary: Vocabulary) -> str:
    """Return the case of a row: what it tests, and the reading it holds under."""
    cells = [
        f"{vocabulary.findings[code].name.zh} {cell}"
        for code in table.inputs
        if (cell := table.cells.get((row.id, code), "-")) != "-"
    ]
    cells += [f"{switch}：{reading}" for switch, reading in row.readings]
    return "，".join(cells) or ("其余" if row.otherwise else "各种情形")


def _step(step: ChainStep) -> Iterator[tuple[str, str]]:
    yield "支付方", step.payer
    for aspect, formula in (
        ("基数", step.base),
        ("起付", step.deductible),
        ("已计起付", step.start),
        ("封顶", step.limit),
        ("单项封顶", step.item_limit),
    ):
        if formula is not None:
            yield aspect, formula.text
    for number, segment in enumerate(step.segments, 1):
        upto = f"（至 {segment.limit.text}）" if segment.limit is not None else ""
        yield f"比例 {number}" if len(step.segments) > 1 else "比例", f"{segment.ratio.text}{upto}"
    for each in step.accumulations:
        yield f"计入 {each.accumulator}", each.amount.text


def _of_switches(switches: Mapping[str, Switch], where: Position) -> Iterator[tuple[Key, str, Position]]:
    for name, switch in switches.items():
        reading = switch.default or "原文未定"
        yield Key(SWITCH_SUBJECT, name, "默认读法"), f"{reading}（裁定）" if switch.ruling else reading, where
