from chronicare.diagnostics import Code, Diagnostic, Diagnostics, Position, Text
from chronicare.formats import read_table, with_what_is_above
from chronicare.tables import KINDS, Kind
from chronicare.workbench.table_page import ColumnHelp, TablePage, payers_in_order, table_page

FILE = "990700-shili/card.csv"
CARD = (
    "编号,谁付,名称,入：险种,基数,起付,比例,封顶,开关,读法,出处,原文,异常\r\n"
    "basic,基本医保,住院报销,职工,合规费用,800 元 每次,80%,不限,,,4-2/1,职工报销 80%,A-1;A-2\r\n"
    "basic,,,居民,,,未公布,,起付,每次,通知 3,居民另行公布,\r\n"
    "serious,大病保险,大病赔付,-,合规余额,不设,60%,不限,,,4-3,大病赔付 60%,\r\n"
)


def page_of(text: str, saved: str = CARD, kind: Kind = KINDS["card"], *problems: Diagnostic) -> TablePage:
    table = with_what_is_above(read_table(text.encode(), kind, FILE, "手册", Diagnostics()))
    titles = {"手册": "宣传手册", "通知": "调整通知"}
    return table_page(table, text.encode(), saved.encode(), titles, problems, lambda *_: ColumnHelp())


def test_the_clause_stands_beside_with_its_document_and_place() -> None:
    first, second, third = page_of(CARD).rows
    assert (first.clause, first.document, first.place) == ("职工报销 80%", "宣传手册", "4-2/1")
    assert (second.document, second.place) == ("调整通知", "3")
    assert third.clause == "大病赔付 60%"
    assert "出处" not in [each.heading for each in page_of(CARD).columns]


def test_rows_are_marked_by_what_is_in_doubt() -> None:
    rows = page_of(CARD).rows
    assert [each.marks for each in rows] == [("anomaly",), ("anomaly", "switch", "unpublished"), ()]
    assert rows[0].anomalies == ("A-1", "A-2")
    assert rows[1].anomalies == ("A-1", "A-2")  # its empty cell is as above
    assert (rows[1].switch, rows[1].reading) == ("起付", "每次")


def test_an_empty_cell_shows_what_it_takes_over() -> None:
    cells = {each.column.name: each for each in page_of(CARD).rows[1].cells}
    assert (cells["payer"].text, cells["payer"].above) == ("", "基本医保")
    assert (cells["ratio"].text, cells["ratio"].mark) == ("未公布", "unpublished")


def test_what_the_draft_has_changed_is_told_with_what_it_was() -> None:
    changed = [
        cell for row in page_of(CARD.replace("80%,不限", "85%,不限")).rows for cell in row.cells if cell.is_changed
    ]
    assert [(each.text, each.was, each.column.heading) for each in changed] == [("85%", "80%", "比例")]


def test_a_problem_stands_at_its_cell() -> None:
    problem = Diagnostic(Code.BAD_LITERAL, Position(FILE, 3, 7, "比例"), Text("不对", "wrong"))
    cells = [cell for row in page_of(CARD, CARD, KINDS["card"], problem).rows for cell in row.cells if cell.problems]
    assert [(each.text, each.problems) for each in cells] == [("未公布", (problem,))]


def test_the_payers_of_a_card_come_in_its_order_each_once() -> None:
    assert list(payers_in_order(page_of(CARD))) == [(2, "基本医保", "住院报销"), (4, "大病保险", "大病赔付")]


def test_columns_the_kind_has_and_the_file_has_not_can_be_added() -> None:
    assert {"生效日", "失效日", "更正"} <= {each.heading for each in page_of(CARD).lacking}
    assert "比例" not in {each.heading for each in page_of(CARD).lacking}
