"""A manifest is signed into the finished file and comes out again; every later change is noticed."""

from io import BytesIO

import pytest
from cryptography.x509.oid import ExtendedKeyUsageOID, ObjectIdentifier
from PIL import Image

from retouch.errors import CannotSign
from retouch.metadata import DIGITAL_SOURCE_TYPE, GENERATIVE_SCENE
from retouch.renditions import Bound, Master, Size, Wanted, credentials, render
from retouch.renditions.credentials import ROOM_BYTES, UNTRUSTED, Story
from tests.unit.retouch import files
from tests.unit.retouch.renditions.certificates import certificate
from tests.unit.retouch.renditions.masters import made

pytest.importorskip(
    "c2pa", reason="content credentials are an extra: install the extra c2pa to sign and read them"
)

DOCUMENT_SIGNING = ObjectIdentifier("1.3.6.1.5.5.7.3.36")
ORIGINAL = files.saved(files.codes(), "jpeg")


def signed(format_name="jpeg", *, story=None, using=None, **wanted):
    ring = made()
    story = story or Story("ring.jpg", ORIGINAL, "jpeg", ring.result.provenance)
    return render(
        Master(ring.file, matte=ring.matte.encoded()),
        Wanted(formats=(format_name,), white=True, sizes=(Bound(Size.LONGEST, most=48),), **wanted),
        sign=credentials.signer(using or certificate(), story),
        signature_bytes=ROOM_BYTES,
    )


def actions(found):
    (told,) = (each for each in found.manifest["assertions"] if each["label"].startswith("c2pa.actions"))
    return told["data"]["actions"]


@pytest.mark.parametrize("format_name", ["jpeg", "png", "webp"])
def test_what_was_signed_comes_out_again_and_holds(format_name):
    rendition = signed(format_name)
    found = credentials.read(rendition.data, format_name)
    assert found is not None
    assert found.holds
    assert [code for code, _ in found.problems] == [UNTRUSTED]
    assert Image.open(BytesIO(rendition.data)).size == (48, 48)


def test_the_manifest_lists_the_operations_in_their_order_and_what_the_rendition_added():
    found = credentials.read(signed().data, "jpeg")
    assert found is not None
    listed = actions(found)
    assert [each["action"] for each in listed] == [
        "c2pa.opened", "c2pa.edited", "c2pa.edited", "c2pa.cropped", "c2pa.edited", "c2pa.resized",
    ]  # fmt: skip
    assert [each["parameters"]["app.lustre.operation"] for each in listed[1:4]] == [
        "background",
        "shadow",
        "framing",
    ]
    assert listed[3]["parameters"]["app.lustre.fill"] == 0.6
    assert "shadow was left out" in listed[4]["description"]
    assert {each["digitalSourceType"] for each in listed[1:]} == {DIGITAL_SOURCE_TYPE}
    assert found.manifest["claim_generator_info"][0]["name"] == "Lustre"


def test_the_merchant_s_photo_is_the_parent():
    found = credentials.read(signed().data, "jpeg")
    assert found is not None
    (parent,) = found.manifest["ingredients"]
    assert (parent["title"], parent["relationship"]) == ("ring.jpg", "parentOf")


def test_what_was_generated_before_stays_so_in_the_manifest():
    story = Story("scene.jpg", ORIGINAL, "jpeg", made().result.provenance, source_type=GENERATIVE_SCENE)
    found = credentials.read(signed(story=story).data, "jpeg")
    assert found is not None
    assert {each["digitalSourceType"] for each in actions(found)[1:]} == {GENERATIVE_SCENE}


def test_one_changed_byte_is_noticed():
    data = bytearray(signed().data)
    data[-40] ^= 1
    found = credentials.read(bytes(data), "jpeg")
    assert found is not None
    assert not found.holds


def test_a_file_without_a_manifest_has_none_and_encoding_it_anew_removes_it():
    assert credentials.read(ORIGINAL, "jpeg") is None
    again = BytesIO()
    Image.open(BytesIO(signed().data)).save(again, "JPEG")
    assert credentials.read(again.getvalue(), "jpeg") is None


def test_a_signature_takes_no_more_room_than_is_kept_for_it():
    ring = made()
    plain = render(
        Master(ring.file, matte=ring.matte.encoded()),
        Wanted(white=True, sizes=(Bound(Size.LONGEST, most=48),)),
    )
    assert len(signed().data) - len(plain.data) < ROOM_BYTES


def test_a_certificate_for_something_else_does_not_hold_or_does_not_sign_at_all():
    found = credentials.read(signed(using=certificate(usage=DOCUMENT_SIGNING)).data, "jpeg")
    assert found is not None
    assert not found.holds
    assert any("EKU" in sentence for _, sentence in found.problems)
    with pytest.raises(CannotSign):
        signed(using=certificate(usage=ExtendedKeyUsageOID.SERVER_AUTH))
