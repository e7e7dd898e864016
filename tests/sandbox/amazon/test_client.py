"""Our client against the stand-in: what is sent is what the models allow, and what comes back is understood."""

from dataclasses import replace

import pytest

from integrations import MARKETPLACES
from integrations.errors import (
    AccessDenied,
    NotFound,
    Rejected,
    Throttled,
    Unauthorized,
    Unavailable,
    UnsupportedFeature,
)
from integrations.marketplace import Judgement, ListingState
from tests.sandbox.amazon.connected import Connected
from tests.sandbox.amazon.raw import CALLBACK, picture


def test_every_listing_of_the_account_is_read(connected: Connected) -> None:
    found = {one.key: one for one in connected.marketplace.listings()}
    assert found.keys() == {"R/6 %", "R-7", "S-1"}
    ring = found["R/6 %"]
    assert (ring.title, ring.skus, ring.product_type) == ("Plain ring, 6", ("R/6 %",), "RING")
    assert [(one.place, one.width) for one in ring.images] == [(1, 64), (2, None)]
    assert ring.url.startswith("https://www.amazon.com/dp/B0")


def test_a_snapshot_has_locators_and_sizes(connected: Connected) -> None:
    found = connected.marketplace.snapshot("R/6 %")
    assert [(one.place, one.width, one.key == one.address) for one in found.images] == [
        (1, 64, True),
        (2, 48, True),
    ]
    assert (found.state, found.product_type) == (ListingState.ACTIVE, "RING")
    with pytest.raises(NotFound):
        connected.marketplace.snapshot("R-8")


def test_images_are_submitted_fetched_and_accepted(connected: Connected) -> None:
    submitted = connected.submit(connected.image(1), connected.image(4))
    assert [one.key for one in submitted] == ["https://app.example/a-1.jpg", "https://app.example/a-4.jpg"]
    first = connected.marketplace.verdict("R-7", submitted)
    assert [one.judgement for one in first.images] == [Judgement.PENDING] * 2
    verdict = connected.judged(submitted)
    assert [one.judgement for one in verdict.images] == [Judgement.ACCEPTED] * 2
    main = verdict.images[0].image
    assert main is not None
    assert main == verdict.snapshot.at(1)
    assert (main.width, main.key == main.address) == (600, True)
    assert connected.marketplace.download(main)[:3] == b"\xff\xd8\xff"


def test_a_preview_says_what_amazon_would_and_changes_nothing(connected: Connected) -> None:
    marketplace = connected.marketplace
    before = marketplace.snapshot("R-7")
    assert marketplace.preview(before, [connected.image()]) == ()
    assert marketplace.snapshot("R-7") == before
    connected.raw.control("faults", invalid=1)
    issue = marketplace.preview(before, [connected.image()])[0]
    assert (issue.code, issue.place) == ("90000900", 1)


def test_what_was_previewed_is_not_previewed_again(connected: Connected) -> None:
    marketplace = connected.marketplace
    before = marketplace.snapshot("R-7")
    marketplace.preview(before, [connected.image()])
    connected.raw.control("faults", invalid=1)
    with pytest.raises(Rejected):
        list(marketplace.submit(before, [connected.image()]))
    assert connected.slept == []


def test_nothing_is_committed_that_the_preview_calls_invalid(connected: Connected) -> None:
    connected.raw.control("faults", invalid=1)
    before = connected.raw.locator()
    with pytest.raises(Rejected) as rejected:
        connected.submit(connected.image())
    assert rejected.value.codes == {"90000900"}
    assert rejected.value.data is not None
    assert rejected.value.data["issues"][0]["place"] == 1
    assert "invalid" in rejected.value.merchant_sentence
    assert connected.raw.locator() == before


def test_a_picture_that_breaks_a_rule_is_rejected_beside_its_image_with_our_rule(
    connected: Connected,
) -> None:
    gray = connected.image(1, content=picture(background=(245, 245, 245)))
    verdict = connected.judged(connected.submit(gray, connected.image(2)))
    main, other = verdict.images
    assert (main.judgement, other.judgement) == (Judgement.REJECTED, Judgement.ACCEPTED)
    assert "AMZ-JWL-BG-A" in main.issues[0].rules
    assert main.issues[0].enforcements == ("SEARCH_SUPPRESSED",)
    assert verdict.snapshot.state is ListingState.INACTIVE
    better = connected.judged(connected.submit(connected.image(1, "better")))
    assert better.images[0].judgement is Judgement.ACCEPTED


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (picture(share=0.6), "AMZ-JWL-FILL-MAIN"),
        (picture(300), "AMZ-MINPX"),
        (b"no picture", "AMZ-FMT-JWL-A"),
    ],
)
def test_each_issue_names_the_rule_of_ours_that_asks_the_same(
    connected: Connected, content: bytes, rule: str
) -> None:
    image = connected.judged(connected.submit(connected.image(1, content=content))).images[0]
    assert image.judgement is Judgement.REJECTED
    assert rule in image.issues[0].rules


