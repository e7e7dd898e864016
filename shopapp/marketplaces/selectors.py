"""Reading accounts, listings, runs and the ledger of other marketplaces."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Min, Q, QuerySet

from shopapp.errors import NotFound
from shopapp.marketplaces import gallery, lifecycle, reaching, standing
from shopapp.marketplaces.standing import Standing
from shopapp.models import (
    Listing,
    ListingSync,
    ListingWrite,
    MarketplaceAccount,
    Shop,
    Submission,
    SubmissionRun,
)

_S = Submission.State


@dataclass(frozen=True, slots=True)
class RunProgress:
    """How far submissions that were asked for together have come."""

    run: SubmissionRun
    counts: dict[str, int]

    @property
    def total(self) -> int:
        """All listings of it."""
        return sum(self.counts.values())

    @property
    def done(self) -> int:
        """Listings that need nothing more from us."""
        return self.total - sum(self.counts.get(state, 0) for state in lifecycle.OPEN)

    @property
    def is_over(self) -> bool:
        """Whether nothing more will come."""
        return self.done == self.total


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What one run wrote to one account, one way."""

    run_id: int
    run_kind: str
    account_id: int
    marketplace: str
    kind: str
    at: datetime
    photos: int
    done: int
    listings: int


def offered() -> list[str]:
    """Return the marketplaces that can be connected here."""
    return reaching.offered()


def accounts(shop: Shop) -> list[MarketplaceAccount]:
    """Return the shop's connected accounts."""
    return list(MarketplaceAccount.objects.filter(shop=shop, disconnected_at=None).order_by("-marketplace"))


def latest_sync(account: MarketplaceAccount) -> ListingSync | None:
    """Return the last reading of an account."""
    return account.syncs.order_by("-pk").first()


def listings(shop: Shop) -> QuerySet[Listing]:
    """Return the listings on connected accounts, each with its product."""
    rows = Listing.objects.filter(shop=shop, account__disconnected_at=None)
    return rows.select_related("account", "product").order_by("product__title", "account_id", "pk")


def standings(shop: Shop) -> list[Standing]:
    """Return how every listing stands that is still there, or was when something of ours was on it."""
    return standing.of(listings(shop).filter(gone_at=None))


def one(shop: Shop, listing_id: int) -> Standing:
    """Return how one listing of the shop's stands."""
    found = Listing.objects.filter(shop=shop, pk=listing_id).select_related("account", "product")
    rows = standing.of(found)
    if not rows:
        raise NotFound(f"no listing {listing_id} of {shop.domain}")
    return rows[0]


def is_stuck(now: Standing) -> bool:
    """Whether photos are not accepted and no other one of the product could take their place."""
    unfit = now.unfit
    return bool(unfit) and all(media.pk in unfit for media, _result in gallery.results_of(now.listing))


def progress(shop: Shop) -> RunProgress | None:
    """Return how far the latest run is; None where there was none."""
    run = SubmissionRun.objects.filter(shop=shop).order_by("-pk").first()
    if run is None:
        return None
    rows = Submission.objects.filter(run=run).values_list("state").annotate(count=Count("pk")).order_by()
    return RunProgress(run, dict(rows))


def is_moving(shop: Shop) -> bool:
    """Whether anything changes by itself just now."""
    submissions = Submission.objects.filter(shop=shop, state__in=lifecycle.OPEN, held=False)
    syncs = ListingSync.objects.filter(account__shop=shop, state=ListingSync.State.RUNNING)
    drafts = Listing.objects.filter(Q(draft=Listing.Draft.WAITING) | Q(wanted=True), shop=shop)
    return submissions.exists() or syncs.exists() or drafts.exists()


def shown_count(account: MarketplaceAccount) -> int:
    """Return on how many listings of an account something of ours is shown."""
    rows = ListingWrite.objects.filter(listing__account=account, kind=ListingWrite.Kind.PUBLISH, gone_at=None)
    return rows.filter(sent_at__isnull=False).values("listing_id").distinct().count()


def written(shop: Shop) -> list[Written]:
    """Return what each run wrote where, the latest first; counted over all of it."""
    rows = ListingWrite.objects.filter(shop=shop).values(
        "kind", run_id=F("submission__run_id"), run_kind=F("submission__run__kind"),
        account_id=F("listing__account_id"), marketplace=F("listing__account__marketplace"),
    )  # fmt: skip
    counted = rows.annotate(
        at=Min("created_at"), photos=Count("pk"), listings=Count("listing", distinct=True),
        done=Count("pk", filter=Q(state=ListingWrite.State.CONFIRMED)),
    )  # fmt: skip
    return [Written(**row) for row in counted.order_by("-run_id", "account_id", "kind")]


def writes_of(shop: Shop, run: Written) -> QuerySet[ListingWrite]:
    """Return the writes that a line counts, listing by listing."""
    rows = ListingWrite.objects.filter(
        shop=shop, kind=run.kind, submission__run_id=run.run_id, listing__account_id=run.account_id
    )
    return rows.select_related("listing").order_by("listing_id", "place", "pk")


def shown_listings(shop: Shop) -> int:
    """Return on how many listings anywhere something of ours is shown."""
    rows = ListingWrite.objects.filter(shop=shop, kind=ListingWrite.Kind.PUBLISH, gone_at=None)
    return rows.filter(sent_at__isnull=False).values("listing_id").distinct().count()
