from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from integrations.errors import Unavailable
from integrations.marketplace import ListingImage
from shopapp.errors import Conflict
from shopapp.marketplaces import ledger, services, submissions
from shopapp.models import Listing, ListingWrite, Shop, Submission
from tests.fake_marketplace import FakeMarketplace, KilledError
from tests.unit.shopapp.marketplaces.conftest import connected, drafted, export, keys, work_off

pytestmark = pytest.mark.django_db


def test_everything_goes_back_to_what_it_was_with_what_hung_on_it(alice: Shop, etsy: FakeMarketplace) -> None:
    listing = drafted(connected(alice), etsy, photos=3)
    etsy.kept["L1"].links = {"size 7": keys(etsy)[1]}
    before = list(etsy.kept["L1"].images)
    export(alice, listing)
    assert keys(etsy)[:2] != [image.key for image in before]
    services.undo_listing(shop=alice, listing_id=listing.pk)
    work_off()
    assert etsy.kept["L1"].images == before
    assert etsy.kept["L1"].links == {"size 7": before[1].key}
    assert not ListingWrite.objects.filter(kind="publish", gone_at=None).exists()


def test_amazon_goes_back_to_its_own_locators(alice: Shop, amazon: FakeMarketplace) -> None:
    listing = drafted(connected(alice, "amazon"), amazon)
    before = keys(amazon)
    export(alice, listing)
    services.undo_all(shop=alice)
    work_off()
    assert keys(amazon) == before


def test_an_undo_after_two_exports_goes_back_to_the_merchants_own(alice: Shop, etsy: FakeMarketplace) -> None:
    listing = drafted(connected(alice), etsy, photos=2)
    before = keys(etsy)
    export(alice, listing)
    first, second = listing.photos.order_by("place")
    listing.photos.filter(pk=first.pk).update(rendition=second.rendition)
    export(alice, listing)
    services.undo_listing(shop=alice, listing_id=listing.pk)
    work_off()
    assert keys(etsy) == before


def test_one_image_alone_is_taken_back(alice: Shop, etsy: FakeMarketplace) -> None:
    listing = drafted(connected(alice), etsy, photos=2)
    before = keys(etsy)
    done = export(alice, listing)
    services.undo_write(shop=alice, write_id=done.writes.get(place=1).pk)
    work_off()
    assert keys(etsy)[0] == before[0]
    assert keys(etsy)[1] == done.writes.get(place=2).after_key


def test_a_picture_replaced_by_hand_is_kept_and_the_undo_says_so(alice: Shop, etsy: FakeMarketplace) -> None:
    listing = drafted(connected(alice), etsy, photos=2)
    export(alice, listing)
    theirs = etsy.replace_by_hand("L1", 1)
    undo = services.undo_listing(shop=alice, listing_id=listing.pk).submissions[0]
    work_off()
    assert keys(etsy) == [theirs]
    ended = Submission.objects.get(pk=undo.pk)
    assert (ended.state, ended.reason_code) == ("conflict", "undo_conflicts")
    told = ended.writes.get(place=1).reason_sentence
    assert told == "Photo 1 was not taken back: it was replaced on Etsy by hand since, and yours was kept."
    with pytest.raises(Conflict):
        services.undo_listing(shop=alice, listing_id=listing.pk)


def _killed_after_restoring(etsy: FakeMarketplace, undo: Submission) -> None:
    """Kill an undoing once the marketplace has the merchant's photos back; then let its lease run out."""

    def die(verb: str, _listing: str) -> None:
        if verb == "snapshot" and "restore L1" in etsy.calls:
            etsy.before = lambda _verb, _listing: None
            raise KilledError

    etsy.before = die
    with pytest.raises(KilledError):
        submissions.run(undo.pk)
    Submission.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    work_off()


def test_killed_in_the_middle_of_an_undo_it_goes_on(alice: Shop, etsy: FakeMarketplace) -> None:
    listing = drafted(connected(alice), etsy)
    before = keys(etsy)
    export(alice, listing)
    undo = services.undo_listing(shop=alice, listing_id=listing.pk).submissions[0]
    _killed_after_restoring(etsy, undo)
    assert (keys(etsy), Submission.objects.get(pk=undo.pk).state) == (before, "accepted")


def test_an_undo_waits_for_a_marketplace_that_is_down(alice: Shop, etsy: FakeMarketplace) -> None:
    listing = drafted(connected(alice), etsy)
    before = keys(etsy)
    export(alice, listing)
    services.undo_listing(shop=alice, listing_id=listing.pk)

    def down(_verb: str, _listing: str) -> None:
        raise Unavailable("503")

    etsy.before = down
    work_off(rounds=2)
    etsy.before = lambda _verb, _listing: None
    work_off()
    assert keys(etsy) == before


def test_what_waits_is_not_sent_once_everything_is_taken_back(alice: Shop, etsy: FakeMarketplace) -> None:
    account = connected(alice)
    first, second = drafted(account, etsy), drafted(account, etsy, "L2")
    export(alice, first)
    waiting = services.submit(shop=alice, listing_ids=[second.pk]).submissions[0]
    services.undo_all(shop=alice)
    work_off()
    assert Submission.objects.get(pk=waiting.pk).reason_code == "cancelled"
    assert "submit L2" not in etsy.calls
    assert services.undo_all(shop=alice) is None


