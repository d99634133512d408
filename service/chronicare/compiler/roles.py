"""Tables of roles to the terms that play them: each row checked against the vocabulary it binds in."""

from chronicare.diagnostics import Code, Diagnostics, Text
from chronicare.formats.spelling import suggest
from chronicare.program.roles import Role, Roles
from chronicare.program.vocabulary import Vocabulary
from chronicare.tables import Row, RuleFolder

_ROLES = {role.value: role for role in Role}


def compile_roles(folder: RuleFolder, vocabulary: Vocabulary, diagnostics: Diagnostics) -> Roles:
    """Return which terms play roles.

    A row that binds an unknown role or a missing term, one of another type or with several values, or a role bound
    before, is told and left out.
    """
    codes: dict[Role, str] = {}
    bound: set[Role] = set()
    for row in (row for table in folder.of_kind("roles") for row in table):
        role = _ROLES.get(row.text("role"))
        if role is None:
            message = Text(f"没有角色「{row.text('role')}」", f"there is no role {row.text('role')!r}")
            diagnostics.add(Code.BAD_VOCABULARY, row["role"].position, message, suggest(row.text("role"), _ROLES))
            continue
        if role in bound:
            message = Text(f"角色「{role.value}」写了两次", f"the role {role.value} is bound twice")
            diagnostics.add(Code.DUPLICATE_ID, row["role"].position, message)
            continue
        bound.add(role)
        code = _term_of(row, role, vocabulary, diagnostics)
        if code is not None:
            codes[role] = code
    return Roles(codes)


def _term_of(row: Row, role: Role, vocabulary: Vocabulary, diagnostics: Diagnostics) -> str | None:
    """Return the code of the term the row names, if it can play ``role``."""
    name, where = row.text("term"), row["term"].position
    term = vocabulary.find(name)
    if term is None:
        message = Text(f"没有事项「{name}」可任角色「{role.value}」", f"no term {name!r} to play {role.value}")
        diagnostics.add(Code.BAD_VOCABULARY, where, message, vocabulary.suggest(name))
        return None
    if term.type.kind is not role.kind or term.repeated:
        is_now = f"{'多次' if term.repeated else '单次'}的「{term.type.kind.value}」"
        message = Text(
            f"角色「{role.value}」要单次的「{role.kind.value}」，{name} 是{is_now}",
            f"{role.value} wants a single {role.kind.name}, {name} is "
            f"a {'repeated' if term.repeated else 'single'} {term.type.kind.name}",
        )
        diagnostics.add(
            Code.BAD_VOCABULARY,
            where,
            message,
            Text("写另一个事项，或改词表里的类型", "name another, or mend its type"),
        )
        return None
    return term.code
