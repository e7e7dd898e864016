"""Replacing a picture's bytes: accepted, processed, READY or FAILED; locked meanwhile; told to the app."""

import hashlib
import io

import pytest
from PIL import Image

from tests.sandbox.raw import (
    MEDIA,
    UPDATE,
    RawShop,
    form_of,
    picture,
    replace_bytes,
    send_form,
    stage,
    upload,
)

ACKNOWLEDGE = """mutation($ids: [ID!]!) { fileAcknowledgeUpdateFailed(fileIds: $ids) {
    files { id fileStatus } userErrors { code field } } }"""


def node(shop: RawShop, name: str = "ring.jpg") -> dict:
    return shop.data(MEDIA, ids=[shop.medium(name)["id"]])["nodes"][0]


def update(shop: RawShop, **change: object) -> list[dict]:
    change = {"id": shop.medium("ring.jpg")["id"]} | change
    return shop.data(UPDATE, files=[change])["fileUpdate"]["userErrors"]


def codes(errors: list[dict]) -> list[str]:
    return [error["code"] for error in errors]


def test_new_bytes_pass_through_every_state(shop: RawShop) -> None:
    content = picture(shade=200)
    assert replace_bytes(shop, content)["userErrors"] == []
    assert node(shop)["status"] == "UPLOADED"
    shop.wait(0.26)
    assert node(shop)["fileStatus"] == "PROCESSING"
    shop.wait(1)
    assert node(shop)["status"] == "READY"
    assert shop.medium("ring.jpg")["digest"] == hashlib.sha256(content).hexdigest()


def test_only_the_bytes_and_the_version_change(shop: RawShop) -> None:
    before, place = node(shop), shop.medium("ring.jpg")["products"]
    shop.now += 1
    replace_bytes(shop, picture(shade=200))
    shop.wait(1)
    after = node(shop)
    assert (after["id"], after["alt"]) == (before["id"], before["alt"])
    path, _, version = after["image"]["url"].partition("?v=")
    assert path == before["image"]["url"].partition("?v=")[0]
    assert int(version) > int(before["image"]["url"].partition("?v=")[2])
    assert after["updatedAt"] > before["updatedAt"]
    assert shop.medium("ring.jpg")["products"] == place


def test_the_original_is_exact_and_the_image_is_a_copy(shop: RawShop) -> None:
    content = picture(shade=200)
    replace_bytes(shop, content)
    shop.wait(1)
    shown = node(shop)
    original = shop.http.get(shown["originalSource"]["url"])
    assert original.content == content
    assert shown["originalSource"]["fileSize"] == len(content)
    copy = shop.http.get(shown["image"]["url"])
    assert copy.content != content
    assert copy.headers["Content-Type"] == "image/jpeg"


def test_a_copy_is_no_larger_than_asked(shop: RawShop) -> None:
    url = node(shop)["image"]["url"]
    with Image.open(io.BytesIO(shop.http.get(f"{url}&width=16&height=0").content)) as image:
        assert image.size == (16, 12)


def test_the_originals_address_expires_and_cannot_be_changed(shop: RawShop) -> None:
    url = node(shop)["originalSource"]["url"]
    assert shop.http.get(url).status_code == 200
    assert shop.http.get(url.replace("Signature=", "Signature=0")).status_code == 403
    assert shop.http.get(url.replace("Expires=1", "Expires=2")).status_code == 403
    assert shop.http.get(url.replace("Expires=", "Expires=x")).status_code == 403
    shop.now += 300
    assert shop.http.get(url).status_code == 400


def test_a_file_is_locked_while_it_is_being_replaced(shop: RawShop) -> None:
    replace_bytes(shop, picture(shade=200))
    assert codes(replace_bytes(shop, picture(shade=100))["userErrors"]) == ["FILE_LOCKED"]
    shop.wait(1)
    assert replace_bytes(shop, picture(shade=100))["userErrors"] == []


def test_a_lock_on_demand_holds_once(shop: RawShop) -> None:
    shop.control("faults", file_locked=1)
    assert codes(update(shop, alt="x")) == ["FILE_LOCKED"]
    assert update(shop, alt="x") == []


