"""Components of a measurement sent as findings of their own, as laboratories send them: which belong together."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from chronicare.diagnostics import Code, Diagnostics, Text
from chronicare.judging.consistency import Where
from chronicare.judging.report import ReportedFinding
from chronicare.program.vocabulary import Finding


class SentComponent(NamedTuple):
    """The ``component`` (code) of ``finding``, as it was ``sent`` at ``path``, and the day of it, if one is known."""

    finding: Finding
    component: str
    sent: ReportedFinding
    path: str
    day: date | None

    @property
    def named(self) -> str:
        """The component's name, for messages in Chinese: 收缩压."""
        names = (name for name, code in self.finding.type.component_names.items() if code == self.component != name)
        return next(names, self.component)


def measurements(
    components: Sequence[SentComponent], where: Where, diagnostics: Diagnostics
) -> Iterator[tuple[SentComponent, ...]]:
    """Yield the components of each measurement: those of one day (or none), and if several are, of one report.

    Components of which that cannot be told, and those that are alone, go to ``diagnostics`` and are left out.
    """
    for code in dict.fromkeys(each.finding.code for each in components):
        of_finding = [each for each in components if each.finding.code == code]
        alone: list[SentComponent] = []
        for day in dict.fromkeys(each.day for each in of_finding):
            of_day = list(_by_content([each for each in of_finding if each.day == day]))
            groups = _by_report(of_day) if _repeat(of_day) else [of_day]
            if any(map(_repeat, groups)):
                _tell_ambiguous(of_day, where, diagnostics)
                continue
            for group in groups:
                if len(group) == len(group[0].finding.type.components):
                    yield tuple(group)
                else:
                    alone += group
        if alone:
            _tell_alone(alone, where, diagnostics)


def _by_content(components: Sequence[SentComponent]) -> Iterator[SentComponent]:
    """Yield the components without what is sent twice."""
    seen = set[tuple[str, str, str, str]]()
    for each in components:
        content = (each.component, repr(each.sent.value), each.sent.unit, each.sent.report_id)
        if content not in seen:
            seen.add(content)
            yield each


def _by_report(components: Sequence[SentComponent]) -> list[list[SentComponent]]:
    """Return the components of each report; all together if of some it is not known."""
    if not all(each.sent.report_id for each in components):
        return [list(components)]
    reports = dict.fromkeys(each.sent.report_id for each in components)
    return [[each for each in components if each.sent.report_id == report] for report in reports]


def _repeat(components: Sequence[SentComponent]) -> bool:
    return len({each.component for each in components}) < len(components)


def _tell_ambiguous(components: Sequence[SentComponent], where: Where, diagnostics: Diagnostics) -> None:
    """Tell of several measurements of one day whose components cannot be told apart."""
    finding, day = components[0].finding, components[0].day
    counts = {code: sum(each.component == code for each in components) for code in finding.type.components}
    names = {each.component: each.named for each in components}
    told = "、".join(f"{counts[code]} 个{names[code]}" for code in counts if counts[code])
    told_en = ", ".join(f"{counts[code]} × {code}" for code in counts if counts[code])
    places = "、".join(each.path for each in components)
    when = Text(f"{day} 的" if day else "没有日期的", f"of {day}" if day else "without a date")
    diagnostics.add(
        Code.CONTRADICTORY,
        where(f"{components[0].path}.finding"),
        Text(
            f"{when.zh}「{finding.name.zh}」报了 {told}（{places}），分不清哪些是同一次测量的",
            f"{finding.name.en} {when.en}: {told_en} ({places}), and which are of one measurement cannot be told",
        ),
        Text(
            f"一次测量报一项「{finding.name.zh}」，值写 {_object(finding)}；或给同一次的写同一个 report_id",
            f"report each measurement as one {finding.name.en}, with the value {_object(finding)}, or give those of "
            "one measurement the same report_id",
        ),
    )


def _tell_alone(components: Sequence[SentComponent], where: Where, diagnostics: Diagnostics) -> None:
    """Tell of components that have no counterpart of the same day."""
    finding = components[0].finding
    told = "、".join(f"{each.named}（{each.path}，{each.day or '没有日期'}）" for each in components)
    told_en = ", ".join(f"{each.component} ({each.path}, {each.day or 'no date'})" for each in components)
    first = components[0]
    diagnostics.add(
        Code.BAD_FIELD,
        where(f"{first.path}.finding"),
        Text(
            f"凑不成一次「{finding.name.zh}」：{told}没有同一天的另一部分",
            f"no whole {finding.name.en}: {told_en} without the other component of the same day",
        ),
        Text(
            f"同一次测量的各部分写同一个日期；确实只有这一部分的，报「{finding.name.zh}」，值写 {{{first.named}: …}}",
            "give the components of one measurement the same date; if there is only this one, report "
            f"{finding.name.en} with the value {{{first.component}: …}}",
        ),
    )


def _object(finding: Finding) -> str:
    names = {code: name for name, code in reversed(list(finding.type.component_names.items())) if name != code}
    return "{" + ", ".join(f"{names.get(code, code)}: …" for code in finding.type.components) + "}"
