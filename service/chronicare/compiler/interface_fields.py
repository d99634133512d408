"""接口字段: the fields of the national interface, and what of a settlement fills each."""

from collections.abc import Collection, Sequence

from chronicare.compiler.level_sets import PAYERS
from chronicare.compiler.vocabulary_words import word_of
from chronicare.diagnostics import Code, Diagnostics, Position, Text
from chronicare.program.national_interface import Content, InterfaceField
from chronicare.tables import RuleFolder, Table


def compile_interface_fields(folder: RuleFolder, diagnostics: Diagnostics) -> tuple[InterfaceField, ...]:
    """Build the fields, each once; where there are any, each content and each payer must have one."""
    contents = {content.value: content for content in Content}
    tables = folder.of_kind("fields")
    fields: dict[tuple[str, str], InterfaceField] = {}
    for row in (row for table in tables for row in table):
        content = word_of(row, "content", contents, diagnostics)
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
