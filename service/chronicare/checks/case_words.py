"""What case files write in English, and reports on them repeat, in the words of those who read the page."""

import re
from collections.abc import Mapping

_WORDS: Mapping[str, str] = {
    "outcome": "结果",
    "payments": "各方支付",
    "allowances": "各方补助",
    "copayment": "个人自付",
    "account": "个人账户支付",
    "accumulators": "累计",
    "certain": "必定支付",
    "missing": "还缺",
    "lacks": "缺",
    "switches": "待定的开关",
    "provisional": "暂定的数",
    "values": "事项的值",
    "routes": "成立的路径",
    "exclusions": "成立的排除",
    "documents": "要交的材料",
    "to_meet": "补充后可能符合的",
    "to_refuse": "查明后可能不符合的",
    "review_date": "复审日",
    "settled": "已结算",
    "not_payable": "不予支付",
    "not_covered": "未收录",
    "undecided": "尚不能结算",
    "MEETS": "符合",
    "DOES_NOT_MEET": "不符合",
    "UNDECIDED": "尚不能认定",
}
_WORD = re.compile(r"[A-Za-z_]+")
_BRACES = str.maketrans("", "", "{}")


def in_words(problem: str) -> str:
    """Return how a case comes out otherwise, in Chinese as far as there are words for it."""
    return _WORD.sub(lambda word: _WORDS.get(word[0], word[0]), problem).translate(_BRACES)
