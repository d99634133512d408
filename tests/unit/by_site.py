"""A small disease of one eye, written out: what is the person's, what is of each eye, two routes and an exclusion."""

from functools import cache

from unit.compiler.written import FINDINGS, FROM_2025, LEVELS, codes, folder, rows_of, words

from chronicare.application.release import Release, make_release
from chronicare.compiler import compile_area, compile_vocabulary
from chronicare.diagnostics import Diagnostics
from chronicare.engine import InterpretingEngine
from chronicare.program.vocabulary import Vocabulary

EYES = LEVELS + "眼别,否,左眼,左眼,left eye,左;OS\n眼别,否,右眼,右眼,right eye,右;OD\n"
SITED = FINDINGS.replace("可能范围,别名", "可能范围,别名,部位").replace(",\n", ",,\n").replace("GLU\n", "GLU,\n") + (
    "haze,混浊,haze,是否,单次,,,,,眼别\n"
    "narrow,房角窄,narrow angle,是否,单次,,,,NA,眼别\n"
    "tension,眼压,tension,数值,多次,,压,[0..120],IOP,眼别\n"
    "blind,失明,blindness,是否,单次,,,,,眼别\n"
    "examined,眼科已查,eye examined,是否,单次,,,,,眼别\n"
    "seen,已就诊,seen,是否,单次,,,,,\n"
)
IMPLIED = "所见,条件,推出,值\n混浊,-,眼科已查,是\n混浊,-,已就诊,是\n已就诊,否,眼科已查,否\n"
ENTRIES = "编码,名称,英文名,类别,复审周期,按部位\nT1,甲病,disease A,慢病,长期,眼别\n"
CRITERIA = "a,型,甲型\nb,型,乙型\n1,混浊,是\n2,混浊,否\n3,房角窄,是\n4,眼压,> 21 mmHg,任一\nx,失明,是\n"
GROUPS = "两条,至少 2,2;3;4\nR1,全部,a;1;3;4\nR2,全部,b;两条\nX1,任一,x\n"


@cache
def vocabulary() -> Vocabulary:
    """Return the vocabulary of the tests with findings of each eye beside the others."""
    diagnostics = Diagnostics()
    made = compile_vocabulary(words(diagnostics, levels=EYES, findings=SITED, implied=IMPLIED), diagnostics)
    assert codes(diagnostics) == []
    return made


def compiled(entries: str, criteria: str, groups: str) -> tuple[Release | None, list[tuple[str, str]]]:
    """Make a release of one entry; return it, if it can be made, with the code and place of everything found."""
    diagnostics = Diagnostics()
    area = folder(diagnostics, FROM_2025, entries=entries, **rows_of(criteria, groups))
    rules = compile_area(area, vocabulary(), diagnostics)
    found = codes(diagnostics)
    return (None if found else make_release(rules, area, InterpretingEngine(), diagnostics)), found


@cache
def release() -> Release:
    """Return the release of the disease written here."""
    made, found = compiled(ENTRIES, CRITERIA, GROUPS)
    assert made is not None, found
    return made
