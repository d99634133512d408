"""Small rule sets written out in a test: tables as CSV text, a vocabulary with a finding of every kind, cases as YAML.

A table that must cite a source may leave the columns 出处 and 原文 out: they are added after its own, so that the
columns keep the letters they have in the text.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache

from chronicare.application.release import Release, make_release
from chronicare.compiler import AreaRules, compile_area, compile_vocabulary
from chronicare.diagnostics import Diagnostic, Diagnostics, Position, Text
from chronicare.engine import Engine, InterpretingEngine
from chronicare.formats import RecognitionCaseFile, read_cases, read_table
from chronicare.program.ranks import CompiledEntry
from chronicare.program.vocabulary import Vocabulary
from chronicare.tables import KINDS, Manifest, RuleFolder, SourceDocument, Table

SHA256 = "0" * 64
UNITS = """\
量,单位,换算,别名
年龄,岁,1,周岁
糖,mmol/L,1,
糖,mg/dL,÷18,
酶,U/L,1,
酶,kU/L,×1000,
压,mmHg,1,
压,kPa,×7.5,
温,°C,1,
"""
LEVELS = """\
值表,有先后,值,名称,英文名,别名
肌力分级,是,0,0级,grade 0,
肌力分级,是,I,1级,grade 1,1
肌力分级,是,II,2级,grade 2,2
肌力分级,是,III,3级,grade 3,3
型别,否,甲型,甲型,type A,
型别,否,乙型,乙型,type B,
型别,否,丙型,丙型,type C,
"""
FINDINGS = """\
代码,名称,英文名,类型,单次或多次,所属,量或值表,可能范围,别名
age,年龄,age,年龄,单次,,年龄,[0..150],
symptom,症状,symptom,是否,单次,,,,
cough,咳嗽,cough,是否,单次,,,,
fever,发热,fever,是否,单次,,,,
rash,皮疹,rash,是否,单次,,,,
temperature,体温,temperature,数值,单次,,温,[20..45],
score,评分,score,数值,单次,,,[0..10],
glucose,血糖,glucose,数值,多次,,糖,[0.1..200],GLU
enzyme,酶活性,enzyme,数值,多次,,酶,[0..100000],
limit,酶比值,enzyme once,数值,单次,,酶,[0..100000],
strength,肌力,strength,等级,单次,,肌力分级,,
type,型,type,代码,单次,,型别,,
titre,滴度,titre,滴度,单次,,,,
attacks,发作次数,attacks,次数,单次,,,,
onset,起病日期,onset,日期,单次,,,,
pressure,血压,pressure,复合,多次,,,,
high,收缩压,systolic,数值,单次,pressure,压,[20..400],
low,舒张压,diastolic,数值,单次,pressure,压,[0..300],
record,就诊记录,record of a visit,是否,多次,,,,
"""
ENTRIES = """\
编码,名称,英文名,类别,复审周期
T1,甲病,disease A,慢病,长期
"""
Dates = tuple[date | None, date | None]
FROM_2025: Dates = (date(2025, 1, 1), None)
"""The first day and the day after the last."""
UNKNOWN_WORDS = ("未做", "不详")


def table(kind: str, text: str, diagnostics: Diagnostics, file: str = "") -> Table:
    """Read a table of ``kind`` from CSV ``text``."""
    read, found = _read(kind, text, file or f"{kind}.csv")
    diagnostics.extend(found)
    return read


@cache
def _read(kind: str, text: str, file: str) -> tuple[Table, tuple[Diagnostic, ...]]:
    columns = {column.heading for column in KINDS[kind].columns}
    lines = text.rstrip("\n").split("\n")
    if "出处" in columns and "出处" not in lines[0]:
        lines = [f"{lines[0]},出处,原文", *(f"{line},1-1/1,原文" for line in lines[1:])]
    diagnostics = Diagnostics()
    read = read_table("\n".join(lines).encode(), KINDS[kind], file, "手册", diagnostics)
    return read, tuple(diagnostics.sorted())


def folder(found: Diagnostics, dates: Dates = FROM_2025, area: str = "990000", /, **tables: str) -> RuleFolder:
    """Read a folder whose ``tables`` are given by kind; the one document it cites is 手册."""
    source = SourceDocument("手册", "手册", "局", "第一版", SHA256, Position("manifest.yaml", 9))
    manifest = Manifest(
        "manifest.yaml", area, Text("试验市", "Trial"), "1", *dates, (source,), UNKNOWN_WORDS if not area else ()
    )
    read = (table(kind, text, found) for kind, text in tables.items())
    return RuleFolder(manifest, tuple(replace(each, layer=area or "national") for each in read))


def words(diagnostics: Diagnostics, **tables: str) -> RuleFolder:
    """Read the vocabulary folder; ``tables`` replace the ones written here."""
    every = {"units": UNITS, "levels": LEVELS, "findings": FINDINGS, **tables}
    return folder(diagnostics, (None, None), "", **every)


@cache
def vocabulary() -> Vocabulary:
    """Return the vocabulary written here."""
    diagnostics = Diagnostics()
    made = compile_vocabulary(words(diagnostics), diagnostics)
    assert codes(diagnostics) == []
    return made


def compiled(dates: Dates = FROM_2025, /, **tables: str) -> tuple[AreaRules, list[tuple[str, str]]]:
    """Compile an area; return it with the code and place of everything found, in order."""
    diagnostics = Diagnostics()
    read = folder(diagnostics, dates, **{"entries": ENTRIES, **tables})
    rules = compile_area(read, vocabulary(), diagnostics)
    return rules, codes(diagnostics)


def codes(diagnostics: Diagnostics) -> list[tuple[str, str]]:
    """Return the code and place of everything found, in order."""
    return [(each.code.name, str(each.where).partition("「")[0]) for each in diagnostics.sorted()]


def entry_of(criteria: str, groups: str, /, **tables: str) -> CompiledEntry:
    """Compile the one entry T1 from its ``rows_of`` criteria and groups; all must be well."""
    rules, found = compiled(**rows_of(criteria, groups), **tables)
    assert found == []
    (entry,) = rules.entries
    return entry


def rows_of(criteria: str, groups: str) -> dict[str, str]:
    """Return the tables of criteria and groups of the entry T1, whose rows are given without the leading 病种 cell.

    A row of ``criteria`` is ``编号,所见,条件,取值,分值``, one of ``groups`` is ``编号,满足,成员,开关,读法``; trailing
    cells may be left out.
    """
    return {
        "criteria": "病种,编号,所见,条件,取值,分值\n" + _rows(criteria),
        "groups": "病种,编号,满足,成员,开关,读法\n" + _rows(groups),
    }


def _rows(text: str) -> str:
    return "".join(f"T1,{line}{',' * (4 - line.count(','))}\n" for line in text.strip().splitlines())


def release_of(engine: Engine | None = None, /, **tables: str) -> Release:
    """Make a release of the ``tables`` of an area; all must be well."""
    diagnostics = Diagnostics()
    area = folder(diagnostics, **{"entries": ENTRIES, **tables})
    release = make_release(
        compile_area(area, vocabulary(), diagnostics), area, engine or InterpretingEngine(), diagnostics
    )
    assert codes(diagnostics) == []
    return release


def cases_of(text: str) -> RecognitionCaseFile:
    """Read a case file; all must be well."""
    diagnostics = Diagnostics()
    read = read_cases(text.encode(), "T1.yaml", diagnostics)
    assert codes(diagnostics) == []
    assert isinstance(read, RecognitionCaseFile)
    return read


def switches(**defaults: str) -> Mapping[str, str]:
    """Return the table of switches with the readings 甲 and 乙, each with the default given (empty: it is open)."""
    rows = [
        f"{name},{reading},{reading},{reading},{'是' if reading == default else '' if default else '未定'},未定"
        for name, default in defaults.items()
        for reading in ("甲", "乙")
    ]
    return {"switches": "开关,读法,说明,英文说明,默认,理由\n" + "\n".join(rows) + "\n"}
