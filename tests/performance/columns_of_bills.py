"""How long a chain of two payers takes for many bills at once, next to the same by hand in NumPy and one by one.

The rules are the small ones of the tests: 700 yuan deducted, then 80 %, 140,000 a year; of what is left a second payer
pays, beyond 400 yuan a year, 85 % up to 100,000 and 90 % of the rest, 500,000 at the most.
"""

from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from page import Figure, at_most, per_second
from rounds import over, take_turns

from chronicare.application.release import compile_release, make_release
from chronicare.benefits.bill import Bill, Charges
from chronicare.benefits.model import BenefitModel
from chronicare.benefits.settle import settle
from chronicare.cells.values import Given
from chronicare.columnar.settling import Bills, SettledBills, settle_alike
from chronicare.diagnostics import Diagnostics
from chronicare.engine import DurableEngine
from chronicare.loaders.rule_directory import load_rules

_RULES = Path(__file__).parents[1] / "data" / "cli" / "benefit_rules"
_DAY = date(2025, 12, 15)
_WORDS = {"险种": "职工", "结算类别": "住院", "费用情形": "无"}
_FUND, _BASE = "统筹已付累计", "大额基数累计"
_GOAL = 5.0
_SEED = 20251201
_ONE_BY_ONE = 200
_Fen = NDArray[np.int64]


def measure_bills(engine: DurableEngine, count: int, rounds: int) -> list[Figure]:
    """Time ``count`` bills of different amounts, of persons who have had other bills before."""
    model = _model(engine)
    bills = _draw(model, count)
    fund, base = (bills.accumulators[_code(model, name)] for name in (_FUND, _BASE))
    _compare(settle_alike(model, bills), _by_hand(bills.total, fund, base))
    alone = [_alone(bills, place) for place in range(min(count, _ONE_BY_ONE))]
    timings = take_turns(
        {
            "columns": over([bills], lambda each: settle_alike(model, each)),
            "by hand": over([bills], lambda each: _by_hand(each.total, fund, base)),
            "one by one": over(alone, lambda each: settle(model, each[0], each[0].facts, each[1], {})),
        },
        rounds,
    )
    seconds = {
        "columns": timings.median("columns") / count,
        "by hand": timings.median("by hand") / count,
        "one by one": timings.median("one by one"),
    }
    meanings = {
        "columns": "each payer's amount, what is left, what is counted: by the tables, exactly",
        "by hand": "NumPy, in whole fen, for this chain alone",
        "one by one": "benefits.settle, with every row and reason",
    }
    ratio = at_most(timings.ratio("columns", "by hand"), _GOAL, "against NumPy by hand, in the same rounds")
    return [
        *(Figure(way, per_second(seconds[way], "bills"), meaning) for way, meaning in meanings.items()),
        Figure("columns / by hand", *ratio),
        Figure("one by one / columns", f"{seconds['one by one'] / seconds['columns']:,.0f} ×", "what columns save"),
    ]


def _by_hand(total: _Fen, fund: _Fen, base: _Fen) -> tuple[_Fen, _Fen, _Fen, _Fen, _Fen]:
    """Return what both pay, what is left, and what is counted afterwards."""
    first = np.minimum((np.maximum(total - 700_00, 0) * 80 + 50) // 100, np.maximum(140_000_00 - fund, 0))
    rest = total - first
    begin = base - 400_00
    low, end = np.maximum(begin, 0), np.maximum(begin + rest, 0)
    within = np.maximum(np.minimum(end, 100_000_00) - low, 0)
    beyond = np.maximum(end - np.maximum(low, 100_000_00), 0)
    second = np.minimum((within * 85 + beyond * 90 + 50) // 100, np.minimum(rest, 500_000_00))
    return first, second, rest - second, fund + first, base + rest


def _model(engine: DurableEngine) -> BenefitModel:
    diagnostics = Diagnostics()
    (area,) = load_rules(_RULES).areas
    if area.rules is None:
        raise LookupError(_RULES)
    release = make_release(compile_release(area.rules, diagnostics), area.rules, engine, diagnostics)
    diagnostics.raise_errors()
    model = release.benefits_on(_DAY)
    if model is None:
        raise LookupError(_DAY)
    return model


def _code(model: BenefitModel, name: str) -> str:
    finding = model.vocabulary.find(name)
    if finding is None:
        raise LookupError(name)
    return finding.code


def _draw(model: BenefitModel, count: int) -> Bills:
    rng = np.random.default_rng(_SEED)
    facts: dict[str, Given] = {_code(model, name): _value(model, name, word) for name, word in _WORDS.items()}
    facts |= {_code(model, "机构等级"): _value(model, "机构等级", "三级"), _code(model, "享受公务员补助"): False}
    nothing = np.zeros(count, np.int64)
    counted = {
        _code(model, name): rng.integers(0, most, count) * rng.integers(0, 2, count)
        for name, most in ((_FUND, 150_000_00), (_BASE, 110_000_00))
    }
    return Bills(_DAY, facts, {}, rng.integers(1, 200_000_00, count), nothing, nothing, nothing, counted)


def _value(model: BenefitModel, name: str, word: str) -> Given:
    """Return a word as terms have it: a level by its place."""
    cell_type = model.vocabulary.findings[_code(model, name)].type
    if cell_type.levels is None or not cell_type.levels.ordered:
        return word
    return [level.value for level in cell_type.levels.levels].index(word)


def _alone(bills: Bills, place: int) -> tuple[Bill, dict[str, int]]:
    bill = Bill(str(place), bills.care_date, bills.facts, Charges(int(bills.total[place])))
    return bill, {code: int(each[place]) for code, each in bills.accumulators.items()}


def _compare(found: SettledBills, by_hand: tuple[_Fen, ...]) -> None:
    """Leave if it comes out otherwise by hand: then that would not do the same work."""
    steps = [found.payments[step, False] for step in ("basic", "large")]
    if found.apart.any() or not all(
        np.array_equal(one, other)
        for one, other in zip((*steps, found.burden, *found.accumulators.values()), by_hand, strict=True)
    ):
        raise SystemExit("the same bills come out otherwise by hand")
