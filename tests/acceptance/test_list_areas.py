"""ListAreas over the wire, of all areas: held against what their files say, read by other means."""

import csv
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
import yaml

from chronicare.api.v1 import rule_set_service_pb2 as pb
from chronicare.api.v1.rule_set_service_pb2_grpc import RuleSetServiceStub

RULES = Path(__file__).parents[2] / "rules"
LAYER = "national"
RECOGNISED = {"511900": 85}
"""How many diseases the manuals of the areas say whom to recognise for."""

pytestmark = pytest.mark.slow


def folders() -> dict[str, Path]:
    """Return the folders of areas by their codes."""
    found = {}
    for manifest in sorted(RULES.glob("*/manifest.yaml")):
        area = yaml.safe_load(manifest.read_text(encoding="utf-8")).get("area")
        if area:
            found[area] = manifest.parent
    return found


def rows_of(folder: Path, file: str) -> Iterator[dict[str, str]]:
    for path in folder.rglob(file):
        yield from csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines())


def test_every_area_is_told_as_its_files_have_it(serve: Callable[..., AbstractContextManager[Any]]) -> None:
    with serve(rules=RULES) as live:
        told = {
            each.area_code: each for each in RuleSetServiceStub(live.channel).ListAreas(pb.ListAreasRequest()).areas
        }
    assert told.keys() == folders().keys()
    shared = yaml.safe_load((RULES / LAYER / "manifest.yaml").read_text(encoding="utf-8"))["documents"]
    for code, folder in folders().items():
        manifest = yaml.safe_load((folder / "manifest.yaml").read_text(encoding="utf-8"))
        area = told[code]
        assert area.status == pb.AREA_STATUS_IN_FORCE
        assert (area.name, area.release.version) == (manifest["name"]["zh"], str(manifest["version"]))
        assert (area.effective_from, area.effective_until) == (
            str(manifest["effective_from"]),
            str(manifest.get("effective_until", "")),
        )
        documents = {(each["title"], str(each["edition"])) for each in [*manifest["documents"], *shared]}
        assert {(each.title, each.edition) for each in area.documents} == documents
        assert list(area.layers) == [LAYER]
        # A switch of the area takes the place of the one of the layer; so does a doubt.
        defaults: dict[str, list[str]] = {}
        for layer in (RULES / LAYER, folder):
            own: dict[str, list[str]] = {}
            for row in rows_of(layer, "switches.csv"):
                own.setdefault(row["开关"], []).append(row["默认"])
            defaults |= own
        assert area.open_switch_count == sum(set(each) == {"未定"} for each in defaults.values())
        assert area.awaiting_ruling_count == len(defaults), "no ruling has been given yet"
        assert list(rows_of(folder, "rulings.csv")) == []
        doubts = {
            next(iter(row.values())) for layer in (RULES / LAYER, folder) for row in rows_of(layer, "anomalies.csv")
        }
        assert area.anomaly_count == len(doubts)
        assert area.disease_count == RECOGNISED.get(code, 0)
