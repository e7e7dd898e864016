from datetime import timedelta
from unittest.mock import Mock

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError
from django.utils import timezone

from integrations.errors import Rejected, Throttled, Unauthorized, Unavailable, UnsupportedFeature, UserError
from integrations.marketplace import Issue, ListingState
from shopapp.marketplaces import offering, services, submissions
from shopapp.models import Listing, ListingWrite, MarketplaceAccount, Rendition, Shop, Submission
from shopapp.studio import storage
from tests.fake_marketplace import FakeMarketplace, KilledError
from tests.unit.shopapp.marketplaces.conftest import connected, drafted, export, keys, once, work_off

pytestmark = pytest.mark.django_db


def start(shop: Shop, listing: Listing) -> Submission:
    return services.submit(shop=shop, listing_ids=[listing.pk]).submissions[0]


def fresh(submission: Submission) -> Submission:
    return Submission.objects.get(pk=submission.pk)


def sentences(submission: Submission) -> list[str]:
    return [write.reason_sentence for write in submission.writes.order_by("place")]


def test_images_take_the_places_of_the_merchants_own_and_are_noted(
    alice: Shop, etsy: FakeMarketplace
) -> None:
    listing = drafted(connected(alice), etsy)
    before = keys(etsy)
    done = export(alice, listing)
    assert (done.state, done.reason_sentence) == ("accepted", "")
    assert [image.alt for image in etsy.kept["L1"].images] == ["Ring, photo 1", "Ring, photo 2"]
    writes = list(done.writes.order_by("place"))
    assert [(w.before_key, w.after_key, w.state) for w in writes] == [
        (before[0], keys(etsy)[0], "confirmed"), ("", keys(etsy)[1], "confirmed"),
    ]  # fmt: skip
    assert etsy.calls.count("submit L1") == 2


def test_amazon_fetches_from_an_address_of_ours_and_renames_what_it_has(
    alice: Shop, amazon: FakeMarketplace
) -> None:
    listing = drafted(connected(alice, "amazon"), amazon)
    done = export(alice, listing)
    assert done.state == "accepted"
    assert all(key.startswith("https://m.market.test/") for key in keys(amazon))
    assert [write.after_key for write in done.writes.order_by("place")] == keys(amazon)
    assert Rendition.objects.filter(offered_at__isnull=False).count() == 2
    assert amazon.calls.index("preview L1") < amazon.calls.index("submit L1")


def test_what_a_preview_refuses_is_not_sent(alice: Shop, amazon: FakeMarketplace) -> None:
    amazon.foresees = lambda image: (
        Issue("90220", "The image is too small.", place=1) if image.place == 1 else None
    )
    done = export(alice, drafted(connected(alice, "amazon"), amazon))
    assert done.state == "rejected"
    assert "submit L1" not in amazon.calls
    assert sentences(done)[0] == "The image is too small."


def test_a_rejection_read_later_stands_beside_the_image_it_means(
    alice: Shop, amazon: FakeMarketplace
) -> None:
    listing = drafted(connected(alice, "amazon"), amazon)
    bad = listing.photos.get(place=1).rendition
    amazon.rejects = lambda data: (
        Issue("18027", "Text.", rules=("AMZ-TEXT",)) if data == storage.read(bad.key) else None
    )
    done = export(alice, listing)
    assert (done.state, [w.state for w in done.writes.order_by("place")]) == (
        "rejected",
        ["rejected", "confirmed"],
    )
    assert done.writes.get(place=1).issues[0]["rules"] == ["AMZ-TEXT"]


def test_killed_between_two_images_it_goes_on_and_nothing_is_there_twice(
    alice: Shop, etsy: FakeMarketplace
) -> None:
    listing = drafted(connected(alice), etsy, photos=3)
    submission = start(alice, listing)
    etsy.after_upload = once()
    with pytest.raises(KilledError):
        submissions.run(submission.pk)
    there, sent = keys(etsy), etsy.calls.count("submit L1")
    assert not ListingWrite.objects.filter(state="sent").exists()
    Submission.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    work_off()
    assert fresh(submission).state == "accepted"
    assert keys(etsy)[0] == there[0]
    assert etsy.calls.count("submit L1") == sent + 2
    assert submission.writes.get(place=1).after_key == there[0]


