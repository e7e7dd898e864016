"""Queries: the shop, its products, variants and media, and any record by its global identifier."""

from collections.abc import Sequence
from typing import Any

from integrations.sandbox.admin_api.context import (
    Info,
    Resolvers,
    access_denied,
    allowed,
    bad_request,
    sandbox_of,
)
from integrations.sandbox.admin_api.paging import connection, sort
from integrations.sandbox.cdn import image_url, original_url
from integrations.sandbox.records import GID, Medium, Product, Record, Variant
from integrations.sandbox.state import Sandbox

READ_MEDIA = ("read_products", "read_files")
NODE_SCOPES = {
    "Product": ("read_products",),
    "ProductVariant": ("read_products",),
    "MediaImage": READ_MEDIA,
    "Video": READ_MEDIA,
}
PRODUCT_STATUSES = frozenset({"ACTIVE", "ARCHIVED", "DRAFT", "UNLISTED"})


def find(sandbox: Sandbox, gid: str) -> Record | None:
    """Return the record with an identifier; its type must be the right one too."""
    store = sandbox.store
    number = gid.rpartition("/")[2]
    if not number.isdigit():
        return None
    line_items = {line.number: line for charge in store.charges.values() for line in charge.line_items}
    subscriptions = {one.number: one for one in store.subscriptions}
    for records in (
        store.products, store.variants, store.media, store.bulk, store.charges, line_items, subscriptions,
    ):  # fmt: skip
        found: Record | None = records.get(int(number))
        if found is not None and found.id == gid:
            return found
    return None


def find_product(sandbox: Sandbox, gid: str) -> Product | None:
    """Return a product by its identifier."""
    found = find(sandbox, gid)
    return found if isinstance(found, Product) else None


def find_medium(sandbox: Sandbox, gid: str) -> Medium | None:
    """Return a medium by its identifier."""
    found = find(sandbox, gid)
    return found if isinstance(found, Medium) else None


def node(_source: object, info: Info, *, id: str) -> Record | None:  # noqa: A002  # the schema's name
    """Return one record, if the app may read its kind."""
    context = info.context
    found = find(sandbox_of(info), id)
    wanted = NODE_SCOPES.get(found.typename) if found else None
    if wanted and not allowed(context.scopes, wanted):
        raise access_denied(info.field_name, wanted)
    return found


def nodes(_source: object, info: Info, *, ids: list[str]) -> list[Record | None]:
    """Return records in the order asked; null for what is not there."""
    return [node(None, info, id=gid) for gid in ids]


def product(_source: object, info: Info, *, id: str) -> Product | None:  # noqa: A002
    """Return one product."""
    return find_product(sandbox_of(info), id)


def products(_source: object, info: Info, **args: Any) -> dict[str, Any]:
    """Return a page of products; of the search syntax, ``status:`` and ``id:`` are understood."""
    found = matching(list(sandbox_of(info).store.products.values()), args.get("query") or "")
    keys = {
        "ID": lambda one: one.number,
        "TITLE": lambda one: one.title.lower(),
        "CREATED_AT": lambda one: one.created,
        "UPDATED_AT": lambda one: one.updated,
    }
    return connection(info, sort(found, args["sortKey"], keys), args)


def product_variants(_source: object, info: Info, **args: Any) -> dict[str, Any]:
    """Return a page of all products' variants."""
    if args.get("query"):
        raise bad_request("The sandbox does not search variants")
    found = list(sandbox_of(info).store.variants.values())
    keys = {"ID": lambda one: one.number, "SKU": lambda one: one.sku, "TITLE": lambda one: one.title}
    return connection(info, sort(found, args["sortKey"], keys), args)


def files(_source: object, info: Info, **args: Any) -> dict[str, Any]:
    """Return a page of the store's files, whether a product shows them or not."""
    if args.get("query"):
        raise bad_request("The sandbox does not search files")
    keys = {
        "ID": lambda one: one.number,
        "FILENAME": lambda one: one.file_name,
        "CREATED_AT": lambda one: one.created,
        "UPDATED_AT": lambda one: one.updated,
    }
    found = list(sandbox_of(info).store.media.values())
    return connection(info, sort(found, args["sortKey"], keys), args)


