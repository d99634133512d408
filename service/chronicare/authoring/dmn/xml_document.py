"""XML from outside to elements. Nothing in it is believed: no entity, no document type, no network, no size."""

from collections.abc import Mapping

from lxml import etree

MAX_BYTES = 10_000_000
"""The largest text."""
MAX_ELEMENTS = 200_000
OURS = "urn:chronicare:dmn"
"""The namespace of the attributes in which what DMN has no word for is kept."""
Element = etree._Element  # noqa: SLF001 - lxml has no other name for what it gives


class BrokenXmlError(Exception):
    """A text that is no XML or not allowed: the reason in Chinese and in English, and the line."""

    def __init__(self, zh: str, en: str, line: int = 0) -> None:
        """Keep the reason."""
        super().__init__(en)
        self.zh, self.en, self.line = zh, en, line


def parse_xml(data: bytes) -> Element:
    """Return the root of an XML text. Raises BrokenXmlError for what is none, or not allowed."""
    if len(data) > MAX_BYTES:
        raise BrokenXmlError(f"超过 {MAX_BYTES // 1_000_000} MB", f"more than {MAX_BYTES // 1_000_000} MB")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BrokenXmlError("不是 UTF-8 文字", "not UTF-8") from error
    if "<!DOCTYPE" in text:
        raise BrokenXmlError("不收有 DOCTYPE 的文件", "a document type is not taken")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as error:
        raise BrokenXmlError(f"不是 XML：{error.msg}", f"no XML: {error.msg}", error.lineno or 0) from error
    if sum(1 for _ in root.iter()) > MAX_ELEMENTS:
        raise BrokenXmlError(f"超过 {MAX_ELEMENTS} 个元素", f"more than {MAX_ELEMENTS} elements")
    return root


def local_name(node: Element) -> str:
    """Return the name of an element without its namespace."""
    return str(etree.QName(node).localname)


def namespace_of(node: Element) -> str:
    """Return the namespace of an element; empty if it has none."""
    return str(etree.QName(node).namespace or "")


def line_of(node: Element) -> int:
    """Return the line an element begins on."""
    line: object = node.sourceline
    return line if isinstance(line, int) else 1


def children(node: Element, name: str) -> list[Element]:
    """Return the children called ``name``, whatever their namespace."""
    return node.findall(f"{{*}}{name}")


def text_below(node: Element, path: str) -> str:
    """Return the text at ``path`` (``inputValues/text``), trimmed; empty if there is none."""
    steps = "/".join(f"{{*}}{each}" for each in path.split("/"))
    return (node.findtext(steps) or "").strip()


def own_notes(node: Element) -> Mapping[str, str]:
    """Return the attributes in our own namespace, by name."""
    names = {str(name): str(value) for name, value in node.attrib.items()}
    return {name.removeprefix(f"{{{OURS}}}"): value for name, value in names.items() if name.startswith(f"{{{OURS}}}")}
