"""PNG written by OpenCV, which knows 16 bits, with the chunks it does not write put in. Source: PNG, third edition."""

import struct
import zlib

import cv2
import numpy as np
import numpy.typing as npt

from retouch.codecs.headers import PNG_SIGNATURE

_HEADER_END = len(PNG_SIGNATURE) + 25  # IHDR is always first and always 13 bytes long
_LEVEL = 6
_ORDER = {3: [2, 1, 0], 4: [2, 1, 0, 3]}


def write(codes: npt.NDArray[np.unsignedinteger], *, profile: bytes, xmp: bytes, exif: bytes) -> bytes:
    """Write a PNG.

    Parameters
    ----------
    codes  (H, W, 3) or (H, W, 4), uint8 or uint16, sRGB-encoded RGB(A)
    """
    bgr = np.ascontiguousarray(codes[..., _ORDER[codes.shape[2]]])
    _, encoded = cv2.imencode(".png", bgr, [cv2.IMWRITE_PNG_COMPRESSION, _LEVEL])
    file = encoded.tobytes()
    added = (
        _chunk(b"iCCP", b"sRGB\0\0" + zlib.compress(profile))
        + _chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + xmp)
        + _chunk(b"eXIf", exif.removeprefix(b"Exif\0\0"))
    )
    return file[:_HEADER_END] + added + file[_HEADER_END:]


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
