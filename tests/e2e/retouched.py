"""Gives every photo of the store a result, without the engine: ``python -m tests.e2e.retouched`` beside the app.

The browser's tests of what comes after a retouch need results, and not the minutes they take.
"""

import io
import time
from collections.abc import Callable

import django
import httpx
import numpy as np
from PIL import Image, ImageFilter, ImageOps

from retouch.codecs import decode
from retouch.scene import find_scene

SIDE = 2000
FEW = 12
"""So many photos are cut as the engine cuts them, a few seconds each; of more, a threshold has to do."""

Cut = Callable[[bytes], Image.Image]
"""Tells a photo's piece: white, and black around it."""


def roughly(data: bytes) -> Image.Image:
    """Take for the piece what differs from the ground at the photo's edge."""
    pixels = np.asarray(upright(data)).astype(np.int16)
    ground = np.median(np.concatenate([pixels[:8].reshape(-1, 3), pixels[-8:].reshape(-1, 3)]), axis=0)
    found = Image.fromarray(np.where(np.abs(pixels - ground).max(axis=-1) > 40, 255, 0).astype(np.uint8))
    mask = found.filter(ImageFilter.MedianFilter(5)).filter(ImageFilter.MaxFilter(5))
    return mask.filter(ImageFilter.GaussianBlur(2))


def soundly(data: bytes) -> Image.Image:
    """Find the piece as the engine does."""
    alpha = find_scene(decode(data)).alpha
    return Image.fromarray(np.rint(alpha * 255).astype(np.uint8))


def upright(data: bytes) -> Image.Image:
    """Open a photo as it is looked at."""
    return ImageOps.exif_transpose(Image.open(io.BytesIO(data))).convert("RGB")


def on_white(data: bytes, cut: Cut) -> tuple[bytes, bytes]:
    """Cut a photo's piece out and lay it on white as large as listings want it; return it with its matte."""
    image, mask = upright(data), cut(data)
    box = mask.point(lambda level: 255 * (level > 8)).getbbox()
    size = [
        round(0.88 * SIDE / max(box[2] - box[0], box[3] - box[1]) * side) for side in image.crop(box).size
    ]
    place = ((SIDE - size[0]) // 2, (SIDE - size[1]) // 2)
    alpha, frame = Image.new("L", (SIDE, SIDE), 0), Image.new("RGB", (SIDE, SIDE), "white")
    alpha.paste(mask.crop(box).resize(size, Image.Resampling.LANCZOS), place)
    piece = Image.new("RGB", (SIDE, SIDE), "white")
    piece.paste(image.crop(box).resize(size, Image.Resampling.LANCZOS), place)
    frame.paste(piece, (0, 0), alpha)
    result, matte = io.BytesIO(), io.BytesIO()
    frame.save(result, "PNG", compress_level=1)
    Image.merge("LA", [Image.new("L", (SIDE, SIDE), 255), alpha]).save(matte, "PNG", compress_level=1)
    return result.getvalue(), matte.getvalue()


def main() -> None:
    """Store originals, results and published jobs for every photo that is known."""
    django.setup()
    from shopapp.env import env
    from shopapp.models import Media, RetouchJob, Revision, Sync
    from shopapp.studio import fetching, storage

    while not Sync.objects.filter(state="done").exists():
        time.sleep(0.2)
    photos = Media.objects.filter(kind="IMAGE", deleted_at=None, mime_type="image/jpeg", status="READY")
    cut = soundly if photos.count() <= FEW else roughly
    for media in photos:
        address = httpx.URL(media.url)
        origin = httpx.URL(env().shopify_sandbox_url)
        data = httpx.get(address.copy_with(scheme=origin.scheme, host=origin.host, port=origin.port)).content
        if min(media.width or 0, media.height or 0) < 200 or not data.startswith(b"\xff\xd8"):
            continue  # the store has files that no retoucher would take
        original = fetching.store_original(
            shop_id=media.shop_id,
            media=media,
            data=data,
            mime_type=media.mime_type,
            file_name=media.file_name,
        )
        made, matte = on_white(data, cut)
        folder = f"{storage.shop_folder(media.shop_id)}/revisions"
        key = storage.put(folder, made, extension="png")
        matte_key = storage.put(folder, matte, extension="matte.png")
        revision = Revision.objects.create(
            shop=media.shop, original=original, work_key=f"by hand {media.pk}", sha256=storage.digest(made),
            key=key, matte_key=matte_key, bytes=len(made), format="png", width=SIDE, height=SIDE,
            recipe="catalog-white", verdict="ready",
        )  # fmt: skip
        RetouchJob.objects.create(
            shop=media.shop, media=media, original=original, revision=revision, state="published",
            source="one_click", recipe="catalog-white",
        )  # fmt: skip


if __name__ == "__main__":
    main()
