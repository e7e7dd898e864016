"""Many listings in one document: gathered, sent, reported on; and what happens when the document goes wrong."""

from datetime import timedelta

import pytest
from django.utils import timezone

from integrations.errors import Throttled, Unauthorized, UnsupportedFeature
from integrations.marketplace import ImageToSubmit, Issue, ListingState
from shopapp.errors import Conflict
from shopapp.marketplaces import connecting, feeding, services
from shopapp.models import Listing, ListingFeed, ListingWrite, Shop, Submission
from tests.fake_marketplace import FakeMarketplace, KilledError
from tests.unit.shopapp.marketplaces import conftest
from tests.unit.shopapp.marketplaces.conftest import connected, drafted, keys

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeding, "MANY", 3)


@pytest.fixture
def three(alice: Shop, amazon: FakeMarketplace) -> list[Listing]:
    account = connected(alice, "amazon")
    return [drafted(account, amazon, key) for key in ("L1", "L2", "L3")]


def work_off(*, rounds: int = 4) -> None:
    """Do what the network workers would do, documents included, without waiting for anything."""
    for _ in range(rounds):
        conftest.work_off(rounds=3)
        ListingFeed.objects.update(due_at=None)
        for pk in ListingFeed.objects.filter(state__in=("gathering", "sent")).values_list("pk", flat=True):
            feeding.run(pk)


def states() -> list[str]:
    return list(Submission.objects.order_by("listing__key").values_list("state", flat=True))


def test_many_listings_go_out_in_one_document_and_each_gets_its_own_verdict(
    alice: Shop, amazon: FakeMarketplace, three: list[Listing]
) -> None:
    before = {each.key: keys(amazon, each.key) for each in three}
    services.submit(shop=alice)
    work_off()
    assert (states(), ListingFeed.objects.get().state) == (["accepted"] * 3, "done")
    assert amazon.calls.count("submit_many") == 1
    assert not [call for call in amazon.calls if call.startswith(("submit L", "preview"))]
    assert {each.key: len(set(keys(amazon, each.key)) - set(before[each.key])) for each in three} == {
        "L1": 2, "L2": 2, "L3": 2,
    }  # fmt: skip
    services.undo_all(shop=alice)
    work_off()
    assert {each.key: keys(amazon, each.key) for each in three} == before


@pytest.mark.parametrize("how", ["taken back", "disconnected"])
def test_what_is_taken_back_or_disconnected_while_the_others_are_looked_at_is_not_in_the_document(
    alice: Shop, amazon: FakeMarketplace, three: list[Listing], how: str
) -> None:
    before = {each.key: keys(amazon, each.key) for each in three}
    account = three[0].account

    def happens(verb: str, listing: str) -> None:
        if (verb, listing) != ("verdict", "L3"):
            return
        amazon.before = lambda _verb, _listing: None
        if how == "taken back":
            services.undo_listing(shop=alice, listing_id=three[0].pk)
        else:
            connecting.disconnect(shop=alice, account_id=account.pk)

    services.submit(shop=alice)
    amazon.before = happens
    work_off()
    sent = [] if how == "disconnected" else [["L2", "L3"]]
    assert amazon.documents == sent
    assert keys(amazon, "L1") == before["L1"]


def test_a_document_holds_no_more_than_can_be_looked_at_in_one_go(
    alice: Shop, amazon: FakeMarketplace, three: list[Listing], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeding, "MOST", 2)
    services.submit(shop=alice)
    work_off()
    assert (states(), amazon.calls.count("submit_many")) == (["accepted"] * 3, 2)


def test_few_listings_go_one_by_one(alice: Shop, amazon: FakeMarketplace, three: list[Listing]) -> None:
    services.submit(shop=alice, listing_ids=[each.pk for each in three[:2]])
    work_off()
    assert states() == ["accepted"] * 2
    assert not ListingFeed.objects.exists()


def test_etsy_takes_no_documents(alice: Shop, etsy: FakeMarketplace) -> None:
    account = connected(alice)
    for key in ("L1", "L2", "L3"):
        drafted(account, etsy, key, photos=1)
    services.submit(shop=alice)
    work_off()
    assert (states(), ListingFeed.objects.exists()) == (["accepted"] * 3, False)


