"""Layers: what an upper folder says stands before what a lower one says, row by row or table by table."""

from dataclasses import replace

import pytest
from unit.compiler.written import FROM_2025, Dates, codes, folder, table

from chronicare.application.release import compile_release
from chronicare.compiler import compile_vocabulary
from chronicare.compiler.layers import lay_over
from chronicare.diagnostics import Diagnostics, Position
from chronicare.program.roles import Role
from chronicare.program.vocabulary import Vocabulary
from chronicare.tables import KINDS, Cell, RuleFolder, SourceDocument

NEVER: Dates = (None, None)
UNITS = "量,单位,换算\n金额,元,1\n"
LEVELS = """\
值表,有先后,值,名称,英文名,别名
等级,是,村,村卫生室,village,
等级,是,一级,一级医院,first,甲等
等级,是,二级,二级医院,second,
险种,否,职工,职工医保,employees,
险种,否,居民,居民医保,residents,
"""
TERMS = """\
代码,名称,英文名,类型,单次或多次,量或值表,别名,惯常值
level,医院等级,hospital level,等级,单次,等级,机构等级,
scheme,险种,scheme,代码,单次,险种,,
civil,公务员,civil servant,是否,单次,,,
paid,已付,paid,数值,单次,金额,,0 元
day,就诊日,day of care,日期,单次,,,
"""
ROLES = "角色,事项\n就诊日,day\n总费用,已付\n"
IMPLIED = "所见,条件,推出,值\n险种,居民,公务员,否\n"
LOWER = {"units": UNITS, "levels": LEVELS, "terms": TERMS, "roles": ROLES, "implied": IMPLIED}


def lay(*upper: dict[str, str], lower: dict[str, str] = LOWER) -> tuple[RuleFolder, list[tuple[str, str]]]:
    """Lay folders over the lower one, an area last; return what holds in it, and what was found."""
    found = Diagnostics()
    folders = [folder(found, NEVER, "", **lower)]
    for number, tables in enumerate(upper):
        made = folder(found, FROM_2025, f"99{number}000", **tables)
        folders.append(made)
    return lay_over(folders, found), codes(found)


def words(*upper: dict[str, str]) -> tuple[Vocabulary, list[tuple[str, str]]]:
    """Compile the vocabulary that holds in the uppermost folder; return it with what was found."""
    laid, found = lay(*upper)
    diagnostics = Diagnostics()
    made = compile_vocabulary(laid, diagnostics)
    return made, found + codes(diagnostics)


def grades(vocabulary: Vocabulary, name: str = "等级") -> list[str]:
    return [each.value for each in vocabulary.level_sets[name].levels]


def test_without_anything_of_its_own_the_lower_layer_holds() -> None:
    made, found = words({})
    assert found == []
    assert list(made.findings) == ["level", "scheme", "civil", "paid", "day"]
    assert grades(made) == ["村", "一级", "二级"]
    assert made.unknown_words == {"未做", "不详"}


def test_a_term_is_renamed_without_copying_the_rest() -> None:
    made, found = words({"terms": "代码,名称\nlevel,定点机构级别\n"})
    assert found == []
    assert list(made.findings) == ["level", "scheme", "civil", "paid", "day"], "its place is kept"
    level = made.findings["level"]
    assert (level.name.zh, level.name.en, level.aliases) == ("定点机构级别", "hospital level", ("机构等级",))
    assert level.position == Position("terms.csv", 2)
    assert made.find("医院等级") is None


def test_a_usual_value_is_changed_alone_and_the_topmost_layer_has_the_last_word() -> None:
    made, found = words({"terms": "代码,惯常值,英文名\npaid,5 元,paid so far\n"}, {"terms": "代码,惯常值\npaid,7 元\n"})
    assert found == []
    assert (made.findings["paid"].usual, made.findings["paid"].name.en) == (7, "paid so far")


def test_an_area_adds_terms_of_its_own() -> None:
    made, found = words({"terms": "代码,名称,英文名,类型,单次或多次\nown,本地事项,own,是否,单次\n"})
    assert found == []
    assert list(made.findings)[-1] == "own"


def test_what_every_layer_leaves_empty_is_told_where_it_is_needed() -> None:
    headed = {"terms": "代码,名称,类型,单次或多次\nown,本地事项,是否,\n"}
    assert lay(headed)[1] == [("EMPTY_REQUIRED_CELL", "terms.csv:D2")]
    assert lay({"terms": "代码,名称\nown,本地事项\nlevel,级别\nmore,又一事项\n"})[1] == [
        ("MISSING_HEADING", "terms.csv:1"),
        ("MISSING_HEADING", "terms.csv:1"),
    ], "类型 and 单次或多次, each once"


