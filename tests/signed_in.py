"""A browser inside the admin, and a program with a key: Django's test client with what each sends along."""

import io
import time
from typing import Any

import jwt
from django.test import Client
from PIL import Image

from shopapp.api import keys
from shopapp.env import env
from shopapp.models import Original, RetouchJob, Revision, Shop
from shopapp.studio import storage
from tests.factories import make_job, make_media

REPORT = {
    "measures": {
        "photo_width": 64.0, "photo_height": 48.0, "box_left_share": 0.25, "box_top_share": 0.25,
        "box_width_share": 0.5, "box_height_share": 0.5, "defects": 3.0,
    },
    "fidelity": {
        "edges_kept": 0.98, "thin_kept": 1.0, "changed_outside": 0.0,
        "metal": {"delta_e": 3.2}, "gem": {"delta_e": 0.4},
        "worst_box": {"left": 20, "top": 20, "right": 28, "bottom": 26}, "lost_box": None,
    },
}  # fmt: skip
PROVENANCE = {
    "operations": [
        {"name": "spot_removal", "version": 1, "params": {}, "seconds": 0.1, "changed_share": 0.02},
        {"name": "gems", "version": 1, "params": {"strength": 0.5}, "seconds": 0.1, "changed_share": 0.0},
        {"name": "metal_tone", "version": 1, "params": {}, "seconds": 0.1, "changed_share": 0.3},
        {"name": "framing", "version": 1, "params": {"fill": 0.5, "aspect": 1.0}, "seconds": 0.1, "changed_share": -1},
    ]
}  # fmt: skip


def token(shop: Shop) -> str:
    """A session token of the shop's staff, as App Bridge gives it."""
    now = int(time.time())
    claims = {
        "iss": f"https://{shop.domain}/admin", "dest": f"https://{shop.domain}", "aud": env().shopify_client_id,
        "sub": "42", "exp": now + 60, "nbf": now, "iat": now, "jti": "one", "sid": "two",
    }  # fmt: skip
    return jwt.encode(claims, env().shopify_client_secret.get_secret_value(), algorithm="HS256")


def staff(shop: Shop) -> Client:
    """A page's fetches."""
    return Client(headers={"Authorization": f"Bearer {token(shop)}"})


def program(shop: Shop) -> Client:
    """A program with a fresh key; the shop has Pro."""
    return Client(headers={"Authorization": f"Bearer {keys.create(shop=shop, name='PIM').secret}"})


def picture(width: int = 64, height: int = 48, *, file_format: str = "JPEG", mode: str = "RGB") -> bytes:
    """A small photo."""
    out = io.BytesIO()
    Image.new(mode, (width, height), 200 if mode == "L" else None).save(out, file_format)
    return out.getvalue()


def finished_job(shop: Shop, number: int = 1, *, state: str = "published", **fields: Any) -> RetouchJob:
    """A photo with its original and its result, in one of the states that have one."""
    media = make_media(shop, number)
    folder = storage.shop_folder(shop.pk)
    before, after = picture(), picture(60 + number, 60 + number)
    original = Original.objects.create(
        shop=shop, media=media, sha256=storage.digest(before), bytes=len(before), file_name=media.name,
        key=storage.put(folder, before, extension="jpg"), mime_type="image/jpeg",
    )  # fmt: skip
    reviewed = state == "needs_review"
    reasons = (
        [{"code": "worst_kept", "sentence": "One spot fell to 41 %.", "figure": 0.41}] if reviewed else []
    )
    revision = Revision.objects.create(
        shop=shop, original=original, work_key=f"work-{shop.pk}-{number}", sha256=storage.digest(after),
        key=storage.put(folder, after, extension="jpg"), bytes=len(after), format="jpeg", width=60, height=60,
        recipe="catalog-white", verdict="review" if reviewed else "ready", reasons=reasons, report=REPORT,
        provenance=PROVENANCE, alloy="14k-yellow-gold", risk=0.1 * number,
    )  # fmt: skip
    return make_job(media, state=state, original=original, revision=revision, **fields)
