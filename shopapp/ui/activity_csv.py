"""The ledger as a file for a spreadsheet: one line a write, oldest first, behind a signed address that expires.

What was written to the store and what was written to marketplaces are read side by side, some hundred rows at a time.

A download carries no session token, so the address itself says whose it is.
"""

import csv
from collections.abc import Iterator
from datetime import datetime, timedelta
from heapq import merge
from operator import itemgetter
from typing import TypeVar

from django.core import signing
from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from shopapp.errors import Forbidden
from shopapp.marketplaces import words
from shopapp.models import ListingWrite, Shop, SubmissionRun, Write
from shopapp.ui import cards
from shopapp.ui.elsewhere import who
from shopapp.ui.pages import zone_of

R = TypeVar("R", Write, ListingWrite)
_Row = tuple[datetime, datetime, list[object]]
"""When it was begun, by which rows are ordered; when it was over; the other cells."""
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
    zone = zone_of(shop)
    for _begun, at, cells in merge(_of_the_store(shop), _of_marketplaces(shop), key=itemgetter(0)):
        when = timezone.localtime(at, zone).strftime("%Y-%m-%d %H:%M:%S%z")
        yield writer.writerow([when, *map(_plain, cells)])


def _of_the_store(shop: Shop) -> Iterator[_Row]:
    rows = Write.objects.filter(shop=shop).select_related("media", "job", "revision")
    for some in _in_portions(rows):
        titles = cards.product_titles([write.media for write in some])
        for write in some:
            yield write.created_at, write.finished_at or write.created_at, _cells(write, titles)


def _of_marketplaces(shop: Shop) -> Iterator[_Row]:
    rows = ListingWrite.objects.filter(shop=shop).select_related("listing__account", "submission__run")
    for some in _in_portions(rows):
        for write in some:
            yield write.created_at, write.finished_at or write.created_at, _listing_cells(write)


def _in_portions(rows: "QuerySet[R]") -> Iterator[list[R]]:
    last = 0
    while some := list(rows.filter(pk__gt=last).order_by("pk")[:_AT_ONCE]):
        yield some
        last = some[-1].pk


def _listing_cells(write: ListingWrite) -> list[object]:
    place = words.label(write.listing.account.marketplace)
    is_publish = write.kind == ListingWrite.Kind.PUBLISH
    what = _("result put on %s") if is_publish else _("your own photo put back on %s")
    return [
        what % place,
        _("%(title)s, photo %(place)s") % {"title": write.listing.title, "place": write.place},
        write.file_name,
        str(words.WRITES[write.state]),
        who(SubmissionRun.Kind(write.submission.run.kind)),
        0,
        write.reason_sentence,
    ]


def _cells(write: Write, titles: dict[int, str]) -> list[object]:
    is_publish = write.kind == Write.Kind.PUBLISH
    return [
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
