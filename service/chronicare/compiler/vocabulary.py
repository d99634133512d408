"""Vocabulary tables to the vocabulary: the findings and terms, on the units and level sets they rest on."""

import re
from collections.abc import Iterable
from dataclasses import replace

from chronicare.cells.folding import fold, fold_name
from chronicare.cells.types import CellType, LevelSet, ValueKind
from chronicare.compiler.common_cells import split_list, text_of
from chronicare.compiler.counter_terms import with_counter_terms
from chronicare.compiler.finding_types import type_of
from chronicare.compiler.implications import compile_implications
from chronicare.compiler.interface_fields import compile_interface_fields
from chronicare.compiler.level_sets import compile_level_sets
from chronicare.compiler.quantities import compile_quantities
from chronicare.compiler.roles import compile_roles
from chronicare.compiler.sites import findings_by_site, implications_by_site
from chronicare.compiler.term_columns import complete_terms
from chronicare.compiler.vocabulary_words import says_yes, tell_unknown, word_of
from chronicare.diagnostics import Code, Diagnostics, Position, Text
from chronicare.program.vocabulary import Finding, Vocabulary
from chronicare.tables import Row, RuleFolder

_CODE = re.compile(r"[a-z][a-z0-9_]*\Z")


def compile_vocabulary(folder: RuleFolder, diagnostics: Diagnostics) -> Vocabulary:
    """Build the vocabulary; everything wrong goes to ``diagnostics``, and what is wrong is left out.

    ``folder`` is what holds in an area, the layers below in it; the codes of its diseases are the level set ``病种``.
    """
    quantities = compile_quantities(folder, diagnostics)
    level_sets = compile_level_sets(folder, diagnostics)
    rows = [row for kind in ("findings", "terms") for table in folder.of_kind(kind) for row in table]
    components: dict[str, list[Row]] = {}
    for row in rows:
        if row["part_of"]:
            components.setdefault(row.text("part_of"), []).append(row)
    findings: dict[str, Finding] = {}
    names: dict[str, str] = {}
    folded: dict[str, str] = {}
    for row in rows:
        if row["part_of"]:
            continue
        cell_type = type_of(row, quantities, level_sets, components, diagnostics)
        code = row.text("code")
        if not _CODE.match(code):
            diagnostics.add(
                Code.BAD_VOCABULARY,
                row["code"].position,
                Text(f"代码「{code}」不合写法", f"bad code {code!r}"),
                Text("用英文小写字母、数字和下划线，以字母开头", "lower-case letters, digits and _, a letter first"),
            )
        if cell_type is None:
            continue
        finding = Finding(
            code,
            text_of(row),
            cell_type,
            word_of(row, "repeated", {"单次": False, "多次": True}, diagnostics) is True,
            _question(row),
            row.text("attester"),
            split_list(row.text("aliases")),
            row.text("loinc"),
            row.position,
            says_yes(row, "may_be_none", diagnostics),
            _relation(row, cell_type, diagnostics),
            row.text("alternative"),
            unchangeable=says_yes(row, "unchangeable", diagnostics),
            sites=_sites(row, level_sets, diagnostics),
        )
        _check_none(row, finding, diagnostics)
        for each in (finding, *findings_by_site(finding)):
            for name in (each.code, each.name.zh, *each.aliases):
                if names.setdefault(name, each.code) != each.code:
                    _duplicate(name, names[name], row["code"].position, diagnostics)
                elif folded.setdefault(fold_name(name), each.code) != each.code:
                    _duplicate(name, folded[fold_name(name)], row["code"].position, diagnostics)
            if each.code in findings:
                _duplicate(each.code, each.code, row["code"].position, diagnostics)
            findings[each.code] = each
    for parent in components.keys() - findings.keys():
        diagnostics.add(
            Code.BAD_VOCABULARY,
            components[parent][0]["part_of"].position,
            Text(f"没有代码为「{parent}」的复合所见", f"no compound finding has the code {parent!r}"),
        )
    unknown = frozenset(map(fold_name, folder.manifest.unknown_words))
    fields = compile_interface_fields(folder, diagnostics)
    hidden = {
        name: each.place
        for each in folder.hidden
        if each.kind.name in ("findings", "terms")
        for name in (each.row.text("code"), each.row.text("name"), *split_list(each.row.text("aliases")))
    }
    made = Vocabulary(
        findings,
        names,
        unknown,
        quantities,
        level_sets,
        fields,
        folded=folded,
        hidden=hidden,
        components=_component_names(findings.values()),
    )
    complete_terms(rows, findings, made, diagnostics)
    stated = compile_implications(folder, made, diagnostics)
    implications = tuple(each for implication in stated for each in implications_by_site(implication, made))
    made = replace(made, roles=compile_roles(folder, made, diagnostics), implications=implications)
    return with_counter_terms(folder, made, diagnostics)


