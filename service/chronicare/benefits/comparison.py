"""The same bills settled by two releases: which visits come out otherwise, and what in the rules makes it so."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from chronicare.benefits.amount_texts import value_text
from chronicare.benefits.answer import BillAnswer, YearAnswer, amounts_of
from chronicare.benefits.applied_row import AppliedRow
from chronicare.benefits.settlement import Settlement
from chronicare.cells.values import Given
from chronicare.diagnostics import Language, Text
from chronicare.program.vocabulary import Vocabulary


class VisitChanged(NamedTuple):
    """A visit whose amounts differ: by the release settled with, and by the one compared with."""

    before: BillAnswer
    after: BillAnswer


class _Given(NamedTuple):
    value: Given | None
    applied: AppliedRow


def changed_visits(before: YearAnswer, after: YearAnswer) -> tuple[VisitChanged, ...]:
    """Return the visits whose outcome or amounts differ; one that an undecided one comes before is passed over."""
    return tuple(
        VisitChanged(one, other)
        for one, other in zip(before.answers, after.answers, strict=True)
        if one is not None and other is not None and amounts_of(one) != amounts_of(other)
    )


def reasons_of(changed: VisitChanged, vocabulary: Vocabulary) -> list[Text]:
    """Say why: the terms that the two releases give other values, with the rows, and the steps written otherwise.

    A visit that differs by neither comes after one that does: what was used up before it is other.
    """
    one, other = changed.before.settlement, changed.after.settlement
    if one is None or other is None:
        return [Text("两个发布中有一个不能结算这一笔", "one of the two releases leaves the bill undecided")]
    reasons = [*_terms(one, other, vocabulary), *_steps(one, other)]
    return reasons or [
        Text("此前各次的金额有变，累计随之不同", "visits before it changed, so what is used up is other")
    ]


def _terms(one: Settlement, other: Settlement, vocabulary: Vocabulary) -> Iterator[Text]:
    before, after = _by_term(one), _by_term(other)
    accumulated = set(one.accumulators) | set(other.accumulators)
    for code in (code for code in before if code in after and code in vocabulary.findings):
        old, new = before[code], after[code]
        # What is worked out from accumulators differs because visits before it do.
        moved = accumulated & set(old.applied.row.outputs[code].terms)
        if old.value == new.value or moved:
            continue
        name, clause = vocabulary.findings[code].name, new.applied.row.clause
        zh = [value_text(each.value, code, vocabulary, Language.ZH) for each in (old, new)]
        en = [value_text(each.value, code, vocabulary, Language.EN) for each in (old, new)]
        place = f"{clause.document} {clause.source}"
        yield Text(
            f"「{name.zh}」由 {zh[0]} 变为 {zh[1]}（{place}「{clause.text}」）",
            f"{name.en}: {en[0]} becomes {en[1]} ({place}: {clause.text!r})",
        )


def _by_term(settlement: Settlement) -> Mapping[str, _Given]:
    return {code: _Given(value, each) for each in settlement.applied_rows for code, value in each.outputs.items()}


def _steps(one: Settlement, other: Settlement) -> Iterator[Text]:
    before = {each.step.id: each for each in one.steps}
    after = {each.step.id: each for each in other.steps}
    for name in dict.fromkeys((*before, *after)):
        old, new = before.get(name), after.get(name)
        if old is None or new is None:
            step = (old or new).step.name  # type: ignore[union-attr]
            yield Text(f"「{step.zh}」只在一个发布里支付", f"{step.en} pays by one of the releases only")
            continue
        for role in ("base", "start", "deductible", "segments", "item_limit", "limit"):
            if _written(getattr(old.step, role)) != _written(getattr(new.step, role)):
                zh, en = old.step.name.zh, old.step.name.en
                yield Text(f"「{zh}」的 {role} 写法不同", f"{en}: its {role} is written otherwise")


def _written(part: object) -> object:
    """Return a part of a step as it is written."""
    if isinstance(part, tuple):
        return tuple((_written(each.limit), each.ratio.text) for each in part)
    return getattr(part, "text", part)
