"""What other rules mean for people, as one page with charts; each person's two answers stand side by side in it."""

from collections.abc import Callable, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from chronicare.analysis.comparison import Difference
from chronicare.analysis.impact import Affected, Effect, Impact, Responsible
from chronicare.benefits.money import fen_text, grouped
from chronicare.diagnostics import Text

MOST_SHOWN = 200
"""People with one effect that are shown with their answers."""
_NAMED = 5
"""People of one row that its line leads to."""
_BURDEN = "个人负担"
_BOUNDS = (0, 100_00, 1_000_00, 10_000_00)
_CHANGED = (Effect.GAINS, Effect.LOSES, Effect.OTHERWISE)


class ImpactOf(NamedTuple):
    """The impact in one area: its code and name, and how each difference is said."""

    code: str
    name: Text
    impact: Impact
    said: Callable[[Difference | None], str]


class Bar(NamedTuple):
    """A bar of a chart: its label, how many, and its length in per cent of the longest."""

    label: str
    people: int
    length: float


def write_impact(areas: Sequence[ImpactOf]) -> str:
    """Return the page as self-contained HTML, in Chinese, without scripts."""
    return _template().render(
        areas=areas,
        effects=list(Effect),
        changed=_CHANGED,
        most=MOST_SHOWN,
        bars=_bars_of_effects,
        spread=bars_of_amounts,
        paid=_paid,
        burden=_BURDEN,
        number_of=_number_of,
        rows_of=_rows_of,
        shown_of=_shown_of,
        yuan=lambda fen: grouped(fen_text(fen)),
    )


def bars_of_amounts(impact: Impact) -> list[Bar]:
    """Return how many lose and gain how much: those who lose most first, nobody without a difference."""
    bounds = [*(-each for each in reversed(_BOUNDS[1:])), *_BOUNDS]
    amounts = [each.gain_fen for each in impact.changed if each.gain_fen]
    edges: list[int | None] = [None, *bounds, None]
    bars = []
    for low, high in pairwise(edges):
        # An amount at a bound is of the part nearer to nothing.
        bars.append((_between(low, high), sum(_is_between(each, low, high) for each in amounts)))
    return _scaled(bars)


def _is_between(fen: int, low: int | None, high: int | None) -> bool:
    if fen < 0:
        return (low is None or fen >= low) and (high is not None and fen < high)
    return (low is not None and fen > low) and (high is None or fen <= high)


def _between(low: int | None, high: int | None) -> str:
    if low is None:
        return f"少 {abs(high or 0) // 100} 元以上"
    if high is None:
        return f"多 {low // 100} 元以上"
    if high <= 0:
        return f"少 {-high // 100}–{-low // 100} 元"
    return f"多 {low // 100}–{high // 100} 元"


def _bars_of_effects(impact: Impact) -> list[Bar]:
    return _scaled([(effect.value.zh, impact.count(effect)) for effect in Effect])


def _scaled(bars: Sequence[tuple[str, int]]) -> list[Bar]:
    most = max((count for _, count in bars), default=0) or 1
    return [Bar(label, count, round(100 * count / most, 1)) for label, count in bars]


def _paid(impact: Impact) -> list[tuple[str, int, int, float, float]]:
    """Return what each payer, and the persons, pay before and after, in fen and in per cent of the most."""
    rows = [*impact.payers.items(), (_BURDEN, impact.burden)]
    most = max(max(each) for _, each in rows) or 1
    return [
        (name, before, after, round(100 * before / most, 1), round(100 * after / most, 1))
        for name, (before, after) in rows
    ]


def _number_of(impact: Impact, person: Affected) -> int:
    """Return by which number the page knows ``person``."""
    return next(number for number, each in enumerate(impact.changed) if each is person)


def _rows_of(impact: Impact, person: Affected) -> list[Difference | None]:
    """Return what has changed that ``person`` is affected by."""
    return [each.difference for each in impact.responsible if any(one is person for one in each.affected)]


def _shown_of(impact: Impact, responsible: Responsible) -> list[tuple[int, str]]:
    """Return number and name of the first people affected by one change who stand on the page with their answers."""
    shown = {id(one) for effect in _CHANGED for one in impact.of(effect)[:MOST_SHOWN]}
    affected = [each for each in responsible.affected if id(each) in shown]
    return [(_number_of(impact, each), each.name) for each in affected[:_NAMED]]


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("chronicare.authoring", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template("impact.html.j2")
