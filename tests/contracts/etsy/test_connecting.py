"""Consent, tokens and limits: our client opposite the stand-in."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from integrations.errors import AccessDenied, NotFound, Throttled, Unauthorized, Unavailable
from integrations.etsy import EtsyConfig
from integrations.marketplace import ListingState
from integrations.sandbox.etsy.options import Allowance
from tests.contracts.etsy.shop import Connected
from tests.sandbox.etsy.raw import ORIGIN


def test_a_consent_becomes_a_grant_for_the_merchants_shop(shop: Connected):
    assert shop.grant.account == str(shop.raw.shop)
    assert shop.grant.account_name == "SandboxJewelers"
    assert shop.grant.scopes == ("listings_r", "listings_w", "shops_r")


def test_a_declined_consent_is_told_as_such(shop: Connected):
    with pytest.raises(AccessDenied):
        shop.connect(allow=False)


def test_a_token_that_has_expired_is_refused_and_a_refreshed_one_is_good(shop: Connected):
    shop.raw.wait(3600)
    with pytest.raises(Unauthorized) as error:
        shop.market.snapshot(shop.ring)
    assert "Connect Etsy again" in error.value.merchant_sentence
    fresh = shop.login.refresh(shop.grant)
    assert shop.reach(fresh).snapshot(shop.ring).images
    with pytest.raises(Unauthorized):
        shop.login.refresh(shop.grant)
    assert shop.login.refresh(fresh).account == shop.grant.account


def test_a_connection_that_was_taken_back_is_told_as_such(shop: Connected):
    shop.raw.control("tokens/revoke")
    with pytest.raises(Unauthorized):
        shop.market.snapshot(shop.ring)
    with pytest.raises(Unauthorized):
        shop.login.refresh(shop.grant)


def test_a_scope_that_is_missing_is_told_as_such(shop: Connected):
    shop.raw.control("tokens/scopes", scopes=["shops_r"])
    with pytest.raises(AccessDenied) as error:
        list(shop.market.listings())
    assert "lack a permission" in error.value.merchant_sentence


def test_a_secret_that_is_wrong_is_for_us_to_mend(connected: Callable[..., Connected]):
    with pytest.raises(AccessDenied) as error:
        connected(config=EtsyConfig("the-key", "another", ORIGIN))
    assert "for us to mend" in error.value.merchant_sentence


def test_another_shops_account_does_not_reach_this_one(shop: Connected):
    other = shop.reach(replace(shop.grant, account="41000002"))
    with pytest.raises(AccessDenied) as error:
        list(other.listings())
    assert "another shop" in error.value.merchant_sentence


def test_every_listing_is_read_with_images_and_skus(shop: Connected):
    shop.raw.control(f"listings/{shop.stone}/sell")
    ring, stone = shop.market.listings()
    assert (ring.title, ring.skus, len(ring.images)) == ("Plain ring", ("R-6", "R-7"), 3)
    assert (stone.key, stone.state) == (shop.stone, ListingState.SOLD_OUT)
    assert ring.images[0].alt == "Ring, front"
    assert ring.images[0].is_settled


def test_pages_are_read_to_their_end(connected: Callable[..., Connected]):
    shop = connected(shop_size=230)
    assert len({listing.key for listing in shop.market.listings()}) == 153
    assert shop.count("getListingsByShop") == 6


def test_a_listing_that_is_gone_is_not_found(shop: Connected):
    shop.raw.control(f"listings/{shop.ring}/delete")
    with pytest.raises(NotFound) as error:
        shop.market.snapshot(shop.ring)
    assert "no longer on Etsy" in error.value.merchant_sentence


def test_limits_are_kept_without_one_refusal(connected: Callable[..., Connected]):
    shop = connected(allowance=Allowance(per_second=4))
    for _ in range(12):
        shop.market.snapshot(shop.ring)
    assert not [name for name in shop.raw.state()["requests"] if name.endswith("429")]
    assert sum(shop.slept) > 5


def test_a_storm_of_refusals_is_waited_out(shop: Connected):
    shop.raw.control("faults", too_many=5, retry_after=2)
    assert shop.market.snapshot(shop.ring).images
    assert shop.slept.count(2.0) == 5


def test_a_day_that_is_used_up_is_left_to_the_caller(shop: Connected):
    shop.raw.control("quota", left=1)
    with pytest.raises(Throttled) as error:
        shop.market.snapshot(shop.ring)
    assert error.value.retry_after > 60
    assert "limit on what we may do today" in error.value.merchant_sentence


def test_etsy_being_down_is_borne_for_a_while(shop: Connected):
    shop.raw.control("faults", server_error=2)
    assert shop.market.snapshot(shop.ring).images
    shop.raw.control("faults", server_error=3600)
    with pytest.raises(Unavailable):
        shop.market.snapshot(shop.ring)


def test_somebody_in_front_of_etsy_does_not_end_the_connection(shop: Connected):
    shop.raw.control("faults", blocked=1)
    assert shop.market.snapshot(shop.ring).images
