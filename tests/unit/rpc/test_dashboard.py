"""The dashboard shows what is published, all of it, and nothing that is not."""

import json
import re
from itertools import combinations
from pathlib import Path
from typing import Any

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.parser import text_string_to_metric_families
from unit.rpc.test_metrics import STATE

from chronicare.rpc.counts import DECISIONS, SETTLEMENTS
from chronicare.rpc.metrics import StateCollector

BOARD: dict[str, Any] = json.loads(
    (Path(__file__).parents[3] / "service" / "deployment" / "dashboard.json").read_text(encoding="utf-8")
)
ASKED: list[str] = [target["expr"] for panel in BOARD["panels"] for target in panel["targets"]]
COLUMNS = 24
"""Of Grafana's grid."""


def published() -> dict[str, set[str]]:
    """Return the labels of each metric, by name; the parts of a histogram go by one name."""
    counted = (((DECISIONS, "990000", "MEETS"), 1.0), ((SETTLEMENTS, "990000", "SETTLED"), 1.0))
    registry = CollectorRegistry()
    registry.register(StateCollector(lambda: STATE.model_copy(update={"sums": (*STATE.sums, *counted)})))
    families = list(text_string_to_metric_families(generate_latest(registry).decode()))
    return {
        each.name: set(each.labels) | {"instance"}
        for family in families
        for each in family.samples
        if not each.name.endswith(("_count", "_sum", "_created"))
    }


def test_all_that_is_published_is_shown_and_nothing_else() -> None:
    assert {name for each in ASKED for name in re.findall(r"chronicare_\w+", each)} == published().keys()


def test_what_is_asked_for_has_the_labels_it_is_asked_by() -> None:
    labels_of = published()
    for asked in ASKED:
        names = re.findall(r"chronicare_\w+", asked)
        known = set.intersection(*(labels_of[name] for name in names))
        grouped = {each.strip() for group in re.findall(r"by \(([^)]*)\)", asked) for each in group.split(",")}
        picked = set(re.findall(r"[{,](\w+)(?:=~|!=|=)", asked)) if len(set(names)) == 1 else set()
        assert (grouped | picked) <= known, asked


def test_brackets_close() -> None:
    for asked in ASKED:
        for opening, closing in ("()", "[]", "{}"):
            assert asked.count(opening) == asked.count(closing), asked


def test_every_variable_is_declared() -> None:
    declared = {each["name"] for each in BOARD["templating"]["list"]} | {"__rate_interval"}
    assert set(re.findall(r"\$\{?(\w+)", json.dumps(BOARD))) <= declared


def test_panels_are_told_apart_and_do_not_overlap() -> None:
    panels = BOARD["panels"]
    assert len({each["id"] for each in panels}) == len({each["title"] for each in panels}) == len(panels)
    assert all(each["gridPos"]["x"] + each["gridPos"]["w"] <= COLUMNS for each in panels)
    for one, other in combinations((each["gridPos"] for each in panels), 2):
        beside = one["x"] + one["w"] <= other["x"] or other["x"] + other["w"] <= one["x"]
        assert beside or one["y"] + one["h"] <= other["y"] or other["y"] + other["h"] <= one["y"]