def _component_names(findings: Iterable[Finding]) -> dict[str, tuple[str, str]]:
    """Return the names that one compound finding has for a component; a name that two have says of neither."""
    found: dict[str, set[tuple[str, str]]] = {}
    for each in findings:
        for name, component in each.type.component_names.items():
            found.setdefault(fold_name(name), set()).add((each.code, component))
    return {name: next(iter(meant)) for name, meant in found.items() if len(meant) == 1}


def _sites(row: Row, level_sets: dict[str, LevelSet], diagnostics: Diagnostics) -> LevelSet | None:
    """Read 部位: the level set of the sites at each of which it is another value."""
    if not row["sites"]:
        return None
    sites = level_sets.get(row.text("sites"))
    if sites is None or sites.ordered:
        unordered = [name for name, each in level_sets.items() if not each.ordered]
        tell_unknown(row["sites"].position, row.text("sites"), "值表", unordered, diagnostics)
        return None
    return sites


def _question(row: Row) -> Text:
    asked = row.text("question") or row.text("name")
    return Text(asked, row.text("question_en") or row.text("name_en") or asked)


def _relation(row: Row, cell_type: CellType, diagnostics: Diagnostics) -> tuple[str, str] | None:
    """Read ``收缩压 > 舒张压``: the first component exceeds the second."""
    if not row["relation"]:
        return None
    greater, _, less = (part.strip() for part in fold(row.text("relation")).text.partition(">"))
    codes = cell_type.component_names
    if greater in codes and less in codes and codes[greater] != codes[less]:
        return codes[greater], codes[less]
    diagnostics.add(
        Code.BAD_VOCABULARY,
        row["relation"].position,
        Text(f"成分关系「{row.text('relation')}」不合写法", f"bad relation {row.text('relation')!r}"),
        Text("写两个组成部分，如 收缩压 > 舒张压", "write two components, such as 收缩压 > 舒张压"),
    )
    return None


def _check_none(row: Row, finding: Finding, diagnostics: Diagnostics) -> None:
    """Require that 可答无 stands with a single finding that has no word for it, and 同量 with a repeated one."""
    is_plain = finding.type.kind not in (ValueKind.YES_NO, ValueKind.COMPOUND, ValueKind.LEVEL, ValueKind.CODE)
    if finding.may_be_none and (finding.repeated or not is_plain):
        diagnostics.add(
            Code.BAD_VOCABULARY,
            row["may_be_none"].position,
            Text("可答无只用于单次的数值、日期等", "only a single number, date or the like may be none"),
            Text("留空", "leave it empty"),
        )
    if finding.alternative and not finding.repeated:
        diagnostics.add(
            Code.BAD_VOCABULARY,
            row["alternative"].position,
            Text("同量只用于多次的所见", "only repeated findings report one quantity in several ways"),
        )


def _duplicate(name: str, holder: str, where: Position, diagnostics: Diagnostics) -> None:
    diagnostics.add(
        Code.DUPLICATE_NAME,
        where,
        Text(f"「{name}」已是 {holder} 的名称、代码或别名", f"{name!r} already names {holder}"),
        Text("每个名称、代码、别名只能属于一个所见", "each name, code or alias belongs to one finding"),
    )
