"""Pages written from templates: whatever comes from data is text, never markup."""

from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined

from chronicare.analysis.comparison import Difference
from chronicare.api.v1 import benefit_pb2, decision_pb2
from chronicare.benefits.money import fen_text, grouped
from chronicare.checks.case_words import in_words
from chronicare.diagnostics import Diagnostic, Position

if TYPE_CHECKING:
    from collections.abc import Iterable

OUTCOMES = {
    decision_pb2.OUTCOME_MEETS: ("符合", "yes"),
    decision_pb2.OUTCOME_DOES_NOT_MEET: ("不符合", "no"),
    decision_pb2.OUTCOME_UNDECIDED: ("尚不能认定", "open"),
}
SETTLED = {
    benefit_pb2.SETTLEMENT_OUTCOME_SETTLED: ("已结算", "yes"),
    benefit_pb2.SETTLEMENT_OUTCOME_NOT_PAYABLE: ("不予支付", "no"),
    benefit_pb2.SETTLEMENT_OUTCOME_NOT_COVERED: ("本规则集未收录", "open"),
    benefit_pb2.SETTLEMENT_OUTCOME_UNDECIDED: ("尚不能结算", "open"),
}
FORMULA_ROLES = {
    "base": "基数",
    "start": "此前已计",
    "deductible": "起付",
    "segment": "分段",
    "ratio": "比例",
    "limit": "封顶",
    "item_limit": "单项封顶",
}
"""How the parts of a step that formulas give are called."""
_ROOTS = "RXE"
"""What the names of routes, exclusions and endings begin with, in the order they are shown; others come last."""
_LAST = len(_ROOTS) + 1
MARKS = {
    decision_pb2.TRUTH_TRUE: ("✓", "yes", "满足"),
    decision_pb2.TRUTH_FALSE: ("✗", "no", "不满足"),
    decision_pb2.TRUTH_UNKNOWN: ("?", "open", "不知道"),
}


def render(template: str, **given: Any) -> str:  # noqa: ANN401 - what a template is given
    """Return the page that ``template`` makes of what is ``given``."""
    return _environment().get_template(template).render(**given)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("chronicare.workbench", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["yuan"] = lambda fen: grouped(fen_text(int(fen)))
    environment.filters["amount"] = lambda text: grouped(str(text))
    environment.filters["percent"] = lambda points: f"{points / 100:g}%"
    environment.filters["rowlink"] = row_link
    environment.filters["place"] = place_link
    environment.filters["within"] = within_folder
    environment.filters["in_words"] = in_words
    environment.filters["days"] = days_of
    environment.filters["groups"] = group_tree
    environment.globals.update(ROLES=FORMULA_ROLES, OUTCOMES=OUTCOMES, SETTLED=SETTLED, MARKS=MARKS)
    return environment


def row_link(row: str) -> str:
    """Return the page of a row that is named ``file:row``, below the address of the workbench."""
    file, _, number = row.rpartition(":")
    return f"table/{quote(file)}#r{number}" if number.isdecimal() else f"table/{quote(row)}"


def place_link(problem: Diagnostic) -> str:
    """Return the page of the cell a problem is at; empty if it is at none of a table."""
    where = problem.where
    if not isinstance(where, Position) or not where.file.endswith(".csv"):
        return ""
    at = f"#r{where.row}" if where.row else ""
    return f"table/{quote(where.file)}{at}{f'c{where.column}' if where.row and where.column else ''}"


def within_folder(place: object) -> str:
    """Return how a place is called within its folder: authors work in one at a time."""
    return str(place).partition("/")[2] or str(place)


def days_of(difference: Difference) -> str:
    """Say from when, and until before when, something is said otherwise."""
    since, until = difference.since, difference.until
    return f"{f'自 {since} 起' if since else ''}{f'至 {until} 前' if until else ''}"


def group_tree(decision: decision_pb2.Decision) -> list[dict[str, Any]]:
    """Return the groups of a decision, each with the criteria and groups it is made of, those of no other first."""
    groups = {each.id: each for each in decision.groups}
    criteria = {each.id: each for each in decision.criteria}
    inside = {member for each in decision.groups for member in each.members}

    def node(name: str, above: frozenset[str]) -> dict[str, Any]:
        group = groups.get(name)
        below: Iterable[str] = group.members if group is not None and name not in above else ()
        return {
            "id": name,
            "group": group,
            "criterion": criteria.get(name),
            "below": [node(each, above | {name}) for each in below],
        }

    roots = sorted((name for name in groups if name not in inside), key=lambda name: _ROOTS.find(name[0]) % _LAST)
    tree = [node(name, frozenset()) for name in roots]
    loose = [name for name in criteria if name not in inside]
    return tree + [node(name, frozenset()) for name in loose]
