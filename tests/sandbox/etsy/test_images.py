"""Images of a listing: what is taken, where it goes, what is kept; every refusal met by the wrong request itself."""

import io

import pytest
from PIL import Image, ImageOps

from tests.sandbox.etsy.raw import RawEtsy
from tests.sandbox.raw import picture

NOT_VALID = "Either a valid image file or a listing_image_id must be provided."
SIZES = ("full_width", "full_height", "hex_code", "red", "hue", "is_black_and_white")


def large(size: tuple[int, int]) -> bytes:
    encoded = io.BytesIO()
    Image.new("L", size, 200).save(encoded, "JPEG")
    return encoded.getvalue()


def test_an_upload_has_no_sizes_until_it_was_worked_on(etsy: RawEtsy):
    answer = etsy.upload(picture(size=(40, 30)), rank="1", overwrite="true")
    assert answer.status_code == 201
    assert [answer.json()[name] for name in SIZES] == [None] * 6
    path = f"/listings/{etsy.ring}/images/{answer.json()['listing_image_id']}"
    assert etsy.get(path).json()["full_width"] is None
    etsy.wait(1)
    told = etsy.get(path).json()
    assert (told["full_width"], told["full_height"]) == (40, 30)
    assert told["hex_code"] == f"{told['red']:02X}{told['green']:02X}{told['blue']:02X}"


def test_without_a_rank_an_upload_comes_first_and_pushes_the_others_on(etsy: RawEtsy):
    before = etsy.ids()
    new = etsy.upload().json()
    assert new["rank"] == 1
    assert etsy.ids() == [new["listing_image_id"], *before]


def test_with_overwrite_it_takes_the_place_of_what_is_there(etsy: RawEtsy):
    first, _, third = etsy.ids()
    new = etsy.upload(rank="2", overwrite="true", alt_text="Side").json()
    assert etsy.ids() == [first, new["listing_image_id"], third]
    assert (new["rank"], new["alt_text"]) == (2, "Side")


def test_what_is_served_is_encoded_anew(etsy: RawEtsy):
    encoded = io.BytesIO()
    Image.new("RGB", (64, 48), "gold").save(encoded, "JPEG", quality=100, exif=Image.Exif(), comment=b"mine")
    etsy.upload(encoded.getvalue(), rank="1", overwrite="true")
    image = etsy.listing()["images"][0]
    served = etsy.http.get(image["url"])
    assert served.headers["content-type"] == "image/jpeg"
    assert served.content != encoded.getvalue()
    assert b"mine" not in served.content
    assert etsy.http.get(f"/control/pictures/{image['id']}/content").content == encoded.getvalue()


def test_copies_are_no_larger_than_their_names_say(etsy: RawEtsy):
    etsy.upload(large((3200, 800)), rank="1", overwrite="true")
    etsy.wait(1)
    image = etsy.get(f"/listings/{etsy.ring}/images").json()["results"][0]
    assert (image["full_width"], image["full_height"]) == (3000, 750)
    sides = {
        name: Image.open(io.BytesIO(etsy.http.get(image[f"url_{name}"]).content)).size
        for name in ("75x75", "170x135", "570xN", "fullxfull")
    }
    assert sides == {"75x75": (75, 19), "170x135": (170, 43), "570xN": (570, 143), "fullxfull": (3000, 750)}
    assert etsy.http.get(image["url_75x75"].replace("il_75x75", "il_80x80")).status_code == 404
    assert etsy.http.get("/il/0/none/il_75x75.1.jpg").status_code == 404


def test_a_photo_taken_upright_is_shown_upright_and_clear_parts_turn_white(etsy: RawEtsy):
    exif = Image.Exif()
    exif[0x0112] = 6
    encoded = io.BytesIO()
    Image.new("RGB", (40, 20)).save(encoded, "JPEG", exif=exif)
    etsy.upload(encoded.getvalue(), rank="1", overwrite="true")
    shown = Image.open(io.BytesIO(etsy.http.get(etsy.listing()["images"][0]["url"]).content))
    assert shown.size == ImageOps.exif_transpose(Image.open(encoded)).size == (20, 40)
    encoded = io.BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(encoded, "PNG")
    etsy.upload(encoded.getvalue(), rank="1", overwrite="true")
    shown = Image.open(io.BytesIO(etsy.http.get(etsy.listing()["images"][0]["url"]).content))
    assert shown.getpixel((10, 10)) == (255, 255, 255)


