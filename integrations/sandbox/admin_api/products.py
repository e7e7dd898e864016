"""Mutations of products, galleries and variant links; an app without ``write_products`` never gets this far."""

import hashlib
import uuid
from typing import Any

from integrations.sandbox import webhooks
from integrations.sandbox.admin_api.context import (
    Info,
    Resolvers,
    UserErrors,
    allowed,
    sandbox_of,
    user_error,
)
from integrations.sandbox.admin_api.files import LARGEST_GALLERY, create
from integrations.sandbox.admin_api.reads import find, find_medium, find_product
from integrations.sandbox.clock import timestamp
from integrations.sandbox.records import GID, Job, Medium, Product, Variant
from integrations.sandbox.state import Sandbox

MOST_PAIRS = 100
Pair = tuple[Variant, Medium]


def product_update(_source: object, info: Info, **args: Any) -> dict[str, Any]:
    """Change a product's own fields, or add media to its gallery."""
    sandbox = sandbox_of(info)
    change = args.get("product") or args.get("input") or {}
    product = find_product(sandbox, change.get("id") or "")
    if product is None:
        return {"product": None, "user_errors": [user_error(None, "Product does not exist", "id")]}
    media = args.get("media") or []
    if len(product.media) + len(media) > LARGEST_GALLERY:
        errors = [user_error(None, "Exceeded the limit of media per product", "media")]
        return {"product": None, "user_errors": errors}
    for name in ("title", "handle", "vendor", "status", "tags"):
        if change.get(name) is not None:
            setattr(product, name, change[name])
    product.product_type = change.get("productType") or product.product_type
    product.media += [create(sandbox, entry).number for entry in media]
    _changed(sandbox, product)
    return {"product": product, "user_errors": []}


def reorder(
    _source: object,
    info: Info,
    *,
    id: str,  # noqa: A002  # the schema's name
    moves: list[dict[str, Any]],
) -> dict[str, Any]:
    """Move media, one after the other, each to a zero-based place; done a little later."""
    sandbox = sandbox_of(info)
    product = find_product(sandbox, id)
    if product is None:
        errors = [user_error("PRODUCT_DOES_NOT_EXIST", "Product does not exist", "id")]
        return {"job": None, "media_user_errors": errors, "user_errors": errors}
    found = [find_medium(sandbox, move["id"]) for move in moves]
    if any(medium is None or medium.number not in product.media for medium in found):
        message = "Media does not exist on the given product."
        errors = [user_error("MEDIA_DOES_NOT_EXIST_ON_PRODUCT", message, "moves")]
        return {"job": None, "media_user_errors": errors, "user_errors": errors}
    job = Job(number=sandbox.store.next_number(), key=str(uuid.uuid4()))
    sandbox.store.jobs[job.number] = job
    order = [
        (medium.number, move["newPosition"]) for medium, move in zip(found, moves, strict=True) if medium
    ]
    sandbox.timeline.after(sandbox.options.timing.job, lambda: _reorder(sandbox, product, order, job))
    return {"job": job, "media_user_errors": [], "user_errors": []}


def append_media(_source: object, info: Info, **args: Any) -> dict[str, Any]:
    """Link media to variants, at most one to each."""
    sandbox = sandbox_of(info)
    product, pairs, errors = _pairs(sandbox, args)
    for index, (variant, medium) in enumerate(pairs):
        if variant.medium is not None:
            message = "Product variant already has attached media."
            errors.append(user_error("PRODUCT_VARIANT_ALREADY_HAS_MEDIA", message, "variantMedia", index))
        elif medium.status != "READY":
            message = "Non-ready media are not supported."
            errors.append(user_error("NON_READY_MEDIA", message, "variantMedia", index))
    return _linked(sandbox, product, pairs, errors, attach=True)


def detach_media(_source: object, info: Info, **args: Any) -> dict[str, Any]:
    """Take media off variants."""
    sandbox = sandbox_of(info)
    product, pairs, errors = _pairs(sandbox, args)
    for index, (variant, medium) in enumerate(pairs):
        if variant.medium != medium.number:
            message = "The specified media is not attached to the specified variant."
            errors.append(user_error("MEDIA_IS_NOT_ATTACHED_TO_VARIANT", message, "variantMedia", index))
    return _linked(sandbox, product, pairs, errors, attach=False)


