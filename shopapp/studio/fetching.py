"""First step: the merchant's own bytes, stored by digest before anything else happens."""

import time
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from integrations.shopify.catalog import media_status
from integrations.shopify.media import download_original
from integrations.shopify.types import Media as ShopifyMedia
from integrations.shopify.types import MediaStatus
from shopapp import connection, leases
from shopapp.env import env
from shopapp.models import Media, Original, RetouchJob, Write
from shopapp.models.catalog import file_name_in
from shopapp.studio import lifecycle, storage
from shopapp.studio.lifecycle import Stage

_POLL = timedelta(seconds=1)
_EXTENSIONS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "image/gif": "gif"}


def fetch(job: RetouchJob) -> None:
    """Store the original of the job's media, or wait until Shopify has it ready."""
    media = job.media
    if media is None:
        raise RuntimeError(f"job {job.pk} has neither media nor original")
    started = time.monotonic()
    client = connection.admin(job.shop)
    present = media_status(client, [media.gid]).get(media.gid)
    if present is None:
        lifecycle.end(job, RetouchJob.State.LEFT, "gone")
    elif present.status is not MediaStatus.READY or not present.original_url:
        _wait(job, present)
    else:
        data, present = download_original(client, connection.http(), media.gid)
        _keep(job, media, data, present, time.monotonic() - started)


def _wait(job: RetouchJob, present: ShopifyMedia) -> None:
    if present.status is MediaStatus.FAILED:
        text = present.errors[0].message if present.errors else ""
        lifecycle.end(job, RetouchJob.State.LEFT, "processing", text)
        return
    now = timezone.now()
    since = (
        now if job.failures else job.failing_since or now
    )  # since our first look, not since it was asked for
    if now - since > env().processing_give_up:
        lifecycle.end(job, RetouchJob.State.LEFT, "processing")
    else:
        lifecycle.look_again(job, Stage.FETCH, after=_POLL, failures=0, failing_since=since)


def _keep(job: RetouchJob, media: Media, data: bytes, present: ShopifyMedia, seconds: float) -> None:
    leases.require_held(job)
    original = _original_behind(media, storage.digest(data)) or store_original(
        shop_id=job.shop_id,
        media=media,
        data=data,
        mime_type=present.mime_type,
        file_name=file_name_in(present.url),
    )
    with transaction.atomic():
        remember(media, present)
        spent = {**job.seconds, "fetch": round(seconds, 3)}
        lifecycle.hand_on(job, job.state, original=original, read_version=present.version, seconds=spent)


def _original_behind(media: Media, sha256: str) -> Original | None:
    """Return the original of which these bytes are our own result: a run never starts from our own result."""
    ours = Write.objects.filter(media=media, kind=Write.Kind.PUBLISH, after_sha256=sha256)
    write = ours.exclude(before_sha256=sha256).select_related("original").order_by("-pk").first()
    return write.original if write else None


def store_original(*, shop_id: int, media: Media, data: bytes, mime_type: str, file_name: str) -> Original:
    """Keep the merchant's bytes; the same bytes of the same media are kept once."""
    sha256 = storage.digest(data)
    key = keep_bytes(shop_id=shop_id, data=data, mime_type=mime_type)
    fields = {"key": key, "bytes": len(data), "file_name": file_name[:255], "mime_type": mime_type}
    original, _ = Original.objects.get_or_create(shop_id=shop_id, media=media, sha256=sha256, defaults=fields)
    return original


def enter_original(*, shop_id: int, data: bytes, mime_type: str, file_name: str) -> Original:
    """Enter a photo that belongs to no media; ``keep_bytes`` keeps it once nothing can be refused any more."""
    sha256 = storage.digest(data)
    key = storage.key_of(_folder(shop_id), sha256, extension=_EXTENSIONS.get(mime_type, "bin"))
    return Original.objects.create(
        shop_id=shop_id,
        sha256=sha256,
        key=key,
        bytes=len(data),
        file_name=file_name[:255],
        mime_type=mime_type,
    )


def keep_bytes(*, shop_id: int, data: bytes, mime_type: str) -> str:
    """Store the bytes of an original; return their key."""
    return storage.put(_folder(shop_id), data, extension=_EXTENSIONS.get(mime_type, "bin"))


def _folder(shop_id: int) -> str:
    return f"{storage.shop_folder(shop_id)}/originals"


def remember(media: Media, present: ShopifyMedia) -> None:
    """Note what the shop shows now."""
    Media.objects.filter(pk=media.pk).update(
        url=present.url or media.url, version=present.version, status=present.status, alt=present.alt,
        mime_type=present.mime_type or media.mime_type, width=present.width or None,
        height=present.height or None, file_size=present.file_size or None,
    )  # fmt: skip
