"""Product types, made by hand: their image attributes and nothing else.

Amazon's own come from the live Product Type Definitions of a seller and are part of no public document. The form of an
image attribute is that of a real one (https://github.com/amzn/selling-partner-api-models/issues/2740); how many other
images a type has, and the pattern of an address, are made up here.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from jsonschema import Draft201909Validator  # type: ignore[import-untyped]

from integrations.sandbox.amazon.records import MAIN, OFFERS, OTHERS, SWATCH
from integrations.sandbox.amazon.state import Sandbox
from integrations.sandbox.http import Request, Response

NAMES = {
    "RING": ("Ring", 8),
    "NECKLACE": ("Necklace", 8),
    "EARRING": ("Earring", 8),
    "BRACELET": ("Bracelet", 8),
    "WATCH": ("Watch", 8),
    "GEMSTONE": ("Gemstone", 5),
    "PRODUCT": ("Product", 8),
}
VERSION = "sandbox-hand-made-1"
META_SCHEMA = "https://schemas.amazon.com/selling-partners/definitions/product-types/meta-schema/v1"


@cache
def schema(name: str, marketplace_ids: tuple[str, ...]) -> dict[str, Any]:
    """Return a product type's schema."""
    names = (MAIN, *OTHERS[: NAMES[name][1]], SWATCH, *OFFERS)
    return {
        "$schema": META_SCHEMA,
        "$id": f"https://schemas.amazon.com/selling-partners/definitions/product-types/schema/v1/{name}",
        "$comment": "Made by hand for the sandbox: the image attributes, and nothing else of the product type.",
        "$defs": {
            "marketplace_id": {"title": "Marketplace ID", "type": "string", "enum": list(marketplace_ids)}
        },
        "type": "object",
        "properties": {attribute: _attribute(attribute) for attribute in names},
    }


def content(name: str, marketplace_ids: tuple[str, ...]) -> bytes:
    """Return a schema as it is downloaded."""
    return json.dumps(schema(name, marketplace_ids)).encode()


def errors(name: str, marketplace_ids: tuple[str, ...], attribute: str, value: Any) -> list[str]:
    """Return what is wrong with an attribute's value."""
    whole = schema(name, marketplace_ids)
    rule = {"properties": {attribute: whole["properties"][attribute]}, "$defs": whole["$defs"]}
    return [error.message for error in Draft201909Validator(rule).iter_errors({attribute: value})]


def definition(
    sandbox: Sandbox, path: Mapping[str, str], query: Mapping[str, str]
) -> tuple[int, dict[str, Any]]:
    """Answer ``getDefinitionsProductType``."""
    name = path["productType"]
    if name not in NAMES:
        message = f"Requested resource not found: {name}"
        return 404, {"errors": [{"code": "NOT_FOUND", "message": message, "details": ""}]}
    marketplace_ids = tuple(query["marketplaceIds"].split(","))
    return 200, {
        "schema": _link(sandbox, name, marketplace_ids),
        "requirements": query.get("requirements", "LISTING"),
        "requirementsEnforced": query.get("requirementsEnforced", "ENFORCED"),
        "propertyGroups": {
            "images": {
                "title": "Images",
                "propertyNames": sorted(schema(name, marketplace_ids)["properties"]),
            }
        },
        "locale": "en_US",
        "marketplaceIds": list(marketplace_ids),
        "productType": name,
        "displayName": NAMES[name][0],
        "productTypeVersion": {"version": VERSION, "latest": True, "releaseCandidate": False},
    }


def serve(sandbox: Sandbox, request: Request) -> Response:
    """Serve a schema at its signed address."""
    name, sent = request.params["name"], request.query
    good = _signature(sandbox, name, sent.get("m", ""), sent.get("e", ""))
    is_late = sent.get("e", "0").isdigit() and float(sent.get("e", "0")) < sandbox.clock.now()
    if name not in NAMES or not hmac.compare_digest(good, sent.get("s", "")) or is_late:
        return Response(b"<Error><Code>AccessDenied</Code></Error>", 403, "application/xml")
    return Response(content(name, tuple(sent["m"].split(","))), content_type="application/json")


def _link(sandbox: Sandbox, name: str, marketplace_ids: tuple[str, ...]) -> dict[str, Any]:
    stores = ",".join(marketplace_ids)
    until = str(int(sandbox.clock.now() + sandbox.options.timing.signed_address))
    signature = _signature(sandbox, name, stores, until)
    digest = hashlib.md5(content(name, marketplace_ids), usedforsecurity=False).digest()
    return {
        "link": {
            "resource": sandbox.url(f"/schemas/{name}?m={stores}&e={until}&s={signature}"),
            "verb": "GET",
        },
        "checksum": base64.b64encode(digest).decode(),
    }


def _signature(sandbox: Sandbox, *parts: str) -> str:
    return hmac.new(sandbox.secret.encode(), "\n".join(parts).encode(), "sha256").hexdigest()


def _attribute(name: str) -> dict[str, Any]:
    title = name.replace("_", " ").capitalize()
    return {
        "title": title,
        "description": "Specify the location and source for the image",
        "type": "array",
        "minItems": 1,
        "minUniqueItems": 1,
        "maxUniqueItems": 1,
        "maxItems": 1,
        "selectors": ["marketplace_id"],
        "items": {
            "type": "object",
            "required": ["marketplace_id", "media_location"],
            "additionalProperties": False,
            "properties": {
                "marketplace_id": {"$ref": "#/$defs/marketplace_id"},
                "media_location": {
                    "title": f"{title} URL",
                    "type": "string",
                    "maxLength": 2000,
                    "pattern": r"^(https?|s3)://[^\s]+$",
                },
            },
        },
    }
