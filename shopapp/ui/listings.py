"""Listings on other marketplaces as the exports page shows them: accounts, questions, the matrix."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from integrations import MARKETPLACES
from shopapp.marketplaces import connecting, selectors, words
from shopapp.marketplaces.selectors import RunProgress
from shopapp.marketplaces.standing import Stand, Standing
from shopapp.models import Listing, ListingSync, MarketplaceAccount, Product, Shop, SubmissionRun
from shopapp.ui import pictures
from shopapp.ui.pictures import Picture

_QUESTIONS = 10
STANDS: dict[Stand, tuple[Promise, str]] = {
    Stand.GONE: (gettext_lazy("gone there"), "neutral"),
    Stand.ASK: (gettext_lazy("which product?"), "warning"),
    Stand.ELSEWHERE: (gettext_lazy("not in this store"), "neutral"),
    Stand.UNDER_WAY: (gettext_lazy("on its way"), "info"),
    Stand.REJECTED: (gettext_lazy("rejected"), "critical"),
    Stand.CONFLICT: (gettext_lazy("yours was kept"), "warning"),
    Stand.FAILED: (gettext_lazy("could not"), "critical"),
    Stand.CHANGED: (gettext_lazy("changed there"), "warning"),
    Stand.BLOCKED: (gettext_lazy("blocked"), "critical"),
    Stand.CONFIRM: (gettext_lazy("please look"), "warning"),
    Stand.FIXABLE: (gettext_lazy("ready, with advice"), "info"),
    Stand.READY: (gettext_lazy("ready"), "info"),
    Stand.DRAFTING: (gettext_lazy("being prepared"), "neutral"),
    Stand.EMPTY: (gettext_lazy("no retouched photo"), "neutral"),
    Stand.LIVE: (gettext_lazy("live"), "success"),
}
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
            return last.reason_sentence
        if self.standing.stand is Stand.CHANGED:
            return _("Photo %s was changed there by hand.") % self.standing.changed_places[0]
        return _first_words(self.standing)

    def as_json(self) -> dict[str, Any]:
        """Plain values for programs."""
        listing = self.listing
        return {
            "id": listing.pk, "marketplace": listing.account.marketplace, "key": listing.key,
            "title": listing.title, "product": listing.product_id, "match": listing.match,
            "stand": str(self.standing.stand), "photos": len(self.standing.photos), "shown": len(self.standing.shown),
            "word": self.word, "sentence": self.sentence,
            "writes": [
                {"id": w.pk, "place": w.place, "state": w.state, "sentence": w.reason_sentence,
                 "issues": [{"code": i["code"], "rules": i["rules"]} for i in w.issues]}
                for w in self.standing.last_writes
            ],
        }  # fmt: skip


def _first_words(now: Standing) -> str:
    found = [f for photo in now.blocking for f in photo.findings if f["verdict"] == "fail"] or now.advice
    return str(found[0]["sentence"]) if found and now.stand in {Stand.BLOCKED, Stand.FIXABLE} else ""


@dataclass(frozen=True, slots=True)
class Row:
    """One product and its listings, by account."""

    product: Product
    picture: Picture | None
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
        return str(self.listing.images[0]["address"]) if self.listing.images else ""


@dataclass(frozen=True, slots=True)
class Board:
    """Everything about marketplaces on the exports page."""

    shop: Shop
    cards: list[AccountCard]
    rows: list[Row]
    questions: list[Question]
    all_questions: int
    cells: list[Cell]
    progress: RunProgress | None
    is_moving: bool
    is_connecting: bool

    @property
    def columns(self) -> list[AccountCard]:
        """The connected accounts."""
        return [card for card in self.cards if card.account]

    @property
    def counts(self) -> list[tuple[str, str, int]]:
        """Word, tone and count of each way to stand that some listing has."""
        found = Counter(cell.standing.stand for cell in self.cells)
        return [(str(word), tone, found[stand]) for stand, (word, tone) in STANDS.items() if found[stand]]

    @property
    def ready(self) -> list[Cell]:
        """What the big button would send."""
        return [cell for cell in self.cells if cell.standing.stand in {Stand.READY, Stand.FIXABLE}]

    @property
    def photos(self) -> int:
        """How many photos the big button would send."""
        return sum(len(cell.standing.missing) for cell in self.ready)

    @property
    def to_confirm(self) -> list[Cell]:
        """Listings whose photos a person has to look at first."""
        return [cell for cell in self.cells if cell.standing.stand is Stand.CONFIRM]

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
        return {
            "accounts": [card.as_json() for card in self.cards],
            "listings": [cell.as_json() for cell in self.cells],
            "questions": self.all_questions,
            "run": told,
            "moving": self.is_moving,
            "connecting": self.is_connecting,
        }


def board(shop: Shop) -> Board:
    """Return everything about marketplaces."""
    accounts = {account.marketplace: account for account in selectors.accounts(shop)}
    cells = [Cell(now) for now in selectors.standings(shop)]
    of_account = Counter(cell.listing.account_id for cell in cells)
    cards = [_card(name, accounts.get(name), of_account) for name in selectors.offered()]
    asked = [c.listing for c in cells if c.listing.match == Listing.Match.DOUBTFUL]
    return Board(
        shop=shop, cards=cards, rows=_rows(cells, [card.account for card in cards if card.account]),
        questions=_questions(asked[:_QUESTIONS]), all_questions=len(asked), cells=cells,
        progress=selectors.progress(shop), is_moving=selectors.is_moving(shop),
        is_connecting=connecting.connecting(shop),
    )  # fmt: skip


def _card(name: str, account: MarketplaceAccount | None, listings: "Counter[int]") -> AccountCard:
    if account is None:
        return AccountCard(name, None)
    shown = selectors.shown_count(account)
    return AccountCard(name, account, selectors.latest_sync(account), listings[account.pk], shown)


def _rows(cells: list[Cell], accounts: list[MarketplaceAccount]) -> list[Row]:
    by_product: dict[int, list[Cell]] = {}
    for cell in cells:
        if cell.listing.product_id:
            by_product.setdefault(cell.listing.product_id, []).append(cell)
    return [
        Row(
            product=found[0].listing.product,  # type: ignore[arg-type]  # grouped by it
            picture=_picture(found),
            cells=[[c for c in found if c.listing.account_id == account.pk] for account in accounts],
        )
        for found in by_product.values()
    ]


def _picture(cells: list[Cell]) -> Picture | None:
    photos = [photo for cell in cells for photo in cell.standing.photos[:1]]
    return pictures.of_rendition(photos[0].rendition, width=160) if photos else None


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
