"""The closed list of kinds of table, and the columns each has.

A decision table has columns of its author's own beside the fixed ones: ``入：…`` tests a term, ``出：…`` gives one.
"""

from dataclasses import replace

from chronicare.tables.kind import ColumnSpec, Kind

INPUT, OUTPUT = "入：", "出："
"""Prefixes of the headings of inputs and outputs."""


def _column(name: str, heading: str, *, required: bool = False, separator: str = "") -> ColumnSpec:
    return ColumnSpec(name, heading, required, separator)


_SOURCE = (
    _column("source", "出处", required=True),
    _column("clause", "原文", required=True),
)
_DATES = (
    _column("effective_from", "生效日"),
    _column("effective_until", "失效日"),
)

FINDINGS = Kind(
    "findings",
    "临床所见：每个所见一行，全部病种共用",
    (
        _column("code", "代码", required=True),
        _column("name", "名称", required=True),
        _column("name_en", "英文名"),
        _column("type", "类型", required=True),
        _column("repeated", "单次或多次", required=True),
        _column("part_of", "所属"),
        _column("values", "量或值表"),
        _column("possible", "可能范围"),
        _column("plausible", "常见范围"),
        _column("relation", "成分关系"),
        _column("may_be_none", "可答无"),
        _column("may_be_undetected", "可未检出"),
        _column("alternative", "同量"),
        _column("unchangeable", "不可变"),
        _column("sites", "部位"),
        _column("question", "问题"),
        _column("question_en", "英文问题"),
        _column("attester", "判定者"),
        _column("aliases", "别名", separator=";"),
        _column("loinc", "LOINC"),
        _column("hidden", "隐藏"),
        _column("note", "说明"),
    ),
    keys=("code",),
)
UNITS = Kind(
    "units",
    "计量单位：每种量的标准单位（换算写 1）及临床在用的其他单位",
    (
        _column("quantity", "量", required=True),
        _column("unit", "单位"),
        _column("conversion", "换算", required=True),
        _column("aliases", "别名", separator=";"),
        _column("note", "说明"),
    ),
    keys=("quantity", "unit"),
)
LEVELS = Kind(
    "levels",
    "值表：等级（有先后）与代码（无先后）的允许值",
    (
        _column("set", "值表", required=True),
        _column("ordered", "有先后", required=True),
        _column("value", "值", required=True),
        _column("name", "名称"),
        _column("name_en", "英文名"),
        _column("aliases", "别名", separator=";"),
        _column("exclusive", "排他"),
        _column("place", "位置"),
        _column("hidden", "隐藏"),
    ),
    keys=("set", "value"),
)
IMPLIED = Kind(
    "implied",
    "推断：由一个所见推出另一个所见的值，或推出某项检查不能做",
    (
        _column("finding", "所见", required=True),
        _column("test", "条件", required=True),
        _column("implied", "推出", required=True),
        _column("value", "值", required=True),
        _column("note", "说明"),
    ),
)
ENTRIES = Kind(
    "entries",
    "病种：每个病种或亚类一行；有亚类的上级也占一行",
    (
        _column("code", "编码", required=True),
        _column("name", "名称"),
        _column("name_en", "英文名"),
        _column("aliases", "别名", separator=";"),
        _column("parent", "上级"),
        _column("class", "类别", required=True),
        _column("review", "复审周期"),
        _column("review_basis", "复审依据"),
        _column("ends_when", "终止情形"),
        _column("sites", "按部位"),
        *_SOURCE,
        _column("correction", "更正"),
        _column("anomalies", "异常", separator=";"),
        *_DATES,
    ),
    for_areas=True,
)
DISEASES = Kind(
    "diseases",
    "病种目录：病种的编码和名称，不管认定；各地共用的写在下层，统筹区写出自己有哪些",
    (
        _column("code", "编码", required=True),
        _column("name", "名称", required=True),
        _column("name_en", "英文名"),
        _column("aliases", "别名", separator=";"),
        _column("parent", "上级"),
        _column("class", "类别"),
        _column("hidden", "隐藏"),
        *_SOURCE,
        _column("correction", "更正"),
        _column("anomalies", "异常", separator=";"),
    ),
    keys=("code",),
)
CRITERIA = Kind(
    "criteria",
    "认定依据：每行一个不可再分的判断",
    (
        _column("entries", "病种", required=True, separator=";"),
        _column("id", "编号", required=True),
        _column("finding", "所见", required=True),
        _column("test", "条件", required=True),
        _column("use", "取值"),
        _column("points", "分值"),
        *_SOURCE,
        _column("correction", "更正"),
        _column("anomalies", "异常", separator=";"),
        *_DATES,
    ),
    for_areas=True,
)
GROUPS = Kind(
    "groups",
    "组合：各判断怎样合成条、路径（R…）、排除（X…）与终止（E…）",
    (
        _column("entries", "病种", required=True, separator=";"),
        _column("id", "编号", required=True),
        _column("name", "名称"),
        _column("needs", "满足", required=True),
        _column("members", "成员", required=True, separator=";"),
        _column("switch", "开关"),
        _column("reading", "读法"),
        *_SOURCE,
        _column("correction", "更正"),
        _column("anomalies", "异常", separator=";"),
        *_DATES,
    ),
    for_areas=True,
)
DOCUMENTS = Kind(
    "documents",
    "认定材料：每行一件；「仅当」写路径或条的编号",
    (
        _column("entries", "病种", required=True, separator=";"),
        _column("id", "编号", required=True),
        _column("code", "材料代码", required=True),
        _column("name", "材料", required=True),
        _column("name_en", "英文名"),
        _column("issuer", "出具者"),
        _column("only_if", "仅当", separator=";"),
        *_SOURCE,
        _column("correction", "更正"),
        _column("anomalies", "异常", separator=";"),
        *_DATES,
    ),
    for_areas=True,
)
SWITCHES = Kind(
    "switches",
    "开关：原文可有两种读法之处；每种读法一行，默认的一行写「是」；原文未定的，每行写「未定」",
    (
        _column("switch", "开关", required=True),
        _column("reading", "读法", required=True),
        _column("name", "说明", required=True),
        _column("name_en", "英文说明"),
        _column("default", "默认"),
        _column("anomaly", "异常"),
        _column("reason", "理由", required=True),
    ),
)
ANOMALIES = Kind(
    "anomalies",
    "异常：原文自相矛盾、缺漏或疑有误之处，待医保局确认",
    (
        _column("id", "编号", required=True),
        _column("entries", "病种", separator=";"),
        *_SOURCE,
        _column("reading", "采用读法", required=True),
        _column("reading_en", "英文读法"),
        _column("alternative", "另一读法"),
        _column("reason", "理由", required=True),
    ),
)

