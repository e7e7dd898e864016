"""What else a file's XMP says of its owner and of what may be done with the picture, carried on node by node.

Whole groups are kept, as their owner wrote them: rights and terms of use in every language, the credit line, licensors,
how the creator is reached. Of everything else in a packet nothing is.
"""

from collections.abc import Iterator, Mapping
from xml.etree import ElementTree as Xml

from retouch.photo import Node

DC = "http://purl.org/dc/elements/1.1/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
PHOTOSHOP = "http://ns.adobe.com/photoshop/1.0/"
_CORE = "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"
# Source of the names: IPTC Photo Metadata Standard 2023.1; PLUS License Data Format 2.0; Creative Commons' XMP.
_WHOLE = {
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
    "plus": "http://ns.useplus.org/ldf/xmp/1.0/",
    "cc": "http://creativecommons.org/ns#",
}
_SINGLE = frozenset(
    {f"{{{PHOTOSHOP}}}{name}" for name in ("Credit", "Source", "AuthorsPosition")}
    | {f"{{{_CORE}}}CreatorContactInfo"}
)
_LISTS = frozenset({f"{{{DC}}}rights", f"{{{DC}}}creator"})
"""Of one entry the plain field is enough; several are kept as they are."""
IPTC = {f"{{{PHOTOSHOP}}}{name}": record for name, record in
        (("Credit", (2, 110)), ("Source", (2, 115)), ("AuthorsPosition", (2, 85)))}  # fmt: skip
"""Where the same stands in an older IPTC block."""
_LARGEST = 24_000  # bytes; a JPEG's XMP has 65,502 in all
_MOST_PARTS = 200

for _prefix, _address in {
    **_WHOLE,
    "dc": DC,
    "rdf": RDF,
    "photoshop": PHOTOSHOP,
    "Iptc4xmpCore": _CORE,
}.items():
    Xml.register_namespace(_prefix, _address)


def found_in(root: "Xml.Element[str]", older: Mapping[str, str]) -> tuple[Node, ...]:
    """Return the nodes to carry on, each once: those of a packet, then what only an older block holds.

    A node that is too large for the file it would go into is left out.
    """
    nodes: dict[str, str] = {}
    left = _LARGEST
    for element in (*_properties(root), *(_plain(name, text) for name, text in older.items() if text)):
        if element.tag in nodes or not _is_kept(element):
            continue
        text = Xml.tostring(element, encoding="unicode")
        if (size := len(text.encode())) <= left:
            nodes[element.tag] = text
            left -= size
    return tuple(Node(name, text) for name, text in nodes.items())


def _properties(root: "Xml.Element[str]") -> Iterator["Xml.Element[str]"]:
    """Return what a packet says of the picture itself, written as elements or as attributes."""
    for packet in root.iter(f"{{{RDF}}}RDF"):
        for description in packet.findall(f"{{{RDF}}}Description"):
            yield from (_plain(name, value) for name, value in description.attrib.items())
            for element in description:
                element.tail = None
                yield element


def _plain(name: str, text: str) -> "Xml.Element[str]":
    element = Xml.Element(name)
    element.text = text
    return element


def _is_kept(element: "Xml.Element[str]") -> bool:
    address = element.tag.removeprefix("{").partition("}")[0]
    if element.tag in _LISTS:
        wanted = len(element.findall(f".//{{{RDF}}}li")) > 1
    else:
        wanted = address in _WHOLE.values() or element.tag in _SINGLE
    return wanted and sum(1 for _ in element.iter()) <= _MOST_PARTS
