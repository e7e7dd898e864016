"""Listings on other marketplaces as the exports page shows them: accounts, questions, the matrix."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from integrations import MARKETPLACES
from shopapp.marketplaces import connecting, selectors, words
from shopapp.marketplaces.selectors import RunProgress
from shopapp.marketplaces.standing import Stand, Standing, stops
from shopapp.models import Listing, ListingSync, MarketplaceAccount, Product, Shop, SubmissionRun
from shopapp.ui import issues, pictures
from shopapp.ui.paging import Paged

A_PAGE = 50
"""Products."""
_QUESTIONS = 10
STANDS: dict[Stand, tuple[Promise, str]] = {
    Stand.GONE: (gettext_lazy("gone there"), "neutral"),
    Stand.ASK: (gettext_lazy("which product?"), "warning"),
    Stand.ELSEWHERE: (gettext_lazy("not in this store"), "neutral"),
    Stand.UNDER_WAY: (gettext_lazy("on its way"), "info"),
    Stand.REJECTED: (gettext_lazy("rejected"), "critical"),
    Stand.CONFLICT: (gettext_lazy("yours was kept"), "warning"),
    Stand.FAILED: (gettext_lazy("could not"), "critical"),
    Stand.UNMADE: (gettext_lazy("could not be prepared"), "critical"),
    Stand.CHANGED: (gettext_lazy("changed there"), "warning"),
    Stand.BLOCKED: (gettext_lazy("blocked"), "critical"),
    Stand.CONFIRM: (gettext_lazy("please look"), "warning"),
    Stand.FIXABLE: (gettext_lazy("ready, with advice"), "info"),
    Stand.READY: (gettext_lazy("ready"), "info"),
    Stand.DRAFTING: (gettext_lazy("being prepared"), "neutral"),
    Stand.EMPTY: (gettext_lazy("no retouched photo"), "neutral"),
    Stand.LIVE: (gettext_lazy("live"), "success"),
}
_WITHOUT_PRODUCT = {Stand.ASK, Stand.ELSEWHERE}
_SENDABLE = {Stand.READY, Stand.FIXABLE, Stand.CHANGED, Stand.CONFLICT, Stand.FAILED, Stand.REJECTED}


@dataclass(frozen=True, slots=True)
class AccountCard:
    """One marketplace: not connected yet, or an account and what is known of it."""

    marketplace: str
    account: MarketplaceAccount | None
    sync: ListingSync | None = None
    listings: int = 0
    shown: int = 0

    @property
    def label(self) -> str:
        """The marketplace as it spells itself."""
        return words.label(self.marketplace)

    @property
    def is_reading(self) -> bool:
        """Whether its listings are being read."""
        return self.sync is not None and self.sync.state == ListingSync.State.RUNNING

    @property
    def trouble(self) -> str:
        """What keeps us from reading it, "" where nothing does."""
        if self.account and self.account.refused_at:
            return words.sentence("refused", self.marketplace)
        return self.sync.reason if self.sync else ""

    def as_json(self) -> dict[str, Any]:
        """Plain values for programs."""
        account = self.account
        return {
            "id": account.pk if account else None,
            "marketplace": self.marketplace,
            "name": account.name if account else "",
            "connected": bool(account and account.connected),
            "reading": self.is_reading,
            "listings": self.listings,
            "shown": self.shown,
            "auto_export": bool(account and account.auto_export),
            "sentence": self.trouble,
        }


@dataclass(frozen=True, slots=True)
class Cell:
    """One listing in the matrix."""

    standing: Standing

    @property
    def listing(self) -> Listing:
        """The listing itself."""
        return self.standing.listing

    @property
    def word(self) -> str:
        """How it stands, in a word."""
        return str(STANDS[self.standing.stand][0])

    @property
    def tone(self) -> str:
        """The badge's tone."""
        return STANDS[self.standing.stand][1]

    @property
    def can_be_sent(self) -> bool:
        """Whether it may be chosen for an export."""
        return self.standing.stand in _SENDABLE

    @property
    def sentence(self) -> str:
        """What a merchant should know of it."""
        last = self.standing.last
        if self.standing.stand in {Stand.REJECTED, Stand.CONFLICT, Stand.FAILED, Stand.UNDER_WAY} and last:
            return last.reason_sentence or words.first_refusal(self.standing.last_writes)
        if self.standing.stand is Stand.CHANGED:
            return _("Photo %s was changed there by hand.") % self.standing.changed_places[0]
        if self.standing.stand is Stand.UNMADE:
            return words.left_out("unmade", self.listing.account.marketplace)
        return _first_words(self.standing)

    @property
    def seen(self) -> str:
        """Which draft of it a page shows: posted back by whoever has looked at its photos."""
        return f"{self.listing.pk}:{self.listing.draft_key}"

    def as_json(self) -> dict[str, Any]:
        """Plain values for programs."""
        listing = self.listing
        return {
            "id": listing.pk, "marketplace": listing.account.marketplace, "key": listing.key,
            "title": listing.title, "product": listing.product_id, "match": listing.match,
            "stand": str(self.standing.stand), "photos": len(self.standing.photos), "shown": len(self.standing.shown),
            "word": self.word, "sentence": self.sentence, "draft": self.seen,
            "writes": [
                {"id": w.pk, "place": w.place, "state": w.state, "sentence": w.reason_sentence,
                 "issues": [_issue(listing, i, w.place) for i in w.issues]}
                for w in self.standing.last_writes
            ],
        }  # fmt: skip


