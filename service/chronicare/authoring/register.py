"""The register for the authority to confirm: every anomaly and every switch of an area's tables, by chapter.

It is read from the tables themselves, so that nothing is left out: neither a doubt that no row rests on nor a row that
is no longer in force.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from chronicare.authoring.places import file_within
from chronicare.authoring.reading_status import reading_status
from chronicare.compiler.common_cells import split_list
from chronicare.compiler.register import Register
from chronicare.diagnostics import Diagnostics, Position
from chronicare.program.entry import Anomaly, Clause, Ruling, Switch
from chronicare.program.formula import NoValue
from chronicare.tables import OUTPUT, Manifest, RuleFolder, SourceDocument

_CHAPTER = re.compile(r"(\d+)-")
_DIGITS = re.compile(r"\d+|\D+")


@dataclass(frozen=True, slots=True)
class RegisterReading:
    """A reading of a switch: whether it is in force (``status``), and what speaks for it."""

    id: str
    name: str
    status: str
    reason: str


@dataclass(frozen=True, slots=True)
class RegisterSwitch:
    """A switch to decide; ``is_open`` if no reading is in force. ``rulings`` are what has been decided on it."""

    name: str
    is_open: bool
    readings: tuple[RegisterReading, ...]
    rulings: tuple[Ruling, ...] = ()


@dataclass(frozen=True, slots=True)
class RegisterFigure:
    """A figure the source does not give: the term, ``status`` (未公布, or what carries on), the row, the rulings."""

    name: str
    status: str
    clause: Clause
    row: str
    rulings: tuple[Ruling, ...]


@dataclass(frozen=True, slots=True)
class RegisterItem:
    """One thing to confirm: an anomaly with its switches, or a switch that stands on no anomaly.

    ``rows`` are the rows that rest on it, a text for each file: ``criteria.csv：12、15–18``.
    """

    id: str
    entries: tuple[str, ...]
    clauses: tuple[Clause, ...]
    reading: str
    alternative: str
    reason: str
    switches: tuple[RegisterSwitch, ...]
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RegisterChapter:
    """The items on one chapter of one document, in the order of their places; ``chapter`` is empty if places have none.

    A place is written ``chapter-question/row``.
    """

    document: SourceDocument
    chapter: str
    items: tuple[RegisterItem, ...]
    figures: tuple[RegisterFigure, ...] = ()

    @property
    def switch_count(self) -> int:
        """How many switches there are to decide."""
        return sum(len(item.switches) for item in self.items)

    @property
    def open_count(self) -> int:
        """How many of them have no reading in force."""
        return sum(switch.is_open for item in self.items for switch in item.switches)

    @property
    def awaiting_count(self) -> int:
        """How many switches and figures nobody has ruled on."""
        ruled = [switch.rulings for item in self.items for switch in item.switches]
        ruled += [figure.rulings for figure in self.figures]
        return sum(not each for each in ruled)


def compile_register(folder: RuleFolder) -> tuple[RegisterChapter, ...]:
    """Return everything there is to confirm in ``folder``, whose tables have been found well."""
    register = Register(folder, Diagnostics())
    resting = _Resting(folder, register)
    reasons = _reasons(folder)
    entries = {
        row.text("id"): split_list(row.text("entries")) for table in folder.of_kind("anomalies") for row in table
    }
    standing_on: dict[str, list[Switch]] = {}
    items: list[RegisterItem] = []
    for switch in register.switches.values():
        if switch.anomaly:
            standing_on.setdefault(switch.anomaly, []).append(switch)
        else:
            items.append(_of_switch(switch, resting, reasons))
    for anomaly in register.anomalies.values():
        switches = standing_on.get(anomaly.id, [])
        items.append(_of_anomaly(anomaly, entries[anomaly.id], switches, resting, reasons))
    return tuple(_chapters(items, list(_figures(folder, register)), folder.manifest.documents))


def _figures(folder: RuleFolder, register: Register) -> Iterator[RegisterFigure]:
    """Return what the decision tables say is not published, or carry on, each output of each row."""
    for table in folder.of_kind("decision"):
        for row in table:
            carried = row.text("carried_from")
            for column in table.own:
                word = row.text(column.name)
                if not column.name.startswith(OUTPUT) or not (carried or word == NoValue.NOT_PUBLISHED.value):
                    continue
                name = column.name.removeprefix(OUTPUT)
                yield RegisterFigure(
                    name,
                    f"沿用 {carried} 年度的 {word}" if carried else word,
                    register.clause(table, row),
                    f"{file_within(folder.manifest, row.position.file)}：{row.position.row}",
                    tuple(each for each in register.rulings if each.subject == name),
                )


class _Resting:
    """Which rows name an anomaly or a switch, and the clauses they rest on."""

    def __init__(self, folder: RuleFolder, register: Register) -> None:
        """Look through every row of every table but the anomalies and switches themselves."""
        self._manifest = folder.manifest
        self.rulings = register.rulings
        self.on_anomaly: dict[str, list[Position]] = {}
        self.on_switch: dict[str, list[Position]] = {}
        self.clauses: dict[str, list[Clause]] = {}
        for table in folder.tables:
            if table.kind.name in ("anomalies", "switches", "rulings"):
                continue
            for row in table:
                for name in split_list(row.text("anomalies")):
                    self.on_anomaly.setdefault(name, []).append(row.position)
                for switch in split_list(row.text("switch")):
                    self.on_switch.setdefault(switch, []).append(row.position)
                    self.clauses.setdefault(switch, []).append(register.clause(table, row))

    def rows(self, anomaly: str, switches: Iterable[Switch]) -> tuple[str, ...]:
        """Return the rows that name ``anomaly`` or one of ``switches``, a text for each file."""
        found = set(self.on_anomaly.get(anomaly, ()))
        found.update(position for switch in switches for position in self.on_switch.get(switch.name, ()))
        return tuple(_by_file(found, self._manifest))


def _by_file(positions: Iterable[Position], manifest: Manifest) -> Iterator[str]:
    """Write positions as ``file：rows``, neighbouring rows as a run."""
    for file, group in groupby(sorted(positions), key=lambda position: position.file):
        runs: list[list[int]] = []
        for position in group:
            if runs and position.row == runs[-1][-1] + 1:
                runs[-1].append(position.row)
            else:
                runs.append([position.row])
        rows = "、".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else f"{run[0]}" for run in runs)
        yield f"{file_within(manifest, file)}：{rows}"


def _reasons(folder: RuleFolder) -> Mapping[tuple[str, str], str]:
    """Return what each reading of each switch gives as its reason."""
    return {
        (row.text("switch"), row.text("reading")): row.text("reason")
        for table in folder.of_kind("switches")
        for row in table
    }


def _of_anomaly(
    anomaly: Anomaly,
    entries: tuple[str, ...],
    switches: Sequence[Switch],
    resting: _Resting,
    reasons: Mapping[tuple[str, str], str],
) -> RegisterItem:
    return RegisterItem(
        anomaly.id,
        entries,
        (anomaly.clause,),
        anomaly.reading.zh,
        anomaly.alternative,
        anomaly.reason,
        tuple(_switch(each, reasons, resting.rulings) for each in switches),
        resting.rows(anomaly.id, switches),
    )


def _of_switch(switch: Switch, resting: _Resting, reasons: Mapping[tuple[str, str], str]) -> RegisterItem:
    clauses = tuple(dict.fromkeys(resting.clauses.get(switch.name, ())))
    return RegisterItem(
        switch.name, (), clauses, "", "", "", (_switch(switch, reasons, resting.rulings),), resting.rows("", (switch,))
    )


def _switch(switch: Switch, reasons: Mapping[tuple[str, str], str], rulings: Sequence[Ruling]) -> RegisterSwitch:
    return RegisterSwitch(
        switch.name,
        switch.default is None,
        tuple(
            RegisterReading(each.id, each.name.zh, reading_status(switch, each.id), reasons[switch.name, each.id])
            for each in switch.readings
        ),
        tuple(each for each in rulings if each.subject == switch.name),
    )


def _chapters(
    items: Iterable[RegisterItem], figures: Iterable[RegisterFigure], documents: Sequence[SourceDocument]
) -> Iterator[RegisterChapter]:
    """Group items and figures by document, in the manifest's order, and chapter; what cites nothing comes first."""
    order = [document.id for document in documents]

    def chapter(clauses: Sequence[Clause]) -> tuple[int, int]:
        if not clauses:
            return (0, 0)
        clause = clauses[0]
        match = _CHAPTER.match(clause.source)
        return (order.index(clause.document), int(match[1]) if match else 0)

    by_chapter: dict[tuple[int, int], list[RegisterItem]] = {}
    for item in sorted(items, key=_natural):
        by_chapter.setdefault(chapter(item.clauses), []).append(item)
    given: dict[tuple[int, int], list[RegisterFigure]] = {}
    for figure in figures:
        given.setdefault(chapter((figure.clause,)), []).append(figure)
    for key in sorted({*by_chapter, *given}):
        document, number = key
        yield RegisterChapter(
            documents[document],
            str(number) if number else "",
            tuple(by_chapter.get(key, ())),
            tuple(given.get(key, ())),
        )


def _natural(item: RegisterItem) -> list[tuple[bool, int, str]]:
    """Order places and ids as people count: 4-9 before 4-10."""
    text = f"{item.clauses[0].source if item.clauses else ''} {item.id}"
    return [(not part.isdecimal(), int(part) if part.isdecimal() else 0, part) for part in _DIGITS.findall(text)]
