"""The register of an area: its switches and anomalies, and the sources rows cite. What every table may name."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from chronicare.compiler.common_cells import split_list, text_of
from chronicare.compiler.dates import row_period
from chronicare.diagnostics import Code, Diagnostics, Hint, Text
from chronicare.formats.date_cell import read_date_cell
from chronicare.formats.spelling import meant, suggest, surely
from chronicare.program.decision_table import RowReading
from chronicare.program.entry import Anomaly, Clause, Reading, Ruling, Switch
from chronicare.tables import Cell, Row, RuleFolder, Table

_OPEN = "未定"
"""The default of each reading of a switch that the source leaves open."""


class Register:
    """Switches and anomalies by name; every problem goes to ``diagnostics``."""

    def __init__(self, folder: RuleFolder, diagnostics: Diagnostics) -> None:
        """Read the switches and anomalies of ``folder``."""
        self._folder = folder
        self._diagnostics = diagnostics
        self._documents = {document.id for document in folder.manifest.documents}
        self.anomalies = self._read_anomalies()
        self.switches = self._read_switches()
        self.rulings = self._read_rulings()

    def switches_on(self, day: date | None) -> dict[str, Switch]:
        """Return the switches as they stand on ``day``: what a ruling in force takes is the reading by default."""
        ruled = {each.subject: each for each in self.rulings if each.in_force(day)}
        return {
            name: replace(switch, default=ruled[name].taken, ruling=ruled[name]) if name in ruled else switch
            for name, switch in self.switches.items()
        }

    def _add(self, code: Code, cell: Cell, zh: str, en: str, hint: Hint = Text("", "")) -> None:
        self._diagnostics.add(code, cell.position, Text(zh, en), hint)

    def clause(self, table: Table, row: Row) -> Clause:
        """Return the source and quotation of ``row``, with its correction."""
        document, _, source = row.text("source").rpartition(" ")
        document = document or table.document
        if document and document not in self._documents:  # that none is named is told of the table
            self._add(
                Code.UNKNOWN_SOURCE,
                row["source"],
                f"依据文件「{document}」没有在 manifest.yaml 登记",
                f"document {document!r} is not in the manifest",
                _like(document, self._documents, Text("", "")),
            )
        main = self._folder.manifest.documents[0].id if self._documents else ""
        return Clause(document, source, row.text("clause"), row.text("correction"), document != main)

    def switch_of(self, row: Row) -> Switch | None:
        """Return the switch ``row`` names; ``None`` where it names none, or one that is unknown, which is told."""
        return self._switch(row.text("switch"), row["switch"]) if row["switch"] else None

    def readings_of(self, row: Row) -> tuple[RowReading, ...]:
        """Return the readings ``row`` holds under: of each switch it names, the one in the same place."""
        names, readings = split_list(row.text("switch")), split_list(row.text("reading"))
        if len(set(names)) != len(names):
            self._add(Code.BAD_SWITCH, row["switch"], "同一个开关写了两次", "a switch is named twice")
        elif len(names) != len(readings):
            self._add(
                Code.BAD_SWITCH,
                row["reading"],
                f"写了 {len(names)} 个开关、{len(readings)} 种读法",
                f"{len(names)} switches and {len(readings)} readings",
                Text(
                    "每个开关各一种读法，次序相同，用「；」隔开",
                    "one reading for each switch, in the same order, with ;",
                ),
            )
        for name, reading in zip(names, readings, strict=False):
            switch = self._switch(name, row["switch"])
            ids = [each.id for each in switch.readings] if switch else []
            if switch and reading not in ids:
                self._add(
                    Code.BAD_SWITCH,
                    row["reading"],
                    f"开关「{name}」没有读法「{reading}」",
                    f"switch {name!r} has no reading {reading!r}",
                    _like(reading, ids, Text(f"读法：{'、'.join(ids)}", f"readings: {', '.join(ids)}")),
                )
        return tuple(map(RowReading, names, readings))

    def _switch(self, name: str, cell: Cell) -> Switch | None:
        switch = self.switches.get(name)
        if switch is None:
            self._add(
                Code.UNKNOWN_SWITCH,
                cell,
                f"switches 表里没有开关「{name}」",
                f"no switch {name!r}",
                suggest(name, self.switches),
            )
        return switch

    def named_anomalies(self, row: Row) -> tuple[str, ...]:
        """Return the anomalies ``row`` names; unknown ones are told."""
        named = split_list(row.text("anomalies"))
        for name in named:
            if name not in self.anomalies:
                self._add(
                    Code.UNKNOWN_ANOMALY,
                    row["anomalies"],
                    f"anomalies 表里没有 {name}",
                    f"no anomaly {name}",
                    _like(name, self.anomalies, Text("先在 anomalies 表里加一行", "add a row to anomalies first")),
                )
        return named

    def _read_anomalies(self) -> dict[str, Anomaly]:
        anomalies: dict[str, Anomaly] = {}
        for table in self._folder.of_kind("anomalies"):
            for row in table:
                name = row.text("id")
                if name in anomalies:
                    self._add(Code.DUPLICATE_ID, row["id"], f"异常 {name} 重复", f"anomaly {name} is given twice")
                anomalies[name] = Anomaly(
                    name,
                    self.clause(table, row),
                    text_of(row, "reading"),
                    row.text("alternative"),
                    row.text("reason"),
                )
        return anomalies

    def _read_switches(self) -> dict[str, Switch]:
        rows: dict[str, list[Row]] = {}
        for table in self._folder.of_kind("switches"):
            for row in table:
                rows.setdefault(row.text("switch"), []).append(row)
        switches: dict[str, Switch] = {}
        for name, readings in rows.items():
            first = readings[0]
            defaults = [row.text("reading") for row in readings if row.text("default") == "是"]
            ids = [row.text("reading") for row in readings]
            if len(set(ids)) != len(ids) or len(ids) < 2 or len(defaults) > 1:  # noqa: PLR2004 - a choice has two sides
                self._add(
                    Code.BAD_SWITCH,
                    first["switch"],
                    f"开关「{name}」须有两种以上不同读法、至多一种默认",
                    f"switch {name!r} needs two or more readings, at most one default",
                )
            self._check_default(name, readings)
            for row in readings:
                self._named_anomaly(row)
            switches[name] = Switch(
                name,
                tuple(Reading(row.text("reading"), text_of(row)) for row in readings),
                defaults[0] if defaults else None,
                first.text("anomaly"),
                next((row.text("reason") for row in readings if row["reason"]), ""),
            )
        return switches

    def _check_default(self, name: str, readings: Sequence[Row]) -> None:
        """Refuse a switch of which it is not said whether a reading holds by default: a lost 是 opens it unnoticed."""
        said = [row.text("default") for row in readings]
        if "是" in said and set(said) <= {"是", ""}:
            return
        if set(said) != {_OPEN}:
            at_fault = next(row for row in readings if row.text("default") != _OPEN)
            self._add(
                Code.BAD_SWITCH,
                at_fault["default"],
                f"开关「{name}」没有说默认哪种读法：默认的一行写「是」，原文未定的每行写「{_OPEN}」",
                f"switch {name!r} does not say its default: write 是 in one row, or {_OPEN} in every row if it is open",
            )

    def _read_rulings(self) -> tuple[Ruling, ...]:
        """Read the rulings; whether the subject of one is a term is for the benefit tables to say."""
        rulings: list[Ruling] = []
        for table in self._folder.of_kind("rulings"):
            for row in table:
                subject, taken = row.text("subject"), row.text("taken")
                dated = read_date_cell(row["dated"], self._diagnostics)
                if dated is None:
                    continue
                since, until = row_period(row, Diagnostics())
                made = Ruling(
                    subject, taken, row.text("decided_by"), row.text("number"), dated, since, until, row.position
                )
                ids = [each.id for each in self.switches[subject].readings] if subject in self.switches else [taken]
                if taken not in ids:
                    message = f"开关「{subject}」没有读法「{taken}」"
                    hint = Text(f"读法：{'、'.join(ids)}", f"readings: {', '.join(ids)}")
                    self._add(Code.BAD_SWITCH, row["taken"], message, f"{subject!r} has no reading {taken!r}", hint)
                    continue
                other = next((each for each in rulings if each.subject == subject and _meet(each, made)), None)
                if other is not None:
                    self._add(
                        Code.DUPLICATE_ID,
                        row["subject"],
                        f"与第 {other.position.row} 行对同一对象的裁定同时有效",
                        f"in force together with row {other.position.row} on the same subject",
                        Text("写前一项的失效日", "give the earlier one its last day"),
                    )
                rulings.append(made)
        return tuple(rulings)

    def _named_anomaly(self, row: Row) -> None:
        name = row.text("anomaly")
        if name and name not in self.anomalies:
            self._add(Code.UNKNOWN_ANOMALY, row["anomaly"], f"anomalies 表里没有 {name}", f"no anomaly {name}")


def _meet(one: Ruling, other: Ruling) -> bool:
    """Whether the two are ever in force together."""
    return (
        one.effective_until is None or other.effective_from is None or other.effective_from < one.effective_until
    ) and (other.effective_until is None or one.effective_from is None or one.effective_from < other.effective_until)


def _like(word: str, known: Iterable[str], otherwise: Hint) -> Hint:
    """Ask whether the one word of ``known`` that is like ``word`` was meant; say ``otherwise`` if there is none."""
    close = surely(word, known)
    return otherwise if close is None else meant(word, close)