def test_killed_on_amazon_the_address_tells_that_it_is_ours(alice: Shop, amazon: FakeMarketplace) -> None:
    submission = start(alice, drafted(connected(alice, "amazon"), amazon, photos=1))
    amazon.after_upload = once()
    with pytest.raises(KilledError):
        submissions.run(submission.pk)
    Submission.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    work_off()
    assert fresh(submission).state == "accepted"
    assert amazon.calls.count("submit L1") == 1


def test_a_picture_put_there_by_hand_after_our_write_is_kept(alice: Shop, etsy: FakeMarketplace) -> None:
    listing = drafted(connected(alice), etsy)
    export(alice, listing)
    theirs = etsy.replace_by_hand("L1", 1)
    listing.photos.filter(place=1).update(rendition=listing.photos.get(place=2).rendition)
    done = export(alice, listing)
    assert (done.state, keys(etsy)[0]) == ("conflict", theirs)
    assert sentences(done) == [
        "Photo 1 was replaced on Etsy by hand. Yours was kept and ours was not put over it."
    ]
    again = export(alice, listing)
    assert again.state == "accepted"
    assert again.writes.get().before_key == theirs


def test_a_picture_put_there_while_we_were_away_is_kept(alice: Shop, etsy: FakeMarketplace) -> None:
    submission = start(alice, drafted(connected(alice), etsy))
    etsy.after_upload = once()
    with pytest.raises(KilledError):
        submissions.run(submission.pk)
    theirs = etsy.replace_by_hand("L1", 1)
    Submission.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    work_off()
    assert (fresh(submission).state, keys(etsy)[0]) == ("conflict", theirs)


def test_a_picture_moved_by_hand_before_the_verdict_is_a_conflict(alice: Shop, etsy: FakeMarketplace) -> None:
    listing = drafted(connected(alice), etsy)
    submission = start(alice, listing)
    submissions.run(submission.pk)
    etsy.move_by_hand("L1", 1, 2)
    work_off()
    assert fresh(submission).state == "conflict"
    assert sentences(submission)[0] == "Photo 1 was moved on Etsy by hand. It stays where you put it."


def test_a_picture_moved_by_hand_after_our_write_is_not_written_over(
    alice: Shop, etsy: FakeMarketplace
) -> None:
    listing = drafted(connected(alice), etsy)
    export(alice, listing)
    etsy.move_by_hand("L1", 1, 2)
    there = keys(etsy)
    listing.photos.filter(place=1).update(rendition=listing.photos.get(place=2).rendition)
    done = export(alice, listing)
    assert (done.state, keys(etsy)) == ("conflict", there)
    assert "was moved on Etsy by hand" in done.writes.get(place=1).reason_sentence


def test_a_listing_rearranged_while_we_send_is_a_conflict_and_no_rejection(
    alice: Shop, etsy: FakeMarketplace
) -> None:
    def rearranged(verb: str, _listing: str) -> None:
        if verb == "submit":
            raise Rejected("moved", fields=(UserError((), "MOVED", "Somebody moved the photos."),))

    etsy.before = rearranged
    done = export(alice, drafted(connected(alice), etsy))
    assert (done.state, {write.state for write in done.writes.all()}) == ("conflict", {"conflict"})


def test_a_deleted_listing_is_left_and_remembered_as_gone(alice: Shop, etsy: FakeMarketplace) -> None:
    listing = drafted(connected(alice), etsy)
    submission = start(alice, listing)
    del etsy.kept["L1"]
    work_off()
    assert fresh(submission).reason_sentence == "This listing is no longer on Etsy. Nothing was changed."
    assert Listing.objects.get().gone_at


def test_a_picture_that_is_not_handed_out_yet_is_asked_for_again_and_its_listing_is_not_gone(
    alice: Shop, etsy: FakeMarketplace
) -> None:
    submission = start(alice, drafted(connected(alice), etsy))
    etsy.after_upload = etsy.lost.add
    work_off()
    waiting = fresh(submission)
    assert (waiting.state, waiting.failures > 0, Listing.objects.get().gone_at) == ("checking", True, None)
    etsy.lost.clear()
    work_off()
    assert fresh(submission).state == "accepted"
    Submission.objects.update(state="checking", failing_since=timezone.now() - timedelta(hours=7))
    ListingWrite.objects.update(state="sent")
    etsy.lost.update(keys(etsy))
    work_off()
    assert (fresh(submission).state, "does not hand out" in fresh(submission).reason_sentence) == (
        "failed",
        True,
    )


