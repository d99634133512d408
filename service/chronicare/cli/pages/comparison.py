"""The page of ``chronicare diff``."""

from collections.abc import Iterator
from itertools import groupby

from chronicare.analysis.comparison import Comparison, Difference
from chronicare.diagnostics import Language, Text


def comparison_lines(name: Text, code: str, comparison: Comparison, language: Language) -> Iterator[str]:
    """Yield the page of one area, by subject: each difference, then who is found otherwise."""
    count = len(comparison.differences)
    yield Text(
        f"{code} {name.zh}：{f'{count} 处不同' if count else '没有不同'}",
        f"{code} {name.en}: {f'{count} differences' if count else 'no difference'}",
    ).in_language(language)
    ordered = sorted(comparison.differences, key=lambda each: each.key.subject)
    for subject, differences in groupby(ordered, key=lambda each: each.key.subject):
        yield f"  {subject}"
        for each in differences:
            yield f"    {said_text(each, language)}"
        for flip in comparison.flips.get(subject, ()):
            found = "，".join(flip.example) or "—"
            yield "    " + Text(
                f"{'新符合' if flip.meets else '不再符合'}，例如：{found}",
                f"{'met now' if flip.meets else 'met no longer'}, such as: {found}",
            ).in_language(language)


def said_text(difference: Difference, language: Language) -> str:
    """Write one difference on a line: the days it holds, what was said and is said, the row."""
    key, before, after = difference.key, difference.before, difference.after
    place = f"{key.place} {key.aspect}".strip()
    where = difference.stands or difference.stood
    if not before:
        zh, en = f"新增 {place}：{after}", f"added {place}: {after}"
    elif not after:
        zh, en = f"删去 {place}：{before}", f"removed {place}: {before}"
    else:
        zh, en = f"{place}：{before} → {after}", f"{place}: {before} → {after}"
    return Text(
        f"{_days(difference, Language.ZH)}{zh}（{where}）", f"{_days(difference, Language.EN)}{en} ({where})"
    ).in_language(language)


def _days(difference: Difference, language: Language) -> str:
    since, until = difference.since, difference.until
    zh = f"{f'自 {since} ' if since else ''}{f'至 {until} 前 ' if until else ''}"
    en = f"{f'from {since} ' if since else ''}{f'until {until} ' if until else ''}"
    return Text(zh, en).in_language(language)


def plain_comparison(comparison: Comparison) -> dict[str, object]:
    """Write a comparison for machines."""
    return {
        "differences": [
            {
                **each.key._asdict(),
                "before": each.before,
                "after": each.after,
                "stood": str(each.stood or ""),
                "stands": str(each.stands or ""),
                "since": str(each.since or ""),
                "until": str(each.until or ""),
            }
            for each in comparison.differences
        ],
        "flips": {
            subject: [{"meets": flip.meets, "example": list(flip.example)} for flip in flips]
            for subject, flips in comparison.flips.items()
        },
    }
