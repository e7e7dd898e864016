"""What may be asked: which product a listing sells, its draft, exporting it, taking it back."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from shopapp.errors import Conflict, Invalid, NotFound
from shopapp.marketplaces import (
    by_itself,
    connecting,
    feeding,
    gallery,
    ledger,
    lifecycle,
    standing,
    turns,
    words,
)
from shopapp.marketplaces.standing import Stand, Standing
from shopapp.marketplaces.wanting import want_draft
from shopapp.models import (
    Listing,
    ListingSync,
    ListingWrite,
    MarketplaceAccount,
    Product,
    Shop,
    Submission,
    SubmissionRun,
)
from shopapp.queue import Task, enqueue

_D, _M = Listing.Draft, Listing.Match
_NOT_NOW = {
    Stand.GONE: "gone", Stand.ASK: "no_product", Stand.ELSEWHERE: "no_product",
    Stand.UNDER_WAY: "under_way", Stand.DRAFTING: "drafting", Stand.UNMADE: "unmade",
    Stand.EMPTY: "no_photos", Stand.LIVE: "same",
}  # fmt: skip
_NOT_MEANT = {"no_product", "no_photos", "same"}
"""Whoever exports everything that is ready does not ask after these."""


@dataclass(frozen=True, slots=True)
class Started:
    """What was asked for together, and what stayed out of it with its reason."""

    run: SubmissionRun
    submissions: list[Submission]

    @property
    def left_out(self) -> list[dict[str, object]]:
        """Listings that stayed out, each with its reason."""
        return list(self.run.left_out)

    @property
    def why(self) -> str:
        """Every reason for which something stayed out, once."""
        return " ".join(dict.fromkeys(str(each["sentence"]) for each in self.left_out))


def sync(*, shop: Shop, account_id: int) -> ListingSync:
    """Read an account's listings again."""
    return connecting.start_sync(_account(shop, account_id))


def look_at_all() -> None:
    """Read every connected account's listings again."""
    rows = MarketplaceAccount.objects.filter(disconnected_at=None, refused_at=None, shop__uninstalled_at=None)
    for account in rows:
        connecting.start_sync(account)


def set_auto_export(*, shop: Shop, account_id: int, wanted: bool) -> None:
    """Choose whether listings that come new are exported by themselves."""
    account = _account(shop, account_id)
    if wanted != account.auto_export:
        since = timezone.now() if wanted else None
        MarketplaceAccount.objects.filter(pk=account.pk).update(auto_export_since=since)


def choose_product(*, shop: Shop, listing_id: int, product_id: int | None) -> Listing:
    """Say which product a listing sells, or that it sells none of them."""
    listing = _listing(shop, listing_id)
    product = None
    if product_id is not None:
        product = Product.objects.filter(shop=shop, pk=product_id, deleted_at=None).first()
        if product is None:
            raise NotFound(f"no product {product_id} of {shop.domain}")
    with transaction.atomic():
        gallery.forget_draft(listing)
        match = _M.CHOSEN if product else _M.REFUSED
        Listing.objects.filter(pk=listing.pk).update(
            product=product, match=match, match_reason="", candidates=[]
        )
        listing.refresh_from_db()
        want_draft(listing)
    return listing


def draft_all(*, shop_id: int) -> int:
    """Have drafts made where there is none, or where results have changed since; return how many."""
    rows = _connected(Listing.objects.filter(shop_id=shop_id, product__isnull=False, gone_at=None))
    return sum(_keep_up(listing) for listing in rows.select_related("account").order_by("pk"))


def results_changed(*, job_id: int) -> None:
    """Have drafts made anew of the listings that show a job's photo: it has a result, or will have none."""
    rows = Listing.objects.filter(product__gallery__media__jobs=job_id, gone_at=None).distinct()
    for listing in _connected(rows).select_related("account"):
        _keep_up(listing)


def _keep_up(listing: Listing) -> bool:
    """Have a draft made where that is due; else let a new listing go out where what it waited for is over."""
    is_due = want_draft(listing)
    if not is_due and by_itself.is_new(listing):
        enqueue(Task.EXPORT_WANTED, listing.pk)
    return is_due


def confirm(
    *, shop: Shop, listing_ids: Sequence[int] | None = None, seen: Mapping[int, str] | None = None
) -> int:
    """Note that a person has looked at these drafts' photos and stands for what could not be measured.

    ``seen`` are the keys of the drafts that were looked at, by listing: one that was made anew since is not confirmed.
    """
    rows = _chosen(shop, listing_ids).filter(draft=_D.READY, confirmed=False)
    if seen is None:
        return rows.update(confirmed=True)
    return sum(rows.filter(pk=pk, draft_key=key).update(confirmed=True) for pk, key in seen.items())