def test_what_a_marketplace_cannot_be_told_is_said_in_its_clients_words(
    alice: Shop, etsy: FakeMarketplace
) -> None:
    told = "This photo is linked to two kinds of variation there. Replace it there."

    def refuse(verb: str, _listing: str) -> None:
        if verb == "submit":
            raise UnsupportedFeature("two properties", merchant_sentence=told)

    etsy.before = refuse
    done = export(alice, drafted(connected(alice), etsy))
    assert (done.state, done.reason_code, done.reason_sentence) == ("failed", "unsupported", told)
    assert set(sentences(done)) == {told}


def test_a_sold_out_listing_is_left_as_it_is(alice: Shop, etsy: FakeMarketplace) -> None:
    listing = drafted(connected(alice), etsy)
    etsy.kept["L1"].state = ListingState.SOLD_OUT
    done = export(alice, listing)
    assert done.state == "left"
    assert "sold out on Etsy" in done.reason_sentence


def test_a_permission_taken_back_in_mid_export_holds_everything_until_it_is_given_again(
    alice: Shop, etsy: FakeMarketplace
) -> None:
    account = connected(alice)
    submission = start(alice, drafted(account, etsy))

    def refuse(verb: str, _listing: str) -> None:
        if verb == "submit" and etsy.calls.count("submit L1") > 1:
            raise Unauthorized("taken back")

    etsy.before = refuse
    work_off()
    held = fresh(submission)
    assert (held.state, held.held) == ("sending", True)
    assert "Etsy no longer accepts our connection. Connect it again" in held.reason_sentence
    assert MarketplaceAccount.objects.get().refused_at
    assert submission.writes.get(place=1).state == "sent"
    etsy.before = lambda _verb, _listing: None
    MarketplaceAccount.objects.update(refused_at=None)
    Submission.objects.update(held=False)
    work_off()
    assert fresh(submission).state == "accepted"


def test_a_marketplace_out_of_reach_for_an_hour_is_asked_again(alice: Shop, etsy: FakeMarketplace) -> None:
    submission = start(alice, drafted(connected(alice), etsy))

    def down(_verb: str, _listing: str) -> None:
        raise Unavailable("503")

    etsy.before = down
    work_off(rounds=3)
    assert (fresh(submission).state, fresh(submission).failures) == ("waiting", 3)
    Submission.objects.update(failing_since=timezone.now() - timedelta(hours=1))
    etsy.before = lambda _verb, _listing: None
    work_off()
    assert fresh(submission).state == "accepted"


def test_a_marketplace_out_of_reach_for_too_long_ends_it(alice: Shop, etsy: FakeMarketplace) -> None:
    submission = start(alice, drafted(connected(alice), etsy))
    Submission.objects.update(failing_since=timezone.now() - timedelta(hours=7))

    def down(_verb: str, _listing: str) -> None:
        raise Unavailable("503")

    etsy.before = down
    work_off(rounds=1)
    assert (fresh(submission).state, "out of reach" in fresh(submission).reason_sentence) == ("failed", True)


NO_ANSWER = EndpointConnectionError(endpoint_url="https://bucket.example")


def test_a_bucket_out_of_reach_is_outlasted(
    alice: Shop, etsy: FakeMarketplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    submission = start(alice, drafted(connected(alice), etsy))
    before = keys(etsy)
    with monkeypatch.context() as patch:
        patch.setattr(storage, "read", Mock(side_effect=NO_ANSWER))
        work_off(rounds=3)
    waiting = fresh(submission)
    assert (waiting.state, waiting.failures, waiting.crashes) == ("sending", 3, 0)
    assert keys(etsy) == before
    work_off()
    assert fresh(submission).state == "accepted"


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (NO_ANSWER, "storage", "Our storage was out of reach for hours"),
        (ClientError({"ResponseMetadata": {"HTTPStatusCode": 403}}, "GetObject"), "our_fault", "our side"),
    ],
    ids=["for too long", "refused"],
)
def test_a_bucket_that_does_not_give_ends_it_with_what_it_was(
    alice: Shop,
    etsy: FakeMarketplace,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
    code: str,
    said: str,
) -> None:
    submission = start(alice, drafted(connected(alice), etsy))
    Submission.objects.update(failing_since=timezone.now() - timedelta(hours=7))
    monkeypatch.setattr(storage, "read", Mock(side_effect=error))
    work_off(rounds=1)
    ended = fresh(submission)
    assert (ended.state, ended.reason_code, said in ended.reason_sentence) == ("failed", code, True)
    assert {write.state for write in ended.writes.all()} == {"failed"}


