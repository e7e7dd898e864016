"""What may be asked of publishing: put a result on the store, take it back, make sets for other marketplaces."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shopapp.errors import Conflict, Invalid, NotFound
from shopapp.models import Batch, Export, Media, RetouchJob, Shop, Write
from shopapp.publishing.exports.sets import TARGETS
from shopapp.publishing.undo import OPEN
from shopapp.queue import Task, enqueue
from shopapp.studio import lifecycle, retries
from shopapp.studio import services as studio

_S = RetouchJob.State
EXPORT_MARKETPLACES = tuple(TARGETS)


def publish(*, shop: Shop, job_id: int) -> RetouchJob:
    """Put a ready result on the store; one that waited for a person is kept by this."""
    job = RetouchJob.objects.filter(shop=shop, pk=job_id, media__isnull=False).first()
    if job is None:
        raise NotFound(f"no job {job_id} of {shop.domain}")
    if job.state == _S.NEEDS_REVIEW:
        return studio.keep(shop=shop, job_id=job_id)
    try:
        with transaction.atomic():
            rows = RetouchJob.objects.filter(
                pk=job_id, state__in=(_S.READY, _S.UNDONE), revision__isnull=False
            )
            if not rows.update(state=_S.READY, publish=True, due_at=None):
                raise Conflict(f"job {job_id} is {job.state}")
            retries.settle(job)
            job.refresh_from_db()
            lifecycle.ring(job)
    except IntegrityError as error:
        raise Conflict("another job of this photo is under way") from error
    return job


def undo_media(*, shop: Shop, media_id: int) -> Write:
    """Start putting the merchant's own bytes back in the place of ours."""
    media = Media.objects.filter(shop=shop, pk=media_id).first()
    if media is None:
        raise NotFound(f"no media {media_id} of {shop.domain}")
    last = _last_sent(media)
    if last is None or last.kind == Write.Kind.UNDO:
        raise Conflict(
            f"media {media_id} shows nothing of ours",
            merchant_sentence=_("Your own photo is on your store already."),
        )
    try:
        with transaction.atomic():
            write = Write.objects.create(
                shop=shop, media=media, job=last.job, original=last.original, kind=Write.Kind.UNDO,
                before_sha256=last.after_sha256, before_version=last.after_version,
                after_sha256=last.original.sha256,
            )  # fmt: skip
            enqueue(Task.UNDO_WRITE, write.pk)
    except IntegrityError as error:
        raise Conflict(
            f"media {media_id} is being written",
            merchant_sentence=_("This photo is being written just now. Please try again in a moment."),
        ) from error
    return write


def _last_sent(media: Media) -> Write | None:
    """Return the last write that reached the shop and was not refused as a conflict."""
    sent = (
        Write.objects.filter(media=media)
        .exclude(state=Write.State.CONFLICT)
        .select_related("original", "job")
    )
    return sent.filter(sent_at__isnull=False).order_by("-pk").first()


def undo_all(*, shop: Shop) -> list[Write]:
    """Start putting back every photo that shows something of ours; what is on its way to the store is stopped first."""
    running = Batch.objects.filter(shop=shop, state__in=(Batch.State.RUNNING, Batch.State.PAUSED))
    for batch_id in running.values_list("pk", flat=True):
        studio.cancel_batch(shop=shop, batch_id=batch_id)
    on_their_way = RetouchJob.objects.filter(shop=shop, state__in=(_S.RETOUCHING, _S.READY), publish=True)
    for job_id in on_their_way.values_list("pk", flat=True):
        lifecycle.stop(job_id, "cancelled", states=[_S.RETOUCHING, _S.READY])
    touched = Write.objects.filter(shop=shop, sent_at__isnull=False).exclude(state__in=OPEN)
    started = []
    for media_id in touched.order_by("media_id").values_list("media_id", flat=True).distinct():
        try:
            started.append(undo_media(shop=shop, media_id=media_id))
        except Conflict:
            continue  # its own photo is there already, or it is being written: the merchant sees which
    return started


def start_export(*, shop: Shop, marketplace: str, media_ids: Sequence[int] | None = None) -> Export:
    """Start making a set of images for another marketplace."""
    if marketplace not in EXPORT_MARKETPLACES:
        raise Invalid(f"no sets are made for {marketplace}")
    rows = Media.objects.filter(
        shop=shop, deleted_at=None, kind=Media.Kind.IMAGE, jobs__revision__isnull=False
    )
    if media_ids is not None:
        rows = rows.filter(pk__in=media_ids)
    chosen = list(rows.order_by("pk").distinct().values_list("pk", flat=True))
    if not chosen:
        raise Invalid(
            "nothing to export", merchant_sentence=_("Retouch some photos first: there is nothing to export.")
        )
    with transaction.atomic():
        export = Export.objects.create(shop=shop, marketplace=marketplace, media_ids=chosen)
        enqueue(Task.BUILD_EXPORT, export.pk)
    return export
