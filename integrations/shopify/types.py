"""What we read from a shop, as values. Which JSON field is which is known here and nowhere else."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

import httpx

from integrations.errors import UserError


class MediaStatus(StrEnum):
    """Where a medium is on Shopify's side."""

    UPLOADED = "UPLOADED"
    PROCESSING = "PROCESSING"
    READY = "READY"
    FAILED = "FAILED"


@dataclass(frozen=True, slots=True)
class Media:
    """One medium: an image, or a video or model that we leave alone."""

    gid: str
    kind: str
    alt: str = ""
    status: MediaStatus = MediaStatus.READY
    mime_type: str = ""
    url: str = ""
    """The re-encoded copy on the CDN; changes its ``?v=`` with every change of the bytes."""
    width: int = 0
    height: int = 0
    file_size: int = 0
    created_at: datetime | None = None
    updated_at: datetime | None = None
    original_url: str = field(default="", repr=False)
    """The bytes as uploaded; a signed address, good for a few minutes."""
    errors: tuple[UserError, ...] = ()

    @property
    def is_image(self) -> bool:
        """Whether this is a picture at all."""
        return self.kind == "IMAGE"

    @property
    def version(self) -> str:
        """What changes when the bytes do; empty while there is no copy on the CDN."""
        return httpx.URL(self.url).params.get("v", "") if self.url else ""

    @classmethod
    def from_json(cls, node: Mapping[str, Any]) -> "Media":
        """Read a ``Media`` node; a field that was not asked for keeps its default."""
        image = node.get("image") or {}
        original = node.get("originalSource") or {}
        return cls(
            gid=node["id"],
            kind=node.get("mediaContentType") or _KINDS.get(node.get("__typename", ""), ""),
            alt=node.get("alt") or "",
            status=MediaStatus(node.get("fileStatus") or node.get("status") or "READY"),
            mime_type=node.get("mimeType") or "",
            url=image.get("url") or "",
            width=int(image.get("width") or 0),
            height=int(image.get("height") or 0),
            file_size=int(original.get("fileSize") or 0),
            created_at=moment(node.get("createdAt")),
            updated_at=moment(node.get("updatedAt")),
            original_url=original.get("url") or "",
            errors=_media_errors(node),
        )


@dataclass(frozen=True, slots=True)
class Variant:
    """One variant of a product and the media it shows."""

    gid: str
    product_gid: str
    title: str
    sku: str
    media_gids: tuple[str, ...]

    @classmethod
    def from_json(cls, node: Mapping[str, Any], product_gid: str, media_gids: tuple[str, ...]) -> "Variant":
        """Read a ``ProductVariant`` node."""
        return cls(
            gid=node["id"],
            product_gid=product_gid,
            title=node.get("title") or "",
            sku=node.get("sku") or "",
            media_gids=media_gids,
        )


@dataclass(frozen=True, slots=True)
class Product:
    """One product and its media, in the order they were read."""

    gid: str
    title: str
    handle: str
    status: str
    vendor: str
    product_type: str
    tags: tuple[str, ...]
    created_at: datetime | None
    updated_at: datetime | None
    media: tuple[Media, ...]

    @classmethod
    def from_json(cls, node: Mapping[str, Any], media: tuple[Media, ...]) -> "Product":
        """Read a ``Product`` node."""
        return cls(
            gid=node["id"],
            title=node["title"],
            handle=node["handle"],
            status=node["status"],
            vendor=node.get("vendor") or "",
            product_type=node.get("productType") or "",
            tags=tuple(node.get("tags") or ()),
            created_at=moment(node.get("createdAt")),
            updated_at=moment(node.get("updatedAt")),
            media=media,
        )


def moment(text: str | None) -> datetime | None:
    """Read Shopify's ISO 8601 time; always with its zone."""
    return datetime.fromisoformat(text) if text else None


_KINDS = {"MediaImage": "IMAGE", "Video": "VIDEO", "ExternalVideo": "EXTERNAL_VIDEO", "Model3d": "MODEL_3D"}


def _media_errors(node: Mapping[str, Any]) -> tuple[UserError, ...]:
    """The same error stands in both lists; told once."""
    found = [*(node.get("fileErrors") or ()), *(node.get("mediaErrors") or ())]
    said = {
        error["code"]: UserError((), error["code"], error.get("details") or error.get("message") or "")
        for error in reversed(found)
    }
    return tuple(said.values())
