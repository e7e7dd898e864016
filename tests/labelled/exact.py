"""Pictures for what is exact: sizes, formats, colors, purity, fill; limits are met, just met, just missed, missed."""

from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

import cv2
import numpy as np
from PIL import Image

from tests.labelled.samples import Codes, Painted, Painter, Sample, saved
from tests.unit.retouch import files, icc_profiles

SIDE = 360
SHORTEST = (99, 100, 499, 500, 599, 600, 634, 635, 799, 1499, 1500, 1999, 2000, 2047, 2048, 2199, 2200)
LONGEST = (480, 500, 800, 999, 1000, 1599, 1600, 2100, 2101, 5000, 5001, 6000, 6001, 10_000, 10_001)
BYTES = (1_000_000, 5_000_000, 10_000_000, 16_000_000, 20_000_000)
FILLS = (0.60, 0.744, 0.756, 0.794, 0.806, 0.844, 0.856, 0.894, 0.906, 0.97)
HUGE = ((4472, 4472), (4473, 4473), (5000, 5000), (5001, 5000), (8000, 8000), (8001, 8000))
MADE = "http://cv.iptc.org/newscodes/digitalsourcetype/"
UPRIGHT = (
    (1801, 2600),
    (762, 1100),
    (761, 1100),
    (762, 1099),
    (700, 1000),
    (1000, 1440),
    (1000, 1400),
    (1440, 1000),
)


def exact(painter: Painter, half: str) -> Iterator[Sample]:
    """Yield every picture of one half."""
    parts = (_sizes, _bytes, _formats, _colors, _profiles, _purity, _fills, _places)
    for part in parts:
        for each in part(painter):
            yield Sample(f"{half}-{each.name}", each.level, each.data, each.truth, each.file_name)


def _file(name: str, level: str, data: bytes, truth: dict[str, Any], extension: str = "jpg") -> Sample:
    return Sample(name, level, data, {"bytes": len(data), **truth}, f"ring.{extension}")


def _level(value: float, limit: float) -> str:
    return "just" if abs(value - limit) <= 0.01 * limit else "plainly"


def _sizes(painter: Painter) -> Iterator[Sample]:
    for side in SHORTEST:
        painted = painter.paint(side, side, fill=0.86)
        data = saved(painted.codes, "png")
        yield _file(
            f"square-{side}",
            "either side",
            data,
            _size(side, side) | {"fill_side": painted.truth["fill_side"]},
            "png",
        )
    for longest in LONGEST:
        codes = painter.paint(longest, 120, fill=0.8).codes
        yield _file(f"long-{longest}", "either side", saved(codes, "png"), _size(longest, 120), "png")
    for width, height in HUGE:  # only their headers: so many pixels say no more
        yield _file(
            f"huge-{width}-{height}",
            "either side",
            files.png_header(width, height),
            _size(width, height),
            "png",
        )
    for width, height in UPRIGHT:
        codes = np.full((height, width, 3), 255, np.uint8)
        yield _file(f"upright-{width}-{height}", "either side", saved(codes), _size(width, height))


def _size(width: int, height: int) -> dict[str, Any]:
    return {
        "width": width, "height": height, "longest_side_px": max(width, height), "shortest_side_px": min(width, height),
        "ratio": round(width / height, 4), "megapixels": round(width * height / 1e6, 4),
    }  # fmt: skip


def _bytes(painter: Painter) -> Iterator[Sample]:
    data = saved(painter.paint(SIDE, SIDE, fill=0.8).codes)
    for limit in BYTES:
        for size, level in ((limit, "just pass"), (limit + 1, "just fail")):
            yield _file(f"bytes-{size}", level, data.ljust(size, b"\0"), {})