def test_a_medium_that_is_not_ready_cannot_be_changed(shop: RawShop) -> None:
    source = upload(shop, picture(), "slow.jpg")
    gid = shop.medium("slow.jpg")["id"]
    assert codes(update(shop, id=gid, originalSource=source)) == ["NON_READY_STATE"]
    shop.wait(86400)
    assert shop.medium("slow.jpg")["status"] == "PROCESSING"


def test_a_medium_that_is_not_ready_shows_no_image(shop: RawShop) -> None:
    shown = node(shop, "slow.jpg")
    assert (shown["image"], shown["originalSource"]) == (None, None)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"id": "gid://shopify/MediaImage/1"}, "FILE_DOES_NOT_EXIST"),
        ({}, "MISSING_ARGUMENTS"),
        ({"alt": "x" * 513}, "ALT_VALUE_LIMIT_EXCEEDED"),
        ({"originalSource": "ring.jpg"}, "INVALID_IMAGE_SOURCE_URL"),
        ({"originalSource": "ftp://x.example/ring.jpg"}, "INVALID_IMAGE_SOURCE_URL"),
        ({"originalSource": "https://x.example/ring.png"}, "INVALID_FILENAME_EXTENSION"),
        (
            {"originalSource": "https://x.example/a.jpg", "previewImageSource": "https://x.example/a.jpg"},
            "INVALID",
        ),
        ({"filename": "ring.png"}, "INVALID_FILENAME_EXTENSION"),
        ({"filename": "ring"}, "INVALID_FILENAME"),
        ({"referencesToAdd": ["gid://shopify/Product/1"]}, "REFERENCE_TARGET_DOES_NOT_EXIST"),
    ],
)
def test_a_change_that_cannot_be_made_is_a_user_error(shop: RawShop, change: dict, code: str) -> None:
    assert codes(update(shop, **change)) == [code]


def test_a_video_takes_no_new_bytes_and_no_new_name(shop: RawShop) -> None:
    gid = shop.medium("turn.mp4")["id"]
    assert codes(update(shop, id=gid, originalSource="https://x.example/a.mp4")) == ["INVALID"]
    assert codes(update(shop, id=gid, filename="b.mp4")) == ["UNSUPPORTED_MEDIA_TYPE_FOR_FILENAME_UPDATE"]
    assert update(shop, id=gid, alt="Turning") == []


def test_one_wrong_change_leaves_all_as_they_were(shop: RawShop) -> None:
    good = {"id": shop.medium("ring.jpg")["id"], "alt": "New"}
    payload = shop.data(UPDATE, files=[good, {"id": "gid://shopify/MediaImage/1", "alt": "x"}])["fileUpdate"]
    assert payload["files"] == []
    assert payload["userErrors"][0]["field"] == ["files", "1", "id"]
    assert shop.medium("ring.jpg")["alt"] == "Ring, front"
    assert codes(shop.data(UPDATE, files=[good, good])["fileUpdate"]["userErrors"]) == ["INVALID"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"this is text", "UNSUPPORTED_IMAGE_FILE_TYPE"),
        (picture("PNG"), "UNSUPPORTED_IMAGE_FILE_TYPE"),
        (picture()[:-200], "IMAGE_PROCESSING_FAILURE"),
        (picture(size=(404, 4)), "INVALID_IMAGE_ASPECT_RATIO"),
        (picture(size=(5001, 5000)), "INVALID_IMAGE_RESOLUTION"),
    ],
    ids=["text", "another format", "truncated", "too long", "too many pixels"],
)
def test_a_picture_that_shopify_does_not_take_fails_and_changes_nothing(
    shop: RawShop, content: bytes, code: str
) -> None:
    before = shop.medium("ring.jpg")["digest"]
    assert replace_bytes(shop, content)["userErrors"] == []
    shop.wait(1)
    shown = node(shop)
    assert shown["status"] == "FAILED"
    assert codes(shown["mediaErrors"]) == codes(shown["fileErrors"]) == [code]
    assert shop.medium("ring.jpg")["digest"] == before


def test_twenty_five_megapixels_are_taken(shop: RawShop) -> None:
    replace_bytes(shop, picture(size=(5000, 5000)))
    shop.wait(1)
    assert node(shop)["image"]["width"] == 5000


