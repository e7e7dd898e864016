"""Listings Items 2021-08-01 from the other side: an item with its issues, a search, and a patch, previewed or not."""

import re
import secrets
from collections.abc import Callable, Mapping
from typing import Any

from integrations.sandbox.amazon import processing, product_types
from integrations.sandbox.amazon.records import SLOTS, Complaint, Listing, timestamp
from integrations.sandbox.amazon.state import Sandbox

Answer = tuple[int, dict[str, Any]]
MOST_RESULTS = 1000
DATA_SETS = (
    "summaries",
    "attributes",
    "issues",
    "offers",
    "fulfillmentAvailability",
    "procurement",
    "relationships",
    "productTypes",
)
_DATE = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?", re.ASCII)


def refused(status: int, code: str, message: str, details: str = "") -> Answer:
    """Make an ``ErrorList``."""
    return status, {"errors": [{"code": code, "message": message, "details": details}]}


def get_item(sandbox: Sandbox, path: Mapping[str, str], query: Mapping[str, str]) -> Answer:
    """Answer ``getListingsItem``."""
    listing = sandbox.store.listings.get(path["sku"])
    if listing is None:
        return refused(
            404, "NOT_FOUND", f"SKU '{path['sku']}' not found in marketplace {query['marketplaceIds']}"
        )
    content = shown(sandbox, listing, query)
    if sandbox.clock.now() < listing.late_until:
        content = {name: listing.late[name] for name in content}
    return 200, content


def shown(sandbox: Sandbox, listing: Listing, query: Mapping[str, str]) -> dict[str, Any]:
    """Return an ``Item`` with the data sets that were asked for."""
    stores = [one for one in query["marketplaceIds"].split(",") if one in sandbox.options.marketplace_ids]
    wanted = query.get("includedData", "summaries").split(",")
    sets: dict[str, Callable[[], Any]] = {
        "summaries": lambda: [_summary(sandbox, listing, store) for store in stores],
        "attributes": lambda: _attributes(listing, stores),
        "issues": lambda: [issue.shown(sandbox.options.marketplace_ids) for issue in listing.issues],
        "fulfillmentAvailability": lambda: [
            {"fulfillmentChannelCode": "DEFAULT", "quantity": listing.quantity}
        ],
        "productTypes": lambda: [
            {"marketplaceId": store, "productType": listing.product_type} for store in stores
        ],
        "offers": list,
        "relationships": list,
        "procurement": list,
    }
    return {"sku": listing.sku, **{name: sets[name]() for name in wanted}}


def search(sandbox: Sandbox, _path: Mapping[str, str], query: Mapping[str, str]) -> Answer:
    """Answer ``searchListingsItems``."""
    if ("identifiers" in query) != ("identifiersType" in query):
        return refused(400, "InvalidInput", "'identifiers' and 'identifiersType' go together.")
    dates = [query[name] for name in query if name.endswith(("After", "Before"))]
    if not all(_DATE.fullmatch(date) for date in dates):
        return refused(400, "InvalidInput", "Invalid date and time format.")
    size = int(query.get("pageSize", "10"))
    start = query.get("pageToken", "0")
    if size < 1 or not re.fullmatch(r"\d{1,6}", start, re.ASCII):
        return refused(400, "InvalidInput", "Invalid page.")
    found = _sorted([one for one in sandbox.store.listings.values() if _matches(one, query)], query)
    reachable = found[:MOST_RESULTS]
    first, last = int(start), int(start) + size
    pagination = {"nextToken": str(last)} if last < len(reachable) else {}
    if first:
        pagination["previousToken"] = str(max(0, first - size))
    items = [shown(sandbox, one, query) for one in reachable[first:last]]
    return 200, {"numberOfResults": len(found), "pagination": pagination, "items": items}


def patch_item(
    sandbox: Sandbox, path: Mapping[str, str], query: Mapping[str, str], body: Mapping[str, Any]
) -> Answer:
    """Answer ``patchListingsItem``: HTTP 200 whenever it was understood, whatever becomes of it."""
    is_preview = query.get("mode") == "VALIDATION_PREVIEW"
    if "identifiers" in query.get("includedData", "") and not is_preview:
        return refused(400, "InvalidInput", "'identifiers' can only be requested with a preview.")
    listing = sandbox.store.listings.get(path["sku"])
    if listing is None:
        return refused(400, "InvalidInput", f"SKU '{path['sku']}' does not exist.")
    nested = [one["path"] for one in body["patches"] if not re.fullmatch(r"/attributes/\w+", one["path"])]
    if nested:
        return refused(400, "InvalidInput", f"Only whole attributes can be patched, not '{nested[0]}'.")
    issues = problems(sandbox, listing, body)
    status = "INVALID" if issues else "VALID" if is_preview else "ACCEPTED"
    if status == "ACCEPTED":
        apply(sandbox, listing, body)
    answer: dict[str, Any] = {
        "sku": listing.sku,
        "status": status,
        "submissionId": secrets.token_hex(16),
        "issues": [issue.shown() for issue in issues],
    }
    if "identifiers" in query.get("includedData", ""):
        stores = query["marketplaceIds"].split(",")
        answer["identifiers"] = [{"marketplaceId": store, "asin": listing.asin} for store in stores]
    return 200, answer


