"""Every kind of page, on the made-up area, asked as a browser asks."""

import html
import io
import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import openpyxl
import pytest
from unit.releases.made import package_of
from unit.small_rules import CARD, RATIO, copy_rules
from unit.workbench.asking import Asking

from chronicare.engine import DurableEngine
from chronicare.workbench.bench import Bench
from chronicare.workbench.routes import comparing

BOOK = "示例市-待遇卡.xlsx"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory, engine: DurableEngine) -> Iterator[Bench]:
    """Return one bench for all: nothing here is saved."""
    made = Bench(copy_rules(tmp_path_factory.mktemp("pages") / "rules"), engine, {})
    yield made
    made.close()


@pytest.fixture
def bench(opened: Bench) -> Bench:
    """Return it without a draft."""
    opened.discard()
    return opened


@pytest.fixture
def asking(bench: Bench) -> Asking:
    return Asking(bench)


def edit(asking: Asking, text: str, was: str = "50%", column: int = RATIO) -> int:
    return asking.post("edit", file=CARD, row="2", column=str(column), was=was, text=text).status


@pytest.mark.parametrize(
    ("page", "says"),
    [
        ("", "示例市"),
        ("area/990700-shili", "两病"),
        ("area/national", "临床所见"),
        (f"table/{CARD}", "两病患者在一级医疗机构门诊购药报销 50%，年度限额 800 元"),
        ("table/990700-shili/tables.csv", "counters.csv"),
        ("search?q=", "写几个字"),
        ("draft", "没有改动"),
        ("try", "一张账单"),
        ("try/990700/bill", "总费用"),
        ("compare", "两边一样"),
        ("register/990700", "还待裁定"),
        ("books", "上传改好的"),
    ],
)
def test_each_page_says_what_it_is_for(asking: Asking, page: str, says: str) -> None:
    path, _, _ = page.partition("?")
    answer = asking.get(path)
    assert answer.status == 200
    assert says in html.unescape(answer.text)


@pytest.mark.parametrize(
    "page",
    [
        "table/../../etc/passwd",
        "table/990700-shili/../../secret.csv",
        "table/nothing.csv",
        "area/nowhere",
        "area/..",
        "try/990700/disease/M99999",
        "books/nowhere",
        "books/990700-shili/..",
        "static/../app.py",
        "static/../../pyproject.toml",
    ],
)
def test_what_is_not_there_is_not_found(asking: Asking, page: str) -> None:
    answer = asking.get(page)
    assert answer.status == 404
    assert "root:" not in answer.text


def test_what_data_say_is_never_run(asking: Asking, bench: Bench) -> None:
    attack = '<script>alert("x")</script>'
    assert edit(asking, attack) == 200
    for page in (f"table/{CARD}", "draft", "draft/panel", "search"):
        assert "<script>alert" not in asking.get(page, q=attack).text
    assert html.escape(attack) in asking.get(f"table/{CARD}").text.replace("&#34;", "&quot;")
    assert bench.draft.files


def test_a_cell_that_was_changed_meanwhile_is_not_overwritten(asking: Asking, bench: Bench) -> None:
    assert edit(asking, "60%", was="40%") == 409
    assert not bench.draft.steps


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"file": "990700-shili/nothing.csv", "row": "2", "column": "1"}, 404),
        ({"file": "../rules/990700-shili/two_diseases.csv", "row": "2", "column": "1"}, 404),
        ({"file": "990700-shili/manifest.yaml", "row": "2", "column": "1"}, 404),
        ({"file": CARD, "row": "99", "column": "1"}, 404),
        ({"file": CARD, "row": "1", "column": "1"}, 404),
        ({"file": CARD, "row": "x", "column": "1"}, 404),
        ({"file": CARD, "row": "2", "column": "9", "text": "长" * 4001}, 400),
    ],
)
def test_what_is_no_cell_cannot_be_edited(asking: Asking, bench: Bench, fields: dict[str, str], status: int) -> None:
    assert asking.post("edit", **{"was": "", "text": "改", **fields}).status == status
    assert not bench.draft.steps


def test_what_was_edited_stands_in_the_draft_and_is_undone(asking: Asking, bench: Bench) -> None:
    assert edit(asking, "60%") == 200
    assert "50% → 60%" in html.unescape(asking.get("draft").text)
    assert 'title="原来：50%"' in asking.get(f"table/{CARD}").text
    assert asking.post("draft/undo").status == 303
    assert not bench.draft.files


def test_a_row_is_copied_and_taken_away_in_the_draft(asking: Asking, bench: Bench) -> None:
    row = "basic,基本医保,两病报销,是,两病,一级,合规费用,不设,50%,800 元 每年,4,"
    assert asking.post("row", file=CARD, row="2", act="copy").status == 303
    assert bench.draft.files[CARD].decode().count(row) == 2
    asking.post("row", file=CARD, row="3", act="delete")
    assert not bench.draft.files


