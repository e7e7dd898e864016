"""Third step: the revision onto the shop, in the place of the bytes it was made from."""

import time
from datetime import timedelta

from django.db import IntegrityError, transaction

from integrations.errors import Busy
from integrations.shopify.types import Media as ShopifyMedia
from shopapp import connection
from shopapp.models import Media, Original, RetouchJob, Revision, Write
from shopapp.publishing import replacing, shopify_rules, undo
from shopapp.publishing.replacing import Outcome, Way
from shopapp.studio import lifecycle, storage, words
from shopapp.studio.fetching import remember
from shopapp.studio.lifecycle import Stage

MIME_TYPES = {"jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp"}
_POLL = timedelta(seconds=0.5)
_S = RetouchJob.State


def publish(job: RetouchJob) -> None:
    """Take the job's write as far as it goes now."""
    revision, media, original = job.revision, job.media, job.original
    if revision is None or media is None or original is None:
        raise RuntimeError(f"job {job.pk} has nothing to publish")
    started = time.monotonic()
    if stop := shopify_rules.stopping(revision.findings):
        lifecycle.end(job, _S.LEFT, stop["rule"], stop["sentence"])
        return
    if undo.is_wanted(job) and not Write.objects.filter(job=job, state=Write.State.SENT).exists():
        lifecycle.end(job, _S.LEFT, "cancelled")
        return
    write = _write_of(job, media, original, revision)
    way = Way(
        connection.admin(job.shop), connection.http(), lambda: storage.read(revision.key),
        MIME_TYPES[revision.format],
    )  # fmt: skip
    outcome, present = replacing.advance(write, way)
    spent = round(job.seconds.get("publish", 0.0) + time.monotonic() - started, 3)
    _follow(job, write, outcome, present, {**job.seconds, "publish": spent})


def _write_of(job: RetouchJob, media: Media, original: Original, revision: Revision) -> Write:
    """Return the job's open entry in the ledger, made now where there is none."""
    ours = Write.objects.filter(job=job, kind=Write.Kind.PUBLISH, state__in=undo.OPEN)
    if write := ours.select_related("media").first():
        return write
    before = ours_now(media) or original.sha256
    try:
        with transaction.atomic():
            return Write.objects.create(
                shop=job.shop, media=media, job=job, original=original, revision=revision,
                kind=Write.Kind.PUBLISH, before_sha256=before, after_sha256=revision.sha256,
                before_version=job.read_version,
            )  # fmt: skip
    except IntegrityError as error:
        raise Busy(f"media {media.pk} is being written already") from error


def ours_now(media: Media) -> str:
    """Return the digest of the bytes we last put there, "" where the merchant's own are there as far as we know."""
    last = Write.objects.filter(media=media, state=Write.State.CONFIRMED).order_by("-pk").first()
    return last.after_sha256 if last and last.kind == Write.Kind.PUBLISH else ""


def _follow(
    job: RetouchJob, write: Write, outcome: Outcome, present: ShopifyMedia, seconds: dict[str, float]
) -> None:
    if outcome is Outcome.WAIT:
        RetouchJob.objects.filter(pk=job.pk, owner=job.owner).update(seconds=seconds)
        lifecycle.look_again(job, Stage.PUBLISH, after=_POLL)
        return
    with transaction.atomic():
        RetouchJob.objects.filter(pk=job.pk, owner=job.owner).update(seconds=seconds)
        replacing.settle(write, outcome, present)
        remember(write.media, present)
        if outcome is Outcome.CONFIRMED:
            lifecycle.end(job, _S.PUBLISHED, text=_told(job.revision))
        elif outcome is Outcome.CONFLICT:
            lifecycle.end(job, _S.LEFT, "conflict")
        else:
            lifecycle.end(job, _S.FAILED, "stuck", replacing.explanation(present))


def _told(revision: Revision | None) -> str:
    """What a merchant should know of a published result beside that it is there: what was done to the file."""
    notes = [str(note["sentence"]) for note in revision.notes] if revision else []
    return " ".join([str(words.SENTENCES[_S.PUBLISHED]), *notes])[:512] if notes else ""
