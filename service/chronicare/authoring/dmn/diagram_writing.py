"""The diagram of a model written: a box for each element, a line for each requirement."""

from collections.abc import Mapping, Sequence

from chronicare.authoring.dmn.layout import HEIGHT, WIDTH, lay_out
from chronicare.authoring.dmn.xml_writing import ModelXml


def requirement_id(owner: str, needed: str) -> str:
    """Return the id of the requirement by which ``owner`` rests on ``needed``."""
    return f"{owner}__{needed}"


def write_diagram(xml: ModelXml, given: Sequence[str], requires: Mapping[str, Sequence[str]]) -> None:
    """Draw what is ``given`` and the decisions with what each requires, by their ids."""
    places = lay_out(given, requires)
    diagram = xml.drawn(xml.drawn(xml.root, "DMNDI"), "DMNDiagram", id="diagram")
    for name, place in places.items():
        shape = xml.drawn(diagram, "DMNShape", id=f"{name}__shape", dmnElementRef=name)
        xml.drawn(shape, "dc:Bounds", x=str(place.x), y=str(place.y), width=str(WIDTH), height=str(HEIGHT))
    for owner, needed in requires.items():
        for each in needed:
            reference = requirement_id(owner, each)
            edge = xml.drawn(diagram, "DMNEdge", id=f"{reference}__edge", dmnElementRef=reference)
            for x, y in (places[each].top, places[owner].bottom):
                xml.drawn(edge, "di:waypoint", x=str(x), y=str(y))
