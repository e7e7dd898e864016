"""Small files of every kind, made in memory."""

import struct
import zlib
from io import BytesIO

import cv2
import numpy as np
from PIL import Image


def codes(height=70, width=80, channels=3, seed=0):
    return np.random.default_rng(seed).integers(0, 256, (height, width, channels), dtype=np.uint8)


def smooth(height=70, width=80):
    rows, columns = np.mgrid[0:height, 0:width]
    planes = [rows * 200 // height + 20, columns * 200 // width + 20, (rows + columns) % 200]
    return np.stack(planes, axis=2).astype(np.uint8)


def saved(image, name, **options):
    if isinstance(image, np.ndarray):
        image = Image.fromarray(image[..., 0] if image.ndim == 3 and image.shape[2] == 1 else image)
    buffer = BytesIO()
    image.save(buffer, name, **options)
    return buffer.getvalue()


def deep_png(pixels):
    order = [2, 1, 0, 3][: pixels.shape[2]] if pixels.ndim == 3 else slice(None)
    return cv2.imencode(".png", np.ascontiguousarray(pixels[..., order] if pixels.ndim == 3 else pixels))[
        1
    ].tobytes()


def png_header(width, height):
    """A PNG that promises so many pixels and holds none."""
    header = _chunk(b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + _chunk(b"IDAT" + zlib.compress(b""))


def _chunk(body):
    return struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))


def frames(count=3):
    return [Image.fromarray(codes(seed=seed)) for seed in range(count)]


def moving(name):
    first, *others = frames()
    return saved(first, name, save_all=True, append_images=others, duration=50)


def profile_chunk(profile):
    """A PNG's iCCP chunk, for writers that know none."""
    return _chunk(b"iCCPtest\0\0" + zlib.compress(profile))
