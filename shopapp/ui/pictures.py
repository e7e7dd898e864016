"""Small copies of stored photos for the screen, behind signed addresses that expire.

An address stays the same for an hour, so that a browser keeps the picture it has while a page is refreshed. A copy is
made on first sight and stored beside the shop's files, which are deleted together.
"""

import io
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from django.core import signing
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from shopapp.errors import Forbidden, NotFound
from shopapp.models import Media, Original, Rendition, Revision
from shopapp.studio import storage

WIDTHS = (160, 320, 480, 960, 1400)
_SALT = "shopapp.picture"
_GOOD_FOR = timedelta(hours=1)
_QUALITY = 86
_MAX_PIXELS = 60_000_000


@dataclass(frozen=True, slots=True)
class Picture:
    """One photo to show: a copy of a size, the stored file itself, and what to read out."""

    src: str
    full: str
    alt: str
    width: int = 0
    height: int = 0
    srcset: str = ""


def preview_url(key: str, *, owner: str, width: int) -> str:
    """Return the address of a copy ``width`` pixels wide of a stored file under the folder ``owner``."""
    until = int(timezone.now().timestamp() // 3600 + 2)
    signed = signing.Signer(salt=_SALT).sign_object([key, owner, width, until], compress=True)
    return reverse("picture", args=[signed])


def of_original(original: Original, *, width: int, alt: str = "") -> Picture:
    """Return the merchant's own photo."""
    return _stored(original.key, original.shop_id, width, alt)


def of_revision(revision: Revision, *, width: int, alt: str = "") -> Picture:
    """Return a result."""
    shown = _stored(revision.key, revision.shop_id, width, alt)
    return replace(shown, width=revision.width, height=revision.height)


def of_upload(key: str, *, width: int, alt: str) -> Picture:
    """Return a photo that belongs to no shop."""
    folder = key.rsplit("/", 1)[0]
    copies = {each: preview_url(key, owner=folder, width=each) for each in WIDTHS}
    full = storage.signed_url(key, shop_id=None)
    return Picture(copies[width], full, alt, srcset=srcset(copies, width))


def of_rendition(rendition: Rendition, *, width: int, alt: str = "") -> Picture:
    """Return a result as it was cut for a marketplace."""
    shown = _stored(rendition.key, rendition.shop_id, width, alt)
    return Picture(shown.src, shown.full, alt, rendition.width, rendition.height)


def of_media(media: Media, *, width: int, alt: str = "") -> Picture:
    """Return the photo as the shop shows it now, from Shopify's own servers."""
    if not media.url or media.kind != Media.Kind.IMAGE:
        return Picture(media.url, media.url, alt, media.width or 0, media.height or 0)
    ask = f"{media.url}{'&' if '?' in media.url else '?'}width="
    sizes = srcset({each: f"{ask}{each}" for each in WIDTHS}, width)
    return Picture(f"{ask}{width}", media.url, alt, media.width or 0, media.height or 0, sizes)


def _stored(key: str, shop_id: int, width: int, alt: str) -> Picture:
    owner = storage.shop_folder(shop_id)
    copies = {each: preview_url(key, owner=owner, width=each) for each in WIDTHS}
    full = storage.signed_url(key, shop_id=shop_id)
    return Picture(copies[width], full, alt, srcset=srcset(copies, width))


def srcset(copies: Mapping[int, str], width: int) -> str:
    """Return the copies that a browser may choose from for a place made for ``width``: no larger ones."""
    return ", ".join(f"{copies[size]} {size}w" for size in sorted(copies) if size <= width)


def open_preview(signed: str) -> bytes:
    """Return the JPEG that a signed address names, making it where it is not there yet."""
    key, owner, width = _verified(signed)
    digest = key.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    kept = f"{owner}/previews/{digest[:2]}/{digest}-{width}.jpg"
    if default_storage.exists(kept):
        return storage.read(kept)
    try:
        data = shrink(storage.read(key), width)
    except FileNotFoundError as error:
        raise NotFound(f"no file {key}") from error
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError) as error:
        raise NotFound(f"{key} is not a picture") from error
    storage.replace(kept, data)
    return data


def _verified(signed: str) -> tuple[str, str, int]:
    try:
        key, owner, width, until = signing.Signer(salt=_SALT).unsign_object(signed)
    except signing.BadSignature as error:
        raise Forbidden("bad picture address") from error
    expired = timezone.now().timestamp() > until * 3600
    if expired or width not in WIDTHS or not str(key).startswith(f"{owner}/"):
        raise Forbidden("expired picture address, or one that leaves its owner")
    return str(key), str(owner), int(width)


def shrink(data: bytes, width: int) -> bytes:
    """Return a JPEG in sRGB no wider or higher than ``width``, upright, on white."""
    file = Image.open(io.BytesIO(data))
    if file.width * file.height > _MAX_PIXELS:
        raise OSError("more pixels than a preview is made of")
    file.draft(None, (2 * width, 2 * width))  # JPEG is decoded at a half, a quarter or an eighth
    image = ImageOps.exif_transpose(file)
    profile = image.info.get("icc_profile")
    image.thumbnail((width, width), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    _on_white(_in_srgb(image, profile)).save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    if profile and image.mode in {"RGB", "CMYK", "L"}:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            target = ImageCms.createProfile("sRGB")
            return ImageCms.profileToProfile(image, source, target, outputMode="RGB") or image
        except ImageCms.PyCMSError:
            return image.convert("RGB")
    return image


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode in {"RGBA", "LA", "P", "PA"}:
        image = image.convert("RGBA")
        ground = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(ground, image)
    return image.convert("RGB")
