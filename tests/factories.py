"""A shop, its photos and their jobs, as rows: Alice's shop, and Charlie's other one."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from integrations.shopify.token_exchange import TokenPair
from shopapp import tokens
from shopapp.billing import ledger
from shopapp.models import Media, Product, ProductMedia, RetouchJob, Shop, Subscription, Write
from shopapp.publishing import publish, undo
from shopapp.studio import fetching, lifecycle, retouching, storage
from shopapp.studio.engine import Made, Refused, Request
from shopapp.studio.lifecycle import Stage
from tests.fake_shop import DOMAIN, FakeShop

CHARLIES = "charlie.myshopify.com"
_NEVER = datetime(2099, 1, 1, tzinfo=UTC)


def token_pair(*, token: str = "shpat_first", expires_in: timedelta = timedelta(hours=1)) -> TokenPair:
    now = datetime.now(UTC)
    return TokenPair(
        token, now + expires_in, "shprt_first", now + timedelta(days=90), "read_products,write_files"
    )


def make_shop(domain: str = DOMAIN, *, credits_: int = 80, pro: bool = False, **fields: Any) -> Shop:
    shop = Shop.objects.create(domain=domain, **fields)
    tokens.store(shop, token_pair())
    ledger.open_accounts(shop)
    if credits_:
        ledger.grant(shop, credits_, key="start", reason="for the test")
    if pro:
        Subscription.objects.create(
            shop=shop, plan="pro", gid="gid://shopify/AppSubscription/pro", status="ACTIVE"
        )
    return shop


def make_media(shop: Shop, number: int = 1, **fields: Any) -> Media:
    url = f"https://cdn.shopify.com/files/photo-{number}.jpg?v=1"
    defaults = {"url": url, "version": "1", "mime_type": "image/jpeg", "status": "READY"} | fields
    media = Media.objects.create(shop=shop, gid=f"gid://shopify/MediaImage/{number}", **defaults)
    product, _ = Product.objects.get_or_create(
        shop=shop, gid="gid://shopify/Product/1", defaults={"title": "14k gold ring", "product_type": "Ring"}
    )
    ProductMedia.objects.create(product=product, media=media, position=number)
    return media


def make_job(media: Media, **fields: Any) -> RetouchJob:
    defaults = {"source": "selection", "recipe": media.shop.recipe} | fields
    return RetouchJob.objects.create(shop=media.shop, media=media, **defaults)


def made(request: Request, *, needs_review: bool = False, facts: dict[str, Any] | None = None) -> Made:
    """A result without an engine: the original's bytes with a word behind them."""
    reasons = (
        ({"code": "edge", "sentence": "One prong's edge fell to 91 %.", "figure": 0.91},)
        if needs_review
        else ()
    )
    known = {"width": 64, "height": 64, "bytes": 900, "format": "jpeg", "megapixels": 0.004} | (facts or {})
    return Made(
        data=request.data + b" retouched", format="jpeg", width=64, height=64, needs_review=needs_review,
        reasons=reasons, notes=(), report={"facts": known}, provenance={"recipe": request.recipe},
        risk=0.09 if needs_review else 0.0, alloy=request.alloy,
    )  # fmt: skip


def work_off(make: Callable[[Request], Made | Refused] = made, *, rounds: int = 12) -> None:
    """Do what the workers would do, one step after the other, without waiting for anything."""
    steps = {
        Stage.FETCH: fetching.fetch,
        Stage.RETOUCH: lambda job: retouching.retouch(job, make=make),
        Stage.PUBLISH: publish.publish,
    }
    for _ in range(rounds):
        RetouchJob.objects.update(due_at=None)
        Write.objects.update(due_at=None)
        for stage, work in steps.items():
            for pk in RetouchJob.objects.filter(stage.jobs).values_list("pk", flat=True):
                lifecycle.run(pk, stage, work)
        for pk in Write.objects.filter(kind="undo", state__in=undo.UNDER_WAY).values_list("pk", flat=True):
            undo.run(pk)


def stored(key: str) -> bytes:
    return storage.read(key)


def stocked(shop: Shop, fake: FakeShop, *, photos: int = 1) -> list[Media]:
    """The same photos in the shop and in our rows."""
    for number in range(1, photos + 1):
        fake.add(number, f"original {number}".encode())
    return [make_media(shop, number) for number in range(1, photos + 1)]
