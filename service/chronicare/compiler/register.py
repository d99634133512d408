"""The register of an area: its switches and anomalies, and the sources rows cite. What every table may name."""

from chronicare.compiler.vocabulary import split_list
from chronicare.diagnostics import Code, Diagnostics, Text
from chronicare.program.entry import Anomaly, Clause, Reading, Switch
from chronicare.tables import Cell, Row, RuleFolder, Table


class Register:
    """Switches and anomalies by name; every problem goes to ``found``."""

    def __init__(self, folder: RuleFolder, diagnostics: Diagnostics) -> None:
        """Read the switches and anomalies of ``folder``."""
        self._folder = folder
        self._diagnostics = diagnostics
        self._documents = {document.id for document in folder.manifest.documents}
        self.anomalies = self._read_anomalies()
        self.switches = self._read_switches()

    def _add(self, code: Code, cell: Cell, zh: str, en: str, hint: Text = Text("", "")) -> None:
        self._diagnostics.add(code, cell.position, Text(zh, en), hint)

    def clause(self, table: Table, row: Row) -> Clause:
        """Return the source and quotation of ``row``, with its correction."""
        document, _, source = row.text("source").rpartition(" ")
        document = document or table.document
        if document not in self._documents:
            self._add(
                Code.UNKNOWN_SOURCE,
                row["source"],
                f"依据文件「{document}」没有在 manifest.yaml 登记",
                f"document {document!r} is not in the manifest",
            )
        return Clause(document, source, row.text("clause"), row.text("correction"))

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
                    Text("先在 anomalies 表里加一行", "add a row to anomalies first"),
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
                    Text(row.text("reading"), row.text("reading_en")),
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
            for row in readings:
                if row.text("default") not in ("", "是"):
                    self._add(
                        Code.BAD_SWITCH,
                        row["default"],
                        "默认列只写「是」或留空",
                        "the default column holds 是 or nothing",
                    )
                self._named_anomaly(row)
            switches[name] = Switch(
                name,
                tuple(Reading(row.text("reading"), Text(row.text("name"), row.text("name_en"))) for row in readings),
                defaults[0] if defaults else None,
                first.text("anomaly"),
                next((row.text("reason") for row in readings if row["reason"]), ""),
            )
        return switches

    def _named_anomaly(self, row: Row) -> None:
        name = row.text("anomaly")
        if name and name not in self.anomalies:
            self._add(Code.UNKNOWN_ANOMALY, row["anomaly"], f"anomalies 表里没有 {name}", f"no anomaly {name}")
