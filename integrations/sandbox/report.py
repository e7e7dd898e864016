"""Everything the sandbox holds, as JSON, for whoever checks what became of the store."""

from collections import defaultdict
from typing import Any

from integrations.sandbox.catalog import left_aside
from integrations.sandbox.cdn import image_url
from integrations.sandbox.charges import confirmation_url
from integrations.sandbox.clock import timestamp
from integrations.sandbox.records import Charge, Delivery, Medium, Product
from integrations.sandbox.state import Sandbox

Places = dict[int, list[dict[str, Any]]]
Links = dict[int | None, list[str]]


def state_report(sandbox: Sandbox) -> dict[str, Any]:
    """Return the whole state."""
    store = sandbox.store
    shown: Places = defaultdict(list)
    for product in store.products.values():
        for position, number in enumerate(product.media):
            shown[number].append({"id": product.id, "position": position})
    linked: Links = defaultdict(list)
    for variant in store.variants.values():
        linked[variant.medium].append(variant.id)
    return {
        "shop": sandbox.options.shop,
        "name": store.name,
        "now": timestamp(sandbox.clock.now()),
        "installed": store.installed,
        "scopes": list(sandbox.scopes),
        "points": round(sandbox.points, 1),
        "faults": sandbox.faults.shown(),
        "products": [_product(sandbox, product) for product in store.products.values()],
        "media": [_medium(sandbox, medium, shown, linked) for medium in store.media.values()],
        "charges": [_charge(sandbox, charge) for charge in store.charges.values()],
        "bulk": [
            {"id": one.id, "status": one.status, "objects": len(one.lines), "error": one.error_code}
            for one in store.bulk.values()
        ],
        "tokens": sum(not token.revoked for token in store.tokens),
        "uploads": sum(target.used for target in store.targets.values()),
        "deliveries": [_delivery(delivery) for delivery in store.deliveries],
        "left_aside": left_aside(sandbox.options),
        "deprecated_uses": sorted(set(store.deprecated_uses)),
    }


def _product(sandbox: Sandbox, product: Product) -> dict[str, Any]:
    variants = [sandbox.store.variants[number] for number in product.variants]
    return {
        "id": product.id,
        "number": product.number,
        "title": product.title,
        "handle": product.handle,
        "product_type": product.product_type,
        "status": product.status,
        "updated_at": product.updated_at,
        "media": [sandbox.store.media[number].id for number in product.media],
        "variants": [
            {
                "id": one.id,
                "title": one.title,
                "sku": one.sku,
                "media": sandbox.store.media[one.medium].id if one.medium else None,
            }
            for one in variants
        ],
    }


def _medium(sandbox: Sandbox, medium: Medium, shown: Places, linked: Links) -> dict[str, Any]:
    return {
        "id": medium.id,
        "number": medium.number,
        "kind": medium.kind,
        "file_name": medium.file_name,
        "mime_type": medium.mime_type,
        "alt": medium.alt,
        "status": medium.status,
        "errors": [code for code, _ in medium.errors],
        "busy": medium.busy,
        "digest": medium.digest,
        "bytes": len(medium.content),
        "width": medium.width,
        "height": medium.height,
        "version": medium.version,
        "url": image_url(sandbox, medium),
        "written_by": medium.writer,
        "products": shown.get(medium.number, []),
        "variants": linked.get(medium.number, []),
    }


def _charge(sandbox: Sandbox, charge: Charge) -> dict[str, Any]:
    return {
        "id": charge.id,
        "number": charge.number,
        "name": charge.name,
        "status": charge.status,
        "test": charge.test,
        "prices": [line.amount for line in charge.line_items],
        "confirmation_url": confirmation_url(sandbox, charge),
    }


def _delivery(delivery: Delivery) -> dict[str, Any]:
    return {
        "topic": delivery.topic,
        "webhook_id": delivery.webhook_id,
        "attempts": delivery.attempts,
        "outcome": delivery.outcome,
        "taken": delivery.taken,
        "forged": delivery.forged,
    }
