"""The vocabulary of findings: each one named, typed fact a rule can test and a caller can report."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from chronicare.cells.folding import fold_name
from chronicare.cells.types import CellType, LevelSet, Quantity
from chronicare.cells.values import Given, Reported
from chronicare.diagnostics import Hint, Position, Text
from chronicare.formats.spelling import meant, nearest
from chronicare.program.national_interface import InterfaceField
from chronicare.program.ranks import Predicate
from chronicare.program.roles import Role, Roles


@dataclass(frozen=True, slots=True)
class Finding:
    """A declared finding.

    ``code`` is the stable identifier callers send; ``name`` the label people see and tables use. A ``repeated`` finding
    is a list of measurements. ``question`` is what a form asks, ``attester`` who may judge it (empty: anyone).
    A single one that ``may_be_none`` can be stated not to exist. ``relation`` names components (codes) of which the
    first must exceed the second. Findings with the same ``alternative`` report one quantity: either will do.
    """

    code: str
    name: Text
    type: CellType
    repeated: bool
    question: Text
    attester: str
    aliases: tuple[str, ...]
    loinc: str
    position: Position
    may_be_none: bool = False
    relation: tuple[str, str] | None = None
    alternative: str = ""
    stands_for: str = ""
    """The term that this one may be stated instead of: if that one is stated, this one follows from it."""
    usual: Given | None = None
    """The value it has as a rule: taken only if a request says so, and told in the answer."""
    unusual_if: str = ""
    """The yes-or-no term that, where it is yes, speaks against the usual value."""
    may_be_later: bool = False
    """A day that can lie after the day of care asked about: arrears paid off later count back."""
    not_before: tuple[str, ...] = ()
    """The dates that this one cannot be before: who is certified has been diagnosed."""
    unchangeable: bool = False
    """Neither treatment nor another examination makes it otherwise: age, sex, the type of a disease."""
    sites: LevelSet | None = None
    """The sites (两眼) at each of which it is another value; ``None`` if the person has one."""
    site: str = ""
    """Of a finding made for one site: which it is."""
    site_of: str = ""
    """Of a finding made for one site: the code of the finding as it is declared."""


AT_SITE = "@"
"""Between a code or id as it is declared and the site it is made for."""


def at_site(code: str, site: str) -> str:
    """Return the code of the finding ``code`` at ``site``: ``intraocular_pressure@左眼``."""
    return f"{code}{AT_SITE}{site}"


@dataclass(frozen=True, slots=True)
class Implication:
    """What follows from a value of ``finding`` that passes ``predicate``: ``implied`` has ``value``, or lies in it.

    Without a value, ``implied`` cannot be had: it is asked for no more.
    """

    finding: str
    predicate: Predicate
    implied: str
    value: Reported | None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All findings and terms; ``names`` maps every code, Chinese name and alias to the code.

    ``quantities`` and ``level_sets`` are those of the tables, by name; ``fields`` those of the national interface;
    ``roles`` say which terms code relies on.
    ``folded`` maps the names as they are compared (see ``fold_name``). ``implications`` stand in the table's order.
    """

    findings: Mapping[str, Finding]
    names: Mapping[str, str]
    unknown_words: frozenset[str]
    quantities: Mapping[str, Quantity] = field(default_factory=dict)
    level_sets: Mapping[str, LevelSet] = field(default_factory=dict)
    fields: tuple[InterfaceField, ...] = ()
    roles: Roles = field(default_factory=Roles)
    folded: Mapping[str, str] = field(default_factory=dict)
    implications: tuple[Implication, ...] = ()
    hidden: Mapping[str, str] = field(default_factory=dict)
    """Names of what a layer has and one above it takes out, each with the row that does."""
    components: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """The names of components as they are compared: the code of the compound finding, and that of the component."""

    def find(self, word: str) -> Finding | None:
        """Return the finding called ``word`` (code, Chinese name or alias), whatever its case, width and spaces."""
        code = self.names.get(word) or self.folded.get(fold_name(word))
        return None if code is None else self.findings[code]

    def find_component(self, word: str) -> tuple[Finding, str] | None:
        """Return the compound finding that has a component called ``word``, and the code of the component."""
        found = None if word in self.names else self.components.get(fold_name(word))
        return None if found is None else (self.findings[found[0]], found[1])

    def at_each_site(self, code: str) -> tuple[str, ...]:
        """Return the codes of the finding ``code`` at each of its sites; none if it is not measured by site."""
        sites = self.findings[code].sites
        return () if sites is None else tuple(at_site(code, level.value) for level in sites.levels)

    def suggest(self, word: str) -> Hint:
        """Return what ``word``, which names nothing here, may be meant to be: empty if that cannot be told."""
        if word in self.hidden:
            return Text(f"已由 {self.hidden[word]} 隐藏", f"hidden by {self.hidden[word]}")
        like = nearest(word, self.names)
        return Text("", "") if like is None else meant(word, like)

    def is_money(self, code: str) -> bool:
        """Whether the term ``code`` is an amount such as payers pay; other accumulators count visits or days."""
        return self.findings[code].type.quantity == self.findings[self.roles[Role.STEP_PAYMENT]].type.quantity

    def playing(self, role: Role) -> Finding | None:
        """Return the term that plays ``role``, if one does."""
        code = self.roles.get(role)
        return None if code is None else self.findings[code]
