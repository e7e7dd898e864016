"""What a file says of itself in its first bytes, read without decoding a pixel."""

import struct
from collections.abc import Callable
from dataclasses import dataclass

from retouch.errors import CorruptFile, InvalidPhoto, UnsupportedFormat

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
# camera raw that is no TIFF: Canon's CR3 and CRW, Fujifilm, Olympus, Panasonic, Sigma
_RAW = (b"FUJIFILMCCD-RAW", b"IIRO", b"IIRS", b"MMOR", b"IIU\x00", b"FOVb", b"II\x1a\x00\x00\x00HEAPCCDR")
# JPEG: every start-of-frame marker but the tables that share their range (ITU-T T.81, table B.1)
_FRAMES = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_STANDALONE = {0x01, *range(0xD0, 0xD9)}
_CUT_SHORT = "This file is damaged or was cut short. Export or download the photo again and upload it anew."


@dataclass(frozen=True, slots=True)
class Header:
    """Format and size in pixels; ``animated`` when the file holds several frames."""

    format: str
    width: int
    height: int
    bit_depth: int = 8
    animated: bool = False


def format_of(start: bytes) -> str:
    """The format that a file's first bytes announce: jpeg, png, webp, gif; "" for anything else."""
    if start.startswith(b"\xff\xd8"):
        return "jpeg"
    if start.startswith(PNG_SIGNATURE):
        return "png"
    if start[:4] == b"RIFF" and start[8:12] == b"WEBP":
        return "webp"
    return "gif" if start[:6] in (b"GIF87a", b"GIF89a") else ""


def read_header(data: bytes) -> Header:
    """Tell format and size.

    Raises
    ------
    UnsupportedFormat  not one of JPEG, PNG, WebP and GIF
    CorruptFile        one of them, but cut short before its size
    InvalidPhoto       no bytes at all
    """
    if not data:
        raise InvalidPhoto("empty file", merchant_sentence="This file is empty. Upload the photo again.")
    readers: dict[str, tuple[int, Callable[[bytes], Header]]] = {
        "jpeg": (4, _jpeg),
        "png": (33, _png),
        "webp": (30, _webp),
        "gif": (13, _gif),
    }
    name = format_of(data)
    if name in readers:
        least, read = readers[name]
        if len(data) < least:
            raise cut_short(f"a {name} of {len(data)} bytes")
        return read(data)
    raise _unsupported(data)


def cut_short(what: str) -> CorruptFile:
    """The error for a file whose bytes end too early or make no sense."""
    return CorruptFile(what, merchant_sentence=_CUT_SHORT)


def _jpeg(data: bytes) -> Header:
    at = 2
    while at + 9 <= len(data):
        if data[at] != 0xFF:
            raise cut_short(f"no JPEG marker at byte {at}")
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
        elif marker in _STANDALONE:
            at += 2
        elif marker in _FRAMES:
            depth, height, width = struct.unpack_from(">BHH", data, at + 4)
            return Header("jpeg", width, height, depth)
        else:
            at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    raise cut_short("a JPEG without a frame")


def _png(data: bytes) -> Header:
    width, height, depth = struct.unpack_from(">IIB", data, 16)
    return Header("png", width, height, depth, animated=_png_frames(data) > 1)


def _png_frames(data: bytes) -> int:
    """Frames told by an acTL chunk, which stands before the pixels (PNG third edition, 11.3.6.1)."""
    at = 8
    while at + 12 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        if kind == b"acTL":
            return int.from_bytes(data[at + 8 : at + 12], "big")
        if kind == b"IDAT":
            break
        at += 12 + length
    return 1


def _webp(data: bytes) -> Header:
    kind = data[12:16]
    if kind == b"VP8X":  # extended: flags, then canvas less one, 24 bits each
        width = 1 + int.from_bytes(data[24:27], "little")
        height = 1 + int.from_bytes(data[27:30], "little")
        return Header("webp", width, height, animated=bool(data[20] & 2) and data.count(b"ANMF") > 1)
    if kind == b"VP8L":  # lossless: 14 bits each, after a signature byte
        bits = int.from_bytes(data[21:25], "little")
        return Header("webp", 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF))
    if kind == b"VP8 ":
        width, height = struct.unpack_from("<HH", data, 26)
        return Header("webp", width & 0x3FFF, height & 0x3FFF)
    raise cut_short(f"a WebP that begins with {kind!r}")


def _gif(data: bytes) -> Header:
    width, height = struct.unpack_from("<HH", data, 6)
    return Header("gif", width, height)


def _unsupported(data: bytes) -> UnsupportedFormat:
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    remedy = "Export the photo as JPEG or PNG and upload it again."
    if data.startswith((b"II*\x00", b"MM\x00*", *_RAW)) or data[4:12] == b"ftypcrx ":
        text = "This is a TIFF or camera raw file, which is not read."
    elif data[4:8] == b"ftyp":
        name = "a HEIC file" if data[8:12] in _HEIF_BRANDS else "a video"
        name = "an AVIF file" if data[8:12] == b"avif" else name
        text = f"This is {name}, which is not read."
    elif start.startswith(b"<svg") or (start.startswith(b"<?xml") and b"<svg" in start):
        text = "This is an SVG drawing, not a photo."
    else:
        text = "This file is not a picture, whatever its name says."
    return UnsupportedFormat(text, merchant_sentence=f"{text} {remedy}")
