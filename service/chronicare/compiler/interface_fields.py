"""Tables of interface fields to the fields: which field of the national interface holds what, and whose payments."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from chronicare.compiler.common_cells import split_list
from chronicare.compiler.level_sets import PAYERS
from chronicare.compiler.vocabulary_words import word_of
from chronicare.diagnostics import Code, Diagnostics, Position, Text
from chronicare.formats.spelling import suggest
from chronicare.program.national_interface import Content, InterfaceField
from chronicare.tables import Row, RuleFolder, Table

_CONTENTS = {content.value: content for content in Content}


def compile_interface_fields(folder: RuleFolder, diagnostics: Diagnostics) -> tuple[InterfaceField, ...]:
    """Compile the interface fields of ``folder``; what is wrong goes to ``diagnostics`` and is left out.

    Many payers may be paid into one field: it lists them, or has a row for each, also of another layer.
    """
    tables = folder.of_kind("fields")
    known = _payers(folder)
    fields: dict[tuple[str, str], InterfaceField] = {}
    paid_into: dict[tuple[str, str], str] = {}
    for row in (row for table in tables for row in table):
        content = word_of(row, "content", _CONTENTS, diagnostics)
        if content is None:
            continue
        each = InterfaceField(
            row.text("transaction"), row.text("field"), row.text("name"), content, _named(row, known, diagnostics),
            row.position,
        )  # fmt: skip
        if (content is Content.PAYER) is not bool(row["payer"]):
            message = Text("内容为「支付方」时写支付方，其他都不写", "a payer goes with the content 支付方 only")
            diagnostics.add(Code.BAD_VOCABULARY, row["payer"].position, message)
        for payer in each.payers:
            other = paid_into.setdefault((each.transaction, payer), each.field)
            if other != each.field:
                message = Text(f"「{payer}」已填入字段 {other}", f"{payer!r} is paid into field {other} already")
                hint = Text("一个支付方只填一个字段，留一处", "a payer has one field: keep one of the two")
                diagnostics.add(Code.DUPLICATE_ID, row["payer"].position, message, hint)
        key = (each.transaction, each.field)
        there = fields.get(key)
        if there is None:
            fields[key] = each
        elif there.content is content is Content.PAYER and there.name == each.name:
            fields[key] = replace(there, payers=tuple(dict.fromkeys((*there.payers, *each.payers))))
        else:
            message = Text(f"字段 {each.field} 重复", f"field {each.field} is given twice")
            hint = Text(
                "几个支付方填一个字段的，各行的名称、内容（支付方）都要一样",
                "rows for several payers of one field have one name, and the content 支付方",
            )
            diagnostics.add(Code.DUPLICATE_ID, row["field"].position, message, hint)
    if tables:
        _require_contents(folder, tables, fields.values(), diagnostics)
    return tuple(fields.values())


def _payers(folder: RuleFolder) -> tuple[str, ...]:
    rows = (row for table in folder.of_kind("levels") for row in table)
    return tuple(row.text("value") for row in rows if row.text("set") == PAYERS)


def _named(row: Row, known: Collection[str], diagnostics: Diagnostics) -> tuple[str, ...]:
    """Return the payers that the row names; one that no level set has would hold nothing for ever."""
    named = split_list(row.text("payer"))
    for payer in named:
        if known and payer not in known:
            message = Text(f"没有支付方「{payer}」", f"no payer {payer!r}")
            diagnostics.add(Code.UNKNOWN_NAME, row["payer"].position, message, suggest(payer, known))
    return named


def _require_contents(
    folder: RuleFolder, tables: Sequence[Table], fields: Iterable[InterfaceField], diagnostics: Diagnostics
) -> None:
    """Tell what has no field: a content, or a payer of the layer that has one for other payers.

    Without its field such a payer's part would go to the others', and nobody would see it. An area's own may have none.
    """
    fields = tuple(fields)
    there = {each.content for each in fields}
    lacking = [content.value for content in Content if content not in there]
    whole = {table.layer for table in tables for row in table if row.text("content") == Content.OTHER_PAYERS.value}
    payers = {
        row.text("value")
        for table in folder.of_kind("levels")
        if table.layer in whole
        for row in table
        if row.text("set") == PAYERS
    }
    lacking += sorted(payers - {payer for each in fields for payer in each.payers})
    if lacking:
        diagnostics.add(
            Code.BAD_VOCABULARY,
            Position(tables[-1].file),
            Text(f"没有这些内容或支付方的字段：{'、'.join(lacking)}", f"there is no field for {', '.join(lacking)}"),
            Text("每一项都要有一行；这些行多半是丢了", "each needs a row; rows were probably lost"),
        )
