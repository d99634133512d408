"""What all case files have in common: cases that start from bases, dates from somewhere, and every field's place."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, Generic, TypeVar

from pydantic import AfterValidator, Field

from chronicare.diagnostics import Code, Diagnostics, Position, Text
from chronicare.formats.spelling import suggest
from chronicare.formats.yaml_document import Path, Plain, YamlDocument, enclosing, path_text
from chronicare.formats.yaml_shape import IsoDay, Shape, Written, iso_day

_CASE_DEPTH = 2
"""A case stands at ``cases[n]``, a base at ``bases.name``."""
_DAY_KEYS = "_date"
"""Keys of a person that end so hold dates."""


@dataclass(frozen=True, slots=True)
class RawCase:
    """One case, or a base several cases start from, as written: dates are ISO text, nothing else is interpreted.

    ``as_of_date`` and ``person`` of a case are complete: what it does not state is its base's, or the file's.
    ``without`` names what of its base does not hold; ``expect`` is empty for a base. ``places`` has the position of
    each field by its path within the case: ``findings[2].unit``.
    """

    name: str
    as_of_date: str
    person: Mapping[str, Plain]
    without: tuple[str, ...]
    expect: Mapping[str, Any]
    position: Position
    places: Mapping[str, Position] = field(repr=False)

    def where(self, path: str) -> Position:
        """Return the position of the field at ``path``, or of the nearest one that encloses it."""
        return self.places.get(enclosing(path, self.places), self.position)


CaseType = TypeVar("CaseType", bound=RawCase)


@dataclass(frozen=True, slots=True)
class CaseFile(Generic[CaseType]):
    """The cases of one ``file``; ``subject`` is what they are about: the name of an entry, or a title."""

    file: str
    subject: str
    cases: tuple[CaseType, ...]


def _person(person: dict[str, object]) -> dict[str, object]:
    """Bring the dates of a person to ISO; null takes a base's away. Whatever else is known is left as it is."""
    return {
        key: iso_day(value) if key.endswith(_DAY_KEYS) and value is not None else value for key, value in person.items()
    }


class KnownShape(Shape):
    """What is known: of a base, or of a case."""

    as_of_date: IsoDay | None = None
    person: Annotated[dict[str, Any], AfterValidator(_person)] = Field(default_factory=dict)


class CaseShape(KnownShape):
    """A case: what is known, from a base on, and what must follow."""

    name: Written
    base: Written | None = None
    without: list[Written] = Field(default_factory=list)
    expect: Shape

    def states_its_day(self) -> bool:
        """Whether the case needs no ``as_of_date``."""
        return False


class CaseFileShape(Shape):
    """A file of cases; ``as_of_date`` holds for every case that states none."""

    as_of_date: IsoDay | None = None
    bases: Mapping[str, KnownShape]
    cases: Sequence[CaseShape]


def make_cases(
    document: YamlDocument,
    shape: CaseFileShape,
    make: Callable[[Any, CaseType | None, dict[str, Any]], CaseType],
    diagnostics: Diagnostics,
) -> tuple[CaseType, ...]:
    """Return the cases of a document that has its ``shape``, made of what is known, the base and ``RawCase``.

    What does not hold together (see ``read_cases``) goes to ``diagnostics``.
    """
    _check(document, shape, diagnostics)
    places = _places_by_case(document)

    def common(known: KnownShape, name: str, day: str | None, base: CaseType | None, path: Path) -> dict[str, Any]:
        case = known if isinstance(known, CaseShape) else None
        return {
            "name": name,
            "as_of_date": known.as_of_date or day or "",
            "person": {**(base.person if base else {}), **known.person},
            "without": tuple(case.without) if case else (),
            "expect": case.expect.model_dump(exclude_unset=True) if case else {},
            "position": document.where(path),
            "places": places.get(path, {}),
        }

    bases = {
        name: make(known, None, common(known, name, None, None, ("bases", name))) for name, known in shape.bases.items()
    }
    cases: list[CaseType] = []
    for index, case in enumerate(shape.cases):
        base = bases.get(case.base or "")
        day = (base.as_of_date if base else "") or shape.as_of_date
        cases.append(make(case, base, common(case, case.name, day, base, ("cases", index))))
    return tuple(cases)


def _check(document: YamlDocument, shape: CaseFileShape, diagnostics: Diagnostics) -> None:
    """Tell bases that are not there, names used twice, and cases without a date."""
    first: dict[str, int] = {}
    for index, case in enumerate(shape.cases):
        where: Path = ("cases", index)
        base = shape.bases.get(case.base) if case.base is not None else None
        if case.base is not None and base is None:
            message = Text(f"bases 里没有「{case.base}」", f"there is no base '{case.base}'")
            diagnostics.add(Code.BAD_CASE, document.where((*where, "base")), message, suggest(case.base, shape.bases))
        if first.setdefault(case.name, index) != index:
            row = document.where(("cases", first[case.name])).row
            message = Text(f"案例「{case.name}」重名", f"the name '{case.name}' is used twice")
            hint = Text(f"第 {row} 行的案例已用此名", f"the case at line {row} has it")
            diagnostics.add(Code.BAD_CASE, document.where((*where, "name")), message, hint)
        dated = case.as_of_date or shape.as_of_date or (base is not None and base.as_of_date)
        if not dated and not case.states_its_day():
            message = Text("没有写日期（as_of_date，或账单的 care_date）", "no date is given: as_of_date, or care_date")
            hint = Text("在文件开头写 as_of_date: 2025-12-15", "write as_of_date: 2025-12-15 at the top of the file")
            diagnostics.add(Code.BAD_CASE, document.where(where), message, hint)


def _places_by_case(document: YamlDocument) -> dict[Path, dict[str, Position]]:
    """Gather the positions inside each base and case, by their path within it."""
    places: dict[Path, dict[str, Position]] = {}
    for path, position in document.places.items():
        if len(path) > _CASE_DEPTH:
            places.setdefault(path[:_CASE_DEPTH], {})[path_text(path[_CASE_DEPTH:])] = position
    return places
