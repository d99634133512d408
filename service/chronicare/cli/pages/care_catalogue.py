"""The catalogue of the area of care, written out for a terminal: which it is, what it says, what it wants."""

from collections.abc import Iterator

from chronicare.api.v1 import benefit_pb2
from chronicare.cli.pages.layout import wrapped
from chronicare.cli.pages.parts import BenefitParts


def catalogue_lines(catalogue: benefit_pb2.CareCatalogue, parts: BenefitParts) -> Iterator[str]:
    """Yield the lines; nothing if no area of care is stated or needed."""
    if not (catalogue.area_code or catalogue.is_area_missing):
        return
    yield from parts.section("就医地的医保目录", "Catalogue of the area of care")
    if catalogue.is_area_missing:
        zh, en = "还需要知道就医地是哪个统筹区（care_area_code）", "Which area that is (care_area_code) is needed"
        yield from wrapped(parts.say(zh, en), "    ", "  ")
        return
    yield f"  {catalogue.area_name}{parts.bracketed(catalogue.area_code)}"
    if catalogue.unavailable:
        yield from wrapped(catalogue.unavailable, "    ", "  ")
    for row in catalogue.determinations:
        yield from parts.determination(row, "  ")
    for term in catalogue.missing_facts:
        said = f"{term.name}{parts.bracketed(term.question)}"
        yield from wrapped(parts.say(f"还需要知道：{said}", f"needed: {said}"), "    ", "  ")
    for absent in catalogue.no_values:
        yield from wrapped(absent.text, "    ", "  ")
    yield from parts.open_switches(catalogue.open_switches)
    yield from parts.readings(catalogue.readings_used)
    yield from parts.rulings(catalogue.rulings)
    yield from parts.provisional(catalogue.provisional_figures)
    if catalogue.release.name:
        version = catalogue.release.version
        yield f"  {catalogue.release.name}{parts.say(f'，版本 {version}', f', version {version}')}"
        yield f"  sha256 {catalogue.release.digest}"