def _formats(painter: Painter) -> Iterator[Sample]:
    codes = painter.paint(SIDE, SIDE, fill=0.8).codes
    still = {"frames": 1, "animated": False, "has_alpha": False, "color_mode": "rgb", "bit_depth": 8}
    for name, extension in (
        ("jpeg", "jpg"),
        ("png", "png"),
        ("tiff", "tif"),
        ("webp", "webp"),
        ("bmp", "bmp"),
        ("avif", "avif"),
    ):
        truth = {"format": name, "extension_matches": True, "is_jpeg": name == "jpeg"}
        yield _file(f"format-{name}", "either side", saved(codes, name), truth | still, extension)
    gif = Image.fromarray(codes).quantize(64)
    yield _file(
        "format-gif",
        "either side",
        saved(gif, "gif"),
        {"format": "gif", "animated": False, "frames": 1},
        "gif",
    )
    yield _file(
        "format-liar", "fail", saved(codes, "png"), {"format": "png", "extension_matches": False}, "jpg"
    )
    yield _file("format-ppm", "fail", saved(codes, "ppm"), {"format": "ppm", "is_jpeg": False}, "ppm")
    for word, is_made in (
        ("trainedAlgorithmicMedia", True),
        ("compositeSynthetic", True),
        ("humanEdits", False),
    ):
        packet = f'<x:xmpmeta xmlns:x="adobe:ns:meta/">DigitalSourceType="{MADE}{word}"</x:xmpmeta>'.encode()
        truth = {"digital_source_type": MADE + word, "generated": is_made}
        yield _file(f"made-{word}", "either side", saved(codes, xmp=packet), truth)
    heic = b"\0\0\0\x18ftypheic" + bytes(40)
    yield _file("format-heic", "either side", heic, {"format": "heic"}, "heic")
    for name in ("gif", "webp", "tiff"):
        out = BytesIO()
        second = Image.fromarray(codes[::-1].copy())
        Image.fromarray(codes).save(out, name, save_all=True, append_images=[second])
        yield _file(
            f"frames-{name}", "fail", out.getvalue(), {"frames": 2, "format": name, "animated": True}, name
        )
    see_through = np.dstack([codes, np.where(codes.min(axis=2) < 250, 255, 0).astype(np.uint8)])
    yield _file("alpha", "fail", saved(see_through, "png"), {"has_alpha": True, "format": "png"}, "png")
    for quality in (70, 89, 90, 95):
        data = saved(codes, quality=quality)
        yield _file(f"quality-{quality}", "either side", data, {"is_jpeg": True, "jpeg_quality": quality})
    for dpi in (72, 299, 300, 600):
        yield _file(f"dpi-{dpi}", "either side", saved(codes, dpi=(dpi, dpi)), {"dpi": float(dpi)})
    out = BytesIO()
    Image.fromarray(codes).save(out, "JPEG", quality=95)
    yield _file("dpi-none", "fail", out.getvalue(), {"dpi": 0.0, "color_profile": "none"})


def _colors(painter: Painter) -> Iterator[Sample]:
    codes = painter.paint(SIDE, SIDE, fill=0.8).codes
    image = Image.fromarray(codes)
    grey = saved(image.convert("L"), icc_profile=None)
    yield _file("mode-gray", "fail", grey, {"color_mode": "gray", "bit_depth": 8})
    yield _file(
        "mode-cmyk",
        "fail",
        saved(image.convert("CMYK"), icc_profile=None),
        {"color_mode": "cmyk", "color_profile": "cmyk"},
    )
    yield _file(
        "mode-palette", "pass", saved(image.quantize(64), "png"), {"color_mode": "rgb", "bit_depth": 8}, "png"
    )
    yield _file(
        "mode-bilevel",
        "fail",
        saved(image.convert("1"), "png"),
        {"color_mode": "bilevel", "bit_depth": 1},
        "png",
    )
    deep = cv2.imencode(".png", codes[..., ::-1].astype(np.uint16) * 257)[1].tobytes()
    yield _file("depth-16", "fail", deep, {"color_mode": "rgb", "bit_depth": 16}, "png")
    yield _file(
        "profile-srgb", "pass", saved(codes), {"color_profile": "srgb", "color_mode": "rgb", "bit_depth": 8}
    )


def _profiles(painter: Painter) -> Iterator[Sample]:
    codes, gamma = painter.paint(SIDE, SIDE, fill=0.8).codes, icc_profiles.gamma(2.2)
    for key, name in (
        ("adobe_rgb", "Adobe RGB (1998)"),
        ("prophoto", "ProPhoto RGB"),
        ("display_p3", "Display P3"),
    ):
        profile = icc_profiles.rgb(icc_profiles.ADOBE_RGB, gamma, name=name)
        yield _file(f"profile-{key}", "fail", saved(codes, icc_profile=profile), {"color_profile": key})