RULINGS = Kind(
    "rulings",
    "裁定：有权的机关定下的开关读法，或文件没有给出（未公布）、沿用上年的数；每项一行",
    (
        _column("subject", "对象", required=True),
        _column("taken", "裁定", required=True),
        _column("decided_by", "作出单位", required=True),
        _column("number", "文号", required=True),
        _column("dated", "日期", required=True),
        _column("note", "说明"),
        *_DATES,
    ),
)

TERMS = Kind(
    "terms",
    "待遇事项：待遇各表所用的人、就诊、费用与累计事项，每个一行",
    (
        *(
            each
            for each in FINDINGS.columns
            if each.name not in ("part_of", "attester", "loinc", "unchangeable", "sites")
        ),
        _column("stands_for", "代替"),
        _column("usual", "惯常值"),
        _column("unusual_if", "惯常值除非"),
        _column("may_be_later", "可晚于就诊日"),
        _column("not_before", "不早于"),
    ),
    keys=("code",),
)
DECISION = Kind(
    "decision",
    "决策表：每行一条规则；「入：」各列都符合，「出：」各列即为结果",
    (
        _column("id", "编号"),
        _column("otherwise", "其余"),
        _column("switch", "开关", separator=";"),
        _column("reading", "读法", separator=";"),
        _column("carried_from", "沿用自"),
        *_SOURCE,
        _column("correction", "更正"),
        _column("anomalies", "异常", separator=";"),
        *_DATES,
    ),
    (INPUT, OUTPUT),
    is_named=True,
    has_hit_policy=True,
    own_after="id",
)
CATALOGUE = replace(
    DECISION,
    name="catalogue",
    purpose="医保目录：一种决策表，说费用能不能报、先自付多少；异地直接结算按就医地的",
    variety_of=DECISION.name,
)
CARD = Kind(
    "card",
    "待遇卡：一项待遇一张，每行一步（谁付、付多少）；编号与上一行相同的行，空格即同上，「-」即没有",
    (
        _column("id", "编号", required=True),
        _column("payer", "谁付"),
        _column("name", "名称"),
        _column("name_en", "英文名"),
        _column("manner", "方式"),
        _column("base", "基数"),
        _column("deductible", "起付"),
        _column("ratio", "比例"),
        _column("cap", "封顶"),
        _column("shared", "共用限额", separator=";"),
        _column("counts", "计数", separator=";"),
        _column("start", "起点"),
        _column("switch", "开关", separator=";"),
        _column("reading", "读法", separator=";"),
        _column("source", "出处"),
        _column("clause", "原文"),
        _column("correction", "更正"),
        _column("anomalies", "异常", separator=";"),
        *_DATES,
    ),
    (INPUT,),
    own_after="name_en",
    is_named=True,
    continued_by="id",
)
COUNTERS = Kind(
    "counters",
    "计数：每个累计一行，说明按什么周期、累计什么、限额多少；待遇卡的「共用限额」「计数」写它的名称",
    (
        _column("code", "代码"),
        _column("name", "名称", required=True),
        _column("name_en", "英文名"),
        _column("unit", "单位", required=True),
        _column("period", "周期", required=True),
        _column("counted", "计什么", required=True),
        _column("limit", "限额", required=True),
        _column("stands_for", "代替"),
        _column("source", "出处"),
        _column("clause", "原文"),
        _column("correction", "更正"),
        _column("anomalies", "异常", separator=";"),
        _column("hidden", "隐藏"),
        *_DATES,
    ),
    keys=("name",),
)

