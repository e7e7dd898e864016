"""Etsy's JSON as values. Which field is which is known here and nowhere else.

Etsy writes titles, and other words of a merchant, with HTML's entities in them; they are read as the merchant wrote
them. Ranks may leave gaps or stand twice, so a place is the position in their order.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any

from integrations.marketplace import Listing, ListingImage, ListingState

_STATES = {"active": ListingState.ACTIVE, "sold_out": ListingState.SOLD_OUT}


@dataclass(frozen=True, slots=True)
class VariationImage:
    """One value of a variation and the image that shows it."""

    property_id: int
    value_id: int
    image_id: int

    @property
    def choice(self) -> tuple[int, int]:
        """What a buyer chooses."""
        return self.property_id, self.value_id

    @classmethod
    def from_json(cls, node: Mapping[str, Any]) -> "VariationImage":
        """Read a ``ListingVariationImage``; its ``value`` would be refused if it were sent back."""
        return cls(int(node["property_id"]), int(node["value_id"]), int(node["image_id"]))

    def as_json(self) -> dict[str, int]:
        """Write it as it is sent, and kept."""
        return {"property_id": self.property_id, "value_id": self.value_id, "image_id": self.image_id}


def listing(node: Mapping[str, Any]) -> Listing:
    """Read a ``ShopListing``, with the images and the inventory where they come along."""
    return Listing(
        key=str(node["listing_id"]),
        title=unescape(node.get("title") or ""),
        skus=_skus(node),
        state=state(node),
        url=node.get("url") or "",
        images=images(node.get("images") or ()),
        version=str(node.get("updated_timestamp") or node.get("last_modified_timestamp") or ""),
    )


def state(node: Mapping[str, Any]) -> ListingState:
    """Whether the listing can be bought."""
    return _STATES.get(str(node.get("state")), ListingState.INACTIVE)


def images(nodes: Iterable[Mapping[str, Any]]) -> tuple[ListingImage, ...]:
    """Read ``ListingImage`` nodes in the order of their ranks."""
    ordered = sorted(nodes, key=lambda node: int(node.get("rank") or 0))
    return tuple(image(node, place) for place, node in enumerate(ordered, start=1))


def image(node: Mapping[str, Any], place: int) -> ListingImage:
    """Read one image; its sizes are null while Etsy is at work on it."""
    return ListingImage(
        key=str(node["listing_image_id"]),
        place=place,
        address=node.get("url_fullxfull") or "",
        alt=unescape(node.get("alt_text") or ""),
        width=node.get("full_width") or None,
        height=node.get("full_height") or None,
    )


def ranks_are_whole(nodes: Iterable[Mapping[str, Any]]) -> bool:
    """Whether the ranks are 1, 2, 3 and so on; where they are not, Etsy refuses every image."""
    ranks = sorted(int(node.get("rank") or 0) for node in nodes)
    return ranks == list(range(1, len(ranks) + 1))


def _skus(node: Mapping[str, Any]) -> tuple[str, ...]:
    inventory = node.get("inventory") or {}
    of_products = [
        product.get("sku") for product in inventory.get("products") or () if not product.get("is_deleted")
    ]
    found = [*(node.get("skus") or ()), *of_products]
    return tuple(dict.fromkeys(sku for sku in found if sku))
