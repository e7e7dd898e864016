"""The ledger as a file for a spreadsheet: one line a write, oldest first, behind a signed address that expires.

A download carries no session token, so the address itself says whose it is.
"""

import csv
from collections.abc import Iterator
from datetime import timedelta

from django.core import signing
from django.http import StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from shopapp.errors import Forbidden
from shopapp.models import Shop, Write
from shopapp.ui import cards
from shopapp.ui.pages import zone_of

_SALT = "shopapp.activity"
_GOOD_FOR = timedelta(hours=1)
_AT_ONCE = 500
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def address(shop: Shop) -> str:
    """Return where the shop's ledger can be downloaded for an hour."""
    return reverse("activity-csv", args=[signing.dumps(shop.pk, salt=_SALT)])


def download(signed: str) -> StreamingHttpResponse:
    """Answer the ledger that a signed address names."""
    try:
        shop_id = signing.loads(signed, salt=_SALT, max_age=_GOOD_FOR)
    except signing.BadSignature as error:
        raise Forbidden("bad or expired address of a ledger") from error
    shop = Shop.objects.filter(pk=shop_id, uninstalled_at=None).first()
    if shop is None:
        raise Forbidden("the shop is not installed")
    response = StreamingHttpResponse(_lines(shop), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="lustre-activity.csv"'
    response["Cache-Control"] = "private, no-store"
    return response


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, value: str) -> str:
        return value


def _lines(shop: Shop) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(  # spreadsheets take it for UTF-8
        [_("When"), _("What"), _("Photo"), _("File"), _("State"), _("Who"), _("Credits"), _("Why")]
    )
    zone, last = zone_of(shop), 0
    while rows := _next(shop, last):
        titles = cards.product_titles([write.media for write in rows])
        for write in rows:
            with timezone.override(zone):
                yield writer.writerow([_plain(cell) for cell in _cells(write, titles)])
        last = rows[-1].pk


def _next(shop: Shop, last: int) -> list[Write]:
    rows = Write.objects.filter(shop=shop, pk__gt=last).select_related("media", "job", "revision")
    return list(rows.order_by("pk")[:_AT_ONCE])


def _cells(write: Write, titles: dict[int, str]) -> list[object]:
    is_publish = write.kind == Write.Kind.PUBLISH
    at = timezone.localtime(write.finished_at or write.created_at)
    return [
        at.strftime("%Y-%m-%d %H:%M:%S%z"),
        _("result put on your store") if is_publish else _("original put back"),
        titles.get(write.media_id, ""),
        write.media.name,
        write.get_state_display(),
        write.job.get_source_display() if write.job and is_publish else "",
        write.job.credits_captured if write.job and is_publish else 0,
        write.reason_sentence,
    ]


def _plain(cell: object) -> object:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
