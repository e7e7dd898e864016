"""Everything is taken back, whatever is under way: being sent, being checked, out of our reach."""

from datetime import timedelta

import pytest
from django.utils import timezone

from integrations.errors import Unauthorized
from shopapp import sweeping
from shopapp.errors import Conflict
from shopapp.marketplaces import connecting, grants, ledger, selectors, services, submissions
from shopapp.models import Listing, ListingWrite, MarketplaceAccount, Shop, Submission, SubmissionRun
from tests.fake_marketplace import FakeMarketplace, KilledError, grant
from tests.unit.shopapp.marketplaces.conftest import connected, drafted, export, keys, once, work_off

pytestmark = pytest.mark.django_db


def sent(shop: Shop, listing: Listing) -> Submission:
    """An export that waits for its verdict."""
    submission = services.submit(shop=shop, listing_ids=[listing.pk]).submissions[0]
    submissions.run(submission.pk)
    submission.refresh_from_db()
    assert submission.state == "checking"
    return submission


def states() -> list[tuple[str, str, str]]:
    rows = Submission.objects.order_by("pk")
    return [(each.kind, each.state, each.reason_code) for each in rows]


@pytest.mark.parametrize("name", ["etsy", "amazon"])
def test_what_is_being_checked_is_taken_back_without_its_verdict(
    alice: Shop, etsy: FakeMarketplace, amazon: FakeMarketplace, name: str
) -> None:
    market = {"etsy": etsy, "amazon": amazon}[name]
    listing = drafted(connected(alice, name), market)
    before = list(market.kept["L1"].images)
    sent(alice, listing)
    assert market.kept["L1"].images != before
    started = services.undo_all(shop=alice)
    assert started is not None
    assert (len(started.submissions), started.left_out) == (1, [])
    progress = selectors.progress(alice)
    assert progress is not None
    assert (progress.total, progress.done, selectors.one(alice, listing.pk).stand) == (1, 0, "under_way")
    work_off()
    assert market.kept["L1"].images == before
    assert states() == [("export", "left", "taken_back"), ("undo", "accepted", "")]
    assert not ListingWrite.objects.filter(kind="publish", gone_at=None).exists()


def test_killed_between_two_images_what_is_there_comes_back_and_no_more_goes_out(
    alice: Shop, etsy: FakeMarketplace
) -> None:
    listing = drafted(connected(alice), etsy, photos=3)
    before = list(etsy.kept["L1"].images)
    submission = services.submit(shop=alice, listing_ids=[listing.pk]).submissions[0]
    etsy.after_upload = once()
    with pytest.raises(KilledError):
        submissions.run(submission.pk)
    assert (ledger.ours(listing), etsy.calls.count("submit L1")) == ({}, 1)
    assert services.undo_all(shop=alice) is not None
    Submission.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    work_off()
    assert etsy.kept["L1"].images == before
    assert etsy.calls.count("submit L1") == 1
    assert states() == [("export", "left", "taken_back"), ("undo", "accepted", "")]


@pytest.mark.parametrize("when", ["after_upload", "between_uploads"])
def test_nothing_more_is_sent_once_everything_is_taken_back_between_two_images(
    alice: Shop, etsy: FakeMarketplace, when: str
) -> None:
    listing = drafted(connected(alice), etsy, photos=3)
    before = list(etsy.kept["L1"].images)
    setattr(etsy, when, lambda _key: services.undo_all(shop=alice))
    services.submit(shop=alice, listing_ids=[listing.pk])
    work_off()
    assert etsy.calls.count("submit L1") == 1
    assert etsy.kept["L1"].images == before
    assert states() == [("export", "left", "taken_back"), ("undo", "accepted", "")]


@pytest.mark.parametrize("when", ["after_upload", "between_uploads"])
def test_nothing_more_is_sent_once_the_account_is_disconnected_between_two_images(
    alice: Shop, etsy: FakeMarketplace, when: str
) -> None:
    account = connected(alice)
    listing = drafted(account, etsy, photos=3)

    def disconnect(_key: str) -> None:
        if MarketplaceAccount.objects.filter(disconnected_at=None).exists():
            connecting.disconnect(shop=alice, account_id=account.pk)

    setattr(etsy, when, disconnect)
    submission = services.submit(shop=alice, listing_ids=[listing.pk]).submissions[0]
    work_off()
    assert etsy.calls.count("submit L1") == 1
    submission.refresh_from_db()
    assert (submission.state, submission.held, submission.owner) == ("sending", True, "")
    assert submission.writes.get(place=1).state == "sent"
    MarketplaceAccount.objects.update(disconnected_at=None)
    grants.store(account, grant())
    Submission.objects.update(held=False)
    setattr(etsy, when, lambda _key: None)
    work_off()
    assert (states(), etsy.calls.count("submit L1")) == ([("export", "accepted", "")], 3)


