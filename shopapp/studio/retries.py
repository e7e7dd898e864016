"""Smart Retry: another pass over the same original, by what a person found wrong with the first result.

It is a job of its own kind that publishes nothing by itself: both results are kept, the merchant compares them and
chooses. It costs a third of a photo, and nothing where our own gate had stopped the first result; choosing it then
costs what the photo would have cost.
"""

from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shopapp.billing import ledger
from shopapp.billing import selectors as billing
from shopapp.billing.plans import CREDITS_A_PHOTO, CREDITS_A_RETRY
from shopapp.errors import Conflict, Invalid, NotFound, PlanRequired
from shopapp.models import Media, RetouchJob, Revision, Shop
from shopapp.studio import lifecycle, words

_S, _K = RetouchJob.State, RetouchJob.Kind
_WITH_RESULT = (_S.READY, _S.NEEDS_REVIEW, _S.PUBLISHED, _S.UNDONE)

REASONS: dict[str, Promise] = {
    "too-yellow": _("The metal is too yellow"),
    "too-grey": _("The metal is too grey"),
    "lost-detail": _("Detail was lost"),
    "background-left": _("Background was left"),
    "piece-cut": _("Part of the piece was cut away"),
    "over-smoothed": _("It looks too smooth"),
    "too-bright": _("It is too bright"),
    "too-dark": _("It is too dark"),
    "shadow": _("The shadow is not right"),
}
_NOT_FOR: Mapping[str, frozenset[str]] = {
    "keep-background": frozenset({"background-left", "piece-cut", "shadow"}),
    "transparent": frozenset({"shadow"}),
}

DECIDED = (
    Q(kind=_K.RETOUCH)
    | Q(state__in=(_S.PUBLISHING, _S.PUBLISHED, _S.UNDONE))
    | Q(state=_S.READY, publish=True)
)
"""Jobs that speak for their photo: its retouch, and another pass whose result was chosen."""


def reasons_for(recipe: str) -> dict[str, str]:
    """Return the reasons that make sense for a recipe, in a merchant's words."""
    return {key: str(text) for key, text in REASONS.items() if key not in _NOT_FOR.get(recipe, frozenset())}


def is_possible(job: RetouchJob) -> bool:
    """Whether there is a result of this job that another pass could differ from."""
    return job.revision_id is not None and job.state in _WITH_RESULT


def price(job: RetouchJob) -> int:
    """Return what another pass costs: nothing where our gate had stopped the first result."""
    return 0 if first_of(job).state == _S.NEEDS_REVIEW else CREDITS_A_RETRY


def first_of(job: RetouchJob) -> RetouchJob:
    """Return the photo's retouch that a pass repeats; a first one is its own."""
    return job.retry_of or job


def start(*, shop: Shop, job_id: int, reason: str, source: str = RetouchJob.Source.SELECTION) -> RetouchJob:
    """Start another pass for a reason."""
    job = (
        RetouchJob.objects.filter(shop=shop, pk=job_id)
        .select_related("retry_of", "media", "original")
        .first()
    )
    if job is None:
        raise NotFound(f"no job {job_id} of {shop.domain}")
    if not billing.has_pro(shop):
        raise PlanRequired(merchant_sentence=str(_("Smart Retry is part of Lustre Pro.")))
    if reason not in reasons_for(job.recipe):
        raise Invalid(f"no retry of {job.recipe} for {reason!r}")
    if not is_possible(job):
        raise Conflict(f"job {job_id} is {job.state}")
    try:
        with transaction.atomic():
            return _started(first_of(job), job, reason, source)
    except IntegrityError as error:
        raise Conflict("another job of this photo is under way") from error


def _started(first: RetouchJob, job: RetouchJob, reason: str, source: str) -> RetouchJob:
    made = RetouchJob.objects.create(
        shop=job.shop, media=job.media, original=None if job.media else job.original, source=source,
        external_id=job.external_id, publish=False, recipe=job.recipe, tone=job.tone, kind=_K.RETRY,
        retry_of=first, retry_reason=reason,
    )  # fmt: skip
    if cost := price(job):
        ledger.reserve(job.shop, [made], credits_each=cost)
    lifecycle.ring(made)
    return made


def latest(media: Media) -> RetouchJob | None:
    """Return the last other pass of a photo that was not chosen, and is not older than what speaks for the photo."""
    rows = RetouchJob.objects.filter(media=media).select_related("revision", "original", "retry_of", "media")
    job = rows.order_by("-pk").first()
    return job if job and job.kind == _K.RETRY and not _is_decided(job) else None


def _is_decided(job: RetouchJob) -> bool:
    return RetouchJob.objects.filter(DECIDED, pk=job.pk).exists()


def made_no_difference(job: RetouchJob, revision: Revision) -> bool:
    """Whether another pass came out as the first, to the bit."""
    first = first_of(job).revision if job.kind == _K.RETRY else None
    same = revision.report.get("pixels_sha256")
    return first is not None and bool(same) and first.report.get("pixels_sha256") == same


def settle(chosen: RetouchJob) -> None:
    """Close what waited beside a result that was chosen, and see to it that the photo is paid for.

    Within the caller's transaction. The first result's credits were set aside for this photo, whichever result it gets.
    """
    first = first_of(chosen)
    if chosen.kind == _K.RETRY:
        _pay_for_the_photo(chosen, first)
    family = RetouchJob.objects.filter(Q(pk=first.pk) | Q(retry_of=first)).exclude(pk=chosen.pk)
    for other in family.filter(state=_S.NEEDS_REVIEW):
        RetouchJob.objects.filter(pk=other.pk, state=_S.NEEDS_REVIEW).update(
            state=_S.LEFT, due_at=None, finished_at=timezone.now(), reason_code="other_chosen",
            reason_sentence=words.sentence("other_chosen"),
        )  # fmt: skip
        if other.pk != first.pk:
            ledger.release(other)


def _pay_for_the_photo(chosen: RetouchJob, first: RetouchJob) -> None:
    if first.state == _S.NEEDS_REVIEW:
        ledger.capture(first)
    elif first.reason_code == "kept_original" and not chosen.credits_captured:
        ledger.reserve(chosen.shop, [chosen], credits_each=CREDITS_A_PHOTO)
        ledger.capture(chosen)