def fix(*, shop: Shop, listing_id: int, then_export: bool = False) -> Listing:
    """Leave out what a rule or the marketplace does not accept; the next photo takes its place."""
    listing = _listing(shop, listing_id)
    unfit = standing.of([listing])[0].unfit
    if not unfit:
        raise Conflict("nothing to fix", merchant_sentence=_("There is nothing to fix on this listing."))
    listing.without = sorted({*listing.without, *unfit})
    if not gallery.results_of(listing):
        raise Invalid(
            "no photo would be left",
            merchant_sentence=_(
                "No other retouched photo of this product is left to show. The listing's page says what helps."
            ),
        )
    with transaction.atomic():
        Listing.objects.filter(pk=listing.pk).update(without=listing.without)
        want_draft(listing, then_export=then_export)
    return listing


def fix_all(*, shop: Shop) -> tuple[int, int]:
    """Fix every listing that a rule blocks; return how many are, and how many have no other photo to show."""
    blocked = [now.listing.pk for now in standing.of(_chosen(shop, None)) if now.stand is Stand.BLOCKED]
    fixed = 0
    for listing_id in blocked:
        with suppress(Invalid):  # counted, and its page says what helps
            fix(shop=shop, listing_id=listing_id)
            fixed += 1
    return fixed, len(blocked) - fixed


def prepare(*, shop: Shop, listing_id: int) -> Listing:
    """Have a draft made again that failed on our side."""
    listing = _listing(shop, listing_id)
    want_draft(listing)
    return listing


def restore_photos(*, shop: Shop, listing_id: int) -> Listing:
    """Let photos in again that were left out of a listing."""
    listing = _listing(shop, listing_id)
    listing.without = []
    with transaction.atomic():
        Listing.objects.filter(pk=listing.pk).update(without=[])
        want_draft(listing)
    return listing


def submit(*, shop: Shop, listing_ids: Sequence[int] | None = None, auto: bool = False) -> Started:
    """Start putting drafts on their listings; without ids, on every listing that is ready."""
    found = _judged(_chosen(shop, listing_ids))
    kind = SubmissionRun.Kind.AUTO if auto else SubmissionRun.Kind.EXPORT
    left_out: list[dict[str, object]] = []
    with transaction.atomic():
        run = SubmissionRun.objects.create(shop=shop, kind=kind)
        submissions = []
        for now, code in found:
            started = None if code else _export(run, now)
            if started:
                submissions.append(started)
            elif listing_ids is not None or code not in _NOT_MEANT:
                left_out.append(_told(now.listing, code or "under_way"))
        feeding.gather(submissions)
        SubmissionRun.objects.filter(pk=run.pk).update(left_out=left_out)
        run.left_out = left_out
        if not submissions:
            raise Invalid("nothing to export", merchant_sentence=_nothing(left_out))
    return Started(run, submissions)


def _judged(rows: QuerySet[Listing]) -> list[tuple[Standing, str]]:
    """Return how listings stand, each with the reason for which nothing of it goes out now, "" where there is none.

    A draft that other rules than today's judged, or of which something would go out though its photos are no longer
    those that would be shown, is made anew: until then nothing of it goes out.
    """
    listings = list(rows)
    for listing in listings:
        is_old = listing.draft == _D.READY and not gallery.is_judged_by_todays_rules(listing)
        if is_old and want_draft(listing):
            listing.draft = _D.WAITING
    return [(now, _why_not(now) or _outdated(now.listing)) for now in standing.of(listings)]


def _outdated(listing: Listing) -> str:
    return "drafting" if want_draft(listing) else ""


def export_wanted(*, listing_id: int) -> Submission | None:
    """Export a listing whose draft is ready, if that was asked for, or where it goes out by itself.

    The merchant stands for the photos being their own; what a photo shows, and could not be measured, a person has to
    look at first: then the listing waits.
    """
    ready = Listing.objects.filter(pk=listing_id, draft=_D.READY)
    listing = ready.select_related("account", "shop").first()
    if listing is None:
        return None
    now = standing.of([listing])[0]
    if not (listing.wanted or by_itself.may_go(now)) or want_draft(listing):
        return None  # what was asked for stays asked for: a draft that is made anew goes out when it is there
    same = ready.filter(draft_key=listing.draft_key)
    same.update(confirmed=listing.confirmed or not now.unseen)
    try:
        return submit(shop=listing.shop, listing_ids=[listing_id], auto=not listing.wanted).submissions[0]
    except Invalid:
        return None  # the page says why
    finally:
        same.update(wanted=False)


def _why_not(now: Standing) -> str:
    if not now.listing.account.connected:
        return "not_connected"
    if code := _NOT_NOW.get(now.stand):
        return code
    if now.listing.draft != _D.READY:
        return "drafting"
    if now.blocking:
        return "blocked"
    if now.unknown:
        return "confirm"
    return "" if now.missing or now.surplus else "same"


def _export(run: SubmissionRun, now: Standing) -> Submission | None:
    try:
        with transaction.atomic():
            if not _is_as_it_was(now.listing):
                return None
            submission = Submission.objects.create(
                shop_id=now.listing.shop_id, listing=now.listing, run=run, kind=Submission.Kind.EXPORT
            )
            ListingWrite.objects.bulk_create(
                ListingWrite(
                    shop_id=now.listing.shop_id, listing=now.listing, submission=submission, place=photo.place,
                    kind=ListingWrite.Kind.PUBLISH, media=photo.media, rendition=photo.rendition,
                    file_name=photo.file_name, alt=photo.alt,
                )
                for photo in now.missing
            )  # fmt: skip
            for write in now.surplus:
                ledger.plan_undo(submission, write)
    except IntegrityError:
        return None
    enqueue(Task.SUBMIT_LISTING, submission.pk)
    return submission