@pytest.mark.parametrize(
    ("column", "value"),
    [("类型", "代码"), ("单次或多次", "多次")],
)
def test_what_a_term_is_stays(column: str, value: str) -> None:
    assert lay({"terms": f"代码,{column}\nlevel,{value}\n"})[1] == [("BAD_VOCABULARY", "terms.csv:B2")]
    assert lay({"terms": "代码,类型,单次或多次\nlevel,等级,单次\n"})[1] == [], "what is there may be said again"


def test_another_term_under_the_code_of_a_layer_is_told() -> None:
    """Declared whole it is another term; its name alone, or the old one kept beside, calls the same otherwise."""
    heading = "代码,名称,英文名,类型,单次或多次,量或值表,别名\n"
    found = Diagnostics()
    lower, upper = (
        folder(found, NEVER, "", **LOWER),
        f"{heading}own,本地,own,是否,单次,,\nlevel,护理等级,,等级,,等级,\n",
    )
    lay_over([lower, folder(found, FROM_2025, "990000", terms=upper)], found)
    (told,) = found.sorted()
    assert codes(found) == [("DUPLICATE_ID", "terms.csv:A3")]
    assert told.message.zh == "代码「level」在 national 里是「医院等级」，这里又声明成「护理等级」"
    assert told.hint is not None
    assert told.hint.zh == "是另一个事项就另取代码；只换叫法的，只写代码和名称，其他格空着"
    for same in ("level,护理等级,,,,,", "level,护理等级,,等级,单次,等级,医院等级", "level,医院等级,,等级,单次,等级,"):
        assert lay({"terms": f"{heading}own,本地,own,是否,单次,,\n{same}\n"})[1] == []


def test_a_term_twice_in_one_layer_is_told() -> None:
    found = words({"terms": "代码,名称,英文名,类型,单次或多次\nday,就诊日,d,日期,单次\nday,就诊日,d,日期,单次\n"})[1]
    assert found == [("DUPLICATE_NAME", "terms.csv:A3")]


def test_rows_that_follow_each_other_by_date_are_replaced_together() -> None:
    heading = "代码,名称,单位,周期,计什么,限额,失效日,生效日\n"
    lower = f"{heading}acc,统筹,元,每年,支付,10 万元,2026-01-01,\nacc,统筹,元,每年,支付,20 万元,,2026-01-01\n"
    laid, found = lay({"counters": "名称,限额\n统筹,50 万元\n"}, lower={"counters": lower})
    assert found == []
    ((row,),) = laid.of_kind("counters")
    assert (row.text("code"), row.text("limit")) == ("acc", "50 万元")
    laid, found = lay({"counters": "名称,隐藏\n统筹,是\n"}, lower={"counters": lower})
    assert (found, laid.of_kind("counters")) == ([], ())


# Values


@pytest.mark.parametrize(
    ("place", "order"),
    [
        ("在 村 之前", ["站", "村", "一级", "二级"]),
        ("在 村 之后", ["村", "站", "一级", "二级"]),
        ("在 甲等 之前", ["村", "站", "一级", "二级"]),
        ("在一级医院之后", ["村", "一级", "站", "二级"]),
        ("在 二级 之后", ["村", "一级", "二级", "站"]),
    ],
)
def test_a_value_is_placed_in_an_order(place: str, order: list[str]) -> None:
    made, found = words({"levels": f"值表,值,名称,位置\n等级,站,社区服务站,{place}\n"})
    assert found == []
    assert grades(made) == order
    assert made.level_sets["等级"].ordered


def test_a_value_may_be_placed_by_one_of_the_same_layer() -> None:
    made, found = words({"levels": "值表,值,位置\n等级,站,在 村 之后\n等级,院,在 站 之后\n"})
    assert (found, grades(made)) == ([], ["村", "站", "院", "一级", "二级"])


def test_a_value_may_be_placed_anew() -> None:
    made, found = words({"levels": "值表,值,位置\n等级,村,在 一级 之后\n"})
    assert (found, grades(made)) == ([], ["一级", "村", "二级"])
    assert made.level_sets["等级"].levels[1].name.zh == "村卫生室"


@pytest.mark.parametrize(
    ("row", "where"),
    [
        ("等级,站,", "levels.csv:C2"),
        ("等级,站,一级之前", "levels.csv:C2"),
        ("等级,站,在 三级 之前", "levels.csv:C2"),
        ("自己的,站,在 一级 之前", "levels.csv:C2"),
    ],
)
def test_where_a_value_belongs_must_be_said_and_known(row: str, where: str) -> None:
    found = lay({"levels": f"值表,值,位置,有先后\n{row},是\n"})[1]
    assert ("BAD_VOCABULARY", where) in found


