"""The areas written out for a terminal, one block each."""

from collections.abc import Iterator, Mapping

import click

from chronicare.api.v1 import rule_set_service_pb2 as pb
from chronicare.cli.pages.layout import wrapped
from chronicare.cli.pages.parts import Parts
from chronicare.diagnostics import Language, Text

_STATUS: Mapping[int, Text] = {
    pb.AREA_STATUS_EARLIER_IN_FORCE: Text(
        "现在的表有 {} 处错误，仍用原来的规则", "{} problems in the tables as they stand: earlier rules stay in force"
    ),
    pb.AREA_STATUS_NOT_IN_FORCE: Text(
        "没有生效：表有 {} 处错误，运行 chronicare check 查看",
        "not in force: {} problems in its tables, see chronicare check",
    ),
}


class AreasPage:
    """Writes the areas in one language."""

    def __init__(self, language: Language) -> None:
        """Write in ``language``."""
        self._language = language
        self._say = Parts(language).say

    def lines(self, response: pb.ListAreasResponse) -> Iterator[str]:
        """Yield the lines of each area, an empty one between."""
        for number, area in enumerate(response.areas):
            if number:
                yield ""
            yield click.style(f"{area.area_code} {area.name}".strip(), bold=True)
            if area.status in _STATUS:
                said = _STATUS[area.status].in_language(self._language).format(area.problem_count)
                yield click.style(f"  {said}", fg="red")
            if area.HasField("release"):
                yield from self._rules(area)

    def _rules(self, area: pb.Area) -> Iterator[str]:
        since, until = area.effective_from, area.effective_until
        period = self._say(f"自 {since} 起" if since else "", f"from {since}" if since else "")
        if until:
            period += self._say(f"，至 {until} 前", f", until {until}")
        yield from self._line(
            "生效：", "In force: ", f"{period}{self._say('，版本 ', ', version ')}{area.release.version}"
        )
        for each in area.documents:
            yield from self._line("依据：", "Source: ", f"《{each.title}》{each.publisher}，{each.edition}")
        if area.layers:
            layers = self._say("、", ", ").join(area.layers)
            said = self._say(
                f"{layers}（各地共用的规则，不是一个统筹区）", f"{layers} (rules that areas share, no area itself)"
            )
            yield from self._line("沿用：", "Extends: ", said)
        if area.disease_count:
            yield from self._line(
                "认定：", "Recognises: ", self._say(f"{area.disease_count} 个病种", f"{area.disease_count} entries")
            )
        for number, sentence in enumerate(area.covered):
            yield from self._line(
                "结算：" if not number else "　　　", "Settles: " if not number else "         ", sentence
            )
        if area.settles_bills and not area.covered:
            yield from self._line("结算：", "Settles: ", self._say("没有写范围", "its scope is not said"))
        if area.term_count:
            yield from self._line(
                "查询：", "Answers: ", self._say(f"{area.term_count} 个事项", f"{area.term_count} terms")
            )
        yield from self._line(
            "未定：",
            "Open: ",
            self._say(
                f"没有读法的开关 {area.open_switch_count}，待裁定的开关 {area.awaiting_ruling_count}，"
                f"登记的疑点 {area.anomaly_count}",
                f"{area.open_switch_count} switches without a reading, {area.awaiting_ruling_count} awaiting a ruling, "
                f"{area.anomaly_count} doubts registered",
            ),
        )

    def _line(self, zh: str, en: str, text: str) -> list[str]:
        return wrapped(text, "        ", f"  {self._say(zh, en)}")
