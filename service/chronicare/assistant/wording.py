"""What a model is told of the interface and of each tool, in the words the people use whose rules these are."""

from collections.abc import Mapping

INSTRUCTIONS = (
    "中国医保规则（门诊慢特病认定、待遇结算、参保与办事）的决策表：查、读、核对原文、跑检查和案例、试算、试改。"
    "每一行都有出处和逐字的原文；回答要引用它们。规则只能由人改：要改就用 propose_edit 写成提议，请人看过以后用"
    " chronicare assistant accept 接受。没有写明就是不知道，不要当作没有。"
    " (Rules of China's health insurance as decision tables. Read-only; edits are proposals that a person accepts.)"
)

DESCRIPTIONS: Mapping[str, str] = {
    "list_areas": "列出各统筹区和各地共用的层：代码、名称、文件夹、版本、有哪些依据文件、有多少张表，规则有没有错。",
    "search": "按人们的叫法找：统筹区、病种、表、待遇事项、临床所见、待定的问题、原文。给出代码和所在的表、行。",
    "read_table": (
        "读一张表：每行的行号、各列、出处和原文。空着的列不列出；「行」就是 try_edit、propose_edit 要写的行号。"
    ),
    "read_source": "读一行的依据：哪个文件、哪一处、原文；文件在手边时，连同那一处的全文，可以核对这一行写得对不对。",
    "run_checks": "查一个统筹区的规则（连同下层）：全部错误和提醒，每个的文件、行、列、错在哪里、应该怎样。",
    "run_cases": "跑一个统筹区的案例：多少个、几个没有通过、错在哪里。",
    "decide_recognition": "试一次门诊慢特病认定：符合、不符合或资料不足，理由、还缺什么、所依的读法。",
    "settle_bill": (
        "试结一笔账单：各支付方付多少、怎样算出来、个人负担多少；不能结算时说明还缺哪些事项。没有写的取惯常值。"
    ),
    "look_up_terms": (
        "查事项的值（如 起付标准、年度限额、缴费标准）：按所给的事项查决策表，说出值和所依的行；查不出时说明还缺什么。"
    ),
    "try_edit": (
        "在一份副本上试改若干格、加若干行（不写入）：改动的差别、新出现的错误和提醒、规则说法有何不同、"
        "哪些案例变了、样本人中谁得益谁受损。"
    ),
    "propose_edit": (
        "提议修改：先像 try_edit 那样试，再写成规则目录之外的一个提议文件，由人用 chronicare assistant accept"
        " 看过差别、接受或放下。规则本身不会变。带来错误的改动不能提议。"
    ),
}
"""By the name of the tool; these are all there are."""