def matching(found: Sequence[Product], query: str) -> list[Product]:
    """Return the products a search finds."""
    kept = list(found)
    for term in query.split():
        name, _, value = term.partition(":")
        wanted = {part.strip().upper() for part in value.split(",")}
        if name == "status" and wanted <= PRODUCT_STATUSES:
            kept = [one for one in kept if one.status in wanted]
        elif name == "id" and value.isdigit():
            kept = [one for one in kept if one.number == int(value)]
        else:
            raise bad_request(f"The sandbox does not understand the search {term!r}")
    return kept


def product_media(source: Product, info: Info, **args: Any) -> dict[str, Any]:
    """Return a page of a product's gallery."""
    if args.get("query"):
        raise bad_request("The sandbox does not search media")
    media = sandbox_of(info).store.media
    numbers = source.media if args["sortKey"] == "POSITION" else sorted(source.media)
    return connection(info, [media[number] for number in numbers], args)


def featured_media(source: Product, info: Info) -> Medium | None:
    """Return the first of the gallery."""
    return sandbox_of(info).store.media[source.media[0]] if source.media else None


def product_images(source: Product, info: Info, **args: Any) -> dict[str, Any]:
    """Return the gallery's images, as this deprecated field does."""
    media = [sandbox_of(info).store.media[number] for number in source.media]
    page = connection(info, [one for one in media if one.kind == "IMAGE" and one.once_ready], args)
    images = [image(one, info) for one in page["nodes"]]
    edges = [edge | {"node": found} for edge, found in zip(page["edges"], images, strict=True)]
    return page | {"nodes": images, "edges": edges}


def product_variants_of(source: Product, info: Info, **args: Any) -> dict[str, Any]:
    """Return a page of a product's variants."""
    variants = sandbox_of(info).store.variants
    return connection(info, [variants[number] for number in source.variants], args)


def count_of_media(source: Product, _info: Info) -> dict[str, Any]:
    """Return how long a gallery is."""
    return {"count": len(source.media), "precision": "EXACT"}


def variant_product(source: Variant, info: Info) -> Product:
    """Return a variant's product."""
    return sandbox_of(info).store.products[source.product]


def variant_media(source: Variant, info: Info, **args: Any) -> dict[str, Any]:
    """Return the one medium a variant can have."""
    media = sandbox_of(info).store.media
    return connection(info, [media[source.medium]] if source.medium else [], args)


def metafield(source: Record, info: Info, *, key: str, namespace: str = "$app") -> dict[str, str] | None:
    """Return one metafield of a record."""
    return sandbox_of(info).store.metafields.get((source.id, namespace, key))


def image(source: Medium, _info: Info) -> dict[str, Any] | None:
    """Return the image as its page would show it; none before it was ready once."""
    if not source.once_ready:
        return None
    return {
        "id": f"{GID}ImageSource/{source.number}",
        "width": source.width,
        "height": source.height,
        "alt_text": source.alt,
        "thumbhash": None,
        "medium": source,
    }


def url_of_image(source: dict[str, Any], info: Info, transform: dict[str, Any] | None = None) -> str:
    """Return the CDN's address, with the size that was asked for."""
    wanted = transform or {}
    if unknown := wanted.keys() - {"maxWidth", "maxHeight", "scale"}:
        raise bad_request(f"The sandbox's CDN does not transform by {', '.join(sorted(unknown))}")
    return image_url(sandbox_of(info), source["medium"], wanted.get("maxWidth"), wanted.get("maxHeight"))


def original_source(source: Medium, _info: Info) -> dict[str, Any] | None:
    """Return a short-lived address of the bytes as uploaded."""
    if not source.once_ready:
        return None
    return {"file_size": len(source.content), "medium": source}


