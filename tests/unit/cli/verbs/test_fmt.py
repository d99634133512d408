from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]

HEADINGS = "病种,编号,所见,条件,取值,分值,出处,原文,更正,异常"
CANONICAL = f'\ufeff{HEADINGS}\r\nT1,1,血糖,≥ 7.0 mmol/L,任一,,1/1,"大于,等于",,\r\n'
DATA = Path(__file__).parents[3] / "data"


@pytest.fixture
def table(tmp_path: Path) -> Callable[[bytes], Path]:
    """Write a table."""

    def write(data: bytes) -> Path:
        file = tmp_path / "criteria.csv"
        file.write_bytes(data)
        return file

    return write


Table = Callable[[bytes], Path]


@pytest.mark.parametrize(
    "data",
    [
        CANONICAL.encode(),
        CANONICAL.removeprefix("\ufeff").encode(),
        CANONICAL.replace("\r\n", "\n").encode(),
        CANONICAL.replace("≥ 7.0 mmol/L", ">=７.0mmol/L").encode(),
        CANONICAL.replace("T1,", '"T1" ,').encode(),
        CANONICAL.removeprefix("\ufeff").encode("gb18030"),
        (CANONICAL + "\r\n,,,\r\n").encode(),
    ],
    ids=["canonical", "no mark", "line feeds", "typed", "quoted", "gb18030", "empty rows"],
)
def test_every_writing_becomes_the_canonical_one(run: Run, table: Table, data: bytes) -> None:
    file = table(data)
    run("fmt", file)
    assert file.read_bytes() == CANONICAL.encode()
    run("fmt", "--check", file)


def test_columns_come_in_their_order_and_optional_empty_ones_stay(run: Run, table: Table) -> None:
    file = table("编号,病种,条件,所见,原文,出处\n1,T1,是,症状,有,1/1\n".encode())
    run("fmt", file)
    assert file.read_bytes().decode("utf-8-sig") == "病种,编号,所见,条件,出处,原文\r\nT1,1,症状,是,1/1,有\r\n"


def test_check_writes_nothing_and_says_which_is_not_canonical(run: Run, table: Table) -> None:
    file = table(CANONICAL.removeprefix("\ufeff").encode())
    before = file.read_bytes()
    assert "W0112" in run("fmt", "--check", file, code=1).stderr
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (CANONICAL.replace(HEADINGS, f"{HEADINGS},备注").replace(",,\r\n", ",,,不能丢\r\n").encode(), "E0103"),
        (CANONICAL.replace("异常", "编号").encode(), "E0105"),
        (CANONICAL.replace('"大于,等于"', '"大于').encode(), "E0102"),
        (CANONICAL.replace(",,\r\n", ",,,多一格\r\n").encode(), "E0106"),
        (CANONICAL.replace(",", ";").encode(), "E0102"),
        (b"a,b\r\n1,2\r\n", "E0103"),
        (b"", "E0102"),
        (b"\xff\xfea\x00", "E0101"),
        (b"PK\x03\x04", "E0101"),
    ],
    ids=[
        "unknown column",
        "column twice",
        "open quote",
        "cell too many",
        "semicolons",
        "no table",
        "empty",
        "utf-16",
        "zip",
    ],
)
def test_a_file_whose_content_could_be_lost_is_left_as_it_is(run: Run, table: Table, data: bytes, code: str) -> None:
    file = table(data)
    assert code in run("fmt", file, code=1).stderr
    assert file.read_bytes() == data


