"""Bytes to a photo: checked before anything is allocated, converted in bands of rows, turned upright."""

import hashlib
import warnings
from collections.abc import Callable
from io import BytesIO

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageCms

from retouch.arrays import LinearRGB
from retouch.codecs import icc
from retouch.codecs.headers import Header, cut_short, read_header
from retouch.color import linear_table
from retouch.config import Limits
from retouch.errors import InvalidPhoto, TooManyPixels, UnsupportedFormat
from retouch.metadata import orientation, read_metadata
from retouch.photo import Note, Photo, Source

Codes = npt.NDArray[np.unsignedinteger]
Fill = Callable[[Codes, LinearRGB], None]

BAND_ROWS = 256
_MODES = {"L": "grey", "1": "grey", "I;16": "grey", "LA": "grey_alpha", "P": "palette", "CMYK": "cmyk"}
_CORRUPT = (OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, OverflowError)
_SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))


def decode(data: bytes, *, limits: Limits | None = None) -> Photo:
    """Read a JPEG, PNG, WebP or still GIF.

    Raises
    ------
    UnsupportedFormat  another format, or one that moves
    TooManyPixels      beyond the limits; told from the header, nothing is decoded
    CorruptFile        damaged or cut short
    InvalidPhoto       empty, or too small to be retouched

    At its largest it holds the file's codes and the photo's float32 pixels: 16 to 19 bytes a pixel.
    """
    header = read_header(data)
    _hold_limits(header, limits or Limits())
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns of what it skips in damaged EXIF
            return _opened(data, header)
    except Image.DecompressionBombError as error:
        raise TooManyPixels(str(error)) from error
    except InvalidPhoto:
        raise
    except (*_CORRUPT, cv2.error) as error:
        raise cut_short(f"{header.format}: {error}") from error


def _opened(data: bytes, header: Header) -> Photo:
    image = Image.open(BytesIO(data))
    if header.animated or (image.format == "GIF" and getattr(image, "n_frames", 1) > 1):
        raise _moving(header)
    return _read(data, header, image)


def _hold_limits(header: Header, limits: Limits) -> None:
    width, height = header.width, header.height
    if max(width, height) > limits.max_side_px or width * height > limits.max_pixels:
        largest = limits.max_pixels // 1_000_000
        raise TooManyPixels(
            f"{width} x {height} px",
            merchant_sentence=(
                f"This photo is {width:,} × {height:,} pixels, more than we take: {largest} megapixels, "
                f"{limits.max_side_px:,} pixels a side. Export it smaller and upload it again."
            ),
        )
    if min(width, height) < limits.min_side_px:
        raise InvalidPhoto(
            f"{width} x {height} px",
            merchant_sentence=(
                f"This photo is only {width:,} × {height:,} pixels, too small to be retouched. "
                "Upload the full-size photo."
            ),
        )


def _moving(header: Header) -> UnsupportedFormat:
    return UnsupportedFormat(
        f"animated {header.format}",
        merchant_sentence="This picture is animated. Export one frame as JPEG or PNG and upload that.",
    )


def _read(data: bytes, header: Header, image: Image.Image) -> Photo:
    notes: list[Note] = []
    metadata, turn = read_metadata(image), orientation(image)
    profile, had_profile = image.info.get("icc_profile"), bool(image.info.get("icc_profile"))
    mode = _MODES.get(image.mode, "rgba" if "transparency" in image.info or image.mode == "RGBA" else "rgb")
    if header.bit_depth == 16 and header.format == "png":
        image.load()  # Pillow tells a file cut short, OpenCV does not; OpenCV keeps 16 bits, Pillow does not
        codes = _codes_16(data)
        notes.append(Note("sixteen_bit", "This photo has 16 bits a channel; all of them were used."))
        mode = _mode_16(codes)
        codes = _three_or_four(codes)
    else:
        codes, profile = _codes_8(image, profile, notes)
    notes += _told(mode)
    fill = _transfer(codes, profile, notes)
    pixels = _linear(upright(codes, turn), fill)
    source = Source(
        sha256=hashlib.sha256(data).hexdigest(),
        format=header.format,
        size_bytes=len(data),
        width=header.width,
        height=header.height,
        bit_depth=header.bit_depth,
        color_mode=mode,
        had_profile=had_profile,
        notes=tuple(notes),
    )
    return Photo(pixels, source, metadata)


def _codes_16(data: bytes) -> Codes:
    read = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
    if read is None:
        raise cut_short("png: 16-bit pixels that end too early")
    return np.asarray(read)


def _mode_16(codes: Codes) -> str:
    return "grey" if codes.ndim == 2 else {2: "grey_alpha", 3: "rgb", 4: "rgba"}[codes.shape[2]]


