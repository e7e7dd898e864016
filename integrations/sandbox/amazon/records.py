"""What the stand-in holds. Records are changed in place, under its lock."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

MAIN = "main_product_image_locator"
OTHERS = tuple(f"other_product_image_locator_{number}" for number in range(1, 9))
SWATCH = "swatch_product_image_locator"
SLOTS = (MAIN, *OTHERS, SWATCH)
OFFERS = ("main_offer_image_locator", *(f"other_offer_image_locator_{number}" for number in range(1, 6)))
VARIANTS = dict(zip(SLOTS, ("MAIN", *(f"PT{number:02}" for number in range(1, 9)), "SWCH"), strict=True))


def timestamp(seconds: float) -> str:
    """Write a moment as the Selling Partner API does."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@dataclass(slots=True)
class Picture:
    """A picture in Amazon's own storage, known by its id."""

    id: str
    width: int
    height: int
    content: bytes | Path
    """Amazon's own encoding; of the opening stock the file it came from, encoded when somebody looks."""


@dataclass(slots=True)
class Slot:
    """One image attribute of a listing."""

    locator: str
    picture: Picture | None = None
    """What the catalog shows: the one before, until a new one has been taken in."""
    version: int = 0
    tries: int = 0


@dataclass(slots=True, kw_only=True)
class Complaint:
    """An issue of a listing."""

    code: str
    message: str
    severity: str = "ERROR"
    attributes: tuple[str, ...] = ()
    categories: tuple[str, ...] = ("INVALID_IMAGE",)
    actions: tuple[str, ...] = ()
    slot: str = ""
    """The slot it is about, also where it does not say so; "" for the listing."""

    def shown(self, marketplace_ids: tuple[str, ...] = ()) -> dict[str, Any]:
        """Return an ``Issue`` as the model has it."""
        content: dict[str, Any] = {
            "code": self.code,
            "message": self.message,
            "severity": self.severity,
            "categories": list(self.categories),
        }
        if self.attributes:
            content["attributeNames"] = list(self.attributes)
        if self.actions:
            content["enforcements"] = {
                "actions": [{"action": action} for action in self.actions],
                "exemption": {"status": "NOT_EXEMPT"},
            }
        if marketplace_ids:
            content["marketplaceIds"] = list(marketplace_ids)
        return content


@dataclass(slots=True, kw_only=True)
class Listing:
    """One SKU of the seller, in one store, and the catalog item it is offered on."""

    sku: str
    asin: str
    title: str
    product_type: str
    created: float
    updated: float
    quantity: int = 5
    slots: dict[str, Slot] = field(default_factory=dict)
    others: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    """Attributes that are no image of the product: kept as they were sent."""
    issues: list[Complaint] = field(default_factory=list)
    outranked: dict[str, Picture] = field(default_factory=dict)
    """Pictures of other contributors that the catalog shows instead."""
    late: dict[str, Any] = field(default_factory=dict)
    """What is read of it instead, until ``late_until``."""
    late_until: float = 0.0
    told: tuple[str, ...] = ()
    """The issues that were last notified of."""

    @property
    def status(self) -> list[str]:
        """Whether it can be bought and found."""
        actions = {action for issue in self.issues for action in issue.actions}
        gone = bool(actions & {"CATALOG_ITEM_REMOVED", "LISTING_SUPPRESSED"})
        found = [] if gone or "SEARCH_SUPPRESSED" in actions else ["DISCOVERABLE"]
        return (["BUYABLE"] if self.quantity and not gone else []) + found

    def pictures(self) -> dict[str, Picture]:
        """Return what the catalog shows, by attribute."""
        own = {name: slot.picture for name, slot in self.slots.items() if slot.picture is not None}
        return {**own, **self.outranked}


@dataclass(slots=True, kw_only=True)
class Token:
    """An access token, and until when it is good."""

    access: str
    refresh: str
    expires: float


@dataclass(slots=True, kw_only=True)
class Document:
    """A feed document: announced, then filled."""

    id: str
    key: str
    content_type: str
    expires: float
    content: bytes | None = None


@dataclass(slots=True, kw_only=True)
class Feed:
    """One feed, from its making to its report."""

    id: str
    document: str
    created: float
    status: str = "IN_QUEUE"
    started: float | None = None
    ended: float | None = None
    report: str = ""


@dataclass(slots=True, kw_only=True)
class Message:
    """A notification in the queue."""

    id: str
    body: str
    hidden_until: float = 0.0
    receipt: str = ""