def _issue(listing: Listing, issue: Mapping[str, Any], place: int) -> dict[str, Any]:
    meant = issues.rules_of(issue, marketplace=listing.account.marketplace, place=place)
    return {"code": issue["code"], "rules": [rule.id for rule in meant]}


def _first_words(now: Standing) -> str:
    found = [f for photo in now.blocking for f in photo.findings if stops(f)] or now.advice
    return str(found[0]["sentence"]) if found and now.stand in {Stand.BLOCKED, Stand.FIXABLE} else ""


@dataclass(frozen=True, slots=True)
class Row:
    """One product and its listings, by account; or one listing that is not known to sell any."""

    title: str
    thumb: str
    """The address of its picture, "" where it has none."""
    cells: list[list[Cell]]


@dataclass(frozen=True, slots=True)
class Question:
    """A listing that we could not match."""

    listing: Listing
    options: list[Product] = field(default_factory=list)

    @property
    def sentence(self) -> str:
        """What is asked."""
        return words.question(self.listing.match_reason, self.listing.account.marketplace)

    @property
    def label(self) -> str:
        """Where it is."""
        return words.label(self.listing.account.marketplace)

    @property
    def address(self) -> str:
        """The address of its picture, "" where it has none."""
        return _address(self.listing)


@dataclass(frozen=True, slots=True, kw_only=True)
class Motion:
    """What changes by itself just now: all that a page has to ask for again and again."""

    progress: RunProgress | None
    is_moving: bool
    is_connecting: bool

    @property
    def running(self) -> RunProgress | None:
        """The run that is under way."""
        return self.progress if self.progress and not self.progress.is_over else None

    @property
    def sentence(self) -> str:
        """How far the run is, in words."""
        run = self.progress
        if run is None:
            return ""
        told = ngettext(
            "%(done)d of %(total)d listing done", "%(done)d of %(total)d listings done", run.total
        )
        return told % {"done": run.done, "total": run.total}

    @property
    def is_undoing(self) -> bool:
        """Whether the run that is under way takes back."""
        return self.running is not None and self.running.run.kind == SubmissionRun.Kind.UNDO

    @property
    def is_still(self) -> bool:
        """Whether nothing changes by itself."""
        return not (self.is_moving or self.is_connecting)

    def as_json(self) -> dict[str, Any]:
        """Plain values for programs."""
        run = self.progress
        told = {"id": run.run.pk, "kind": run.run.kind, "total": run.total, "done": run.done} if run else None
        return {"run": told, "moving": self.is_moving, "connecting": self.is_connecting}


