"""Images onto a listing: our client opposite the stand-in, every known trap of Etsy's sprung."""

import io
from dataclasses import replace

import pytest
from PIL import Image

from integrations.errors import Busy, ImageLost, Rejected, UnsupportedFeature
from integrations.marketplace import Judgement, SubmittedImage
from tests.contracts.etsy.shop import Connected, kept, rendition


def test_images_take_the_places_of_what_was_there_in_their_order(shop: Connected):
    before = shop.market.snapshot(shop.ring)
    submitted = shop.submit(before, rendition(3), rendition(1))
    assert [one.place for one in submitted] == [1, 3]
    assert all(one.submission for one in submitted)
    first, third = submitted
    assert shop.shown(shop.ring) == [
        (first.key, "Ring 1"),
        (before.images[1].key, "Ring, side"),
        (third.key, "Ring 3"),
    ]


def test_a_place_that_is_free_is_filled(shop: Connected):
    before = shop.market.snapshot(shop.stone)
    submitted = shop.submit(before, rendition(2), rendition(3))
    assert shop.shown(shop.stone)[1:] == [(one.key, f"Ring {one.place}") for one in submitted]


def test_the_next_image_is_sent_only_when_the_size_of_the_last_is_known(shop: Connected):
    before = shop.market.snapshot(shop.ring)
    stream = shop.market.submit(before, [rendition(1), rendition(2)])
    first = next(stream)
    assert shop.count("uploadListingImage") == 1
    sized = shop.raw.app.sandbox.store.pictures[int(first.key)].ready
    assert shop.raw.now < sized
    next(stream)
    assert shop.raw.now >= sized
    assert shop.count("uploadListingImage") == 2
    assert list(stream) == []


def test_before_each_image_it_asks_whether_to_go_on(shop: Connected):
    before = shop.market.snapshot(shop.ring)
    may = iter([True, False])
    stream = shop.market.submit(before, [rendition(1), rendition(2)], goes_on=lambda: next(may))
    assert [one.place for one in stream] == [1]
    assert shop.count("uploadListingImage") == 1


def test_an_image_that_is_never_sized_does_not_hold_up_the_others_for_ever(shop: Connected):
    shop.raw.control("faults", never_sized=1)
    before = shop.market.snapshot(shop.ring)
    submitted = shop.submit(before, rendition(1), rendition(2))
    verdict = shop.market.verdict(shop.ring, submitted)
    assert [image.judgement for image in verdict.images] == [Judgement.PENDING, Judgement.ACCEPTED]
    assert not verdict.is_final
    assert sum(shop.slept) < 40


def test_what_became_of_an_image_is_told_by_its_size(shop: Connected):
    before = shop.market.snapshot(shop.ring)
    submitted = shop.submit(before, rendition(1))
    verdict = shop.market.verdict(shop.ring, submitted)
    assert verdict.is_final
    (image,) = verdict.images
    assert image.image is not None
    assert (image.image.key, image.image.width) == (submitted[0].key, 40)
    shown = Image.open(io.BytesIO(shop.market.download(image.image)))
    assert (shown.format, shown.size) == ("JPEG", (40, 40))


def test_an_image_somebody_replaced_since_is_told(shop: Connected):
    before = shop.market.snapshot(shop.ring)
    submitted = shop.submit(before, rendition(1))
    other = shop.raw.control(f"listings/{shop.ring}/replace", rank=1)["image"]
    (image,) = shop.market.verdict(shop.ring, submitted).images
    assert image.judgement is Judgement.REJECTED
    assert image.image is not None
    assert image.image.key == str(other)
    assert [issue.code for issue in image.issues] == ["REPLACED"]
    (gone,) = shop.market.verdict(shop.stone, [SubmittedImage(9, "1")]).images
    assert gone.image is None


def test_an_image_somebody_moved_since_is_told_apart_from_one_that_was_replaced(shop: Connected):
    submitted = shop.submit(shop.market.snapshot(shop.ring), rendition(1))
    first, second, third = shop.raw.ids()
    shop.raw.token = shop.grant.access_token
    path = f"/shops/{shop.raw.shop}/listings/{shop.ring}"
    shop.raw.ask("PATCH", path, data={"image_ids": f"{second},{first},{third}"})
    (image,) = shop.market.verdict(shop.ring, submitted).images
    assert image.judgement is Judgement.REJECTED
    assert [issue.code for issue in image.issues] == ["MOVED"]


