"""The owner's fields, out of every place where they may stand."""

import struct
from io import BytesIO
from xml.etree import ElementTree as Xml

import pytest
from PIL import Image

from retouch.codecs import Encoding, decode, encode
from retouch.metadata import (
    DIGITAL_SOURCE_TYPE,
    GENERATIVE_SCENE,
    creator_tool,
    digital_source_type,
    is_generated,
    read_metadata,
    xmp_packet,
)
from retouch.photo import Metadata
from retouch.provenance import ENGINE_VERSION
from tests.unit.retouch import files


def reopened(name="jpeg", **options):
    return Image.open(BytesIO(files.saved(files.codes(), name, **options)))


def iptc(**fields):
    """Photoshop's block with IPTC records, as an APP13 segment behind the first marker."""
    numbers = {"creator": 80, "copyright": 116, "description": 120, "credit": 110}
    records = b"".join(
        b"\x1c\x02" + struct.pack(">BH", numbers[name], len(text)) + text for name, text in fields.items()
    )
    block = b"Photoshop 3.0\0" + b"8BIM\x04\x04\0\0" + struct.pack(">I", len(records)) + records
    block += b"\0" * (len(block) % 2)
    data = files.saved(files.codes(), "jpeg")
    return Image.open(BytesIO(data[:2] + b"\xff\xed" + struct.pack(">H", len(block) + 2) + block + data[2:]))


def test_exif_names_the_owner():
    exif = Image.Exif()
    exif[0x013B], exif[0x8298], exif[0x010E] = "Anna", "Atelier", "A ring"
    assert read_metadata(reopened(exif=exif)) == Metadata("Anna", "Atelier", "A ring")


def test_iptc_names_the_owner():
    image = iptc(creator="Anna Müller".encode(), copyright="© Atelier".encode("latin-1"))
    assert read_metadata(image) == Metadata("Anna Müller", "© Atelier", "")


@pytest.mark.parametrize("name", ["jpeg", "webp"])
def test_xmp_names_the_owner_and_comes_first(name):
    exif = Image.Exif()
    exif[0x013B], exif[0x8298] = "someone", "Atelier"
    image = reopened(name, exif=exif, xmp=xmp_packet(Metadata("Anna & <Ben>")))
    told = Metadata("Anna & <Ben>", "Atelier", "", DIGITAL_SOURCE_TYPE, f"Lustre {ENGINE_VERSION}")
    assert read_metadata(image) == told


def test_several_creators_are_all_named():
    packet = xmp_packet(Metadata("Anna")).replace(b"</rdf:Seq>", b"<rdf:li>Ben</rdf:li></rdf:Seq>")
    assert read_metadata(reopened(xmp=packet)).creator == "Anna; Ben"


def test_a_plain_xmp_field_is_read_too():
    packet = b'<x xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator> Anna </dc:creator></x>'
    assert read_metadata(reopened(xmp=packet)).creator == "Anna"


@pytest.mark.parametrize(
    "packet",
    [
        b"<broken",
        b'<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>',
        b"<x>" + b" " * 4_000_001 + b"</x>",
    ],
)
def test_damaged_or_dangerous_xmp_is_left_out(packet):
    image = Image.fromarray(files.codes())
    image.info["xmp"] = packet
    assert read_metadata(image) == Metadata()


@pytest.mark.parametrize("exif", [b"Exif\0\0nonsense", b"Exif\0\0II*\0\xff\xff\xff\xff"])
def test_damaged_exif_is_no_reason_to_refuse_a_photo(exif):
    photo = decode(files.saved(files.codes(), "jpeg", exif=exif))
    assert photo.metadata == Metadata()
    assert photo.pixels.shape == (70, 80, 3)


def test_a_photo_without_a_word_about_its_making_has_none():
    assert digital_source_type(reopened()) is None


def test_an_endless_field_is_cut():
    exif = Image.Exif()
    exif[0x010E] = "long " * 2_000
    assert len(read_metadata(reopened(exif=exif)).description) == 2_000


RIGHTS = b"""<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description xmlns:r="http://ns.adobe.com/xap/1.0/rights/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:exif="http://ns.adobe.com/exif/1.0/"
 r:Marked="True" photoshop:Credit="Anna &amp; Co" photoshop:City="Genoa" exif:GPSLatitude="44,24N">
<r:WebStatement>https://atelier.example/licence?a=1&amp;b=2</r:WebStatement>
<r:UsageTerms><rdf:Alt><rdf:li xml:lang="x-default">Ask us</rdf:li>
<rdf:li xml:lang="de">Bitte fragen</rdf:li></rdf:Alt></r:UsageTerms>
<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">(c) Atelier</rdf:li>
<rdf:li xml:lang="fr">(c) L'Atelier</rdf:li></rdf:Alt></dc:rights>
<plus:Licensor xmlns:plus="http://ns.useplus.org/ldf/xmp/1.0/"><rdf:Seq><rdf:li rdf:parseType="Resource">
<plus:LicensorURL>https://atelier.example/buy</plus:LicensorURL></rdf:li></rdf:Seq></plus:Licensor>
<c:CreatorContactInfo xmlns:c="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/" rdf:parseType="Resource">
<c:CiEmailWork>anna@atelier.example</c:CiEmailWork></c:CreatorContactInfo>
</rdf:Description></rdf:RDF></x:xmpmeta>"""


