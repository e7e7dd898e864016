"""Reading the ledger of writes."""

from django.db.models import QuerySet

from shopapp.models import Export, Media, Shop, Write
from shopapp.publishing.undo import UNDER_WAY


def activity(shop: Shop, *, limit: int = 200) -> QuerySet[Write]:
    """Return the latest writes to the shop, newest first."""
    rows = Write.objects.filter(shop=shop).select_related("media", "original", "revision", "job__batch")
    return rows.order_by("-pk")[:limit]


def history(media: Media) -> QuerySet[Write]:
    """Return every write to one file, newest first."""
    return Write.objects.filter(media=media).select_related("original", "revision").order_by("-pk")


def undoing(shop: Shop) -> int:
    """Return how many photos are on their way back."""
    return Write.objects.filter(shop=shop, kind=Write.Kind.UNDO, state__in=UNDER_WAY).count()


def conflicts(shop: Shop) -> QuerySet[Write]:
    """Return the writes that were not made because the merchant's own bytes were there."""
    return Write.objects.filter(shop=shop, state=Write.State.CONFLICT).select_related("media").order_by("-pk")


def exports(shop: Shop) -> QuerySet[Export]:
    """Return the shop's sets, newest first."""
    return Export.objects.filter(shop=shop).order_by("-pk")
