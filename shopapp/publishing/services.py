"""What may be asked of publishing: put a result on the store, take it back, make sets for other marketplaces."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from shopapp.errors import Conflict, Invalid, NotFound
from shopapp.models import Batch, Export, Media, RetouchJob, Shop, Write
from shopapp.publishing import undo
from shopapp.publishing.exports.sets import TARGETS
from shopapp.queue import Task, enqueue
from shopapp.studio import lifecycle, retries
from shopapp.studio import services as studio

_S = RetouchJob.State
_NOT_SENT = (_S.WAITING, _S.RETOUCHING, _S.READY)
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
            lifecycle.tell(job.pk)  # of two results this one speaks for the photo now
    except IntegrityError as error:
        raise Conflict("another job of this photo is under way") from error
    return job


def undo_media(*, shop: Shop, media_id: int) -> Write:
    """Start putting the merchant's own bytes back in the place of ours, or of what is on its way there."""
    media = Media.objects.filter(shop=shop, pk=media_id).first()
    if media is None:
        raise NotFound(f"no media {media_id} of {shop.domain}")
    return undo.start(media)


def undo_batch(*, shop: Shop, batch_id: int) -> list[Write]:
    """Start putting back what a batch put on the store, or is about to; what it has not sent yet is stopped."""
    studio.cancel_batch(shop=shop, batch_id=batch_id)
    jobs = RetouchJob.objects.filter(shop=shop, batch_id=batch_id)
    _stop_unsent(jobs)
    shown = jobs.filter(state__in=(_S.PUBLISHING, _S.PUBLISHED)).values("media_id")
    return _started(Media.objects.filter(pk__in=shown))


def undo_all(*, shop: Shop) -> list[Write]:
    """Start putting back every photo that shows something of ours, or is about to; what was not sent yet is stopped."""
    running = Batch.objects.filter(shop=shop, state__in=(Batch.State.RUNNING, Batch.State.PAUSED))
    for batch_id in running.values_list("pk", flat=True):
        studio.cancel_batch(shop=shop, batch_id=batch_id)
    jobs = RetouchJob.objects.filter(shop=shop)
    _stop_unsent(jobs)
    sent = Write.objects.filter(shop=shop, sent_at__isnull=False).values("media_id")
    publishing = jobs.filter(state=_S.PUBLISHING).values("media_id")
    return _started(Media.objects.filter(Q(pk__in=sent) | Q(pk__in=publishing), shop=shop))


def _stop_unsent(jobs: QuerySet[RetouchJob]) -> None:
    """Stop those that are meant for the store and not with it yet."""
    for job_id in jobs.filter(state__in=_NOT_SENT, publish=True).values_list("pk", flat=True):
        lifecycle.stop(job_id, "cancelled", states=_NOT_SENT)


def _started(photos: QuerySet[Media]) -> list[Write]:
    started = []
    for media in photos.order_by("pk"):
        try:
            started.append(undo.start(media))
        except Conflict:
            continue  # its own photo is there already, or on its way back: the merchant sees which
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
