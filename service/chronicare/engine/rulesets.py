"""The text of a ruleset as the engine reads it, and of the facts it is given. The only words of the engine's language.

Every condition begins with the tag of its shard, and every shard has a catch-all rule with a lower priority than all
conditions, so that something fires for every fact, and it fires last.
"""

import json
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from chronicare.engine.check import TAG
from chronicare.engine.conditions import Condition
from chronicare.engine.shards import Shard

SESSION_ID = "s"
"""The one session of every ruleset. Ids are told apart by a 32-bit hash, so one per case would mix cases up."""

FACT_ID = "f"
"""The one fact that is in the session at a time. Left behind by a failure, it makes the next be refused as known."""

RETRACTION = json.dumps({"sid": SESSION_ID, "id": FACT_ID}, separators=(",", ":"))
"""What takes the fact back: the engine looks at its ids only."""

_CONDITION_PRIORITY = 1
_CATCH_ALL_PRIORITY = 2


class Sheet(NamedTuple):
    """How a shard is spoken of in its ruleset.

    ``rules`` maps the engine's name of each condition to the program's rule; ``catch_all`` is the engine's name of the
    rule that fires last. A fact is ``opening``, then ``,"property":value`` for each property, then ``}``.
    """

    shard: Shard
    rules: Mapping[str, str]
    catch_all: str
    opening: str


def lay_out(shards: Sequence[Shard]) -> tuple[str, tuple[Sheet, ...]]:
    """Return the ruleset of ``shards``, as JSON, and how each of them is spoken of in it."""
    ruleset: dict[str, object] = {}
    sheets: list[Sheet] = []
    for tag, shard in enumerate(shards):
        rules: dict[str, str] = {}
        for condition in shard.conditions:
            name = str(len(ruleset))
            ruleset[name] = _rule(tag, condition, _CONDITION_PRIORITY)
            rules[name] = condition.rule
        catch_all = str(len(ruleset))
        ruleset[catch_all] = _rule(tag, Condition("", ()), _CATCH_ALL_PRIORITY)
        opening = f'{{"sid":"{SESSION_ID}","id":"{FACT_ID}","{TAG}":{tag}'
        sheets.append(Sheet(shard, rules, catch_all, opening))
    return json.dumps(ruleset, separators=(",", ":")), tuple(sheets)


def opened_property(name: str) -> str:
    """Return what stands in a fact before the value of the property ``name``."""
    return f",{json.dumps(name)}:"


def _rule(tag: int, condition: Condition, priority: int) -> dict[str, object]:
    terms: list[dict[str, object]] = [{TAG: tag}]
    for operator, name, value in condition.terms:
        terms.append({operator: {name: value}} if operator else {name: value})
    return {"all": [{"m": {"$and": terms} if condition.terms else terms[0]}], "pri": priority}
