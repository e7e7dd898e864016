"""The stock: a catalog file, or a folder of photos."""

from dataclasses import replace
from pathlib import Path

import pytest

from integrations.sandbox.catalog import category, left_aside, mime_type, read_catalog, read_stock, slug
from integrations.sandbox.merchant import arrivals
from integrations.sandbox.options import Options

OPTIONS = Options(client_id="id", client_secret="secret")


def written(folder: Path, text: str) -> Path:
    (folder / "a.jpg").write_bytes(b"picture")
    path = folder / "catalog.toml"
    path.write_text(text)
    return path


def test_a_product_is_read_with_its_defaults(tmp_path: Path) -> None:
    path = written(
        tmp_path, '[[products]]\ntitle = "A Ring, 14k"\ntags = ["b"]\nmedia = [{ file = "a.jpg" }]'
    )
    (product,) = read_catalog(path)
    assert (product.handle, product.status, product.tags) == ("a-ring-14k", "ACTIVE", ("b",))
    assert product.variants[0].title == "Default Title"
    assert product.media[0].kind == "image"
    assert product.folder == tmp_path


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("product = []", "unknown key product"),
        ('[[products]]\ntitle = "A"\ncolour = "red"', "unknown key colour"),
        ('[[products]]\nvendor = "A"', "title"),
        ('[[products]]\ntitle = "A"\nmedia = [{ file = "none.jpg" }]', "not an image or video"),
        ('[[products]]\ntitle = "A"\nmedia = [{ file = "a.jpg", kind = "model" }]', "not an image or video"),
        ('[[products]]\ntitle = "A"\nvariants = [{ title = "B", media = "a.jpg" }]', "no medium a.jpg"),
    ],
)
def test_a_mistake_in_the_file_is_named(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        read_catalog(written(tmp_path, text))


def test_a_folder_of_photos_becomes_one_product_each(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    for name in ("gold_hoop.JPG", "sub/chain-2.png", "notes.txt"):
        (tmp_path / name).write_bytes(b"x")
    products = read_stock(replace(OPTIONS, photos=tmp_path))
    assert [(one.title, one.product_type, one.media[0].file) for one in products] == [
        ("Gold hoop", "Earrings", "gold_hoop.JPG"),
        ("Chain 2", "Necklace", "sub/chain-2.png"),
    ]


def test_what_a_shop_takes_is_stocked_and_every_other_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "sub.jpg").mkdir()
    for name in ("phone.HEIC", "sub.jpg/scan.tif", "web.avif", "notes.txt", ".DS_Store"):
        (tmp_path / name).write_bytes(b"x")
    options = replace(OPTIONS, photos=tmp_path)
    assert [product.media[0].file for product in read_stock(options)] == ["phone.HEIC"]
    assert left_aside(options) == ["notes.txt", "sub.jpg/scan.tif", "web.avif"]
    assert left_aside(OPTIONS) == []
    (tmp_path / "phone.HEIC").unlink()
    with pytest.raises(ValueError, match=r"no photos.*notes\.txt, scan\.tif, web\.avif"):
        read_stock(options)


def test_an_empty_folder_is_said_to_be_empty(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="has no photos"):
        read_stock(replace(OPTIONS, photos=tmp_path))


def test_a_store_of_any_size_is_made_by_starting_over(tmp_path: Path) -> None:
    path = written(tmp_path, '[[products]]\ntitle = "A"\n[[products]]\ntitle = "B"')
    products = read_stock(replace(OPTIONS, catalog=path, shop_size=5))
    assert [one.handle for one in products] == ["a", "b", "a-2", "b-2", "a-3"]
    assert products[4].title == "A no. 3"
    assert len(read_stock(replace(OPTIONS, catalog=path, shop_size=1))) == 1


def test_names_are_understood() -> None:
    assert category("IMG_earrings_1") == "Earrings"
    assert category("solitaire-diamond-ring") == "Loose stone"
    assert category("gold-band") == "Ring"
    assert category("IMG_0001") == ""
    assert slug("Ring, 14k — new!") == "ring-14k-new"
    assert (mime_type("a.webp"), mime_type("a.HEIC"), mime_type("a.MP4"), mime_type("a")) == (
        "image/webp",
        "image/heic",
        "video/mp4",
        "application/octet-stream",
    )


def test_what_can_arrive_is_there() -> None:
    assert arrivals()[0].media
