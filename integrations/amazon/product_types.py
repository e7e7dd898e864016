"""What a product type allows of images: Amazon's own JSON Schema, asked for once a day and held against what we send.

A product type's schema is large and lies at an address of its own, with a checksum. Only its image attributes are kept.
Amazon's additions to JSON Schema (``selectors``, ``maxUniqueItems``) are left to Amazon's preview, which follows.
"""

import base64
import hashlib
import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jsonschema import Draft201909Validator  # type: ignore[import-untyped]

from integrations.amazon import slots
from integrations.amazon.client import AmazonClient
from integrations.amazon.operations import GET_PRODUCT_TYPE
from integrations.errors import NotFound, Rejected, Unavailable, UnsupportedFeature, UserError
from integrations.http import raise_for_status, translated

ANY = "PRODUCT"
"""The product type that stands for every other, where a listing does not say its own."""

_SERVICE = "Amazon's product type schemas"
_KEPT_SECONDS = 24 * 3600.0


@dataclass(frozen=True, slots=True)
class ProductType:
    """One product type's image slots, and the schema of each."""

    name: str
    attributes: Mapping[str, Any]
    shared: Mapping[str, Any]
    """Definitions that the attributes' schemas refer to."""

    @property
    def places(self) -> tuple[int, ...]:
        """The places it has."""
        return tuple(place for place in map(slots.place_of, self.attributes) if place is not None)

    @property
    def room(self) -> int:
        """How many images it takes, from the main one on without a gap."""
        most = len(slots.ATTRIBUTES)
        gaps = (place - 1 for place in range(1, most + 1) if place not in self.places)
        return next(gaps, most)

    def check(self, marketplace_id: str, addresses: Mapping[int, str]) -> None:
        """Refuse what this product type does not take, before anything is sent."""
        missing = sorted(addresses.keys() - set(self.places))
        if missing:
            raise UnsupportedFeature(
                f"{self.name} has no image slot {missing[0]}",
                merchant_sentence=f"Amazon takes {len(self.places)} images for this kind of product.",
            )
        values = {
            slots.attribute(place): slots.value(marketplace_id, address)
            for place, address in addresses.items()
        }
        schema = {
            "type": "object",
            "properties": dict(self.attributes),
            **({"$defs": dict(self.shared)} if self.shared else {}),
        }
        fields = tuple(
            UserError(tuple(str(part) for part in error.absolute_path), str(error.validator), error.message)
            for error in Draft201909Validator(schema).iter_errors(values)
        )
        if fields:
            raise Rejected(f"{self.name} does not take this: {'; '.join(map(str, fields))}", fields=fields)


_KEPT: dict[tuple[str, str], tuple[float, ProductType]] = {}
_KEPT_LOCK = threading.Lock()


def product_type(client: AmazonClient, name: str) -> ProductType:
    """Return a product type as this account sees it, at most a day old."""
    key = (client.config.api_origin + client.config.marketplace_id, name or ANY)
    now = client.pace.clock()
    with _KEPT_LOCK:
        kept = _KEPT.get(key)
    if kept and now - kept[0] < _KEPT_SECONDS:
        return kept[1]
    found = _read(client, name or ANY)
    with _KEPT_LOCK:
        _KEPT[key] = (now, found)
    return found


def forget() -> None:
    """Ask anew for everything."""
    with _KEPT_LOCK:
        _KEPT.clear()


def _read(client: AmazonClient, name: str) -> ProductType:
    definition = _definition(client, name)
    schema = _download(client, definition["schema"])
    properties = schema.get("properties") or {}
    return ProductType(
        name=str(definition["productType"]),
        attributes={
            attribute: properties[attribute] for attribute in slots.ATTRIBUTES if attribute in properties
        },
        shared=schema.get("$defs") or {},
    )


def _definition(client: AmazonClient, name: str) -> Mapping[str, Any]:
    query = {
        "marketplaceIds": client.config.marketplace_id,
        "sellerId": client.account,
        "requirements": "LISTING",
        "requirementsEnforced": "NOT_ENFORCED",
    }
    try:
        return client.call(GET_PRODUCT_TYPE, path={"product_type": name}, query=query)
    except NotFound as error:  # the type is what is missing, and not the listing
        raise UnsupportedFeature(
            f"no product type {name}: {error}",
            merchant_sentence=f"Amazon does not tell which photos the product type {name} takes. Give this listing "
            "another product type in Seller Central, read your listings again, and send it once more.",
        ) from error


def _download(client: AmazonClient, link: Mapping[str, Any]) -> Mapping[str, Any]:
    # A signed address of file storage: our token must not go there.
    with translated(_SERVICE):
        response = client.http.get(link["link"]["resource"])
    try:
        raise_for_status(response, _SERVICE)
    except NotFound as error:  # it was named to us a moment ago
        raise Unavailable(str(error)) from error
    digest = hashlib.md5(response.content, usedforsecurity=False).digest()
    if base64.b64encode(digest).decode() != link["checksum"]:
        raise Unavailable(f"{_SERVICE}: a schema that is not what its checksum says")
    try:
        schema = json.loads(response.content)
    except ValueError as error:
        raise Unavailable(f"{_SERVICE}: a schema that is no JSON") from error
    if not isinstance(schema, dict):
        raise Unavailable(f"{_SERVICE}: a schema that is no JSON object")
    return schema
