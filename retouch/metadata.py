"""Whose photo it is, out of a file's EXIF, IPTC and XMP and into the next one's; place and device stay behind."""

import re
from collections.abc import Mapping
from xml.etree import ElementTree as Xml
from xml.sax.saxutils import escape, quoteattr, unescape

from PIL import Image, ImageFile, IptcImagePlugin

from retouch import rights
from retouch.photo import Metadata
from retouch.provenance import ENGINE_VERSION, Provenance

# IPTC NewsCodes, Digital Source Type: "minor augmentation or correction by algorithm"
_VOCABULARY = "http://cv.iptc.org/newscodes/digitalsourcetype/"
DIGITAL_SOURCE_TYPE = f"{_VOCABULARY}algorithmicallyEnhanced"
GENERATIVE_SCENE = f"{_VOCABULARY}compositeWithTrainedAlgorithmicMedia"
"""Reserved: the real piece before a scene that a trained model made. Nothing here makes one."""

_GENERATED = frozenset(
    {
        "trainedAlgorithmicMedia",
        "compositeWithTrainedAlgorithmicMedia",
        "compositeSynthetic",
        "algorithmicMedia",
    }
)
_NO_PHOTO = _GENERATED | {
    "digitalCreation",
    "digitalArt",
    "virtualRecording",
    "dataDrivenMedia",
    "softwareImage",
}

_EXIF = {"description": 0x010E, "creator": 0x013B, "copyright": 0x8298}
_IPTC = {"description": (2, 120), "creator": (2, 80), "copyright": (2, 116)}
_DC, _RDF = rights.DC, rights.RDF
_XMP = {
    "description": f"{{{_DC}}}description",
    "creator": f"{{{_DC}}}creator",
    "copyright": f"{{{_DC}}}rights",
}
_SOURCE_TYPE = re.compile(
    rb"DigitalSourceType[^h]{1,40}(https?://cv\.iptc\.org/newscodes/digitalsourcetype/\w+)"
)
_TOOL = re.compile(rb"""xmp:CreatorTool(?:\s*=\s*"([^"<]{1,300})"|\s*=\s*'([^'<]{1,300})'|>([^<]{1,300})<)""")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LARGEST_PACKET = 4_000_000
_LONGEST = 2_000


def read_metadata(image: Image.Image) -> Metadata:
    """Read creator, copyright and description of an opened file; XMP first, since it alone is surely Unicode.

    Damaged metadata is no reason to refuse a photo: what cannot be read is left out.
    """
    root, records = _xmp(image), _iptc(image)
    found = [
        {name: _xmp_text(root, tag) for name, tag in _XMP.items()},
        _told(records, _IPTC),
        _from_exif(image),
    ]
    values = {
        name: next((texts[name] for texts in found if texts.get(name)), "")[:_LONGEST] for name in _EXIF
    }
    return Metadata(
        **values, source_type=digital_source_type(image) or "", made_by=creator_tool(image),
        rights=rights.found_in(root, _told(records, rights.IPTC)),
    )  # fmt: skip


def orientation(image: Image.Image) -> int:
    """The EXIF orientation, 1 to 8; 1 where the file says none, or something else."""
    value = _exif(image).get(0x0112, 1)
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def digital_source_type(image: Image.Image) -> str | None:
    """The IPTC word for how a picture came about, as its XMP tells it: an address, or None."""
    found = _SOURCE_TYPE.search(_packet(image))
    return found.group(1).decode("ascii") if found else None


def creator_tool(image: Image.Image) -> str:
    """The tool that wrote a file, as its XMP tells it; "" where it tells none."""
    found = _TOOL.search(_packet(image))
    if found is None:
        return ""
    return unescape(next(filter(None, found.groups()), b"").decode("utf-8", "replace"))[:_LONGEST]


def is_generated(source_type: str | None) -> bool:
    """Whether a file says of itself that something in it was made by a trained model or by a formula."""
    return _term(source_type) in _GENERATED


def resulting_source_type(source_type: str | None) -> str:
    """The word for a picture after our work on it: what was no photograph before is none afterwards."""
    return source_type if source_type and _term(source_type) in _NO_PHOTO else DIGITAL_SOURCE_TYPE


def _term(source_type: str | None) -> str:
    return (source_type or "").rsplit("/", 1)[-1]


