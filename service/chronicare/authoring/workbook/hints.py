"""What stands in the comment on a heading: how the column is filled in, in which unit, within which range."""

from collections.abc import Iterator

from chronicare.authoring.workbook.choices import Words
from chronicare.cells.types import ValueKind
from chronicare.program.formula import NoValue
from chronicare.tables import INPUT, OUTPUT, ColumnSpec, Kind, Row

_LISTED = "几项之间用 ; 隔开"
_DAY = "写成 2026-01-01"
_COLUMNS = {
    "source": "章-问/行，如 4-4/19；引别的文件时前面写文件的代号",
    "clause": "逐字摘录，只摘这一行所依据的那句话，不改字",
    "correction": "原文有错字时，正确的写在这里",
    "anomalies": "异常登记里的编号",
    "anomaly": "异常登记里的编号",
    "switch": "开关登记里的名称；每种读法一行",
    "reading": "这一行依哪一种读法",
    "effective_from": f"当日起有效，{_DAY}；不写即与文件夹相同",
    "effective_until": f"当日起无效，{_DAY}；不写即与文件夹相同",
    "otherwise": "只在最后一行写 是：别的行都不符合时才取它",
    "carried_from": "没有公布而沿用的，写原是哪一年度的，如 2025",
    "entries": "病种编码；上级编码即其下全部，材料还可写 *",
    "finding": "词表里临床所见的名称",
    "test": "如 ≥ 7.0 mmol/L、[3..6]、是、闭角型, 继发性、非(闭角型)；数要带单位",
    "use": "多次所见必填：任一、全部、最近一次、至少2次、至少3日，前面可加 近6个月",
    "points": "评分制病种写该项得分",
    "needs": "全部、任一、至少 3、均无、合计≥9（每条取最高）",
    "members": "本病种里判断或组合的编号",
    "only_if": "路径、条或判断的编号：该项成立时才要这件材料",
    "payer": "值表「支付方」的值",
    "manner": "不写即报销；补助是按封顶定额付给个人",
    "base": "在多少钱上报销：先付的写合规费用，其余写合规余额",
    "deductible": "起付标准和周期，如 700 元 每次；没有就写 不设",
    "ratio": "如 85%；分段写 ≤ 10 万元: 60%；85%",
    "cap": "最多付多少和周期，如 2000 元 每年；没有就写 不限",
    "shared": "计数表里有限额的名称",
    "counts": "只累计、不封顶的计数",
    "start": "周期说不清的才写：此前已计多少",
    "default": "默认的读法写 是；都不写即原文未定",
    "period": "每日、每月、每季、每年、每疗程",
    "counted": "支付、基数、起付，或公式",
    "limit": "如 24 万元；只累计的写 不限",
    "stands_for": "可以代替哪个事项直接给出",
    "usual": "没有写明时一般是什么",
    "possible": "超出即为录入错误，按标准单位，如 [0.1..200]",
    "plausible": "超出而可能的，注明「已复核」才收：窄到写错单位的数落在外面，如 [0.5..70]",
    "values": "数值写量，等级、代码写值表的名称",
    "place": "如 在 二级 之后",
    "hidden": "本地没有这一项，写 是",
    "conversion": "标准单位写 1；其他如 ×60、÷18",
    "review": "月数，如 12；或 长期",
    "file": "在这个文件夹里的文件名，如 benefits/inpatient.csv",
    "hit": "决策表几行都符合时怎样取",
    "document": "各行引自哪份文件（manifest.yaml 里的代号）",
}
_TEST_OF = {
    ValueKind.YES_NO.value: "是、否；- 是什么都行",
    ValueKind.CODE.value: "值表里的值，几个之间用逗号；非(…) 是其余的；- 是什么都行",
    ValueKind.LEVEL.value: "值表里的值，或 ≥ 某个值；- 是什么都行",
    ValueKind.DATE.value: "如 < 2026-01-01、[2026-01-01..2026-12-31]；- 是什么都行",
}


def hint_of(kind: Kind, column: ColumnSpec, words: Words) -> str:
    """Return what helps to fill in ``column`` of a table of ``kind``; empty if nothing needs saying."""
    term = words.term(column)
    lines = list(_of_term(column, term, words)) if term is not None else []
    if column.name in _COLUMNS:
        lines.append(_COLUMNS[column.name])
    if column.separator:
        lines.append(_LISTED)
    if kind.requires(column):
        lines.append("必填")
    if kind.continued_by and not column.required:
        lines.append("编号与上一行相同的，空着即同上；要写没有就写 -")
    return "\n".join(lines)


def _of_term(column: ColumnSpec, term: Row, words: Words) -> Iterator[str]:
    yield f"{term.text('name')}（{term.text('type')}{'，可有几个值' if term.text('repeated') == '多次' else ''}）"
    units = words.units(term)
    if units:
        yield f"单位：{'、'.join(units)}"
    if term["possible"]:
        yield f"可能范围：{term.text('possible')}"
    if term["usual"]:
        yield f"惯常值：{term.text('usual')}"
    if column.name.startswith(INPUT):
        yield _TEST_OF.get(term.text("type"), f"如 ≥ 4 {units[0] if units else ''}".rstrip() + "；- 是什么都行")
    if column.name.startswith(OUTPUT):
        yield f"值或公式；没有值写 {'、'.join(each.value for each in NoValue)}"
