"""The cards as their authors wrote them, a page each; and the counters, with the cards that count on them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from chronicare.authoring.reading_status import reading_status
from chronicare.compiler.common_cells import split_list
from chronicare.diagnostics import Position
from chronicare.program.decision_table import BenefitRules
from chronicare.program.entry import Switch
from chronicare.tables import INPUT, Row, RuleFolder, Table

AS_ABOVE = "〃"
"""How a cell is shown that says the same as the one above."""
_ANYTHING = ("", "-")
_SHOWN = ("base", "deductible", "ratio", "cap", "shared", "counts", "start")


@dataclass(frozen=True, slots=True)
class CardRow:
    """A row of a card: who pays and what it is called, when, and the cells of the columns the card has.

    A cell that is as above is AS_ABOVE; ``reading`` is the one the row holds under, and where that stands.
    """

    position: Position
    payer: str
    name: str
    manner: str
    conditions: tuple[str, ...]
    cells: tuple[str, ...]
    reading: str
    in_force: str
    source: str
    clause: str
    correction: str
    anomalies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CardPage:
    """A card: its name, its file, the headings of the amounts it has, and its rows."""

    name: str
    file: str
    document: str
    headings: tuple[str, ...]
    rows: tuple[CardRow, ...]


@dataclass(frozen=True, slots=True)
class CounterLine:
    """A counter, what it counts, how much is allowed, and the cards that count on it."""

    name: str
    period: str
    counted: str
    limit: str
    source: str
    clause: str
    cards: tuple[str, ...]
    position: Position


def write_cards(folder: RuleFolder, periods: Sequence[BenefitRules]) -> tuple[CardPage, ...]:
    """Write every card out, in the order of the list of tables."""
    switches = periods[-1].switches if periods else {}
    return tuple(_page(table, switches) for table in folder.of_kind("card"))


def write_counters(folder: RuleFolder) -> tuple[CounterLine, ...]:
    """Write the counters out, with the cards that name each."""
    cards = folder.of_kind("card")
    return tuple(
        CounterLine(
            row.text("name"),
            row.text("period"),
            row.text("counted"),
            row.text("limit"),
            row.text("source"),
            row.text("clause"),
            tuple(table.name for table in cards if any(row.text("name") in _counted(each) for each in table)),
            row.position,
        )
        for table in folder.of_kind("counters")
        for row in table
    )


def _counted(row: Row) -> list[str]:
    return [name for column in ("shared", "counts") for name in split_list(row.text(column))]


def _page(table: Table, switches: Mapping[str, Switch]) -> CardPage:
    shown = [name for name in _SHOWN if any(row[name] for row in table)]
    headings = tuple(table.kind.column(name).heading for name in shown)
    return CardPage(table.name, table.file, table.document, headings, tuple(_rows(table, shown, switches)))


def _rows(table: Table, shown: Sequence[str], switches: Mapping[str, Switch]) -> Iterator[CardRow]:
    inputs = [column.name for column in table.own if column.name.startswith(INPUT)]
    for row in table:
        readings = zip(split_list(row.text("switch")), split_list(row.text("reading")), strict=False)
        held = [(switches[name], reading) for name, reading in readings if name in switches]
        since, until = row.text("effective_from"), row.text("effective_until")
        yield CardRow(
            row.position,
            _text(row, "payer"),
            _text(row, "name"),
            row.text("manner"),
            tuple(_conditions(row, inputs)),
            tuple(_text(row, name) for name in shown),
            "；".join(f"{switch.name}取「{reading}」，{reading_status(switch, reading)}" for switch, reading in held),
            "".join((f"自 {since} 起" if since else "", f"至 {until} 前" if until else "")),
            _text(row, "source"),
            _text(row, "clause"),
            "" if _is_as_above(row, "correction") else row.text("correction"),
            split_list(row.text("anomalies")),
        )


def _conditions(row: Row, inputs: Sequence[str]) -> Iterator[str]:
    """Yield what the row tests; of a row that goes on from the one above, what it tests otherwise."""
    same = [name for name in inputs if _is_as_above(row, name)]
    if same:
        yield AS_ABOVE
    for name in inputs:
        if name not in same and row.text(name) not in _ANYTHING:
            yield f"{name.removeprefix(INPUT)}：{row.text(name)}"


def _is_as_above(row: Row, name: str) -> bool:
    return bool(row[name]) and row[name].position.row != row.position.row


def _text(row: Row, name: str) -> str:
    return AS_ABOVE if _is_as_above(row, name) else row.text(name)
