"""Measured values and required ones, written as a merchant would read them."""

from typing import Any


def shown(fact: str, value: object) -> str:
    """Write a value of a fact in words and units; what was not measured is "not known"."""
    return "not known" if value is None else _shown(fact, value)


def _shown(fact: str, value: Any) -> str:
    if isinstance(value, list):
        joint = " to " if all(isinstance(each, int | float) for each in value) else ", "
        return joint.join(_shown(fact, each) for each in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return _NAMES.get(value, value)
    return _unit(fact, value)


_NAMES = {
    "jpeg": "JPEG", "png": "PNG", "gif": "GIF", "tiff": "TIFF", "webp": "WebP", "srgb": "sRGB", "cmyk": "CMYK",
    "adobe_rgb": "Adobe RGB", "display_p3": "Display P3", "prophoto": "ProPhoto", "none": "no profile",
    "other": "another profile", "bmp": "BMP", "avif": "AVIF", "heic": "HEIC", "rgb": "RGB", "gray": "shades of grey",
    "lab": "Lab", "bilevel": "black and white only",
}  # fmt: skip


def _unit(fact: str, value: float) -> str:
    if fact == "dpi" and not value:
        return "none"
    if fact == "bytes":
        return f"{value / 1e6:.2f} MB"
    if fact.startswith("fill_") or fact.endswith("_share"):
        text = f"{100 * value:.4g} %"
        return "just under 100 %" if value < 1 and text == "100 %" else text
    if fact.endswith("_px") or fact in {"width", "height"}:
        return f"{value:,} px"
    return f"{value:,}"


def named(fact: str) -> str:
    """Name a fact as it stands in a table."""
    return _FACTS.get(fact, fact.removesuffix("_px").replace("_", " "))


_FACTS = {
    "bytes": "file size", "ratio": "width ÷ height", "dpi": "stated dpi", "is_jpeg": "JPEG", "color_mode": "color mode",
    "extension_matches": "extension fits the format", "color_profile": "color profile", "has_alpha": "transparency",
    "frames": "pictures in the file", "bit_depth": "bits per color", "jpeg_quality": "JPEG quality",
    "digital_source_type": "IPTC digital source type", "generated": "made by a generator",
    "border_white_share": "border that is pure white", "background_white_share": "background that is pure white",
    "ground_code": "ground, darkest channel", "shadow_touches_border": "shadow at the border",
    "fill_side": "fill, longer side", "fill_area": "fill, area", "touches_frame": "piece cut by the frame",
    "parts": "pieces", "thumbnail_safe_1_1": "survives a 1:1 crop", "thumbnail_safe_4_3": "survives a 4:3 crop",
    "thumbnail_safe_5_4": "survives a 5:4 crop", "thumbnail_safe_4_5": "survives a 4:5 crop",
    "jewelry_share": "share that is jewelry", "text_found": "text", "watermark_found": "watermark",
    "graphic_found": "logo or graphic", "drawn_border_found": "border", "inset_found": "inset",
    "person_found": "model or hand", "bust_found": "mannequin or bust", "packaging_found": "box, card or stand",
    "image_url": "address", "url_chars": "characters of the address", "alt_chars": "characters of the alt text",
    "crawlable": "open to crawlers", "swatch_px": "side of the swatch",
    "image_count": "photos", "main_count": "main photos", "ratio_count": "aspect ratios",
    "sold_as_pair": "sold as a pair", "media_ready": "file is ready", "extension_kept": "extension kept",
    "confirmed_real_piece": "the real piece",
    "confirmed_not_synthetic": "nothing synthetic", "confirmed_photograph": "a photograph",
    "near_duplicates": "photos that repeat another",
}  # fmt: skip
