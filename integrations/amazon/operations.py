"""Every operation we ask of the Selling Partner API, with the usage plan its model documents.

Beside the models: a preview is held to one request a second (announcement of 2024-01-31), JSON_LISTINGS_FEED to five
feeds in five minutes (announcement of 2025-05-06); both on https://developer-docs.amazon.com/sp-api/changelog.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation: its address, its usage plan, and whether sending it twice does no harm."""

    name: str
    method: str
    path: str
    rate: float
    """Requests a second."""
    burst: float
    is_repeatable: bool = True
    plan: str = ""
    """Named where one operation has a second plan for some of its uses."""

    @property
    def limited_as(self) -> str:
        """What its bucket is kept under."""
        return f"{self.name} {self.plan}".rstrip()


_ITEMS = "/listings/2021-08-01/items/{account}"

GET_LISTING = Operation("getListingsItem", "GET", _ITEMS + "/{sku}", 5, 10)
SEARCH_LISTINGS = Operation("searchListingsItems", "GET", _ITEMS, 5, 5)
PATCH_LISTING = Operation("patchListingsItem", "PATCH", _ITEMS + "/{sku}", 5, 5)
PREVIEW_LISTING = Operation("patchListingsItem", "PATCH", _ITEMS + "/{sku}", 1, 1, plan="preview")
GET_PRODUCT_TYPE = Operation(
    "getDefinitionsProductType", "GET", "/definitions/2020-09-01/productTypes/{product_type}", 5, 10
)
GET_CATALOG_ITEM = Operation("getCatalogItem", "GET", "/catalog/2022-04-01/items/{asin}", 2, 2)
CREATE_FEED_DOCUMENT = Operation("createFeedDocument", "POST", "/feeds/2021-06-30/documents", 0.5, 15)
CREATE_FEED = Operation(
    "createFeed",
    "POST",
    "/feeds/2021-06-30/feeds",
    5 / 300,
    5,
    is_repeatable=False,
    plan="JSON_LISTINGS_FEED",
)
GET_FEED = Operation("getFeed", "GET", "/feeds/2021-06-30/feeds/{feed}", 2, 15)
GET_FEED_DOCUMENT = Operation("getFeedDocument", "GET", "/feeds/2021-06-30/documents/{document}", 0.0222, 10)
_SUBSCRIPTIONS = "/notifications/v1/subscriptions/LISTINGS_ITEM_ISSUES_CHANGE"

GET_SUBSCRIPTION = Operation("getSubscription", "GET", _SUBSCRIPTIONS, 1, 5)
CREATE_SUBSCRIPTION = Operation("createSubscription", "POST", _SUBSCRIPTIONS, 1, 5, is_repeatable=False)
