"""What the home page shows: where the store is between "just installed" and "all done"."""

from dataclasses import dataclass
from typing import Any

import structlog
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from integrations.errors import IntegrationError
from shopapp.billing import selectors as billing
from shopapp.billing.plans import PRO
from shopapp.billing.selectors import Balance
from shopapp.install import selectors as permissions
from shopapp.install import services as install
from shopapp.models import Batch, Media, RetouchJob, Shop, Sync
from shopapp.publishing import selectors as publishing
from shopapp.studio import selectors, words
from shopapp.studio.estimates import Estimate, estimate
from shopapp.studio.selectors import Progress
from shopapp.ui import cards
from shopapp.ui.cards import Card
from shopapp.ui.plan import settle

_log = structlog.get_logger(__name__)
_S = RetouchJob.State
_SAMPLES = 6
_RUNNING = (Batch.State.RUNNING, Batch.State.PAUSED)


@dataclass(frozen=True, slots=True)
class Running:
    """A batch on its way: figures, the sentence that is read out, and the results that appear."""

    progress: Progress
    results: list[Card]

    @property
    def batch(self) -> Batch | None:
        """The batch itself."""
        return self.progress.batch

    @property
    def state(self) -> str:
        """Its state; "none" where nothing was ever asked for."""
        return self.batch.state if self.batch else "none"

    @property
    def is_over(self) -> bool:
        """Whether nothing more will come."""
        return self.state not in _RUNNING

    @property
    def parts(self) -> list[tuple[str, str, int]]:
        """State, word and count of each state that has photos, in the order of the way."""
        return [(s, str(words.STATES[s]), n) for s in _S.values if (n := self.progress.counts.get(s, 0))]

    @property
    def sentence(self) -> str:
        """How far it is, in words."""
        done, total = self.progress.done, self.progress.total
        told = ngettext("%(done)d of %(total)d photo done", "%(done)d of %(total)d photos done", total)
        return told % {"done": done, "total": total}

    def as_json(self) -> dict[str, Any]:
        """Plain values for programs, and what the part's tag is made of."""
        return {
            "batch": self.batch.pk if self.batch else None,
            "state": self.state,
            "total": self.progress.total,
            "done": self.progress.done,
            "seconds_left": self.progress.seconds_left,
            "counts": self.progress.counts,
            "sentence": self.sentence,
            "results": [card.as_json() for card in self.results],
        }


@dataclass(frozen=True, slots=True)
class Store:
    """The store at this moment, beside everything else."""

    shop: Shop
    sync: Sync | None
    was_read: bool
    counts: dict[str, int]
    balance: Balance
    has_pro: bool
    undoing: int
    lately: int

    @property
    def photos(self) -> int:
        """All photos of the store."""
        return sum(self.counts.values())

    @property
    def is_moving(self) -> bool:
        """Whether it changes by itself just now."""
        return self.undoing > 0 or (self.sync is not None and self.sync.state == Sync.State.RUNNING)

    @property
    def is_reading(self) -> bool:
        """Whether the catalog is being read for the first time: what is known of it is not the store yet."""
        return not self.was_read and self.sync is not None and self.sync.state == Sync.State.RUNNING

    @property
    def is_unread(self) -> bool:
        """Whether the catalog could not be read the last time."""
        return self.sync is not None and self.sync.state == Sync.State.FAILED

    @property
    def review(self) -> int:
        """Photos that wait for a person."""
        return self.counts.get(_S.NEEDS_REVIEW, 0)

    @property
    def published(self) -> int:
        """Photos whose result is on the store."""
        return self.counts.get(_S.PUBLISHED, 0)

    @property
    def lines(self) -> list[tuple[str, str, int]]:
        """State, word and count, in the order of the way; what was never asked for comes first."""
        named = {"": _("not yet retouched")} | {state: str(word) for state, word in words.STATES.items()}
        return [(state, word, n) for state, word in named.items() if (n := self.counts.get(state, 0))]

    def as_json(self) -> dict[str, Any]:
        """Plain values for programs."""
        return {
            "sync": self.sync.state if self.sync else "none",
            "photos": self.photos,
            "counts": self.counts,
            "credits": {
                "available": self.balance.available,
                "reserved": self.balance.reserved,
                "spent": self.balance.spent,
                "photos": self.balance.photos,
                "moved": billing.totals(self.shop),
            },
            "stages": selectors.stage_seconds(self.shop),
            "pro": self.has_pro,
            "auto_retouch": self.shop.auto_retouch,
            "auto_paused_reason": self.shop.auto_paused_reason,
            "undoing": self.undoing,
        }


def running(shop: Shop) -> Running:
    """Return the latest batch and the latest results."""
    return Running(selectors.progress(shop), cards.of_jobs(selectors.latest_results(shop)))


def store(shop: Shop) -> Store:
    """Return the state of the store."""
    return Store(
        shop=shop,
        sync=selectors.latest_sync(shop),
        was_read=selectors.was_read_whole(shop),
        counts=selectors.state_counts(shop),
        balance=billing.balance(shop),
        has_pro=billing.has_pro(shop),
        undoing=publishing.undoing(shop),
        lately=selectors.changed_lately(shop),
    )


def stage(store_now: Store, running_now: Running, plan: Estimate | None) -> str:
    """Return which of its faces the page shows: denied, reading, unread, empty, running, offer or done."""
    if not running_now.is_over:
        return "running"
    if permissions.missing_scopes(store_now.shop):
        return "denied"
    if store_now.is_reading:
        return "reading"
    if store_now.is_unread and not store_now.was_read:
        return "unread"
    if not store_now.photos:
        return "empty"
    return "offer" if plan and plan.photos else "done"


def context(shop: Shop) -> dict[str, Any]:
    """Return everything the page shows."""
    settle(shop)
    _ask_again(shop)
    store_now, running_now = store(shop), running(shop)
    plan = estimate(shop=shop) if running_now.is_over and store_now.photos else None
    return {
        "store": store_now,
        "running": running_now,
        "estimate": plan,
        "stage": stage(store_now, running_now, plan),
        "on_hold": billing.is_on_hold(shop),
        "denied": permissions.missing_permissions(shop),
        "pro": PRO,
        "samples": _samples(shop, plan),
    }


def _ask_again(shop: Shop) -> None:
    """Read what a shop allows where something is missing: it may have been granted since."""
    if not permissions.missing_scopes(shop):
        return
    try:
        install.read_shop(shop_id=shop.pk)
    except IntegrationError as error:
        _log.info("permissions not read", why=type(error).__name__)
    shop.refresh_from_db()


def _samples(shop: Shop, plan: Estimate | None) -> list[Card]:
    """Return some of the photos that would be retouched, one of a product each, so that it is plain what is meant."""
    if plan is None or not plan.photos:
        return []
    first = Media.objects.filter(shop=shop, pk__in=plan.media_ids[:200]).order_by("pk")
    by_product = {title: media for media, title in _titled(list(first))}
    shown = [each for each in by_product.values() if each.url]
    return cards.of_media(shown[-_SAMPLES:])


def _titled(media: list[Media]) -> list[tuple[Media, str]]:
    titles = cards.product_titles(media)
    return [(each, titles.get(each.pk, each.gid)) for each in reversed(media)]
