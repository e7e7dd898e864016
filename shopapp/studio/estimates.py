"""What a batch would come to: photos, credits, time, and what stays out and why."""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from shopapp.billing import selectors as billing
from shopapp.billing.plans import CREDITS_A_PHOTO, Pack, smallest_pack
from shopapp.env import env
from shopapp.models import Media, ProductMedia, RetouchJob, Shop
from shopapp.studio import retries, words
from shopapp.studio.lifecycle import ACTIVE, NOT_THE_FILE

DEFAULT_SECONDS_A_PHOTO = 4.8  # of 4 megapixels, by itself on two cores, as README.md tells it
_HISTORY = 50
_REFUSED = Q(state=RetouchJob.State.LEFT, original__isnull=False) & ~Q(reason_code__in=NOT_THE_FILE)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A media that a batch would not touch."""

    media: Media
    name: str
    code: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Estimate:
    """What "Retouch" would mean now, before anybody presses it."""

    photos: int
    credits: int
    seconds: int
    measured: bool
    left_out: tuple[LeftOut, ...]
    needs_pro: bool
    credits_missing: int
    smallest_pack: Pack | None
    media_ids: tuple[int, ...]

    @property
    def can_start(self) -> bool:
        """Whether plan and credits allow it now."""
        return self.photos > 0 and not self.needs_pro and self.credits_missing == 0


def estimate(*, shop: Shop, media_ids: Sequence[int] | None = None) -> Estimate:
    """Estimate a batch over some media, or over the whole store."""
    wanted, left_out = _split(_candidates(shop, media_ids))
    credits_ = len(wanted) * CREDITS_A_PHOTO
    missing = max(0, credits_ - billing.balance(shop).available)
    seconds, measured = seconds_of(shop, len(wanted))
    return Estimate(
        photos=len(wanted),
        credits=credits_,
        seconds=seconds,
        measured=measured,
        left_out=tuple(left_out),
        needs_pro=(media_ids is None or len(wanted) > 1) and not billing.has_pro(shop),
        credits_missing=missing,
        smallest_pack=smallest_pack(missing),
        media_ids=tuple(media.pk for media in wanted),
    )


def seconds_of(shop: Shop, photos: int) -> tuple[int, bool]:
    """Return how long so many photos take, and whether that rests on the shop's own results.

    Those were measured while the threads shared the cores. A photo by itself does not know that: of more threads than
    cores only as many as there are cores count.
    """
    each, measured = seconds_a_photo(shop)
    at_once = env().gpu_threads if measured else min(env().gpu_threads, os.cpu_count() or 1)
    return round(each * ceil(photos / at_once)), measured


def seconds_a_photo(shop: Shop) -> tuple[float, bool]:
    """Return how long a photo takes, measured on the shop's last results; a stated default before there are any."""
    done = RetouchJob.objects.filter(shop=shop, revision__isnull=False, seconds__retouch__gt=0).order_by(
        "-pk"
    )
    times = [float(seconds["retouch"]) for seconds in done.values_list("seconds", flat=True)[:_HISTORY]]
    return (sum(times) / len(times), True) if times else (DEFAULT_SECONDS_A_PHOTO, False)


def _candidates(shop: Shop, media_ids: Sequence[int] | None) -> "QuerySet[Any]":
    rows = Media.objects.filter(shop=shop, deleted_at=None)
    if media_ids is not None:
        rows = rows.filter(pk__in=media_ids)
    jobs = RetouchJob.objects.filter(media=OuterRef("pk"))
    refused = jobs.filter(_REFUSED, recipe=shop.recipe, read_version=OuterRef("version")).order_by("-pk")
    places = ProductMedia.objects.filter(media=OuterRef("pk"), product__deleted_at=None).order_by(
        "product_id"
    )
    return rows.annotate(
        title=Subquery(places.values("product__title")[:1]),
        refusal=Subquery(refused.values("reason_sentence")[:1]),
        under_way=Exists(jobs.filter(ACTIVE)),
        in_review=Exists(jobs.filter(retries.DECIDED, state=RetouchJob.State.NEEDS_REVIEW)),
        on_store=Exists(jobs.filter(state=RetouchJob.State.PUBLISHED, recipe=shop.recipe, tone=shop.tone)),
    ).order_by("pk")


def _split(rows: Iterable[Any]) -> tuple[list[Media], list[LeftOut]]:
    wanted, left_out = [], []
    for media in rows:
        why = _why_not(media)
        if why is None:
            wanted.append(media)
        else:
            left_out.append(LeftOut(media, media.file_name or media.title or media.name, *why))
    return wanted, left_out


def _why_not(media: Any) -> tuple[str, str] | None:
    if media.kind != Media.Kind.IMAGE:
        return "not_a_photo", words.not_a_photo(media)
    if media.excluded:
        return "excluded", _("You asked us to leave this photo alone.")
    found = {
        "under_way": _("This photo is being retouched already."),
        "in_review": _("This photo waits for your review."),
        "on_store": _("Its result is on your store already."),
    }
    told = next(((code, text) for code, text in found.items() if getattr(media, code)), None)
    return told or (("refused", media.refusal) if media.refusal else None)