def test_a_failed_file_must_be_acknowledged_before_it_takes_another(shop: RawShop) -> None:
    replace_bytes(shop, b"no picture")
    shop.wait(1)
    assert codes(update(shop, alt="x")) == ["INVALID_FAILED_MEDIA_STATE"]
    gid = shop.medium("ring.jpg")["id"]
    payload = shop.data(ACKNOWLEDGE, ids=[gid])["fileAcknowledgeUpdateFailed"]
    assert payload["files"] == [{"id": gid, "fileStatus": "READY"}]
    assert node(shop)["mediaErrors"] == []
    assert update(shop, alt="x") == []


def test_only_a_failed_update_can_be_acknowledged(shop: RawShop) -> None:
    ids = [shop.medium("ring.jpg")["id"], "gid://shopify/MediaImage/1"]
    payload = shop.data(ACKNOWLEDGE, ids=ids)["fileAcknowledgeUpdateFailed"]
    assert payload["files"] == []
    assert codes(payload["userErrors"]) == ["INVALID", "FILE_DOES_NOT_EXIST"]


def test_an_upload_is_fetched_once(shop: RawShop) -> None:
    source = upload(shop, picture(shade=200))
    assert update(shop, originalSource=source) == []
    shop.wait(1)
    assert node(shop)["status"] == "READY"
    assert update(shop, originalSource=source) == []
    shop.wait(1)
    assert codes(node(shop)["mediaErrors"]) == ["IMAGE_DOWNLOAD_FAILURE"]


@pytest.mark.parametrize(
    "source", ["https://sandbox.example/upload/tmp/never.jpg", "https://x.example/gone.jpg"]
)
def test_a_source_that_is_not_there_fails(shop: RawShop, source: str) -> None:
    assert update(shop, originalSource=source) == []
    shop.wait(1)
    assert codes(node(shop)["mediaErrors"]) == ["IMAGE_DOWNLOAD_FAILURE"]


def test_a_target_without_its_file_fails(shop: RawShop) -> None:
    assert update(shop, originalSource=stage(shop)["resourceUrl"]) == []
    shop.wait(1)
    assert codes(node(shop)["mediaErrors"]) == ["IMAGE_DOWNLOAD_FAILURE"]


def test_a_download_can_fail_on_demand(shop: RawShop) -> None:
    target = stage(shop)
    send_form(shop, form_of(target, picture()))
    update(shop, originalSource=target["resourceUrl"])
    shop.control("faults", source_unreachable=1)
    shop.wait(1)
    assert codes(node(shop)["fileErrors"]) == ["IMAGE_DOWNLOAD_FAILURE"]


def test_a_public_address_and_the_stores_own_files_are_sources_too(shop: RawShop) -> None:
    shop.outside["https://x.example/new.jpg"] = picture(shade=210)
    assert update(shop, originalSource="https://x.example/new.jpg") == []
    shop.wait(1)
    assert shop.medium("ring.jpg")["digest"] == hashlib.sha256(picture(shade=210)).hexdigest()
    assert update(shop, originalSource=shop.medium("chart.jpg")["url"]) == []
    shop.wait(1)
    assert shop.medium("ring.jpg")["digest"] == shop.medium("chart.jpg")["digest"]
    assert update(shop, originalSource="https://sandbox.example/cdn/shop/files/none.jpg") == []
    shop.wait(1)
    assert node(shop)["status"] == "FAILED"


def test_a_shared_file_changes_in_every_product(shop: RawShop) -> None:
    assert [one["position"] for one in shop.medium("chart.jpg")["products"]] == [2, 0]
    update(shop, id=shop.medium("chart.jpg")["id"], alt="Sizes")
    titles = {delivery.body.count(b"Sizes") for delivery in shop.sent}
    assert (len(shop.sent), titles) == (0, set())
    shop.wait(0.1)
    assert shop.topics() == ["products/update", "products/update"]


def test_a_replacement_is_told_when_it_starts_and_when_it_is_ready(shop: RawShop) -> None:
    replace_bytes(shop, picture(shade=200))
    shop.wait(0.01)
    assert b'"status": "UPLOADED"' in shop.sent[-1].body
    shop.wait(1)
    assert shop.topics() == ["products/update"] * 2
    assert b'"status": "UPLOADED"' not in shop.sent[-1].body