@dataclass(frozen=True, slots=True, kw_only=True)
class Board(Motion, Paged):
    """Everything about marketplaces on the exports page: a page of the matrix, and what holds for all of it."""

    shop: Shop
    cards: list[AccountCard]
    page: "Page[list[Cell]]"
    """The products of this page, each as its cells; a listing without a product stands alone."""
    stand: str
    """How the listings stand that were asked for; "" for all."""
    questions: list[Question]
    all_questions: int
    cells: list[Cell]

    @property
    def columns(self) -> list[AccountCard]:
        """The connected accounts."""
        return [card for card in self.cards if card.account]

    @property
    def rows(self) -> list[Row]:
        """The products of this page."""
        return [_row(found, [card.account for card in self.columns if card.account]) for found in self.page]

    @property
    def is_known(self) -> bool:
        """Whether any listing is known to sell a product."""
        return any(cell.listing.product_id for cell in self.cells)

    @property
    def counts(self) -> list[tuple[Stand, str, str, int]]:
        """Each way to stand that some listing has: its key, word, tone and count."""
        found = Counter(cell.standing.stand for cell in self.cells)
        return [
            (stand, str(word), tone, found[stand]) for stand, (word, tone) in STANDS.items() if found[stand]
        ]

    @property
    def ready(self) -> list[Cell]:
        """What the big button would send, on all pages."""
        return [cell for cell in self.cells if cell.standing.stand in {Stand.READY, Stand.FIXABLE}]

    @property
    def blocked(self) -> list[Cell]:
        """What a rule forbids, on all pages."""
        return [cell for cell in self.cells if cell.standing.stand is Stand.BLOCKED]

    @property
    def photos(self) -> int:
        """How many photos the big button would send."""
        return sum(len(cell.standing.missing) for cell in self.ready)

    @property
    def to_confirm(self) -> list[Cell]:
        """The listings of this page whose photos a person has to look at first: nobody has seen the others."""
        return [cell for found in self.page for cell in found if cell.standing.stand is Stand.CONFIRM]

    def as_json(self) -> dict[str, Any]:
        """Plain values for programs; every listing, not only this page's."""
        return {
            "accounts": [card.as_json() for card in self.cards],
            "listings": [cell.as_json() for cell in self.cells],
            "questions": self.all_questions,
            **Motion.as_json(self),
        }

    def asks(self) -> dict[str, str]:
        """Return how the listings stand that were asked for."""
        return {"stand": self.stand} if self.stand else {}


def motion(shop: Shop) -> Motion:
    """Return what changes by itself."""
    return Motion(
        progress=selectors.progress(shop), is_moving=selectors.is_moving(shop),
        is_connecting=connecting.connecting(shop),
    )  # fmt: skip


def board(shop: Shop, asked: Mapping[str, str] | None = None) -> Board:
    """Return everything about marketplaces, and the page of the matrix that an address asks for."""
    asked = asked or {}
    accounts = {account.marketplace: account for account in selectors.accounts(shop)}
    cells = [Cell(now) for now in selectors.standings(shop)]
    of_account = Counter(cell.listing.account_id for cell in cells)
    doubtful = [c.listing for c in cells if c.listing.match == Listing.Match.DOUBTFUL]
    stand = asked.get("stand", "")
    now = motion(shop)
    return Board(
        shop=shop, cards=[_card(name, accounts.get(name), of_account) for name in selectors.offered()],
        page=Paginator(_by_product(cells, stand), A_PAGE).get_page(asked.get("page")), stand=stand,
        questions=_questions(doubtful[:_QUESTIONS]), all_questions=len(doubtful), cells=cells,
        progress=now.progress, is_moving=now.is_moving, is_connecting=now.is_connecting,
    )  # fmt: skip


def _card(name: str, account: MarketplaceAccount | None, listings: "Counter[int]") -> AccountCard:
    if account is None:
        return AccountCard(name, None)
    shown = selectors.shown_count(account)
    return AccountCard(name, account, selectors.latest_sync(account), listings[account.pk], shown)


def _by_product(cells: list[Cell], stand: str) -> list[list[Cell]]:
    """Put listings of one product together; only products with a listing that stands as asked, where that is.

    Listings that are not known to sell a product are shown where they are asked for.
    """
    if stand in _WITHOUT_PRODUCT:
        return [[cell] for cell in cells if cell.standing.stand == stand]
    by_product: dict[int, list[Cell]] = {}
    for cell in cells:
        if cell.listing.product_id:
            by_product.setdefault(cell.listing.product_id, []).append(cell)
    return [
        found for found in by_product.values() if not stand or any(c.standing.stand == stand for c in found)
    ]


def _row(found: list[Cell], accounts: list[MarketplaceAccount]) -> Row:
    listing = found[0].listing
    return Row(
        title=listing.product.title if listing.product else listing.title,
        thumb=_thumb(found),
        cells=[[c for c in found if c.listing.account_id == account.pk] for account in accounts],
    )


def _thumb(cells: list[Cell]) -> str:
    """Return the address of our main photo, or where there is none of theirs."""
    photos = [photo for cell in cells for photo in cell.standing.photos[:1]]
    if photos:
        return pictures.of_rendition(photos[0].rendition, width=160).src
    return _address(cells[0].listing)


def _address(listing: Listing) -> str:
    return str(listing.images[0]["address"]) if listing.images else ""


def _questions(listings: list[Listing]) -> list[Question]:
    ids = {pk for listing in listings for pk in listing.candidates}
    products = {p.pk: p for p in Product.objects.filter(pk__in=ids)}
    return [
        Question(listing, [products[pk] for pk in listing.candidates if pk in products])
        for listing in listings
    ]


def names() -> dict[str, str]:
    """Return how each marketplace spells itself."""
    return {name: found.label for name, found in MARKETPLACES.items()}
