"""Alice's listings on marketplaces in memory."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.utils import timezone

from shopapp import queue
from shopapp.marketplaces import drafting, gallery, grants, reaching, reading, services, submissions
from shopapp.marketplaces.lifecycle import OPEN
from shopapp.models import (
    Listing,
    ListingPhoto,
    ListingSync,
    MarketplaceAccount,
    Rendition,
    RetouchJob,
    Shop,
    Submission,
)
from tests.fake_marketplace import FakeMarketplace, KilledError, grant
from tests.signed_in import finished_job


@pytest.fixture
def etsy() -> FakeMarketplace:
    return FakeMarketplace()


@pytest.fixture
def amazon() -> FakeMarketplace:
    return FakeMarketplace(fetches=True)


@pytest.fixture(autouse=True)
def marketplaces(etsy: FakeMarketplace, amazon: FakeMarketplace) -> Iterator[None]:
    with reaching.using({"etsy": etsy.way(), "amazon": amazon.way()}):
        yield


@pytest.fixture
def bells(monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any) -> Any:
    """Return what notes the bells that are rung within a block."""

    @contextmanager
    def listening() -> Iterator[list[tuple[str, int]]]:
        rung: list[tuple[str, int]] = []
        monkeypatch.setattr(queue, "_ring", lambda task, ids, _delay: rung.append((task, *ids)))
        with django_capture_on_commit_callbacks(execute=True):
            yield rung

    return listening


def connected(shop: Shop, marketplace: str = "etsy", **fields: Any) -> MarketplaceAccount:
    account = MarketplaceAccount.objects.create(
        shop=shop, marketplace=marketplace, account="77", connected_at=timezone.now(), **fields
    )
    grants.store(account, grant())
    return account


def drafted(
    account: MarketplaceAccount, market: FakeMarketplace, key: str = "L1", *, photos: int = 2
) -> Listing:
    """A listing there and here, matched, with a draft of as many photos; what is there has one photo less."""
    if key not in market.kept:
        market.add(key, photos=max(1, photos - 1))
    for number in range(1, photos + 1):
        if not RetouchJob.objects.filter(media__gid=f"gid://shopify/MediaImage/{number}").exists():
            finished_job(account.shop, number)
    jobs = RetouchJob.objects.filter(shop=account.shop).order_by("pk")[:photos]
    listing = Listing.objects.create(
        shop=account.shop, account=account, key=key, title="14k gold ring", read_at=timezone.now(),
        product=jobs[0].media.products.get(), match="sku", draft="ready",
    )  # fmt: skip
    as_it_is_now(listing)
    for place, job in enumerate(jobs, start=1):
        photo_at(listing, place, job)
    return listing


def as_it_is_now(listing: Listing) -> None:
    """Let its draft be the one of today's results."""
    listing.draft_key = gallery.draft_key(listing, gallery.results_of(listing))
    Listing.objects.filter(pk=listing.pk).update(draft_key=listing.draft_key)


def new_ones_go_out(account: MarketplaceAccount) -> None:
    """Everything there is has been read; then the choice is made."""
    ListingSync.objects.create(account=account, state="done", finished_at=timezone.now())
    services.set_auto_export(shop=account.shop, account_id=account.pk, wanted=True)


def finding(fact: str) -> dict[str, str]:
    """What nobody has measured."""
    return {"rule": fact, "fact": fact, "verdict": "unknown", "severity": "blocks", "sentence": "", "fix": ""}


def photo_at(listing: Listing, place: int, job: RetouchJob, **fields: Any) -> ListingPhoto:
    revision = job.revision
    rendition, _ = Rendition.objects.get_or_create(
        shop=listing.shop, work_key=f"{listing.account.marketplace}-{revision.work_key}",
        defaults={"revision": revision, "key": revision.key, "sha256": revision.sha256, "bytes": 9,
                  "mime_type": "image/jpeg", "width": 60, "height": 60},
    )  # fmt: skip
    slot = "gallery" if place > 1 else "main"
    return ListingPhoto.objects.create(
        listing=listing, place=place, slot=slot, media=job.media, rendition=rendition,
        file_name=f"ring-{place}.jpg", alt=f"Ring, photo {place}", **fields,
    )  # fmt: skip


def matched(
    shop: Shop, market: FakeMarketplace, name: str = "etsy", *, photos: int = 2, skus: tuple[str, ...] = ()
) -> Listing:
    """A matched listing without a draft."""
    listing = drafted(connected(shop, name), market, photos=photos)
    listing.photos.all().delete()
    Rendition.objects.all().delete()
    Listing.objects.update(draft="none", draft_key="", skus=list(skus))
    listing.refresh_from_db()
    return listing


def draft(listing: Listing) -> Listing:
    services.draft_all(shop_id=listing.shop_id)
    drafting.run(listing.pk)
    listing.refresh_from_db()
    return listing


def work_off(*, rounds: int = 12) -> None:
    """Do what the network workers would do, without waiting for anything."""
    for _ in range(rounds):
        Submission.objects.update(due_at=None)
        for pk in Submission.objects.filter(state__in=OPEN).values_list("pk", flat=True):
            submissions.run(pk)
        ListingSync.objects.update(due_at=None)
        for pk in ListingSync.objects.filter(state="running").values_list("pk", flat=True):
            reading.run(pk)


def export(shop: Shop, *listings: Listing) -> Submission:
    """Export and wait for the end; return the first submission."""
    started = services.submit(shop=shop, listing_ids=[each.pk for each in listings] or None)
    work_off()
    return Submission.objects.get(pk=started.submissions[0].pk)


def keys(market: FakeMarketplace, listing: str = "L1") -> list[str]:
    return [image.key for image in market.kept[listing].images]


def once() -> Callable[[str], None]:
    """A hook that ends the worker the first time it is called."""
    lives = [1]

    def die(_key: str) -> None:
        if lives:
            lives.pop()
            raise KilledError

    return die