def problems(sandbox: Sandbox, listing: Listing, body: Mapping[str, Any]) -> list[Complaint]:
    """Return what makes a patch INVALID."""
    kind = body["productType"]
    if sandbox.faults.strike("invalid"):
        return [_invalid("90000900", "The attributes are invalid.", body["patches"][0]["path"])]
    if kind not in (listing.product_type, "PRODUCT"):
        message = f"The product type '{kind}' is not that of the listing, '{listing.product_type}'."
        return [_invalid("sandbox-type", message, "/attributes/product_type")]
    kind = listing.product_type
    if kind not in product_types.NAMES:
        message = f"The product type '{kind}' is not supported."
        return [_invalid("sandbox-type", message, "/attributes/product_type")]
    return [found for one in body["patches"] for found in _patch_problems(sandbox, kind, one)]


def apply(sandbox: Sandbox, listing: Listing, body: Mapping[str, Any]) -> None:
    """Put a valid patch into effect; its pictures are looked at later."""
    if sandbox.faults.strike("late_read"):
        every = {"marketplaceIds": sandbox.options.marketplace_ids[0], "includedData": ",".join(DATA_SETS)}
        listing.late = shown(sandbox, listing, every)
        listing.late_until = sandbox.clock.now() + sandbox.options.timing.late_read
    listing.updated = sandbox.clock.now()
    for one in body["patches"]:
        name = one["path"].rpartition("/")[2]
        if name not in SLOTS:
            # A photo of an offer goes with the offer: it never becomes an image of the product.
            listing.others.pop(name, None)
            if one["op"] != "delete":
                listing.others[name] = one["value"]
        elif one["op"] == "delete":
            processing.removed(sandbox, listing, name)
        else:
            processing.submitted(sandbox, listing, name, one["value"][0]["media_location"])


def _patch_problems(sandbox: Sandbox, kind: str, one: Mapping[str, Any]) -> list[Complaint]:
    name = one["path"].rpartition("/")[2]
    stores = sandbox.options.marketplace_ids
    if name not in product_types.schema(kind, stores)["properties"]:
        return [_invalid("90000900", "The attributes are invalid.", one["path"])]
    value = one.get("value") or []
    if one["op"] != "delete":
        found = product_types.errors(kind, stores, name, value)
    else:
        selected = [entry.get("marketplace_id") in stores for entry in value]
        found = [] if selected and all(selected) else ["a delete names the marketplace_id that is meant"]
    return [
        _invalid("4000001", f"The provided value for '{name}' is invalid: {text}", one["path"])
        for text in found
    ]


def _invalid(code: str, message: str, path: str) -> Complaint:
    name = path.rpartition("/")[2]
    return Complaint(code=code, message=message, attributes=(name,), categories=("INVALID_ATTRIBUTE",))


def _summary(sandbox: Sandbox, listing: Listing, store: str) -> dict[str, Any]:
    content: dict[str, Any] = {
        "marketplaceId": store,
        "asin": listing.asin,
        "productType": listing.product_type,
        "conditionType": "new_new",
        "status": listing.status,
        "itemName": listing.title,
        "createdDate": timestamp(listing.created),
        "lastUpdatedDate": timestamp(listing.updated),
    }
    main = listing.pictures().get(SLOTS[0])
    if main:
        link = sandbox.picture_url(main)
        content["mainImage"] = {"link": link, "height": main.height, "width": main.width}
    return content


def _attributes(listing: Listing, stores: list[str]) -> dict[str, Any]:
    images = {
        name: [{"marketplace_id": store, "media_location": slot.locator} for store in stores]
        for name, slot in listing.slots.items()
    }
    names = [{"value": listing.title, "language_tag": "en_US", "marketplace_id": store} for store in stores]
    return {"item_name": names, **listing.others, **images}


def _matches(listing: Listing, query: Mapping[str, str]) -> bool:
    wanted = query.get("identifiers")
    own = {"SKU": listing.sku, "ASIN": listing.asin}.get(query.get("identifiersType", ""), "")
    severities = {issue.severity for issue in listing.issues}
    status = set(listing.status)
    tests = (
        wanted is None or own in wanted.split(","),
        "variationParentSku" not in query and "packageHierarchySku" not in query,
        timestamp(listing.created) >= query.get("createdAfter", ""),
        timestamp(listing.created) <= query.get("createdBefore", "9"),
        timestamp(listing.updated) >= query.get("lastUpdatedAfter", ""),
        timestamp(listing.updated) <= query.get("lastUpdatedBefore", "9"),
        "withIssueSeverity" not in query or severities & set(query["withIssueSeverity"].split(",")),
        "withStatus" not in query or status & set(query["withStatus"].split(",")),
        not status & set(query.get("withoutStatus", "").split(",")),
    )
    return all(tests)


def _sorted(found: list[Listing], query: Mapping[str, str]) -> list[Listing]:
    keys: dict[str, Callable[[Listing], Any]] = {
        "sku": lambda one: one.sku,
        "createdDate": lambda one: (one.created, one.sku),
        "lastUpdatedDate": lambda one: (one.updated, one.sku),
    }
    by = keys[query.get("sortBy", "lastUpdatedDate")]
    return sorted(found, key=by, reverse=query.get("sortOrder", "DESC") == "DESC")
