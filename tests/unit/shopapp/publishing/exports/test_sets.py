import subprocess
import sys

import pytest

from integrations.compliance import load_rules
from shopapp.publishing.exports.sets import (
    TARGETS,
    ExportPhoto,
    ExportProduct,
    arrange,
    file_stem,
    is_sold_as_pair,
)


def product(photos=2, **about):
    pictures = photos
    if isinstance(photos, int):
        pictures = tuple(ExportPhoto(f"photo {number}", bytes) for number in range(1, photos + 1))
    return ExportProduct(**{"title": "Ring", "handle": "ring", "sku": "R-1", "photos": pictures} | about)


def names(*products, target="amazon", most=9):
    return [[photo.stem for photo in each.photos] for each in arrange(products, TARGETS[target], most=most)]


def test_amazon_knows_a_file_by_sku_and_slot():
    assert names(product(3)) == [["R-1.MAIN", "R-1.PT01", "R-1.PT02"]]


def test_etsy_s_files_are_numbered_by_handle():
    assert names(product(3), target="etsy") == [["ring-1", "ring-2", "ring-3"]]


def test_only_the_first_photo_is_the_main_one():
    (placed,) = arrange([product(3)], TARGETS["etsy"], most=None)
    assert [photo.slot for photo in placed.photos] == ["main", "gallery", "gallery"]


def test_what_a_listing_has_no_room_for_is_named():
    (placed,) = arrange([product(11)], TARGETS["amazon"], most=9)
    assert len(placed.photos) == 9
    assert [name for name, _ in placed.left_out] == ["photo 10", "photo 11"]
    assert "9 photos" in placed.left_out[0][1]


def test_two_products_of_one_name_do_not_overwrite_each_other():
    (placed,) = arrange([product(), product(sku="r-1", title="Stud")], TARGETS["amazon"], most=9)
    assert len(placed.photos) == 2
    assert [name for name, _ in placed.left_out] == ["photo 1", "photo 2"]
    assert "“Stud” is called R-1 too" in placed.left_out[0][1]


def test_a_product_without_photos_makes_no_set():
    assert arrange([product(photos=0)], TARGETS["amazon"], most=9) == []


def test_a_product_without_sku_goes_by_its_handle_and_that_is_said():
    (placed,) = arrange([product(sku="")], TARGETS["amazon"], most=9)
    assert placed.photos[0].stem == "ring.MAIN"
    assert placed.notes == ("This product has no SKU; its handle stands in its place.",)
    assert arrange([product(sku="")], TARGETS["etsy"], most=9)[0].notes == ()


def test_a_sku_that_is_no_file_name_is_changed_and_that_is_said():
    (placed,) = arrange([product(sku="../R/1")], TARGETS["amazon"], most=9)
    assert placed.photos[0].stem == "-R-1.MAIN"
    assert "“../R/1”" in placed.notes[0]


@pytest.mark.parametrize(
    ("text", "stem"),
    [
        ("RING-1", "RING-1"),
        ("bague améthyste", "bague améthyste"),
        ("a/b\\c:d", "a-b-c-d"),
        ("..", "product"),
        ("", "product"),
        ("a\x00\nb", "a-b"),
        ("x" * 200, "x" * 120),
    ],
)
def test_a_stem_is_changed_only_where_it_must_be(text, stem):
    assert file_stem(text) == stem


@pytest.mark.parametrize(
    ("title", "product_type", "pair"),
    [
        ("Pearl studs", "", True),
        ("Gold hoops", "Earrings", True),
        ("Single stud", "Earrings", False),
        ("Solitaire", "Ring", False),
        ("Solitaire", "", None),
    ],
)
def test_a_listing_s_words_tell_whether_two_are_sold(title, product_type, pair):
    assert is_sold_as_pair(title=title, product_type=product_type) is pair


WHITE = {"border_white_share": 1.0, "touches_frame": False}


def gallery(*photos, white=True, target="amazon", most=9):
    listed = tuple(ExportPhoto(name, bytes, facts=facts) for name, facts in photos)
    (placed,) = arrange([product(photos=listed)], TARGETS[target], most=most, white=white)
    return [photo.photo.name for photo in placed.photos], placed


def test_where_white_is_asked_the_first_photo_of_the_piece_alone_on_white_is_the_main_one():
    names, placed = gallery(("worn.jpg", WHITE), ("scene.jpg", {"border_white_share": 0.2}), ("a.jpg", WHITE))
    assert names == ["a.jpg", "worn.jpg", "scene.jpg"]
    assert "“a.jpg” is the main photo: “worn.jpg” does not show the piece alone on white." in placed.notes


def test_where_white_is_not_asked_the_merchant_s_own_first_photo_stays_the_first():
    names, placed = gallery(("worn.jpg", WHITE), ("detail.jpg", WHITE), ("a.jpg", WHITE), white=False)
    assert names == ["worn.jpg", "a.jpg", "detail.jpg"]
    assert placed.notes == ()


def test_the_gallery_follows_by_role():
    names, _ = gallery(*((f"{n}.jpg", WHITE) for n in ("front", "styled", "worn", "macro", "side")))
    assert names == ["front.jpg", "side.jpg", "macro.jpg", "worn.jpg", "styled.jpg"]


def test_without_any_fit_photo_the_first_is_the_main_one_and_the_rules_say_the_rest():
    scene = ("scene.jpg", {"border_white_share": 0.2})
    assert gallery(("worn.jpg", WHITE), scene)[0][0] == "worn.jpg"


def test_a_generated_picture_is_never_the_main_one_and_may_follow():
    names, placed = gallery(("dream.jpg", WHITE | {"generated": True}), ("a.jpg", WHITE), white=False)
    assert names == ["a.jpg", "dream.jpg"]
    assert "says it was generated" in placed.notes[0]
    names, placed = gallery(("dream.jpg", {"generated": True}))
    assert names == []
    assert placed.left_out[0][0] == "dream.jpg"


def test_there_is_a_set_for_every_marketplace_with_a_page():
    asked = {page.marketplace for page in load_rules().pages} - {"law"}
    assert {target.marketplace for target in TARGETS.values()} == asked


def test_names_and_places_load_no_pixel_code():
    code = (
        "import sys, shopapp.publishing.exports.sets; sys.exit('PIL' in sys.modules or 'cv2' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
