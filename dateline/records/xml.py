"""XML documents, without the characters that XML has no place for."""

from __future__ import annotations

import re
from xml.etree import ElementTree

# XML 1.0 has no place for these, not even escaped.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def element(
    parent: ElementTree.Element, name: str, text: str = "", **attributes: str
) -> ElementTree.Element:
    """Adds an element, with its text and attributes, below another."""
    clean = {key: _NOT_XML.sub("", value) for key, value in attributes.items()}
    element = ElementTree.SubElement(parent, name, clean)
    element.text = _NOT_XML.sub("", text) or None
    return element


def xml_bytes(root: ElementTree.Element) -> bytes:
    """A whole document, indented, as UTF-8."""
    ElementTree.indent(root, space=" ")
    data: bytes = ElementTree.tostring(root, "utf-8", xml_declaration=True)
    return data + b"\n"
