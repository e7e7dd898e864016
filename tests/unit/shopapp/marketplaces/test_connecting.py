from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from integrations import MARKETPLACES
from integrations.errors import Unauthorized
from shopapp.errors import Forbidden, Invalid
from shopapp.install import services as install
from shopapp.marketplaces import connecting, grants, reaching, services
from shopapp.models import (
    ConnectAttempt,
    Listing,
    ListingSync,
    MarketplaceAccount,
    MarketplaceToken,
    Shop,
    Submission,
)
from tests.fake_marketplace import FakeMarketplace, grant
from tests.unit.shopapp.marketplaces.conftest import connected, drafted, export, work_off

pytestmark = pytest.mark.django_db


def gone_to(browser: Client, shop: Shop) -> str:
    """Press Connect and follow the window to the marketplace; return the state it was sent."""
    away = browser.get(urlsplit(connecting.start(shop=shop, marketplace="etsy")).path)
    assert away.status_code == 302
    query = parse_qs(urlsplit(away["Location"]).query)
    assert query["back"] == ["https://app.lustre.test/connect/etsy"]
    return query["state"][0]


def back(browser: Client, state: str) -> int:
    return browser.get("/connect/etsy", {"code": "good", "state": state}).status_code


def test_a_merchant_connects_and_the_listings_are_read(alice: Shop, etsy: FakeMarketplace) -> None:
    etsy.add("L1", skus=("R-1",))
    browser = Client()
    page = browser.get("/connect/etsy", {"code": "good", "state": gone_to(browser, alice)})
    assert alice.domain in page.content.decode()
    account = MarketplaceAccount.objects.get()
    assert (account.shop, account.account, account.name, account.connected) == (
        alice,
        "77",
        "Alice's shop",
        True,
    )
    work_off()
    assert (ListingSync.objects.get().state, Listing.objects.get().key) == ("done", "L1")


def test_tokens_are_stored_encrypted(alice: Shop) -> None:
    connected(alice)
    kept = str(MarketplaceToken.objects.values().get())
    assert "token-1" not in kept
    assert "refresh-1" not in kept


def test_an_address_of_consent_passed_on_by_somebody_else_connects_nothing(alice: Shop) -> None:
    state = gone_to(Client(), alice)
    assert back(Client(), state) == 403
    assert not MarketplaceAccount.objects.exists()


def test_a_state_is_good_once_and_for_a_while(alice: Shop) -> None:
    browser = Client()
    state = gone_to(browser, alice)
    assert back(browser, "another") == 403
    assert back(browser, state) == 200
    browser.cookies["lustre_connect"] = state
    assert back(browser, state) == 403
    late = gone_to(browser, alice)
    ConnectAttempt.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert back(browser, late) == 403


def test_a_permission_that_was_not_given_is_said_in_a_sentence(alice: Shop) -> None:
    browser = Client()
    answer = browser.get("/connect/etsy", {"state": gone_to(browser, alice), "error": "access_denied"})
    assert answer.status_code == 403
    assert "Etsy was not connected: the permission was not given." in answer.content.decode()


def test_a_ticket_that_is_forged_or_too_old_leads_nowhere(alice: Shop) -> None:
    assert Client().get("/connect/start/nonsense").status_code == 403
    with pytest.raises(Forbidden):
        connecting.depart("nonsense")
    with pytest.raises(Invalid):
        connecting.start(shop=alice, marketplace="ebay")


def test_a_token_about_to_expire_is_renewed_and_the_pair_stored_whole(
    alice: Shop, etsy: FakeMarketplace
) -> None:
    account = connected(alice)
    grants.store(account, grant(expires_in=timedelta(seconds=30)))
    reaching.reach(account)
    reaching.reach(account)
    assert etsy.refreshed == 1
    good = grants.good_grant(account, refresh=lambda given: given)
    assert (good.access_token, good.account) == ("token-2", "77")


def test_a_renewal_that_is_refused_leaves_the_right_to_renew(alice: Shop, etsy: FakeMarketplace) -> None:
    account = connected(alice)
    grants.expire(account)
    etsy.refreshed = 99
    with pytest.raises(Unauthorized):
        reaching.reach(account)
    assert MarketplaceToken.objects.get().refreshing_by == ""


def test_disconnecting_deletes_the_tokens_and_keeps_the_ledger(alice: Shop, etsy: FakeMarketplace) -> None:
    account = connected(alice)
    written, unwritten = drafted(account, etsy), drafted(account, etsy, "L2")
    export(alice, written)
    connecting.disconnect(shop=alice, account_id=account.pk)
    assert not MarketplaceToken.objects.exists()
    assert list(Listing.objects.values_list("pk", flat=True)) == [written.pk]
    assert unwritten.pk not in Listing.objects.values_list("pk", flat=True)
    with pytest.raises(Unauthorized):
        reaching.reach(account)


def test_connecting_again_takes_the_same_account_up_and_what_waited_goes_on(
    alice: Shop, etsy: FakeMarketplace
) -> None:
    account = connected(alice)
    waiting = services.submit(shop=alice, listing_ids=[drafted(account, etsy).pk]).submissions[0]
    connecting.disconnect(shop=alice, account_id=account.pk)
    work_off(rounds=2)
    assert Submission.objects.get(pk=waiting.pk).held
    browser = Client()
    back(browser, gone_to(browser, alice))
    assert MarketplaceAccount.objects.get().connected
    work_off()
    assert Submission.objects.get(pk=waiting.pk).state == "accepted"


def test_what_is_found_anew_after_connecting_again_is_not_new(alice: Shop, etsy: FakeMarketplace) -> None:
    account = connected(alice)
    ListingSync.objects.create(account=account)
    work_off()
    etsy.add("L1", skus=("R-1",))
    connecting.disconnect(shop=alice, account_id=account.pk)
    browser = Client()
    back(browser, gone_to(browser, alice))
    services.set_auto_export(shop=alice, account_id=account.pk, wanted=True)
    work_off()
    listing = drafted(account, FakeMarketplace(), "L2")
    Listing.objects.filter(pk=listing.pk).update(found_at=Listing.objects.get(key="L1").found_at)
    assert services.export_wanted(listing_id=listing.pk) is None


def test_another_account_takes_the_place_of_the_one_before(alice: Shop) -> None:
    MarketplaceAccount.objects.create(
        shop=alice, marketplace="etsy", account="12", connected_at=timezone.now()
    )
    browser = Client()
    back(browser, gone_to(browser, alice))
    assert [a.account for a in MarketplaceAccount.objects.filter(disconnected_at=None)] == ["77"]


def test_a_shop_that_removes_the_app_takes_its_permissions_with_it(
    alice: Shop, etsy: FakeMarketplace
) -> None:
    account = connected(alice)
    waiting = services.submit(shop=alice, listing_ids=[drafted(account, etsy).pk]).submissions[0]
    install.uninstall(shop=alice)
    assert not MarketplaceToken.objects.exists()
    assert Submission.objects.get(pk=waiting.pk).held
    install.redact(domain=alice.domain)
    assert not MarketplaceAccount.objects.exists()


def test_every_marketplace_that_takes_images_has_a_way_and_nobody_else_is_let_in(client: Client) -> None:
    others = {name for name, found in MARKETPLACES.items() if found.accepts_images} - {"shopify"}
    assert reaching._WAYS.keys() == others
    assert client.get("/connect/elsewhere", {"code": "good", "state": "s"}).status_code == 403