def test_values_without_an_order_are_added_at_the_end() -> None:
    made, found = words({"levels": "值表,值,名称\n险种,长护,长期护理\n险种,居民,城乡居民\n"})
    assert (found, grades(made, "险种")) == ([], ["职工", "居民", "长护"])
    assert made.level_sets["险种"].levels[1].name.zh == "城乡居民"
    assert made.level_sets["险种"].levels[1].name.en == "residents"


# Taking out


def test_a_term_is_hidden_with_what_rests_on_it() -> None:
    made, found = words({"terms": "代码,隐藏\npaid,是\ncivil,是\n"})
    assert found == []
    assert list(made.findings) == ["level", "scheme", "day"]
    assert made.roles.get(Role.TOTAL_EXPENSE) is None, "nothing plays the role any more"
    assert made.implications == ()
    assert made.suggest("已付").zh == "已由 terms.csv:2 隐藏"
    assert made.suggest("civil").zh == "已由 terms.csv:3 隐藏"


def test_a_compound_is_hidden_with_its_parts() -> None:
    findings = """\
代码,名称,英文名,类型,单次或多次,所属,量或值表
pressure,血压,pressure,复合,多次,,
high,收缩压,systolic,数值,单次,pressure,
low,舒张压,diastolic,数值,单次,pressure,
"""
    found = Diagnostics()
    upper = folder(found, findings="代码,隐藏\npressure,是\n")
    laid = lay_over([folder(found, NEVER, "", findings=findings), upper], found)
    assert codes(found) == []
    assert compile_vocabulary(laid, found).findings == {}
    assert codes(found) == []


def test_a_value_is_hidden_and_whoever_uses_it_is_told_where() -> None:
    made, found = words({"levels": "值表,值,隐藏\n等级,村,是\n"})
    assert (found, grades(made)) == ([], ["一级", "二级"])
    assert made.level_sets["等级"].hidden == {"村": "levels.csv:2"}


@pytest.mark.parametrize(
    ("hiding", "text", "cell", "said"),
    [
        ({"terms": "代码,隐藏\ncivil,是\n"}, "入：公务员,出：已付\n是,1 元\n", "A1", "已由 terms.csv:2 隐藏"),
        ({"terms": "代码,隐藏\ncivil,是\n"}, "入：险种,出：公务员\n居民,是\n", "B1", "已由 terms.csv:2 隐藏"),
        ({"terms": "代码,隐藏\npaid,是\n"}, "入：险种,出：它\n居民,已付 + 1 元\n", "B2", "已由 terms.csv:2 隐藏"),
        (
            {"levels": "值表,值,隐藏\n等级,村,是\n"},
            "入：医院等级,出：已付\n村,1 元\n",
            "A2",
            "可写：一级、二级；已隐藏：村（levels.csv:2）",
        ),
    ],
)
def test_whoever_uses_what_is_hidden_is_told_where(hiding: dict[str, str], text: str, cell: str, said: str) -> None:
    found = Diagnostics()
    own = "代码,名称,类型,单次或多次,量或值表,可能范围\nit,它,数值,单次,金额,[0..9]\n"
    upper = folder(found, levels=hiding.get("levels", "值表,值\n"), terms=hiding.get("terms", "代码\n"))
    mine = replace(table("decision", text, found, "d.csv"), name="表", hit="UNIQUE", layer="990000")
    more = replace(table("terms", own, found, "own.csv"), layer="990000")
    upper = replace(upper, tables=(*upper.tables, more, mine))
    laid = lay_over([folder(found, NEVER, "", **LOWER), upper], found)
    assert codes(found) == []
    compile_release(laid, found)
    (told,) = found.sorted()
    assert (str(told.where).partition("「")[0], told.hint.zh) == (f"d.csv:{cell}", said)


@pytest.mark.parametrize("row", ["nothing,是", "paid,否"])
def test_there_must_be_something_to_hide(row: str) -> None:
    assert lay({"terms": f"代码,隐藏\n{row}\n"})[1] == [("BAD_VOCABULARY", "terms.csv:B2")]


def test_a_role_is_bound_anew() -> None:
    terms = "代码,名称,英文名,类型,单次或多次\nend,出院日,last day,日期,单次\n"
    made, found = words({"terms": terms, "roles": "角色,事项\n就诊日,end\n"})
    assert (found, made.roles[Role.CARE_DATE]) == ([], "end")


# Switches, tables, documents

SWITCHES = (
    "开关,读法,说明,英文说明,默认,理由\ns,甲,甲,a,是,不明\ns,乙,乙,b,,不明\nt,甲,甲,a,未定,不明\nt,乙,乙,b,未定,不明\n"
)


