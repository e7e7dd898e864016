"""A photo that is not accepted, and no other one to take its place: the listing's page says what helps."""

from collections.abc import Iterator
from typing import Any

import pytest

from integrations.marketplace import Issue
from shopapp.marketplaces import reaching
from shopapp.models import Listing, Rendition, Shop
from tests.fake_marketplace import FakeMarketplace
from tests.signed_in import staff
from tests.unit.shopapp.marketplaces.conftest import connected, drafted, export

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning"),
]
STUCK = "No other retouched photo of this product is left to show here."


@pytest.fixture
def amazon() -> Iterator[FakeMarketplace]:
    market = FakeMarketplace(fetches=True)
    with reaching.using({"amazon": market.way()}):
        yield market


def forbid(listing: Listing, fact: str) -> None:
    finding = {"rule": "R", "fact": fact, "measured": 0, "required": "100 %", "verdict": "fail", "severity": "blocks",
               "sentence": "Not white.", "fix": "Retouch with catalog-white.", "source": ""}  # fmt: skip
    listing.photos.update(findings=[finding])


def page(shop: Shop, listing: Listing) -> str:
    return staff(shop).get(f"/app/listings/{listing.pk}").content.decode()


def fix(shop: Shop, listing: Listing) -> Any:
    return staff(shop).post(f"/app/actions/listings/{listing.pk}/fix", headers={"Accept": "application/json"})


@pytest.mark.parametrize(
    ("fact", "word"),
    [("background_white_share", "Retouch this photo again"), ("fill_side", "Retouch this photo again"),
     ("shadow_touches_border", "Retouch this photo again"), ("longest_side_px", "Open this photo"),
     ("person_found", "Open this photo")],
)  # fmt: skip
def test_a_photo_alone_is_led_to_what_helps_it(
    alice: Shop, amazon: FakeMarketplace, fact: str, word: str
) -> None:
    listing = drafted(connected(alice, "amazon"), amazon, photos=1)
    forbid(listing, fact)
    shown, there = page(alice, listing), f'href="/app/photos/{listing.photos.get().media_id}"'
    assert [each in shown for each in (STUCK, word, there, "Retouch with catalog-white.")] == [True] * 4
    assert "Fix and export again" not in shown
    answer = fix(alice, listing)
    assert (answer.status_code, "page says what helps" in answer.json()["error"]["sentence"]) == (422, True)


def test_a_photo_with_another_beside_it_is_fixed_as_before(alice: Shop, amazon: FakeMarketplace) -> None:
    listing = drafted(connected(alice, "amazon"), amazon)
    forbid(listing, "fill_side")
    listing.photos.filter(place=2).update(findings=[])
    shown = page(alice, listing)
    assert [each in shown for each in (STUCK, "Retouch this photo again", "Fix and export again")] == [
        False, False, True,
    ]  # fmt: skip


def test_what_the_marketplace_refuses_is_mended_by_the_rule_it_means_until_the_photo_is_another(
    alice: Shop, amazon: FakeMarketplace
) -> None:
    listing = drafted(connected(alice, "amazon"), amazon, photos=1)
    amazon.rejects = lambda _data: Issue("18", "The background is not white.", rules=("AMZ-JWL-BG-B",))
    export(alice, listing)
    shown = page(alice, listing)
    assert [
        each in shown for each in (STUCK, "The background is not white.", "Retouch this photo again")
    ] == [True] * 3
    photo = listing.photos.get()
    photo.rendition = Rendition.objects.create(
        shop=alice, work_key="anew", revision=photo.rendition.revision, key=photo.rendition.key, sha256="anew", bytes=9,
        mime_type="image/jpeg", width=60, height=60,
    )  # fmt: skip
    photo.save()
    assert STUCK not in page(alice, listing)
