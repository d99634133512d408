"""Attacks on the rules: half written, spoilt, changed while a worker loads, a release whose bytes are others."""

import shutil
from pathlib import Path

from chaos.arena import EXAMPLE, THRESHOLD, Arena, Told, arena
from chaos.load import Load
from unit.releases.made import package_of, published, store_with

from chronicare.releases.package import build

_STRICTER = 75
_ROW = "≥ 7.0 mmol/L,至少2次"
_STRICTER_ROW = "≥ 7.5 mmol/L,至少2次"


def half_a_table(running: Arena) -> Told:
    """Have rules read of which one table is written only half; then whole, asking for more."""

    def attack(load: Load) -> None:
        criteria = running.rules / "990000-example" / "criteria.csv"
        whole = criteria.read_bytes()
        before = running.state()
        criteria.write_bytes(whole[: len(whole) // 2])
        running.hang_up()
        running.until(lambda: running.state().last_reload not in (None, before.last_reload))
        assert running.state().releases == before.releases, "half a table was put in force"
        load.go_on()
        _change(running, whole, _STRICTER)
        _change(running, whole, THRESHOLD)

    return running.under_load(attack)


def rules_while_a_worker_loads(running: Arena) -> Told:
    """Change the rules at the moment at which a worker that was killed is being replaced."""

    def attack(_: Load) -> None:
        criteria = running.rules / "990000-example" / "criteria.csv"
        whole = criteria.read_bytes()
        running.kill_a_worker()
        _change(running, whole, _STRICTER)
        running.until(running.is_well)
        only = {running.questions.thresholds[each.digest] for each in running.state().releases}
        assert only == {_STRICTER}
        _change(running, whole, THRESHOLD)

    return running.under_load(attack)


def _change(running: Arena, whole: bytes, threshold: int) -> None:
    """Put rules in force that ask for ``threshold``; from then on only answers by them are right."""
    criteria = running.rules / "990000-example" / "criteria.csv"
    text = whole.decode()
    criteria.write_text(text.replace(_ROW, _STRICTER_ROW) if threshold == _STRICTER else text, encoding="utf-8")
    digest = running.questions.allow(running.rules, threshold)
    running.hang_up()
    running.until(lambda: {each.digest for each in running.state().releases} == {digest})


def spoil_a_release(folder: Path) -> Told:
    """Serve a signed release, and change a byte of the one that is to follow it."""
    rules = Path(shutil.copytree(EXAMPLE, folder / "rules"))
    first = package_of(rules)
    second = build(rules, published(rules), "2026.2", "", first.digest, {})
    store = store_with(folder, first, second)
    store.activate(first.digest, None)
    with arena(folder, releases=folder / "store") as running:

        def attack(load: Load) -> str:
            before = running.state()
            store.activate(second.digest, None)
            path = folder / "store" / f"{second.digest}.release"
            path.write_bytes(path.read_bytes()[:-1] + b"x")
            running.hang_up()
            running.until(lambda: running.state().last_reload is not None)
            assert running.state().releases == before.releases, "a release whose bytes are others was put in force"
            load.go_on()
            running.kill_a_worker()
            return "a worker killed while it lies there comes back with the last good one"

        return running.under_load(attack)
