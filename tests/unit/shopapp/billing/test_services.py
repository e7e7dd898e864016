import pytest

from shopapp.billing import ledger, selectors, services
from shopapp.errors import Invalid, NotFound
from shopapp.install import services as install
from shopapp.models import Purchase, RetouchJob, Shop, Subscription
from shopapp.studio import services as studio
from tests.factories import CHARLIES, make_media, make_shop
from tests.fake_shop import FakeShop

pytestmark = pytest.mark.django_db


@pytest.fixture
def free(db: None) -> Shop:
    return make_shop(credits_=0)


def test_a_pack_is_granted_once_when_its_charge_is_active(free: Shop, fake: FakeShop) -> None:
    purchase = services.start_purchase(shop=free, pack="credits-2000")
    assert purchase.confirmation_url
    fake.charges[purchase.gid]["status"] = "ACTIVE"
    for _ in range(3):
        assert services.settle_charge(shop=free, gid=purchase.gid) == "ACTIVE"
    assert selectors.balance(free).available == 2000
    assert Purchase.objects.get().granted_at


@pytest.mark.parametrize("status", ["PENDING", "DECLINED", "EXPIRED", "CANCELLED", "ACCEPTED"])
def test_a_charge_that_is_not_active_grants_nothing(free: Shop, fake: FakeShop, status: str) -> None:
    purchase = services.start_purchase(shop=free, pack="credits-400")
    fake.charges[purchase.gid]["status"] = status
    services.settle_pending(shop=free)
    assert selectors.balance(free).available == 0
    assert Purchase.objects.get().granted_at is None


def test_pro_begins_with_its_charge_and_ends_with_it(free: Shop, fake: FakeShop) -> None:
    subscription = services.start_subscription(shop=free)
    assert not selectors.has_pro(free)
    fake.charges[subscription.gid]["status"] = "ACTIVE"
    services.settle_charge(shop=free, gid=subscription.gid)
    assert selectors.has_pro(free)
    Shop.objects.update(auto_retouch=True)
    services.cancel_subscription(shop=free)
    assert not selectors.has_pro(free)
    assert Subscription.objects.get().ended_at
    assert not Shop.objects.get().auto_retouch


def test_a_frozen_plan_goes_on_once_it_is_paid_and_ends_when_the_app_is_removed(
    free: Shop, fake: FakeShop
) -> None:
    subscription = services.start_subscription(shop=free)
    for status, is_pro in (("ACTIVE", True), ("FROZEN", False), ("ACTIVE", True)):
        fake.charges[subscription.gid]["status"] = status
        services.settle_charge(shop=free, gid=subscription.gid)
        assert selectors.has_pro(free) is is_pro
    assert Subscription.objects.get().ended_at is None
    install.uninstall(shop=free)
    assert not selectors.has_pro(free)
    assert Subscription.objects.get().ended_at


@pytest.fixture
def on_hold(free: Shop, fake: FakeShop) -> Subscription:
    """Pro, with auto-retouch on, whose last payment Shopify could not collect."""
    subscription = services.start_subscription(shop=free)
    ledger.grant(free, 200, key="a pack", reason="for the test")
    for status in ("ACTIVE", "FROZEN"):
        fake.charges[subscription.gid]["status"] = status
        services.settle_charge(shop=free, gid=subscription.gid)
        if status == "ACTIVE":
            Shop.objects.update(auto_retouch=True)
    free.refresh_from_db()
    return subscription


def settle(shop: Shop, fake: FakeShop, subscription: Subscription, status: str) -> None:
    """What a changed charge sets off, the bell included."""
    fake.charges[subscription.gid]["status"] = status
    services.settle_charge(shop=shop, gid=subscription.gid)
    studio.resume_auto(shop_id=shop.pk)
    shop.refresh_from_db()


def test_once_the_bill_is_paid_auto_retouch_goes_on_and_takes_up_what_came_meanwhile(
    free: Shop, fake: FakeShop, on_hold: Subscription
) -> None:
    assert free.auto_retouch
    assert free.auto_paused_reason == "Auto-retouch is paused: Pro is on hold until its last bill is paid."
    media = make_media(free)
    assert studio.consider_auto(shop=free, media_ids=[media.pk]) == []
    studio.resume_auto(shop_id=free.pk)  # as a pack of credits does: the plan is still on hold
    free.refresh_from_db()
    assert (free.auto_paused_reason != "", RetouchJob.objects.count()) == (True, 0)
    settle(free, fake, on_hold, "ACTIVE")
    assert (free.auto_retouch, free.auto_paused_reason) == (True, "")
    assert RetouchJob.objects.get().media == media


def test_the_paid_bill_rings_for_what_waited(
    free: Shop, fake: FakeShop, on_hold: Subscription, monkeypatch: pytest.MonkeyPatch
) -> None:
    rung: list[tuple[str, int]] = []
    monkeypatch.setattr(services, "enqueue", lambda task, pk: rung.append((task, pk)))
    fake.charges[on_hold.gid]["status"] = "ACTIVE"
    services.settle_charge(shop=free, gid=on_hold.gid)
    assert rung == [("resume_auto", free.pk)]


def test_a_plan_on_hold_that_is_given_up_ends_auto_retouch(
    free: Shop, fake: FakeShop, on_hold: Subscription
) -> None:
    settle(free, fake, on_hold, "CANCELLED")
    assert (free.auto_retouch, free.auto_paused_reason) == (False, "")


def test_an_old_plans_end_does_not_touch_the_present_one(
    free: Shop, fake: FakeShop, on_hold: Subscription
) -> None:
    settle(free, fake, services.start_subscription(shop=free), "ACTIVE")
    settle(free, fake, on_hold, "CANCELLED")
    assert (free.auto_retouch, free.auto_paused_reason) == (True, "")


def test_settings_are_saved_on_hold_and_auto_retouch_stays_on(free: Shop, on_hold: Subscription) -> None:
    studio.change_settings(shop=free, auto_retouch=True, recipe="keep-background", tone="")
    assert (free.auto_retouch, free.recipe) == (True, "keep-background")
    assert "on hold" in free.auto_paused_reason


def test_a_charge_of_another_shop_is_not_found(free: Shop, fake: FakeShop) -> None:
    purchase = services.start_purchase(shop=free, pack="credits-400")
    fake.charges[purchase.gid]["status"] = "ACTIVE"
    with pytest.raises(NotFound):
        services.settle_charge(shop=make_shop(CHARLIES, credits_=0), gid=purchase.gid)


def test_what_is_not_sold_cannot_be_bought(free: Shop) -> None:
    with pytest.raises(Invalid):
        services.start_purchase(shop=free, pack="credits-1")
    with pytest.raises(Invalid):
        services.start_subscription(shop=free, plan="platinum")


def test_coming_back_from_shopify_grants_nothing_by_itself(free: Shop, fake: FakeShop, client) -> None:  # type: ignore[no-untyped-def]
    purchase = services.start_purchase(shop=free, pack="credits-400")
    answer = client.get("/billing/return", {"shop": free.domain, "charge_id": purchase.gid})
    assert answer.status_code == 302
    assert answer["Location"].startswith(f"https://{free.domain}/admin/apps/")
    assert selectors.balance(free).available == 0


def test_a_return_address_that_names_no_shop_leads_home(client, db: None) -> None:  # type: ignore[no-untyped-def]
    assert client.get("/billing/return", {"shop": "evil.example"})["Location"] == "/"
