"""Reading an account's listings: stored one by one, then matched with products; every call may be repeated."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

import httpx
import structlog
from django.db import transaction
from django.utils import timezone

from integrations.errors import IntegrationError, NotFound, Retryable, Throttled, Unauthorized
from integrations.http import raise_for_status, translated
from integrations.marketplace import Listing as TheirListing
from integrations.marketplace import ListingImage, Marketplace
from shopapp import connection, leases
from shopapp.env import env
from shopapp.leases import LeaseLost
from shopapp.marketplaces import (
    fingerprint,
    gallery,
    grants,
    matching,
    notified,
    patience,
    reaching,
    second_looks,
    words,
)
from shopapp.marketplaces.matching import Known, Shelf
from shopapp.models import (
    Fingerprint,
    Listing,
    ListingSync,
    MarketplaceAccount,
    Media,
    Product,
    ProductMedia,
    Shop,
)
from shopapp.queue import Task, enqueue

_LONGEST_PAUSE = timedelta(minutes=2)
_SMALL = 480
_M = Listing.Match
_BY_US = (_M.SKU, _M.ALIKE, _M.DOUBTFUL, _M.NONE)
_log = structlog.get_logger(__name__)


def run(sync_id: int) -> None:
    """Claim a reading and do it; one that is held or over is left alone."""
    sync = leases.claim(ListingSync.objects.filter(state=ListingSync.State.RUNNING), sync_id)
    if sync is None:
        return
    account = sync.account
    with structlog.contextvars.bound_contextvars(
        shop=account.shop.domain, marketplace=account.marketplace, sync=sync.pk
    ):
        try:
            if sync.crashes >= leases.MOST_CRASHES:
                _fail(sync, words.sentence("our_fault", account.marketplace))
                return
            with leases.alive(sync):
                _read(sync, account)
        except LeaseLost:
            _log.info("overtaken; nothing written")
        except IntegrationError as error:
            _went_wrong(sync, error)


def _read(sync: ListingSync, account: MarketplaceAccount) -> None:
    market, began = reaching.reach(account), timezone.now()
    notified.watch(account, market)
    count, refused = 0, {}
    for count, found in enumerate(market.listings(), start=1):
        _store(account, found)
        if (places := second_looks.refused_places(found)) is not None:
            refused[found.key] = places
        if count % 50 == 0:
            leases.write(sync, listings=count)
    missing = Listing.objects.filter(account=account, gone_at=None, read_at__lt=began)
    missing.update(gone_at=timezone.now())
    match_all(account, market)
    changed = second_looks.compare(account, refused)
    note_room(account, market)
    done = ListingSync.State.DONE
    leases.let_go(sync, state=done, listings=count, finished_at=timezone.now(), reason="")
    enqueue(Task.DRAFT_LISTINGS, account.shop_id)
    _log.info("listings read", listings=count, judged_otherwise=changed)


def _store(account: MarketplaceAccount, found: TheirListing) -> None:
    fields = {
        "title": found.title[:512], "skus": list(found.skus), "state": str(found.state),
        "product_type": found.product_type[:64], "url": found.url, "version": found.version[:64],
        "read_at": timezone.now(), "gone_at": None,
        "images": [_plain(image) for image in found.images],
    }  # fmt: skip
    defaults = {**fields, "shop": account.shop}
    Listing.objects.update_or_create(account=account, key=found.key, defaults=defaults)


def _plain(image: ListingImage) -> dict[str, object]:
    names = ("key", "place", "address", "alt", "width", "height")
    return {name: getattr(image, name) for name in names}


def match_all(account: MarketplaceAccount, market: Marketplace) -> None:
    """Match every listing that no person has matched; pictures are looked at only where SKUs do not decide."""
    rows = list(Listing.objects.filter(account=account, gone_at=None).order_by("pk"))
    products = list(
        Product.objects.filter(shop=account.shop, deleted_at=None).prefetch_related("variants").order_by("pk")
    )
    known = [Known(p.pk, p.title, tuple(v.sku for v in p.variants.all())) for p in products]
    listings = [Known(row.key, row.title, tuple(row.skus)) for row in rows]
    told = matching.by_sku(listings, known)
    unsure = [row for row in rows if row.key not in told and row.match in _BY_US]
    if unsure:
        shelf = Shelf(_with_pictures(account.shop, known, near=_near(unsure, known)))
        for row in unsure:
            found = Known(row.key, row.title, tuple(row.skus), _picture_of(row, market))
            told[row.key] = shelf.by_looks(found)
    with transaction.atomic():
        for row in rows:
            if row.match in _BY_US:
                _keep(row, told[row.key])


def note_room(account: MarketplaceAccount, market: Marketplace) -> None:
    """Enter how many images each listing takes that sells a product; a type that nobody explains stays open."""
    rows = Listing.objects.filter(account=account, gone_at=None, product__isnull=False)
    for kind in rows.values_list("product_type", flat=True).order_by().distinct():
        try:
            room = market.room(kind)
        except (Retryable, Unauthorized):
            raise
        except IntegrationError as error:
            _log.warning("product type not explained", product_type=kind, why=str(error))
            continue
        rows.filter(product_type=kind).update(most_images=room)


def _keep(row: Listing, found: matching.Matched) -> None:
    """Enter what a listing sells, unless a person has said it since it was looked at."""
    ours = Listing.objects.filter(pk=row.pk, match__in=_BY_US)
    if row.product_id != found.product and ours.select_for_update(no_key=True).exists():
        gallery.forget_draft(row)
    ours.update(
        product_id=found.product, match=found.match, match_reason=found.reason,
        candidates=list(found.candidates),
    )  # fmt: skip


def _near(unsure: Iterable[Listing], products: Sequence[Known]) -> set[int]:
    """Return the products worth looking at: those whose titles come nearest."""
    shelf = Shelf(products)
    return {int(k.key) for row in unsure for k in shelf.nearest(Known(row.key, row.title))}


def _with_pictures(shop: Shop, products: Iterable[Known], *, near: set[int]) -> list[Known]:
    """Add the fingerprints of products' photos, as the shop shows them, taken once for each version."""
    places = ProductMedia.objects.filter(product__in=near, media__kind=Media.Kind.IMAGE).select_related(
        "media"
    )
    by_product: dict[int, list[str]] = {}
    for place in places.exclude(media__url=""):
        by_product.setdefault(place.product_id, []).append(_bits_of_media(shop, place.media))
    return [
        Known(p.key, p.title, p.skus, tuple(bits for bits in by_product.get(int(p.key), []) if bits))
        for p in products
    ]


