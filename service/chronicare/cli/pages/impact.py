"""The page of ``chronicare impact``."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from chronicare.analysis.comparison import Difference
from chronicare.analysis.impact import Affected, Effect, Impact, Responsible, Result
from chronicare.benefits.money import fen_text
from chronicare.cli.pages.comparison import said_text
from chronicare.cli.pages.layout import amounts_in_line, columns, wrapped
from chronicare.diagnostics import Language, Text

MOST_ROWS = 10
_EXAMPLES = 3
_CHANGED = (Effect.GAINS, Effect.LOSES, Effect.OTHERWISE)
_UNKNOWN_REASON = Text(
    "没有找到是哪一行（值表、推断、行的次序等不同）", "no row was found (values, implications, the order of rows)"
)


def impact_lines(name: Text, code: str, impact: Impact, language: Language) -> Iterator[str]:
    """Yield the page of one area: counts, amounts, the rows responsible, examples with both statements."""
    page = _Page(language)
    yield page.say(f"{code} {name.zh}：{impact.asked} 例", f"{code} {name.en}: {impact.asked} asked")
    yield from page.counts(impact)
    if impact.count(Effect.SAME) == impact.asked:
        return
    yield from page.turns(impact)
    yield from page.amounts(impact)
    yield from page.rows(impact.responsible)
    for effect in _CHANGED:
        yield from page.examples(effect, impact.of(effect))


class _Page:
    def __init__(self, language: Language) -> None:
        self._language = language

    def say(self, zh: str, en: str) -> str:
        return Text(zh, en).in_language(self._language)

    def counts(self, impact: Impact) -> Iterator[str]:
        gained = sum(each.gain_fen for each in impact.of(Effect.GAINS))
        lost = -sum(each.gain_fen for each in impact.of(Effect.LOSES))
        beside = {Effect.GAINS: gained, Effect.LOSES: lost}
        parts = []
        for effect in Effect:
            fen = beside.get(effect, 0)
            amount = self.say(f"（共 {fen_text(fen)} 元）", f" ({fen_text(fen)} yuan)") if fen else ""
            parts.append(f"{effect.value.in_language(self._language)} {impact.count(effect)}{amount}")
        yield "  " + self.say("，", ", ").join(parts)

    def turns(self, impact: Impact) -> Iterator[str]:
        yield self.say("结果（原来 → 现在）", "Outcomes (before → after)")
        for (before, after), count in impact.turns.items():
            yield f"  {before.in_language(self._language)} → {after.in_language(self._language)}  {count}"

    def amounts(self, impact: Impact) -> Iterator[str]:
        paid = dict(impact.payers)
        if not paid:
            return
        yield self.say("金额（元；两边都结算的账单）", "Amounts (yuan; bills that both settle)")
        before, after = (sum(each[side] for each in paid.values()) for side in (0, 1))
        rows = [*paid.items(), (self.say("合计支付", "paid in all"), (before, after))]
        rows.append((self.say("个人负担", "borne by persons"), impact.burden))
        head = [self.say("原来", "before"), self.say("现在", "after"), self.say("差", "difference")]
        cells = [head, *([fen_text(one), fen_text(other), signed(other - one)] for _, (one, other) in rows)]
        names = ["", *(name for name, _ in rows)]
        yield from (
            f"  {line}"
            for line in columns([[name, *each] for name, each in zip(names, amounts_in_line(cells), strict=True)])
        )

    def rows(self, responsible: Iterable[Responsible]) -> Iterator[str]:
        every = list(responsible)
        more = len(every) - MOST_ROWS
        yield self.say("由哪些行（一人涉及几行的，每行都计）", "By which rows (one affected by several counts in each)")
        for each in every[:MOST_ROWS]:
            yield from wrapped(self.responsible(each), "    ", "  ")
        if more > 0:
            yield self.say(f"  另有 {more} 处", f"  and {more} more")

    def responsible(self, each: Responsible) -> str:
        said = reason_text(each.difference, self._language)
        count = len(each.affected)
        gained, lost = fen_text(each.gained_fen), fen_text(each.lost_fen)
        zh = "，".join([f"{count} 例", *([f"多付 {gained} 元"] if each.gained_fen else [])])
        en = ", ".join([f"{count} affected", *([f"{gained} yuan more"] if each.gained_fen else [])])
        if each.lost_fen:
            zh, en = f"{zh}，少付 {lost} 元", f"{en}, {lost} yuan less"
        return self.say(f"{zh}：{said}", f"{en}: {said}")

    def examples(self, effect: Effect, affected: Sequence[Affected]) -> Iterator[str]:
        if not affected:
            return
        title = effect.value.in_language(self._language)
        yield self.say(f"{title}，例如", f"{title}, such as")
        for each in affected[:_EXAMPLES]:
            amount = self.say(f"（{signed(each.gain_fen)} 元）", f" ({signed(each.gain_fen)} yuan)")
            yield f"  {each.name}{amount if each.gain_fen else ''}"
            for heading, result in ((self.say("原来", "before"), each.before), (self.say("现在", "after"), each.after)):
                yield from wrapped(answer_text(result, self._language), "      ", f"    {heading}  ")


def answer_text(result: Result, language: Language) -> str:
    """Write an answer in a paragraph: the outcome, unless the statement begins with it, and the statement."""
    outcome = result.outcome.in_language(language)
    said = "".join(result.statement) if language is Language.ZH else " ".join(result.statement)
    if outcome in said:
        return said
    return Text(f"{outcome}：{said}", f"{outcome}: {said}").in_language(language)


def reason_text(difference: Difference | None, language: Language) -> str:
    """Write what is said otherwise, with its subject."""
    if difference is None:
        return _UNKNOWN_REASON.in_language(language)
    return f"{difference.key.subject} {said_text(difference, language)}"


def signed(fen: int) -> str:
    """Write a difference of amounts in yuan, with its sign."""
    return f"{'+' if fen > 0 else ''}{fen_text(fen)}"


def plain_impact(impact: Impact, language: Language) -> dict[str, Any]:
    """Write an impact for machines; amounts are in fen."""
    before, after = impact.burden
    return {
        "people": impact.asked,
        "effects": {effect.name.lower(): impact.count(effect) for effect in Effect},
        "outcomes": [
            {"before": one.in_language(language), "after": other.in_language(language), "people": count}
            for (one, other), count in impact.turns.items()
        ],
        "payers": {name: {"before_fen": one, "after_fen": other} for name, (one, other) in impact.payers.items()},
        "burden": {"before_fen": before, "after_fen": after},
        "responsible": [
            {
                "what": reason_text(each.difference, language),
                "row": str(_where(each.difference) or ""),
                "people": len(each.affected),
                "gained_fen": each.gained_fen,
                "lost_fen": each.lost_fen,
                "names": [one.name for one in each.affected],
            }
            for each in impact.responsible
        ],
        "changed": [
            {
                "name": each.name,
                "day": each.day.isoformat(),
                "effect": effect.name.lower(),
                "gain_fen": each.gain_fen,
                "before": _plain(each.before, language),
                "after": _plain(each.after, language),
            }
            for effect in _CHANGED
            for each in impact.of(effect)
        ],
    }


def _where(difference: Difference | None) -> object:
    return None if difference is None else difference.stands or difference.stood


def _plain(result: Result, language: Language) -> dict[str, Any]:
    return {
        "outcome": result.outcome.in_language(language),
        "payers": dict(result.payers or {}),
        "burden_fen": result.burden_fen,
        "statement": list(result.statement),
    }