def exif_block(metadata: Metadata) -> bytes:
    """EXIF that holds the owner's fields and nothing else, so that orientation, place and thumbnail are gone."""
    exif = Image.Exif()
    for name, tag in _EXIF.items():
        if value := getattr(metadata, name):
            exif[tag] = value.encode("utf-8")  # bytes are kept; text would be reduced to ASCII
    return exif.tobytes()


def xmp_packet(metadata: Metadata, provenance: Provenance | None = None) -> bytes:
    """XMP with the owner's fields and the IPTC word for what was done. Source: IPTC Photo Metadata Standard 2023.1."""
    tool = f"Lustre {ENGINE_VERSION}"
    if provenance is not None:
        tool = f"Lustre {provenance.engine_version} ({provenance.recipe}, {provenance.recipe_digest[:12]})"
    source_type = resulting_source_type(metadata.source_type)
    fields = "".join(node.xml for node in metadata.rights)
    whole = {node.name for node in metadata.rights}
    if metadata.creator and _XMP["creator"] not in whole:
        fields += f"<dc:creator><rdf:Seq><rdf:li>{escape(metadata.creator)}</rdf:li></rdf:Seq></dc:creator>"
    for name, value in (("rights", metadata.copyright), ("description", metadata.description)):
        if value and f"{{{_DC}}}{name}" not in whole:
            text = f'<rdf:li xml:lang="x-default">{escape(value)}</rdf:li>'
            fields += f"<dc:{name}><rdf:Alt>{text}</rdf:Alt></dc:{name}>"
    packet = (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        f'<rdf:RDF xmlns:rdf="{_RDF}"><rdf:Description rdf:about="" xmlns:dc="{_DC}"'
        ' xmlns:xmp="http://ns.adobe.com/xap/1.0/"'
        ' xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"'
        f" xmp:CreatorTool={quoteattr(tool)}>"
        f"<Iptc4xmpExt:DigitalSourceType>{source_type}</Iptc4xmpExt:DigitalSourceType>"
        f"{fields}</rdf:Description></rdf:RDF></x:xmpmeta>"
        '<?xpacket end="w"?>'
    )
    return packet.encode("utf-8")


def _exif(image: Image.Image) -> Mapping[int, object]:
    try:
        return dict(image.getexif())
    except (OSError, ValueError, SyntaxError, KeyError, IndexError, OverflowError):
        return {}


def _from_exif(image: Image.Image) -> dict[str, str]:
    exif = _exif(image)
    return {name: _text(exif.get(tag, "")) for name, tag in _EXIF.items()}


def _iptc(image: Image.Image) -> Mapping[tuple[int, int], object]:
    try:
        records = IptcImagePlugin.getiptcinfo(image) if isinstance(image, ImageFile.ImageFile) else None
    except (OSError, ValueError, SyntaxError, KeyError, IndexError):
        return {}
    return records or {}


def _told(records: Mapping[tuple[int, int], object], where: Mapping[str, tuple[int, int]]) -> dict[str, str]:
    return {name: _text(records.get(record, "")) for name, record in where.items()}


def _xmp(image: Image.Image) -> "Xml.Element[str]":
    """Read the packet; an element without any content where there is none, or none that can be read."""
    data, nothing = _packet(image), Xml.Element("nothing")
    if (
        not data or len(data) > _LARGEST_PACKET or b"<!" in data
    ):  # no entities, no document types: nothing can grow
        return nothing
    try:
        return Xml.fromstring(data.strip(b"\0 \r\n"))  # noqa: S314 - see the line above
    except (Xml.ParseError, ValueError):
        return nothing


def _packet(image: Image.Image) -> bytes:
    packet = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or b""
    return packet.encode("utf-8") if isinstance(packet, str) else bytes(packet)


def _xmp_text(root: "Xml.Element[str]", tag: str) -> str:
    """Join a list's entries (creators); of alternatives in several languages the first stands for all."""
    for element in root.iter(tag):
        entries = [(entry.text or "").strip() for entry in element.iter(f"{{{_RDF}}}li")]
        single = tag != _XMP["creator"]
        return (
            (entries[0] if single else "; ".join(filter(None, entries)))
            if entries
            else (element.text or "").strip()
        )
    return ""


def _text(value: object) -> str:
    if isinstance(value, list):
        return "; ".join(filter(None, map(_text, value)))
    text = _decoded(value) if isinstance(value, bytes) else str(value)
    return _NOT_IN_XML.sub("", text).strip()


def _decoded(value: bytes) -> str:
    """UTF-8 as the Metadata Working Group asks; what is not is older, and Latin-1."""
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")
