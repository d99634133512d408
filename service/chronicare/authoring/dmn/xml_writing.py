"""Elements of DMN written: one model, its namespaces, and texts without what XML cannot hold."""

import re

from lxml import etree

from chronicare.authoring.dmn.xml_document import OURS, Element

VERSIONS = {"1.5": "20230324", "1.3": "20191111"}
"""The versions that are written: the newest, and the one that modelers built on dmn-js open."""
_DC, _DI = "http://www.omg.org/spec/DMN/20180521/DC/", "http://www.omg.org/spec/DMN/20180521/DI/"
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class ModelXml:
    """A model being written; ``root`` is its element ``definitions``."""

    def __init__(self, title: str, version: str) -> None:
        """Begin a model called ``title`` in one of ``VERSIONS``."""
        self.shows_descriptions = version == "1.3"
        """Whether modelers of the version show a rule's description in place of its annotations."""
        self._model = f"https://www.omg.org/spec/DMN/{VERSIONS[version]}/MODEL/"
        self._diagram = f"https://www.omg.org/spec/DMN/{VERSIONS[version]}/DMNDI/"
        spaces: dict[str | None, str] = {
            None: self._model,
            "dmndi": self._diagram,
            "dc": _DC,
            "di": _DI,
            "chronicare": OURS,
        }
        self.root: Element = etree.Element(f"{{{self._model}}}definitions", nsmap=spaces)  # type: ignore[arg-type] # the stubs forget the default namespace
        for name, value in (("id", "definitions"), ("name", title), ("namespace", "urn:chronicare:rules")):
            self.root.set(name, value)

    def add(self, parent: Element, tag: str, text: str = "", /, **attributes: str) -> Element:
        """Add an element of DMN below ``parent``, with what is in it and its attributes."""
        return _add(parent, f"{{{self._model}}}{tag}", text, attributes)

    def written(self, parent: Element, tag: str, text: str, /, **attributes: str) -> Element:
        """Add an element that holds a text in FEEL, or a note."""
        made = self.add(parent, tag, **attributes)
        self.add(made, "text", text)
        return made

    def drawn(self, parent: Element, tag: str, /, **attributes: str) -> Element:
        """Add an element of the diagram: ``DMNShape``, ``dc:Bounds``, ``di:waypoint``."""
        prefix, _, local = tag.rpartition(":")
        space = {"": self._diagram, "dc": _DC, "di": _DI}[prefix]
        return _add(parent, f"{{{space}}}{local}", "", attributes)

    def data(self) -> bytes:
        """Return the XML."""
        return bytes(etree.tostring(self.root, xml_declaration=True, encoding="UTF-8", pretty_print=True))


def note(element: Element, name: str, value: str) -> None:
    """Keep what DMN has no word for in an attribute of our own."""
    element.set(f"{{{OURS}}}{name}", _UNFIT.sub("", value))


def _add(parent: Element, name: str, text: str, attributes: dict[str, str]) -> Element:
    made: Element = etree.SubElement(parent, name)
    for key, value in attributes.items():
        made.set(key, _UNFIT.sub("", value))
    if text:
        made.text = _UNFIT.sub("", text)
    return made