def test_a_listing_the_report_refuses_keeps_what_it_had_and_says_why(
    alice: Shop, amazon: FakeMarketplace, three: list[Listing]
) -> None:
    before = keys(amazon, "L2")
    told = {"L2": Issue("4000001", "The image is too small.", place=1)}
    sent = three[1].photos.get(place=1).rendition

    def foresee(image: ImageToSubmit) -> Issue | None:
        asked = amazon.calls[-1] == "read_many" and image.place == 1
        return told["L2"] if asked and f"/{sent.pk}-" in image.address else None

    amazon.foresees = foresee
    for other in (three[0], three[2]):
        other.photos.filter(place=1).delete()
    services.submit(shop=alice)
    work_off()
    assert states() == ["accepted", "rejected", "accepted"]
    refused, other = Submission.objects.get(listing=three[1]).writes.order_by("place")
    assert (refused.state, refused.reason_sentence) == ("rejected", "The image is too small.")
    assert (other.state, keys(amazon, "L2")[0]) == ("confirmed", before[0])


def test_a_document_that_is_lost_leaves_its_listings_to_go_by_themselves(
    alice: Shop, amazon: FakeMarketplace, three: list[Listing]
) -> None:
    amazon.loses_many = True
    services.submit(shop=alice)
    work_off()
    assert (states(), ListingFeed.objects.get().state) == (["accepted"] * 3, "failed")
    assert len([call for call in amazon.calls if call.startswith("submit L")]) == 6


def test_a_document_that_cannot_be_written_is_not_insisted_on(
    alice: Shop, amazon: FakeMarketplace, three: list[Listing]
) -> None:
    def refuse(verb: str, _listing: str) -> None:
        if verb == "submit_many":
            raise UnsupportedFeature("one of them has a slot too many")

    amazon.before = refuse
    services.submit(shop=alice)
    work_off()
    assert (states(), ListingFeed.objects.get().state) == (["accepted"] * 3, "failed")


def test_a_document_that_is_throttled_or_refused_for_its_token_is_sent_later(
    alice: Shop, amazon: FakeMarketplace, three: list[Listing]
) -> None:
    errors = [Unauthorized("expired"), Throttled("later", retry_after=40)]

    def refuse(verb: str, _listing: str) -> None:
        if verb == "submit_many" and errors:
            raise errors.pop(0)

    amazon.before = refuse
    services.submit(shop=alice)
    work_off(rounds=6)
    assert (states(), amazon.calls.count("submit_many")) == (["accepted"] * 3, 3)
    assert amazon.refreshed >= 1


def test_a_worker_killed_after_the_document_was_sent_sends_it_again_and_nothing_is_there_twice(
    alice: Shop, amazon: FakeMarketplace, three: list[Listing]
) -> None:
    lives = [1]

    def die(verb: str, _listing: str) -> None:
        if verb == "read_many" and lives:
            lives.pop()
            raise KilledError

    amazon.before = die
    services.submit(shop=alice)
    with pytest.raises(KilledError):
        work_off()
    ListingFeed.objects.update(lease_until=timezone.now() - timedelta(seconds=1), state="gathering")
    work_off()
    assert states() == ["accepted"] * 3
    assert amazon.calls.count("submit_many") == 2
    assert {len(keys(amazon, each.key)) for each in three} == {2}
    assert not ListingWrite.objects.filter(state__in=("planned", "sent")).exists()


