"""Small benefit rules written out in a test: decision tables and a chain as CSV text, with a vocabulary for them.

The numbers are made up to be easy to reckon with; the codes are those a settlement itself gives.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from typing import NamedTuple

from unit.compiler.written import codes, folder, table
from unit.compiler.written import switches as written_switches

from chronicare.benefits.bill import Bill, ChargeLine, Charges
from chronicare.benefits.model import BenefitModel, changing_terms, volatile_terms
from chronicare.benefits.settle import settle
from chronicare.benefits.settlement import Settlement
from chronicare.benefits.term_resolver import TermResolver
from chronicare.cells.values import Given
from chronicare.compiler import compile_vocabulary
from chronicare.compiler.benefits import compile_benefits
from chronicare.compiler.card_cells import NO_CAP, NO_DEDUCTIBLE
from chronicare.compiler.counter_terms import with_counter_terms
from chronicare.compiler.register import Register
from chronicare.diagnostics import Diagnostics
from chronicare.engine import InterpretingEngine
from chronicare.formats import with_what_is_above
from chronicare.judging.row_judge import RowJudge
from chronicare.program.decision_table import BenefitRules
from chronicare.program.vocabulary import Vocabulary
from chronicare.reference import ReferenceEvaluator
from chronicare.tables import RuleFolder, Table

UNITS = """\
量,单位,换算,别名
金额,元,1,
金额,万元,×10000,
比率,%,1,
月数,个月,1,月
月数,年,×12,
天数,天,1,日
年龄,岁,1,
"""
LEVELS = """\
值表,有先后,值,名称,英文名,别名,排他
险种,否,职工,职工医保,employees,
险种,否,居民,居民医保,residents,
等级,是,一级,,,
等级,是,二级,,,
等级,是,三级,,,
类别,否,住院,,ward,
类别,否,门诊,,clinic,
类别,否,单列,,apart,
身份,否,特困,,,
身份,否,低保,,,
身份,否,无,,,,是
种类,否,药品,,,
种类,否,耗材,,,
种类,否,保健,,,
种类,否,单列药,,,
处理,否,支付,,,
处理,否,不予支付,,,
途径,否,直接,,,
途径,否,手工,,,
地点,否,市内,,,
地点,否,市外,,,
"""
TERMS = """\
代码,名称,英文名,类型,单次或多次,量或值表,可能范围,别名,代替,惯常值,不早于
age,年龄,age,年龄,单次,年龄,[0..150],
scheme,险种,scheme,代码,单次,险种,,
level,机构等级,provider level,等级,单次,等级,,
setting,结算类别,setting,代码,单次,类别,,
identity,救助身份,identity,代码,多次,身份,,
civil,公务员,civil servant,是否,单次,,,
years,参保年数,years insured,次数,单次,,[0..100],
since,参保日,insured since,日期,单次,,,
gap,等待月数,waiting,数值,单次,月数,[0..100],
score,评分,score,数值,单次,,[0..100],
income,上年收入,income of the year before,数值,单次,金额,[0..100000000],
manner,支付处理,manner,代码,单次,处理,,
result,应扣,amount due,数值,单次,金额,[0..100000000],
other,另项,other amount,数值,单次,金额,[0..100000000],
third,第三项,third amount,数值,单次,金额,[0..100000000],
ratio,支付比例,ratio,数值,单次,比率,[0..1000],
grade,所定等级,grade given,等级,单次,等级,,
entitled,有待遇,entitled,是否,单次,,,
begins,待遇起始,first day,日期,单次,,,
many,各项,amounts,数值,多次,金额,[0..100000000],
places,各处,places,代码,多次,类别,,
number,项数,how many,次数,单次,,[0..100],
cap,年度限额,annual cap,数值,单次,金额,[0..100000000],
deductible,起付标准,deductible,数值,单次,金额,[0..100000000],
charge_category,费用种类,charge category,代码,单次,种类,,
charge_covered,目录内,covered,是否,单次,,,
advance_ratio,先付比例,advance ratio,数值,单次,比率,[0..1000],
separate_setting,单列结算类别,setting apart,代码,单次,类别,,
charge_amount,费用金额,charge amount,数值,单次,金额,[0..100000000],
care_date,就诊日,day of care,日期,单次,,,
benefit_year,待遇年度,benefit year,次数,单次,,[0..10000],
total_expense,总费用,total expense,数值,单次,金额,[0..100000000],
fully_self_paid,全自费,fully self-paid,数值,单次,金额,[0..100000000],
above_price_limit,超限价,above the price limit,数值,单次,金额,[0..100000000],
advance_self_payment,先行自付,advance self-payment,数值,单次,金额,[0..100000000],
eligible_expense,合规费用,eligible expense,数值,单次,金额,[0..100000000],
remaining_eligible,合规余额,remaining eligible,数值,单次,金额,[0..100000000],
deductible_borne,已扣起付,deductible borne,数值,单次,金额,[0..100000000],
beyond_cap,超限费用,beyond the cap of the step before,数值,单次,金额,[0..100000000],,,,
step_base,本步基数,base of this step,数值,单次,金额,[0..100000000],
step_deductible,本步起付,deductible of this step,数值,单次,金额,[0..100000000],
step_payment,本步支付,payment of this step,数值,单次,金额,[0..100000000],
acc_basic,统筹累计,basic so far,数值,单次,金额,[0..100000000],
acc_base,基数累计,base so far,数值,单次,金额,[0..100000000],
acc_used,已扣累计,deductible used so far,数值,单次,金额,[0..100000000],,基数累计
in_benefit,在待遇期内,in benefit,是否,单次,,,,参保日,
within_scope,属支付范围,within scope,是否,单次,,,,,
paid_elsewhere,他方已付,paid elsewhere,数值,单次,金额,[0..100000000],,,
bearer,承担方,bearer,代码,单次,身份,,,,
course,疗程情形,course,代码,单次,种类,,,,药品
year_asked,所问年度,year asked about,次数,单次,,[0..10000],,,
born,出生日,day of birth,日期,单次,,,
certified_on,认定日,day of certification,日期,单次,,,,,,确诊日
diagnosed_on,确诊日,day of diagnosis,日期,单次,,,
paid_for,所缴,paid for,代码,单次,种类,,,所问年度,
acc_more,补充累计,supplement so far,数值,单次,金额,[0..100000000],
account,个人账户余额,in the account,数值,单次,金额,[0..100000000],,,,
way,途径,way of settlement,代码,单次,途径,,,,
place,地点,place,代码,单次,地点,,,,
by_care,适用就医地目录,by the catalogue of the area of care,是否,单次,,,,,
in_area,在参保统筹区就医,in the area,是否,单次,,,,,
in_province,在参保省就医,in the province,是否,单次,,,,,
"""
ROLES = """\
角色,事项
结算类别,setting
单列结算类别,separate_setting
就诊日,care_date
待遇年度,benefit_year
所问年度,year_asked
费用类别,charge_category
费用金额,charge_amount
目录内,charge_covered
先付比例,advance_ratio
总费用,total_expense
全自费,fully_self_paid
超限价,above_price_limit
先行自付,advance_self_payment
合规费用,eligible_expense
合规余额,remaining_eligible
已扣起付,deductible_borne
超限费用,beyond_cap
本步基数,step_base
本步起付,step_deductible
本步支付,step_payment
支付比例,ratio
在待遇期内,in_benefit
属支付范围,within_scope
承担方,bearer
他方已付,paid_elsewhere
个人账户余额,account
出生日,born
认定日,certified_on
确诊日,diagnosed_on
适用就医地目录,by_care
在参保统筹区就医,in_area
在参保省就医,in_province
"""
CARD = "编号,谁付,名称,英文名,方式,基数,起点,起付,比例,封顶,计数,入：结算类别,入：险种,开关,读法"
"""The headings of the card that ``chain_of`` writes: the inputs stand last, since they are mostly empty."""
COUNTERS = "名称,单位,周期,计什么,限额,出处,原文"
_BETWEEN = "\n\n"
STAFF, RESIDENT = {"scheme": "职工"}, {"scheme": "居民"}
DAY = date(2025, 6, 1)
"""The day of every bill and inquiry that states no other."""
FROM_2025 = (date(2025, 1, 1), None)


class Written(NamedTuple):
    """A decision table, or one of a variety: its hit policy and its CSV text, without 出处 and 原文."""

    hit: str
    text: str
    kind: str = "decision"


@cache
def vocabulary(levels: str = LEVELS, fields: str = "") -> Vocabulary:
    """Return the vocabulary written here; ``fields`` are those of the national interface."""
    diagnostics = Diagnostics()
    tables = {"units": UNITS, "levels": levels, "terms": TERMS, "roles": ROLES} | ({"fields": fields} if fields else {})
    made = compile_vocabulary(folder(diagnostics, (None, None), "", **tables), diagnostics)
    assert codes(diagnostics) == []
    return made


def rules_of(
    tables: Mapping[str, Written] | None = None,
    chain: str = "",
    switches: Mapping[str, str] | None = None,
    dates: tuple[date | None, date | None] = FROM_2025,
) -> tuple[tuple[BenefitRules, ...], list[tuple[str, str]]]:
    """Compile the tables, by name; return the rules of each period, and code and place of everything found.

    The file of a table is its name; that of the chain's card is ``card.csv``.
    """
    diagnostics = Diagnostics()
    area = folder_of(diagnostics, tables, chain, switches, dates)
    words = with_counter_terms(area, vocabulary(), diagnostics)
    made = compile_benefits(area, words, Register(area, diagnostics), diagnostics)
    return made, codes(diagnostics)


def folder_of(
    diagnostics: Diagnostics,
    tables: Mapping[str, Written] | None = None,
    chain: str = "",
    switches: Mapping[str, str] | None = None,
    dates: tuple[date | None, date | None] = FROM_2025,
) -> RuleFolder:
    """Read the tables into a folder."""
    area = folder(diagnostics, dates, **(switches or {}))
    made: list[Table] = [
        replace(table(each.kind, each.text, diagnostics, f"{name}.csv"), name=name, hit=each.hit)
        for name, each in (tables or {}).items()
    ]
    made += chain_tables(chain, diagnostics)
    return replace(area, tables=(*area.tables, *made))


def chain_tables(chain: str, diagnostics: Diagnostics) -> list[Table]:
    """Read a card, called 卡, and the counters that may stand after it."""
    card, _, counters = chain.partition(_BETWEEN)
    made = [replace(with_what_is_above(table("card", card, diagnostics)), name="卡")] if card else []
    return [*made, *([table("counters", counters, diagnostics)] if counters else [])]


def model_of(
    tables: Mapping[str, Written] | None = None,
    chain: str = "",
    switches: Mapping[str, str] | None = None,
    words: Vocabulary | None = None,
) -> BenefitModel:
    """Make a model of one period; all must be well."""
    (rules,), found = rules_of(tables, chain, switches)
    assert found == []
    silent = Diagnostics()
    words = words or with_counter_terms(folder_of(silent, tables, chain, switches), vocabulary(), silent)
    judges = {
        each.name: RowJudge(
            each.matching,
            InterpretingEngine().load(each.matching.program),
            ReferenceEvaluator(each.matching.rows, words),
        )
        for each in rules.every_table
        if each.matching is not None
    }
    return BenefitModel(
        rules, words, judges, volatile_terms(rules, changing_terms(words.roles) | frozenset(rules.accumulators))
    )


def chain_of(*rows: str) -> str:
    """Return a card and its counters; a row: ``编号,谁付,方式,基数,起点,起付,比例,封顶,累计,结算类别,险种,开关,读法``.

    Cells at the end may be left out; a step is called by its id and ``step`` before it. A 报销 whose 起付 or 封顶 is
    empty has none. 累计 are written ``统筹累计 += 本步支付``, and the same wherever the accumulator is counted; what is
    left of a cap is written out, so that both are of one visit.
    """
    lines, counters = [CARD], {}
    for row in rows:
        step, payer, *rest = row.split(",")
        cells = [step, payer, f"{step}报销", f"step {step}", *rest]
        cells += [""] * (CARD.count(",") + 1 - len(cells))
        counted = [part.partition("+=") for part in re.split("[;；]", cells[10]) if part.strip()]
        counters.update({name.strip(): amount.strip() for name, _, amount in counted})
        cells[10] = "；".join(name.strip() for name, _, _ in counted)
        if cells[4] == "报销":
            cells[7] = f"{cells[7]} {'每年' if cells[6] else '每次'}" if cells[7] else NO_DEDUCTIBLE
            cells[9] = cells[9] or NO_CAP
        if cells[9] not in ("", NO_CAP, "无此待遇", "未公布"):
            cells[9] += " 每次"
        cells[10:] = [cell or "-" for cell in cells[10:]]
        lines.append(",".join(cells))
    written = [COUNTERS, *(f"{name},元,每年,{amount},不限,," for name, amount in counters.items())]
    return "\n".join(lines) + (_BETWEEN + "\n".join(written) if counters else "")


def resolver(
    model: BenefitModel, facts: Mapping[str, Given] | None = None, readings: Mapping[str, str] | None = None
) -> TermResolver:
    """Ask ``model`` on DAY."""
    return TermResolver(model, DAY, facts or {}, readings or {})


def asked(text: str, hit: str = "UNIQUE", facts: dict[str, Given] | None = None, **defaults: str) -> TermResolver:
    """Ask the one table ``text``; ``defaults`` are switches and their default readings."""
    others = written_switches(**defaults) if defaults else None
    return resolver(model_of({"表": Written(hit, text)}, switches=others), facts)


def bill(total_yuan: float, *lines: ChargeLine, **facts: Given) -> Bill:
    """Return a bill of ``total_yuan``, all of it eligible, or of ``lines``; its setting is 住院 unless stated."""
    charges = None if lines else Charges(round(total_yuan * 100))
    return Bill("v1", DAY, {"setting": "住院", **facts}, charges, lines)


def settled(
    model: BenefitModel,
    bill: Bill,
    accumulators: Mapping[str, float] | None = None,
    readings: Mapping[str, str] | None = None,
) -> Settlement:
    """Settle ``bill``, which must be possible; accumulators are in yuan and zero unless stated."""
    made = settle(model, bill, bill.facts, in_fen(model, accumulators), readings or {})
    assert isinstance(made, Settlement), made
    return made


def in_fen(model: BenefitModel, accumulators: Mapping[str, float] | None = None) -> dict[str, int]:
    """Return all accumulators of ``model`` in fen: as stated in yuan, or zero."""
    return {
        **dict.fromkeys(model.rules.accumulators, 0),
        **{code: round(yuan * 100) for code, yuan in (accumulators or {}).items()},
    }