def test_text_on_the_main_image_is_told_of_the_main_image(connected: Connected) -> None:
    connected.raw.control("faults", text_on_main=1)
    verdict = connected.judged(connected.submit(connected.image(1), connected.image(2)))
    assert verdict.images[0].issues[0].rules == ("AMZ-TEXT",)
    assert verdict.images[1].judgement is Judgement.ACCEPTED


def test_a_product_type_takes_as_many_images_as_it_has_slots(connected: Connected) -> None:
    assert {kind: connected.marketplace.room(kind) for kind in ("RING", "GEMSTONE", "")} == {
        "RING": 9,
        "GEMSTONE": 6,
        "": 9,
    }


def test_what_is_held_against_an_image_later_is_told_with_the_listings(connected: Connected) -> None:
    connected.raw.control("faults", text_on_main=1, late_issue=1)
    submitted = connected.submit(connected.image())
    assert connected.judged(submitted).images[0].judgement is Judgement.ACCEPTED
    connected.raw.wait(60)
    told = {listing.key: listing.issues for listing in connected.marketplace.listings()}
    assert [(issue.code, issue.place, issue.refuses) for issue in told["R-7"] or ()] == [("18027", 1, True)]
    assert connected.marketplace.verdict("R-7", submitted).images[0].judgement is Judgement.REJECTED


def test_an_address_that_cannot_be_fetched_is_a_rejection(connected: Connected) -> None:
    verdict = connected.judged(connected.submit(connected.image(3, content=b"")))
    assert verdict.images[0].judgement is Judgement.REJECTED
    assert "https://app.example/a-3.jpg" in verdict.images[0].issues[0].message


def test_a_picture_replaced_by_hand_is_told_as_it_is(connected: Connected) -> None:
    submitted = connected.submit(connected.image())
    settled = connected.judged(submitted).images[0].image
    locator = connected.raw.control("listings/R-7/replace")["locator"]
    there = connected.marketplace.verdict("R-7", submitted).images[0].image
    assert settled is not None
    assert there is not None
    assert there.key == locator != settled.key


def test_another_contributors_picture_is_warned_of(connected: Connected) -> None:
    submitted = connected.submit(connected.image())
    connected.judged(submitted)
    link = connected.raw.control("listings/R-7/outrank")["link"]
    image = connected.marketplace.verdict("R-7", submitted).images[0]
    assert (image.judgement, image.issues[0].code) == (Judgement.ACCEPTED, "NOT_SHOWN")
    assert image.image is not None
    assert image.image.address == link


def test_an_item_taken_out_of_the_catalog_is_an_issue_of_the_listing(connected: Connected) -> None:
    submitted = connected.submit(connected.image())
    connected.judged(submitted)
    connected.raw.control("listings/R-7/suppress")
    verdict = connected.marketplace.verdict("R-7", submitted)
    assert verdict.issues[0].enforcements == ("CATALOG_ITEM_REMOVED",)
    assert verdict.issues[0].place is None
    assert verdict.snapshot.state is ListingState.INACTIVE


def test_restoring_brings_back_the_very_locators_and_frees_what_was_free(connected: Connected) -> None:
    before = connected.marketplace.snapshot("R/6 %")
    connected.judged(connected.submit(connected.image(1), connected.image(5), sku="R/6 %"), "R/6 %")
    assert [one.place for one in connected.marketplace.snapshot("R/6 %").images] == [1, 2, 5]
    now = connected.marketplace.restore(before, [1, 5])
    assert [(one.place, one.key) for one in now.images] == [(one.place, one.key) for one in before.images]
    connected.raw.wait(3)
    assert connected.marketplace.snapshot("R/6 %").images == before.images
    fetched = connected.raw.state()["fetched"]
    connected.marketplace.restore(before, [1, 5])
    connected.raw.wait(3)
    assert connected.raw.state()["fetched"] == fetched


def test_submitting_again_after_a_lost_answer_changes_nothing_twice(connected: Connected) -> None:
    marketplace = connected.marketplace
    before = marketplace.snapshot("R-7")
    marketplace.preview(before, [connected.image()])
    connected.raw.control("faults", lost_answer=1)
    submitted = list(marketplace.submit(before, [connected.image()]))
    assert connected.slept
    verdict = connected.judged(submitted)
    assert verdict.images[0].judgement is Judgement.ACCEPTED
    assert len(verdict.snapshot.images) == 2


def test_a_listing_that_is_read_late_is_not_taken_for_a_verdict(connected: Connected) -> None:
    connected.raw.control("faults", late_read=1)
    submitted = connected.submit(connected.image(1), connected.image(9))
    connected.raw.wait(2)
    late = connected.marketplace.verdict("R-7", submitted)
    assert [one.judgement for one in late.images] == [Judgement.PENDING] * 2
    assert [one.judgement for one in connected.judged(submitted).images] == [Judgement.ACCEPTED] * 2


def test_what_we_can_do_is_what_the_table_says(connected: Connected) -> None:
    assert connected.marketplace.capabilities == MARKETPLACES["amazon"]


def test_an_image_without_an_address_is_never_sent(connected: Connected) -> None:
    with pytest.raises(UnsupportedFeature):
        connected.submit(replace(connected.image(), address=""))