def test_a_report_that_never_comes_is_not_waited_for_for_ever(
    alice: Shop, amazon: FakeMarketplace, three: list[Listing], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(amazon, "read_many", lambda _number: None)
    services.submit(shop=alice)
    work_off(rounds=3)
    assert (states(), ListingFeed.objects.get().state) == (["sending"] * 3, "sent")
    ListingFeed.objects.update(sent_at=timezone.now() - timedelta(hours=7))
    work_off()
    assert (states(), ListingFeed.objects.get().state) == (["accepted"] * 3, "failed")


def test_what_is_replaced_by_hand_before_the_document_goes_out_is_kept_and_told(
    alice: Shop, amazon: FakeMarketplace, three: list[Listing]
) -> None:
    by_hand: list[str] = []

    def throttle_once(verb: str, _listing: str) -> None:
        if verb == "submit_many" and not by_hand:
            by_hand.append(amazon.replace_by_hand("L2", 1))
            raise Throttled("later", retry_after=40)

    amazon.before = throttle_once
    services.submit(shop=alice)
    work_off(rounds=6)
    assert (keys(amazon, "L2")[0], states()) == (by_hand[0], ["accepted", "conflict", "accepted"])
    first, second = Submission.objects.get(listing=three[1]).writes.order_by("place")
    assert (first.state, first.after_key, second.state) == ("conflict", "", "confirmed")
    assert first.reason_sentence.startswith("Photo 1 was replaced on Amazon by hand. Yours was kept")
    services.undo_listing(shop=alice, listing_id=three[1].pk)
    work_off()
    assert keys(amazon, "L2") == by_hand
    with pytest.raises(Conflict, match="nothing to undo"):
        services.undo_listing(shop=alice, listing_id=three[1].pk)


def test_what_is_replaced_by_hand_after_the_document_is_done_is_not_taken_for_ours(
    alice: Shop, amazon: FakeMarketplace, three: list[Listing]
) -> None:
    by_hand: list[str] = []

    def replace(verb: str, listing: str) -> None:
        if (verb, listing) == ("verdict", "L2") and "read_many" in amazon.calls and not by_hand:
            by_hand.append(amazon.replace_by_hand("L2", 1, key="https://m.market.test/by-hand.jpg"))

    amazon.before = replace
    services.submit(shop=alice)
    work_off(rounds=6)
    assert (keys(amazon, "L2")[0], states()) == (by_hand[0], ["accepted", "conflict", "accepted"])
    services.undo_all(shop=alice)
    work_off()
    assert keys(amazon, "L2") == by_hand


def test_a_listing_that_is_gone_or_sold_out_by_then_does_not_hold_up_the_others(
    alice: Shop, amazon: FakeMarketplace, three: list[Listing]
) -> None:
    lost: list[str] = []

    def lose(verb: str, _listing: str) -> None:
        if verb == "submit_many" and not lost:
            lost.append("L2")
            del amazon.kept["L2"]
            amazon.kept["L3"].state = ListingState.SOLD_OUT
            raise Throttled("later", retry_after=40)

    amazon.before = lose
    services.submit(shop=alice)
    work_off(rounds=6)
    assert states() == ["accepted", "left", "left"]
    assert amazon.calls.count("submit L1") == 0


def test_who_looks_at_its_listing_too_late_for_the_document_goes_by_itself(
    alice: Shop, amazon: FakeMarketplace, three: list[Listing]
) -> None:
    services.submit(shop=alice)
    late = Submission.objects.get(listing=three[2])
    Submission.objects.filter(pk=late.pk).update(held=True)
    conftest.work_off(rounds=1)
    ListingFeed.objects.update(due_at=None)
    feeding.run(ListingFeed.objects.get().pk)
    Submission.objects.filter(pk=late.pk).update(held=False)
    work_off(rounds=6)
    assert states() == ["accepted"] * 3
    assert amazon.calls.count("submit L3") == 2


@pytest.mark.parametrize("room", [None, 1], ids=["nobody knows", "too little"])
def test_a_listing_whose_kind_does_not_take_it_does_not_throw_the_others_back(
    alice: Shop, amazon: FakeMarketplace, three: list[Listing], room: int | None
) -> None:
    told = "Amazon does not tell which photos this takes. Give it another product type."
    amazon.kept["L2"].product_type = "LUGGAGE"
    amazon.rooms = {"LUGGAGE": room} if room else {}

    def refuse(verb: str, named: str) -> None:
        if (verb, named) == ("room", "LUGGAGE" if room is None else "") or (verb, named) == ("preview", "L2"):
            raise UnsupportedFeature("LUGGAGE", merchant_sentence=told)

    amazon.before = refuse
    services.submit(shop=alice)
    work_off()
    assert states() == ["accepted", "failed", "accepted"]
    assert [len(batch) for batch in amazon.documents] == [2]
    assert not [call for call in amazon.calls if call.startswith("submit L")]
    refused = Submission.objects.get(listing=three[1])
    assert (refused.reason_code, refused.reason_sentence) == ("unsupported", told)
    assert Listing.objects.get(key="L2").gone_at is None
