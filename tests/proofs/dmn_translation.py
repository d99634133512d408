"""DMN decisions written out as our decision tables, compiled and loaded, where our form has all they use.

Cells of inputs stand as they are: the cell language reads the unary tests of numbers, strings and truth values.
"""

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from io import StringIO

from proofs.dmn import Decision, Model, Output, Rule

from chronicare.benefits.model import BenefitModel, changing_terms, volatile_terms
from chronicare.compiler import compile_vocabulary
from chronicare.compiler.benefits import compile_benefits
from chronicare.compiler.register import Register
from chronicare.diagnostics import Diagnostics, Position, Text
from chronicare.engine import Engine
from chronicare.formats import read_table
from chronicare.judging.row_judge import RowJudge
from chronicare.program.decision_table import HitPolicy
from chronicare.reference import ReferenceEvaluator
from chronicare.tables import INPUT, KINDS, OUTPUT, Manifest, RuleFolder, SourceDocument, Table

HITS = {**{policy.value: policy.value for policy in HitPolicy}, "RULE ORDER": HitPolicy.COLLECT.value}
"""Our hit policy for each of theirs; our lists always keep the table's order."""
TYPES = {"number": "数值", "string": "代码", "boolean": "是否"}
"""Our type for each of theirs; the strings of a model are the values of one level set."""
BEYOND = (
    (r"\*\*", "formulas have no powers"),
    (r'"\s*\+', "formulas do not join strings"),
    (r"\b(and|or|not)\b", "formulas have no logic: it is written as rows"),
    (r"[A-Za-z]\s*\(", "formulas call no functions of the author's own"),
    (r"/\s*0(?![\d.])", "a division by a zero that is written does not load"),
    (r"/\s*null", "a division by what may be zero does not load"),
)
"""What an expression may hold that a formula cannot, and why it does not translate."""
NOTHING = Decision("null", "UNIQUE", (), (Output("", "number"),), (Rule((), ("无此待遇",)),), is_table=False)
"""``null`` in a formula: a term whose table says that it has no value."""
DAY = date(2026, 1, 1)
"""The day the tables begin to be in force."""
_STRINGS = "字符串"
_QUOTED = re.compile(r'"([^"]*)"')
_ATOM = r'(?:-?\d+(?:\.\d+)?|"[^"]*"|true|false)'
_TEST = rf"(?:(?:[<>]=?\s*)?{_ATOM}|[\[(]{_ATOM}\.\.{_ATOM}[\])])"
_UNARY = re.compile(rf"-|{_TEST}(?:,\s*{_TEST})*|not\({_TEST}(?:,\s*{_TEST})*\)")


def why_not(decision: Decision, model: Model) -> str:
    """Return what of ``decision`` our form does not have; empty if it translates."""
    if decision.hit not in HITS:
        return f"no hit policy {decision.hit}"
    if not {*decision.inputs} <= {*model.inputs, *(each.name for each in model.decisions)}:
        return "an input is a term, not an expression"
    if not all(_UNARY.fullmatch(cell) for rule in decision.rules for cell in rule.tests):
        return "a unary test that cells do not have"
    if not all(each.type in TYPES for each in decision.outputs):
        return "terms have no components"
    texts = [text for rule in decision.rules for text in rule.expressions if not _QUOTED.fullmatch(text)]
    return next((reason for pattern, reason in BEYOND if any(re.search(pattern, text) for text in texts)), "")


def term_of(decision: Decision, output: Output) -> str:
    """Return the name of the term that is ``output`` of ``decision``."""
    return f"{decision.name}.{output.name}" if output.name else decision.name


def translate(model: Model, decisions: Sequence[Decision], engine: Engine) -> BenefitModel:
    """Write ``decisions`` of ``model`` in our form, compile them and load them into ``engine``; all must be well."""
    texts = [text for each in decisions for rule in each.rules for text in (*rule.tests, *rule.expressions)]
    if any(re.search(r"\bnull\b", text) for text in texts):
        decisions = (*decisions, NOTHING)
    stated = [each for case in model.cases for each in case.inputs.values() if isinstance(each, str)]
    strings = dict.fromkeys([*stated, *(string for text in texts for string in _QUOTED.findall(text))])
    terms = {name: (kind, "单次") for name, kind in model.inputs.items() if kind in TYPES}
    for each in decisions:
        many = "多次" if HITS[each.hit] == "COLLECT" else "单次"
        terms.update({term_of(each, output): (output.type, many) for output in each.outputs})
    diagnostics = Diagnostics()
    heads = ["代码", "名称", "英文名", "类型", "单次或多次", "量或值表"]
    rows = [
        [f"x{number}", name, name, TYPES[kind], many, _STRINGS if kind == "string" else ""]
        for number, (name, (kind, many)) in enumerate(terms.items())
    ]
    levels = [[_STRINGS, "否", string] for string in strings]
    words = _folder(
        _table("levels", [["值表", "有先后", "值"], *levels], diagnostics), _table("terms", [heads, *rows], diagnostics)
    )
    vocabulary = compile_vocabulary(words, diagnostics)
    area = _folder(*(_decision_table(each, terms, diagnostics) for each in decisions))
    (rules,) = compile_benefits(area, vocabulary, Register(area, diagnostics), diagnostics)
    assert [each.render() for each in diagnostics.sorted()] == [], model.name
    judges = {
        name: RowJudge(matching, engine.load(matching.program), ReferenceEvaluator(matching.rows, vocabulary))
        for name, table in rules.tables.items()
        if (matching := table.matching) is not None
    }
    return BenefitModel(rules, vocabulary, judges, volatile_terms(rules, changing_terms(vocabulary.roles)))


def _decision_table(decision: Decision, terms: Mapping[str, object], diagnostics: Diagnostics) -> Table:
    heads = [INPUT + name for name in decision.inputs]
    heads += [OUTPUT + term_of(decision, output) for output in decision.outputs]
    rows = [
        [*rule.tests, *(_formula(text, terms) for text in rule.expressions), "1-1/1", "原文"] for rule in decision.rules
    ]
    table = _table("decision", [[*heads, "出处", "原文"], *rows], diagnostics, f"{decision.name}.csv")
    return replace(table, name=decision.name, hit=HITS[decision.hit])


def _formula(text: str, terms: Iterable[str]) -> str:
    """Write an expression as an output cell: values bare, no point without a digit before it, names in quotes."""
    if quoted := _QUOTED.fullmatch(text):
        return quoted[1]
    names = "|".join(re.escape(name) for name in sorted(terms, key=len, reverse=True))
    return re.sub(rf"\b({names})\b", r'"\1"', re.sub(r"(?<!\d)\.(?=\d)", "0.", text))


def _table(kind: str, rows: Iterable[Iterable[str]], diagnostics: Diagnostics, file: str = "") -> Table:
    text = StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return read_table(text.getvalue().encode(), KINDS[kind], file or f"{kind}.csv", "套件", diagnostics)


def _folder(*tables: Table) -> RuleFolder:
    source = SourceDocument("套件", "DMN TCK", "dmn-tck", "1.5", "0" * 64, Position("manifest.yaml", 1))
    return RuleFolder(Manifest("manifest.yaml", "990000", Text("套件", "TCK"), "1", DAY, None, (source,), ()), tables)