def url_of_original(source: dict[str, Any], info: Info) -> str:
    """Sign an address that is good for a short while."""
    return original_url(sandbox_of(info), source["medium"])


def preview(source: Medium, info: Info) -> dict[str, Any]:
    """Return the preview: of an image, itself."""
    return {"status": source.status, "image": image(source, info) if source.kind == "IMAGE" else None}


def file_errors(source: Medium, _info: Info) -> list[dict[str, Any]]:
    """Return why a file failed."""
    return [{"code": code, "message": message, "details": None} for code, message in source.errors]


def shop(_source: object, info: Info) -> dict[str, Any]:
    """Return the shop."""
    sandbox = sandbox_of(info)
    return {
        "id": f"{GID}Shop/60000000001",
        "name": sandbox.store.name,
        "email": sandbox.store.email,
        "contact_email": sandbox.store.email,
        "myshopify_domain": sandbox.options.shop,
        "currency_code": "USD",
        "iana_timezone": "America/New_York",
        "url": f"https://{sandbox.options.shop}",
        "primary_domain": {
            "id": f"{GID}Domain/80000000001",
            "host": sandbox.options.shop,
            "url": f"https://{sandbox.options.shop}",
        },
        "plan": {
            "public_display_name": "Development",
            "partner_development": True,
            "shopify_plus": False,
        },
    }


def installation(_source: object, info: Info) -> dict[str, Any]:
    """Return the app's installation."""
    context = info.context
    sandbox = context.sandbox
    address = f"https://{sandbox.options.shop}/admin/apps/{sandbox.app.name.lower()}"
    charges = list(sandbox.store.charges.values())
    active = [one for one in charges if one.kind == "AppSubscription" and one.status in ("ACTIVE", "FROZEN")]
    return {
        "id": f"{GID}AppInstallation/500000000001",
        "launch_url": address,
        "uninstall_url": f"{address}/uninstall",
        "access_scopes": [{"handle": scope, "description": scope} for scope in context.scopes],
        "app": {
            "id": f"{GID}App/400000000001",
            "handle": sandbox.app.name.lower(),
            "title": sandbox.app.name,
        },
        "active_subscriptions": active,
        "purchases": [one for one in charges if one.kind == "AppPurchaseOneTime"],
    }


def one_time_purchases(source: dict[str, Any], info: Info, **args: Any) -> dict[str, Any]:
    """Return a page of one-time purchases."""
    return connection(info, source["purchases"], args)


def job(_source: object, info: Info, *, id: str) -> Record | None:  # noqa: A002
    """Return a job, to see whether it is done."""
    return next((one for one in sandbox_of(info).store.jobs.values() if one.id == id), None)


FILE = {
    "status": lambda source, _info: source.status,
    "fileStatus": lambda source, _info: source.status,
    "mediaContentType": lambda source, _info: source.kind,
    "originalSource": original_source,
    "preview": preview,
    "fileErrors": file_errors,
    "mediaErrors": file_errors,
    "mediaWarnings": lambda _source, _info: [],
}
RESOLVERS: Resolvers = {
    "QueryRoot": {
        "shop": shop,
        "currentAppInstallation": installation,
        "product": product,
        "products": products,
        "productVariants": product_variants,
        "files": files,
        "node": node,
        "nodes": nodes,
        "job": job,
    },
    "Product": {
        "media": product_media,
        "featuredMedia": featured_media,
        "images": product_images,
        "mediaCount": count_of_media,
        "variants": product_variants_of,
        "metafield": metafield,
        "descriptionHtml": lambda source, _info: source.description,
        "legacyResourceId": lambda source, _info: str(source.number),
    },
    "ProductVariant": {"product": variant_product, "media": variant_media},
    "MediaImage": FILE | {"image": image},
    "Video": {name: resolve for name, resolve in FILE.items() if name != "originalSource"},
    "MediaImageOriginalSource": {"url": url_of_original},
    "Image": {"url": url_of_image, "src": url_of_image, "originalSrc": url_of_image},
    "AppInstallation": {"oneTimePurchases": one_time_purchases},
}
