"""Vocabulary tables to the vocabulary: units, level sets, findings, each checked on its own and against the others."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import TypeVar

from chronicare.cells.conversion import CANONICAL, normalise_unit, parse_conversion
from chronicare.cells.folding import fold, fold_name
from chronicare.cells.types import CellType, Conversion, Level, LevelSet, Quantity, ValueKind
from chronicare.compiler.catalogue import disease_levels
from chronicare.compiler.common_cells import split_list, text_of
from chronicare.compiler.counter_terms import with_counter_terms
from chronicare.compiler.implications import compile_implications
from chronicare.compiler.level_order import out_of_order
from chronicare.compiler.roles import compile_roles
from chronicare.compiler.sites import findings_by_site, implications_by_site
from chronicare.compiler.term_columns import complete_terms
from chronicare.diagnostics import Code, Diagnostics, Position, Text
from chronicare.program.national_interface import Content, InterfaceField
from chronicare.program.vocabulary import Finding, Vocabulary
from chronicare.tables import HiddenRow, Row, RuleFolder, Table

T = TypeVar("T")


_CODE = re.compile(r"[a-z][a-z0-9_]*\Z")
_POSSIBLE = re.compile(r"\[\s*(-?\d+(?:\.\d+)?)\s*\.\.\s*(-?\d+(?:\.\d+)?)\s*\]\Z")
_KINDS = {kind.value: kind for kind in ValueKind}
_YES_NO = {"是": True, "否": False}


PAYERS = "支付方"
"""The level set of the payers, for vocabularies that name them."""
DISEASES = "病种"
"""The level set every area has by itself: the codes of its diseases."""


def compile_vocabulary(folder: RuleFolder, diagnostics: Diagnostics) -> Vocabulary:
    """Build the vocabulary; everything wrong goes to ``diagnostics``, and what is wrong is left out.

    ``folder`` is what holds in an area, the layers below in it; the codes of its diseases are the level set ``病种``.
    """
    quantities = _quantities(folder, diagnostics)
    level_sets = _level_sets(folder, diagnostics)
    level_sets[DISEASES] = LevelSet(DISEASES, ordered=False, levels=disease_levels(folder))
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
        cell_type = _type(row, quantities, level_sets, components, diagnostics)
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
            _word(row, "repeated", {"单次": False, "多次": True}, diagnostics) is True,
            _question(row),
            row.text("attester"),
            split_list(row.text("aliases")),
            row.text("loinc"),
            row.position,
            bool(row["may_be_none"]) and _word(row, "may_be_none", _YES_NO, diagnostics) is True,
            _relation(row, cell_type, diagnostics),
            row.text("alternative"),
            unchangeable=bool(row["unchangeable"]) and _word(row, "unchangeable", _YES_NO, diagnostics) is True,
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
    fields = _interface_fields(folder, diagnostics)
    hidden = {
        name: _place(each)
        for each in folder.hidden
        if each.kind.name in ("findings", "terms")
        for name in (each.row.text("code"), each.row.text("name"), *split_list(each.row.text("aliases")))
    }
    made = Vocabulary(findings, names, unknown, quantities, level_sets, fields, folded=folded, hidden=hidden)
    complete_terms(rows, findings, made, diagnostics)
    stated = compile_implications(folder, made, diagnostics)
    implications = tuple(each for implication in stated for each in implications_by_site(implication, made))
    made = replace(made, roles=compile_roles(folder, made, diagnostics), implications=implications)
    return with_counter_terms(folder, made, diagnostics)


def _sites(row: Row, level_sets: dict[str, LevelSet], diagnostics: Diagnostics) -> LevelSet | None:
    """Read 部位: the level set of the sites at each of which it is another value."""
    if not row["sites"]:
        return None
    sites = level_sets.get(row.text("sites"))
    if sites is None or sites.ordered:
        unordered = [name for name, each in level_sets.items() if not each.ordered]
        _unknown(row["sites"].position, row.text("sites"), "值表", unordered, diagnostics)
        return None
    return sites


def _question(row: Row) -> Text:
    asked = row.text("question") or row.text("name")
    return Text(asked, row.text("question_en") or row.text("name_en") or asked)


def _place(hidden: HiddenRow) -> str:
    return f"{hidden.position.file}:{hidden.position.row}"


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


def _interface_fields(folder: RuleFolder, diagnostics: Diagnostics) -> tuple[InterfaceField, ...]:
    contents = {content.value: content for content in Content}
    tables = folder.of_kind("fields")
    fields: dict[tuple[str, str], InterfaceField] = {}
    for row in (row for table in tables for row in table):
        content = _word(row, "content", contents, diagnostics)
        key = (row.text("transaction"), row.text("field"))
        if (content is Content.PAYER) is not bool(row["payer"]):
            diagnostics.add(
                Code.BAD_VOCABULARY,
                row["payer"].position,
                Text("内容为「支付方」时写支付方，其他都不写", "a payer goes with the content 支付方 only"),
            )
        if key in fields:
            message = Text(f"字段 {row.text('field')} 重复", f"field {row.text('field')} is given twice")
            diagnostics.add(Code.DUPLICATE_ID, row["field"].position, message)
        if content is not None:
            fields[key] = InterfaceField(*key, row.text("name"), content, row.text("payer"), row.position)
    if tables:
        _require_contents(folder, tables, fields.values(), diagnostics)
    return tuple(fields.values())


def _require_contents(
    folder: RuleFolder, tables: Sequence[Table], fields: Collection[InterfaceField], diagnostics: Diagnostics
) -> None:
    """Tell what has no field: a content, or a payer of the layers that have fields; an area's own may have none.

    Without its field a payer's part would go to the other payers', and nobody would see it.
    """
    there = {each.content for each in fields}
    lacking = [content.value for content in Content if content not in there]
    payers = {
        row.text("value")
        for table in folder.of_kind("levels")
        if table.layer in {each.layer for each in tables}
        for row in table
        if row.text("set") == PAYERS
    }
    lacking += sorted(payers - {each.payer for each in fields})
    if lacking:
        diagnostics.add(
            Code.BAD_VOCABULARY,
            Position(tables[-1].file),
            Text(f"没有这些内容或支付方的字段：{'、'.join(lacking)}", f"there is no field for {', '.join(lacking)}"),
            Text("每一项都要有一行；这些行多半是丢了", "each needs a row; rows were probably lost"),
        )


def _duplicate(name: str, holder: str, where: Position, diagnostics: Diagnostics) -> None:
    diagnostics.add(
        Code.DUPLICATE_NAME,
        where,
        Text(f"「{name}」已是 {holder} 的名称、代码或别名", f"{name!r} already names {holder}"),
        Text("每个名称、代码、别名只能属于一个所见", "each name, code or alias belongs to one finding"),
    )


def _word(row: Row, column: str, words: dict[str, T], diagnostics: Diagnostics) -> T | None:
    text = row.text(column)
    if text not in words:
        diagnostics.add(
            Code.BAD_VOCABULARY,
            row[column].position,
            Text(f"「{text}」不是这一列的词", f"{text!r} is not a word of this column"),
            Text(f"可写：{'、'.join(words)}", f"one of: {', '.join(words)}"),
        )
        return None
    return words[text]


def _quantities(folder: RuleFolder, diagnostics: Diagnostics) -> dict[str, Quantity]:
    units: dict[str, dict[str, Conversion]] = {}
    accepted: dict[str, list[str]] = {}
    for row in (row for table in folder.of_kind("units") for row in table):
        name = row.text("quantity")
        conversion = parse_conversion(row.text("conversion"), row["conversion"].position, diagnostics)
        if conversion is None:
            continue
        known = units.setdefault(name, {})
        if known and not row["unit"]:
            diagnostics.add(
                Code.BAD_VOCABULARY,
                row["unit"].position,
                Text("没有写单位", "the unit is missing"),
                Text(
                    "只有标准单位可以留空（评分、百分位）", "only a canonical unit may be empty (scores, percentiles)"
                ),
            )
        if not known and conversion is not CANONICAL:
            diagnostics.add(
                Code.BAD_VOCABULARY,
                row["conversion"].position,
                Text(f"「{name}」的第一个单位须是标准单位", f"the first unit of {name} must be the canonical one"),
                Text("换算写 1", "write 1"),
            )
        accepted.setdefault(name, []).append(row.text("unit"))
        for spelling in (row.text("unit"), *split_list(row.text("aliases"))):
            key = normalise_unit(spelling)
            if key in known:
                diagnostics.add(
                    Code.DUPLICATE_NAME,
                    row["unit"].position,
                    Text(f"「{name}」的单位「{spelling}」重复", f"unit {spelling!r} of {name} is given twice"),
                )
            known[key] = conversion
    return {name: Quantity(name, accepted[name][0], tuple(accepted[name]), known) for name, known in units.items()}


def _level_sets(folder: RuleFolder, diagnostics: Diagnostics) -> dict[str, LevelSet]:
    levels: dict[str, list[Level]] = {}
    ordered: dict[str, bool] = {}
    places: dict[tuple[str, str], Position] = {}
    for row in (row for table in folder.of_kind("levels") for row in table):
        name = row.text("set")
        is_ordered = _word(row, "ordered", _YES_NO, diagnostics) is True
        if ordered.setdefault(name, is_ordered) != is_ordered:
            diagnostics.add(
                Code.BAD_VOCABULARY,
                row["ordered"].position,
                Text(f"值表「{name}」有的行有先后、有的没有", f"rows of {name} disagree about order"),
            )
        known = levels.setdefault(name, [])
        level = Level(
            row.text("value"),
            Text(row.text("name") or row.text("value"), row.text("name_en") or row.text("value")),
            split_list(row.text("aliases")),
            bool(row["exclusive"]) and _word(row, "exclusive", _YES_NO, diagnostics) is True,
        )
        words = {word for each in known for word in (each.value, each.name.zh, *each.aliases)}
        for word in sorted({level.value, level.name.zh, *level.aliases} & words):
            diagnostics.add(
                Code.DUPLICATE_NAME,
                row["value"].position,
                Text(f"值表「{name}」里「{word}」重复", f"{word!r} occurs twice in {name}"),
            )
        known.append(level)
        places.setdefault((name, level.value), row["value"].position)
    for name, known in levels.items():
        swapped = out_of_order([each.value for each in known]) if ordered[name] else None
        if swapped is not None:
            one, other = swapped
            diagnostics.add(
                Code.BAD_VOCABULARY,
                places[name, other],
                Text(f"值表「{name}」由低到高排，「{other}」却在「{one}」之后", f"{name}: {other} stands after {one}"),
                Text("换回原来的次序", "put them in order again, lowest first"),
            )
    hidden: dict[str, dict[str, str]] = {}
    for each in folder.hidden:
        if each.kind.name == "levels":
            hidden.setdefault(each.row.text("set"), {})[each.row.text("value")] = _place(each)
    return {name: LevelSet(name, ordered[name], tuple(known), hidden.get(name, {})) for name, known in levels.items()}


def _type(
    row: Row,
    quantities: dict[str, Quantity],
    level_sets: dict[str, LevelSet],
    components: dict[str, list[Row]],
    diagnostics: Diagnostics,
) -> CellType | None:
    kind = _word(row, "type", _KINDS, diagnostics)
    if kind is None:
        return None
    low, high = _possible(row, diagnostics)
    undetected = _may_be_undetected(row, kind, low, diagnostics)
    values = row["values"]
    if kind in (ValueKind.LEVEL, ValueKind.CODE):
        levels = level_sets.get(values.text)
        if levels is None or levels.ordered is not (kind is ValueKind.LEVEL):
            _unknown(values.position, values.text, "值表", level_sets.keys(), diagnostics)
            return None
        return CellType(kind, levels=levels)
    if kind in (ValueKind.NUMBER, ValueKind.COUNT, ValueKind.AGE) and values:
        quantity = quantities.get(values.text)
        if quantity is None:
            _unknown(values.position, values.text, "量", quantities.keys(), diagnostics)
            return None
        return CellType(kind, quantity=quantity, low=low, high=high, may_be_undetected=undetected)
    if kind is ValueKind.COMPOUND:
        parts = components.get(row.text("code"), [])
        types = {part.text("code"): _type(part, quantities, level_sets, {}, diagnostics) for part in parts}
        names = {
            name: part.text("code")
            for part in parts
            for name in (part.text("code"), part.text("name"), *split_list(part.text("aliases")))
        }
        if not parts:
            diagnostics.add(
                Code.BAD_VOCABULARY,
                row["type"].position,
                Text("复合所见没有组成部分", "a compound finding has no components"),
                Text("组成部分各占一行，「所属」写本行代码", "give each component a row whose 所属 is this code"),
            )
        return CellType(kind, components={code: each for code, each in types.items() if each}, component_names=names)
    if values:
        diagnostics.add(
            Code.BAD_VOCABULARY,
            values.position,
            Text(f"类型「{kind.value}」不用量或值表", f"type {kind.name} takes no quantity or level set"),
            Text("留空", "leave it empty"),
        )
    return CellType(kind, low=low, high=high, may_be_undetected=undetected)


def _may_be_undetected(row: Row, kind: ValueKind, low: Fraction | None, diagnostics: Diagnostics) -> bool:
    """Read 可未检出, which stands with a count, or a number that begins at 0."""
    if not row["may_be_undetected"] or _word(row, "may_be_undetected", _YES_NO, diagnostics) is not True:
        return False
    if kind is ValueKind.COUNT or (kind is ValueKind.NUMBER and low == 0):
        return True
    diagnostics.add(
        Code.BAD_VOCABULARY,
        row["may_be_undetected"].position,
        Text("可未检出只用于从 0 起的数值、次数", "only a number that begins at 0 or a count may be undetected"),
        Text("留空", "leave it empty"),
    )
    return False


def _possible(row: Row, diagnostics: Diagnostics) -> tuple[Fraction | None, Fraction | None]:
    cell = row["possible"]
    if not cell:
        return None, None
    match = _POSSIBLE.match(cell.text)
    if match is None or Fraction(match[1]) >= Fraction(match[2]):
        diagnostics.add(
            Code.BAD_VOCABULARY,
            cell.position,
            Text(f"可能范围「{cell.text}」不合写法", f"bad possible range {cell.text!r}"),
            Text("如 [0.1..100]，按标准单位，小的在前", "such as [0.1..100], canonical unit, smaller first"),
        )
        return None, None
    return Fraction(match[1]), Fraction(match[2])


def _unknown(where: Position, name: str, what: str, known: Iterable[str], diagnostics: Diagnostics) -> None:
    diagnostics.add(
        Code.BAD_VOCABULARY,
        where,
        Text(f"没有{what}「{name}」", f"no {'level set' if what == '值表' else 'quantity'} {name!r} of this kind"),
        Text(f"已有：{'、'.join(sorted(known))}", f"known: {', '.join(sorted(known))}"),
    )