def test_a_column_of_the_kind_is_added_at_the_end(asking: Asking, bench: Bench) -> None:
    assert asking.post("column", file=CARD, heading="失效日").status == 303
    assert bench.draft.files[CARD].decode().splitlines()[0].endswith(",出处,原文,失效日")
    assert asking.post("column", file=CARD, heading="没有这一列").status == 404
    assert len(bench.draft.steps) == 1


def test_a_column_says_how_it_is_filled_in_and_what_can_be_chosen(asking: Asking) -> None:
    page = html.unescape(asking.get(f"table/{CARD}").text)
    assert "起付标准和周期，如 700 元 每次；没有就写 不设" in page
    choices = page.partition('<datalist id="choices-6">')[2].partition("</datalist>")[0]
    assert '<option value="一级">' in choices


def test_saving_a_mistake_is_refused_with_its_place(asking: Asking, bench: Bench) -> None:
    before = (bench.root / CARD).read_bytes()
    edit(asking, "150%")
    asking.post("draft/save")
    page = html.unescape(asking.get("draft").text)
    assert "没有保存" in page
    assert "two_diseases.csv:I2「比例」" in page
    assert (bench.root / CARD).read_bytes() == before


def test_a_bill_is_settled_by_the_rules_of_the_draft(asking: Asking) -> None:
    form = {"day": "2026-03-01", "of": "两病", "total_fen": "1000", "first_of_year": "1", "assume_usual": "1"}
    form |= {"f.scheme.0.value": "居民", "f.provider_level.0.value": "一级", "f.in_benefit.0.value": "是"}
    # 1000 × 50 % = 500, below the 800 of a year.
    page = asking.post("try/990700/bill", **form).text
    assert '<td id="fund">500.00</td>' in page
    assert f"table/{CARD}#r2" in page


def test_what_a_bill_lacks_leads_to_where_it_is_filled_in(asking: Asking) -> None:
    page = asking.post("try/990700/bill", day="2026-03-01", of="住院", total_fen="1000", first_of_year="1").text
    assert "尚不能结算" in page
    assert 'href="#f-scheme"' in page
    assert 'id="f-scheme"' in page


def test_an_amount_that_is_no_number_is_told_at_its_field(asking: Asking) -> None:
    page = asking.post("try/990700/bill", day="2026-03-01", of="住院", total_fen="一千").text
    assert "应写一个数" in page
    assert 'id="outcome"' not in page


BILL = {"day": "2026-03-01", "of": "两病", "total_fen": "1000", "first_of_year": "1", "assume_usual": "1"}
BILL |= {"f.scheme.0.value": "居民", "f.provider_level.0.value": "一级", "f.in_benefit.0.value": "是"}
CASE = {"record": "1", "case.name": "两病 1000 元", "case.reason": "1000 × 50% = 500"}


def test_what_was_tried_becomes_a_case_of_the_draft(asking: Asking, bench: Bench) -> None:
    """1000 × 50 % = 500: the case says so, and what is usual is stated in it."""
    assert asking.post("try/990700/bill", **BILL, **CASE).status == 303
    file = "990700-shili/cases/recorded.yaml"
    written = bench.draft.files[file].decode()
    assert "# 1000 × 50% = 500\n- name: 两病 1000 元\n  as_of_date: 2026-03-01\n" in written
    assert "payments: {basic: 500}" in written
    assert not (bench.root / file).exists()
    assert "记案例 两病账单：两病 1000 元" in asking.get("draft").text


def test_a_case_without_a_reason_is_not_recorded(asking: Asking, bench: Bench) -> None:
    page = asking.post("try/990700/bill", **BILL, **{**CASE, "case.reason": " "}).text
    assert "还要有理由" in page
    assert '<details class="record" open>' in page
    assert not bench.draft.files


def checked(bench: Bench) -> None:
    """Wait until the draft has been checked."""
    with bench._changed:  # noqa: SLF001 - there is no other end to wait for
        while bench.trial.phase == "checking":
            bench._changed.wait()  # noqa: SLF001


def test_what_a_problem_proposes_is_made_by_a_click(asking: Asking, bench: Bench) -> None:
    was = (bench.root / CARD).read_bytes()
    edit(asking, "合规费川", was="合规费用", column=RATIO - 2)
    checked(bench)
    panel = html.unescape(asking.get("draft/panel").text)
    assert "改成「合规费用」" in panel
    proposed = {"place": f"{CARD}:G2「基数」", "old": "合规费川", "new": "合规费用"}
    assert asking.post("mend", **{**proposed, "new": "别的"}).status == 303
    assert bench.current(CARD) != was
    assert asking.post("mend", **proposed).status == 303
    assert bench.current(CARD) == was


def cards(asking: Asking) -> openpyxl.Workbook:
    """Return the workbook of the cards as it is downloaded."""
    answer = asking.get(f"books/990700-shili/{BOOK}")
    assert answer.status == 200
    assert answer.headers["content-disposition"].startswith("attachment")
    return openpyxl.load_workbook(io.BytesIO(answer.body))