@pytest.mark.parametrize("content", [b"no picture", picture("WEBP"), picture()[:200], picture("BMP")])
def test_what_is_no_jpeg_png_or_gif_is_refused(etsy: RawEtsy, content: bytes):
    answer = etsy.upload(content)
    assert (answer.status_code, answer.json()["error"]) == (400, NOT_VALID)


def test_a_file_of_more_than_ten_megabytes_is_refused(etsy: RawEtsy):
    answer = etsy.upload(picture() + bytes(10 * 2**20))
    assert answer.status_code == 400
    assert "too large" in answer.json()["error"]


def test_a_speck_is_refused(etsy: RawEtsy):
    assert "greater than 10px" in etsy.upload(picture(size=(10, 40))).json()["error"]


@pytest.mark.parametrize("kind", ["PNG", "GIF"])
def test_png_and_gif_are_taken(etsy: RawEtsy, kind: str):
    assert etsy.upload(picture(kind)).status_code == 201


def test_a_content_type_without_its_boundary_hides_the_picture(etsy: RawEtsy):
    body = b'--line\r\nContent-Disposition: form-data; name="image"; filename="a.jpg"\r\n\r\n' + picture()
    headers = etsy.headers(**{"Content-Type": "multipart/form-data"})
    answer = etsy.ask("POST", etsy.images_path(), content=body + b"\r\n--line--\r\n", headers=headers)
    assert (answer.status_code, answer.json()["error"]) == (400, NOT_VALID)


@pytest.mark.parametrize("sent", [{"data": {"rank": "1"}}, {"json": {"rank": 1}}, {"content": b""}])
def test_a_body_of_another_kind_hides_the_picture(etsy: RawEtsy, sent: dict):
    answer = etsy.ask("POST", etsy.images_path(), **sent)
    assert (answer.status_code, answer.json()["error"]) == (400, NOT_VALID)


def test_a_picture_without_a_file_name_is_not_seen(etsy: RawEtsy):
    answer = etsy.ask("POST", etsy.images_path(), files={"image": (None, picture())})
    assert (answer.status_code, answer.json()["error"]) == (400, NOT_VALID)


def test_fields_sent_as_files_are_not_seen(etsy: RawEtsy):
    files = {"image": ("a.jpg", picture()), "rank": ("rank", b"2"), "overwrite": ("overwrite", b"true")}
    answer = etsy.ask("POST", etsy.images_path(), files=files)
    assert answer.json()["rank"] == 1
    assert len(etsy.ids()) == 4


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("rank", "first"),
        ("rank", "-1"),
        ("overwrite", "perhaps"),
        ("listing_image_id", "0"),
        ("position", "1"),
    ],
)
def test_a_field_that_is_not_what_it_should_be_is_refused(etsy: RawEtsy, field: str, value: str):
    assert etsy.upload(**{field: value}).status_code == 400


@pytest.mark.parametrize("rank", ["0", "5"])
def test_a_rank_that_leaves_a_gap_is_refused(etsy: RawEtsy, rank: str):
    answer = etsy.upload(rank=rank)
    assert answer.status_code == 400
    assert "inconsistent order" in answer.json()["error"]


def test_ranks_out_of_order_refuse_every_image_until_the_order_is_said(etsy: RawEtsy):
    etsy.control(f"listings/{etsy.ring}/scramble")
    ids = etsy.ids()
    assert "inconsistent order" in etsy.upload(rank="1", overwrite="true").json()["error"]
    order = ",".join(map(str, ids))
    path = f"/shops/{etsy.shop}/listings/{etsy.ring}"
    assert etsy.ask("PATCH", path, data={"image_ids": order}).status_code == 200
    assert etsy.upload(rank="1", overwrite="true").status_code == 201


def test_a_text_of_more_than_five_hundred_characters_is_refused(etsy: RawEtsy):
    assert etsy.upload(alt_text="a" * 500).status_code == 201
    assert etsy.upload(alt_text="a" * 501).status_code == 400


def test_a_full_listing_takes_an_image_only_over_another_one(etsy: RawEtsy):
    etsy.control(f"listings/{etsy.ring}/fill")
    answer = etsy.upload(rank="1")
    assert answer.status_code == 400
    assert answer.json()["error"].startswith("Listings are only allowed 20 images.")
    assert etsy.upload(rank="1", overwrite="true").status_code == 201
    assert len(etsy.ids()) == 20