def test_the_readings_of_a_switch_are_replaced_together() -> None:
    own = "开关,读法,说明,英文说明,默认,理由\ns,丙,丙,c,是,本地\ns,乙,乙,b,,本地\n"
    laid, found = lay({"switches": own}, lower={"switches": SWITCHES})
    assert found == []
    rows = [(row.text("switch"), row.text("reading")) for each in laid.of_kind("switches") for row in each]
    assert sorted(rows) == [("s", "丙"), ("s", "乙"), ("t", "乙"), ("t", "甲")]


def decision(name: str, output: str, layer: str) -> RuleFolder:
    """Return a folder with one decision table."""
    found = Diagnostics()
    made = table("decision", f"入：险种,出：医院等级\n居民,{output}\n", found, f"{layer}/{name}.csv")
    assert codes(found) == []
    empty = folder(found, FROM_2025, "" if layer == "national" else layer)
    return replace(empty, tables=(replace(made, name=name, hit="UNIQUE", layer=layer),))


def test_a_table_is_replaced_whole_and_stands_where_the_upper_folder_lists_it() -> None:
    found = Diagnostics()
    one, other = decision("甲表", "一级", "national"), decision("乙表", "一级", "national")
    lower = replace(one, tables=(*one.tables, *other.tables))
    upper, more = decision("甲表", "二级", "990000"), decision("丙表", "二级", "990000")
    laid = lay_over([lower, replace(upper, tables=(*upper.tables, *more.tables))], found)
    assert codes(found) == []
    assert [(each.name, each.layer, each.rows[0].text("出：医院等级")) for each in laid.tables] == [
        ("乙表", "national", "一级"),
        ("甲表", "990000", "二级"),
        ("丙表", "990000", "二级"),
    ]


def test_a_table_of_a_variety_takes_the_place_of_one_of_its_kind() -> None:
    found = Diagnostics()
    upper = decision("甲表", "二级", "990000")
    made = replace(upper, tables=tuple(replace(each, kind=KINDS["catalogue"]) for each in upper.tables))
    laid = lay_over([decision("甲表", "一级", "national"), made], found)
    assert [(each.kind.name, each.layer) for each in laid.of_kind("decision")] == [("catalogue", "990000")]


def test_what_is_covered_is_the_uppermost_layers_to_say() -> None:
    laid, found = lay({"scope": "入：险种\n居民\n"}, lower={**LOWER, "scope": "入：险种\n-\n"})
    assert found == []
    ((row,),) = laid.of_kind("scope")
    assert row.text("入：险种") == "居民"


def test_a_table_is_left_out_by_name() -> None:
    found = Diagnostics()
    lower, upper = decision("甲表", "一级", "national"), folder(found)
    where = Position("990000/manifest.yaml", 3)
    omitting = replace(upper, manifest=replace(upper.manifest, omit=(Cell("甲表", where),)))
    assert lay_over([lower, omitting], found).tables == ()
    assert codes(found) == []
    wrong = replace(upper, manifest=replace(upper.manifest, omit=(Cell("乙表", where),)))
    assert len(lay_over([lower, wrong], found).tables) == 1
    ((told),) = found.sorted()
    assert (told.code.name, told.where, told.hint.zh) == ("BROKEN_MANIFEST", where, "是不是「甲表」？")


def source(name: str, sha256: str, file: str) -> SourceDocument:
    return SourceDocument(name, name, "局", "第一版", sha256, Position(file, 5))


def test_documents_and_words_for_not_known_are_joined() -> None:
    found = Diagnostics()
    lower, upper = folder(found, NEVER, ""), folder(found)
    lower = replace(lower, manifest=replace(lower.manifest, documents=(source("问答", "1" * 64, "national"),)))
    upper = replace(upper, manifest=replace(upper.manifest, unknown_words=("待查",)))
    laid = lay_over([lower, upper], found)
    assert codes(found) == []
    assert [each.id for each in laid.manifest.documents] == ["手册", "问答"], "its own first"
    assert laid.manifest.unknown_words == ("未做", "不详", "待查")
    assert laid.manifest.area == "990000"


def test_one_id_is_one_document() -> None:
    found = Diagnostics()
    lower, upper = folder(found, NEVER, ""), folder(found)
    other = replace(lower, manifest=replace(lower.manifest, documents=(source("手册", "1" * 64, "national"),)))
    assert len(lay_over([lower, upper], found).manifest.documents) == 1, "the same document may be named again"
    assert codes(found) == []
    lay_over([other, upper], found)
    assert codes(found) == [("DUPLICATE_ID", "manifest.yaml:9")]