def _three_or_four(codes: Codes) -> Codes:
    """OpenCV's BGR to RGB; grey to three equal channels."""
    if codes.ndim == 2:
        return np.repeat(codes[..., None], 3, axis=2)
    order = [0, 0, 0, 1] if codes.shape[2] == 2 else [2, 1, 0, 3][: codes.shape[2]]
    return codes[..., order]


def _codes_8(image: Image.Image, profile: bytes | None, notes: list[Note]) -> tuple[Codes, bytes | None]:
    """RGB or RGBA codes, and the profile that still has to be applied to them."""
    image.load()
    if image.mode == "CMYK":
        return _from_cmyk(image, profile, notes), None
    see_through = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
    converted = image.convert("RGBA" if see_through else "RGB")
    return np.asarray(converted), profile


def _from_cmyk(image: Image.Image, profile: bytes | None, notes: list[Note]) -> Codes:
    """Through the file's own profile where it has one; else by complement, as a screen shows it."""
    if profile:
        try:
            to_srgb = ImageCms.buildTransform(
                ImageCms.ImageCmsProfile(BytesIO(profile)),
                _SRGB,
                "CMYK",
                "RGB",
                renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
                flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
            )
            return np.asarray(ImageCms.applyTransform(image, to_srgb))
        except (ImageCms.PyCMSError, OSError, ValueError):
            notes.append(_broken_profile())
    return np.asarray(image.convert("RGB"))


def _broken_profile() -> Note:
    return Note("broken_profile", "This photo's color profile is damaged; its colors were read as sRGB.")


def _told(mode: str) -> list[Note]:
    names = {
        "cmyk": "in CMYK, for printing",
        "grey": "in grey",
        "grey_alpha": "in grey",
        "palette": "in a palette of 256 colors",
    }
    if mode not in names:
        return []
    return [Note(f"converted_{mode}", f"This photo was {names[mode]}; it was converted to sRGB.")]


def _transfer(codes: Codes, profile: bytes | None, notes: list[Note]) -> Fill:
    """What turns rows of codes into linear sRGB: sRGB's own table, the profile's curves and matrix, or Little CMS."""
    if not profile:
        return _by_table
    try:
        parsed = icc.parse(profile)
        if parsed is None:
            return _by_little_cms(profile, codes, notes)
    except (icc.BrokenProfile, ImageCms.PyCMSError):
        notes.append(_broken_profile())
        return _by_table
    if parsed.is_srgb:
        return _by_table
    notes.append(Note("converted_profile", "This photo had its own color profile; it was converted to sRGB."))
    return lambda rows, out: icc.apply(parsed, rows, out)


def _by_table(rows: Codes, out: LinearRGB) -> None:
    np.take(linear_table(rows.dtype.itemsize * 8), rows, out=out)


def _by_little_cms(profile: bytes, codes: Codes, notes: list[Note]) -> Fill:
    """For profiles made of tables; 8 bits a channel."""
    if icc.space_of(profile) != "RGB":
        raise icc.BrokenProfile(f"a profile for {icc.space_of(profile)} in an RGB file")
    to_srgb = ImageCms.buildTransform(
        ImageCms.ImageCmsProfile(BytesIO(profile)), _SRGB, "RGB", "RGB", ImageCms.Intent.RELATIVE_COLORIMETRIC
    )
    notes.append(Note("converted_profile", "This photo had its own color profile; it was converted to sRGB."))
    shift = 8 * (codes.dtype.itemsize - 1)

    def fill(rows: Codes, out: LinearRGB) -> None:
        band = Image.fromarray(np.ascontiguousarray(rows >> shift, dtype=np.uint8))
        _by_table(np.asarray(ImageCms.applyTransform(band, to_srgb)), out)

    return fill


def upright(codes: Codes, turn: int) -> Codes:
    """Turn and mirror (H, W, …) as the EXIF orientation says (CIPA DC-008, 4.6.4 A): a view, no copy."""
    if turn >= 5:
        codes = codes.swapaxes(0, 1)
    if turn in (2, 3, 6, 7):
        codes = codes[:, ::-1]
    if turn in (3, 4, 7, 8):
        codes = codes[::-1]
    return codes


def _linear(codes: Codes, fill: Fill) -> LinearRGB:
    """Fill the photo's pixels band by band; alpha is linear already."""
    height, width, channels = codes.shape
    pixels = np.empty((height, width, channels), np.float32)
    top = np.float32(np.iinfo(codes.dtype).max)
    for start in range(0, height, BAND_ROWS):
        rows = np.ascontiguousarray(codes[start : start + BAND_ROWS])
        band = np.empty((*rows.shape[:2], 3), np.float32)
        fill(np.ascontiguousarray(rows[..., :3]), band)
        pixels[start : start + BAND_ROWS, :, :3] = band
        if channels == 4:
            pixels[start : start + BAND_ROWS, :, 3] = rows[..., 3] / top
    return pixels
