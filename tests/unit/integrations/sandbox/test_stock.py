"""The stock of the demonstration: a store as stores are, with everything in it that a retoucher must cope with."""

import io
from collections import Counter
from pathlib import Path

import pytest
from PIL import ExifTags, Image

from integrations.sandbox.catalog import CatalogMedium, CatalogProduct, read_stock
from integrations.sandbox.options import Options

PRODUCTS = read_stock(Options(client_id="id", client_secret="secret"))
MEDIA = [(product, medium) for product in PRODUCTS for medium in product.media]


def file_of(product: CatalogProduct, medium: CatalogMedium) -> Path:
    return product.folder / medium.file


def pictures(suffix: str) -> list[Image.Image]:
    found = {file_of(*pair) for pair in MEDIA if pair[1].file.endswith(suffix)}
    return [Image.open(io.BytesIO(path.read_bytes())) for path in sorted(found)]


def can_be_read(photo: Image.Image) -> bool:
    try:
        photo.draft("RGB", (64, 64))
        photo.load()
    except OSError:
        return False
    return True


def test_the_store_is_large_and_has_every_kind_of_piece() -> None:
    kinds = Counter(product.product_type for product in PRODUCTS)
    assert len(PRODUCTS) >= 24
    assert len({file_of(*pair) for pair in MEDIA}) >= 40
    assert set(kinds) == {"Ring", "Necklace", "Earrings", "Bracelet", "Watch", "Loose stone"}


@pytest.mark.parametrize("metal", ["yellow gold", "white gold", "rose gold", "sterling silver"])
def test_every_metal_is_in_it(metal: str) -> None:
    assert any(metal in " ".join((product.title, *product.tags)).lower() for product in PRODUCTS)


def test_files_hang_together_as_in_a_shop() -> None:
    keys = Counter(medium.key for _, medium in MEDIA if medium.key)
    assert 2 in keys.values()
    assert any(variant.media for product in PRODUCTS for variant in product.variants)
    assert any(medium.kind == "video" for _, medium in MEDIA)
    assert sum(medium.stuck for _, medium in MEDIA) == 1


def test_a_photo_is_large_turned_in_another_color_space_and_tells_where_it_was_taken() -> None:
    (photo,) = (photo for photo in pictures(".jpg") if photo.width * photo.height >= 24_000_000)
    exif = photo.getexif()
    assert b"Adobe RGB" in photo.info["icc_profile"]
    assert exif[ExifTags.Base.Orientation] != 1
    assert exif.get_ifd(ExifTags.IFD.GPSInfo)
    assert exif.get_ifd(ExifTags.IFD.IFD1)
    assert exif[ExifTags.Base.Artist]
    assert exif[ExifTags.Base.Copyright]


def test_files_of_every_other_kind_are_in_it() -> None:
    photos = pictures(".jpg")
    assert "CMYK" in {photo.mode for photo in photos}
    assert (90, 60) in {photo.size for photo in photos}
    assert "RGBA" in {picture.mode for picture in pictures(".png")}
    assert [picture.format for picture in pictures(".webp")] == ["WEBP"]
    assert [getattr(picture, "n_frames", 1) > 1 for picture in pictures(".gif")] == [True]


def test_one_photo_is_damaged_and_no_other() -> None:
    assert [can_be_read(photo) for photo in pictures(".jpg")].count(False) == 1
