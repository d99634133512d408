import pytest
from unit.small_rules import CARD, copy_rules

from chronicare.authoring.search import Group, SearchIndex
from chronicare.authoring.trials.standing import StandingReader
from chronicare.engine import DurableEngine

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> SearchIndex:
    rules = copy_rules(tmp_path_factory.mktemp("search") / "rules")
    return SearchIndex(StandingReader(rules, DurableEngine(), {}).read())


def found(index: SearchIndex, words: str) -> dict[Group, list[tuple[str, str]]]:
    return {each.group: [(hit.title, hit.page) for hit in each.hits] for each in index.find(words)}


def test_an_area_is_found_by_its_name_and_its_code(index: SearchIndex) -> None:
    for words in ("示例市", "990700"):
        assert found(index, words)[Group.AREA] == [("示例市", "area/990700-shili")]


def test_a_table_is_found_by_its_name_the_exact_one_first(index: SearchIndex) -> None:
    assert found(index, "两病")[Group.TABLE][0] == ("两病", f"table/{CARD}")


def test_a_clause_leads_to_its_row(index: SearchIndex) -> None:
    (hit,) = found(index, "购药报销 50%")[Group.CLAUSE]
    assert hit == ("两病患者在一级医疗机构门诊购药报销 50%，年度限额 800 元", f"table/{CARD}#r2")


def test_every_word_has_to_be_found(index: SearchIndex) -> None:
    assert Group.CLAUSE in found(index, "两病 800")
    assert Group.CLAUSE not in found(index, "两病 900")


def test_codes_are_found_whatever_the_case_and_width(index: SearchIndex) -> None:
    ((title, page), *_) = found(index, "ｍ０３９１１")[Group.DISEASE]
    assert title.startswith("高血压")
    assert page.startswith("table/national/diseases.csv#r")


def test_nothing_is_asked_for_by_no_words(index: SearchIndex) -> None:
    assert index.find("  ") == ()


def test_of_many_the_number_is_told(index: SearchIndex) -> None:
    (findings,) = [each for each in index.find("血") if each.group is Group.FINDING]
    assert len(findings.hits) == 8
    assert findings.total > 8
