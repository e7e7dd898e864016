"""What a picture file carries beside its pixels, read with Pillow alone and not with the product's own code."""

from dataclasses import dataclass
from io import BytesIO

from PIL import ExifTags, Image

ENHANCED = b"digitalsourcetype/algorithmicallyEnhanced"


@dataclass(frozen=True)
class Facts:
    """One file's size and what its metadata says."""

    pixels: int
    creator: str
    rights: str
    has_gps: bool
    has_thumbnail: bool
    turned: bool
    says_enhanced: bool


def facts_of(content: bytes) -> Facts:
    """Read one picture file."""
    with Image.open(BytesIO(content)) as picture:
        exif = picture.getexif()
        xmp = picture.info.get("xmp") or picture.info.get("XML:com.adobe.xmp") or b""
        return Facts(
            pixels=picture.width * picture.height,
            creator=str(exif.get(ExifTags.Base.Artist, "")).strip("\0 "),
            rights=str(exif.get(ExifTags.Base.Copyright, "")).strip("\0 "),
            has_gps=bool(exif.get_ifd(ExifTags.IFD.GPSInfo)),
            has_thumbnail=bool(exif.get_ifd(ExifTags.IFD.IFD1)),
            turned=exif.get(ExifTags.Base.Orientation, 1) != 1,
            says_enhanced=ENHANCED in (xmp.encode() if isinstance(xmp, str) else xmp),
        )
