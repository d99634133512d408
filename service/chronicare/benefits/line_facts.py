"""What lines of a bill state and no table asks of a line: listed as unused, or refused with what would be right.

What a table asks of a line is used in any case. Other facts hold for what is settled apart of the bill, if its lines
state them alike; of the rest of the bill a line says nothing.
"""

from enum import Enum

from chronicare.benefits.bill import Bill, ChargeLine, Facts
from chronicare.benefits.bill_parts import lines_of
from chronicare.benefits.care_catalogue import goes_by_care_catalogue
from chronicare.benefits.formula_evaluation import NotEvaluableError
from chronicare.benefits.lines import LineGroup, LineTerms
from chronicare.benefits.model import BenefitModel
from chronicare.benefits.report import ReportedBill
from chronicare.benefits.stated_terms import contradicted, tell_contradicted
from chronicare.benefits.term_resolver import TermResolver
from chronicare.benefits.unknowns import FactNeededError, ReadingNeededError
from chronicare.cells.values import Given
from chronicare.diagnostics import Code, Diagnostics, FieldPath, Text
from chronicare.program.roles import Role


class _Use(Enum):
    """What becomes of a fact of a line that no table asks of a line."""

    OF_PART = "of_part"
    """It holds for what its line is settled with, or may do so: where that is settled is not known yet."""
    NONE = "none"
    """Nothing rests on it."""
    DIFFERS = "differs"
    """Lines settled together apart of the bill do not state it alike."""


def check_lines(
    model: BenefitModel,
    bill: Bill,
    stated: ReportedBill,
    path: str,
    diagnostics: Diagnostics,
    *,
    assume_usual: bool = False,
) -> None:
    """List what lines of ``bill``, sent as ``stated`` at ``path``, state that is not used; refuse what contradicts.

    With ``assume_usual`` what a line states otherwise than the usual value that the bill would have is refused too.
    """
    not_asked = [
        (index, line, codes)
        for index, line in enumerate(bill.lines)
        if (codes := {code for code, value in line.facts.items() if not _is_asked_or_said(model, bill, code, value)})
    ]
    if not not_asked:
        return
    parts = _Parts(model, bill, assume_usual=assume_usual)
    contradictions: dict[frozenset[tuple[str, Given]], tuple[str, ...]] = {}
    for index, line, codes in not_asked:
        here, key = f"{path}lines[{index}].facts", frozenset(line.facts.items())
        if key not in contradictions:
            contradictions[key] = tuple(contradicted(model, bill.care_date, {**bill.facts, **line.facts}))
        if contradictions[key]:
            tell_contradicted(model, contradictions[key], here, diagnostics)
            continue
        for place, each in enumerate(stated.lines[index].facts):
            finding = model.vocabulary.find(each.finding)
            if finding is None or finding.code not in codes:
                continue
            use, usual = parts.use_of(line, finding.code), finding.usual
            if use is _Use.DIFFERS:
                _tell_differing(finding.name, parts.setting_of(line), f"{here}[{place}].value", diagnostics)
            elif use is _Use.NONE and assume_usual and usual not in (None, line.facts[finding.code]):
                _tell_unusual(finding.name, f"{here}[{place}].value", diagnostics)
            elif use is _Use.NONE:
                diagnostics.unused.take_known(each.finding, FieldPath(f"{here}[{place}].finding"))


def _is_asked_or_said(model: BenefitModel, bill: Bill, code: str, value: Given) -> bool:
    """Whether a table asks the fact of a line, or the bill says the same."""
    said = bill.facts.get(code)
    is_among = isinstance(value, tuple) and isinstance(said, tuple) and set(value) <= set(said)
    return code in model.asked_of_lines or said == value or is_among


class _Parts:
    """Which lines of a bill are settled together, as far as it is known from the facts stated."""

    def __init__(self, model: BenefitModel, bill: Bill, *, assume_usual: bool) -> None:
        facts: Facts = {**model.dated(bill.care_date), **bill.facts}
        resolver = TermResolver(model, bill.care_date, facts, {}, assume_usual=assume_usual)
        memo = lines_of(bill)
        groups = memo.groups(by_amount=model.lines_rest_on_amount)
        lines = memo.lines_under(resolver, len(groups), is_listed=_is_listed(resolver, bill))
        self._own = facts.get(model.roles[Role.SETTING])
        self._group_of = {id(line): group for group in groups for line in group.lines}
        self._terms: dict[LineGroup, LineTerms] = {}
        for group in groups:
            try:
                self._terms[group] = lines.terms_of(group)
            except (NotEvaluableError, FactNeededError, ReadingNeededError):
                continue  # the bill asks for what is wanting

    def setting_of(self, line: ChargeLine) -> str:
        """Return the setting that ``line`` is settled under apart of the bill; empty if it is with the bill."""
        terms = self._terms[self._group_of[id(line)]]
        return "" if terms.setting == self._own else terms.setting

    def use_of(self, line: ChargeLine, code: str) -> _Use:
        """Return what becomes of the fact ``code`` of ``line``."""
        group = self._group_of[id(line)]
        if group not in self._terms:
            return _Use.OF_PART
        setting = self.setting_of(line)
        if not setting:
            return _Use.NONE
        together = {each: terms for each, terms in self._terms.items() if terms.setting == setting}
        eligible = [each for each, terms in together.items() if _is_eligible(each, terms)]
        counting = eligible or list(together)
        if group not in counting:
            return _Use.NONE
        value = group.lines[0].facts[code]
        is_alike = all(each.lines[0].facts.get(code) == value for each in counting)
        return _Use.OF_PART if is_alike else _Use.DIFFERS


def _is_listed(resolver: TermResolver, bill: Bill) -> bool:
    """Whether the lines are known to go by the catalogue of the area of care."""
    try:
        return goes_by_care_catalogue(resolver, bill)
    except (NotEvaluableError, FactNeededError, ReadingNeededError):
        return False


def _is_eligible(group: LineGroup, terms: LineTerms) -> bool:
    charges = terms.charges(group.total_fen, group.above_price_limit_fen)
    return charges.eligible_fen > terms.advance_fen(charges)


def _tell_differing(name: Text, setting: str, path: str, diagnostics: Diagnostics) -> None:
    message = Text(
        f"按「{setting}」结算的各行所写的「{name.zh}」不同，或有的没有写",
        f"the lines settled under {setting!r} do not all state the same {name.en}",
    )
    hint = Text("各行写得一样；确实不同的，另报一笔账单", "state the same in each, or send another bill")
    diagnostics.add(Code.CONTRADICTORY, FieldPath(path), message, hint)


def _tell_unusual(name: Text, path: str, diagnostics: Diagnostics) -> None:
    message = Text(
        f"「{name.zh}」不是一行的事项；账单没有写，照惯常值算就与这一行不同",
        f"{name.en} is not a fact of a line; the bill has none, and its usual value differs from this line's",
    )
    hint = Text("写在账单的 facts 里；只有这一行如此的，另报一笔账单", "state it of the bill, or send another bill")
    diagnostics.add(Code.CONTRADICTORY, FieldPath(path), message, hint)
