"""The ledger of other marketplaces in words: what was written where, each run folded into one line a marketplace."""

from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shopapp.marketplaces import selectors, words
from shopapp.models import ListingWrite, Shop, SubmissionRun

_K, _W = ListingWrite.Kind, ListingWrite.State
_TONES: dict[str, str] = {
    _W.CONFIRMED: "success", _W.REJECTED: "critical", _W.FAILED: "critical", _W.CONFLICT: "warning",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """One photo at one place of one listing."""

    write: ListingWrite

    @property
    def title(self) -> str:
        """The listing and the place."""
        told = {"title": self.write.listing.title, "place": self.write.place}
        return _("%(title)s, photo %(place)s") % told

    @property
    def word(self) -> str:
        """What became of it."""
        return str(words.WRITES[self.write.state])

    @property
    def tone(self) -> str:
        """Its badge."""
        return _TONES.get(self.write.state, "info")


@dataclass(frozen=True, slots=True)
class Line:
    """What one run wrote to one marketplace."""

    at: datetime
    sentence: str
    who: str
    entries: list[Entry] = field(default_factory=list)


def lines(shop: Shop) -> list[Line]:
    """Return the latest writes to other marketplaces, newest first."""
    rows = sorted(
        selectors.activity(shop),
        key=lambda write: (-write.submission.run_id, write.listing.account_id, write.listing_id, write.place),
    )
    groups = groupby(rows, key=lambda write: (write.submission.run_id, write.listing.account_id))
    return [_line(list(group)) for _key, group in groups]


def _line(writes: list[ListingWrite]) -> Line:
    first = writes[0]
    done = sum(write.state == _W.CONFIRMED for write in writes)
    listings = len({write.listing_id for write in writes})
    return Line(first.created_at, _told(first, done, listings), _who(first), [Entry(w) for w in writes])


def _told(first: ListingWrite, done: int, listings: int) -> str:
    if first.kind == _K.UNDO:
        told = ngettext(
            "%(done)s of your own photos back on %(n)s listing on %(place)s.",
            "%(done)s of your own photos back on %(n)s listings on %(place)s.",
            listings,
        )
    else:
        told = ngettext(
            "%(done)s results put on %(n)s listing on %(place)s.",
            "%(done)s results put on %(n)s listings on %(place)s.",
            listings,
        )
    place = words.label(first.listing.account.marketplace)
    return told % {"done": done, "n": listings, "place": place}


def _who(write: ListingWrite) -> str:
    return {
        SubmissionRun.Kind.EXPORT: _("Export"),
        SubmissionRun.Kind.AUTO: _("New listings by themselves"),
        SubmissionRun.Kind.UNDO: _("Undo"),
    }[SubmissionRun.Kind(write.submission.run.kind)]
