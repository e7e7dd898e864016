"""Listings Items 2021-08-01: read an item, search the account's items, change attributes of one.

A change is a JSON Patch of whole attributes. HTTP 200 says only that it was understood: ``status`` says whether it was
accepted, and what is accepted is processed later.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from integrations.amazon import slots
from integrations.amazon.client import AmazonClient
from integrations.amazon.issues import read, rejection
from integrations.amazon.operations import GET_LISTING, PATCH_LISTING, PREVIEW_LISTING, SEARCH_LISTINGS
from integrations.amazon.product_types import ANY
from integrations.marketplace import Issue, Listing, ListingImage, ListingState, Severity, Snapshot

MOST_RESULTS = 1000
"""Amazon pages through no more than these; a larger account is read in stretches by date."""

_PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class Item:
    """A listing as Amazon tells it, for one store."""

    sku: str
    summary: Mapping[str, Any]
    attributes: Mapping[str, Any]
    issues: Sequence[Mapping[str, Any]]
    quantities: tuple[int, ...]
    product_type: str
    marketplace_id: str

    @property
    def asin(self) -> str:
        """The catalog's number; "" while there is none."""
        return str(self.summary.get("asin") or "")

    @property
    def version(self) -> str:
        """When it last changed."""
        return str(self.summary.get("lastUpdatedDate") or "")

    @property
    def locators(self) -> dict[int, str]:
        """The locators by place."""
        return slots.locators(self.attributes, self.marketplace_id)

    @property
    def state(self) -> ListingState:
        """Whether buyers find it, and can buy it."""
        status = set(self.summary.get("status") or ())
        if {"BUYABLE", "DISCOVERABLE"} <= status:
            return ListingState.ACTIVE
        is_sold_out = bool(self.quantities) and not any(self.quantities)
        return ListingState.SOLD_OUT if is_sold_out else ListingState.INACTIVE

    @classmethod
    def from_json(cls, body: Mapping[str, Any], marketplace_id: str) -> "Item":
        """Read an ``Item``; a data set that was not asked for is empty."""
        summary = _of_store(body.get("summaries"), marketplace_id)
        types = _of_store(body.get("productTypes"), marketplace_id)
        return cls(
            sku=str(body["sku"]),
            summary=summary,
            attributes=body.get("attributes") or {},
            issues=body.get("issues") or (),
            quantities=tuple(
                int(entry.get("quantity", 0)) for entry in body.get("fulfillmentAvailability") or ()
            ),
            product_type=str(types.get("productType") or summary.get("productType") or ANY),
            marketplace_id=marketplace_id,
        )

    def images(self, shown: Mapping[int, ListingImage]) -> tuple[ListingImage, ...]:
        """Return the listing's images: each with its locator, and as it is shown where that is known."""
        return tuple(
            ListingImage(
                key=key,
                place=place,
                address=shown[place].address if place in shown else key,
                width=shown[place].width if place in shown else None,
                height=shown[place].height if place in shown else None,
            )
            for place, key in self.locators.items()
        )

    def snapshot(self, shown: Mapping[int, ListingImage] | None = None) -> Snapshot:
        """Return the listing's images at this moment; only the main image has its size where ``shown`` is left out."""
        return Snapshot(
            listing=self.sku,
            images=self.images(self._main() if shown is None else shown),
            state=self.state,
            product_type=self.product_type,
            version=self.version,
        )

    def listing(self, domain: str) -> Listing:
        """Return the listing as a merchant thinks of it."""
        return Listing(
            key=self.sku,
            title=str(self.summary.get("itemName") or ""),
            skus=(self.sku,),
            state=self.state,
            product_type=self.product_type,
            url=f"https://{domain}/dp/{self.asin}" if self.asin else "",
            images=self.images(self._main()),
            version=self.version,
            issues=read(self.issues, self.marketplace_id),
        )

    def _main(self) -> dict[int, ListingImage]:
        """The main image as buyers see it, which the summary tells with its size."""
        shown = self.summary.get("mainImage")
        if not shown:
            return {}
        return {1: ListingImage("", 1, shown["link"], width=int(shown["width"]), height=int(shown["height"]))}


def read_item(client: AmazonClient, sku: str) -> Item:
    """Read a listing with everything we look at; ``NotFound`` where it is gone."""
    body = client.call(
        GET_LISTING,
        path={"sku": sku},
        query={
            "marketplaceIds": client.config.marketplace_id,
            "issueLocale": "en_US",
            "includedData": "summaries,attributes,issues,fulfillmentAvailability,productTypes",
        },
    )
    return Item.from_json(body, client.config.marketplace_id)


def search_items(client: AmazonClient) -> Iterator[Item]:
    """Yield the account's items, oldest first; each once, also where pages overlap."""
    seen: set[str] = set()
    since = ""
    while True:
        last = ""
        found = 0
        for item in _pages(client, since):
            found += 1
            last = str(item.summary.get("createdDate") or last)
            if item.sku not in seen:
                seen.add(item.sku)
                yield item
        if found < MOST_RESULTS or last in ("", since):
            return
        since = last


def _pages(client: AmazonClient, since: str) -> Iterator[Item]:
    query = {
        "marketplaceIds": client.config.marketplace_id,
        "issueLocale": "en_US",
        "includedData": "summaries,attributes,issues,fulfillmentAvailability,productTypes",
        "sortBy": "createdDate",
        "sortOrder": "ASC",
        "pageSize": str(_PAGE_SIZE),
        **({"createdAfter": since} if since else {}),
    }
    token = ""
    while True:
        page = client.call(SEARCH_LISTINGS, query={**query, **({"pageToken": token} if token else {})})
        for body in page["items"]:
            yield Item.from_json(body, client.config.marketplace_id)
        token = str((page.get("pagination") or {}).get("nextToken") or "")
        if not token:
            return


def preview(client: AmazonClient, sku: str, body: Mapping[str, Any]) -> tuple[Issue, ...]:
    """Ask what Amazon would say to a patch, changing nothing."""
    answer = client.call(
        PREVIEW_LISTING,
        path={"sku": sku},
        query={**_submission(client), "mode": "VALIDATION_PREVIEW"},
        body=body,
    )
    return _told(client, answer)


def commit(client: AmazonClient, sku: str, body: Mapping[str, Any]) -> str:
    """Send a patch and return its submission id; ``Rejected`` where Amazon calls it invalid."""
    answer = client.call(PATCH_LISTING, path={"sku": sku}, query=_submission(client), body=body)
    if answer["status"] != "ACCEPTED":
        raise rejection(sku, _told(client, answer))
    return str(answer["submissionId"])


def _told(client: AmazonClient, answer: Mapping[str, Any]) -> tuple[Issue, ...]:
    issues = read(answer.get("issues") or (), client.config.marketplace_id)
    if answer["status"] == "INVALID" and not any(issue.severity is Severity.ERROR for issue in issues):
        return (*issues, Issue(code="INVALID", message="Amazon calls this invalid and does not say why."))
    return issues


def _submission(client: AmazonClient) -> dict[str, str]:
    return {"marketplaceIds": client.config.marketplace_id, "issueLocale": "en_US", "includedData": "issues"}


def _of_store(entries: Any, marketplace_id: str) -> Mapping[str, Any]:
    found = (entry for entry in entries or () if entry.get("marketplaceId") == marketplace_id)
    return next(found, {})
