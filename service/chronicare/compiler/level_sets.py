"""值表: the level sets, their values in the order of the rows."""

from chronicare.cells.types import Level, LevelSet
from chronicare.compiler.catalogue import disease_levels
from chronicare.compiler.common_cells import split_list
from chronicare.compiler.level_order import out_of_order
from chronicare.compiler.vocabulary_words import says_yes
from chronicare.diagnostics import Code, Diagnostics, Position, Text
from chronicare.tables import RuleFolder

PAYERS = "支付方"
"""The level set of the payers, for vocabularies that name them."""
DISEASES = "病种"
"""The level set every area has by itself: the codes of its diseases."""


def compile_level_sets(folder: RuleFolder, diagnostics: Diagnostics) -> dict[str, LevelSet]:
    """Build the level sets by name, with that of the codes of the diseases of ``folder``, which has no table."""
    levels: dict[str, list[Level]] = {}
    ordered: dict[str, bool] = {}
    places: dict[tuple[str, str], Position] = {}
    for row in (row for table in folder.of_kind("levels") for row in table):
        name = row.text("set")
        is_ordered = says_yes(row, "ordered", diagnostics)
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
            says_yes(row, "exclusive", diagnostics),
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
            hidden.setdefault(each.row.text("set"), {})[each.row.text("value")] = each.place
    sets = {name: LevelSet(name, ordered[name], tuple(known), hidden.get(name, {})) for name, known in levels.items()}
    sets[DISEASES] = LevelSet(DISEASES, ordered=False, levels=disease_levels(folder))
    return sets