def test_an_image_shown_in_another_size_than_sent_is_told_after_it_was_noted(shop: Connected):
    before = shop.market.snapshot(shop.ring)
    stream = shop.market.submit(before, [replace(rendition(1), width=80)])
    noted = next(stream)
    with pytest.raises(Rejected) as error:
        next(stream)
    assert error.value.codes == {"OTHER_SIZE"}
    assert shop.shown(shop.ring)[0][0] == noted.key


def test_a_large_image_is_compared_as_large_as_etsy_shows_it(shop: Connected):
    before = shop.market.snapshot(shop.ring)
    assert shop.submit(before, rendition(1, size=(3100, 1001)))


def test_an_answer_that_was_lost_leaves_the_image_there_once(shop: Connected):
    before = shop.market.snapshot(shop.ring)
    shop.raw.control("faults", lost=2)
    submitted = shop.submit(before, rendition(1))
    assert len(shop.shown(shop.ring)) == 3
    assert shop.shown(shop.ring)[0] == (submitted[0].key, "Ring 1")
    shop.raw.control("faults", lost=1)
    free = shop.submit(shop.market.snapshot(shop.stone), rendition(2))
    assert [key for key, _ in shop.shown(shop.stone)][1:] == [free[0].key]


@pytest.mark.parametrize("stopped_after", [0, 1, 2])
def test_stopped_anywhere_and_called_again_nothing_is_there_twice(shop: Connected, stopped_after: int):
    before = shop.market.snapshot(shop.ring)
    images = [rendition(2), rendition(3), rendition(4)]
    stream = shop.market.submit(before, images)
    noted = [next(stream) for _ in range(stopped_after)]
    next(stream)  # sent, and lost before it could be noted
    stream.close()
    left = images[stopped_after:]
    noted += shop.submit(before, *left)
    assert [key for key, _ in shop.shown(shop.ring)] == [before.images[0].key, *(one.key for one in noted)]


def test_ranks_out_of_order_are_mended_before_anything_is_sent(shop: Connected):
    shop.raw.control(f"listings/{shop.ring}/scramble")
    before = shop.market.snapshot(shop.ring)
    assert [image.place for image in before.images] == [1, 2, 3]
    submitted = shop.submit(before, rendition(2))
    assert [key for key, _ in shop.shown(shop.ring)][1] == submitted[0].key
    assert not [name for name in shop.raw.state()["requests"] if name.endswith("400")]


def test_ranks_that_come_out_of_order_just_before_an_upload_are_mended_too(shop: Connected):
    before = shop.market.snapshot(shop.ring)
    handle = shop.http._transport.handle_request

    def meddling(request):
        if request.method == "POST" and not shop.count("uploadListingImage"):
            shop.raw.control(f"listings/{shop.ring}/scramble")
        return handle(request)

    shop.http._transport.handle_request = meddling
    submitted = shop.submit(before, rendition(2))
    assert submitted[0].key in [key for key, _ in shop.shown(shop.ring)]
    assert shop.raw.state()["requests"]["uploadListingImage 400"] == 1


def test_a_rank_that_etsy_passed_over_is_put_right(shop: Connected):
    before = shop.market.snapshot(shop.ring)
    shop.raw.control("faults", rank_ignored=1)
    submitted = shop.submit(before, rendition(3))
    first, second, _ = kept(before)
    assert shop.shown(shop.ring) == [first, second, (submitted[0].key, "Ring 3")]


def test_a_deletion_refused_for_no_reason_is_tried_again(shop: Connected):
    before = shop.market.snapshot(shop.ring)
    shop.raw.control("faults", rank_ignored=1, not_of_this_shop=1)
    submitted = shop.submit(before, rendition(3))
    assert [key for key, _ in shop.shown(shop.ring)][2] == submitted[0].key


def test_anothers_addresses_in_an_answer_are_not_believed(shop: Connected):
    before = shop.market.snapshot(shop.ring)
    shop.raw.control("faults", mixed_addresses=1)
    submitted = shop.submit(before, rendition(1))
    image = shop.market.snapshot(shop.ring).having(submitted[0].key)
    assert image is not None
    assert submitted[0].key in image.address


