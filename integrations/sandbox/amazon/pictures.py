"""Looks at pictures as Amazon does: what it takes, what it holds against a main image, and how it encodes them anew.

Its own measuring, made for nothing else. Sources of the limits: Amazon's jewelry page
(https://sellercentral.amazon.com/gp/help/external/help.html?itemID=50211: pure white, 80 % of the image, at least 500
pixels, JPEG, TIFF or a GIF that does not move); of the sentences: Image issues
(https://sellercentral.amazon.com/gp/help/external/GT8RSE9S9NK4LP6Z). Amazon publishes no list of codes: but for 18027
they are made up here.
"""

import functools
import io
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from integrations.sandbox.amazon.records import MAIN, Complaint, Picture

SMALLEST_SIDE = 500
LARGEST_SIDE = 10_000
SMALLEST_FILL = 0.80
FRAME = 3
"""Pixels from each edge that belong to the border."""
WHITE_SHARE = 0.995
"""Of the border; the rest is noise of the encoding."""
NEAR_WHITE = 248
"""A pixel with a channel below this belongs to the piece or its shadow."""
FORMATS = ("JPEG", "TIFF", "PNG", "GIF", "WEBP", "BMP")
TAKEN = frozenset({"JPEG", "TIFF", "GIF", "PNG"})
QUALITY = 90

TEXT = Complaint(
    code="18027",
    message="We believe the main image has text, logo, graphic, or watermark that is not permitted for this product "
    "type. Submit a compliant image to lift the suppression. Also refer to Product image requirements.",
    actions=("SEARCH_SUPPRESSED",),
    slot=MAIN,
)
MISSING = Complaint(
    code="sandbox-missing",
    message="Main image is missing or incorrect. Submit a compliant image to lift the image suppression.",
    categories=("MISSING_IMAGE",),
    actions=("SEARCH_SUPPRESSED",),
    slot=MAIN,
)


class UnacceptableError(Exception):
    """A file that Amazon does not take in; the text is the issue's."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def take_in(content: bytes) -> Image.Image:
    """Decode a file whole, or say why it is not taken."""
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as image:
            _check_file(image)
            turned = ImageOps.exif_transpose(image)
            return turned.convert("RGB")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise UnacceptableError(
            "sandbox-large", f"An image may have at most {LARGEST_SIDE:,} pixels."
        ) from None
    except UnidentifiedImageError:
        raise UnacceptableError("sandbox-format", "The file is not a supported image format.") from None
    except (OSError, SyntaxError, ValueError):
        raise UnacceptableError("sandbox-damaged", "The file is damaged and cannot be decoded.") from None


def encode(image: Image.Image) -> bytes:
    """Encode a picture as Amazon serves it: another file than the one it was fetched as."""
    encoded = io.BytesIO()
    image.save(encoded, "JPEG", quality=QUALITY, subsampling=2)
    return encoded.getvalue()


@functools.lru_cache(maxsize=256)
def content_of(path: Path) -> bytes:
    """Encode a picture of the opening stock."""
    with Image.open(path) as image:
        return encode(ImageOps.exif_transpose(image).convert("RGB"))


def served(picture: Picture) -> bytes:
    """Return what Amazon serves of a picture."""
    return picture.content if isinstance(picture.content, bytes) else content_of(picture.content)


def complaints_about_main(image: Image.Image) -> list[Complaint]:
    """Return what the picture check holds against a main image."""
    pixels = np.asarray(image, dtype=np.uint8)
    found = []
    if _border_white_share(pixels) < WHITE_SHARE:
        found.append(_suppressing("sandbox-white", "has a non-pure white background (RGB 255 255 255)"))
    elif _fill(pixels) < SMALLEST_FILL:
        found.append(_suppressing("sandbox-small", "has a product that is too small in the image frame"))
    return found


def _suppressing(code: str, what: str) -> Complaint:
    message = (
        f"We believe that the main image {what}, which is not permitted for this product type. "
        "Please submit a compliant image to lift the suppression."
    )
    return Complaint(code=code, message=message, actions=("SEARCH_SUPPRESSED",), slot=MAIN)


def _check_file(image: Image.Image) -> None:
    if image.format not in TAKEN:
        raise UnacceptableError("sandbox-format", f"{image.format} is not a supported image format.")
    if getattr(image, "is_animated", False):
        raise UnacceptableError("sandbox-animated", "Animated images are not supported.")
    longest = max(image.size)
    if longest < SMALLEST_SIDE:
        message = f"The longest side must have at least {SMALLEST_SIDE} pixels; it has {longest}."
        raise UnacceptableError("sandbox-resolution", message)
    if longest > LARGEST_SIDE:
        message = f"The longest side may have at most {LARGEST_SIDE:,} pixels; it has {longest}."
        raise UnacceptableError("sandbox-large", message)


def _border_white_share(pixels: NDArray[np.uint8]) -> float:
    white = (pixels == 255).all(axis=2)
    edges = (white[:FRAME], white[-FRAME:], white[:, :FRAME].T, white[:, -FRAME:].T)
    return float(np.concatenate([edge.ravel() for edge in edges]).mean())


def _fill(pixels: NDArray[np.uint8]) -> float:
    """The longer side of what is not white, as a share of the frame's side along it."""
    piece = np.any(pixels < NEAR_WHITE, axis=2)
    rows, columns = np.flatnonzero(piece.any(axis=1)), np.flatnonzero(piece.any(axis=0))
    if not rows.size:
        return 0.0
    height, width = piece.shape
    return float(max((rows[-1] - rows[0] + 1) / height, (columns[-1] - columns[0] + 1) / width))
