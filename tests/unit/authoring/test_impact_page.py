"""The page of an impact: one file, bars as long as their numbers, both answers of a person side by side."""

from datetime import date
from typing import Any

from lxml import html

from chronicare.analysis.impact import Affected, Result, impact_of
from chronicare.authoring.impact_page import MOST_SHOWN, ImpactOf, bars_of_amounts, write_impact
from chronicare.diagnostics import Text

SETTLED = Text("已结算", "settled")


def person(name: str, before: int, after: int) -> Affected:
    """Return somebody of whose bill of 20,000 yuan the fund pays ``before`` and ``after``, in yuan."""
    results = [
        Result(SETTLED, (f"支付 {paid} 元 <{name}>。",), {"基金": paid * 100}, (20000 - paid) * 100)
        for paid in (before, after)
    ]
    return Affected(name, date(2026, 3, 1), *results)


def test_the_bars_are_as_long_as_their_numbers() -> None:
    """At a bound it is the part nearer to nothing: 100 more is among 0 to 100."""
    gains = [50, 100, 101, 1000, 10001, -100, -2000, 0]
    people = [person(str(gain), 5000, 5000 + gain) for gain in gains]
    bars = {bar.label: (bar.people, bar.length) for bar in bars_of_amounts(impact_of(people, ()))}
    assert bars == {
        "少 10000 元以上": (0, 0),
        "少 1000–10000 元": (1, 50),
        "少 100–1000 元": (0, 0),
        "少 0–100 元": (1, 50),
        "多 0–100 元": (2, 100),
        "多 100–1000 元": (2, 100),
        "多 1000–10000 元": (0, 0),
        "多 10000 元以上": (1, 50),
    }


def test_the_page_has_both_answers_of_whoever_is_affected_and_nothing_from_outside() -> None:
    people = [person("甲", 100, 300), person("乙", 100, 100), person("丙", 100, 40)]
    page = write_impact([ImpactOf("990000", Text("示例市", ""), impact_of(people, ()), lambda _: "某一行")])
    read: Any = html.fromstring(page)
    assert not read.xpath("//script | //link | //img | //*[@src] | //*[@href][not(starts-with(@href, '#'))]")
    assert "@import" not in page
    assert "url(" not in page
    details = read.xpath("//details")
    assert [each.xpath("string(summary)").split() for each in details] == [
        ["甲", "2026-03-01+200.00"],
        ["丙", "2026-03-01-60.00"],
    ]
    assert details[0].xpath(".//p/text()") == ["支付 100 元 <甲>。", "支付 300 元 <甲>。", "由：某一行"]
    assert {each.get("href").removeprefix("#") for each in read.xpath("//a")} == {each.get("id") for each in details}
    burden = read.xpath("//span[starts-with(text(), '+') or starts-with(text(), '-')]")
    assert [(each.text, each.get("class")) for each in burden] == [("+140.00", "plus"), ("-140.00", "plus")]
    numbers = [" ".join(each.text_content().split()) for each in read.xpath("//div[@class='cards']/div")]
    assert numbers == ["得益1例，多付 200.00 元", "受损1例，少付 60.00 元", "另有不同0例", "不变1例"]
    assert "某一行" in page


def test_of_many_the_most_affected_are_shown_and_the_rest_counted() -> None:
    people = [person(str(gain), 1000, 1000 + gain) for gain in range(1, MOST_SHOWN + 4)]
    page = write_impact([ImpactOf("990000", Text("示例市", ""), impact_of(people, ()), lambda _: "")])
    read: Any = html.fromstring(page)
    assert len(read.xpath("//details")) == MOST_SHOWN
    assert read.xpath("string(//details[1]/summary)").startswith(str(MOST_SHOWN + 3))
    assert "另有 3 例没有列出" in page