def test_what_is_taken_off_in_the_same_export_stays_once_the_account_is_disconnected(
    alice: Shop, etsy: FakeMarketplace
) -> None:
    account = connected(alice)
    listing = drafted(account, etsy, photos=3)
    export(alice, listing)
    there = keys(etsy)
    listing.photos.filter(place=3).delete()
    listing.photos.filter(place=1).update(rendition=listing.photos.get(place=2).rendition)
    etsy.after_upload = lambda _key: connecting.disconnect(shop=alice, account_id=account.pk)
    services.submit(shop=alice, listing_ids=[listing.pk])
    work_off()
    assert keys(etsy)[1:] == there[1:]
    assert "restore L1" not in etsy.calls


def test_every_listing_comes_back_the_one_that_is_live_and_the_one_on_its_way(
    alice: Shop, etsy: FakeMarketplace
) -> None:
    account = connected(alice)
    live, coming = drafted(account, etsy), drafted(account, etsy, "L2")
    before = {key: keys(etsy, key) for key in etsy.kept}
    export(alice, live)
    sent(alice, coming)
    started = services.undo_marketplace(shop=alice, account_id=account.pk)
    assert (len(started.submissions), started.left_out) == (2, [])
    work_off()
    assert {key: keys(etsy, key) for key in etsy.kept} == before


def test_the_rest_follows_an_undoing_of_one_photo_and_nothing_is_asked_for_twice(
    alice: Shop, etsy: FakeMarketplace
) -> None:
    listing = drafted(connected(alice), etsy, photos=2)
    before = keys(etsy)
    done = export(alice, listing)
    services.undo_write(shop=alice, write_id=done.writes.get(place=2).pk)
    first, again = services.undo_all(shop=alice), services.undo_all(shop=alice)
    assert first is not None
    assert again is not None
    assert [len(each.submissions) for each in (first, again)] == [1, 0]
    assert [each["code"] for each in again.left_out] == ["going_back"]
    assert SubmissionRun.objects.filter(kind="undo").count() == 2
    work_off()
    assert keys(etsy) == before
    assert [state for kind, state, _ in states() if kind == "undo"] == ["accepted", "accepted"]


def test_an_undoing_that_takes_everything_already_is_not_queued_behind(
    alice: Shop, etsy: FakeMarketplace
) -> None:
    listing = drafted(connected(alice), etsy)
    export(alice, listing)
    services.undo_listing(shop=alice, listing_id=listing.pk)
    with pytest.raises(Conflict) as error:
        services.undo_listing(shop=alice, listing_id=listing.pk)
    assert error.value.merchant_sentence == "Your own photos are on their way back there already."
    assert not Submission.objects.filter(state="queued").exists()


def test_one_whose_bell_was_lost_is_rung_for(alice: Shop, etsy: FakeMarketplace) -> None:
    listing = drafted(connected(alice), etsy)
    submission = sent(alice, listing)
    services.undo_listing(shop=alice, listing_id=listing.pk)
    submissions.run(submission.pk)
    assert Submission.objects.get(kind="undo").state == "queued"
    assert sweeping.sweep() == 1


@pytest.mark.parametrize("how", ["disconnected", "refused"])
def test_what_is_out_of_our_reach_is_told_by_the_name_of_its_account(
    alice: Shop, etsy: FakeMarketplace, how: str
) -> None:
    account = connected(alice, name="Alice's rings")
    listing = drafted(account, etsy)
    export(alice, listing)
    if how == "disconnected":
        connecting.disconnect(shop=alice, account_id=account.pk)
    else:
        MarketplaceAccount.objects.update(refused_at=timezone.now())
    told = "Etsy (Alice's rings) is not connected, so nothing can be changed there. Connect it again first."
    started = services.undo_all(shop=alice)
    assert started is not None
    assert (started.submissions, started.why) == ([], told)
    assert [each["code"] for each in started.left_out] == ["not_connected"]
    assert not SubmissionRun.objects.filter(kind="undo").exists()
    with pytest.raises(Conflict) as error:
        services.undo_listing(shop=alice, listing_id=listing.pk)
    assert error.value.merchant_sentence == told


def test_an_export_that_lost_its_permission_does_not_go_on_once_everything_was_taken_back(
    alice: Shop, etsy: FakeMarketplace
) -> None:
    listing = drafted(connected(alice), etsy)
    before = list(etsy.kept["L1"].images)

    def refuse(verb: str, _listing: str) -> None:
        if verb == "submit" and etsy.calls.count("submit L1") > 1:
            raise Unauthorized("taken back")

    services.submit(shop=alice, listing_ids=[listing.pk])
    etsy.before = refuse
    work_off()
    assert Submission.objects.get().held
    started = services.undo_all(shop=alice)
    assert started is not None
    assert [each["code"] for each in started.left_out] == ["not_connected"]
    etsy.before = lambda _verb, _listing: None
    MarketplaceAccount.objects.update(refused_at=None)
    Submission.objects.update(held=False)
    work_off()
    assert etsy.kept["L1"].images == before
    assert [state for _, state, _ in states()] == ["left", "accepted"]