def test_a_throttled_submission_waits_as_long_as_it_is_told(alice: Shop, etsy: FakeMarketplace) -> None:
    submission = start(alice, drafted(connected(alice), etsy))

    def throttle(_verb: str, _listing: str) -> None:
        raise Throttled("later", retry_after=40)

    etsy.before = throttle
    submissions.run(submission.pk)
    due = fresh(submission).due_at
    assert due is not None
    assert 35 < (due - timezone.now()).total_seconds() <= 40


def test_a_full_listing_says_that_it_is_full(alice: Shop, etsy: FakeMarketplace) -> None:
    etsy.most_images = 2
    listing = drafted(connected(alice), etsy, photos=3)

    def full(verb: str, _listing: str) -> None:
        if verb == "submit" and etsy.calls.count("submit L1") == 3:
            raise Rejected("400", fields=(UserError((), "full", "A listing has at most 2 images."),))

    etsy.before = full
    done = export(alice, listing)
    assert done.state == "rejected"
    assert sentences(done)[2].startswith("This listing has no room for one more photo")
    assert [write.state for write in done.writes.order_by("place")] == ["confirmed", "confirmed", "rejected"]


def test_one_refused_image_does_not_hold_up_the_others(alice: Shop, etsy: FakeMarketplace) -> None:
    def refuse(verb: str, _listing: str) -> None:
        if verb == "submit" and etsy.calls.count("submit L1") == 1:
            raise Rejected("400", fields=(UserError((), "big", "The image is too big."),))

    etsy.before = refuse
    done = export(alice, drafted(connected(alice), etsy))
    assert [write.state for write in done.writes.order_by("place")] == ["rejected", "confirmed"]
    assert sentences(done)[0] == "The image is too big."


def test_another_picture_than_the_one_sent_is_told(alice: Shop, etsy: FakeMarketplace) -> None:
    def garble(key: str) -> None:
        etsy.pictures[f"https://i.market.test/{key}"] = etsy.pictures["https://i.market.test/image-1"]

    etsy.after_upload = garble
    done = export(alice, drafted(connected(alice), etsy, photos=1))
    assert (done.state, done.writes.get().state) == ("failed", "failed")
    assert "another picture" in done.reason_sentence


def test_a_marketplace_that_never_says_what_it_thinks_is_not_waited_for_for_ever(
    alice: Shop, etsy: FakeMarketplace
) -> None:
    submission = start(alice, drafted(connected(alice), etsy, photos=1))
    submissions.run(submission.pk)
    Submission.objects.update(sent_at=timezone.now() - timedelta(hours=25), due_at=None)
    submissions.run(submission.pk)
    assert (fresh(submission).state, fresh(submission).reason_code) == ("failed", "no_verdict")


def test_an_address_serves_what_was_offered_until_long_after(alice: Shop, amazon: FakeMarketplace) -> None:
    listing = drafted(connected(alice, "amazon"), amazon, photos=1)
    rendition = listing.photos.get().rendition
    name = offering.address(rendition).rsplit("/", 1)[1]
    from shopapp.errors import NotFound

    with pytest.raises(NotFound):
        offering.fetched(name)
    offering.offer(rendition)
    assert offering.fetched(name).pk == rendition.pk
    with pytest.raises(NotFound):
        offering.fetched(f"9{name}")
    long_ago = timezone.now() - timedelta(days=400)
    Rendition.objects.update(offered_at=long_ago, fetched_at=long_ago)
    with pytest.raises(NotFound):
        offering.fetched(name)
