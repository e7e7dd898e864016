"""What a marketplace asks of an image: size, format, profile, fill, border, purity of the background.

Measured from the file alone. What the pixels or the file cannot tell is None, and a rule about it stays open.
"""

from dataclasses import asdict, dataclass
from io import BytesIO
from pathlib import PurePath

import numpy as np
from PIL import Image, ImageCms

from retouch.codecs.icc import space_of
from retouch.config import Limits
from retouch.metadata import digital_source_type
from retouch.quality.placement import Placement, border_white_share, place

_EXTENSIONS = {
    "jpeg": ("jpg", "jpeg"),
    "png": ("png",),
    "webp": ("webp",),
    "gif": ("gif",),
    "tiff": ("tif", "tiff"),
    "bmp": ("bmp",),
    "avif": ("avif",),
}
_PROFILES = {
    "srgb": "srgb",
    "adobe rgb": "adobe_rgb",
    "prophoto": "prophoto",
    "romm": "prophoto",
    "p3": "display_p3",
}
_X_RESOLUTION = 0x011A
_CROPS = {"1_1": 1.0, "4_3": 4 / 3, "5_4": 5 / 4, "4_5": 4 / 5}
_UNREADABLE = (OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, Image.DecompressionBombError)

# Annex K of ITU-T T.81: the luminance table that encoders scale by their quality
_LUMINANCE_TABLE_SUM = 3_683


@dataclass(frozen=True, slots=True)
class Facts:
    """One image file as a marketplace sees it; None where it cannot be measured.

    color_profile           srgb, adobe_rgb, display_p3, prophoto, cmyk, other; none where none is embedded
    fill_side               the longer side of the piece's box, as a share of the frame's side along it
    fill_area               the piece's own pixels, as a share of the frame's
    border_white_share      of the outermost pixels, exactly 255
    background_white_share  of the ground, the shadow and a thin rim of the piece left out, exactly 255
    thumbnail_safe_…        whether the whole piece survives a centre crop of that aspect
    """

    bytes: int
    extension: str | None = None
    format: str | None = None
    extension_matches: bool | None = None
    width: int | None = None
    height: int | None = None
    longest_side_px: int | None = None
    shortest_side_px: int | None = None
    megapixels: float | None = None
    ratio: float | None = None
    color_profile: str | None = None
    has_alpha: bool | None = None
    animated: bool | None = None
    dpi: float | None = None
    jpeg_quality: int | None = None
    digital_source_type: str | None = None
    border_white_share: float | None = None
    background_white_share: float | None = None
    shadow_touches_border: bool | None = None
    fill_side: float | None = None
    fill_area: float | None = None
    touches_frame: bool | None = None
    parts: int | None = None
    thumbnail_safe_1_1: bool | None = None
    thumbnail_safe_4_3: bool | None = None
    thumbnail_safe_5_4: bool | None = None
    thumbnail_safe_4_5: bool | None = None

    def as_dict(self) -> dict[str, object]:
        """Plain values, for rules."""
        return asdict(self)


def measure_facts(data: bytes, *, file_name: str = "") -> Facts:
    """Measure an image file; one that cannot be read has its size in bytes and its name's extension, nothing else."""
    values: dict[str, object] = {"bytes": len(data)}
    extension = PurePath(file_name).suffix.lower().removeprefix(".")
    if extension:
        values["extension"] = extension
    try:
        with Image.open(BytesIO(data)) as image:
            values |= _file_facts(image, extension)
            values |= _pixel_facts(image)
    except _UNREADABLE:
        pass  # what was measured before the damage stands; the rest is None
    return Facts(**values)  # type: ignore[arg-type]


def _file_facts(image: Image.Image, extension: str) -> dict[str, object]:
    width, height = image.size
    name = "jpeg" if image.format == "MPO" else (image.format or "").lower()
    return {
        "format": name,
        "extension_matches": extension in _EXTENSIONS.get(name, (name,)) if extension else None,
        "width": width,
        "height": height,
        "longest_side_px": max(width, height),
        "shortest_side_px": min(width, height),
        "megapixels": round(width * height / 1e6, 4),
        "ratio": round(width / height, 4),
        "color_profile": _profile(image),
        "has_alpha": image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info,
        "animated": name != "jpeg" and bool(getattr(image, "is_animated", False)),
        "dpi": _dpi(image),
        "jpeg_quality": _jpeg_quality(image) if name == "jpeg" else None,
        "digital_source_type": digital_source_type(image),
    }


def _profile(image: Image.Image) -> str:
    data = image.info.get("icc_profile")
    if image.mode == "CMYK":
        return "cmyk"
    if not data:
        return "none"
    try:
        description = ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(BytesIO(data))).lower()
    except (OSError, ImageCms.PyCMSError):
        return "other"
    described = next((name for words, name in _PROFILES.items() if words in description), "other")
    return described if space_of(data) == "RGB" else "other"


def _dpi(image: Image.Image) -> float | None:
    told = image.info.get("dpi")
    if (
        image.format in ("JPEG", "MPO")
        and image.info.get("jfif_unit") not in (1, 2)
        and _X_RESOLUTION not in image.getexif()
    ):
        return None  # Pillow's own assumption, not the file's
    return round(float(told[0]), 1) if told and float(told[0]) > 1 else None


def _jpeg_quality(image: Image.Image) -> int | None:
    """The quality that an encoder of the Independent JPEG Group would have been given for this luminance table."""
    tables = getattr(image, "quantization", None)
    if not tables or 0 not in tables:
        return None
    scale = 100 * sum(tables[0]) / _LUMINANCE_TABLE_SUM
    quality = (200 - scale) / 2 if scale <= 100 else 5_000 / scale
    return int(min(100, max(1, round(quality))))


def _pixel_facts(image: Image.Image) -> dict[str, object]:
    width, height = image.size
    if width * height > Limits().max_pixels:
        return {}
    see_through = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
    codes, alpha = np.asarray(image.convert("RGBA" if see_through else "RGB")), None
    if see_through:
        alpha = codes[..., 3]
        share = alpha[..., None].astype(np.uint16)
        codes = ((codes[..., :3] * share + 255 * (255 - share) + 127) // 255).astype(np.uint8)
    placement = place(codes, alpha)
    facts: dict[str, object] = {"border_white_share": round(border_white_share(codes), 6)}
    return facts if placement is None else facts | _placed_facts(placement, width / height)


def _placed_facts(placement: Placement, ratio: float) -> dict[str, object]:
    left, top, right, bottom = placement.box
    wide = (right - left) * ratio >= bottom - top
    return {
        "background_white_share": round(placement.ground_white_share, 6),
        "shadow_touches_border": placement.shadow_touches_border,
        "fill_side": round(right - left if wide else bottom - top, 4),
        "fill_area": round(placement.area, 4),
        "touches_frame": placement.touches_frame,
        "parts": placement.parts,
        **{f"thumbnail_safe_{name}": _survives(placement, ratio, crop) for name, crop in _CROPS.items()},
    }


def _survives(placement: Placement, ratio: float, crop: float) -> bool:
    """Whether the box lies inside the largest centre crop of an aspect."""
    left, top, right, bottom = placement.box
    across, down = min(1.0, crop / ratio), min(1.0, ratio / crop)
    inside = left >= (1 - across) / 2 - 1e-6 and right <= (1 + across) / 2 + 1e-6
    return bool(inside and top >= (1 - down) / 2 - 1e-6 and bottom <= (1 + down) / 2 + 1e-6)
