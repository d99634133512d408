"""What of a unit's spelling makes no other unit: case, language, the way a quotient is written."""

import re
from functools import lru_cache

from chronicare.cells.conversion import normalise_unit

_WORDS = {
    **dict.fromkeys(("国际单位",), "iu"),
    **dict.fromkeys(("单位",), "u"),
    **dict.fromkeys(("摩尔",), "mol"),
    **dict.fromkeys(("克",), "g"),
    **dict.fromkeys(("升",), "l"),
    **dict.fromkeys(("小时", "hours", "hour", "hrs", "hr"), "h"),
    **dict.fromkeys(("分钟", "minutes", "minute", "mins"), "min"),
    **dict.fromkeys(("秒", "seconds", "second", "secs", "sec"), "s"),
    **dict.fromkeys(("天", "日", "days", "day"), "d"),
    **dict.fromkeys(("平方米",), "m2"),
    **dict.fromkeys(("copies", "copy", "cps"), "拷贝"),
}
_PREFIXES = {"毫": "m", "微": "μ", "纳": "n", "皮": "p", "分": "d", "千": "k", "厘": "c"}
_WORD = re.compile("|".join(sorted(_WORDS, key=len, reverse=True)))
_PREFIX = re.compile(rf"([{''.join(_PREFIXES)}])(?=mol|g|l|u|iu|米)")
_MICRO = re.compile(r"(?:mc|u)(?=mol|g|l|iu|u\b|kat|m\b)")
_MEGA = re.compile(r"M(?=I?U|i?u|Pa|Hz|国际单位|单位)")
_INVERSE = re.compile(r"[·.]?((?:[0-9.]*[a-zμ\u4e00-\u9fff]+?))\^?-([1-9])(?![0-9.])")
_SPACE = re.compile(r"(?<=[A-Za-zμ])\s+(?=[A-Za-zμ]+(?:\^?-|⁻))")
_QUOTIENT = re.compile(r"/\(([^()]*)\)")
_DOT = re.compile(r"(?<=[a-zμ])\.(?=[a-zμ])")
_DAY = re.compile(r"24h(?![a-z])")


@lru_cache(maxsize=4096)
def loose_unit(written: str) -> str:
    """Return what all spellings of one unit have in common, so that they can be told from those of another.

    ``mmol/l``, ``MMOL/L``, ``mmol·L⁻¹`` and ``毫摩尔/升`` are one, as are ``g/24hr``, ``克/24小时`` and ``g/d``. A
    small and a great M before U, Pa or Hz stay apart (milli, mega): both are in use; elsewhere only milli is.
    """
    marked = _MEGA.sub("mega", normalise_unit(_SPACE.sub("·", written))).lower().replace("per", "/")
    words = _WORD.sub(lambda match: _WORDS[match[0]], marked)
    letters = _MICRO.sub("μ", _PREFIX.sub(lambda match: _PREFIXES[match[1]], words))
    divided = _INVERSE.sub(_over, letters)
    divided = _QUOTIENT.sub(lambda match: "/" + match[1].replace("·", "/"), _DOT.sub("·", divided))
    above, slash, below = divided.partition("/")
    return _DAY.sub("d", above + slash + below.replace("·", "/"))


def _over(match: re.Match[str]) -> str:
    return f"/{match[1]}{'' if match[2] == '1' else match[2]}"
