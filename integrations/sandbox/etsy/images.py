"""Looks at a picture as Etsy does: whether it is taken, how large and of what color it is, and the copies served of it.

Every copy is encoded anew as a JPEG without what the file carried beside its pixels, on white where it was
transparent, and no longer than 3000 pixels on either side.
"""

import colorsys
import functools
import io
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

from integrations.sandbox.etsy.refusals import RefusedError

LARGEST_BYTES = 10 * 2**20
SMALLEST_SIDE = 10
LARGEST_SIDE = 3000
TAKEN = ("JPEG", "PNG", "GIF")
SIZES = {"75x75": (75, 75), "170x135": (170, 135), "570xN": (570, LARGEST_SIDE), "fullxfull": (3000, 3000)}
"""The copies there are, and the box each fits into."""

QUALITY = 85
GRAY_SPREAD = 3
UNREADABLE = (
    OSError,
    SyntaxError,
    ValueError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)


@dataclass(frozen=True, slots=True)
class Measured:
    """What Etsy tells of a picture: the full copy's size, and its average color."""

    width: int
    height: int
    red: int
    green: int
    blue: int

    @property
    def hex_code(self) -> str:
        """The average color as a page would write it."""
        return f"{self.red:02X}{self.green:02X}{self.blue:02X}"

    @property
    def is_gray(self) -> bool:
        """Whether it has no color."""
        return max(self.red, self.green, self.blue) - min(self.red, self.green, self.blue) <= GRAY_SPREAD

    @property
    def hsv(self) -> tuple[int, int, int]:
        """Hue in degrees, saturation and brightness in hundredths."""
        hue, saturation, value = colorsys.rgb_to_hsv(self.red / 255, self.green / 255, self.blue / 255)
        return round(hue * 360), round(saturation * 100), round(value * 100)


def take(content: bytes) -> Measured:
    """Take a picture, or refuse it."""
    if len(content) > LARGEST_BYTES:
        raise RefusedError(400, "The image file is too large: the limit is 10 MB.")
    try:
        with Image.open(io.BytesIO(content), formats=TAKEN) as image:
            if min(image.size) <= SMALLEST_SIDE:
                raise RefusedError(400, "Please make sure both width and height are greater than 10px.")
            image.load()
    except (UnidentifiedImageError, *UNREADABLE):
        raise RefusedError(400, "Either a valid image file or a listing_image_id must be provided.") from None
    return measure(content)


@functools.lru_cache(maxsize=1024)
def measure(content: bytes) -> Measured:
    """Measure a picture: the size as shown, the color by a small copy."""
    with Image.open(io.BytesIO(content)) as image:
        turned = image.getexif().get(0x0112, 1) >= 5
        width, height = (image.height, image.width) if turned else image.size
        image.draft("RGB", (64, 64))
        small = _on_white(image).resize((1, 1), Image.Resampling.BOX)
    red, green, blue = small.tobytes()
    scale = min(1.0, LARGEST_SIDE / max(width, height))
    return Measured(max(1, round(width * scale)), max(1, round(height * scale)), red, green, blue)


@functools.lru_cache(maxsize=64)
def copy(content: bytes, size: str) -> bytes:
    """Encode a copy of one of the sizes."""
    with Image.open(io.BytesIO(content)) as image:
        image.draft("RGB", SIZES[size])
        plain = _on_white(ImageOps.exif_transpose(image))
    shown = measure(content)
    plain = (
        plain.resize((shown.width, shown.height), Image.Resampling.BICUBIC) if size == "fullxfull" else plain
    )
    plain.thumbnail(SIZES[size], Image.Resampling.BICUBIC)
    plain.info.clear()  # a comment would be written again
    encoded = io.BytesIO()
    plain.save(encoded, "JPEG", quality=QUALITY)
    return encoded.getvalue()


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        layer = image.convert("RGBA")
        ground = Image.new("RGBA", layer.size, "white")
        return Image.alpha_composite(ground, layer).convert("RGB")
    return image.convert("RGB")
