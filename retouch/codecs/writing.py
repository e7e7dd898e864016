"""A photo to bytes: sRGB with its profile, the owner's fields kept, the IPTC word for what was done added."""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageCms

from retouch.arrays import LinearRGB
from retouch.codecs import png
from retouch.color import to_codes, to_codes_16
from retouch.errors import InvalidParams, TooLarge
from retouch.metadata import exif_block, xmp_packet
from retouch.photo import Metadata, Note
from retouch.provenance import Provenance
from retouch.resampling import reduced, size_within

__all__ = ["Encoding", "TooLarge", "encode", "fitted", "reduction"]

BAND_ROWS = 256
LEAST_QUALITY = 85
DPI = 300  # what print shops and one marketplace ask for; pixels are not touched by it
SRGB_PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
FORMATS = ("jpeg", "png", "webp")


@dataclass(frozen=True, slots=True)
class Encoding:
    """How a file is written.

    format      "jpeg", "png" or "webp"
    quality     of JPEG and WebP, 85 to 100; where max_bytes demands it is lowered, never below 85
    max_pixels  a channel's limit; above it the photo is reduced, never enlarged; None for no limit
    bit_depth   8, or 16 for a PNG
    """

    format: str = "jpeg"
    quality: int = 95
    max_bytes: int | None = None
    max_pixels: int | None = None
    bit_depth: int = 8

    def __post_init__(self) -> None:
        if self.format not in FORMATS:
            raise InvalidParams(f"format must be one of {', '.join(FORMATS)}, not {self.format!r}")
        if not LEAST_QUALITY <= self.quality <= 100:
            raise InvalidParams(f"quality must lie between {LEAST_QUALITY} and 100, not {self.quality}")
        if self.bit_depth != 8 and (self.bit_depth, self.format) != (16, "png"):
            raise InvalidParams(f"{self.format} is written with 8 bits a channel, not {self.bit_depth}")


def encode(
    pixels: LinearRGB,
    encoding: Encoding,
    metadata: Metadata | None = None,
    provenance: Provenance | None = None,
) -> bytes:
    """Write a photo.

    Parameters
    ----------
    pixels  (H, W, 3) or (H, W, 4) float32, linear sRGB, D65, [0, 1], straight alpha; JPEG lays it on white

    Returns
    -------
    the file: sRGB with its ICC profile, JPEG without chroma subsampling

    Raises
    ------
    TooLarge  even quality 85 is above ``max_bytes``
    """
    owner = metadata or Metadata()
    pixels, _ = fitted(pixels, encoding.max_pixels)
    flat = _on_white(pixels) if encoding.format == "jpeg" else pixels
    write = writer(_codes(flat, encoding), encoding.format, owner, provenance)
    data = write(encoding.quality)
    if encoding.max_bytes is None or len(data) <= encoding.max_bytes:
        return data
    return _within(encoding, write)


def fitted(pixels: LinearRGB, max_pixels: int | None) -> tuple[LinearRGB, Note | None]:
    """Reduce to a channel's limit, in linear light and by area; the note says so. The photo itself when it fits."""
    height, width = pixels.shape[:2]
    if max_pixels is None or height * width <= max_pixels:
        return pixels, None
    size = size_within(width, height, max_pixels)
    return reduced(pixels, size), reduction((width, height), size)


def reduction(whole: tuple[int, int], small: tuple[int, int]) -> Note:
    """Say that a photo was made smaller; width and height of each."""
    was, became = (f"{width:,} × {height:,}" for width, height in (whole, small))
    return Note("reduced", f"This photo would have had {was} pixels; it was reduced to {became}.")


def writer(
    codes: npt.NDArray[np.unsignedinteger],
    format_name: str,
    metadata: Metadata,
    provenance: Provenance | None = None,
    *,
    compact: bool = False,
) -> Callable[[int], bytes]:
    """Return a function from quality to file, so that one picture can be tried at several.

    Parameters
    ----------
    codes    (H, W, 3) or, not for JPEG, (H, W, 4); uint8, or uint16 for PNG; sRGB-encoded
    compact  take twice the time for a JPEG that weighs a little less at the same quality
    """
    xmp, exif = xmp_packet(metadata, provenance), exif_block(metadata)
    if format_name == "png":
        file = png.write(codes, profile=SRGB_PROFILE, xmp=xmp, exif=exif)
        return lambda _quality: file
    image = Image.fromarray(codes)
    options: dict[str, object] = {"icc_profile": SRGB_PROFILE, "xmp": xmp, "exif": exif}
    if format_name == "jpeg":
        options |= {"subsampling": 0, "dpi": (DPI, DPI), "optimize": compact}
    else:
        options |= {"method": 4, "exact": True}

    def write(quality: int) -> bytes:
        buffer = BytesIO()
        image.save(buffer, format_name, quality=quality, **options)
        return buffer.getvalue()

    return write


def _within(encoding: Encoding, write: Callable[[int], bytes]) -> bytes:
    """The best quality whose file fits, by bisection."""
    low, high, best = LEAST_QUALITY, encoding.quality - 1, b""
    while low <= high and encoding.format != "png":
        middle = (low + high) // 2
        data = write(middle)
        if len(data) <= (encoding.max_bytes or 0):
            low, best = middle + 1, data
        else:
            high = middle - 1
    if not best:
        raise TooLarge(f"{encoding.format} above {encoding.max_bytes} bytes at quality {LEAST_QUALITY}")
    return best


def _codes(pixels: LinearRGB, encoding: Encoding) -> npt.NDArray[np.unsignedinteger]:
    """Encode color by the sRGB transfer and alpha as it is, band by band."""
    deep = encoding.bit_depth == 16
    codes = np.empty(pixels.shape, np.uint16 if deep else np.uint8)
    for start in range(0, pixels.shape[0], BAND_ROWS):
        rows = slice(start, start + BAND_ROWS)
        codes[rows, :, :3] = (to_codes_16 if deep else to_codes)(pixels[rows, :, :3])
        if pixels.shape[2] == 4:
            codes[rows, :, 3] = np.rint(pixels[rows, :, 3] * np.iinfo(codes.dtype).max)
    return codes


def _on_white(pixels: LinearRGB) -> LinearRGB:
    if pixels.shape[2] == 3:
        return pixels
    flat = np.empty((*pixels.shape[:2], 3), np.float32)
    for start in range(0, pixels.shape[0], BAND_ROWS):
        rows = slice(start, start + BAND_ROWS)
        alpha = pixels[rows, :, 3:]
        flat[rows] = np.clip(pixels[rows, :, :3] * alpha + (1 - alpha), 0.0, 1.0)
    return flat
