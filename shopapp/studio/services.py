"""Starting, stopping and deciding: what a merchant, a webhook or a program may ask of the studio."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from retouch.alloys import ALLOYS
from shopapp.billing import ledger
from shopapp.billing import selectors as billing
from shopapp.billing.plans import CREDITS_A_PHOTO
from shopapp.errors import AllowanceSpent, Conflict, Invalid, NotFound, PlanRequired
from shopapp.models import Batch, Media, Original, RetouchJob, Revision, Shop
from shopapp.studio import estimates, fetching, lifecycle, retries, words
from shopapp.studio.estimates import Estimate

_S = RetouchJob.State
_CHUNK = 500
RECIPES = ("catalog-white", "transparent", "keep-background", "gradient", "stone", "linen", "studio")
MAX_UPLOAD_BYTES = 25 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Sent:
    """A photo that a program sends; read anew each time it is looked at, so that one is in memory at a time."""

    read: Callable[[], bytes]
    bytes: int
    file_name: str
    mime_type: str

    def enter(self, shop_id: int) -> Original:
        """Make its row."""
        return fetching.enter_original(
            shop_id=shop_id, data=self.read(), mime_type=self.mime_type, file_name=self.file_name
        )


def estimate(*, shop: Shop, media_ids: Sequence[int] | None = None) -> Estimate:
    """Estimate a batch over some media, or over the whole store."""
    return estimates.estimate(shop=shop, media_ids=media_ids)


def start_batch(
    *, shop: Shop, media_ids: Sequence[int] | None = None, source: str = RetouchJob.Source.ONE_CLICK
) -> Batch:
    """Start retouching some media, or the whole store; credits for all of it are set aside at once."""
    plan = estimates.estimate(shop=shop, media_ids=media_ids)
    _require_allowed(plan)
    kinds = {RetouchJob.Source.API: Batch.Kind.API, RetouchJob.Source.AUTO: Batch.Kind.AUTO}
    kind = kinds.get(
        RetouchJob.Source(source), Batch.Kind.STORE if media_ids is None else Batch.Kind.SELECTION
    )
    try:
        with transaction.atomic():
            batch = Batch.objects.create(shop=shop, kind=kind, photos=plan.photos, estimate=_recorded(plan))
            _create_jobs(shop, batch, plan.media_ids, source)
    except IntegrityError as error:
        raise Conflict("a photo of the batch was started by somebody else just now") from error
    return batch


def _require_allowed(plan: Estimate) -> None:
    if not plan.photos:
        why = (
            plan.left_out[0].sentence
            if len(plan.left_out) == 1
            else _("There is no photo left to retouch here.")
        )
        raise Invalid("nothing to do", merchant_sentence=why)
    if plan.needs_pro:
        raise PlanRequired
    if plan.credits_missing:
        raise AllowanceSpent(f"{plan.credits_missing} credits are missing")


def _recorded(plan: Estimate) -> dict[str, object]:
    left_out = [
        {"media": o.media.pk, "name": o.name, "code": o.code, "sentence": o.sentence} for o in plan.left_out
    ]
    return {"photos": plan.photos, "credits": plan.credits, "seconds": plan.seconds, "left_out": left_out}


def _create_jobs(shop: Shop, batch: Batch | None, media_ids: Sequence[int], source: str) -> list[RetouchJob]:
    made: list[RetouchJob] = []
    for start in range(0, len(media_ids), _CHUNK):
        jobs = RetouchJob.objects.bulk_create(
            RetouchJob(
                shop=shop, batch=batch, media_id=media_id, source=source, recipe=shop.recipe, tone=shop.tone
            )
            for media_id in media_ids[start : start + _CHUNK]
        )
        ledger.reserve(shop, jobs, credits_each=CREDITS_A_PHOTO)
        made.extend(jobs)
    for job in made:
        lifecycle.ring(job)
    return made


def start_upload_job(
    *, shop: Shop, data: bytes, file_name: str, mime_type: str, external_id: str = "", recipe: str = ""
) -> RetouchJob:
    """Start retouching a photo sent by a program; it belongs to no media and is not published."""
    photo = Sent(lambda: data, len(data), file_name, mime_type)
    return start_upload_jobs(shop=shop, photos=[photo], external_id=external_id, recipe=recipe)[0]


def start_upload_jobs(
    *,
    shop: Shop,
    photos: Sequence[Sent],
    batch: Batch | None = None,
    external_id: str = "",
    recipe: str = "",
) -> list[RetouchJob]:
    """Start retouching photos sent by a program, all or none; bytes are stored last: nothing refused leaves a file."""
    if not all(0 < photo.bytes <= MAX_UPLOAD_BYTES for photo in photos):
        raise Invalid("a photo has between one byte and 25 MB")
    if recipe and recipe not in RECIPES:
        raise Invalid(f"no recipe {recipe}")
    with transaction.atomic():
        jobs = [
            RetouchJob.objects.create(
                shop=shop, original=photo.enter(shop.pk), batch=batch, source=RetouchJob.Source.API,
                external_id=external_id, publish=False, recipe=recipe or shop.recipe, tone=shop.tone,
            )
            for photo in photos
        ]  # fmt: skip
        ledger.reserve(shop, jobs, credits_each=CREDITS_A_PHOTO)
        for photo, job in zip(photos, jobs, strict=True):
            fetching.keep_bytes(shop_id=shop.pk, data=photo.read(), mime_type=photo.mime_type)
            lifecycle.ring(job)
    return jobs


def consider_auto(*, shop: Shop, media_ids: Sequence[int]) -> list[RetouchJob]:
    """Start what auto-retouch wants of these media: never what was started before, nor what has no credits or plan."""
    if not shop.auto_retouch or not shop.installed:
        return []
    wanted = Media.objects.filter(
        shop=shop, pk__in=media_ids, kind=Media.Kind.IMAGE, excluded=False, deleted_at=None
    )
    if not billing.has_pro(shop):
        if billing.is_on_hold(shop):
            wanted.update(auto_wanted=True)  # until it is paid
        return []
    started: list[RetouchJob] = []
    for media in wanted:
        try:
            with transaction.atomic():
                started += _create_jobs(shop, None, [media.pk], RetouchJob.Source.AUTO)
                Media.objects.filter(pk=media.pk).update(auto_wanted=False)
        except IntegrityError:
            continue  # a job for this photo is under way: that is what was wanted
        except AllowanceSpent:
            _pause_auto(shop, media)
    return started


def _pause_auto(shop: Shop, media: Media) -> None:
    Media.objects.filter(pk=media.pk).update(auto_wanted=True)
    Shop.objects.filter(pk=shop.pk).update(auto_paused_reason=words.sentence("no_credits"))


def resume_auto(*, shop_id: int) -> None:
    """Start what auto-retouch had to leave waiting for credits, or for a bill that is paid now."""
    shop = Shop.objects.get(pk=shop_id)
    Shop.objects.filter(pk=shop_id).update(auto_paused_reason=_hold(shop))
    waiting = Media.objects.filter(shop=shop, auto_wanted=True).values_list("pk", flat=True)
    consider_auto(shop=shop, media_ids=list(waiting))


def _hold(shop: Shop) -> str:
    """Return why auto-retouch stands still though it is on, where that is the plan's doing."""
    return words.sentence("on_hold") if shop.auto_retouch and billing.is_on_hold(shop) else ""