def _is_as_it_was(listing: Listing) -> bool:
    """Whether the draft is still the one that was judged; who asks for another one now has to wait for the answer."""
    rows = Listing.objects.select_for_update(no_key=True).filter(pk=listing.pk, draft=_D.READY)
    return rows.filter(draft_key=listing.draft_key).exists()


def undo_write(*, shop: Shop, write_id: int) -> Started:
    """Start taking one image back."""
    write = ListingWrite.objects.filter(shop=shop, pk=write_id).first()
    if write is None:
        raise NotFound(f"no write {write_id} of {shop.domain}")
    return _undo(shop, [write.listing], place=write.place)


def undo_listing(*, shop: Shop, listing_id: int) -> Started:
    """Start taking every image of ours on a listing back."""
    return _undo(shop, [_listing(shop, listing_id)])


def undo_marketplace(*, shop: Shop, account_id: int) -> Started:
    """Start taking back everything of ours on a marketplace."""
    return _undo(shop, _with_ours(shop).filter(account=_account(shop, account_id)))


def undo_all(*, shop: Shop) -> Started | None:
    """Start taking back everything of ours on every marketplace; None where nothing of ours is anywhere.

    What has not begun is not sent; what is under way comes back as soon as it can; what is out of our reach is told.
    """
    waiting = Submission.objects.filter(
        shop=shop, kind=Submission.Kind.EXPORT, state=Submission.State.WAITING
    )
    for submission in waiting.select_related("listing__account"):
        lifecycle.stop(submission, "cancelled")
    rows = list(_with_ours(shop))
    if not rows:
        return None
    with transaction.atomic():
        started = _started(shop, rows)
        if not started.run.submissions.exists():
            started.run.delete()
    return started


def _with_ours(shop: Shop) -> QuerySet[Listing]:
    shown = ListingWrite.objects.filter(
        shop=shop, kind=ListingWrite.Kind.PUBLISH, sent_at__isnull=False, gone_at=None
    )
    coming = Submission.objects.filter(shop=shop, kind=Submission.Kind.EXPORT, state__in=lifecycle.UNDER_WAY)
    ours = Q(pk__in=shown.values("listing_id")) | Q(pk__in=coming.values("listing_id"))
    return Listing.objects.filter(ours, shop=shop).select_related("account").order_by("pk")


def _undo(
    shop: Shop, listings: "Sequence[Listing] | QuerySet[Listing]", *, place: int | None = None
) -> Started:
    with transaction.atomic():
        started = _started(shop, listings, place=place)
        if not started.submissions:
            raise Conflict("nothing to undo", merchant_sentence=_nothing(started.left_out))
    return started


def _started(
    shop: Shop, listings: "Sequence[Listing] | QuerySet[Listing]", *, place: int | None = None
) -> Started:
    run = SubmissionRun.objects.create(shop=shop, kind=SubmissionRun.Kind.UNDO)
    found = {listing: turns.take_back(run, listing, place) for listing in listings}
    run.left_out = [_told(listing, code) for listing, code in found.items() if isinstance(code, str)]
    run.save(update_fields=["left_out"])
    return Started(run, [each for each in found.values() if isinstance(each, Submission)])


def _account(shop: Shop, account_id: int) -> MarketplaceAccount:
    account = MarketplaceAccount.objects.filter(shop=shop, pk=account_id, disconnected_at=None).first()
    if account is None:
        raise NotFound(f"no account {account_id} of {shop.domain}")
    return account


def _listing(shop: Shop, listing_id: int) -> Listing:
    listing = Listing.objects.select_related("account", "product").filter(shop=shop, pk=listing_id).first()
    if listing is None:
        raise NotFound(f"no listing {listing_id} of {shop.domain}")
    return listing


def _chosen(shop: Shop, listing_ids: Sequence[int] | None) -> QuerySet[Listing]:
    rows = _connected(Listing.objects.filter(shop=shop, gone_at=None))
    if listing_ids is not None:
        rows = rows.filter(pk__in=listing_ids)
    return rows.select_related("account", "product").order_by("pk")


def _connected(rows: QuerySet[Listing]) -> QuerySet[Listing]:
    return rows.filter(account__disconnected_at=None)


def _told(listing: Listing, code: str) -> dict[str, object]:
    account = listing.account
    sentence = words.left_out(code, account.marketplace, account=account.name)
    return {"listing": listing.pk, "title": listing.title, "code": code, "sentence": sentence}


def _nothing(left_out: list[dict[str, object]]) -> str:
    """Return the one reason why nothing was started, or that there was nothing at all."""
    sentences = {str(each["sentence"]) for each in left_out if each["code"] != "same"} or {
        str(each["sentence"]) for each in left_out
    }
    return sentences.pop() if len(sentences) == 1 else _("There is nothing to send at the moment.")