def _bits_of_media(shop: Shop, media: Media) -> str:
    address = f"{media.url}{'&' if '?' in media.url else '?'}width={_SMALL}"
    return _bits(shop, f"media/{media.pk}/{media.version}", lambda: _get(connection.http(), address))


def _picture_of(row: Listing, market: Marketplace) -> tuple[str, ...]:
    if not row.images or not row.images[0]["address"]:
        return ()
    image = ListingImage(**row.images[0])
    reference = f"listing/{row.account_id}/{image.key}"[:255]
    bits = _bits(row.shop, reference, lambda: market.download(image))
    return (bits,) if bits else ()


def _bits(shop: Shop, reference: str, fetch: "fingerprint.Fetch") -> str:
    known = Fingerprint.objects.filter(shop=shop, reference=reference).first()
    if known:
        return known.bits
    try:
        bits = fingerprint.bits_of(fetch())
    except NotFound:
        return ""
    Fingerprint.objects.get_or_create(shop=shop, reference=reference, defaults={"bits": bits})
    return bits


def _get(http: httpx.Client, address: str) -> bytes:
    with translated("Shopify's image server"):
        answer = http.get(address)
    raise_for_status(answer, "Shopify's image server")
    return answer.content


def _went_wrong(sync: ListingSync, error: IntegrationError) -> None:
    if isinstance(error, Throttled) and _waits_for_the_limit(sync, error):
        return
    account, since = sync.account, sync.failing_since or timezone.now()
    refused = isinstance(error, Unauthorized)
    later = (isinstance(error, Retryable) and not isinstance(error, Throttled)) or (
        refused and not sync.failures
    )
    if later and timezone.now() - since < env().retry_give_up:
        if refused:
            grants.expire(account)
        pause = min(timedelta(seconds=2 ** min(sync.failures, 10)), _LONGEST_PAUSE)
        leases.let_go(sync, after=pause, failures=sync.failures + 1, failing_since=since)
        enqueue(Task.READ_LISTINGS, sync.pk, delay=pause)
        return
    if refused:
        MarketplaceAccount.objects.filter(pk=account.pk).update(refused_at=timezone.now())
    _fail(sync, words.sentence("refused" if refused else "unread", account.marketplace))
    _log.warning("listings could not be read", why=str(error))


def _waits_for_the_limit(sync: ListingSync, error: Throttled) -> bool:
    """Give the row back until the marketplace takes more from us, unless it has waited for days."""
    pause = patience.pause_of(error)
    waits = patience.at_the_limit(sync, sync.account, pause)
    if waits is None:
        return False
    reason = words.sentence("throttled", sync.account.marketplace)
    leases.let_go(sync, after=pause, reason=reason[:512], **waits)
    enqueue(Task.READ_LISTINGS, sync.pk, delay=pause)
    return True


def _fail(sync: ListingSync, reason: str) -> None:
    leases.let_go(sync, state=ListingSync.State.FAILED, reason=reason[:512], finished_at=timezone.now())
