"""Small ICC profiles made for tests: matrix and curve, or grey, as ICC.1:2022 lays them out."""

import itertools
import struct

ADOBE_RGB = ((0.60974, 0.31111, 0.01947), (0.20528, 0.62567, 0.06087), (0.14919, 0.06322, 0.74457))
DISPLAY_P3 = ((0.51512, 0.24120, -0.00105), (0.29198, 0.69225, 0.04189), (0.15710, 0.06657, 0.78407))
SRGB = ((0.43607, 0.22249, 0.01392), (0.38515, 0.71687, 0.09708), (0.14307, 0.06061, 0.71410))
GAMMA_2_2 = 563 / 256


def gamma(value: float) -> bytes:
    return b"curv\0\0\0\0" + struct.pack(">IH", 1, round(value * 256))


def samples(values: list[int]) -> bytes:
    return b"curv\0\0\0\0" + struct.pack(f">I{len(values)}H", len(values), *values)


def parametric(kind: int, *numbers: float) -> bytes:
    fixed = [round(number * 65_536) for number in numbers]
    return b"para\0\0\0\0" + struct.pack(f">HH{len(fixed)}i", kind, 0, *fixed)


SRGB_CURVE = parametric(3, 2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)


def rgb(colorants: tuple[tuple[float, ...], ...], curve: bytes, *, name: str = "test") -> bytes:
    tags = {b"rTRC": curve, b"gTRC": curve, b"bTRC": curve}
    for tag, xyz in zip((b"rXYZ", b"gXYZ", b"bXYZ"), colorants, strict=True):
        tags[tag] = b"XYZ \0\0\0\0" + struct.pack(">3i", *(round(value * 65_536) for value in xyz))
    return _profile(b"RGB ", tags, name)


def grey(curve: bytes) -> bytes:
    return _profile(b"GRAY", {b"kTRC": curve}, "grey")


def tables(space: bytes, channels: int, lab) -> bytes:
    """A profile of eight-bit tables with two grid points a channel; ``lab`` gives L*, a*, b* of each corner."""
    ramp = bytes(range(256))
    corners = itertools.product((0, 1), repeat=channels)
    grid = bytes(round(v) for L, a, b in map(lab, corners) for v in (L * 2.55, a + 128, b + 128))
    matrix = struct.pack(">9i", *(65_536 if index % 4 == 0 else 0 for index in range(9)))
    head = b"mft1\0\0\0\0" + bytes([channels, 3, 2, 0])
    lut = head + matrix + ramp * channels + grid + ramp * 3
    return _profile(space, {b"A2B0": lut}, "tables", connection=b"Lab ")


def _profile(space: bytes, tags: dict[bytes, bytes], name: str, connection: bytes = b"XYZ ") -> bytes:
    text = name.encode("utf-16-be")
    tags = {
        **tags,
        b"desc": b"mluc\0\0\0\0" + struct.pack(">II2s2sII", 1, 12, b"en", b"US", len(text), 28) + text,
        b"wtpt": b"XYZ \0\0\0\0" + struct.pack(">3i", 63_190, 65_536, 54_061),
    }
    table, body, start = b"", b"", 132 + 12 * len(tags)
    for tag, value in tags.items():
        padded = value + b"\0" * (-len(value) % 4)
        table += struct.pack(">4sII", tag, start + len(body), len(value))
        body += padded
    size = start + len(body)
    header = struct.pack(">I4sI4s4s4s", size, b"\0\0\0\0", 0x04300000, b"mntr", space, connection)
    header += struct.pack(">6H", 2026, 1, 1, 0, 0, 0) + b"acsp" + b"\0" * 28
    header += struct.pack(">3i", 63_190, 65_536, 54_061)
    header = header.ljust(128, b"\0")
    return header + struct.pack(">I", len(tags)) + table + body
