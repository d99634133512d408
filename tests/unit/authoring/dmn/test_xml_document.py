"""XML from outside is believed in nothing."""

import pytest

from chronicare.authoring.dmn import xml_document
from chronicare.authoring.dmn.xml_document import BrokenXmlError, line_of, local_name, parse_xml

BOMB = (
    '<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;&x;&x;&x;&x;&x;&x;&x;&x;">]><a>&y;</a>',
    '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
    '<!DOCTYPE a SYSTEM "http://example.invalid/a.dtd"><a/>',
)


@pytest.mark.parametrize("text", BOMB)
def test_a_document_type_is_refused_before_it_is_read(text: str) -> None:
    with pytest.raises(BrokenXmlError, match="document type"):
        parse_xml(text.encode())


@pytest.mark.parametrize(
    ("data", "reason", "line"),
    [
        (b"", "no XML", 1),
        (b"<a>\n<b></a>", "no XML", 2),
        (b"<a>&x;</a>", "no XML", 1),
        ("<a/>".encode("utf-16"), "not UTF-8", 0),
        (b'<?xml version="1.0" encoding="utf-16"?><a/>', "no XML", 1),
    ],
)
def test_what_is_no_xml(data: bytes, reason: str, line: int) -> None:
    with pytest.raises(BrokenXmlError, match=reason) as refused:
        parse_xml(data)
    assert refused.value.line == line


def test_size_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml_document, "MAX_BYTES", 20)
    monkeypatch.setattr(xml_document, "MAX_ELEMENTS", 3)
    parse_xml(b"<a><b/><b/></a>")
    with pytest.raises(BrokenXmlError, match="elements"):
        parse_xml(b"<a><b/><b/><b/></a>")
    with pytest.raises(BrokenXmlError, match="MB"):
        parse_xml(b"<a>" + b" " * 20 + b"</a>")


def test_elements_know_their_lines() -> None:
    root = parse_xml('\ufeff<a xmlns="urn:x">\n\n<b/></a>'.encode())
    assert [(local_name(each), line_of(each)) for each in root.iter()] == [("a", 1), ("b", 3)]
