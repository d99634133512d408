from pathlib import Path

from unit.small_rules import AREA

from chronicare.diagnostics import Diagnostics
from chronicare.formats import read_table
from chronicare.loaders.rule_directory import load_rules
from chronicare.tables.kinds import RULINGS
from chronicare.workbench.rulings import with_ruling

RULING = {
    "subject": "两病封顶",
    "taken": "合并",
    "decided_by": "示例市医疗保障局",
    "number": "示医保发〔2026〕3号",
    "dated": "2026-03-01",
    "effective_from": "2026-04-01",
}


def rows(data: bytes) -> list[dict[str, str]]:
    table = read_table(data, RULINGS, "rulings.csv", "", Diagnostics())
    return [{name: cell.text for name, cell in row.cells.items() if cell} for row in table]


def test_the_first_ruling_makes_the_table_and_lists_it(rules: Path) -> None:
    folder = load_rules(rules)
    area = next(each for each in folder.written if each.manifest.folder == AREA)
    before = (rules / AREA / "tables.csv").read_bytes()
    changed = with_ruling(area, RULING, lambda name: (rules / name).read_bytes() if (rules / name).exists() else None)
    assert set(changed) == {f"{AREA}/rulings.csv", f"{AREA}/tables.csv"}
    assert rows(changed[f"{AREA}/rulings.csv"]) == [RULING]
    listed = changed[f"{AREA}/tables.csv"]
    assert listed.startswith(before)
    assert listed[len(before) :].decode().strip() == "rulings.csv,裁定,,,"


def test_the_next_is_a_row_more_and_brings_the_columns_it_fills_in(rules: Path) -> None:
    old = "对象,裁定,作出单位,文号,日期\r\n甲,乙,局,1号,2026-01-01\r\n".encode()
    (rules / AREA / "rulings.csv").write_bytes(old)
    with (rules / AREA / "tables.csv").open("ab") as listed:
        listed.write("rulings.csv,裁定,,,\r\n".encode())
    area = next(each for each in load_rules(rules).written if each.manifest.folder == AREA)
    changed = with_ruling(area, RULING, lambda name: (rules / name).read_bytes())
    assert set(changed) == {f"{AREA}/rulings.csv"}
    first, second = rows(changed[f"{AREA}/rulings.csv"])
    assert first == {"subject": "甲", "taken": "乙", "decided_by": "局", "number": "1号", "dated": "2026-01-01"}
    assert second == RULING
