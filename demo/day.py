"""What the steps share: the two hands, the screen, and what the shop looked like before anything was done to it."""

from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

from demo.merchant import Merchant, Onlooker
from demo.screen import Screen

Record = dict[str, Any]


@dataclass
class Day:
    """One merchant's day."""

    screen: Screen
    merchant: Merchant
    shop: Onlooker
    folder: Path
    own_stock: bool
    markets: dict[str, Onlooker] = field(default_factory=dict)
    listed: dict[str, dict[str, object]] = field(default_factory=dict)
    before: dict[str, Record] = field(default_factory=dict)
    originals: dict[str, bytes] = field(default_factory=dict)
    results: dict[str, bytes] = field(default_factory=dict)
    photos: list[Record] = field(default_factory=list)
    credits_before: int = 0

    def media(self) -> dict[str, Record]:
        """Every file of the shop as it is now, by its id."""
        return {medium["id"]: medium for medium in self.shop.state()["media"]}

    def content(self, medium: Record) -> bytes:
        """A file's bytes as the shop holds them."""
        return self.shop.bytes_at(f"/control/media/{medium['number']}/content")

    def seconds_for(self, least: float, *, a_photo: float) -> float:
        """How long a step over the whole store may take: longer where there are many photos."""
        return max(least, a_photo * len(self.before))

    def sound(self) -> list[str]:
        """The photos that a retoucher would take: READY images that are readable and large enough."""
        return [gid for gid, medium in self.before.items() if is_sound(medium, self.originals.get(gid, b""))]


def is_sound(medium: Record, content: bytes) -> bool:
    """Whether a retoucher would take this file: a still photo, readable to its end, 200 pixels or more."""
    still = medium["kind"] == "IMAGE" and medium["status"] == "READY" and medium["mime_type"] != "image/gif"
    return still and min(medium["width"] or 0, medium["height"] or 0) >= 200 and readable(content)


def readable(content: bytes) -> bool:
    """Whether every pixel of a picture can be decoded."""
    try:
        with Image.open(BytesIO(content)) as picture:
            picture.load()
    except (OSError, SyntaxError):
        return False
    return True
