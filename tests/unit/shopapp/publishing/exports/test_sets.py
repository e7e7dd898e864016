import pytest

from shopapp.publishing.exports.sets import (
    TARGETS,
    ExportPhoto,
    ExportProduct,
    arrange,
    file_stem,
    is_sold_as_pair,
)


def product(photos=2, **about):
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
    assert "9 images" in placed.left_out[0][1]


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