def upload(asking: Asking, book: openpyxl.Workbook) -> str:
    """Return what the page says of the workbook."""
    written = io.BytesIO()
    book.save(written)
    return html.unescape(asking.send("books", "book", BOOK, written.getvalue()).text)


def write(book: openpyxl.Workbook, was: str, text: str) -> str:
    """Write ``text`` in the one cell of the sheet of the card that says ``was``; return where it stands."""
    sheet = next(each for each in book.worksheets if CARD in str(each["A2"].value))
    (cell,) = (cell for row in sheet.iter_rows(min_row=3) for cell in row if cell.value == was)
    cell.value = text
    return f"{sheet.title}:{cell.coordinate}"


def test_a_workbook_comes_back_as_it_went_out(asking: Asking, bench: Bench) -> None:
    assert BOOK in html.unescape(asking.get("books/990700-shili").text)
    assert "没有改动" in upload(asking, cards(asking))
    assert not bench.draft.steps


def test_a_mistake_in_a_workbook_is_told_at_its_cell_and_nothing_is_taken(asking: Asking, bench: Bench) -> None:
    book = cards(asking)
    where = write(book, "50%", "150%")
    page = upload(asking, book)
    assert "1 处不对，一处也没有采用" in page
    assert where in page
    assert 'name="waiting"' not in page
    assert not bench.draft.steps


def test_a_workbook_is_put_into_the_draft_once_its_changes_were_seen(asking: Asking, bench: Bench) -> None:
    book = cards(asking)
    write(book, "50%", "60%")
    page = upload(asking, book)
    assert "50% → 60%" in page
    assert not bench.draft.steps
    waiting = page.partition('name="waiting" value="')[2].partition('"')[0]
    assert asking.post("books/apply", waiting=waiting).status == 303
    assert list(bench.draft.files) == [CARD]
    assert ",60%," in bench.draft.files[CARD].decode()
    assert asking.post("books/apply", waiting=waiting).status == 404


def test_what_is_no_workbook_is_refused(asking: Asking, bench: Bench) -> None:
    page = html.unescape(asking.send("books", "book", BOOK, b"no workbook").text)
    assert "1 处不对，一处也没有采用" in page
    assert BOOK in page
    assert not bench.draft.steps


def test_what_is_no_release_is_refused(asking: Asking) -> None:
    page = html.unescape(asking.send("compare/bring", "release", "旧.release", b"no release").text)
    assert "旧.release：" in page
    assert 'class="told no"' in page


def test_the_draft_and_what_was_saved_are_compared(asking: Asking, bench: Bench) -> None:
    edit(asking, "60%")
    checked(bench)
    page = html.unescape(asking.get("compare").text)
    assert "<del>50%</del>" in page
    assert "<ins>60%</ins>" in page


def test_a_release_that_is_brought_is_compared(
    asking: Asking, bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = copy_rules(tmp_path / "rules")
    (rules / CARD).write_bytes((rules / CARD).read_bytes().replace(b",50%,", b",40%,"))
    (rules / "990700-shili" / "cases" / "benefits.yaml").unlink()
    released = package_of(rules)
    answer = asking.send("compare/bring", "release", "去年.release", released.data)
    assert answer.status == 303
    page = html.unescape(asking.get("compare", **dict(parse_qsl(urlsplit(answer.headers["location"]).query))).text)
    assert "发布 去年.release" in page
    assert "<del>40%</del>" in page
    assert "<ins>50%</ins>" in page
    assert not bench.draft.steps
    sides = dict(parse_qsl(urlsplit(answer.headers["location"]).query))
    monkeypatch.setattr(comparing, "_SHORT", 600.0)
    page = html.unescape(asking.get("compare/impact", **sides).text)
    assert "改了规则影响谁" in page
    assert "40% → 50%" in page


def test_a_ruling_is_entered_and_holds_in_the_draft(asking: Asking, bench: Bench) -> None:
    page = html.unescape(asking.get("register/990700").text)
    assert "手工报销目录" in page
    assert "已裁定" not in page
    ruling = {"subject": "手工报销目录", "taken": "参保地", "decided_by": "示例市医疗保障局", "number": "3号"}
    assert asking.post("register/990700/rule", **ruling, dated="2026-03-01").status == 303
    assert set(bench.draft.files) == {"990700-shili/rulings.csv", "990700-shili/tables.csv"}
    checked(bench)
    assert not bench.trial.problems
    page = html.unescape(asking.get("register/990700").text)
    assert "已裁定：<b>参保地</b>，示例市医疗保障局 3号，2026-03-01" in page


def test_the_cells_that_cases_rest_on_are_told(opened: Bench, asking: Asking) -> None:
    """Of the card 两病 cases tell by the ratio and the cap (9, 10), by none of its tests (4 to 6) alone."""
    opened.trying.cases_of(opened.saved, "990700")
    told = json.loads(asking.get(f"cover/{CARD}").body)
    assert told["ready"]
    assert told["cells"] == {"2": {"4": False, "5": False, "6": False, "9": True, "10": True}}
