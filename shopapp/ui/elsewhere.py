"""The ledger of other marketplaces in words: what one run wrote to one of them is one line, counted in the database.

Lines come page by page; so do the photos of one line, where its address is asked for.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shopapp.marketplaces import selectors, words
from shopapp.models import ListingWrite, Shop, SubmissionRun
from shopapp.ui.paging import Paged

A_PAGE = 20
"""Lines."""
MOST_ENTRIES = 50
"""Photos that a line shows among others; a page of its own has as many at a time."""
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
    """What one run wrote to one marketplace, one way."""

    at: datetime
    sentence: str
    who: str
    count: int
    more: str
    """The address of all its photos, "" where they are here."""
    entries: list[Entry] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Ledger(Paged):
    """The lines of one page, or one line with a page of its photos."""

    lines: list[Line]
    page: "Page[Any]"
    asked: dict[str, str]
    """What the address asks for beside the page."""

    @property
    def is_one_line(self) -> bool:
        """Whether one line was asked for."""
        return bool(self.asked)

    def asks(self) -> dict[str, str]:
        """Return the line that was asked for, if one was."""
        return self.asked


def ledger(shop: Shop, asked: Mapping[str, str] | None = None) -> Ledger:
    """Return the writes to other marketplaces, newest first: the page, or the line, that an address asks for."""
    asked = asked or {}
    number, runs = asked.get("page"), selectors.written(shop)
    if line := asked.get("line", ""):
        found = next((each for each in runs if _name(each) == line), None)
        if found is not None:
            page = Paginator(selectors.writes_of(shop, found), MOST_ENTRIES).get_page(number)
            return Ledger([_line(found, list(page), more="")], page, {"line": line})
    shown = Paginator(runs, A_PAGE).get_page(number)
    return Ledger([_short(shop, each) for each in shown], shown, {})


def _short(shop: Shop, written: selectors.Written) -> Line:
    writes = list(selectors.writes_of(shop, written)[:MOST_ENTRIES])
    more = "?" + urlencode({"line": _name(written)}) if written.photos > len(writes) else ""
    return _line(written, writes, more=more)


def _name(written: selectors.Written) -> str:
    return f"{written.run_id}-{written.account_id}-{written.kind}"


def _line(written: selectors.Written, writes: list[ListingWrite], *, more: str) -> Line:
    entries = [Entry(write) for write in writes]
    return Line(written.at, _told(written), _who(written), written.photos, more, entries)


def _told(written: selectors.Written) -> str:
    if written.kind == _K.UNDO:
        told = ngettext(
            "%(done)s of your own photos back on %(n)s listing on %(place)s.",
            "%(done)s of your own photos back on %(n)s listings on %(place)s.",
            written.listings,
        )
    else:
        told = ngettext(
            "%(done)s results put on %(n)s listing on %(place)s.",
            "%(done)s results put on %(n)s listings on %(place)s.",
            written.listings,
        )
    place = words.label(written.marketplace)
    return told % {"done": written.done, "n": written.listings, "place": place}


def _who(written: selectors.Written) -> str:
    return who(SubmissionRun.Kind(written.run_kind))


def who(kind: SubmissionRun.Kind) -> str:
    """Return who asked for a run."""
    return {
        SubmissionRun.Kind.EXPORT: _("Export"),
        SubmissionRun.Kind.AUTO: _("New listings by themselves"),
        SubmissionRun.Kind.UNDO: _("Undo"),
    }[kind]
