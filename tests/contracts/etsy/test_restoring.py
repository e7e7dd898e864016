"""The way back: image ids, ranks, alternative texts and links as they were, from wherever things stand."""

import pytest

from integrations.errors import Busy, ImageLost, NotFound
from integrations.marketplace import Snapshot
from tests.contracts.etsy.shop import Connected, kept, rendition


def changed(shop: Connected, listing: str, *places: int) -> Snapshot:
    before = shop.market.snapshot(listing)
    shop.submit(before, *(rendition(place) for place in places))
    return before


def test_everything_is_as_it_was(shop: Connected):
    before = changed(shop, shop.ring, 1, 2, 3)
    links = [link["image_id"] for link in shop.raw.listing()["links"]]
    assert links != [int(before.images[1].key)]
    after = shop.market.restore(before, [1, 2, 3])
    assert shop.shown(shop.ring) == kept(before) == kept(after)
    assert after.more == before.more
    assert shop.raw.listing()["links"] == before.more["variation_images"]


def test_a_snapshot_that_was_kept_as_json_is_as_good(shop: Connected):
    before = Snapshot.from_json(changed(shop, shop.ring, 2).as_json())
    assert kept(shop.market.restore(before, [2])) == kept(before)


def test_one_image_goes_back_and_the_others_stay(shop: Connected):
    before = changed(shop, shop.ring, 1, 2)
    ours = shop.shown(shop.ring)
    shop.market.restore(before, [2])
    assert shop.shown(shop.ring) == [ours[0], kept(before)[1], kept(before)[2]]


def test_a_place_that_was_free_is_freed_again(shop: Connected):
    before = changed(shop, shop.stone, 1, 2, 3)
    assert kept(shop.market.restore(before, [1, 2, 3])) == kept(before)


def test_repeating_it_is_harmless(shop: Connected):
    before = changed(shop, shop.ring, 1, 2)
    shop.market.restore(before, [1, 2])
    asked = shop.count("uploadListingImage")
    assert kept(shop.market.restore(before, [1, 2])) == kept(before)
    assert shop.count("uploadListingImage") == asked


def test_an_answer_that_was_lost_does_no_harm(shop: Connected):
    before = changed(shop, shop.ring, 1, 2, 3)
    shop.raw.control("faults", lost=3)
    assert kept(shop.market.restore(before, [1, 2, 3])) == kept(before)


@pytest.mark.parametrize("served", range(2, 9))
def test_stopped_anywhere_and_called_again_it_comes_to_the_same(shop: Connected, served: int):
    before = changed(shop, shop.ring, 1, 2, 3, 4)
    handle = shop.http._transport.handle_request
    left = iter(range(served))

    def dying(request):
        if next(left, None) is None:
            raise KeyboardInterrupt
        return handle(request)

    shop.http._transport.handle_request = dying
    with pytest.raises(KeyboardInterrupt):
        shop.market.restore(before, [1, 2, 3, 4])
    shop.http._transport.handle_request = handle
    assert kept(shop.market.restore(before, [1, 2, 3, 4])) == kept(before)
    assert shop.raw.listing()["links"] == before.more["variation_images"]


def test_on_a_full_listing_images_and_texts_go_back_too(shop: Connected):
    shop.raw.control(f"listings/{shop.ring}/fill")
    before = changed(shop, shop.ring, 1, 20)
    assert kept(shop.market.restore(before, [1, 20])) == kept(before)


def test_where_a_full_listing_takes_no_image_by_its_number_room_is_made_first(shop: Connected):
    shop.raw.control(f"listings/{shop.ring}/fill")
    before = changed(shop, shop.ring, 1, 2)
    shop.raw.control("faults", full_for_numbers=9)
    assert kept(shop.market.restore(before, [1, 2])) == kept(before)
    assert shop.count("deleteListingImage") == 2


def test_a_deletion_whose_answer_was_lost_is_done(shop: Connected):
    before = changed(shop, shop.stone, 2)
    handle = shop.http._transport.handle_request

    def losing(request):
        if request.method == "DELETE" and not shop.count("deleteListingImage"):
            shop.raw.control("faults", lost=1)
        return handle(request)

    shop.http._transport.handle_request = losing
    assert kept(shop.market.restore(before, [2])) == kept(before)
    assert shop.count("deleteListingImage") == 2


