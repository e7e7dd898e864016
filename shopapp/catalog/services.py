"""Bringing products, variants and media in step with the shop; every call may be repeated."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from integrations.errors import NotFound
from integrations.shopify import catalog as shopify
from integrations.shopify.types import Media as ShopifyMedia
from integrations.shopify.types import Product as ShopifyProduct
from integrations.shopify.types import Variant as ShopifyVariant
from shopapp import connection
from shopapp.catalog.selectors import category_of
from shopapp.models import Media, Product, ProductMedia, Shop, Sync, Variant, VariantMedia, Write
from shopapp.queue import Task, enqueue


@dataclass(slots=True)
class Changes:
    """What a reading of the shop showed that was not known before."""

    new: list[int] = field(default_factory=list)
    replaced: list[int] = field(default_factory=list)


def start_sync(*, shop: Shop) -> Sync:
    """Start reading the whole catalog; one reading at a time."""
    try:
        with transaction.atomic():
            sync = Sync.objects.create(shop=shop)
            enqueue(Task.RUN_SYNC, sync.pk)
    except IntegrityError:
        sync = Sync.objects.get(shop=shop, state=Sync.State.RUNNING)
        enqueue(Task.RUN_SYNC, sync.pk)
    return sync


def refresh_product(*, shop: Shop, gid: str) -> Changes:
    """Read one product as it is now; one that is gone is marked so."""
    client = connection.admin(shop)
    try:
        product = shopify.product_media(client, gid)
        variants = shopify.product_variants(client, gid)
    except NotFound:
        forget_product(shop=shop, gid=gid)
        return Changes()
    with transaction.atomic():
        changes = apply_product(shop, product)
        apply_variants(shop, variants)
    return changes


def forget_product(*, shop: Shop, gid: str) -> list[int]:
    """Mark a product as deleted, and those of its media that no other product shows; return these media."""
    now = timezone.now()
    with transaction.atomic():
        Product.objects.filter(shop=shop, gid=gid, deleted_at=None).update(deleted_at=now)
        shown = ProductMedia.objects.filter(product__deleted_at=None).values("media_id")
        orphans = Media.objects.filter(shop=shop, places__product__gid=gid, deleted_at=None)
        ids = list(orphans.exclude(pk__in=shown).values_list("pk", flat=True))
        Media.objects.filter(pk__in=ids).update(deleted_at=now)
    return ids


def apply_product(shop: Shop, product: ShopifyProduct) -> Changes:
    """Store one product and its gallery as just read."""
    row, _ = Product.objects.update_or_create(shop=shop, gid=product.gid, defaults=_product_fields(product))
    changes = Changes()
    media = [_apply_media(shop, medium, changes) for medium in product.media]
    ProductMedia.objects.filter(product=row).exclude(media__in=media).delete()
    for position, medium in enumerate(media):
        ProductMedia.objects.update_or_create(product=row, media=medium, defaults={"position": position})
    return changes


def _product_fields(product: ShopifyProduct) -> dict[str, Any]:
    return {
        "title": product.title[:512],
        "handle": product.handle[:255],
        "vendor": product.vendor[:255],
        "product_type": product.product_type[:255],
        "tags": list(product.tags),
        "status": product.status,
        "category": category_of(f"{product.title}. {product.product_type}. {' '.join(product.tags)}"),
        "changed_at": product.updated_at,
        "deleted_at": None,
    }


def _apply_media(shop: Shop, medium: ShopifyMedia, changes: Changes) -> Media:
    known = Media.objects.filter(shop=shop, gid=medium.gid).first()
    fields = {
        "kind": medium.kind,
        "alt": medium.alt[:1024],
        "mime_type": medium.mime_type,
        "status": str(medium.status),
        "url": medium.url,
        "version": medium.version,
        "width": medium.width or None,
        "height": medium.height or None,
        "file_size": medium.file_size or None,
        "deleted_at": None,
    }
    if known is None:
        created = Media.objects.create(shop=shop, gid=medium.gid, **fields)
        changes.new.append(created.pk)
        return created
    if _was_replaced(known, medium):
        changes.replaced.append(known.pk)
    if not medium.url:  # while Shopify works on it there is no copy; what we know of the last one stays
        fields = {name: value for name, value in fields.items() if name in {"alt", "status", "deleted_at"}}
    Media.objects.filter(pk=known.pk).update(**fields)
    return known


def _was_replaced(known: Media, medium: ShopifyMedia) -> bool:
    """Whether somebody else put other bytes there: a version neither known, nor ours, nor on its way from us."""
    if not known.version or medium.version in {"", known.version}:
        return False
    writes = Write.objects.filter(media=known)
    under_way = writes.filter(state__in=(Write.State.PLANNED, Write.State.SENT)).exists()
    return not under_way and not writes.filter(after_version=medium.version).exists()


def apply_variants(shop: Shop, variants: Sequence[ShopifyVariant]) -> None:
    """Store variants and the pictures they show."""
    products = dict(Product.objects.filter(shop=shop).values_list("gid", "pk"))
    media = dict(Media.objects.filter(shop=shop).values_list("gid", "pk"))
    for variant in variants:
        if variant.product_gid not in products:
            continue
        row, _ = Variant.objects.update_or_create(
            product_id=products[variant.product_gid], gid=variant.gid,
            defaults={"title": variant.title[:512], "sku": variant.sku[:255]},
        )  # fmt: skip
        shown = [media[gid] for gid in variant.media_gids if gid in media]
        VariantMedia.objects.filter(variant=row).exclude(media_id__in=shown).delete()
        for media_id in shown:
            VariantMedia.objects.get_or_create(variant=row, media_id=media_id)
