"""A merchant lets us into an account, and shows us out again.

The embedded page asks for a ticket; a new window takes it to our own start page, which leaves a cookie and goes on to
the marketplace. What comes back must bring the state we sent, once, within minutes, from the browser that has the
cookie: an address of consent that somebody else passed on connects nothing.
"""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

import structlog
from django.core import signing
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

from integrations import MARKETPLACES
from integrations.errors import AccessDenied, IntegrationError, Unauthorized
from integrations.marketplace import Grant
from shopapp.env import env
from shopapp.errors import Conflict, Forbidden, NotFound, OutOfReach
from shopapp.marketplaces import grants, lifecycle, reaching
from shopapp.models import (
    ConnectAttempt,
    Listing,
    ListingSync,
    MarketplaceAccount,
    MarketplaceToken,
    Shop,
    Submission,
)
from shopapp.queue import Task, enqueue
from shopapp.tokens import decrypted, encrypted

COOKIE = "lustre_connect"
GOOD_FOR = timedelta(minutes=10)
_TICKET_SALT, _TICKET_GOOD_FOR = "shopapp.connect", timedelta(minutes=2)
_STALE = _("This address is no longer good. Please press Connect in Lustre again.")
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Departure:
    """Where the new window goes, and what its cookie holds."""

    url: str
    state: str


def start(*, shop: Shop, marketplace: str) -> str:
    """Begin connecting; return the address for a new window."""
    reaching.login(marketplace)
    state = secrets.token_urlsafe(32)
    ConnectAttempt.objects.create(
        shop=shop, marketplace=marketplace, state_digest=_digest(state),
        verifier=encrypted(secrets.token_urlsafe(64)), expires_at=timezone.now() + GOOD_FOR,
    )  # fmt: skip
    ticket = signing.dumps(state, salt=_TICKET_SALT)
    return env().app_url + reverse("connect-start", args=[ticket])


def depart(ticket: str) -> Departure:
    """Take a ticket to the marketplace's page of consent."""
    try:
        state = str(signing.loads(ticket, salt=_TICKET_SALT, max_age=_TICKET_GOOD_FOR))
    except signing.BadSignature as error:
        raise Forbidden("bad or expired ticket", merchant_sentence=str(_STALE)) from error
    attempt = _open_attempt(state)
    url = reaching.login(attempt.marketplace).authorize_url(
        state=state, verifier=decrypted(attempt.verifier), redirect_uri=return_address(attempt.marketplace)
    )
    return Departure(url, state)


def arrive(marketplace: str, answer: Mapping[str, str], *, cookie: str) -> MarketplaceAccount:
    """Connect the account that a merchant has consented to, as told by the query that came back."""
    state = answer.get("state", "")
    if not state or not constant_time_compare(state, cookie):
        raise Forbidden("the state is not this browser's", merchant_sentence=str(_STALE))
    attempt = _open_attempt(state)
    if attempt.marketplace != marketplace or not _use(attempt):
        raise Forbidden("the state is used or another marketplace's", merchant_sentence=str(_STALE))
    grant = _exchanged(attempt, answer)
    account = _connected(attempt.shop, marketplace, grant)
    _log.info("connected", marketplace=marketplace, shop=attempt.shop.domain)
    return account


def return_address(marketplace: str) -> str:
    """Return where a marketplace sends the merchant back to; it must be registered there."""
    return env().app_url + reverse("connected", args=[marketplace])


def connecting(shop: Shop) -> bool:
    """Whether a merchant is on the way to a marketplace just now."""
    return ConnectAttempt.objects.filter(shop=shop, used_at=None, expires_at__gt=timezone.now()).exists()


def _open_attempt(state: str) -> ConnectAttempt:
    rows = ConnectAttempt.objects.select_related("shop").filter(used_at=None, expires_at__gt=timezone.now())
    attempt = rows.filter(state_digest=_digest(state), shop__uninstalled_at=None).first()
    if attempt is None:
        raise Forbidden("no such attempt, or it is over", merchant_sentence=str(_STALE))
    return attempt


