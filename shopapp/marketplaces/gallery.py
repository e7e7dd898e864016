"""Which of a product's results would be shown on a listing, in which order."""

import hashlib

from django.db.models import Exists, OuterRef, Q

from shopapp.marketplaces import asking
from shopapp.models import Listing, Media, ProductMedia, RetouchJob, Revision, VariantMedia
from shopapp.studio import retries

_DRAFT_VERSION = 2
"""Goes up when equal photos may come to another draft."""


def results_of(listing: Listing) -> list[tuple[Media, Revision]]:
    """Return the photos that have a result fit to show, the main one first; what the merchant left out is not in it.

    A listing of one variant begins with that variant's own pictures, and has none of another variant's.
    """
    if listing.product_id is None:
        return []
    places = ProductMedia.objects.filter(product_id=listing.product_id, media__deleted_at=None)
    media = [place.media for place in places.select_related("media").order_by("position", "pk")]
    media = _of_its_variants(listing, [each for each in media if each.pk not in listing.without])
    newest = _newest_results([each.pk for each in media])
    return [(each, newest[each.pk]) for each in media if each.pk in newest]


def draft_key(listing: Listing, results: list[tuple[Media, Revision]]) -> str:
    """Return what a draft is made of, and at its end the rules it is judged by; equal keys are equal drafts."""
    parts = [f"{media.pk}:{revision.sha256}:{media.alt}" for media, revision in results]
    if listing.most_images is not None and listing.most_images < len(results):
        parts.append(f"the first {listing.most_images}")
    told = "\n".join([str(_DRAFT_VERSION), listing.account.marketplace, listing.title, *parts])
    asked = asking.asked_today(listing.account.marketplace)
    return hashlib.sha256(told.encode()).hexdigest()[: -len(asked)] + asked


def is_judged_by_todays_rules(listing: Listing) -> bool:
    """Whether a draft's findings are what the rules of today say."""
    return listing.draft_key.endswith(asking.asked_today(listing.account.marketplace))


def forget_draft(listing: Listing) -> None:
    """Take away what would be shown on a listing: it was another product's."""
    Listing.objects.filter(pk=listing.pk).update(  # first: who makes a draft of it just now has to wait
        draft=Listing.Draft.NONE, draft_key="", draft_findings=[], draft_left_out=[], without=[],
        confirmed=False, wanted=False,
    )  # fmt: skip
    listing.photos.all().delete()


def _of_its_variants(listing: Listing, media: list[Media]) -> list[Media]:
    skus = {sku.strip().casefold() for sku in listing.skus}
    links = VariantMedia.objects.filter(variant__product=listing.product)
    shown = [(link.media_id, link.variant.sku.strip().casefold()) for link in links.select_related("variant")]
    own = {media_id for media_id, sku in shown if sku in skus}
    others = {media_id for media_id, _sku in shown} - own
    if not own:
        return media
    mine = [each for each in media if each.pk not in others]
    return sorted(mine, key=lambda each: each.pk not in own)


def _newest_results(media_ids: list[int]) -> dict[int, Revision]:
    """Return each photo's newest result that passed the gate or was kept by a person.

    What another pass made counts once the merchant has chosen it.
    """
    good = Q(verdict=Revision.Verdict.READY) | Q(kept=True)
    passes = RetouchJob.objects.filter(revision=OuterRef("pk"))
    undecided = Exists(passes.exclude(retries.DECIDED)) & ~Exists(passes.filter(retries.DECIDED))
    rows = Revision.objects.filter(good, original__media_id__in=media_ids).exclude(undecided)
    rows = rows.select_related("original")
    return {row.original.media_id: row for row in rows.order_by("pk") if row.original.media_id}