def test_a_draft_with_fewer_photos_gives_the_freed_place_back(alice: Shop, etsy: FakeMarketplace) -> None:
    listing = drafted(connected(alice), etsy, photos=2)
    export(alice, listing)
    first, second = listing.photos.order_by("place")
    rendition = second.rendition
    second.delete()
    listing.photos.filter(pk=first.pk).update(rendition=rendition)
    done = export(alice, listing)
    assert done.state == "accepted"
    assert [image.place for image in etsy.kept["L1"].images] == [1]
    assert {write.kind for write in done.writes.all()} == {"publish", "undo"}


def test_what_moves_up_when_an_image_is_taken_back_is_still_ours_and_goes_back_too(
    alice: Shop, etsy: FakeMarketplace
) -> None:
    etsy.add("L1", photos=1)
    before = list(etsy.kept["L1"].images)
    listing = drafted(connected(alice), etsy, photos=4)
    sent = export(alice, listing)
    first, _second, third, fourth = (write.after_key for write in sent.writes.order_by("place"))
    undo = services.undo_write(shop=alice, write_id=sent.writes.get(place=2).pk).submissions[0]
    work_off()
    assert Submission.objects.get(pk=undo.pk).state == "accepted"
    assert keys(etsy) == [first, third, fourth]
    assert {place: write.after_key for place, write in ledger.ours(listing).items()} == {
        1: first, 2: third, 3: fourth,
    }  # fmt: skip
    services.undo_write(shop=alice, write_id=sent.writes.get(after_key=third).pk)
    work_off()
    services.undo_listing(shop=alice, listing_id=listing.pk)
    work_off()
    assert etsy.kept["L1"].images == before


def test_killed_after_an_image_was_taken_off_what_moved_up_is_not_taken_for_a_strangers(
    alice: Shop, etsy: FakeMarketplace
) -> None:
    etsy.add("L1", photos=1)
    listing = drafted(connected(alice), etsy, photos=3)
    sent = export(alice, listing)
    undo = services.undo_write(shop=alice, write_id=sent.writes.get(place=2).pk).submissions[0]
    _killed_after_restoring(etsy, undo)
    assert Submission.objects.get(pk=undo.pk).state == "accepted"
    assert len(keys(etsy)) == 2
    services.undo_listing(shop=alice, listing_id=listing.pk)
    work_off()
    assert len(keys(etsy)) == 1
    assert {each.state for each in Submission.objects.filter(kind="undo")} == {"accepted"}


def test_a_picture_moved_by_hand_stays_there_and_the_undo_says_so(alice: Shop, etsy: FakeMarketplace) -> None:
    listing = drafted(connected(alice), etsy, photos=3)
    export(alice, listing)
    etsy.move_by_hand("L1", 1, 3)
    there = keys(etsy)
    undo = services.undo_write(shop=alice, write_id=ListingWrite.objects.get(place=1).pk).submissions[0]
    work_off()
    ended = Submission.objects.get(pk=undo.pk)
    assert (ended.state, keys(etsy)) == ("conflict", there)
    assert (
        "it was moved on Etsy by hand since, and stays where you put it" in ended.writes.get().reason_sentence
    )


def test_a_photo_the_marketplace_keeps_no_longer_is_told_and_the_others_go_back(
    alice: Shop, etsy: FakeMarketplace
) -> None:
    listing = drafted(connected(alice), etsy, photos=3)
    own = keys(etsy)
    sent = export(alice, listing)
    etsy.lost = {own[0]}
    undo = services.undo_listing(shop=alice, listing_id=listing.pk).submissions[0]
    work_off()
    ended = Submission.objects.get(pk=undo.pk)
    assert (ended.state, ended.reason_code) == ("failed", "not_kept_some")
    told = {write.place: (write.state, write.reason_sentence) for write in ended.writes.all()}
    assert told[1][0] == "failed"
    assert "Etsy no longer keeps the photo that was here before. Put it back" in told[1][1]
    assert {state for place, (state, _) in told.items() if place > 1} == {"confirmed"}
    ours = sent.writes.get(place=1).after_key
    assert keys(etsy) == [ours, own[1]]
    assert Listing.objects.get().gone_at is None
    assert [write.after_key for write in ledger.ours(listing).values()] == [ours]


@pytest.mark.parametrize("same", [True, False])
def test_a_photo_that_is_put_back_under_a_new_name_is_back_and_another_photo_there_is_not(
    alice: Shop, amazon: FakeMarketplace, *, same: bool
) -> None:
    listing = drafted(connected(alice, "amazon"), amazon)
    ours = export(alice, listing).writes.get(place=1).after_key
    anew = "https://m.market.test/again.jpg"

    def rename(image: ListingImage) -> ListingImage:
        theirs = amazon.pictures[image.address]
        amazon.pictures[anew] = theirs if same else amazon.pictures[ours]
        return replace(image, key=anew, address=anew)

    amazon.restores_as = rename
    undo = services.undo_listing(shop=alice, listing_id=listing.pk).submissions[0]
    work_off()
    write = undo.writes.get(place=1)
    if same:
        assert (Submission.objects.get(pk=undo.pk).state, write.state) == ("accepted", "confirmed")
        assert (write.after_key, amazon.calls.count("restore L1")) == (anew, 1)
        return
    assert (Submission.objects.get(pk=undo.pk).state, write.state) == ("sending", "sent")
    Submission.objects.update(sent_at=timezone.now() - timedelta(hours=25))
    work_off()
    assert Submission.objects.get(pk=undo.pk).reason_code == "not_back"