def _use(attempt: ConnectAttempt) -> bool:
    unused = ConnectAttempt.objects.filter(pk=attempt.pk, used_at=None)
    return unused.update(used_at=timezone.now()) == 1


def _exchanged(attempt: ConnectAttempt, answer: Mapping[str, str]) -> Grant:
    label = MARKETPLACES[attempt.marketplace].label
    try:
        return reaching.login(attempt.marketplace).exchange(
            answer, verifier=decrypted(attempt.verifier), redirect_uri=return_address(attempt.marketplace)
        )
    except AccessDenied as error:
        raise Forbidden(
            str(error), merchant_sentence=_("%s was not connected: the permission was not given.") % label
        ) from error
    except Unauthorized as error:
        raise Forbidden(str(error), merchant_sentence=str(_STALE)) from error
    except IntegrationError as error:
        raise OutOfReach(
            str(error), merchant_sentence=_("%s cannot be reached at the moment. Please try again.") % label
        ) from error


def _connected(shop: Shop, marketplace: str, grant: Grant) -> MarketplaceAccount:
    now = timezone.now()
    try:
        with transaction.atomic():
            others = MarketplaceAccount.objects.filter(
                shop=shop, marketplace=marketplace, disconnected_at=None
            )
            for other in others.exclude(account=grant.account):
                _part_from(other)
            account, _ = MarketplaceAccount.objects.update_or_create(
                shop=shop, marketplace=marketplace, account=grant.account,
                defaults={"name": grant.account_name[:255], "connected_at": now, "disconnected_at": None,
                          "refused_at": None},
            )  # fmt: skip
            grants.store(account, grant)
            _go_on(account)
            start_sync(account)
    except IntegrityError as error:
        raise Conflict(f"{marketplace} is being connected twice at once") from error
    return account


def _go_on(account: MarketplaceAccount) -> None:
    """Ring for what waited for this connection."""
    waiting = Submission.objects.filter(listing__account=account, held=True)
    ids = list(waiting.values_list("pk", flat=True))
    well = {**lifecycle.GOING_WELL, "throttled_since": None}
    Submission.objects.filter(pk__in=ids).update(held=False, due_at=None, **well)
    for pk in ids:
        enqueue(Task.SUBMIT_LISTING, pk)


def start_sync(account: MarketplaceAccount) -> ListingSync:
    """Start reading an account's listings; one reading at a time."""
    try:
        with transaction.atomic():
            sync = ListingSync.objects.create(account=account)
    except IntegrityError:
        sync = ListingSync.objects.get(account=account, state=ListingSync.State.RUNNING)
    enqueue(Task.READ_LISTINGS, sync.pk)
    return sync


def disconnect(*, shop: Shop, account_id: int) -> MarketplaceAccount:
    """Delete an account's tokens, and every listing we never wrote to; the ledger of what we wrote stays."""
    account = MarketplaceAccount.objects.filter(shop=shop, pk=account_id, disconnected_at=None).first()
    if account is None:
        raise NotFound(f"no account {account_id} of {shop.domain}")
    with transaction.atomic():
        _part_from(account)
    return account


def _part_from(account: MarketplaceAccount) -> None:
    now = timezone.now()
    MarketplaceToken.objects.filter(account=account).delete()
    MarketplaceAccount.objects.filter(pk=account.pk).update(disconnected_at=now, auto_export_since=None)
    ListingSync.objects.filter(account=account, state=ListingSync.State.RUNNING).update(
        state=ListingSync.State.FAILED, finished_at=now, owner="", lease_until=None
    )
    Submission.objects.filter(listing__account=account, state__in=lifecycle.OPEN).update(held=True)
    Listing.objects.filter(account=account, submissions=None).delete()
    # Connected again, the account's first reading finds all of these anew: none of them counts as new then.
    ListingSync.objects.filter(account=account, state=ListingSync.State.DONE).delete()


def _digest(state: str) -> str:
    return hashlib.sha256(state.encode()).hexdigest()