def metafields_set(_source: object, info: Info, *, metafields: list[dict[str, Any]]) -> dict[str, Any]:
    """Write metafields of records that the app may write."""
    context = info.context
    sandbox = context.sandbox
    errors: UserErrors = []
    for index, entry in enumerate(metafields):
        owner = find(sandbox, entry["ownerId"])
        if owner is None:
            error = user_error("INVALID", "Owner does not exist.", "metafields", index, "ownerId")
        elif not allowed(context.scopes, ["write_products"]):
            error = user_error("APP_NOT_AUTHORIZED", "Access to this owner was denied.", "metafields", index)
        else:
            continue
        errors.append(error | {"element_index": None})
    if errors:
        return {"metafields": None, "user_errors": errors}
    return {"metafields": [_set_metafield(sandbox, entry) for entry in metafields], "user_errors": []}


def _set_metafield(sandbox: Sandbox, entry: dict[str, Any]) -> dict[str, str]:
    key = (entry["ownerId"], entry.get("namespace") or "$app", entry["key"])
    value = {
        "id": f"{GID}Metafield/{sandbox.store.next_number()}",
        "namespace": key[1],
        "key": key[2],
        "value": entry["value"],
        "compare_digest": hashlib.sha256(entry["value"].encode()).hexdigest(),
        "updated_at": timestamp(sandbox.clock.now()),
    }
    sandbox.store.metafields[key] = value
    return value


def _pairs(sandbox: Sandbox, args: dict[str, Any]) -> tuple[Product | None, list[Pair], UserErrors]:
    product = find_product(sandbox, args["productId"])
    if product is None:
        return None, [], [user_error("PRODUCT_DOES_NOT_EXIST", "Product does not exist", "productId")]
    entries = args["variantMedia"]
    if len(entries) > MOST_PAIRS:
        message = f"Exceeded the maximum number of {MOST_PAIRS} variant-media pairs per mutation call."
        return product, [], [user_error("MAXIMUM_VARIANT_MEDIA_PAIRS_EXCEEDED", message, "variantMedia")]
    pairs: list[Pair] = []
    errors: UserErrors = []
    for index, entry in enumerate(entries):
        pair = _pair(sandbox, product, index, entry)
        if isinstance(pair, tuple):
            pairs.append(pair)
        else:
            errors.append(pair)
    return product, pairs, errors


def _pair(sandbox: Sandbox, product: Product, index: int, entry: dict[str, Any]) -> Pair | dict[str, Any]:
    at = ("variantMedia", index)
    if len(entry["mediaIds"]) != 1:
        message = "Only one mediaId is allowed per variant-media input pair."
        return user_error("TOO_MANY_MEDIA_PER_INPUT_PAIR", message, *at)
    variant = find(sandbox, entry["variantId"])
    if not isinstance(variant, Variant) or variant.product != product.number:
        message = "Variant does not exist on the given product."
        return user_error("PRODUCT_VARIANT_DOES_NOT_EXIST_ON_PRODUCT", message, *at)
    medium = find_medium(sandbox, entry["mediaIds"][0])
    if medium is None or medium.number not in product.media:
        return user_error(
            "MEDIA_DOES_NOT_EXIST_ON_PRODUCT", "Media does not exist on the given product.", *at
        )
    return variant, medium


def _linked(
    sandbox: Sandbox, product: Product | None, pairs: list[Pair], errors: UserErrors, *, attach: bool
) -> dict[str, Any]:
    if errors or product is None:
        return {"product": None, "product_variants": None, "user_errors": errors}
    for variant, medium in pairs:
        variant.medium = medium.number if attach else None
    _changed(sandbox, product)
    return {"product": product, "product_variants": [variant for variant, _ in pairs], "user_errors": []}


def _reorder(sandbox: Sandbox, product: Product, order: list[tuple[int, int]], job: Job) -> None:
    with sandbox.lock:
        for number, position in order:
            if number in product.media:
                product.media.remove(number)
                product.media.insert(position, number)
        job.done = True
        _changed(sandbox, product)


def _changed(sandbox: Sandbox, product: Product) -> None:
    product.updated = sandbox.clock.now()
    webhooks.product_changed(sandbox, product)


RESOLVERS: Resolvers = {
    "Mutation": {
        "productUpdate": product_update,
        "productReorderMedia": reorder,
        "productVariantAppendMedia": append_media,
        "productVariantDetachMedia": detach_media,
        "metafieldsSet": metafields_set,
    }
}
