"""What a file says of itself: format, size, colors, profile, resolution; no pixel is looked at."""

from io import BytesIO

from PIL import Image, ImageCms

from retouch.codecs.icc import space_of
from retouch.metadata import digital_source_type, orientation

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
_MODES = {"1": "bilevel", "CMYK": "cmyk", "LAB": "lab"} | dict.fromkeys(("L", "LA", "I", "F", "I;16"), "gray")
_GENERATED = ("trainedAlgorithmicMedia", "compositeWithTrainedAlgorithmicMedia", "compositeSynthetic")
_HEIC_BRANDS = {b"heic", b"heix", b"hevc", b"mif1", b"msf1"}
_LYING = 5  # EXIF orientations from here on exchange width and height
_X_RESOLUTION = 0x011A
_BITS_PER_SAMPLE = 258

# Annex K of ITU-T T.81: the luminance table that encoders scale by their quality
_LUMINANCE_TABLE_SUM = 3_683


def sniffed(data: bytes) -> dict[str, object]:
    """Tell the format of a file that nothing here can open."""
    is_heic = data[4:8] == b"ftyp" and data[8:12] in _HEIC_BRANDS
    return {"format": "heic", "is_jpeg": False} if is_heic else {}


def file_facts(image: Image.Image, data: bytes, extension: str) -> dict[str, object]:
    """Read what the header of an opened file says; width and height are those of the picture held upright."""
    width, height = image.size if orientation(image) < _LYING else image.size[::-1]
    name = "jpeg" if image.format == "MPO" else (image.format or "").lower()
    source_type = digital_source_type(image)
    return {
        "format": name,
        "extension_matches": extension in _EXTENSIONS.get(name, (name,)) if extension else None,
        "width": width,
        "height": height,
        "longest_side_px": max(width, height),
        "shortest_side_px": min(width, height),
        "megapixels": round(width * height / 1e6, 4),
        "ratio": round(width / height, 4),
        "is_jpeg": name == "jpeg",
        "frames": 1 if name == "jpeg" else int(getattr(image, "n_frames", 1)),
        "color_mode": _MODES.get(image.mode.split(";")[0], "gray" if image.mode.startswith("I") else "rgb"),
        "bit_depth": _bit_depth(image, data),
        "color_profile": _profile(image),
        "has_alpha": image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info,
        "animated": name != "jpeg" and bool(getattr(image, "is_animated", False)),
        "dpi": _dpi(image),
        "jpeg_quality": _jpeg_quality(image) if name == "jpeg" else None,
        "digital_source_type": source_type,
        "generated": None if source_type is None else source_type.endswith(_GENERATED),
    }


def rings_px(image: Image.Image) -> int:
    """How far from an edge a file's code may ring: a block of JPEG, two where its colors are halved."""
    layers: tuple[tuple[int, ...], ...] = tuple(getattr(image, "layer", None) or ())
    halved = bool(layers) and layers[0][1] > 1
    return 16 if halved else 8


def _bit_depth(image: Image.Image, data: bytes) -> int:
    if image.format == "PNG":
        return 8 if image.mode in ("P", "PA") else data[24]  # IHDR; a palette's colors have 8 bits
    told: tuple[int, ...] = dict(getattr(image, "tag_v2", {})).get(_BITS_PER_SAMPLE) or ()
    if told:
        return int(told[0])
    return 1 if image.mode == "1" else int(getattr(image, "bits", 8) or 8)


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


def _dpi(image: Image.Image) -> float:
    told = image.info.get("dpi")
    if (
        image.format in ("JPEG", "MPO")
        and image.info.get("jfif_unit") not in (1, 2)
        and _X_RESOLUTION not in image.getexif()
    ):
        return 0.0  # Pillow's own assumption, not the file's
    return round(float(told[0]), 1) if told and float(told[0]) > 1 else 0.0


def _jpeg_quality(image: Image.Image) -> int | None:
    """The quality that an encoder of the Independent JPEG Group would have been given for this luminance table."""
    tables = getattr(image, "quantization", None)
    if not tables or 0 not in tables:
        return None
    scale = 100 * sum(tables[0]) / _LUMINANCE_TABLE_SUM
    quality = (200 - scale) / 2 if scale <= 100 else 5_000 / scale
    return int(min(100, max(1, round(quality))))