def pause_batch(*, shop: Shop, batch_id: int) -> None:
    """Start no further photo of a batch; what is being worked on comes to its end."""
    with transaction.atomic():
        _change_batch(shop, batch_id, Batch.State.RUNNING, Batch.State.PAUSED)
        RetouchJob.objects.filter(batch_id=batch_id, state=_S.WAITING).update(paused=True)


def resume_batch(*, shop: Shop, batch_id: int) -> None:
    """Go on with a paused batch."""
    with transaction.atomic():
        _change_batch(shop, batch_id, Batch.State.PAUSED, Batch.State.RUNNING)
        waiting = RetouchJob.objects.filter(batch_id=batch_id, state=_S.WAITING)
        waiting.update(paused=False)
        for job in waiting.order_by("pk"):
            lifecycle.ring(job)


def cancel_batch(*, shop: Shop, batch_id: int) -> int:
    """Leave the photos whose turn had not come; what is on the store stays, credits set aside come back."""
    _batch(shop, batch_id)
    waiting = RetouchJob.objects.filter(batch_id=batch_id, state=_S.WAITING).values_list("pk", flat=True)
    stopped = sum(lifecycle.stop(job_id, "cancelled", states=[_S.WAITING]) for job_id in waiting)
    Batch.objects.filter(pk=batch_id, state__in=(Batch.State.RUNNING, Batch.State.PAUSED)).update(
        state=Batch.State.CANCELLED, finished_at=timezone.now()
    )
    return stopped