def test_a_workbook_is_sent_back_with_the_remedy(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "criteria.xlsx"
    file.write_bytes(b"PK\x03\x04")
    assert "CSV UTF-8" in run("fmt", file, code=1).stderr


def test_one_bad_file_does_not_keep_the_others_from_being_formatted(run: Run, tmp_path: Path) -> None:
    bad, good = tmp_path / "a.csv", tmp_path / "b.csv"
    bad.write_bytes(b"a,b\n")
    good.write_bytes(CANONICAL.removeprefix("\ufeff").encode())
    run("fmt", bad, good, code=1)
    assert good.read_bytes() == CANONICAL.encode()


def test_nothing_else_is_left_in_the_folder_and_rights_are_kept(run: Run, table: Table) -> None:
    file = table(CANONICAL.removeprefix("\ufeff").encode())
    file.chmod(0o640)
    run("fmt", file)
    assert [each.name for each in file.parent.iterdir()] == ["criteria.csv"]
    assert file.stat().st_mode & 0o777 == 0o640


def test_the_tables_of_the_project_are_canonical(run: Run) -> None:
    run("fmt", "--check", *sorted((DATA / "cli").rglob("*.csv")))


DECISION = (
    "\ufeff编号,入：险种,入：机构等级,入：合规费用,出：起付标准,出：支付比例,出处,原文\r\n"
    "1,职工,三级,-,700 元,80%,2-27,三级医疗机构 700 元\r\n"
    '2,职工,"一级, 二级",≥ 100 元,"最大(400 元 − 本次治疗已扣起付, 0)",85%,2-27,二级医疗机构 400 元\r\n'
)
CARD = (
    "\ufeff编号,谁付,名称,入：险种,入：机构等级,基数,起付,比例,封顶,出处,原文\r\n"
    "basic,基本医保,住院报销,非(居民),-,合规费用,700 元 每次,≤ 10 万元: 85%；90%,14 万元 每年,2-27,按比例报销\r\n"
    "basic,,,居民,,,,80%,,3-11,\r\n"
)
BENEFIT_TABLES = pytest.mark.parametrize("canonical", [DECISION, CARD], ids=["decision", "card"])


@BENEFIT_TABLES
@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("\r\n", "\n"),
        ("入：", "入:"),
        ("入：险种", " 入： 险种 "),
        ("一级, 二级", "一级，二级"),
        ("≥ 100 元", ">=100元"),
        (",-,", ",,"),
        ("非(居民)", "非（ 居民 ）"),
    ],
    ids=["line feeds", "half-width heading", "spaces", "list", "comparison", "anything", "negation"],
)
def test_inputs_of_benefit_tables_are_written_like_tests(
    run: Run, table: Table, canonical: str, written: str, typed: str
) -> None:
    file = table(canonical.replace(written, typed).encode())
    run("fmt", file)
    assert file.read_bytes() == canonical.encode()
    run("fmt", "--check", file)


@BENEFIT_TABLES
def test_benefit_tables_in_gb18030_are_converted(run: Run, table: Table, canonical: str) -> None:
    text = canonical.removeprefix("\ufeff").replace("−", "-")
    file = table(text.encode("gb18030"))
    run("fmt", file)
    assert file.read_bytes() == f"\ufeff{text}".encode()


def test_a_cell_that_is_as_above_stays_empty(run: Run, table: Table) -> None:
    file = table(CARD.replace(",非(居民),-,", ",非(居民),,").encode())
    run("fmt", file)
    assert file.read_bytes() == CARD.encode()


def test_formulas_stay_as_their_author_wrote_them(run: Run, table: Table) -> None:
    odd = DECISION.replace("最大(400 元 − 本次治疗已扣起付, 0)", "最大( 400元-本次治疗已扣起付,0 )")
    file = table(odd.encode())
    run("fmt", file)
    assert file.read_bytes() == odd.encode()


@pytest.mark.parametrize(
    ("written", "other", "code"),
    [
        ("出：支付比例", "支付比例", "E0103"),
        ("入：机构等级", "入:险种", "E0105"),
        ("入：机构等级", "入：", "E0103"),
    ],
    ids=["output without its mark", "input twice", "nameless"],
)
def test_a_benefit_table_whose_content_could_be_lost_is_left_as_it_is(
    run: Run, table: Table, written: str, other: str, code: str
) -> None:
    data = DECISION.replace(written, other).encode()
    file = table(data)
    assert code in run("fmt", file, code=1).stderr
    assert file.read_bytes() == data


def test_places_a_spreadsheet_made_dates_are_restored_and_told(run: Run, table: Table) -> None:
    good = CANONICAL + "T1,2,血糖,≥ 7.0 mmol/L,任一,,2-27,文,,\r\n" + "T1,3,血糖,≥ 7.0 mmol/L,任一,,4-4/19,文,,\r\n"
    file = table(good.replace(",2-27,", ",2月27日,").encode())
    result = run("fmt", file)
    assert file.read_bytes() == good.encode()
    assert "G3「出处」: W0114 「2月27日」是表格软件改的，改回了「2-27」" in result.stderr
    run("fmt", "--check", file)


def test_what_is_not_certain_is_left_and_refused(run: Run, table: Table) -> None:
    data = (
        CANONICAL + "T1,2,血糖,≥ 7.0 mmol/L,任一,,2021/4/3,文,,\r\nT1,3,血糖,≥ 7.0 mmol/L,任一,,2月27日,文,,\r\n"
    ).encode()
    file = table(data)
    result = run("fmt", file, code=1)
    assert file.read_bytes() == data
    assert "G3「出处」: E0108" in result.stderr
    assert "4-3/21" in result.stderr