def _purity(painter: Painter) -> Iterator[Sample]:
    painted = painter.paint(SIDE, SIDE, fill=0.7)
    yield _pixels("white", "pass", painted.codes, painted.truth)
    for name, at in (("border-pixel", (0, 77)), ("ground-pixel", (8, 340))):
        codes = painted.codes.copy()
        codes[at] = 254
        share = 1 - 1 / (4 * SIDE - 4) if at[0] == 0 else 1.0
        yield _pixels(
            name,
            "just fail",
            codes,
            painted.truth | {"border_white_share": share, "background_white_share": 0.9},
        )
    for depth, level in ((60, "fail"), (12, "just fail")):
        codes = _shadowed(painted.codes, depth)
        truth = painted.truth | {"background_white_share": 0.9, "shadow_touches_border": False}
        yield _pixels(f"shadow-{depth}", level, codes, truth)
    for ground in (250, 249, 220, 128):
        dull = painter.paint(SIDE, SIDE, fill=0.7, ground=ground)
        yield _pixels(f"ground-{ground}", "either side", dull.codes, dull.truth)


def _shadowed(codes: Codes, depth: int) -> Codes:
    """Lay a soft contact shadow under the lower part of the piece."""
    cast = np.zeros(codes.shape[:2], np.float32)
    cv2.ellipse(cast, (SIDE // 2, round(0.85 * SIDE)), (110, 12), 0, 0, 360, 1.0, -1)
    soft = 255 - depth * cv2.GaussianBlur(cast, (0, 0), 9)
    return np.minimum(codes, np.rint(soft)[..., None]).astype(np.uint8)


def _pixels(name: str, level: str, codes: Codes, truth: dict[str, Any]) -> Sample:
    known = {key: value for key, value in truth.items() if key != "parts" or "ground" not in name}
    return _file(name, level, saved(codes, "png"), known, "png")


def _fills(painter: Painter) -> Iterator[Sample]:
    for fill in FILLS:
        painted = painter.paint(500, 500, fill=fill)
        yield _file(f"fill-{fill}", "either side", saved(painted.codes, "png"), painted.truth, "png")


def _places(painter: Painter) -> Iterator[Sample]:
    touching = (
        ("clear", 0.80, (0.41, 0.5)), ("touching", 0.80, (0.398, 0.5)), ("cut", 0.7, (0.2, 0.5)),
        ("below", 0.7, (0.5, 0.9)),
    )  # fmt: skip
    for name, fill, center in touching:
        painted = painter.paint(SIDE, SIDE, fill=fill, center=center)
        truth = {"touches_frame": painted.truth["touches_frame"], "fill_side": painted.truth["fill_side"]}
        yield _file(f"frame-{name}", "either side", saved(painted.codes), truth)
    shapes = ((400, 300, 0.95), (300, 400, 0.99), (400, 400, 0.74), (400, 400, 0.82), (500, 300, 0.7))
    for width, height, fill in shapes:
        painted = painter.paint(width, height, fill=fill)
        name = f"crop-{width}-{height}-{fill}"
        yield _file(name, "either side", saved(painted.codes, "png"), painted.truth, "png")
    for at in (0.385, 0.375, 0.2):
        painted = painter.paint(500, 300, fill=0.6, center=(at, 0.5))
        yield _file(f"aside-{at}", "either side", saved(painted.codes, "png"), painted.truth, "png")
    for count in (1, 2, 3):
        codes, truth = _several(painter, count)
        yield _file(f"pieces-{count}", "either side", saved(codes), {"parts": count} | truth)


def _several(painter: Painter, count: int) -> tuple[Codes, dict[str, Any]]:
    paint: Callable[[float], Painted] = lambda at: painter.paint(600, 600, fill=0.26, center=(at, 0.5))  # noqa: E731
    places = [0.5] if count == 1 else [0.2, 0.8] if count == 2 else [0.18, 0.5, 0.82]
    codes = np.minimum.reduce([paint(at).codes for at in places])
    return codes, {"touches_frame": False}
