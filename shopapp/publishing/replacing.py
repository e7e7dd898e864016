"""One replacement of a file's bytes, step by step, so that it can be interrupted anywhere and taken up again.

planned → (upload, fileUpdate) → sent → (READY, read back, compare) → confirmed. Before anything is sent, version and
digest are read anew: bytes that are neither what we expect nor what we would write are the merchant's, and are kept.
Both publishing and undoing are this; the holder of the lease is the job there and the write here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

import httpx
from django.utils import timezone

from integrations.errors import Busy, NotFound
from integrations.shopify.catalog import media_status
from integrations.shopify.client import AdminClient
from integrations.shopify.media import acknowledge_failure, download_original, replace_bytes
from integrations.shopify.staged_upload import upload
from integrations.shopify.types import Media as ShopifyMedia
from integrations.shopify.types import MediaStatus
from shopapp.env import env
from shopapp.models import Media, Write
from shopapp.studio import storage

_SETTLES_WITHIN = timedelta(seconds=60)
_S = Write.State


class Outcome(Enum):
    """What a step came to."""

    CONFIRMED = "confirmed"
    WAIT = "wait"
    CONFLICT = "conflict"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Way:
    """The clients one replacement speaks through, and where its bytes come from."""

    client: AdminClient
    http: httpx.Client
    data: Callable[[], bytes]
    mime_type: str


def advance(write: Write, way: Way) -> tuple[Outcome, ShopifyMedia]:
    """Do what can be done now; repeating it is harmless."""
    present = media_status(way.client, [write.media.gid]).get(write.media.gid)
    if present is None:
        raise NotFound(f"{write.media.gid} is gone")
    if present.status is MediaStatus.FAILED:
        return _failed(write, way, present)
    if present.status is not MediaStatus.READY or not present.original_url:
        return _processing(write), present
    data, present = download_original(way.client, way.http, write.media.gid)
    return _ready(write, way, present, storage.digest(data))


def _ready(write: Write, way: Way, present: ShopifyMedia, sha256: str) -> tuple[Outcome, ShopifyMedia]:
    if sha256 == write.after_sha256:
        if write.sent_at is None:  # whoever sent it ended before it could say so; undoing asks what was sent
            _save(write, sent_at=timezone.now())
        return Outcome.CONFIRMED, present
    if sha256 != write.before_sha256:
        if sha256 not in ours(write.media):
            return Outcome.CONFLICT, present
        _save(write, before_sha256=sha256)
    if write.state == _S.PLANNED:
        _send(write, way, present)
        return Outcome.WAIT, present
    settling = write.sent_at is not None and timezone.now() - write.sent_at < _SETTLES_WITHIN
    return (Outcome.WAIT if settling else Outcome.FAILED), present


def ours(media: Media) -> set[str]:
    """Return the digests of everything we ever sent for a media."""
    return set(
        Write.objects.filter(media=media, sent_at__isnull=False).values_list("after_sha256", flat=True)
    )


def _send(write: Write, way: Way, present: ShopifyMedia) -> None:
    resource = upload(
        way.client, way.http, file_name=write.media.name, mime_type=way.mime_type, data=way.data()
    )
    replace_bytes(way.client, write.media.gid, resource)
    _save(write, state=_S.SENT, sent_at=timezone.now(), before_version=present.version)


def _failed(write: Write, way: Way, present: ShopifyMedia) -> tuple[Outcome, ShopifyMedia]:
    """Take note of a failure, ours or an earlier one; only ours ends this replacement."""
    acknowledge_failure(way.client, write.media.gid)
    if write.state == _S.SENT:
        return Outcome.FAILED, present
    raise Busy(f"{write.media.gid} had failed before; its failure is taken note of")


def _processing(write: Write) -> Outcome:
    began = write.sent_at or write.created_at
    return Outcome.FAILED if timezone.now() - began > env().processing_give_up else Outcome.WAIT


def _save(write: Write, **fields: object) -> None:
    Write.objects.filter(pk=write.pk).update(**fields)
    for name, value in fields.items():
        setattr(write, name, value)


def explanation(present: ShopifyMedia) -> str:
    """Return what Shopify says of a failure, "" where it says nothing."""
    if not present.errors:
        return ""
    return f"Shopify did not take this photo: {present.errors[0].message.rstrip('.')}. What was there before is kept."


def settle(write: Write, outcome: Outcome, present: ShopifyMedia) -> None:
    """Enter the end of a replacement into the ledger."""
    state = {
        Outcome.CONFIRMED: _S.CONFIRMED,
        Outcome.CONFLICT: _S.CONFLICT,
        Outcome.FAILED: _S.FAILED,
    }[outcome]
    _save(write, state=state, after_version=present.version, finished_at=timezone.now())
