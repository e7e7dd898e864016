"""The ledger in words: when, what, where, credits; what belongs to one batch is folded into one line."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shopapp.billing import selectors as billing
from shopapp.marketplaces import selectors as marketplaces
from shopapp.models import RetouchJob, Shop, Transfer, Write
from shopapp.publishing import selectors as publishing
from shopapp.ui import activity_csv, cards, elsewhere
from shopapp.ui.photo import Event, event_of

_W = Write.State


@dataclass(frozen=True, slots=True)
class Line:
    """One write, or those of one batch together."""

    at: datetime
    sentence: str
    who: str
    count: int
    credits: int
    batch_id: int | None
    media_id: int | None
    can_undo: bool
    writes: list[tuple[str, int, Event]] = field(default_factory=list)


def context(shop: Shop, asked: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Return everything the page shows; an address may ask for a page, or a line, of what was written elsewhere."""
    writes = list(publishing.activity(shop))
    lines = lines_of(writes)
    return {
        "lines": lines,
        "on_store": len(_showing(shop)),
        "undoing": publishing.undoing(shop),
        "on_listings": marketplaces.shown_listings(shop),
        "elsewhere": elsewhere.ledger(shop, asked),
        "csv": activity_csv.address(shop),
        "movements": movements_of(billing.movements(shop, limit=500))[:50],
    }


def lines_of(writes: list[Write]) -> list[Line]:
    """Fold writes, newest first, into lines."""
    titles = cards.product_titles([write.media for write in writes])
    groups = groupby(writes, key=lambda write: (write.kind, _batch_id(write), write.created_at.date()))
    return [_line(list(group), titles) for _key, group in groups]


def _batch_id(write: Write) -> int | None:
    return write.job.batch_id if write.job else None


def _line(writes: list[Write], titles: dict[int, str]) -> Line:
    first = writes[0]
    confirmed = [write for write in writes if write.state == _W.CONFIRMED]
    single = len(writes) == 1
    return Line(
        at=first.created_at,
        sentence=event_of(first).sentence if single else _together(first.kind, len(confirmed)),
        who=_who(first),
        count=len(writes),
        credits=sum(write.job.credits_captured for write in writes if write.job) if _is_publish(first) else 0,
        batch_id=_batch_id(first),
        media_id=first.media_id if single else None,
        can_undo=_is_publish(first) and any(_still_shown(write) for write in confirmed),
        writes=[(titles.get(w.media_id) or w.media.name, w.media_id, event_of(w)) for w in writes],
    )


def _is_publish(write: Write) -> bool:
    return write.kind == Write.Kind.PUBLISH


def _still_shown(write: Write) -> bool:
    return write.job is not None and write.job.state == RetouchJob.State.PUBLISHED


def _together(kind: str, count: int) -> str:
    if kind == Write.Kind.PUBLISH:
        told = ngettext("%d result was put on your store.", "%d results were put on your store.", count)
    else:
        told = ngettext("%d original was put back.", "%d originals were put back.", count)
    return told % count


def _who(write: Write) -> str:
    if write.kind == Write.Kind.UNDO:
        return _("Undo")
    return (
        {
            RetouchJob.Source.ONE_CLICK: _("Retouch whole store"),
            RetouchJob.Source.SELECTION: _("Selected photos"),
            RetouchJob.Source.AUTO: _("Auto-retouch"),
            RetouchJob.Source.API: _("API"),
        }.get(RetouchJob.Source(write.job.source), "")
        if write.job
        else ""
    )


def movements_of(transfers: Iterable[Transfer]) -> list[dict[str, Any]]:
    """Fold movements of credits, newest first: what was moved alike within a minute is one line."""
    groups = groupby(
        transfers, key=lambda each: (each.kind, each.reason, each.created_at.strftime("%Y%m%d%H%M"))
    )
    return [_movement(list(group)) for _key, group in groups]


def _movement(transfers: list[Transfer]) -> dict[str, Any]:
    first = transfers[0]
    sign, word = {
        Transfer.Kind.GRANT: (1, _("Credits added")),
        Transfer.Kind.RESERVE: (-1, _("Set aside")),
        Transfer.Kind.CAPTURE: (0, _("Spent from what was set aside")),
        Transfer.Kind.RELEASE: (1, _("Given back")),
        Transfer.Kind.REFUND: (1, _("Given back")),
    }[Transfer.Kind(first.kind)]
    amount = sum(transfer.amount for transfer in transfers)
    return {"at": first.created_at, "word": word, "what": _moved_for(transfers), "amount": sign * amount}


def _moved_for(transfers: list[Transfer]) -> str:
    first = transfers[0]
    if len(transfers) > 1:
        return ngettext("for %d photo", "for %d photos", len(transfers)) % len(transfers)
    return first.reason or (first.job.media.name if first.job and first.job.media else "")


def _showing(shop: Shop) -> list[int]:
    rows = RetouchJob.objects.filter(shop=shop, state=RetouchJob.State.PUBLISHED, media__isnull=False)
    return list(rows.values_list("media_id", flat=True).distinct())
