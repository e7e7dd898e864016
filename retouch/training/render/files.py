"""How a picture becomes a file: a plain JPEG, or one of the awkward kinds that shops really have.

Written by hand where no library makes it: an AdobeRGB profile (ICC.1 version 2, matrix and curves; primaries of
Adobe RGB (1998), adapted to D50), and a header that passes for a video.
"""

import io
import struct
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageCms

from retouch.arrays import LinearRGB
from retouch.training.render.mesh import Floats
from retouch.training.render.picture import Rendered

_QUALITY = 88
# Adobe RGB (1998), section 4.3.5.3, and IEC 61966-2-1: the matrices from linear light to XYZ under D65.
_ADOBE_TO_XYZ = np.asarray(
    [[0.57667, 0.18556, 0.18823], [0.29734, 0.62736, 0.07529], [0.02703, 0.07069, 0.99134]]
)
_SRGB_TO_XYZ = np.asarray([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
_ADOBE_GAMMA = 563 / 256


def encoded(photo: LinearRGB) -> Image.Image:
    """A linear photo as an 8-bit sRGB image (IEC 61966-2-1)."""
    curve = np.where(photo <= 0.0031308, 12.92 * photo, 1.055 * np.maximum(photo, 1e-9) ** (1 / 2.4) - 0.055)
    return Image.fromarray((curve * 255 + 0.5).astype(np.uint8))


def _srgb_profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def adobe_rgb_profile() -> bytes:
    """A version 2 ICC profile of AdobeRGB: three adapted primaries, one gamma curve, white point D50."""

    def xyz(*values: float) -> bytes:
        return b"XYZ \0\0\0\0" + struct.pack(">3i", *(round(v * 65536) for v in values))

    def text(words: str) -> bytes:
        raw = words.encode() + b"\0"
        return b"desc\0\0\0\0" + struct.pack(">I", len(raw)) + raw + b"\0" * 78

    curve = b"curv\0\0\0\0" + struct.pack(">IH", 1, round(_ADOBE_GAMMA * 256)) + b"\0\0"
    tags = {
        b"desc": text("Compatible with Adobe RGB (1998)"),
        b"cprt": b"text\0\0\0\0No copyright, use freely\0",
        b"wtpt": xyz(0.95045, 1.0, 1.08905),
        b"rXYZ": xyz(0.60974, 0.31111, 0.01947),
        b"gXYZ": xyz(0.20528, 0.62567, 0.06087),
        b"bXYZ": xyz(0.14919, 0.06322, 0.74457),
        b"rTRC": curve, b"gTRC": curve, b"bTRC": curve,
    }  # fmt: skip
    body, table, offset = b"", b"", 128 + 4 + 12 * len(tags)
    for name, data in tags.items():
        padded = data + b"\0" * (-len(data) % 4)
        table += name + struct.pack(">II", offset + len(body), len(data))
        body += padded
    size = offset + len(body)
    kind = (size, b"\0\0\0\0", 0x02100000, b"mntr", b"RGB ", b"XYZ ")
    made = (2026, 11, 23, 0, 0, 0, b"acsp", b"\0\0\0\0", 0, b"none", b"none", 0, 0)
    header = struct.pack(">I4sI4s4s4s6H4s4sI4s4sQI3i", *kind, *made, 63190, 65536, 54061)
    return header.ljust(128, b"\0") + struct.pack(">I", len(tags)) + table + body


def _camera_notes(thumbnail: Image.Image) -> bytes:
    """EXIF with orientation 6, maker's names, a place, and a thumbnail of its own."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F], exif[0x0110] = "Sandbox", "Copy stand"
    exif[0x013B], exif[0x8298] = "Sandbox Jewelers studio", "Copyright Sandbox Jewelers"
    exif.get_ifd(0x8825).update({1: "N", 2: (48.0, 12.0, 30.0), 3: "E", 4: (16.0, 22.0, 12.0)})
    small = io.BytesIO()
    thumbnail.save(small, "JPEG", quality=70)
    return _with_thumbnail(exif.tobytes(), small.getvalue())


def _with_thumbnail(exif: bytes, jpeg: bytes) -> bytes:
    """Append a second directory (IFD1) that holds a JPEG thumbnail (EXIF 2.3, section 4.5.5)."""
    tiff = bytearray(exif[6:])
    order = "<" if tiff[:2] == b"II" else ">"
    first = struct.unpack_from(order + "I", tiff, 4)[0]
    link = first + 2 + 12 * struct.unpack_from(order + "H", tiff, first)[0]
    tiff += b"\0" * (len(tiff) % 2)
    start = len(tiff)
    struct.pack_into(order + "I", tiff, link, start)
    data = start + 2 + 12 * 3 + 4
    entries = ((0x0103, 3, 6), (0x0201, 4, data), (0x0202, 4, len(jpeg)))
    tiff += struct.pack(order + "H", len(entries))
    for tag, kind, value in entries:
        packed = struct.pack(order + "H", value) + b"\0\0" if kind == 3 else struct.pack(order + "I", value)
        tiff += struct.pack(order + "HHI", tag, kind, 1) + packed
    return exif[:6] + bytes(tiff) + struct.pack(order + "I", 0) + jpeg


def save_plain(picture: Rendered, path: Path) -> None:
    """JPEG or WebP by the file's name, sRGB, as a shop's camera and an old export leave it."""
    image = encoded(picture.photo)
    if path.suffix == ".webp":
        image.save(path, "WEBP", quality=90, icc_profile=_srgb_profile())
    else:
        image.save(path, "JPEG", quality=_QUALITY, icc_profile=_srgb_profile())


def save_alpha(picture: Rendered, path: Path) -> None:
    """A cut-out PNG: the piece's own colours under an exact alpha."""
    alpha = picture.alpha[..., None]
    ground = cv2.GaussianBlur(np.where(alpha < 0.01, picture.clean, 0), (0, 0), 6) / np.maximum(
        cv2.GaussianBlur((alpha < 0.01).astype(np.float32), (0, 0), 6)[..., None], 1e-3
    )
    own = np.clip((picture.clean - (1 - alpha) * ground) / np.maximum(alpha, 0.05), 0, 1)
    rgb = np.asarray(encoded(np.where(alpha > 0, own, 1).astype(np.float32)))
    layer = (picture.alpha * 255 + 0.5).astype(np.uint8)
    Image.fromarray(np.dstack([rgb, layer])).save(path, "PNG", icc_profile=_srgb_profile(), optimize=True)


def save_cmyk(picture: Rendered, path: Path) -> None:
    """A JPEG in CMYK without a profile, as a printer's layout program leaves it."""
    encoded(picture.photo).convert("CMYK").save(path, "JPEG", quality=_QUALITY)


def save_truncated(picture: Rendered, path: Path) -> None:
    """A JPEG that lost its second half on the way."""
    whole = io.BytesIO()
    encoded(picture.photo).save(whole, "JPEG", quality=_QUALITY)
    path.write_bytes(whole.getvalue()[: whole.tell() * 2 // 5])


def save_thumbnail(picture: Rendered, path: Path) -> None:
    """A supplier's 90 × 60 px picture."""
    encoded(picture.photo).resize((90, 60), Image.Resampling.LANCZOS).save(path, "JPEG", quality=80)


def save_adobe_rgb(picture: Rendered, path: Path) -> None:
    """24 megapixels in AdobeRGB, stored lying on its side with orientation 6, notes and thumbnail inside."""
    height, width = picture.photo.shape[:2]
    large = cv2.resize(picture.photo, (2 * width, 2 * height), interpolation=cv2.INTER_CUBIC).clip(0, 1)
    stored = np.rot90(large)  # shown again by a quarter turn clockwise
    matrix = (np.linalg.inv(_ADOBE_TO_XYZ) @ _SRGB_TO_XYZ).astype(np.float32)
    rows = [_adobe_encoded(band, matrix) for band in np.array_split(stored, 12)]
    image = Image.fromarray(np.concatenate(rows))
    small = image.resize((160, 160 * height // width if height < width else 107))
    image.save(path, "JPEG", quality=_QUALITY, icc_profile=adobe_rgb_profile(), exif=_camera_notes(small))


def _adobe_encoded(band: Floats, matrix: Floats) -> np.ndarray:
    linear = np.clip(band @ matrix.T, 0, 1)
    return (linear ** (1 / _ADOBE_GAMMA) * 255 + 0.5).astype(np.uint8)


def save_animation(pictures: list[Rendered], path: Path) -> None:
    """A GIF of several frames."""
    frames = [encoded(p.photo).quantize(96) for p in pictures]
    frames[0].save(path, "GIF", save_all=True, append_images=frames[1:], duration=140, loop=0)


def save_video(path: Path) -> None:
    """The opening of an MP4 (ISO 14496-12): file type, an empty movie and media box, enough to be told for one."""

    def box(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", 8 + len(data)) + kind + data

    movie = struct.pack(
        ">IIIIIIH10x9I24xI",
        0,
        0,
        0,
        1000,
        0,
        0x00010000,
        0x0100,
        65536,
        0,
        0,
        0,
        65536,
        0,
        0,
        0,
        0x40000000,
        2,
    )
    path.write_bytes(
        box(b"ftyp", b"isom\0\0\2\0isomiso2mp41")
        + box(b"moov", box(b"mvhd", movie))
        + box(b"mdat", bytes(2048))
    )