def test_an_image_that_cannot_be_taken_off_is_left_for_later(shop: Connected):
    before = changed(shop, shop.stone, 2)
    shop.raw.control("faults", not_of_this_shop=99)
    with pytest.raises(Busy) as error:
        shop.market.restore(before, [2])
    assert "We will try again" in error.value.merchant_sentence


@pytest.mark.parametrize("full", [False, True])
def test_a_text_somebody_changed_on_our_way_back_is_put_right(shop: Connected, *, full: bool):
    if full:
        shop.raw.control(f"listings/{shop.ring}/fill")
    before = shop.market.snapshot(shop.ring)
    shop.raw.app.sandbox.store.listings[int(shop.ring)].in_order()[1].alt = "Another text"
    assert kept(shop.market.restore(before, [2])) == kept(before)


def test_images_that_were_moved_are_put_back_at_their_ranks(shop: Connected):
    before = shop.market.snapshot(shop.ring)
    first, second, third = shop.raw.ids()
    path = f"/shops/{shop.raw.shop}/listings/{shop.ring}"
    shop.raw.token = shop.grant.access_token
    shop.raw.ask("PATCH", path, data={"image_ids": f"{third},{second},{first}"})
    assert kept(shop.market.restore(before, [1, 2, 3])) == kept(before)


def test_an_image_the_merchant_added_meanwhile_stays(shop: Connected):
    before = changed(shop, shop.ring, 1)
    added = shop.raw.control(f"listings/{shop.ring}/add")["image"]
    shop.market.restore(before, [1])
    assert shop.shown(shop.ring) == [*kept(before), (str(added), "Put here by hand")]


def test_an_image_added_while_we_are_at_it_is_never_taken_off(shop: Connected):
    before = changed(shop, shop.ring, 1)
    handle = shop.http._transport.handle_request
    reads: list[str] = []

    def busy(request):
        if request.method == "GET" and request.url.path.endswith("/images"):
            reads.append(request.url.path)
            if len(reads) == 2:
                shop.raw.control(f"listings/{shop.ring}/add")
        return handle(request)

    shop.http._transport.handle_request = busy
    with pytest.raises(Busy) as error:
        shop.market.restore(before, [1])
    assert "changing the photos" in error.value.merchant_sentence
    shop.http._transport.handle_request = handle
    shop.market.restore(before, [1])
    assert [alt for _, alt in shop.shown(shop.ring)][-1] == "Put here by hand"
    assert shop.shown(shop.ring)[:3] == kept(before)


def test_a_picture_etsy_no_longer_keeps_is_told_as_such(shop: Connected):
    before = changed(shop, shop.ring, 1)
    shop.raw.control(f"pictures/{before.images[0].key}/purge")
    with pytest.raises(ImageLost) as error:
        shop.market.restore(before, [1])
    assert error.value.key == before.images[0].key
    assert "from your own copy" in error.value.merchant_sentence
    assert shop.market.snapshot(shop.ring).images[0].key != before.images[0].key


def test_a_listing_deleted_while_we_put_an_image_back_is_not_taken_for_a_lost_image(shop: Connected):
    before = changed(shop, shop.ring, 1)
    handle = shop.http._transport.handle_request

    def deleted(request):
        if request.method == "POST" and request.url.path.endswith("/images"):
            shop.raw.control(f"listings/{shop.ring}/delete")
        return handle(request)

    shop.http._transport.handle_request = deleted
    with pytest.raises(NotFound) as error:
        shop.market.restore(before, [1])
    assert not isinstance(error.value, ImageLost)


def test_links_a_merchant_made_by_another_property_since_stand(shop: Connected):
    before = changed(shop, shop.ring, 2)
    listing = shop.raw.app.sandbox.store.listings[int(shop.ring)]
    listing.links = {(514, 7): int(before.images[0].key)}
    shop.market.restore(before, [2])
    assert listing.links == {(514, 7): int(before.images[0].key)}


def test_a_listing_that_is_gone_is_told_as_such(shop: Connected):
    before = changed(shop, shop.ring, 1)
    shop.raw.control(f"listings/{shop.ring}/delete")
    with pytest.raises(NotFound):
        shop.market.restore(before, [1])