def test_a_listing_deleted_before_the_commit_is_not_found(connected: Connected) -> None:
    marketplace = connected.marketplace
    before = marketplace.snapshot("R-7")
    connected.raw.control("listings/R-7/delete")
    with pytest.raises(NotFound):
        list(marketplace.submit(before, [connected.image()]))


def test_a_slot_the_product_type_does_not_have_is_never_sent(connected: Connected) -> None:
    with pytest.raises(UnsupportedFeature) as error:
        connected.submit(connected.image(7), sku="S-1")
    assert "6 images" in error.value.merchant_sentence


def test_nothing_to_submit_asks_nothing(connected: Connected) -> None:
    before = connected.marketplace.snapshot("R-7")
    connected.raw.control("tokens/expire")
    assert list(connected.marketplace.submit(before, [])) == []


def test_a_storm_of_refusals_is_waited_out_within_the_rate(connected: Connected) -> None:
    connected.raw.control("faults", throttle=3, unavailable=1)
    assert connected.marketplace.snapshot("R-7").listing == "R-7"
    assert len(connected.slept) >= 4


def test_a_storm_that_does_not_end_is_told_with_the_time_to_come_back(connected: Connected) -> None:
    connected.raw.control("faults", throttle=1000)
    with pytest.raises(Throttled) as error:
        connected.with_config(max_wait_seconds=0.5).marketplace.snapshot("R-7")
    assert error.value.retry_after > 0


def test_the_documented_rates_are_kept_without_one_refusal(connected: Connected) -> None:
    marketplace = connected.marketplace
    for _ in range(30):
        marketplace.snapshot("R-7")
    assert connected.slept
    assert all(pause < 1.1 for pause in connected.slept)


def test_an_account_that_is_down_is_unavailable(connected: Connected) -> None:
    connected.raw.control("faults", unavailable=1000)
    with pytest.raises(Unavailable):
        connected.marketplace.snapshot("R-7")


def test_an_expired_token_is_unauthorized_and_refreshed_by_who_owns_it(connected: Connected) -> None:
    connected.raw.control("tokens/expire")
    with pytest.raises(Unauthorized):
        connected.marketplace.snapshot("R-7")
    connected.grant = connected.login.refresh(connected.grant)
    assert connected.marketplace.snapshot("R-7").listing == "R-7"


def test_a_consent_taken_back_is_unauthorized_everywhere(connected: Connected) -> None:
    connected.raw.control("tokens/revoke")
    with pytest.raises(Unauthorized):
        connected.marketplace.snapshot("R-7")
    with pytest.raises(Unauthorized):
        connected.login.refresh(connected.grant)


def test_a_missing_role_is_access_denied(connected: Connected) -> None:
    connected.raw.control("roles", roles=[])
    with pytest.raises(AccessDenied):
        connected.marketplace.snapshot("R-7")


def test_the_page_of_consent_takes_what_we_send_it_to(connected: Connected) -> None:
    address = connected.login.authorize_url(state="s", redirect_uri=CALLBACK)
    assert connected.http.get(address).status_code == 200
    assert connected.grant.account == "A2SANDBOXJEWEL"


def test_many_listings_go_by_one_feed_and_each_refusal_is_named(connected: Connected) -> None:
    marketplace = connected.marketplace
    batch = [(marketplace.snapshot(sku), [connected.image(1, sku[0])]) for sku in ("R-7", "R/6 %", "S-1")]
    connected.raw.control("faults", invalid=1)
    feed_id = marketplace.submit_many(batch)
    assert marketplace.read_many(feed_id) is None
    connected.raw.wait(2)
    report = marketplace.read_many(feed_id)
    assert report is not None
    assert (report.accepted, report.refused.keys()) == (2, {"R-7"})
    assert report.refused["R-7"][0].code == "90000900"
    connected.raw.wait(2)
    assert marketplace.snapshot("S-1").images[0].width == 600


def test_a_fatal_feed_is_over_and_refuses_nobody_by_name(connected: Connected) -> None:
    marketplace = connected.marketplace
    connected.raw.control("faults", feed_fatal=1)
    feed_id = marketplace.submit_many([(marketplace.snapshot("R-7"), [connected.image()])])
    connected.raw.wait(2)
    report = marketplace.read_many(feed_id)
    assert report is not None
    assert (str(report.state), report.accepted, report.refused) == ("FATAL", 0, {})


def test_watching_twice_makes_one_subscription(connected: Connected) -> None:
    first = connected.marketplace.watch("the-destination")
    assert connected.marketplace.watch("the-destination") == first


def test_a_listing_of_an_undefined_type_is_refused_and_not_taken_for_gone(connected: Connected) -> None:
    connected.raw.control("listings/R-7/retype", product_type="LUGGAGE")
    marketplace = connected.marketplace
    before = marketplace.snapshot("R-7")
    for ask in (marketplace.preview, lambda *given: list(marketplace.submit(*given))):
        with pytest.raises(UnsupportedFeature, match="LUGGAGE"):
            ask(before, [connected.image()])
    assert marketplace.snapshot("R-7") == before
