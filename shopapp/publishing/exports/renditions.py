"""Cut a rendition from a retouched master: its format, its size, its weight; never enlarged, never recoloured.

A master that already fits is handed on byte for byte. Pillow is loaded on first use: only the worker gets here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from integrations.compliance import Rule, Severity, lower_limit, upper_limit

if TYPE_CHECKING:
    from PIL.Image import Image

EXTENSION = "jpg"
"""Every marketplace takes JPEG."""

_FINE = (95, 93, 90)
_COARSE = (85, 80, 75, 70)
_DPI = (300, 300)
_THUMBNAIL_PX = 320


@dataclass(frozen=True, slots=True)
class Limits:
    """What the rules of one slot leave a rendition; None where they do not mind."""

    longest_side_px: int | None = None
    bytes: int | None = None
    """Beyond this the file is refused."""
    wished_bytes: int | None = None
    """Up to this it is welcome."""
    enough_px: int | None = None
    """A shortest side beyond which more pixels are of no use; they may go where the file weighs too much."""


@dataclass(frozen=True, slots=True)
class Rendition:
    """A file for one marketplace, and what was done to the master for it."""

    data: bytes
    width: int
    height: int
    notes: tuple[str, ...]


def limits_of(rules: Iterable[Rule]) -> Limits:
    """Read the limits from the rules that apply."""
    every = list(rules)
    blocking = [rule for rule in every if rule.severity is Severity.BLOCKS]
    return Limits(
        longest_side_px=_whole(upper_limit(every, "longest_side_px")),
        bytes=_whole(upper_limit(blocking, "bytes")),
        wished_bytes=_whole(upper_limit(every, "bytes")),
        enough_px=_whole(lower_limit(every, "shortest_side_px")),
    )


def render(master: bytes, limits: Limits) -> Rendition:
    """Make a JPEG within the limits; colours stay in the master's own profile, and its XMP stays with it."""
    from PIL import Image, ImageOps  # noqa: PLC0415 - the web process must not load it

    with Image.open(BytesIO(master)) as opened:
        if _fits(opened, len(master), limits):
            return Rendition(master, *opened.size, notes=())
        upright, flattened = _flattened(ImageOps.exif_transpose(opened))
        keep: dict[str, bytes] = {
            key: opened.info[key] for key in ("icc_profile", "xmp") if key in opened.info
        }
    image = _reduced(upright, limits.longest_side_px)
    data = _encoded(image, limits, keep)
    if limits.enough_px and limits.wished_bytes and len(data) > limits.wished_bytes:
        image = _reduced(image, _longest_for(image, limits.enough_px))
        data = _encoded(image, limits, keep)
    return Rendition(data, *image.size, notes=(*flattened, *_change_of_size(upright, image)))


def thumbnail(data: bytes) -> bytes:
    """Make a small JPEG for the report."""
    from PIL import Image  # noqa: PLC0415

    with Image.open(BytesIO(data)) as image:
        small, _ = _flattened(image)
        small.thumbnail((_THUMBNAIL_PX, _THUMBNAIL_PX))
        return _jpeg(small, quality=82)


def _fits(image: "Image", size: int, limits: Limits) -> bool:
    longest = limits.longest_side_px
    return (
        image.format == "JPEG"
        and image.mode in {"RGB", "L"}
        and image.getexif().get(0x0112, 1) == 1
        and (longest is None or max(image.size) <= longest)
        and (limits.wished_bytes is None or size <= limits.wished_bytes)
    )


def _flattened(image: "Image") -> tuple["Image", Sequence[str]]:
    from PIL import Image  # noqa: PLC0415

    if not image.has_transparency_data:
        return image.convert("RGB"), ()
    see_through = image.convert("RGBA")
    ground = Image.new("RGBA", see_through.size, "white")
    return Image.alpha_composite(ground, see_through).convert("RGB"), ("Flattened onto white.",)


def _reduced(image: "Image", longest: int | None) -> "Image":
    from PIL import Image  # noqa: PLC0415

    if longest is None or max(image.size) <= longest:
        return image
    share = longest / max(image.size)
    width, height = (max(1, round(side * share)) for side in image.size)
    return image.resize((width, height), Image.Resampling.LANCZOS)


def _longest_for(image: "Image", shortest: int) -> int:
    """The longest side that goes with a shortest one, at this image's ratio."""
    return round(max(image.size) * shortest / min(image.size))


def _change_of_size(before: "Image", after: "Image") -> Sequence[str]:
    if before.size == after.size:
        return ()
    return (f"Reduced from {before.width} × {before.height} to {after.width} × {after.height} pixels.",)


def _encoded(image: "Image", limits: Limits, keep: dict[str, bytes]) -> bytes:
    """Encode as finely as the wished weight allows; more coarsely only where the file would be refused otherwise."""
    for quality in _FINE:
        data = _jpeg(image, quality=quality, **keep)
        if limits.wished_bytes is None or len(data) <= limits.wished_bytes:
            return data
    for quality in _COARSE:
        if limits.bytes is None or len(data) <= limits.bytes:
            break
        data = _jpeg(image, quality=quality, **keep)
    return data


def _jpeg(image: "Image", *, quality: int, **keep: bytes) -> bytes:
    target = BytesIO()
    image.save(target, "JPEG", quality=quality, subsampling=0, optimize=True, dpi=_DPI, **keep)
    return target.getvalue()


def _whole(value: float | None) -> int | None:
    return None if value is None else int(value)