def _batch(shop: Shop, batch_id: int) -> Batch:
    batch = Batch.objects.filter(shop=shop, pk=batch_id).first()
    if batch is None:
        raise NotFound(f"no batch {batch_id} of {shop.domain}")
    return batch


def _change_batch(shop: Shop, batch_id: int, present: str, wanted: str) -> None:
    _batch(shop, batch_id)
    if not Batch.objects.filter(pk=batch_id, state=present).update(state=wanted):
        raise Conflict(f"batch {batch_id} is not {present}")


def keep(*, shop: Shop, job_id: int) -> RetouchJob:
    """Take a result that waited for a person: it is paid for and goes to the store."""
    job = _in_review(shop, job_id)
    goes_to_store = job.kind == RetouchJob.Kind.RETRY and job.media_id is not None
    with transaction.atomic():
        _decide(job, _S.READY, publish=job.publish or goes_to_store)
        Revision.objects.filter(jobs=job).update(kept=True)
        ledger.capture(job)
        retries.settle(job)
        job.refresh_from_db()
        lifecycle.ring(job)
        lifecycle.tell(job.pk)
    return job


def keep_original(*, shop: Shop, job_id: int) -> RetouchJob:
    """Leave the merchant's own photo in place; its credits come back."""
    job = _in_review(shop, job_id)
    with transaction.atomic():
        _decide(job, _S.LEFT, reason_code="kept_original", reason_sentence=words.sentence("kept_original"))
        Revision.objects.filter(jobs=job).update(kept=False)
        ledger.release(job)
    job.refresh_from_db()
    return job


def _in_review(shop: Shop, job_id: int) -> RetouchJob:
    job = RetouchJob.objects.filter(shop=shop, pk=job_id).first()
    if job is None:
        raise NotFound(f"no job {job_id} of {shop.domain}")
    return job


def _decide(job: RetouchJob, state: str, **fields: object) -> None:
    try:
        with transaction.atomic():
            rows = RetouchJob.objects.filter(pk=job.pk, state=_S.NEEDS_REVIEW)
            if not rows.update(state=state, due_at=None, finished_at=timezone.now(), **fields):
                raise Conflict(f"job {job.pk} does not wait for a person")
    except IntegrityError as error:
        raise Conflict("another job of this photo is under way") from error


def set_excluded(*, shop: Shop, media_ids: Sequence[int], excluded: bool) -> int:
    """Leave photos out of every batch, or let them in again."""
    return Media.objects.filter(shop=shop, pk__in=media_ids).update(excluded=excluded)


def change_settings(*, shop: Shop, auto_retouch: bool, recipe: str, tone: str) -> None:
    """Change how the shop's photos are retouched from now on."""
    if recipe not in RECIPES:
        raise Invalid(f"no recipe {recipe}")
    if tone and tone not in ALLOYS:
        raise Invalid(f"no alloy {tone}")
    if auto_retouch and not (billing.has_pro(shop) or billing.is_on_hold(shop)):
        raise PlanRequired(merchant_sentence=_("Auto-retouch needs the Pro plan."))
    shop.auto_retouch = auto_retouch
    Shop.objects.filter(pk=shop.pk).update(
        auto_retouch=auto_retouch, recipe=recipe, tone=tone, auto_paused_reason=_hold(shop)
    )
    shop.refresh_from_db()