@pytest.mark.parametrize("overwrite", ["true", "false"])
def test_a_full_listing_takes_no_new_text_for_an_image_it_has(etsy: RawEtsy, overwrite: str):
    first = etsy.ids()[0]
    changed = etsy.attach(first, rank="1", alt_text="New text", overwrite=overwrite)
    assert (changed.status_code, changed.json()["alt_text"]) == (201, "New text")
    etsy.control(f"listings/{etsy.ring}/fill")
    refused = etsy.attach(first, rank="1", alt_text="Newer text", overwrite=overwrite)
    assert refused.status_code == 400
    assert "only allowed 20 images" in refused.json()["error"]


def test_an_image_that_was_taken_off_comes_back_by_its_number(etsy: RawEtsy):
    first, second, third = etsy.ids()
    assert etsy.detach(first).status_code == 204
    assert etsy.ids() == [second, third]
    assert [image["rank"] for image in etsy.listing()["images"]] == [1, 2]
    assert etsy.get(f"/listings/{etsy.ring}/images/{first}").status_code == 404
    back = etsy.attach(first, rank="1", alt_text="Ring, front")
    assert back.status_code == 201
    assert back.json()["full_width"] == 32
    assert etsy.ids() == [first, second, third]


def test_a_text_that_is_not_sent_is_emptied(etsy: RawEtsy):
    first = etsy.ids()[0]
    assert etsy.attach(first, rank="1").json()["alt_text"] == ""


def test_an_image_that_stands_there_is_moved(etsy: RawEtsy):
    first, second, third = etsy.ids()
    etsy.attach(third, rank="1")
    assert etsy.ids() == [third, first, second]
    etsy.attach(third, rank="3")
    assert etsy.ids() == [first, second, third]
    etsy.attach(third, rank="1", overwrite="true")
    assert etsy.ids() == [third, second]


def test_a_file_goes_before_a_number(etsy: RawEtsy):
    first = etsy.ids()[0]
    assert etsy.upload(listing_image_id=str(first)).json()["listing_image_id"] != first


def test_neither_a_file_nor_a_number_is_refused(etsy: RawEtsy):
    answer = etsy.ask("POST", etsy.images_path(), files={"rank": (None, "1")})
    assert (answer.status_code, answer.json()["error"]) == (400, NOT_VALID)


def test_images_nobody_knows_and_those_of_another_shop_are_refused(etsy: RawEtsy):
    assert etsy.attach(7).status_code == 404
    assert etsy.detach(7).status_code == 404
    theirs = etsy.ids(etsy.neighbors)[0]
    answer = etsy.attach(theirs)
    assert answer.status_code == 400
    assert "does not belong to the same shop" in answer.json()["error"]


def test_an_image_may_stand_on_two_listings(etsy: RawEtsy):
    first = etsy.ids()[0]
    assert etsy.attach(first, listing=etsy.stone, rank="2").status_code == 201
    assert first in etsy.ids(etsy.stone)
    assert first in etsy.ids(etsy.ring)


def test_a_listing_that_somebody_has_open_is_not_changed(etsy: RawEtsy):
    etsy.control(f"listings/{etsy.ring}/lock", seconds=5)
    first = etsy.ids()[0]
    assert etsy.upload().status_code == 409
    assert etsy.detach(first).status_code == 409
    etsy.wait(5)
    assert etsy.detach(first).status_code == 204


def test_the_order_is_said_whole_in_one_value(etsy: RawEtsy):
    first, second, third = etsy.ids()
    path = f"/shops/{etsy.shop}/listings/{etsy.ring}"
    assert etsy.ask("PATCH", path, data={"image_ids": f"{third},{first},{second}"}).status_code == 200
    assert etsy.ids() == [third, first, second]
    assert etsy.listing()["images"][1]["alt"] == "Ring, front"


@pytest.mark.parametrize("order", ["", "1,1", "7", "first", ",".join(map(str, range(1, 30)))])
def test_an_order_that_is_none_is_refused(etsy: RawEtsy, order: str):
    path = f"/shops/{etsy.shop}/listings/{etsy.ring}"
    assert etsy.ask("PATCH", path, data={"image_ids": order}).status_code == 400


def test_an_order_in_brackets_is_refused(etsy: RawEtsy):
    path = f"/shops/{etsy.shop}/listings/{etsy.ring}"
    assert etsy.ask("PATCH", path, data={"image_ids[]": "7"}).status_code == 400
