import io
import random

import pytest
from PIL import Image, ImageDraw, ImageFilter

from shopapp.marketplaces import fingerprint
from shopapp.marketplaces.matching import (
    ALIKE_BITS,
    ALIKE_TITLE,
    SURE_BITS,
    SURE_TITLE,
    Known,
    Matched,
    match,
    nearest,
)
from shopapp.marketplaces.titles import Titles, alike, words


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


WORDS = (
    "14k", "18k", "gold", "silver", "rose", "white", "yellow", "diamond", "sapphire", "opal", "pearl", "ring", "band",
    "necklace", "pendant", "studs", "solitaire", "halo", "heart", "moon", "star", "dainty", "engagement", "gift",
    "for her", "Grüner Stein", "…",
)  # fmt: skip


def drawn_titles(lots: random.Random, count: int) -> list[str]:
    """Titles as jewelers write them, some of them with a letter wrong, some empty, some very long."""
    found = []
    for _ in range(count):
        title = " ".join(lots.choices(WORDS, k=lots.choice((0, 2, 4, 5, 6, 7, 30))))
        if title and lots.random() < 0.3:
            at = lots.randrange(len(title))
            title = title[:at] + lots.choice("aexz ") + title[at + 1 :]
        found.append(title)
    return found


def everything_compared(listing: Known, products: list[Known]) -> Matched:
    """As it is meant: each title with each, letter by letter."""
    scored = []
    for product in products:
        pairs = [fingerprint.distance(a, b) for a in listing.pictures for b in product.pictures]
        bits = min(pairs, default=64)
        scored.append((alike(words(product.title), words(listing.title)), -bits, int(product.key)))
    scored.sort(reverse=True)
    sure = [key for title, bits, key in scored if title >= SURE_TITLE and -bits <= SURE_BITS]
    if len(sure) == 1:
        return Matched("alike", product=sure[0])
    maybe = [key for title, bits, key in scored if title >= ALIKE_TITLE or -bits <= ALIKE_BITS]
    return Matched("doubtful", reason="no_sku", candidates=tuple(maybe[:3])) if maybe else Matched("none")


@pytest.mark.parametrize("seed", range(6))
def test_the_answer_is_the_same_as_if_every_title_had_been_compared(seed: int) -> None:
    lots = random.Random(seed)
    faces = [f"{lots.getrandbits(64):016x}" for _ in range(12)]
    faces += [f"{int(face, 16) ^ lots.getrandbits(64) & lots.getrandbits(64) & 0xFF:016x}" for face in faces]

    def known(key: int | str, title: str) -> Known:
        return Known(key, title, (), tuple(lots.sample(faces, k=lots.choice((0, 0, 1, 2)))))

    products = [known(number, title) for number, title in enumerate(drawn_titles(lots, 60))]
    listings = [known(f"l{number}", title) for number, title in enumerate(drawn_titles(lots, 40))]
    told = match(listings, products)
    assert told == {each.key: everything_compared(each, products) for each in listings}
    assert len({each.match for each in told.values()}) > 1


@pytest.mark.parametrize("seed", range(3))
def test_no_title_comes_to_more_than_it_can(seed: int) -> None:
    titles = drawn_titles(random.Random(seed), 40)
    side_by_side = Titles(titles)
    for title in titles:
        for most, other in zip(side_by_side.ceilings(title), titles, strict=True):
            assert alike(words(other), words(title)) <= most


def test_few_titles_are_compared_letter_by_letter_however_large_the_store() -> None:
    lots = random.Random(7)
    products = [Known(number, title) for number, title in enumerate(drawn_titles(lots, 600))]
    listings = [Known(f"l{number}", title) for number, title in enumerate(drawn_titles(lots, 100))]
    alike.cache_clear()
    match(listings, products)
    assert alike.cache_info().misses < len(listings) * 20  # of 60,000 pairs