SCOPE = Kind(
    "scope",
    "适用范围：本规则集收录哪些人、哪些结算类别、自何时起；不在其内的答「未收录」，不答「不予支付」",
    (
        _column("note", "说明"),
        *_DATES,
    ),
    (INPUT,),
)
FIELDS = Kind(
    "fields",
    "接口字段：哪个交易的哪个字段填我们的哪一项",
    (
        _column("transaction", "交易", required=True),
        _column("field", "字段", required=True),
        _column("name", "名称", required=True),
        _column("content", "内容", required=True),
        _column("payer", "支付方"),
        _column("note", "说明"),
    ),
)
ROLES = Kind(
    "roles",
    "角色：程序所依的事项，各由词表里的哪一个担任；没有担任的，本地区即不提供",
    (
        _column("role", "角色", required=True),
        _column("term", "事项", required=True),
        _column("note", "说明"),
    ),
    keys=("role",),
)
UNENCODED = Kind(
    "unencoded",
    "没有规则行的问：依据文件里有编号、而表里没有一行引用的问，写明理由",
    (
        _column("document", "文件"),
        _column("questions", "问", required=True, separator=";"),
        _column("reason", "理由", required=True),
    ),
)
GAPS = Kind(
    "gaps",
    "空缺：决策表里没有一行适用、也不需要行的情形，写明理由",
    (
        _column("table", "表", required=True),
        _column("situation", "情形", required=True, separator=";"),
        _column("reason", "理由", required=True),
    ),
)
POPULATION = Kind(
    "population",
    "人群：试算用的人、就医和病历从哪里抽：每个事项取什么值、占多少；结论不以它为据",
    (
        _column("term", "事项", required=True),
        _column("value", "取值", required=True),
        _column("weight", "权重", required=True),
        _column("note", "说明"),
    ),
    (INPUT,),
    own_after="term",
)

TABLES = Kind(
    "tables",
    "目录：文件夹里有哪些表，每张一行；一个文件夹一张，名为 tables.csv",
    (
        _column("file", "文件", required=True),
        _column("kind", "类型", required=True),
        _column("name", "名称"),
        _column("hit", "取法"),
        _column("document", "依据文件"),
        _column("note", "说明"),
    ),
)

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        FINDINGS,
        TERMS,
        UNITS,
        LEVELS,
        IMPLIED,
        ENTRIES,
        DISEASES,
        CRITERIA,
        GROUPS,
        DOCUMENTS,
        SWITCHES,
        RULINGS,
        ANOMALIES,
        DECISION,
        CATALOGUE,
        CARD,
        COUNTERS,
        SCOPE,
        FIELDS,
        ROLES,
        UNENCODED,
        GAPS,
        POPULATION,
        TABLES,
    )
}
