import io
import random

import pytest
from PIL import Image, ImageDraw, ImageFilter

from shopapp.marketplaces import fingerprint
from shopapp.marketplaces.matching import Known, Matched, match, nearest


def drawn(seed: int, *, size: int = 200, quality: int = 90, ground: int = 235) -> bytes:
    """A few shapes on a light ground."""
    lots = random.Random(seed)
    image = Image.new("RGB", (200, 200), (ground, ground, ground))
    pen = ImageDraw.Draw(image)
    for _ in range(6):
        x, y, r = lots.randrange(30, 170), lots.randrange(30, 170), lots.randrange(8, 40)
        pen.ellipse((x - r, y - r, x + r, y + r), fill=tuple(lots.randrange(40, 220) for _ in "rgb"))
    out = io.BytesIO()
    image.filter(ImageFilter.GaussianBlur(2)).resize((size, size)).save(out, "JPEG", quality=quality)
    return out.getvalue()


def test_a_picture_is_known_again_smaller_coarser_and_on_white() -> None:
    bits = fingerprint.bits_of(drawn(1))
    assert fingerprint.distance(bits, fingerprint.bits_of(drawn(1, size=90, quality=40, ground=255))) <= 10
    assert min(fingerprint.distance(bits, fingerprint.bits_of(drawn(seed))) for seed in range(2, 8)) > 12
    assert fingerprint.bits_of(b"no picture") == ""
    assert fingerprint.distance("", bits) == 64


def test_only_the_very_same_picture_is_the_same() -> None:
    sent = drawn(1)
    assert fingerprint.is_the_same(sent, drawn(1, size=120, quality=70))
    assert not fingerprint.is_the_same(sent, drawn(1, ground=255))
    assert not fingerprint.is_the_same(sent, drawn(2))
    assert not fingerprint.is_the_same(sent, b"no picture")


RING, PENDANT = (
    Known(1, "Diamond Solitaire Ring, 14k", ("R-1",), ("0f",)),
    Known(2, "Heart Pendant", ("P-2",), ("f0" * 8,)),
)


def found(*listings: Known) -> dict[str, Matched]:
    return match(listings, [RING, PENDANT])


def test_a_sku_decides_whatever_the_title_says() -> None:
    assert found(Known("a", "Something else", (" r-1 ",)))["a"] == Matched("sku", product=1)


def test_a_sku_on_two_listings_is_asked() -> None:
    told = found(Known("a", "Ring", ("R-1",)), Known("b", "Ring again", ("R-1",)))
    assert [(told[key].match, told[key].reason, told[key].candidates) for key in "ab"] == [
        ("doubtful", "sku_twice", (1,))
    ] * 2


def test_a_sku_of_two_products_is_asked() -> None:
    twin = Known(3, "Twin", ("R-1",))
    told = match([Known("a", "Ring", ("R-1",))], [RING, twin])["a"]
    assert (told.match, told.reason, told.candidates) == ("doubtful", "sku_shared", (1, 3))


def test_without_a_sku_title_and_picture_together_decide() -> None:
    assert found(Known("a", "14k diamond solitaire ring", (), ("0f",)))["a"] == Matched("alike", product=1)


@pytest.mark.parametrize(
    "listing",
    [
        Known("a", "14k diamond solitaire ring"),
        Known("a", "Handmade 14k diamond solitaire ring, gift box", (), ("0f",)),
    ],
    ids=["no picture", "other words"],
)
def test_either_alone_is_asked(listing: Known) -> None:
    told = found(listing)["a"]
    assert (told.match, told.reason, told.candidates[0]) == ("doubtful", "no_sku", 1)


def test_what_is_like_nothing_is_not_asked() -> None:
    assert found(Known("a", "Blue ceramic vase", ("V-9",), ("aa" * 8,)))["a"] == Matched("none")


def test_the_nearest_titles_are_looked_at_first() -> None:
    assert nearest(Known("a", "heart pendant, gold"), [RING, PENDANT]) == [PENDANT]