def rewritten(packet):
    """The packet of a result whose original held this one, and the metadata read from it."""
    metadata = read_metadata(reopened(xmp=packet))
    again = reopened(xmp=xmp_packet(metadata))
    return Xml.fromstring(again.info["xmp"]), metadata, read_metadata(again)


def values(root, name):
    return [" ".join("".join(element.itertext()).split()) for element in root.iter(name)]


def test_every_word_about_rights_is_carried_and_no_place():
    root, metadata, again = rewritten(RIGHTS)
    rights, photoshop = "{http://ns.adobe.com/xap/1.0/rights/}", "{http://ns.adobe.com/photoshop/1.0/}"
    plus, core = "{http://ns.useplus.org/ldf/xmp/1.0/}", "{http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/}"
    assert values(root, f"{rights}Marked") == ["True"]
    assert values(root, f"{rights}WebStatement") == ["https://atelier.example/licence?a=1&b=2"]
    assert values(root, f"{rights}UsageTerms") == ["Ask us Bitte fragen"]
    assert values(root, f"{photoshop}Credit") == ["Anna & Co"]
    assert values(root, f"{plus}LicensorURL") == ["https://atelier.example/buy"]
    assert values(root, f"{core}CiEmailWork") == ["anna@atelier.example"]
    assert values(root, "{http://purl.org/dc/elements/1.1/}rights") == ["(c) Atelier (c) L'Atelier"]
    assert again.copyright == "(c) Atelier"
    assert again.rights == metadata.rights
    assert b"Genoa" not in Xml.tostring(root)
    assert b"44,24N" not in Xml.tostring(root)


@pytest.mark.parametrize("name", ["jpeg", "png", "webp"])
def test_a_result_keeps_its_owners_terms_in_every_format(name):
    photo = decode(files.saved(files.codes(), "jpeg", xmp=RIGHTS))
    result = encode(photo.pixels, Encoding(name), photo.metadata)
    assert decode(result).metadata.rights == photo.metadata.rights
    assert len(photo.metadata.rights) == 7


def test_several_creators_stay_several():
    packet = xmp_packet(Metadata("Anna")).replace(b"</rdf:Seq>", b"<rdf:li>Ben</rdf:li></rdf:Seq>")
    root, _, _ = rewritten(packet)
    (creators,) = root.iter("{http://purl.org/dc/elements/1.1/}creator")
    assert [entry.text for entry in creators[0]] == ["Anna", "Ben"]


def test_an_older_blocks_credit_is_carried_where_the_packet_has_none():
    root = Xml.fromstring(xmp_packet(read_metadata(iptc(credit=b"Anna\x02 & Co"))))
    assert values(root, "{http://ns.adobe.com/photoshop/1.0/}Credit") == ["Anna & Co"]


@pytest.mark.parametrize(
    "inside", [b"<r:a>" * 5_000 + b"</r:a>" * 5_000, b"<r:a/>" * 5_000, b"terms " * 10_000]
)
def test_what_no_file_could_carry_is_left_out(inside):
    root, metadata, _ = rewritten(
        RIGHTS.replace(b"<r:WebStatement>", b"<r:Owner>" + inside + b"</r:Owner><r:WebStatement>")
    )
    names = {node.name.partition("}")[2] for node in metadata.rights}
    assert "Owner" not in names
    assert {"WebStatement", "Licensor", "CreatorContactInfo"} <= names
    assert values(root, "{http://ns.adobe.com/xap/1.0/rights/}Owner") == []


WORDS = "http://cv.iptc.org/newscodes/digitalsourcetype/"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", DIGITAL_SOURCE_TYPE),
        (f"{WORDS}digitalCapture", DIGITAL_SOURCE_TYPE),
        (f"{WORDS}computationalCapture", DIGITAL_SOURCE_TYPE),
        (f"{WORDS}trainedAlgorithmicMedia", f"{WORDS}trainedAlgorithmicMedia"),
        (f"{WORDS}virtualRecording", f"{WORDS}virtualRecording"),
        (GENERATIVE_SCENE, GENERATIVE_SCENE),
    ],
)
def test_what_was_no_photograph_before_is_none_afterwards(before, after):
    assert digital_source_type(reopened(xmp=xmp_packet(Metadata(source_type=before)))) == after


def test_a_generated_scene_is_known_by_its_word_and_a_retouched_photo_is_not():
    assert is_generated(GENERATIVE_SCENE)
    assert not is_generated(DIGITAL_SOURCE_TYPE)
    assert not is_generated(None)


@pytest.mark.parametrize(
    ("packet", "tool"),
    [
        (b'<x xmp:CreatorTool="Lustre 0.1.0 (catalog-white, 12ab)">', "Lustre 0.1.0 (catalog-white, 12ab)"),
        (b"<xmp:CreatorTool>Camera &amp; Co</xmp:CreatorTool>", "Camera & Co"),
        (b"<x>", ""),
    ],
)
def test_the_tool_that_wrote_a_file_is_read(packet, tool):
    image = Image.new("RGB", (2, 2))
    image.info["xmp"] = packet
    assert creator_tool(image) == tool
    assert read_metadata(image).is_retouched is tool.startswith("Lustre")
