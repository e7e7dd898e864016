"""Looks at image files as Shopify does: which it takes, how large they are shown, and the copies its CDN serves.

Shopify's pages disagree about the largest picture: 20 megapixels in the guide for developers, 25 (5000 by 5000 pixels)
in the help for merchants. Shops hold photos of 24 megapixels that were taken, so the larger figure holds here.
"""

import functools
import io
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

LARGEST_BYTES = 20 * 2**20
LARGEST_PIXELS = 25_000_000
LONGEST_RATIO = 100
MIME_TYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "GIF": "image/gif"}
EXTENSIONS = {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG", "webp": "WEBP", "gif": "GIF"}
BOMB = (Image.DecompressionBombError, Image.DecompressionBombWarning)


class UnacceptableImageError(Exception):
    """A file Shopify does not take, with the code it gives."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code, self.message = code, message


@dataclass(frozen=True, slots=True)
class Shown:
    """How an image is shown: its size in display orientation, and its kind."""

    width: int
    height: int
    mime_type: str


def inspect(content: bytes, extension: str) -> Shown:
    """Take a file as Shopify would on upload, decoding it whole, or say why not."""
    if len(content) > LARGEST_BYTES:
        raise UnacceptableImageError("INVALID_IMAGE_FILE_SIZE", "The image is larger than 20 MB")
    try:
        with Image.open(io.BytesIO(content), formats=tuple(MIME_TYPES)) as image:
            _check_size(image.width, image.height)
            if EXTENSIONS.get(extension) != image.format:
                raise UnacceptableImageError(
                    "UNSUPPORTED_IMAGE_FILE_TYPE", f"The file is not what its extension .{extension} says"
                )
            image.load()
            return _shown(image)
    except BOMB:
        raise UnacceptableImageError("INVALID_IMAGE_RESOLUTION", "The image exceeds 25 megapixels") from None
    except UnidentifiedImageError:
        raise UnacceptableImageError(
            "UNSUPPORTED_IMAGE_FILE_TYPE", "The file is not an image we know"
        ) from None
    except (OSError, SyntaxError, ValueError):
        raise UnacceptableImageError("IMAGE_PROCESSING_FAILURE", "The image cannot be decoded") from None


@functools.lru_cache(maxsize=256)
def read_size(content: bytes) -> Shown | None:
    """Return how a file that is in the store already is shown, whatever its faults; None when it cannot be told."""
    try:
        with Image.open(io.BytesIO(content), formats=tuple(MIME_TYPES)) as image:
            return _shown(image)
    except (*BOMB, OSError):
        return None


@functools.lru_cache(maxsize=256)
def copy(content: bytes, width: int | None, height: int | None) -> tuple[bytes, str] | None:
    """Re-encode an image within a box for the CDN; None when it cannot be decoded."""
    try:
        with Image.open(io.BytesIO(content), formats=tuple(MIME_TYPES)) as image:
            kind = image.format or "JPEG"
            image.draft("RGB", (width or image.width, height or image.height))
            turned = ImageOps.exif_transpose(image)
            plain = turned.convert("RGB" if kind == "JPEG" else "RGBA")
            profile = image.info.get("icc_profile") if image.mode in ("RGB", "RGBA") else None
    except (*BOMB, OSError, SyntaxError, ValueError):
        return None
    plain.thumbnail((width or plain.width, height or plain.height))
    encoded = io.BytesIO()
    plain.save(encoded, "PNG" if kind == "GIF" else kind, quality=82, icc_profile=profile)
    return encoded.getvalue(), MIME_TYPES["PNG" if kind == "GIF" else kind]


def _check_size(width: int, height: int) -> None:
    if width * height > LARGEST_PIXELS:
        raise UnacceptableImageError("INVALID_IMAGE_RESOLUTION", "The image exceeds 25 megapixels")
    if max(width, height) > LONGEST_RATIO * min(width, height):
        raise UnacceptableImageError("INVALID_IMAGE_ASPECT_RATIO", "The image is longer than 100 to 1")


def _shown(image: Image.Image) -> Shown:
    turned = image.format in ("JPEG", "WEBP") and image.getexif().get(0x0112, 1) >= 5
    width, height = (image.height, image.width) if turned else image.size
    return Shown(width, height, MIME_TYPES[image.format or "JPEG"])