def test_a_full_listing_takes_a_new_image_over_an_old_one(shop: Connected):
    shop.raw.control(f"listings/{shop.ring}/fill")
    before = shop.market.snapshot(shop.ring)
    submitted = shop.submit(before, rendition(20))
    assert shop.shown(shop.ring)[19] == (submitted[0].key, "Ring 20")
    with pytest.raises(Rejected) as error:
        shop.submit(before, rendition(21))
    assert "all the photos Etsy allows" in error.value.merchant_sentence


def test_a_place_behind_a_gap_is_refused_before_it_is_sent(shop: Connected):
    before = shop.market.snapshot(shop.ring)
    shop.raw.control(f"listings/{shop.ring}/remove", rank=3)
    shop.raw.control(f"listings/{shop.ring}/remove", rank=2)
    with pytest.raises(Rejected) as error:
        shop.submit(before, rendition(3))
    assert "changed on Etsy in the meantime" in error.value.merchant_sentence
    assert shop.count("uploadListingImage") == 0


def test_an_image_that_moved_to_the_place_meanwhile_is_not_replaced(shop: Connected):
    before = shop.market.snapshot(shop.ring)
    shop.raw.control(f"listings/{shop.ring}/remove", rank=1)
    with pytest.raises(Rejected) as error:
        shop.submit(before, rendition(1))
    assert "changed on Etsy in the meantime" in error.value.merchant_sentence
    assert shop.shown(shop.ring) == kept(before)[1:]


def test_a_listing_somebody_has_open_is_left_for_later(shop: Connected):
    before = shop.market.snapshot(shop.ring)
    shop.raw.control(f"listings/{shop.ring}/lock", seconds=60)
    with pytest.raises(Busy) as error:
        shop.submit(before, rendition(1))
    assert "editing this listing" in error.value.merchant_sentence


def test_a_picture_etsy_does_not_take_is_told_as_such(shop: Connected):
    before = shop.market.snapshot(shop.ring)
    with pytest.raises(Rejected) as error:
        shop.submit(before, replace(rendition(1), data=b"no picture"))
    assert error.value.codes == {"NO_IMAGE"}
    assert shop.shown(shop.ring) == kept(before)


def test_a_choice_is_shown_by_the_image_that_takes_the_place(shop: Connected):
    before = shop.market.snapshot(shop.ring)
    (link,) = shop.raw.listing()["links"]
    submitted = shop.submit(before, rendition(1), rendition(2))
    assert shop.raw.listing()["links"] == [{**link, "image_id": int(submitted[1].key)}]


def test_links_to_images_that_are_gone_do_not_stand_in_the_way(shop: Connected):
    link = shop.raw.listing()["links"][0]
    shop.raw.app.sandbox.store.listings[int(shop.ring)].links[513, link["value_id"] + 1] = 7
    before = shop.market.snapshot(shop.ring)
    submitted = shop.submit(before, rendition(2))
    assert shop.raw.listing()["links"] == [{**link, "image_id": int(submitted[0].key)}]


def test_an_image_linked_in_a_way_we_cannot_say_is_not_replaced(shop: Connected):
    link = shop.raw.listing()["links"][0]
    shop.raw.app.sandbox.store.listings[int(shop.ring)].links[514, 7] = link["image_id"]
    before = shop.market.snapshot(shop.ring)
    with pytest.raises(UnsupportedFeature):
        shop.submit(before, rendition(1), rendition(2))
    assert shop.shown(shop.ring) == kept(before)
    assert shop.submit(before, rendition(1))


def test_nothing_is_asked_of_etsy_beforehand(shop: Connected):
    assert not shop.market.capabilities.previews
    with pytest.raises(UnsupportedFeature):
        shop.market.preview(shop.market.snapshot(shop.ring), [rendition(1)])


def test_images_are_read_from_etsys_own_host_alone(shop: Connected):
    image = shop.market.snapshot(shop.ring).images[0]
    with pytest.raises(ImageLost):
        shop.market.download(replace(image, address="https://elsewhere.example/1.jpg"))
    with pytest.raises(ImageLost) as error:
        shop.market.download(replace(image, address=f"{image.address}x"))
    assert error.value.key == image.key


def test_etsy_takes_no_document_of_many_listings(shop: Connected):
    before = shop.market.snapshot(shop.ring)
    with pytest.raises(UnsupportedFeature):
        shop.market.submit_many([(before, [rendition(1)])])
    with pytest.raises(UnsupportedFeature):
        shop.market.read_many("1")
